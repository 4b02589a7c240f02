package evidence

import (
	"slices"

	"github.com/modelgate-dev/modelgate/internal/document"
)

// FormatSklearn is scikit-learn's classification_report(output_dict=True).
const FormatSklearn = "sklearn-classification-report"

// sklearnAverages are the keys of the report that are no class labels
// (scikit-learn, sklearn.metrics.classification_report).
var sklearnAverages = map[string]string{"micro avg": "micro", "macro avg": "macro", "weighted avg": "weighted", "samples avg": "samples"}

// isSklearn recognises the report: both averages that it always has, each with
// the four numbers of a row.
func isSklearn(d *document.Document) bool {
	for _, key := range []string{"macro avg", "weighted avg"} {
		row := d.Root.Get(key)
		for _, metric := range []string{"precision", "recall", "f1-score", "support"} {
			if row.Get(metric) == nil {
				return false
			}
		}
	}
	return true
}

// decodeSklearn reads each row: a class becomes the slice "class=LABEL", an
// average "average=NAME", and accuracy, which is a bare number, the whole.
func decodeSklearn(d *document.Document) []Result {
	root := place{node: d.Root, anchor: Anchor(d.Path + "#")}
	results := []Result{}
	for _, row := range d.Root.Children {
		at := root.get(row.Key)
		if row.Kind != document.Mapping {
			results = append(results, newResult(at, row.Key, ""))
			continue
		}
		slice := "class=" + row.Key
		if average, ok := sklearnAverages[row.Key]; ok {
			slice = "average=" + average
		}
		n := decimal(row.Get("support"))
		for _, cell := range row.Children {
			r := newResult(at.get(cell.Key), cell.Key, slice)
			if cell.Key != "support" {
				r.N = n
			}
			results = append(results, r)
		}
	}
	slices.SortStableFunc(results, byMetric)
	return results
}
