package config

import (
	"fmt"
	"slices"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// Approvals is an entry of approvers.yaml: what a change of some models requires.
type Approvals struct {
	At       finding.Position
	Classes  []string      // risk classes; empty for all
	Stage    finding.Stage // from it on
	Personal bool          // only of models with personal data
	Models   []string      // globs; empty for all
	Count    int           // of people
	Teams    []Word        // each of which must approve
	Signed   bool          // the commits must be
}

// For reports whether the entry may apply to a model, by its id.
func (a Approvals) For(model string) bool {
	return len(a.Models) == 0 || slices.ContainsFunc(a.Models, func(g string) bool { return source.Match(g, model) })
}

func decodeApprovals(c *Config, d *document.Document) []finding.Finding {
	var found []finding.Finding
	for i, n := range children(d.Root.Get("approvals")) {
		at := document.Pointer("approvals", fmt.Sprint(i))
		a := Approvals{At: d.At(at), Classes: words(n, "risk_classes"), Stage: finding.Stage(text(n, "stage")), Personal: n.Get("personal_data") != nil, Models: words(n, "models"), Signed: n.Get("signed_commits") != nil}
		if a.Stage == "" {
			a.Stage = finding.Draft
		}
		for j, glob := range a.Models {
			found = append(found, checkGlob(d, at+document.Pointer("models", fmt.Sprint(j)), glob)...)
		}
		for j, team := range children(n.Get("teams")) {
			a.Teams = append(a.Teams, Word{Value: team.Value, At: d.At(at + document.Pointer("teams", fmt.Sprint(j)))})
		}
		if len(a.Teams) > 0 {
			a.Count = 1
		}
		whole(n.Get("count"), &a.Count)
		c.Approvals = append(c.Approvals, a)
	}
	return found
}
