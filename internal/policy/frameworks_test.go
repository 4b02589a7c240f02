package policy

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/modelgate-dev/modelgate/internal/source"
	"github.com/modelgate-dev/modelgate/internal/source/sourcetest"
)

// A framework of another spelling is refused where it is written, and one that is not
// known is told by lint. Laws of the organisation's own are known.
func TestFrameworksOfControls(t *testing.T) {
	cases := map[string]struct{ load, lint string }{
		"iso-42001/A.6.2.4":             {},
		"gdpr/Art. 6, eu-ai-act/Art. 9": {},
		"iso_42001/A.6.2.4":             {load: `unknown framework "iso_42001" in custom.controls; did you mean "iso-42001"?`},
		"GDPR/Art. 6":                   {load: `did you mean "gdpr"?`},
		"iso-42005/5.2":                 {lint: `unknown framework "iso-42005" in custom.controls; did you mean "iso-42001"?`},
		"handbook/4":                    {lint: `unknown framework "handbook" in custom.controls`},
		"acme-law/4":                    {},
		"acme-handbook/4":               {},
		"gdpr/44":                       {lint: `the clause of the control "gdpr/44" is not written like those of the built-in rules`},
		"gdpr":                          {lint: `the control "gdpr" names no clause`},
		"gdpr/Article 44":               {lint: `the clause of the control "gdpr/Article 44" is not written like`},
		"gdpr/art. 44":                  {lint: `the clause of the control "gdpr/art. 44" is not written like`},
		"gdpr/Art. 44":                  {},
		"gdpr/Rec. 71":                  {},
		"eu-ai-act/Annex III(5)":        {},
		"nist-ai-rmf/MEASURE 2.1":       {},
		"hipaa/45 CFR 164.502":          {},
	}
	lintable, found := fstest.MapFS{}, map[string][]Problem{} // one tree: its table has many built-in rules compiled again
	named := slices.Sorted(maps.Keys(cases))
	path := func(controls string) string {
		return fmt.Sprintf(".modelgate/policies/x%d.rego", slices.Index(named, controls))
	}
	lint := func(files fstest.MapFS) ([]Problem, error) {
		files[".modelgate/data/regimes.yaml"] = &fstest.MapFile{Data: []byte("frameworks: [acme-handbook]\nitems:\n  acme_law: {title: Ours, regions: []}\n")}
		return Lint(t.Context(), sourcetest.Tree(strings.Repeat("a", 40), files), source.Tree{})
	}
	for i, controls := range named {
		file := &fstest.MapFile{Data: fmt.Appendf(nil, "# METADATA\n# title: T\n# description: D\n# custom:\n#   severity: error\n#   remediation: R\n#   sources: [S]\n#   controls: [%s]\npackage modelgate.custom.g.x%d\n\ndeny contains {\"at\": input.head.at, \"message\": \"m\"} if input.stage == \"draft\"\n", controls, i)}
		want := cases[controls].load
		if want == "" {
			lintable[path(controls)] = file
			continue
		}
		var refused *LoadError
		if _, err := lint(fstest.MapFS{path(controls): file}); !errors.As(err, &refused) || !strings.Contains(err.Error(), path(controls)+":9:1: METADATA: ") || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v", controls, err)
		}
	}
	all, err := lint(lintable)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range all {
		found[p.Path] = append(found[p.Path], p)
	}
	for controls, want := range cases {
		if of := found[path(controls)]; want.lint == "" && len(of) > 0 || want.lint != "" && (len(of) != 1 || of[0].Line != 8 || !strings.HasPrefix(of[0].Message, want.lint)) {
			t.Errorf("%s: got %v", controls, of)
		}
		delete(found, path(controls))
	}
	if len(found) > 0 {
		t.Errorf("got %v", found)
	}
}
