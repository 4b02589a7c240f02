package results

import (
	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// formatBenchmark is the JSON of the tools customSmallerIsBetter and
// customBiggerIsBetter of github-action-benchmark: which of the two it is, and
// so which way is better, stands in the workflow and not in the file.
const formatBenchmark = "benchmark-custom"

func isBenchmark(d *document.Document) bool {
	if d.Root == nil || d.Root.Kind != document.Sequence || len(d.Root.Children) == 0 {
		return false
	}
	for _, item := range d.Root.Children[:min(3, len(d.Root.Children))] {
		if item.Get("name") == nil || item.Get("unit") == nil || item.Get("value") == nil {
			return false
		}
	}
	return true
}

func readBenchmark(r *Reading) {
	r.Producer.Tool = "github-action-benchmark"
	seen := map[string]bool{}
	for _, item := range r.root.Items() {
		name := item.Get("name").Value()
		switch {
		case name == "" || item.Get("value").Node == nil:
			r.malformed(item, "an item has no name, unit or value", "")
		case seen[name+"\x00"+item.Get("unit").Value()]:
			r.malformed(item.Get("name"), "duplicate name "+name, "Give each benchmark a unique name.")
		}
		seen[name+"\x00"+item.Get("unit").Value()] = true
		x := newResult(item.Get("value"), name, "")
		x.Unit = item.Get("unit").Value()
		if spread := item.Get("range"); spread.Present() {
			x.Uncertainty = evidence.Uncertainty{At: spread.Anchor, Raw: spread.Value(), Method: "range, as written"}
		}
		r.add(x)
	}
}
