package results

import (
	"math/big"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/decimal"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
)

// formatSageMaker is the evaluation.json that SageMaker pipelines and the model
// registry read: metrics in groups named …_metrics, each with its value
// (docs.aws.amazon.com, SageMaker, "Model quality metrics").
const formatSageMaker = "sagemaker-evaluation"

func isSageMaker(d *document.Document) bool {
	found := false
	eachMetricGroup(place.Place{Node: d.Root}, nil, func(place.Place, []string) { found = true })
	return found
}

// sageMakerGroups are the groups that the service itself writes; in any other
// place a metric keeps the names of the groups around it.
var sageMakerGroups = map[string]bool{"regression_metrics": true, "binary_classification_metrics": true, "multiclass_classification_metrics": true}

// eachMetricGroup visits the mappings named …_metrics that hold a metric with a value.
func eachMetricGroup(p place.Place, names []string, visit func(place.Place, []string)) {
	for _, c := range p.InOrder() {
		path := append(names[:len(names):len(names)], c.Node.Key)
		if strings.HasSuffix(c.Node.Key, "_metrics") && hasValued(c) {
			visit(c, path)
		} else if len(path) < 4 {
			eachMetricGroup(c, path, visit)
		}
	}
}

func hasValued(group place.Place) bool {
	for _, m := range group.InOrder() {
		if v := m.Get("value").Node; v != nil && (v.Kind == document.Number || v.Kind == document.Null || !isFiniteWord(v)) {
			return true
		}
	}
	return false
}

func readSageMaker(r *Reading) {
	r.Producer.Tool = "sagemaker"
	eachMetricGroup(r.root, nil, func(group place.Place, names []string) {
		prefix := strings.Join(names, ".") + "."
		if len(names) == 1 && sageMakerGroups[names[0]] {
			prefix = ""
		}
		n := ""
		if matrix := group.Get("confusion_matrix"); matrix.Node != nil {
			var counts matrixCounts
			n, counts = r.confusion(matrix, prefix)
			counts.hold(r, group)
		}
		for _, m := range group.InOrder() {
			switch {
			case m.Node.Key == "confusion_matrix":
			case m.Get("value").Node != nil:
				r.sageMakerMetric(m, prefix, n)
			case m.Node.Kind != document.Mapping && m.Node.Kind != document.Sequence:
				r.add(newResult(m, prefix+m.Node.Key, ""))
			}
		}
	})
}

// sageMakerMetric reads one metric. Its standard_deviation is a spread of
// whatever the script took it of, and no standard error of the value.
func (r *Reading) sageMakerMetric(m place.Place, prefix, n string) {
	x := newResult(m.Get("value"), prefix+m.Node.Key, "")
	if d := m.Get("standard_deviation"); d.Present() {
		x.Uncertainty = evidence.Uncertainty{At: d.Anchor, Kind: evidence.StdDev, Raw: d.Value(), Value: d.Decimal(), Method: "standard_deviation, of an unspecified quantity"}
		if x.Uncertainty.Value == "" {
			x.Uncertainty.Kind = ""
		}
	}
	if m.Node.Key == "accuracy" || n == "0" {
		x.Counted(n, "file")
		x.K = proportionOf(x.Value, n)
	}
	r.add(x)
}

// confusion reads the matrix, the examples by actual and predicted class. It returns
// how many there are together, and their counts: nil where those are not known.
func (r *Reading) confusion(matrix place.Place, prefix string) (n string, counts matrixCounts) {
	total, counts := new(big.Rat), matrixCounts{}
	for _, actual := range matrix.InOrder() {
		counts[actual.Node.Key] = map[string]*big.Rat{}
		for _, predicted := range actual.InOrder() {
			x := newResult(predicted, prefix+"confusion_matrix", joinSlices(slicePart("actual", actual.Node.Key), slicePart("predicted", predicted.Node.Key)))
			x.Unit = "count"
			r.add(x)
			n := decimal.Rational(r.examples(predicted))
			if n == nil {
				total = nil
			} else if total != nil {
				total.Add(total, n)
			}
			counts[actual.Node.Key][predicted.Node.Key] = n
		}
	}
	switch {
	case total == nil || len(counts) == 0:
		return "", nil
	case total.Sign() == 0:
		return "0", nil
	}
	return total.Num().String(), counts
}
