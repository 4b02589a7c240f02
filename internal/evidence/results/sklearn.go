package results

import (
	"fmt"
	"math/big"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence/decimal"
	"github.com/modelgate-dev/modelgate/internal/evidence/format"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
)

// formatSklearn is scikit-learn's classification_report(output_dict=True).
const formatSklearn = "sklearn-classification-report"

// sklearnAverages are the keys of the report that are no class labels
// (scikit-learn, sklearn.metrics.classification_report).
var sklearnAverages = map[string]string{"micro avg": "micro", "macro avg": "macro", "weighted avg": "weighted", "samples avg": "samples"}

var sklearnCells = []string{"precision", "recall", "f1-score", "support"}

// isSklearn recognises the report by both averages that it always has.
func isSklearn(d *document.Document) bool { return format.HasKeys("macro avg", "weighted avg")(d) }

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
func isReportWithin(p place.Place) bool {
	if p.Get("macro avg").Node == nil || p.Get("weighted avg").Node == nil {
		return false
	}
	for _, row := range p.InOrder() {
		if row.Node.Key == "accuracy" && row.Node.Kind == document.Number {
			continue
		}
		for _, cell := range sklearnCells {
			if row.Get(cell).Node == nil {
				return false
			}
		}
	}
	return true
}

// sklearnReport reads the rows of a report, whose metrics get a prefix: where it
// stands.
func (r *Reading) sklearnReport(report place.Place, prefix string) {
	total, classes := new(big.Rat), 0
	sums := newSklearnSums()
	var accuracy place.Place
	for _, at := range report.InOrder() {
		row := at.Node
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
			if n := decimal.Rational(at.Get("support").Decimal()); n != nil {
				total.Add(total, n)
			}
			classes++
		}
	}
	of := report.Get("macro avg").Get("support")
	n := of.Count()
	if n == "" || decimal.Rational(n).Cmp(total) == 0 {
		r.sklearnSums(report, sums)
	} else {
		r.contradicted(of, fmt.Sprintf("the averages are of %s examples, but the classes have %s", n, decimal.Rounded(total)))
		n = ""
	}
	if classes == 0 {
		r.malformed(report, "the report has no classes", "Generate the report with classification_report(..., output_dict=True).")
	}
	if accuracy.Node != nil {
		x := newResult(accuracy, prefix+"accuracy", "")
		x.Unit, x.Direction, x.DirectionFrom = "proportion", "higher", "format"
		if x.Counted(n, "file"); n != "" {
			x.K = proportionOf(x.Value, n)
		}
		r.add(x)
	}
}

// sklearnSums are the means that the averages of a report must be, by cell.
type sklearnSums struct {
	macro, weighted map[string]*decimal.Weighted
	decimal.Figures
}

func newSklearnSums() *sklearnSums {
	s := &sklearnSums{macro: map[string]*decimal.Weighted{}, weighted: map[string]*decimal.Weighted{}}
	for _, cell := range sklearnCells {
		s.macro[cell], s.weighted[cell] = decimal.NewWeighted(), decimal.NewWeighted()
	}
	return s
}

func (s *sklearnSums) add(row place.Place) {
	support := decimal.Rational(row.Get("support").Decimal())
	for _, cell := range sklearnCells[:3] {
		literal := row.Get(cell).Decimal()
		s.Saw(literal)
		s.macro[cell].Add(decimal.Rational(literal), big.NewRat(1, 1))
		s.weighted[cell].Add(decimal.Rational(literal), support)
	}
}

// sklearnSums holds the averages and the accuracy against the classes. The accuracy,
// and the recall over all examples, are the recalls of the classes by their support.
func (r *Reading) sklearnSums(report place.Place, s *sklearnSums) {
	of := "its classes add up to"
	for _, cell := range sklearnCells[:3] {
		r.against(report.Get("macro avg").Get(cell), "the macro average of "+cell, s.Figures, s.macro[cell].Mean(), of)
		r.against(report.Get("weighted avg").Get(cell), "the weighted average of "+cell, s.Figures, s.weighted[cell].Mean(), of)
	}
	all := s.weighted["recall"].Mean()
	r.against(report.Get("micro avg").Get("recall"), "the micro average of recall", s.Figures, all, of)
	r.against(report.Get("accuracy"), "the accuracy", s.Figures, all, of)
}

// sklearnRow reads the four numbers of a class or an average.
func (r *Reading) sklearnRow(row place.Place, prefix, slice string) {
	for _, cell := range sklearnCells {
		if row.Get(cell).Node == nil {
			r.malformed(row, fmt.Sprintf("the row has no %q", cell), "Generate the report with classification_report(..., output_dict=True).")
		}
	}
	support := r.sklearnSupport(row.Get("support"))
	class := !isAverage(slice)
	for _, p := range row.InOrder() {
		cell := p.Node
		x := newResult(p, prefix+cell.Key, slice)
		switch {
		case cell.Key == "support":
			x.Unit = "count"
		case cell.Key == "recall" && class:
			x.Counted(support, "file")
			x.K = proportionOf(x.Value, support)
			fallthrough
		default:
			x.Unit, x.Direction, x.DirectionFrom = "proportion", "higher", "format"
			if !class || support == "0" { // without an example, whatever zero_division says
				x.Counted(support, "file")
			}
		}
		r.add(x)
	}
}

// sklearnSupport is the number of a row's examples, "" where it is a sum of weights.
func (r *Reading) sklearnSupport(p place.Place) string {
	if x := decimal.Rational(p.Decimal()); x != nil && x.Cmp(big.NewRat(1, 1)) > 0 {
		return p.Count()
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
