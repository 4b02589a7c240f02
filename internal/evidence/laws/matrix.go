package laws

import (
	"slices"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/figures"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// confusion is a confusion matrix: the classes, and the counts of examples.
type confusion struct {
	classes    []string
	cells      [][]float64
	right, all float64
}

// matrixOf is a confusion matrix; ok is false for a table that is none: the names of rows are those
// of columns, and all cells count.
func matrixOf(t document.Table) (c confusion, ok bool) {
	k := len(t.Rows) - 1
	if k < 2 || k > 50 || len(t.Rows[0]) != k+1 {
		return c, false
	}
	for i, row := range t.Rows[1:] {
		if len(row) != k+1 || !isSameClass(row[0].Text, t.Rows[0][i+1].Text) {
			return c, false
		}
		var counts []float64
		for j, cell := range row[1:] {
			a := amountOf(strings.ReplaceAll(cell.Text, ",", ""), 0, 0)
			if a == nil || a.unit != 1 || a.value < 0 || a.percent {
				return c, false
			}
			c.all, counts = c.all+a.value, append(counts, a.value)
			if i == j {
				c.right += a.value
			}
		}
		c.classes, c.cells = append(c.classes, passage.LettersOf(classWords.ReplaceAllString(row[0].Text, " "))), append(c.cells, counts)
	}
	return c, c.all >= 20
}

// of are the precision and recall of a class, whichever of the two the rows are of.
func (c confusion) of(class int) (a, b float64) {
	row, column := 0.0, 0.0
	for i := range c.cells {
		row, column = row+c.cells[class][i], column+c.cells[i][class]
	}
	return c.cells[class][class] / max(1, row), c.cells[class][class] / max(1, column)
}

// forClass is how a sentence names the class that its metrics are of.
var forClass = pattern.New(`(?i)\b(?:for|of|on) (?:the )?["'` + "`" + `*]*([\pL\pN_-]{2,30})["'` + "`" + `*]* (?:class|label|category)\b`)

// classFaults are the precision, recall and F1 of a class in a sentence, none of which is that of the matrix.
func (c confusion) classFaults(said []sentence) []evidence.Impossible {
	var out []evidence.Impossible
	for _, s := range said {
		m := forClass.FindStringSubmatch(s.Text)
		if m == nil {
			continue
		}
		class := slices.Index(c.classes, passage.LettersOf(m[1]))
		if class < 0 {
			continue
		}
		a, b := c.of(class)
		for _, mention := range figures.Pairs(s.Text) {
			value := amountOf(mention.Raw, 0, 0)
			if value == nil {
				continue
			}
			var right []float64
			switch figures.HeadMetric(mention.Metric).Name {
			case "precision", "recall":
				right = []float64{a, b}
			case "f1":
				right = []float64{2 * a * b / (a + b)}
			}
			if len(right) == 0 || slices.ContainsFunc(right, func(v float64) bool { return value.isSame(&amount{value: v, unit: 1e-9}) }) {
				continue
			}
			if len(out) < maxFaults {
				out = append(out, *s.fault(evidence.LawMatrix, mention.Metric+" of "+m[1], mention.Raw, "value of the confusion matrix", plainFloat(right[len(right)-1])))
			}
		}
	}
	return out
}

// classWords stand beside the name of a class in a confusion matrix.
var classWords = pattern.New(`(?i)\b(?:predicted|pred|actual|true|gold|reference|class|label)\b`)

func isSameClass(a, b string) bool {
	a, b = passage.LettersOf(classWords.ReplaceAllString(a, " ")), passage.LettersOf(classWords.ReplaceAllString(b, " "))
	return a == b && a != ""
}

// matrixFaults are confusion matrices of which no accuracy of the card is, though one is stated
// in the section.
func matrixFaults(d *document.Document, said []sentence, claims []evidence.Claim) []evidence.Impossible {
	var out []evidence.Impossible
	for i, t := range d.Marks.Tables {
		c, ok := matrixOf(t)
		if !ok {
			continue
		}
		var beside []sentence
		for _, s := range said {
			if s.Section == passage.SectionAt(d, t.Span.Start) {
				beside = append(beside, s)
			}
		}
		out = append(out, c.classFaults(beside)...)
		at := evidence.Anchor(d.Path + "#" + document.Pointer("body", "tables", strconv.Itoa(i), "1", "0"))
		if found := c.countFault(at, beside); found != nil {
			out = append(out, *found)
			continue
		}
		var stated []*entry
		for _, r := range recordsOf(d, claims) {
			if e := r.values["accuracy"]; e != nil && (r.section == passage.SectionAt(d, t.Span.Start) || r.kind == indexRecord) {
				stated = append(stated, e)
			}
		}
		own := &entry{amount: &amount{value: c.right / c.all, unit: 1e-9}}
		if len(stated) == 0 || slices.ContainsFunc(stated, func(e *entry) bool { return e.isSame(own.amount) }) {
			continue
		}
		wrong := stated[0]
		out = append(out, evidence.Impossible{At: at, Law: evidence.LawMatrix, Claimed: true, Value: evidence.Stated{At: at, Metric: "accuracy of the confusion matrix", Raw: plainFloat(c.right) + "/" + plainFloat(c.all) + " = " + plainFloat(c.right/c.all)}, Others: []evidence.Stated{wrong.stated()}})
	}
	return out
}
