package policy

import (
	"reflect"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// undemanding is a set that asks every rule, whatever it is known to need.
func undemanding(s *Set) *Set {
	other := s.Only(func(string) bool { return true })
	for _, programs := range other.scopes {
		for _, p := range programs {
			for i, r := range p.rules {
				asked := *r
				asked.demand = nil
				p.rules[i] = &asked
			}
		}
	}
	return other
}

// What a rule is known to need hides nothing: asked anyway, it says the same.
func TestDemandsHideNothing(t *testing.T) {
	set, err := Load(t.Context(), source.Base{}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	all := undemanding(set)
	inputs := map[string]Input{"nothing": model(), "all": full()}
	for regime := range set.Table("packs") {
		in := full()
		in.Laws[0] = evidence.Law{At: "m/README.md#", Regime: regime, Card: in.Head.Datasets[0].Card.Path}
		in.Controls[0].Regime, in.Controls[0].State = regime, "in_force"
		inputs["under "+regime] = in
		in.Controls = nil
		inputs["kept "+regime] = in
	}
	contradicted := full()
	contradicted.Laws[0].Regime, contradicted.Controls[0].Regime, contradicted.Controls[0].State = "gdpr", "pipl", "in_force"
	contradicted.Controls[0].Problems[0].Kind = "contradicted"
	inputs["contradicted"] = contradicted
	spoke := 0
	for name, in := range inputs {
		got, want := evaluate(t, set, in), evaluate(t, all, in)
		for id, v := range want {
			if !reflect.DeepEqual(got[id], v) {
				t.Errorf("%s: %s: %+v, asked anyway %+v", name, id, got[id], v)
			}
			spoke += len(v.Findings)
		}
		if len(got) != len(want) {
			t.Errorf("%s: %d verdicts, want %d", name, len(got), len(want))
		}
	}
	if spoke < 100 {
		t.Errorf("only %d findings: the test shows little", spoke)
	}
	for rule, needed := range map[string]bool{"pipl/tag_missing": true, "ccpa/tag_missing": false} { // the law of another is no reason to ask
		in := full()
		in.Laws[0].Regime, in.Controls[0].Regime, in.Controls[0].State, in.Controls[0].Problems[0].Kind = "pipl", "pipl", "in_force", "missing"
		for _, p := range set.scopes[finding.ScopeModel] {
			c := newChecklist(evaluation{program: p, input: set.encode(in), steps: maxSteps}.session(t.Context(), maxSteps, maxBytes))
			for _, r := range p.rules {
				if r.rule.ID == rule && c.possible(t.Context(), r.demand.deny) != needed {
					t.Errorf("%s is needed: %v, want %v", rule, !needed, needed)
				}
			}
		}
	}
}
