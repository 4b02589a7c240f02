package policy

import (
	"testing"

	"github.com/modelgate-dev/modelgate/internal/finding"
)

// A floor only tightens: it turns on what is off, and raises what is milder, also where
// that holds for some paths.
func TestFloor(t *testing.T) {
	t.Parallel()
	entries := []entry{}
	for _, id := range []string{"card/a", "card/b", "card/c", "card/d", "data/e"} {
		entries = append(entries, entry{rule: finding.Rule{ID: id, Severity: finding.Always(finding.Warning)}})
	}
	paths := []string{"x/**"}
	var ps problems
	applyOptions(entries, Options{
		Off:      map[string]string{"card/a": "later", "data/e": "never"},
		Severity: map[string]map[finding.Stage]finding.Severity{"card/*": {finding.Draft: finding.Note}},
		Scoped:   map[string]finding.Scoped{"card/b": {Paths: paths, Off: "there"}, "card/c": {Paths: paths, Severity: finding.Always(finding.Note)}, "card/d": {Paths: paths, Severity: finding.Always(finding.Error)}},
		Floor:    []finding.Floor{{Rules: []string{"card/*"}, Severity: finding.Warning}, {Rules: []string{"card/a"}, Severity: finding.Error}},
	}.expanded(entries), &ps)
	if err := ps.err(); err != nil {
		t.Fatal(err)
	}
	for i, want := range []finding.Severity{finding.Error, finding.Warning, finding.Warning, finding.Warning} {
		r := entries[i].rule
		for _, stage := range finding.Stages {
			if got := Severity(r, stage, "y/z", "y"); got != want || r.Off != "" {
				t.Errorf("%s at %s is %s, off %q; want %s", r.ID, stage, got, r.Off, want)
			}
		}
		if off := OffAt(r, "x/y", "x"); off != "" {
			t.Errorf("%s is off there: %s", r.ID, off)
		}
	}
	for i, want := range map[int]finding.Severity{1: finding.Warning, 2: finding.Warning, 3: finding.Error} {
		if got := Severity(entries[i].rule, finding.Production, "x/y", "x"); got != want {
			t.Errorf("%s is %s there, want %s", entries[i].rule.ID, got, want)
		}
	}
	if r := entries[4].rule; r.Off != "never" {
		t.Errorf("%s is turned on", r.ID)
	}
}
