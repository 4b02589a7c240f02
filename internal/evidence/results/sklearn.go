package results

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence/decimal"
	"github.com/modelgate-dev/modelgate/internal/evidence/format"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
)

// formatSklearn is scikit-learn's classification_report: as output_dict=True gives it,
// as it is printed, or as pandas writes either (DataFrame(report).to_csv, to_json and
// their transposes).
const formatSklearn = "sklearn-classification-report"

// sklearnAverages are the keys of the report that are no class labels
// (scikit-learn, sklearn.metrics.classification_report).
var sklearnAverages = map[string]string{"micro avg": "micro", "macro avg": "macro", "weighted avg": "weighted", "samples avg": "samples"}

var sklearnCells = []string{"precision", "recall", "f1-score", "support"}

const sklearnHelp = "Generate the report with classification_report(..., output_dict=True)."

// isSklearn recognises the report by both averages that it always has.
func isSklearn(d *document.Document) bool {
	if format.HasKeys("macro avg", "weighted avg")(d) {
		return true
	}
	rows := sklearnRows(place.Root(d))
	return len(rows) > 0 && sklearnOf(rows, "macro avg").at.Node != nil && sklearnOf(rows, "weighted avg").at.Node != nil
}

// readSklearn reads each row: a class becomes the slice "class=LABEL", an
// average "average=NAME", and accuracy, which is a bare number, the whole. The
// support of a class is the n of its recall, and their sum that of the accuracy
// and the averages. What a precision or an F1 is a share of is not in the report.
func readSklearn(r *Reading) {
	r.Producer.Tool = "scikit-learn"
	r.sklearnReport(r.root, sklearnRows(r.root), "")
	r.sort()
}

// sklearnRow is a row of the report, whichever way it is written.
type sklearnRow struct {
	key   string
	at    place.Place
	cells []place.Place // their keys are those of the nodes, or stand in names
	names []string
}

func (w sklearnRow) get(name string) place.Place {
	if i := slices.Index(w.names, name); i >= 0 {
		return w.cells[i]
	}
	return place.Place{Anchor: w.at.Anchor}
}

func (w *sklearnRow) add(name string, cell place.Place) {
	w.names, w.cells = append(w.names, name), append(w.cells, cell)
}

// sklearnRows are the rows of a report, or of a table of pandas.
func sklearnRows(report place.Place) []sklearnRow {
	switch {
	case report.Node == nil:
		return nil
	case report.Node.Kind == document.Sequence:
		return sklearnTable(report)
	case report.Get("precision").Get("macro avg").Node != nil && report.Get("recall").Node != nil:
		return transposed(report.InOrder(), func(p place.Place) string { return p.Node.Key })
	}
	var out []sklearnRow
	for _, at := range report.InOrder() {
		w := sklearnRow{key: at.Node.Key, at: at}
		for _, c := range at.InOrder() {
			if c.Node.Key != confusedWith || c.Node.Kind != document.Mapping {
				w.add(c.Node.Key, c)
			}
		}
		out = append(out, w)
	}
	return out
}

// sklearnTable are the rows of a table, which the first column names: one for each
// class, or one for each kind of number.
func sklearnTable(table place.Place) []sklearnRow {
	items := table.Items()
	if len(items) == 0 || len(items[0].InOrder()) < 2 {
		return nil
	}
	label := items[0].InOrder()[0].Node.Key
	named := func(p place.Place) string { return p.Get(label).Value() }
	if items[0].Get("precision").Node == nil {
		if named(items[0]) != "precision" {
			return nil
		}
		return transposed(items, named)
	}
	if items[0].Get("recall").Node == nil || slices.Contains(sklearnCells, label) {
		return nil
	}
	var out []sklearnRow
	for _, item := range items {
		w := sklearnRow{key: named(item), at: item}
		for _, c := range item.InOrder()[1:] {
			w.add(c.Node.Key, c)
		}
		out = append(out, w)
	}
	return out
}

// transposed are the rows of a table that has a column for each.
func transposed(kinds []place.Place, named func(place.Place) string) []sklearnRow {
	var out []sklearnRow
	at := map[string]int{}
	for _, kind := range kinds {
		name := named(kind)
		if !slices.Contains(sklearnCells, name) {
			continue
		}
		for _, c := range kind.InOrder() {
			if c.Value() == name && c.Node.Kind == document.String {
				continue // the label itself
			}
			i, ok := at[c.Node.Key]
			if !ok {
				i = len(out)
				at[c.Node.Key] = i
				out = append(out, sklearnRow{key: c.Node.Key, at: c})
			}
			out[i].add(name, c)
		}
	}
	return out
}

func sklearnOf(rows []sklearnRow, key string) sklearnRow {
	if i := slices.IndexFunc(rows, func(w sklearnRow) bool { return w.key == key }); i >= 0 {
		return rows[i]
	}
	return sklearnRow{}
}

