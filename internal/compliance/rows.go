package compliance

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// What a page shows at most; the rest is counted, and the JSON output has it.
const (
	maxRows = 20_000
	maxText = 500 // runes of one problem
	maxName = 200
)

// words are what pages call the states.
var words = map[State]string{
	Contradicted: "Contradicted", Missing: "Missing", Questioned: "Questioned", Unconfirmed: "Unconfirmed", Upcoming: "Upcoming", Unchecked: "Unchecked", Waived: "Waived", Met: "Met", NotApplicable: "Not applicable",
}

// meanings explain the states below the counts.
var meanings = []struct {
	state State
	text  string
}{
	{Contradicted, "a tag contradicts the control or another tag"},
	{Missing, "a required tag is missing, or is a placeholder"},
	{Questioned, "a name, a text or another tag speaks against a tag, and only a person can answer the question"},
	{Unconfirmed, "a tag is missing or contradicts the control, but the pack does not confirm the article or its dates"},
	{Upcoming, "a tag is missing or contradicts the control, which takes effect on a later day"},
	{Unchecked, "unknown: the rule is turned off or failed, or the law has no pack"},
	{Waived, "a waiver of the base accepts each problem"},
	{Met, Claim},
	{NotApplicable, "the control does not apply to the card"},
}

// countRow is the row of one law of a subject, or of one without a law.
type countRow struct {
	Name, Kind, Card, Law, Why string
	Counts                     []int // by States
	Gap                        string
}

// cellRow is a cell as pages show it.
type cellRow struct {
	Name, Law, Control, Article, Date, Source, Where string
	State                                            State
	Word                                             string
	Texts, Idle                                      []string
	Waivers                                          []string
}

// page is a matrix as pages show it: clean, short texts.
type page struct {
	Intro, Total      string
	States            []string // words of States
	Meanings          [][2]string
	Counts            []countRow
	Gaps, Rest        []cellRow
	MoreGaps, MoreRow string
	Unread            []string
	Packs             []Pack
}

func pageOf(m Matrix) page {
	p := page{Intro: fmt.Sprintf("Controls of the laws that apply to each data card and model card at commit %s, as of %s. Rules, packs and waivers are those of commit %s.", m.Commit, m.AsOf, m.Base), Packs: []Pack{}}
	for _, k := range m.Packs {
		k.Title, k.Source = short(k.Title), short(k.Source)
		p.Packs = append(p.Packs, k)
	}
	for _, s := range States {
		p.States = append(p.States, words[s])
	}
	for _, m := range meanings {
		p.Meanings = append(p.Meanings, [2]string{words[m.state], m.text})
	}
	gaps := 0
	for _, s := range m.Subjects {
		gaps += gapsOf(s)
		p.Counts = append(p.Counts, countsOf(s)...)
		for _, l := range s.Laws {
			for _, c := range l.Cells {
				switch {
				case c.State.IsGap():
					p.Gaps = append(p.Gaps, rowOf(s, l, c))
				case c.State != NotApplicable:
					p.Rest = append(p.Rest, rowOf(s, l, c))
				}
			}
			p.Rest = append(p.Rest, idleRows(s, l)...)
		}
	}
	slices.SortStableFunc(p.Counts, func(a, b countRow) int { return cmp.Compare(b.gaps(), a.gaps()) })
	slices.SortStableFunc(p.Gaps, func(a, b cellRow) int {
		return cmp.Compare(slices.Index(States, a.State), slices.Index(States, b.State))
	})
	p.Gaps, p.MoreGaps = bounded(p.Gaps, maxRows)
	p.Rest, p.MoreRow = bounded(p.Rest, maxRows-len(p.Gaps))
	for _, file := range m.Unread {
		p.Unread = append(p.Unread, actions.Clean(file))
	}
	gaps += len(m.Unread)
	p.Total = fmt.Sprintf("%s, %s.", plural(len(m.Subjects), "card or dataset", "cards and datasets"), plural(gaps, "gap", "gaps"))
	return p
}

func bounded(rows []cellRow, n int) ([]cellRow, string) {
	if len(rows) <= n {
		return rows, ""
	}
	return rows[:n], plural(len(rows)-n, "more row is in the JSON output", "more rows are in the JSON output")
}

