package report

import (
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// Every format that has a place for it names the policy sources, and none links to their
// files in the repository that was checked.
func TestPolicySources(t *testing.T) {
	r := many(1, 1)
	r.Source = &Source{Server: "https://github.com", Repository: "acme/models"}
	r.Head.Commit, r.Base.Commit = strings.Repeat("a", 40), strings.Repeat("b", 40)
	r.Policy.Sources = []decision.PolicySource{{Name: "acme", Origin: "https://git.example/acme/policies", Commit: strings.Repeat("c", 40), Digest: "sha256:" + strings.Repeat("d", 64)}}
	for _, f := range Formats {
		out := strings.ReplaceAll(render(t, f.Name, r), "\\", "")
		if has := strings.Contains(out, strings.Repeat("c", 40)) && strings.Contains(out, strings.Repeat("d", 64)); has == (f.Name == "gitlab") {
			t.Errorf("%s: the source is named: %v", f.Name, has)
		}
	}
	for origin, want := range map[string]bool{".modelgate/policies/g/x.rego": true, "acme:.modelgate/policies/g/x.rego": false, ".modelgate/policies/a:.modelgate/x.rego": true} {
		rule := finding.Rule{ID: "custom_g/x", Origin: origin}
		if got := linksOf(r).rule(rule) != ""; got != want {
			t.Errorf("%s: linked: %v", origin, got)
		}
	}
}
