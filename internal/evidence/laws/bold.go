package laws

import (
	"bytes"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/figures"
)

// boldest finds columns whose only value in bold type is not the best one, in a table that has in
// each column of a metric one value in bold, and not all in one row.
func (c *computed) boldest(d *document.Document) {
	rows := map[int]bool{}
	var bold []*amount
	for j := range c.heads {
		m := figures.HeadMetric(c.shown[j])
		if m.Name == "" {
			m = figures.WithMetric(figures.BareLabel(c.shown[j])).Metric
		}
		var own []*amount
		numbers := 0
		for i := 1; i < len(c.cells); i++ {
			if c.cells[i][j] == nil {
				continue
			}
			if numbers++; isBold(d, c.texts[i][j]) {
				own = append(own, c.cells[i][j])
			}
		}
		switch {
		case len(own) > 1:
			return
		case len(own) == 1 && numbers > 2 && m.Name != "":
			bold, rows[own[0].row] = append(bold, own[0]), true
		}
	}
	if len(rows) < 2 {
		return
	}
	var right, wrong []*amount
	better := map[*amount]*amount{}
	for _, a := range bold {
		if best := c.bestOf(a); best != nil {
			wrong, better[a] = append(wrong, a), best
		} else {
			right = append(right, a)
		}
	}
	if len(wrong) == 1 && len(right) >= 2 {
		c.tell(evidence.LawBold, c.nameOf(better[wrong[0]].row, wrong[0].column)+", not in bold,", better[wrong[0]], wrong, c.byRow)
	}
}

// bestOf is the best value of the column of another one, nil if that is the best.
func (c *computed) bestOf(a *amount) *amount {
	m := figures.HeadMetric(c.shown[a.column])
	if m.Name == "" {
		m = figures.WithMetric(figures.BareLabel(c.shown[a.column])).Metric
	}
	best := a
	for i := 1; i < len(c.cells); i++ {
		b := c.cells[i][a.column]
		if b != nil && !unranked.MatchString(c.rows[i]) && isNear(a, b) && (lowerBetter[m.Name] && b.value < best.value || !lowerBetter[m.Name] && b.value > best.value) {
			best = b
		}
	}
	if best == a {
		return nil
	}
	return best
}

// isBold reports whether a cell is in bold type as a whole.
func isBold(d *document.Document, c document.Cell) bool {
	if c.Span.Start < 0 || c.Span.End > len(d.Source) || c.Span.Start > c.Span.End {
		return false
	}
	text := bytes.TrimSpace(d.Source[c.Span.Start:c.Span.End])
	return len(text) > 4 && (bytes.HasPrefix(text, []byte("**")) && bytes.HasSuffix(text, []byte("**")) || bytes.HasPrefix(text, []byte("__")) && bytes.HasSuffix(text, []byte("__")))
}
