package compliance

import (
	"bytes"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/regime"
)

// TestCellOf: what the pack and the rules found decides the state.
func TestCellOf(t *testing.T) {
	missing := Problem{Kind: IsMissing, Where: Place{"card", 3}}
	wrong := Problem{Kind: IsContradicted, Where: Place{"card", 9}}
	doubt := Problem{Kind: IsQuestioned, Where: Place{"card", 5}}
	waived := missing
	waived.Waiver = &Waiver{ID: "W", Owner: "ann@example.com"}
	force := func(applies, stated bool) regime.Cell {
		return regime.Cell{Applies: applies, Stated: stated, State: evidence.ControlInForce}
	}
	at := func(s evidence.ControlState) regime.Cell { return regime.Cell{Applies: true, Stated: true, State: s} }
	for name, c := range map[string]struct {
		asked Asked
		want  State
	}{
		"nothing is found":                    {Asked{Cell: force(true, true)}, Met},
		"nothing is stated or found":          {Asked{Cell: force(true, false)}, NotApplicable},
		"the conditions do not hold":          {Asked{Cell: force(false, true)}, NotApplicable},
		"no rule applies":                     {Asked{Cell: force(true, true), Silent: true}, NotApplicable},
		"no rule applies, and one is off":     {Asked{Cell: force(true, true), Silent: true, Reasons: []string{"off"}}, NotApplicable},
		"no rule applies, and none is enough": {Asked{Control: regime.Control{Unchecked: "x"}, Cell: force(true, true), Silent: true}, Unchecked},
		"a part that no rule shows":           {Asked{Control: regime.Control{Unchecked: "x"}, Cell: force(true, true)}, Unchecked},
		"missing, and a part is unchecked":    {Asked{Control: regime.Control{Unchecked: "x"}, Cell: force(true, true), Problems: []Problem{missing}}, Missing},
		"rules alone":                         {Asked{Control: regime.Control{Rules: regime.Rules{Missing: []string{"card/x"}}}, Cell: force(true, false)}, Met},
		"a rule is off":                       {Asked{Cell: force(true, true), Reasons: []string{"off"}}, Unchecked},
		"a rule is off, and a gap is waived":  {Asked{Cell: force(true, true), Reasons: []string{"off"}, Problems: []Problem{waived}}, Unchecked},
		"something is missing":                {Asked{Cell: force(true, true), Problems: []Problem{missing}}, Missing},
		"missing, and its rule is off":        {Asked{Cell: force(true, true), Problems: []Problem{missing}, Reasons: []string{"off"}}, Missing},
		"found although conditions fail":      {Asked{Cell: force(false, true), Problems: []Problem{missing}}, Missing},
		"missing and contradicted":            {Asked{Cell: force(true, true), Problems: []Problem{missing, wrong}}, Contradicted},
		"a question alone":                    {Asked{Cell: force(true, true), Problems: []Problem{doubt}}, Questioned},
		"a question, and something is wrong":  {Asked{Cell: force(true, true), Problems: []Problem{doubt, wrong}}, Contradicted},
		"a question, and something missing":   {Asked{Cell: force(true, true), Problems: []Problem{doubt, missing}}, Missing},
		"a question, and a waived gap":        {Asked{Cell: force(true, true), Problems: []Problem{doubt, waived}}, Questioned},
		"a question of a control to come":     {Asked{Cell: at(evidence.ControlUpcoming), Problems: []Problem{doubt}}, Upcoming},
		"a note is no gap":                    {Asked{Cell: force(true, true), Notes: []Note{{Text: "limits"}}}, Met},
		"all is waived":                       {Asked{Cell: force(true, true), Problems: []Problem{waived}}, Waived},
		"some is waived":                      {Asked{Cell: force(true, true), Problems: []Problem{waived, wrong}}, Contradicted},
		"the control is not confirmed":        {Asked{Cell: at(evidence.ControlUnconfirmed), Problems: []Problem{wrong}}, Unconfirmed},
		"not confirmed, without a gap":        {Asked{Cell: at(evidence.ControlUnconfirmed)}, Met},
		"the control is to come":              {Asked{Cell: at(evidence.ControlUpcoming), Problems: []Problem{wrong}}, Upcoming},
		"the control has ended":               {Asked{Cell: at(evidence.ControlEnded), Problems: []Problem{wrong}}, NotApplicable},
	} {
		got := CellOf(c.asked)
		if got.State != c.want {
			t.Errorf("%s: %s, want %s", name, got.State, c.want)
		}
		for _, p := range got.Problems {
			if p.Waiver != nil && strings.Contains(p.Waiver.Owner, "@") {
				t.Errorf("%s: the owner is %q", name, p.Waiver.Owner)
			}
		}
	}
}

// TestJoin: a dataset of several models has the gravest state of each control.
func TestJoin(t *testing.T) {
	cell := func(control string, s State, text string) Cell {
		return Cell{Control: control, State: s, Problems: []Problem{{Text: text}}}
	}
	laws := Join([]Law{{Regime: "a", Cells: []Cell{cell("x", Met, "one"), cell("y", Missing, "one")}}},
		[]Law{{Regime: "a", Cells: []Cell{cell("x", Unchecked, "two"), cell("y", Missing, "one")}}, {Regime: "b"}})
	if len(laws) != 2 || laws[0].Cells[0].State != Unchecked || len(laws[0].Cells[0].Problems) != 2 || len(laws[0].Cells[1].Problems) != 1 {
		t.Errorf("got %+v", laws)
	}
}

// TestHostileText: nothing that a card states is markup, a mention or a control
// character in any output.
func TestHostileText(t *testing.T) {
	hostile := "</td><script>alert(1)</script>|\n# x @team \u202e\x1b[31m" + strings.Repeat("long ", 500)
	cell := CellOf(Asked{Control: regime.Control{Title: hostile, Article: hostile}, Cell: regime.Cell{ID: "c", Applies: true, Stated: true, State: evidence.ControlInForce},
		Where: finding.Position{Path: hostile, Line: 1}, Problems: []Problem{{Text: hostile, Fix: hostile, Waiver: &Waiver{ID: hostile, Reason: hostile}}, {Text: hostile, Where: Place{hostile, 2}}}, Reasons: []string{hostile}})
	m := New("worktree", "b", "2026-11-28", regime.Packs{"p": {Title: hostile, Source: hostile}}, []Subject{{Kind: Dataset, Name: hostile, Card: hostile, Laws: []Law{{Regime: "p", Title: hostile, Why: hostile, Cells: []Cell{cell}}}}}, []string{hostile})
	for name, render := range map[string]func(io.Writer, Matrix) error{"Markdown": Markdown, "HTML": HTML} {
		var out bytes.Buffer
		if err := render(&out, m); err != nil {
			t.Fatal(err)
		}
		for _, bad := range []string{"<script", "\x1b", "\u202e", " @team"} {
			if strings.Contains(out.String(), bad) && (name != "HTML" || bad != " @team") {
				t.Errorf("%s has %q", name, bad)
			}
		}
		if regexp.MustCompile(`(?m)^# x`).MatchString(out.String()) {
			t.Errorf("%s has a heading of the card", name)
		}
		if out.Len() > 40_000 {
			t.Errorf("%s has %d bytes", name, out.Len())
		}
	}
}

// TestBounded: a page has no more rows than it may, and says how many it leaves out.
func TestBounded(t *testing.T) {
	rows, more := bounded(make([]cellRow, 5), 3)
	if len(rows) != 3 || more != "2 more rows are in the JSON output" {
		t.Error(len(rows), more)
	}
}
