package evidence

import (
	"math/big"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
)

// FormatSageMaker is the evaluation.json that SageMaker pipelines and the model
// registry read: metrics in groups named …_metrics, each with its value
// (docs.aws.amazon.com, SageMaker, "Model quality metrics").
const FormatSageMaker = "sagemaker-evaluation"

func isSageMaker(d *document.Document) bool {
	found := false
	eachMetricGroup(place{node: d.Root}, nil, func(place, []string) { found = true })
	return found
}

// sageMakerGroups are the groups that the service itself writes; in any other
// place a metric keeps the names of the groups around it.
var sageMakerGroups = map[string]bool{"regression_metrics": true, "binary_classification_metrics": true, "multiclass_classification_metrics": true}

// eachMetricGroup visits the mappings named …_metrics that hold a metric with a value.
func eachMetricGroup(p place, names []string, visit func(place, []string)) {
	for _, c := range p.inOrder() {
		path := append(names[:len(names):len(names)], c.node.Key)
		if strings.HasSuffix(c.node.Key, "_metrics") && hasValued(c) {
			visit(c, path)
		} else if len(path) < 4 {
			eachMetricGroup(c, path, visit)
		}
	}
}

func hasValued(group place) bool {
	for _, m := range group.inOrder() {
		if v := m.get("value").node; v != nil && (v.Kind == document.Number || v.Kind == document.Null || !isFiniteWord(v)) {
			return true
		}
	}
	return false
}

func readSageMaker(r *Reading) {
	r.Producer.Tool = "sagemaker"
	eachMetricGroup(r.root, nil, func(group place, names []string) {
		prefix := strings.Join(names, ".") + "."
		if len(names) == 1 && sageMakerGroups[names[0]] {
			prefix = ""
		}
		n := ""
		if matrix := group.get("confusion_matrix"); matrix.node != nil {
			var counts matrixCounts
			n, counts = r.confusion(matrix, prefix)
			counts.hold(r, group)
		}
		for _, m := range group.inOrder() {
			switch {
			case m.node.Key == "confusion_matrix":
			case m.get("value").node != nil:
				r.sageMakerMetric(m, prefix, n)
			case m.node.Kind != document.Mapping && m.node.Kind != document.Sequence:
				r.add(newResult(m, prefix+m.node.Key, ""))
			}
		}
	})
}

// sageMakerMetric reads one metric. Its standard_deviation is a spread of
// whatever the script took it of, and no standard error of the value.
func (r *Reading) sageMakerMetric(m place, prefix, n string) {
	x := newResult(m.get("value"), prefix+m.node.Key, "")
	if d := m.get("standard_deviation"); d.present() {
		x.Uncertainty = Uncertainty{At: d.anchor, Kind: StdDev, Raw: d.value(), Value: d.decimal(), Method: "standard_deviation, of what is not said"}
		if x.Uncertainty.Value == "" {
			x.Uncertainty.Kind = ""
		}
	}
	if m.node.Key == "accuracy" || n == "0" {
		x.counted(n, "file")
		x.K = proportionOf(x.Value, n)
	}
	r.add(x)
}

// confusion reads the matrix, the examples by actual and predicted class. It returns
// how many there are together, and their counts: nil where those are not known.
func (r *Reading) confusion(matrix place, prefix string) (n string, counts matrixCounts) {
	total, counts := new(big.Rat), matrixCounts{}
	for _, actual := range matrix.inOrder() {
		counts[actual.node.Key] = map[string]*big.Rat{}
		for _, predicted := range actual.inOrder() {
			x := newResult(predicted, prefix+"confusion_matrix", joinSlices(slicePart("actual", actual.node.Key), slicePart("predicted", predicted.node.Key)))
			x.Unit = "count"
			r.add(x)
			n := rational(r.examples(predicted))
			if n == nil {
				total = nil
			} else if total != nil {
				total.Add(total, n)
			}
			counts[actual.node.Key][predicted.node.Key] = n
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
