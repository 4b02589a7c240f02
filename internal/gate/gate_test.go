package gate

import (
	"slices"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/source"
	"github.com/modelgate-dev/modelgate/internal/source/sourcetest"
)

// TestGatesShareTheFindings judges the large cases once as a whole and once by
// each gate: the gates together find what the whole does, reading is a part of
// each, and none of them approves.
func TestGatesShareTheFindings(t *testing.T) {
	for _, name := range []string{"err_cards", "err_data_cards", "err_evaluation", "err_governance", "change_waivers_expired_and_unused", "ok_monorepo"} {
		t.Run(name, func(t *testing.T) {
			dir := cases + "/" + name
			req := Request{Base: source.Base{Tree: sourcetest.Tree(strings.Repeat("b", 40), dirFS(t, dir, "base"))},
				Head: source.Head{Tree: sourcetest.Tree(strings.Repeat("a", 40), dirFS(t, dir, "head"))}, Now: goldenTime, All: true}
			whole, err := Check(t.Context(), req)
			if err != nil {
				t.Fatal(err)
			}
			want, got := map[string]bool{}, map[string]bool{}
			for _, d := range whole.All() {
				for _, f := range d.Findings {
					want[f.Fingerprint+f.Rule+f.Message] = true
				}
			}
			for _, g := range finding.Gates {
				req.Gates = []finding.Gate{g}
				part, err := Check(t.Context(), req)
				if err != nil {
					t.Fatal(err)
				}
				if !slices.Equal(part.Gates, req.Gates) || len(part.Models) != len(whole.Models) {
					t.Errorf("%s: judged %v, %d models", g, part.Gates, len(part.Models))
				}
				for _, d := range part.All() {
					if _, ok := d.Approval(); ok {
						t.Errorf("%s alone approves %s", g, d.Subject.ID)
					}
					for _, f := range d.Findings {
						got[f.Fingerprint+f.Rule+f.Message] = true
						if of := finding.GateOf(f.Rule); of != "" && of != g {
							t.Errorf("%s reports %s", g, f.Rule)
						}
					}
					if d.Result == decision.Deny && whole.Result == decision.Allow {
						t.Errorf("%s denies %s, which the whole allows", g, d.Subject.ID)
					}
				}
			}
			for f := range want {
				if !got[f] {
					t.Errorf("no gate finds %s", f)
				}
			}
			for f := range got {
				if !want[f] {
					t.Errorf("only a single gate finds %s", f)
				}
			}
		})
	}
}
