package gate

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/modelgate-dev/modelgate/internal/compliance"
	"github.com/modelgate-dev/modelgate/internal/regime"
	"github.com/modelgate-dev/modelgate/internal/source"
	"github.com/modelgate-dev/modelgate/internal/source/sourcetest"
)

// frameworkCells are the controls of both frameworks for a model card with these sections.
func frameworkCells(t *testing.T, stage, sections string) (cells map[string]compliance.Cell, packs regime.Packs) {
	t.Helper()
	base := fstest.MapFS{".modelgate/config.yaml": {Data: []byte("apiVersion: modelgate.dev/v1\nkind: Config\nstage: " + stage + "\n")}}
	head := fstest.MapFS{
		"models/m/README.md": {Data: []byte("---\nlicense: apache-2.0\nmodelgate: {regimes: [nist_ai_rmf, iso_42001]}\n---\n# M\n\n" + sections)},
	}
	req := Request{Base: source.Base{Tree: sourcetest.Tree(strings.Repeat("b", 40), base)}, Head: source.Head{Tree: sourcetest.Tree(strings.Repeat("a", 40), head)}, All: true, Now: time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)}
	m, err := Matrix(t.Context(), req)
	if err != nil {
		t.Fatal(err)
	}
	r, err := prepare(t.Context(), req)
	if err != nil {
		t.Fatal(err)
	}
	cells = map[string]compliance.Cell{}
	for _, s := range m.Subjects {
		for _, l := range s.Laws {
			for _, c := range l.Cells {
				cells[l.Regime+"."+c.Control] = c
			}
		}
	}
	return cells, r.packs()
}

const written = "## Intended use\n\nPredicts which customers of the shop are about to leave, for the retention team.\n\n## Out-of-scope use\n\nNot for decisions about prices, credit or people.\n"

// TestQuestionsContradictNothing: what a rule only asks is a state of its own in the matrix.
func TestQuestionsContradictNothing(t *testing.T) {
	_, packs := frameworkCells(t, "production", written)
	questions := 0
	for _, name := range packs.Names() {
		for _, id := range packs[name].IDs() {
			rules := packs[name].Controls[id].Rules
			questions += len(rules.Questioned)
			for _, entry := range slices.Concat(rules.Missing, rules.Contradicted) {
				if rule, _ := regime.RuleOf(entry); strings.HasSuffix(rule, "_questioned") || strings.HasSuffix(rule, "_implausible") {
					t.Errorf("%s.%s: what %s finds is a question", name, id, rule)
				}
			}
		}
	}
	if questions == 0 {
		t.Error("no rule questions anything")
	}
}

// TestFrameworks: a control claims what its rules find and no more.
func TestFrameworks(t *testing.T) {
	cells, packs := frameworkCells(t, "production", written)
	for _, name := range []string{"nist_ai_rmf", "iso_42001"} {
		for _, id := range packs[name].IDs() {
			c, cell := packs[name].Controls[id], cells[name+"."+id]
			rules := c.Rules.All()
			switch {
			case cell.Tags == nil:
				t.Errorf("%s.%s has no list of tags, which the schema of the matrix requires", name, id)
			case cell.State == "":
				t.Errorf("%s.%s is not in the matrix", name, id)
			case cell.State == compliance.Met && (c.Unchecked != "" || len(rules) == 0):
				t.Errorf("%s.%s is met, though %q", name, id, c.Unchecked)
			case len(cell.Problems) == 0 && c.Unchecked != "" && cell.State != compliance.Unchecked:
				t.Errorf("%s.%s is %s, want unchecked", name, id, cell.State)
			}
			for _, p := range cell.Problems {
				if p.Text == "" || !slices.ContainsFunc(rules, func(entry string) bool { rule, _ := regime.RuleOf(entry); return rule == p.Rule }) {
					t.Errorf("%s.%s has the problem %q of %s, which is not one of its rules", name, id, p.Text, p.Rule)
				}
			}
		}
	}
	if nist, iso := len(packs["nist_ai_rmf"].Controls), len(packs["iso_42001"].Controls); nist != 72 || iso != 38 {
		t.Errorf("%d subcategories and %d controls: one that nothing checks is listed, too", nist, iso)
	}
	for control, want := range map[string]compliance.State{
		"nist_ai_rmf.map_1_4":     compliance.Missing,
		"nist_ai_rmf.map_2_2":     compliance.Missing, // no limitations
		"nist_ai_rmf.map_3_3":     compliance.Met,     // another section is missing
		"nist_ai_rmf.measure_2_4": compliance.Unchecked,
		"nist_ai_rmf.govern_2_1":  compliance.Unconfirmed,
		"iso_42001.a_7_2":         compliance.Unconfirmed,
		"iso_42001.a_8_4":         compliance.Unchecked,
	} {
		if got := cells[control].State; got != want {
			t.Errorf("%s is %s, want %s: %v %v", control, got, want, cells[control].Problems, cells[control].Reasons)
		}
	}
}

// TestFrameworksOfADraft: rules that require less of a draft meet no control.
func TestFrameworksOfADraft(t *testing.T) {
	cells, _ := frameworkCells(t, "draft", "")
	for control, cell := range cells {
		if cell.State == compliance.Met {
			t.Errorf("%s is met by a draft without a word", control)
		}
	}
}
