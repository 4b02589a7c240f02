package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// gateColumns are the columns of the table of models: the gates, and what is in
// force in each of them.
var gateColumns = []struct {
	gate  finding.Gate
	title string
}{
	{finding.GateModelCard, "model card"},
	{finding.GateDataCompliance, "data compliance"},
	{finding.GateEvaluation, "evaluation"},
	{finding.GatePolicy, "policy"},
	{"", "Files and waivers"},
}

// marks shows an outcome in a table cell. The order is that of gravity: a cell
// shows the first that occurs.
var marks = []struct {
	state decision.State
	mark  string
	word  string
}{
	{decision.Errored, "💥", "error"},
	{decision.Unfinished, "⌛", "undecided"},
	{decision.Fail, "❌", "fail"},
	{decision.Tolerated, "🕗", "tolerated"},
	{decision.Warn, "⚠️", "warn"},
	{decision.Pending, "⏳", "pending"},
	{decision.Waived, "📝", "waived"},
	{decision.Pass, "✅", "pass"},
	{decision.NotApplicable, "–", "does not apply"},
}

// models is the table of what each model came to at each gate; the denied ones
// come first, so that a long table is cut where nothing is wrong.
func (p *page) models(r Report) string {
	subjects := deniedFirst(r)
	if len(subjects) == 0 {
		return ""
	}
	columns := gatesOf(subjects)
	s := section{budget: p.form.table}
	titles := ""
	for _, c := range columns {
		titles += " " + gateColumns[c].title + " |"
	}
	s.add(0, "| Model | Stage | Result |%s\n|---|---|---|%s\n", titles, strings.Repeat("---|", len(columns)))
	for _, d := range subjects {
		if s.closed(1) {
			continue
		}
		row := ""
		tallies := tally(d)
		for _, c := range columns {
			row += " " + tallies[c].String() + " |"
		}
		s.add(1, "| %s | %s | %s |%s\n", mdLink(mdCode(subjectName(d.Subject.ID)), p.links.dir(d.Subject.ID)),
			mdText(actions.Shorten(string(d.Subject.Stage), nameLength)), mdText(actions.Shorten(d.Result.Word(), nameLength)), row)
	}
	return s.String() + s.rest("\n… and ", "more model", "more models", "\n") + "\n"
}

// deniedFirst lists what was judged, the denied ones first.
func deniedFirst(r Report) []decision.Decision {
	subjects := slices.Clone(r.All())
	slices.SortStableFunc(subjects, func(a, b decision.Decision) int { return cmp.Compare(resultOrder(a), resultOrder(b)) })
	return subjects
}

func resultOrder(d decision.Decision) int {
	if d.Result == decision.Allow {
		return 1
	}
	return 0
}

// gatesOf lists the columns in which any subject has an outcome.
func gatesOf(ds []decision.Decision) (columns []int) {
	for i, c := range gateColumns {
		if slices.ContainsFunc(ds, func(d decision.Decision) bool {
			return slices.ContainsFunc(d.Outcomes, func(o decision.Outcome) bool { return finding.GateOf(o.Rule) == c.gate })
		}) {
			columns = append(columns, i)
		}
	}
	return columns
}

// cell is what the rules of one gate came to: the gravest outcome, and how many
// rules have it.
type cell struct{ gravity, rules int }

// state is the outcome, or "" when no rule has one.
func (c cell) state() string {
	if c.rules == 0 {
		return ""
	}
	return string(marks[c.gravity].state)
}

// String is the mark of the outcome, with its word where something is: a
// colour alone tells nothing to those who do not see it.
func (c cell) String() string {
	switch {
	case c.rules == 0:
		return ""
	case c.state() == string(decision.Pass) || c.state() == string(decision.NotApplicable):
		return marks[c.gravity].mark
	}
	return marks[c.gravity].mark + " " + c.words()
}

// words is the outcome, and how many rules have it if more than one has.
func (c cell) words() string {
	switch {
	case c.rules == 0:
		return ""
	case c.state() == string(decision.Pass):
		return "pass"
	case c.state() == string(decision.NotApplicable):
		return marks[c.gravity].mark
	case c.rules == 1:
		return marks[c.gravity].word
	}
	return fmt.Sprintf("%d %s", c.rules, marks[c.gravity].word)
}

// tally is the cell of each of gateColumns.
func tally(d decision.Decision) []cell {
	row := make([]cell, len(gateColumns))
	for _, o := range d.Outcomes {
		gate, g := finding.GateOf(o.Rule), gravity(o.State)
		for i := range row {
			if gateColumns[i].gate != gate {
				continue
			}
			if row[i].rules == 0 || g < row[i].gravity {
				row[i] = cell{gravity: g}
			}
			if g == row[i].gravity {
				row[i].rules++
			}
		}
	}
	return row
}

// gravity is the place of a state in marks; an unknown state is as grave as
// an error.
func gravity(s decision.State) int {
	for i, m := range marks {
		if m.state == s {
			return i
		}
	}
	return 0
}

// byExpiry lists the waivers, the first to expire first.
func byExpiry(ws []Waiver) []Waiver {
	sorted := slices.Clone(ws)
	slices.SortStableFunc(sorted, func(a, b Waiver) int {
		return cmp.Or(cmp.Compare(a.Expires, b.Expires), cmp.Compare(a.ID, b.ID))
	})
	return sorted
}

func (p *page) waivers(ws []Waiver) string {
	if len(ws) == 0 {
		return ""
	}
	s := section{budget: p.form.waivers}
	s.add(0, "| Expires | Waiver | Rule | Model | Owner | Status |\n|---|---|---|---|---|---|\n")
	for _, w := range byExpiry(ws) {
		if s.closed(1) {
			continue
		}
		s.add(1, "| %s | %s | %s | %s | %s | %s |\n", mdText(actions.Shorten(w.Expires, nameLength)), mdCode(w.ID), mdCode(w.Rule), mdCode(w.Model),
			mdText(actions.Shorten(w.Owner, nameLength)), mdText(actions.Shorten(waiverStatus(w), nameLength)))
	}
	return "### Waivers\n\n" + s.String() + s.rest("\n… and ", "more waiver", "more waivers", "\n") + "\n"
}
