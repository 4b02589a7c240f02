package cards

import (
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
)

// FormatEvalResults is a list of results as the hub keeps them beside a card,
// .eval_results/*.yaml (huggingface/hub-docs eval_results.yaml). They are claims
// of the card, in files of their own.
const FormatEvalResults = "huggingface-eval-results"

// EvalResults are the claims of a document of .eval_results; ok says whether it is one.
func EvalResults(d *document.Document) (claims []evidence.Claim, ok bool) {
	if !isEvalResults(d) {
		return nil, false
	}
	return decodeEvalResults(d).Claims, true
}

// isEvalResults recognises a list of which each item has a dataset with an id
// and a task, and a value.
func isEvalResults(d *document.Document) bool {
	if d.Syntax == document.Markdown || d.Root == nil || d.Root.Kind != document.Sequence || len(d.Root.Children) == 0 {
		return false
	}
	return !slices.ContainsFunc(d.Root.Children, func(n *document.Node) bool {
		dataset := n.Get("dataset")
		return dataset.Get("id") == nil || dataset.Get("task_id") == nil && n.Get("value") == nil
	})
}

func decodeEvalResults(d *document.Document) evidence.Card {
	c := newCard(d, FormatEvalResults)
	for _, r := range place.Root(d).Items() {
		dataset := r.Get("dataset")
		claim := claimed(r.Get("value"))
		claim.Metric = dataset.Get("task_id").Text().Value
		claim.Dataset, claim.Revision = dataset.Get("id").Text().Value, dataset.Get("revision").Text().Value
		claim.DatasetType = claim.Dataset
		claim.Source = r.Get("source").Get("url").Text()
		claim.Verified = evidence.Flag{At: r.Get("verifyToken").Anchor}
		if r.Get("verifyToken").Present() {
			claim.Verified.Present, claim.Verified.Value = true, true
		}
		for _, key := range []string{"date", "notes"} {
			if t := r.Get(key).Text(); t.Present {
				claim.Args = append(claim.Args, evidence.Argument{Name: key, Value: strings.TrimSpace(t.Value)})
			}
		}
		c.Claims = append(c.Claims, claim)
	}
	return c.Card
}