// accuracyIn is the number of the accuracy in a row of that name: the number itself;
// that under f1-score, where the report is printed; or any, where pandas has written one
// into each column. Any other row of that name is a class.
func (w sklearnRow) accuracyIn() (place.Place, bool) {
	if w.key != "accuracy" {
		return place.Place{}, false
	}
	if len(w.cells) == 0 && w.at.Node.Kind != document.Mapping {
		return w.at, true
	}
	f1 := w.get("f1-score")
	if f1.Node == nil {
		return place.Place{}, false
	}
	if !w.get("precision").Present() && !w.get("recall").Present() {
		return f1, true
	}
	for _, name := range sklearnCells {
		if c := w.get(name); c.Present() && c.Value() != f1.Value() && name != "support" {
			return place.Place{}, false
		}
	}
	s := w.get("support")
	return f1, !s.Present() || s.Value() == f1.Value()
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
func (r *Reading) sklearnReport(report place.Place, rows []sklearnRow, prefix string) {
	total, classes := new(big.Rat), 0
	sums := newSklearnSums()
	var accuracy place.Place
	seen := map[string]bool{}
	for _, row := range rows {
		_, average := sklearnAverages[row.key]
		exact, whole := row.accuracyIn()
		if seen[row.key] {
			r.malformed(row.at, fmt.Sprintf("duplicate row %q", row.key), sklearnHelp)
		}
		seen[row.key] = true
		switch {
		case whole:
			accuracy = exact
		case row.isConversations():
			r.rasaConversations(row, prefix)
		case len(row.cells) == 0 && isAnnotation(row.key):
		case len(row.cells) == 0 && r.doc.Syntax == document.TextReport: // printed before or after the report
			if x := newResult(row.at, prefix+row.key, ""); x.Valid {
				r.add(x)
			}
		case len(row.cells) == 0:
			r.malformed(row.at, fmt.Sprintf("%q is not a class or an average with numbers", row.key), sklearnHelp)
			r.add(newResult(row.at, prefix+row.key, ""))
		case row.key == "accuracy":
			r.malformed(row.at, `a class is named "accuracy" and replaces the accuracy itself`, "Rename the class, and generate the report again.")
			r.sklearnRow(row, prefix, slicePart("class", row.key))
		case average:
			r.sklearnRow(row, prefix, slicePart("average", sklearnAverages[row.key]))
		default:
			r.sklearnRow(row, prefix, slicePart("class", row.key))
			sums.add(row)
			if n := decimal.Rational(row.get("support").Decimal()); n != nil {
				total.Add(total, n)
			}
			classes++
		}
	}
	of := sklearnOf(rows, "macro avg").get("support")
	n := of.Count()
	if n == "" || decimal.Rational(n).Cmp(total) == 0 {
		r.sklearnSums(rows, accuracy, sums)
	} else {
		r.contradicted(of, fmt.Sprintf("the averages are of %s examples, but the classes have %s", n, decimal.Rounded(total)))
		n = ""
	}
	if classes == 0 {
		r.malformed(report, "the report has no classes", sklearnHelp)
	}
	if accuracy.Node != nil {
		x := newResult(accuracy, prefix+"accuracy", "")
		x.Unit, x.Direction, x.DirectionFrom = "proportion", "higher", "format"
		if x.Counted(n, "file"); n != "" {
			x.K = r.sklearnCount(x.Value, n)
		}
		r.add(x)
	}
}

// sklearnCount is the k of a share of n examples. In a report that is printed, whose
// numbers are rounded, it is the only one whose share is so rounded.
func (r *Reading) sklearnCount(value, n string) string {
	if k := proportionOf(value, n); k != "" || r.doc.Syntax != document.TextReport && r.doc.Syntax != document.CSV {
		return k
	}
	v, of := decimal.Rational(value), decimal.Rational(n)
	if v == nil || of == nil || !of.IsInt() || of.Sign() == 0 || of.Cmp(big.NewRat(1_000_000, 1)) > 0 {
		return ""
	}
	half := new(big.Rat).Quo(big.NewRat(1, 2), new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(min(decimal.Places(value), 18))), nil)))
	low, high := new(big.Rat).Mul(new(big.Rat).Sub(v, half), of), new(big.Rat).Mul(new(big.Rat).Add(v, half), of)
	from := new(big.Int).Neg(new(big.Int).Div(new(big.Int).Neg(low.Num()), low.Denom())) // the next whole number
	to := new(big.Int).Div(high.Num(), high.Denom())
	if from.Cmp(to) != 0 || from.Sign() < 0 || new(big.Rat).SetInt(from).Cmp(of) > 0 {
		return ""
	}
	return from.String()
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

func (s *sklearnSums) add(row sklearnRow) {
	support := decimal.Rational(row.get("support").Decimal())
	for _, cell := range sklearnCells[:3] {
		literal := row.get(cell).Decimal()
		s.Saw(literal)
		s.macro[cell].Add(decimal.Rational(literal), big.NewRat(1, 1))
		s.weighted[cell].Add(decimal.Rational(literal), support)
	}
}

// sklearnSums holds the averages and the accuracy against the classes. The accuracy,
// and the recall over all examples, are the recalls of the classes by their support.
func (r *Reading) sklearnSums(rows []sklearnRow, accuracy place.Place, s *sklearnSums) {
	of := "its classes add up to"
	for _, cell := range sklearnCells[:3] {
		r.against(sklearnOf(rows, "macro avg").get(cell), "the macro average of "+cell, s.Figures, s.macro[cell].Mean(), of)
		r.against(sklearnOf(rows, "weighted avg").get(cell), "the weighted average of "+cell, s.Figures, s.weighted[cell].Mean(), of)
	}
	all := s.weighted["recall"].Mean()
	r.against(sklearnOf(rows, "micro avg").get("recall"), "the micro average of recall", s.Figures, all, of)
	r.against(accuracy, "the accuracy", s.Figures, all, of)
}

// sklearnRow reads the four numbers of a class or an average.
func (r *Reading) sklearnRow(row sklearnRow, prefix, slice string) {
	for _, cell := range sklearnCells {
		if row.get(cell).Node == nil {
			r.malformed(row.at, fmt.Sprintf("the row has no %q", cell), sklearnHelp)
		}
	}
	support := r.sklearnSupport(row.get("support"))
	class := !isAverage(slice)
	for i, p := range row.cells {
		cell := row.names[i]
		x := newResult(p, prefix+cell, slice)
		switch {
		case cell == "support":
			x.Unit = "count"
		case cell == "recall" && class:
			x.Counted(support, "file")
			x.K = r.sklearnCount(x.Value, support)
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
