package policy

import (
	"testing"

	"github.com/modelgate-dev/modelgate/internal/finding"
)

func entriesFor(ids ...string) []entry {
	var out []entry
	for _, id := range ids {
		out = append(out, entry{rule: finding.Rule{ID: id, Severity: finding.Always(finding.Error), Fixed: id == "governance/fixed"}})
	}
	return out
}

// TestGlobsOverRules: an id counts before a glob, and the longer glob before the
// shorter one.
func TestGlobsOverRules(t *testing.T) {
	entries := entriesFor("data/a", "gdpr/a", "gdpr/ab", "governance/fixed")
	o := Options{Off: map[string]string{"gdpr/*": "short", "gdpr/a*": "long", "gdpr/a": "id", "nothing/*": "none"}}.expanded(entries)
	for id, want := range map[string]string{"gdpr/a": "id", "gdpr/ab": "long", "nothing/*": "none", "data/a": ""} {
		if got := o.Off[id]; got != want {
			t.Errorf("%s: %q, want %q", id, got, want)
		}
	}
}

// TestSettingsThatAreRefused: a glob that matches no rule, and a milder setting of a
// rule that guards the rules.
func TestSettingsThatAreRefused(t *testing.T) {
	paths := []string{"datacards/**"}
	for name, o := range map[string]Options{
		"a glob for nothing":      {Off: map[string]string{"nothing/*": "because of that"}},
		"a guard by a glob":       {Off: map[string]string{"governance/*": "because of that"}},
		"a guard for some paths":  {Scoped: map[string]finding.Scoped{"governance/*": {Paths: paths, Off: "because"}}},
		"a guard, milder":         {Scoped: map[string]finding.Scoped{"governance/fixed": {Paths: paths, Severity: finding.Always(finding.Note)}}},
		"paths of a missing rule": {Scoped: map[string]finding.Scoped{"gdpr/none": {Paths: paths, Off: "because"}}},
	} {
		entries, ps := entriesFor("governance/fixed", "gdpr/a"), problems{}
		applyOptions(entries, o.expanded(entries), &ps)
		if len(ps) == 0 {
			t.Errorf("%s is accepted", name)
		}
	}
}

func TestInScope(t *testing.T) {
	rule := entriesFor("gdpr/a")[0].rule
	rule.Scoped = []finding.Scoped{{Paths: []string{"datacards/us/**", "models/us"}, Off: "elsewhere"}}
	at := func(path string) finding.Finding { return finding.Finding{Rule: rule.ID, At: finding.Start(path)} }
	found := []finding.Finding{at("datacards/us/a.yaml"), at("datacards/eu/a.yaml")}
	if got := InScope(rule, finding.Production, "models/eu", found); len(got) != 1 || got[0].At.Path != "datacards/eu/a.yaml" {
		t.Errorf("%v", got)
	}
	if got := InScope(rule, finding.Production, "models/us", found); len(got) != 0 {
		t.Errorf("%v", got)
	}
	rule.Scoped[0] = finding.Scoped{Paths: []string{"datacards/us/**"}, Severity: map[finding.Stage]finding.Severity{finding.Production: finding.Note}}
	if got := InScope(rule, finding.Production, "", found); got[0].Severity != finding.Note || got[1].Severity == finding.Note {
		t.Errorf("%v", got)
	}
	if Severity(rule, finding.Draft, "datacards/us/a.yaml", "") != finding.Error {
		t.Error("a stage that is not set is another")
	}
}
