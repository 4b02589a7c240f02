package evidence

import "github.com/modelgate-dev/modelgate/internal/document"

// FormatBenchmark is the JSON of the tools customSmallerIsBetter and
// customBiggerIsBetter of github-action-benchmark: which of the two it is, and
// so which way is better, stands in the workflow and not in the file.
const FormatBenchmark = "benchmark-custom"

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
	for _, item := range r.root.items() {
		name := item.get("name").value()
		switch {
		case name == "" || item.get("value").node == nil:
			r.malformed(item, "an item has no name, unit or value", "")
		case seen[name+"\x00"+item.get("unit").value()]:
			r.malformed(item.get("name"), "duplicate name "+name, "Give each benchmark a unique name.")
		}
		seen[name+"\x00"+item.get("unit").value()] = true
		x := newResult(item.get("value"), name, "")
		x.Unit = item.get("unit").value()
		if spread := item.get("range"); spread.present() {
			x.Uncertainty = Uncertainty{At: spread.anchor, Raw: spread.value(), Method: "range, as written"}
		}
		r.add(x)
	}
}