func (r countRow) gaps() int {
	n := 0
	if r.Gap != "" {
		n++
	}
	for i, k := range r.Counts {
		if States[i].IsGap() {
			n += k
		}
	}
	return n
}

func countsOf(s Subject) []countRow {
	name, card := short(s.Name), actions.Clean(s.Card)
	if s.Card == "" {
		return []countRow{{Name: name, Kind: string(s.Kind), Gap: "no data card: nothing can be checked"}}
	}
	var out []countRow
	for _, l := range s.Laws {
		r := countRow{Name: name, Kind: string(s.Kind), Card: card, Law: short(l.Title), Why: short(l.Why)}
		for _, state := range States {
			r.Counts = append(r.Counts, l.Counts[state])
		}
		out = append(out, r)
	}
	if len(out) == 0 {
		out = append(out, countRow{Name: name, Kind: string(s.Kind), Card: card, Law: "none", Why: "no law with a pack applies"})
	}
	return out
}

func rowOf(s Subject, l Law, c Cell) cellRow {
	r := cellRow{Name: short(s.Name), Law: short(l.Title), Control: short(c.Title), Article: short(c.Article), Date: dateOf(c), Source: actions.Clean(c.Source), Where: c.Where.String(), State: c.State, Word: words[c.State]}
	for _, p := range c.Problems {
		text := p.Text
		if p.Fix != "" {
			text += ". Fix: " + strings.ReplaceAll(strings.TrimSuffix(p.Fix, "."), "`", "")
		}
		if p.Where != c.Where && p.Where != (Place{}) {
			text += " (" + p.Where.String() + ")"
		}
		r.Texts = append(r.Texts, actions.Clean(actions.Shorten(text, maxText)))
		if w := p.Waiver; w != nil {
			words := actions.Clean(actions.Shorten(fmt.Sprintf("%s of %s until %s: %s", w.ID, w.Owner, w.Expires, w.Reason), maxText))
			if !slices.Contains(r.Waivers, words) {
				r.Waivers = append(r.Waivers, words)
			}
		}
	}
	for _, n := range c.Notes {
		text := "note: " + n.Text
		if n.Where != c.Where && n.Where != (Place{}) {
			text += " (" + n.Where.String() + ")"
		}
		r.Texts = append(r.Texts, actions.Clean(actions.Shorten(text, maxText)))
	}
	for _, why := range c.Reasons {
		r.Texts = append(r.Texts, actions.Clean(actions.Shorten(why, maxText)))
	}
	return r
}

// idleRows are the controls of a law that do not apply to a card: a row for each reason.
func idleRows(s Subject, l Law) []cellRow {
	var out []cellRow
	for _, c := range l.Cells {
		if c.State != NotApplicable {
			continue
		}
		why := joined(c.Reasons)
		i := slices.IndexFunc(out, func(r cellRow) bool { return r.Texts[0] == why })
		if i < 0 {
			i = len(out)
			out = append(out, cellRow{Name: short(s.Name), Law: short(l.Title), State: NotApplicable, Word: words[NotApplicable], Texts: []string{actions.Clean(why)}})
		}
		out[i].Idle = append(out[i].Idle, short(c.Title)+" ("+short(c.Article)+")")
	}
	for i, r := range out {
		out[i].Control = plural(len(r.Idle), "control", "controls")
		out[i].Texts[0] += ": " + strings.Join(r.Idle, "; ")
	}
	return out
}

// dateOf tells when a control is in force.
func dateOf(c Cell) string {
	text := c.From
	if text == "" {
		return ""
	}
	text = "from " + text
	if c.To != "" {
		text += " to " + c.To
	}
	if !c.Confirmed || c.Phase == evidence.ControlUnconfirmed {
		text += ", not confirmed"
	}
	return text
}

// String is the place as editors open it, "" for none.
func (p Place) String() string {
	switch {
	case p.Path == "":
		return ""
	case p.Line == 0:
		return actions.Clean(p.Path)
	}
	return fmt.Sprintf("%s:%d", actions.Clean(p.Path), p.Line)
}

func short(s string) string { return actions.Clean(actions.Shorten(s, maxName)) }

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// joined are texts on one line.
func joined(texts []string) string { return strings.Join(texts, "; ") }
