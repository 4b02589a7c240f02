package results

import (
	"fmt"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
)

// formatFairness is a fairlearn MetricFrame written by the recipe of
// docs/usage.md: the overall values, those by group as records, and the number
// of examples of each group. fairlearn itself writes no file.
const formatFairness = "fairness"

func isFairness(d *document.Document) bool {
	overall, groups := d.Root.Get("overall"), d.Root.Get("by_group")
	return overall != nil && overall.Kind == document.Mapping && groups != nil && (groups.Kind == document.Sequence || groups.Kind == document.Mapping)
}

// countNames are what the number of a group's examples is called.
var countNames = []string{"count", "counts", "n", "support", "n_samples", "num_samples", "size"}

func readFairness(r *Reading) {
	r.Producer.Tool = "fairlearn"
	overall := r.root.Get("overall")
	n := ""
	for _, c := range overall.InOrder() {
		if slices.Contains(countNames, strings.ToLower(c.Node.Key)) {
			n = r.examples(c)
		}
	}
	for _, c := range overall.InOrder() {
		x := newResult(c, c.Node.Key, "")
		if slices.Contains(countNames, strings.ToLower(c.Node.Key)) {
			x.Unit = "count"
		} else {
			x.Counted(n, "file")
			r.shareOf(&x)
		}
		r.add(x)
	}
	metrics := overall.ByKey()
	for _, record := range r.root.Get("by_group").Items() {
		r.fairnessRecord(record, metrics)
	}
	if groups := r.root.Get("by_group"); byMetric(groups, overall) {
		r.fairnessColumns(groups)
	} else {
		for _, group := range groups.InOrder() {
			r.metricTree(group, nil, slicePart("group", group.Node.Key), r.groupSize(group))
		}
	}
	r.fairnessWhole()
	for _, extra := range []string{"difference", "ratio", "group_min", "group_max"} { // of MetricFrame's own methods
		for _, c := range r.root.Get(extra).InOrder() {
			r.add(newResult(c, c.Node.Key+"."+extra, ""))
		}
	}
}

// pooled are metrics of which that of the whole lies between those of its groups: means
// over the examples, and shares of a part of them. An area under a curve is none.
var pooled = []string{"accuracy", "accuracy_score", "zero_one_loss", "selection_rate", "mean_prediction", "recall", "recall_score", "precision", "precision_score", "f1", "f1_score",
	"true_positive_rate", "false_positive_rate", "true_negative_rate", "false_negative_rate", "tpr", "fpr", "tnr", "fnr", "mean_absolute_error", "mean_squared_error", "mae", "mse"}

// fairnessWhole holds what is stated of the whole against its groups.
func (r *Reading) fairnessWhole() {
	for _, whole := range r.Results {
		if whole.Slice != "" || !slices.Contains(pooled, strings.ToLower(whole.Metric)) {
			continue
		}
		var of []evidence.Result
		for _, x := range r.Results {
			if x.Slice != "" && x.Metric == whole.Metric {
				of = append(of, x)
			}
		}
		r.between(whole, of, fmt.Sprintf("%q of the whole", whole.Metric), "its groups")
	}
}

// fairnessRecord reads one group as a record: what is no metric of the whole
// and no count says which group it is.
func (r *Reading) fairnessRecord(record place.Place, metrics place.Index) {
	var parts []string
	n := ""
	for _, c := range record.InOrder() {
		switch key := c.Node.Key; {
		case slices.Contains(countNames, strings.ToLower(key)):
			n = r.examples(c)
		case metrics[key].Node == nil:
			parts = append(parts, slicePart(key, c.Value()))
		}
	}
	slice := joinSlices(parts...)
	if slice == "" {
		r.malformed(record, "the record does not state its group", "Use by_group.reset_index().to_dict(\"records\").")
	}
	for _, c := range record.InOrder() {
		if count := slices.Contains(countNames, strings.ToLower(c.Node.Key)); metrics[c.Node.Key].Node != nil || count {
			x := newResult(c, c.Node.Key, slice)
			if count {
				x.Unit = "count"
			} else {
				x.Counted(n, "file")
				r.shareOf(&x)
			}
			r.add(x)
		}
	}
}

// fairnessColumns reads groups as to_dict() writes them without records: by
// metric, then by group. What the groups are of is not in it.
func (r *Reading) fairnessColumns(groups place.Place) {
	counts := r.root.Get("counts").ByKey()
	if c := r.root.Get("counts").InOrder(); len(c) == 1 && c[0].Node.Kind == document.Mapping {
		counts = c[0].ByKey()
	}
	for _, metric := range groups.InOrder() {
		for _, group := range metric.InOrder() {
			x := newResult(group, metric.Node.Key, slicePart("group", group.Node.Key))
			x.Counted(r.examples(counts[group.Node.Key]), "file")
			r.shareOf(&x)
			r.add(x)
		}
	}
}
