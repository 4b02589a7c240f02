package evidence

import (
	"fmt"
	"math/big"

	"github.com/modelgate-dev/modelgate/internal/document"
)

// FormatSklearn is scikit-learn's classification_report(output_dict=True).
const FormatSklearn = "sklearn-classification-report"

// sklearnAverages are the keys of the report that are no class labels
// (scikit-learn, sklearn.metrics.classification_report).
var sklearnAverages = map[string]string{"micro avg": "micro", "macro avg": "macro", "weighted avg": "weighted", "samples avg": "samples"}

var sklearnCells = []string{"precision", "recall", "f1-score", "support"}

// isSklearn recognises the report by both averages that it always has.
func isSklearn(d *document.Document) bool { return HasKeys("macro avg", "weighted avg")(d) }

// readSklearn reads each row: a class becomes the slice "class=LABEL", an
// average "average=NAME", and accuracy, which is a bare number, the whole. The
// support of a class is the n of its recall, and their sum that of the accuracy
// and the averages. What a precision or an F1 is a share of is not in the report.
func readSklearn(r *Reading) {
	r.Producer.Tool = "scikit-learn"
	r.sklearnReport(r.root, "")
	r.sort()
}

// isReportWithin recognises the report in a tree of metrics, where whatever is
// not quite one stays a part of the tree.
func isReportWithin(p place) bool {
	if p.get("macro avg").node == nil || p.get("weighted avg").node == nil {
		return false
	}
	for _, row := range p.inOrder() {
		if row.node.Key == "accuracy" && row.node.Kind == document.Number {
			continue
		}
		for _, cell := range sklearnCells {
			if row.get(cell).node == nil {
				return false
			}
		}
	}
	return true
}

// sklearnReport reads the rows of a report, whose metrics get a prefix: where it
// stands.
func (r *Reading) sklearnReport(report place, prefix string) {
	total, classes := new(big.Rat), 0
	sums := newSklearnSums()
	var accuracy place
	for _, at := range report.inOrder() {
		row := at.node
		_, average := sklearnAverages[row.Key]
		switch {
		case row.Kind != document.Mapping && row.Key == "accuracy":
			accuracy = at
		case row.Kind != document.Mapping && isAnnotation(row.Key):
		case row.Kind != document.Mapping:
			r.malformed(at, fmt.Sprintf("%q is not a class or an average with numbers", row.Key), "Generate the report with classification_report(..., output_dict=True).")
			r.add(newResult(at, prefix+row.Key, ""))
		case row.Key == "accuracy":
			r.malformed(at, `a class is named "accuracy" and replaces the accuracy itself`, "Rename the class, and generate the report again.")
			r.sklearnRow(at, prefix, slicePart("class", row.Key))
		case average:
			r.sklearnRow(at, prefix, slicePart("average", sklearnAverages[row.Key]))
		default:
			r.sklearnRow(at, prefix, slicePart("class", row.Key))
			sums.add(at)
			if n := rational(at.get("support").decimal()); n != nil {
				total.Add(total, n)
			}
			classes++
		}
	}
	of := report.get("macro avg").get("support")
	n := of.count()
	if n == "" || rational(n).Cmp(total) == 0 {
		r.sklearnSums(report, sums)
	} else {
		r.contradicted(of, fmt.Sprintf("the averages are of %s examples, but the classes have %s", n, rounded(total)))
		n = ""
	}
	if classes == 0 {
		r.malformed(report, "the report has no classes", "Generate the report with classification_report(..., output_dict=True).")
	}
	if accuracy.node != nil {
		x := newResult(accuracy, prefix+"accuracy", "")
		x.Unit, x.Direction, x.DirectionFrom = "proportion", "higher", "format"
		if x.counted(n, "file"); n != "" {
			x.K = proportionOf(x.Value, n)
		}
		r.add(x)
	}
}

// sklearnSums are the means that the averages of a report must be, by cell.
type sklearnSums struct {
	macro, weighted map[string]*weighted
	figures
}

func newSklearnSums() *sklearnSums {
	s := &sklearnSums{macro: map[string]*weighted{}, weighted: map[string]*weighted{}}
	for _, cell := range sklearnCells {
		s.macro[cell], s.weighted[cell] = newWeighted(), newWeighted()
	}
	return s
}

func (s *sklearnSums) add(row place) {
	support := rational(row.get("support").decimal())
	for _, cell := range sklearnCells[:3] {
		literal := row.get(cell).decimal()
		s.saw(literal)
		s.macro[cell].add(rational(literal), big.NewRat(1, 1))
		s.weighted[cell].add(rational(literal), support)
	}
}

// sklearnSums holds the averages and the accuracy against the classes. The accuracy,
// and the recall over all examples, are the recalls of the classes by their support.
func (r *Reading) sklearnSums(report place, s *sklearnSums) {
	of := "its classes come to"
	for _, cell := range sklearnCells[:3] {
		r.against(report.get("macro avg").get(cell), "the macro average of "+cell, s.figures, s.macro[cell].mean(), of)
		r.against(report.get("weighted avg").get(cell), "the weighted average of "+cell, s.figures, s.weighted[cell].mean(), of)
	}
	all := s.weighted["recall"].mean()
	r.against(report.get("micro avg").get("recall"), "the micro average of recall", s.figures, all, of)
	r.against(report.get("accuracy"), "the accuracy", s.figures, all, of)
}

// sklearnRow reads the four numbers of a class or an average.
func (r *Reading) sklearnRow(row place, prefix, slice string) {
	for _, cell := range sklearnCells {
		if row.get(cell).node == nil {
			r.malformed(row, fmt.Sprintf("the row has no %q", cell), "Generate the report with classification_report(..., output_dict=True).")
		}
	}
	support := r.sklearnSupport(row.get("support"))
	class := !isAverage(slice)
	for _, p := range row.inOrder() {
		cell := p.node
		x := newResult(p, prefix+cell.Key, slice)
		switch {
		case cell.Key == "support":
			x.Unit = "count"
		case cell.Key == "recall" && class:
			x.counted(support, "file")
			x.K = proportionOf(x.Value, support)
			fallthrough
		default:
			x.Unit, x.Direction, x.DirectionFrom = "proportion", "higher", "format"
			if !class || support == "0" { // without an example, whatever zero_division says
				x.counted(support, "file")
			}
		}
		r.add(x)
	}
}

// sklearnSupport is the number of a row's examples, "" where it is a sum of weights.
func (r *Reading) sklearnSupport(p place) string {
	if x := rational(p.decimal()); x != nil && x.Cmp(big.NewRat(1, 1)) > 0 {
		return p.count()
	}
	return r.examples(p)
}

func isAverage(slice string) bool {
	for _, name := range sklearnAverages {
		if slice == slicePart("average", name) {
			return true
		}
	}
	return false
}
