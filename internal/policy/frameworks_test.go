package policy

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/modelgate-dev/modelgate/internal/source"
	"github.com/modelgate-dev/modelgate/internal/source/sourcetest"
)

// A framework of another spelling is refused where it is written, and one that is not
// known is told by lint. Laws of the organisation's own are known.
func TestFrameworksOfControls(t *testing.T) {
	for controls, want := range map[string]struct{ load, lint string }{
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
	} {
		tree := sourcetest.Tree(strings.Repeat("a", 40), fstest.MapFS{
			".modelgate/data/regimes.yaml": {Data: []byte("frameworks: [acme-handbook]\nitems:\n  acme_law: {title: Ours, regions: []}\n")},
			".modelgate/policies/x.rego":   {Data: []byte("# METADATA\n# title: T\n# description: D\n# custom:\n#   severity: error\n#   remediation: R\n#   sources: [S]\n#   controls: [" + controls + "]\npackage modelgate.custom.g.x\n\ndeny contains {\"at\": input.head.at, \"message\": \"m\"} if input.stage == \"draft\"\n")},
		})
		found, err := Lint(t.Context(), tree, source.Tree{})
		var refused *LoadError
		switch {
		case want.load != "":
			if !errors.As(err, &refused) || !strings.Contains(err.Error(), ".modelgate/policies/x.rego:9:1: METADATA: ") || !strings.Contains(err.Error(), want.load) {
				t.Errorf("%s: got %v", controls, err)
			}
		case err != nil:
			t.Errorf("%s: %v", controls, err)
		case want.lint == "" && len(found) > 0, want.lint != "" && (len(found) != 1 || found[0].Line != 8 || !strings.HasPrefix(found[0].Message, want.lint)):
			t.Errorf("%s: got %v", controls, found)
		}
	}
}
