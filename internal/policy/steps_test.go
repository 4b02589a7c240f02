package policy

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// byInput is a set that asks no rule about steps of lineage by themselves.
func byInput(s *Set) *Set {
	other := s.Only(func(string) bool { return true })
	for _, programs := range other.scopes {
		for _, p := range programs {
			p.steps = nil
		}
	}
	return other
}

// lineageOf is an input whose one dataset has some of many steps between cards that chance
// fills. The cards of a chain are those of others, too.
func lineageOf(all []*evidence.Origin, chance *rand.Rand) Input {
	in := full()
	in.Now = fmt.Sprintf("2026-0%d-23T12:00:00Z", 1+chance.IntN(3))
	in.Head.Datasets[0].Origins = nil
	for _, o := range all {
		if chance.IntN(3) == 0 {
			in.Head.Datasets[0].Origins = append(in.Head.Datasets[0].Origins, o)
		}
	}
	in.Config.Regimes = nil
	for _, o := range in.Head.Datasets[0].Origins {
		if chance.IntN(4) == 0 {
			in.Config.Regimes = append(in.Config.Regimes, Regime{At: "m/README.md#", Card: o.Parent.Path, Name: []string{"gdpr", "hipaa"}[chance.IntN(2)]})
		}
	}
	in.Head.Datasets = append(in.Head.Datasets, in.Head.Datasets[0])
	return in
}

func steps(chance *rand.Rand, n int) (all []*evidence.Origin) {
	pick := func(to *evidence.Text, words ...string) {
		to.Value = words[chance.IntN(len(words))]
		to.Present = to.Value != ""
	}
	card := func(c *evidence.DataCard, i int) {
		c.Path, c.Name.Value = fmt.Sprintf("datacards/d%d.yaml", i), fmt.Sprintf("d%d", i)
		pick(&c.PersonalData.Status, "none", "identifying", "pseudonymised", "anonymised", "synthetic")
		pick(&c.License, "", "mit", "cc-by-nc-4.0", "other", "cc-by-sa-4.0")
		c.Children.Included.Value = []string{"yes", "no", "unknown"}[chance.IntN(3)]
		c.CriminalData.Included.Value = chance.IntN(2) == 0
		c.Regimes.Items = nil
		if chance.IntN(3) == 0 {
			c.Regimes.Items = []evidence.Item{{At: "m/README.md#", Value: "gdpr"}}
		}
		c.DataSubjectRegions.Items[0].Value = []string{"DE", "US", "EEA"}[chance.IntN(3)]
		c.SpecialCategories.Items[0].Value = []string{"health", "genetic"}[chance.IntN(2)]
		c.Purposes[0].ID.Value = []string{"a", "b"}[chance.IntN(2)]
		c.Purposes[0].Compatibility.Ground.Present = chance.IntN(2) == 0
		c.Retention.Days = chance.IntN(2) * 100
		c.Retention.Ends = []string{"", "2026-01-31", "2027-01-31"}[chance.IntN(3)]
		c.Retention.HoldRef.Present = chance.IntN(3) == 0
		pick(&c.Retention.Action, "erase", "archive")
		c.Transfers.Items[0].Country.Value = []string{"DE", "US", "BR"}[chance.IntN(3)]
	}
	for i := range n {
		o := full().Head.Datasets[0].Origins[0]
		card(&o.Child, i)
		card(&o.Parent, i+1)
		o.Parent.Present, o.Cycle, o.Cut = chance.IntN(5) > 0, chance.IntN(5) == 0, chance.IntN(5) == 0
		o.Entry.Ref.Value = fmt.Sprintf("d%d", i+1)
		o.Entry.EvidenceRef.Present = chance.IntN(2) == 0
		o.Entry.Ends.Items[0].Value = []string{"license", "personal-data", "retention", "purposes", "special-categories"}[chance.IntN(5)]
		all = append(all, o)
	}
	return all
}

// What a rule of steps finds for a lineage is what it finds for each step, asked once.
func TestRulesOfSteps(t *testing.T) {
	set, err := Load(t.Context(), source.Base{}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	var ofSteps []string
	for _, programs := range set.scopes {
		for _, p := range programs {
			for _, r := range p.rules {
				if r.ofSteps {
					ofSteps = append(ofSteps, r.rule.ID)
				}
			}
		}
	}
	want := []string{"data/lineage_cycle", "data/lineage_incomplete", "data/lineage_license", "data/lineage_open", "gdpr/lineage_purpose", "gdpr/lineage_retention", "gdpr/lineage_status"}
	if slices.Sort(ofSteps); !slices.Equal(ofSteps, want) {
		t.Fatalf("rules of steps: %v, want %v", ofSteps, want)
	}
	set = set.Only(func(id string) bool { return slices.Contains(want, id) })
	plain := byInput(set)
	chance := rand.New(rand.NewPCG(1, 2))
	found := map[string]int{}
	all := steps(chance, 150)
	for i := range 8 {
		in := lineageOf(all, chance)
		if i == 0 {
			in.Head.Datasets[0].Origins, in.Head.Datasets[1].Origins = nil, nil
		}
		got, asked := evaluate(t, set, in), evaluate(t, plain, in)
		for id, v := range asked {
			if !reflect.DeepEqual(got[id], v) {
				t.Fatalf("%d: %s: %+v, asked about all at once %+v", i, id, got[id], v)
			}
			found[id] += len(v.Findings)
		}
	}
	for _, id := range want {
		if found[id] == 0 {
			t.Errorf("%s finds nothing: the test shows little", id)
		}
	}
}

// A step that others have is asked about once, however long the lineage.
func TestAStepIsAskedAboutOnce(t *testing.T) {
	set, err := Load(t.Context(), source.Base{}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	set = set.Only(func(id string) bool { return id == "data/lineage_cycle" })
	all := steps(rand.New(rand.NewPCG(1, 2)), 30)
	for i := range all {
		in := full()
		in.Config.Regimes, in.Head.Datasets[0].Origins = nil, all[i:]
		evaluate(t, set, in)
	}
	for _, programs := range set.scopes {
		if known := len(programs[0].steps.known); known != len(all) {
			t.Errorf("%d answers for %d steps", known, len(all))
		}
	}
}
