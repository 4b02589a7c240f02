package results

import (
	"slices"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
)

// formatNNUNet is the summary.json of nnU-Net's evaluation of a segmentation, of version 1
// (nnunet/evaluation/evaluator.py) and of version 2 (nnunetv2/evaluation/evaluate_predictions.py).
const formatNNUNet = "nnunet"

// voxelCounts are means of numbers of voxels, which measure nothing.
var voxelCounts = []string{"TP", "FP", "FN", "TN", "n_pred", "n_ref", "Total Positives Reference", "Total Positives Test"}

// summaryOf are the parts of a summary: the means by class, the cases, and below which key
// a case has its classes.
func summaryOf(root place.Place) (mean, cases place.Place, below string, ok bool) {
	if root.Get("foreground_mean").Present() {
		mean, cases, below = root.Get("mean"), root.Get("metric_per_case"), "metrics"
	} else {
		mean, cases = root.Get("results").Get("mean"), root.Get("results").Get("all")
	}
	ok = mean.Present() && mean.Node.Kind == document.Mapping && cases.Present() && cases.Node.Kind == document.Sequence && len(mean.Node.Children) > 0
	return mean, cases, below, ok && !slices.ContainsFunc(mean.Node.Children, func(n *document.Node) bool { return n.Kind != document.Mapping })
}

func isNNUNet(d *document.Document) bool {
	_, _, _, ok := summaryOf(place.Root(d))
	return ok
}

// readNNUNet reads the means over the cases, by class, and in version 2 over the classes but
// the background.
func readNNUNet(r *Reading) {
	mean, cases, below, _ := summaryOf(r.root)
	r.dataset.Name = r.root.Get("task").Value()
	counts := countedCases(cases, below)
	for _, class := range mean.InOrder() {
		for _, p := range class.InOrder() {
			r.segmented(p, slicePart("class", className(class.Node.Key)), counts[[2]string{class.Node.Key, p.Node.Key}])
		}
	}
	for _, p := range r.root.Get("foreground_mean").InOrder() {
		r.segmented(p, "", 0)
	}
}

// segmented adds a mean over cases, if it is one of a metric.
func (r *Reading) segmented(p place.Place, slice string, cases int) {
	if slices.Contains(voxelCounts, p.Node.Key) {
		return
	}
	x := newResult(p, p.Node.Key, slice)
	x.Dataset = r.dataset
	if cases > 0 {
		x.Counted(strconv.Itoa(cases), "file")
	}
	r.add(x)
}

// className is a class, or several that are one region: "(1, 2)" is 1+2.
func className(key string) string {
	return strings.NewReplacer("(", "", ")", "", ", ", "+", ",", "+").Replace(key)
}

// countedCases are in how many cases a class has a number, by class and metric: the mean
// leaves out those that have none. Of a long file the cases are not read, and nothing is
// counted.
func countedCases(cases place.Place, below string) map[[2]string]int {
	out := map[[2]string]int{}
	for _, c := range cases.Node.Children {
		if below != "" {
			c = c.Get(below)
		}
		if c == nil {
			continue
		}
		for _, class := range c.Children {
			for _, m := range class.Children {
				if m.Kind == document.Number {
					out[[2]string{class.Key, m.Key}]++
				}
			}
		}
	}
	return out
}
