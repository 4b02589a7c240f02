package policy

import (
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

var clashing = map[string]config.Collection{
	"a_very_long_name": {Include: []string{"gdpr/*"}},
	"b":                {Include: []string{"gdpr/a", "data/*"}},
	"c":                {Include: []string{"data/*"}},
}

// TestGlobsBeforeCollections: the length of the name of a collection decides nothing.
func TestGlobsBeforeCollections(t *testing.T) {
	o := Options{Collections: clashing, Off: map[string]string{"@a_very_long_name": "collection", "gdpr/a*": "glob", "gdpr/ab": "id"}}.expanded(entriesFor("gdpr/a", "gdpr/ab", "gdpr/b"))
	for id, want := range map[string]string{"gdpr/a": "glob", "gdpr/ab": "id", "gdpr/b": "collection"} {
		if got := o.Off[id]; got != want {
			t.Errorf("%s: %q, want %q", id, got, want)
		}
	}
}

// TestCollectionsThatClash: two collections that set a rule differently are refused with
// both names; those that say the same, or speak of other stages or rules, are not.
func TestCollectionsThatClash(t *testing.T) {
	type severities = map[string]map[finding.Stage]finding.Severity
	in := func(stage finding.Stage, severity finding.Severity) map[finding.Stage]finding.Severity {
		return map[finding.Stage]finding.Severity{stage: severity}
	}
	const long, b, c = "@a_very_long_name", "@b", "@c"
	scoped := func(path string) finding.Scoped { return finding.Scoped{Paths: []string{path}, Off: "there"} }
	for name, test := range map[string]struct {
		options Options
		clashes bool
	}{
		"severities":            {Options{Severity: severities{long: finding.Always(finding.Error), b: finding.Always(finding.Note)}}, true},
		"off and a severity":    {Options{Severity: severities{long: finding.Always(finding.Error)}, Off: map[string]string{b: "because"}}, true},
		"paths":                 {Options{Scoped: map[string]finding.Scoped{long: scoped("x/**"), b: scoped("y/**")}}, true},
		"a stage by its id":     {Options{Severity: severities{long: finding.Always(finding.Error), b: finding.Always(finding.Note), "gdpr/a": in(finding.Draft, finding.Note)}}, true},
		"the same":              {Options{Severity: severities{long: finding.Always(finding.Error), b: finding.Always(finding.Error)}}, false},
		"other stages":          {Options{Severity: severities{long: in(finding.Draft, finding.Error), b: in(finding.Review, finding.Note)}}, false},
		"other rules":           {Options{Severity: severities{long: finding.Always(finding.Error), c: finding.Always(finding.Note)}}, false},
		"every stage by its id": {Options{Severity: severities{long: finding.Always(finding.Error), b: finding.Always(finding.Note), "gdpr/a": finding.Always(finding.Note)}}, false},
		"the same paths":        {Options{Scoped: map[string]finding.Scoped{long: scoped("x/**"), b: scoped("x/**")}}, false},
	} {
		test.options.Collections = clashing
		var ps problems
		configured(entriesFor("data/a", "gdpr/a", "gdpr/ab"), test.options, &ps)
		if len(ps) > 0 != test.clashes || test.clashes && !strings.Contains(ps[0].Message, `the collections "@a_very_long_name" and "@b" set the rule gdpr/a differently`) {
			t.Errorf("%s: %v", name, ps)
		}
	}
}
