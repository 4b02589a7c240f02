package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/decision"
)

// maxCategories is how many columns the table of models has; what does not
// fit shares the column "other".
const maxCategories = 12

// marks shows an outcome in a table cell. The order is that of gravity: a cell
// shows the first that occurs.
var marks = []struct {
	state decision.State
	mark  string
}{
	{decision.Errored, "💥 error"},
	{decision.Fail, "❌ fail"},
	{decision.Warn, "⚠️ warn"},
	{decision.Pending, "⏳ pending"},
	{decision.Waived, "📝 waived"},
	{decision.Pass, "✅"},
	{decision.NotApplicable, "–"},
}

// models is the table of what each model came to, by category of rules; the
// denied ones come first, so that a long table is cut where nothing is wrong.
func (p *page) models(r Report) {
	subjects := slices.Clone(r.All())
	if len(subjects) == 0 {
		return
	}
	slices.SortStableFunc(subjects, func(a, b decision.Decision) int { return cmp.Compare(resultOrder(a), resultOrder(b)) })
	columns := categories(subjects)
	s := section{budget: tableBudget}
	s.add(0, "| model | stage | decision |%s\n|---|---|---|%s\n", cells(columns, func(s string) string { return mdText(actions.Shorten(s, 40)) }), strings.Repeat("---|", len(columns)))
	for _, d := range subjects {
		row := tally(d, columns)
		s.add(1, "| %s | %s | %s |%s\n", mdCode(subjectName(d.Subject.ID)), mdText(string(d.Subject.Stage)), mdText(string(d.Result)), cells(row, func(s string) string { return s }))
	}
	if s.omitted > 0 {
		fmt.Fprintf(&s, "\n… and %s\n", count(s.omitted, "more model", "more models"))
	}
	p.print("%s\n", s.String())
}

func resultOrder(d decision.Decision) int {
	if d.Result == decision.Allow {
		return 1
	}
	return 0
}

func cells(values []string, show func(string) string) string {
	var b strings.Builder
	for _, v := range values {
		b.WriteString(" " + show(v) + " |")
	}
	return b.String()
}

// categories lists the categories of rules that occur, sorted; of too many,
// the last ones become "other".
func categories(ds []decision.Decision) []string {
	seen := map[string]bool{}
	for _, d := range ds {
		for _, o := range d.Outcomes {
			seen[category(o.Rule)] = true
		}
	}
	names := make([]string, 0, len(seen))
	for name := range seen {
		names = append(names, name)
	}
	slices.Sort(names)
	if len(names) > maxCategories {
		names = append(names[:maxCategories-1], "other")
	}
	return names
}

// tally is the gravest mark of each category.
func tally(d decision.Decision, columns []string) []string {
	best := make([]int, len(columns))
	for i := range best {
		best[i] = len(marks)
	}
	for _, o := range d.Outcomes {
		i := slices.Index(columns, category(o.Rule))
		if i < 0 {
			i = len(columns) - 1 // other
		}
		best[i] = min(best[i], gravity(o.State))
	}
	row := make([]string, len(columns))
	for i, b := range best {
		if b < len(marks) {
			row[i] = marks[b].mark
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

// waivers is the table of waivers, the first to expire first.
func (p *page) waivers(ws []Waiver) {
	if len(ws) == 0 {
		return
	}
	sorted := slices.Clone(ws)
	slices.SortStableFunc(sorted, func(a, b Waiver) int {
		return cmp.Or(cmp.Compare(a.Expires, b.Expires), cmp.Compare(a.ID, b.ID))
	})
	s := section{budget: waiverBudget}
	s.add(0, "| until | waiver | rule | model | owner | status |\n|---|---|---|---|---|---|\n")
	for _, w := range sorted {
		s.add(1, "| %s | %s | %s | %s | %s | %s |\n", mdText(w.Expires), mdCode(w.ID), mdCode(w.Rule), mdCode(w.Model), mdText(actions.Shorten(w.Owner, nameLength)), mdText(waiverStatus(w)))
	}
	if s.omitted > 0 {
		fmt.Fprintf(&s, "\n… and %s\n", count(s.omitted, "more waiver", "more waivers"))
	}
	p.print("### Waivers\n\n%s\n", s.String())
}
