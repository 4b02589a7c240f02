package gate

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/source/sourcetest"
)

// A rule of the change as a whole sees what was decided about models, and whether that is
// by some gates only.
func TestModelsOfAPartialRun(t *testing.T) {
	t.Parallel()
	commit := sourcetest.Tree(strings.Repeat("a", 40), fstest.MapFS{
		"models/m/README.md": {Data: []byte("---\nlicense: mit\npipeline_tag: text-classification\n---\n# m\n")},
		".modelgate/policies/whole.rego": {Data: []byte(`# METADATA
# title: Checked in part
# description: A model must be checked by every gate.
# custom:
#   scope: repository
#   severity: error
#   remediation: Run every gate.
#   sources: [handbook]
package modelgate.custom.governance.whole

deny contains {"at": model.at, "key": model.id, "message": "checked in part"} if {
	some model in input.models
	model.partial
}
`)}})
	for _, gates := range [][]finding.Gate{nil, {"policy"}} {
		req := Recheck(commit, "", goldenTime)
		req.Gates = gates
		r, err := Check(t.Context(), req)
		if err != nil {
			t.Fatal(err)
		}
		found := slices.ContainsFunc(r.Repository.Findings, func(f decision.Judged) bool { return f.Rule == "custom_governance/whole" })
		if found != (len(gates) > 0) {
			t.Errorf("gates %v: found: %v, %+v", gates, found, r.Repository.Outcomes)
		}
	}
}
