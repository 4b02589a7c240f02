package laws

import (
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/decimal"
	"github.com/modelgate-dev/modelgate/internal/evidence/figures"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// ofChange are words of a header or a row whose values may be below zero.
var ofChange = pattern.New(`(?i)[Δδ]|delta|diff|chang|gain|improv|relativ|reduc|\bvs\b|drop|impact|effect|bias|error of|coef|log`)

// FarValues are the values of metrics in a card's tables that few metrics can have.
func FarValues(d *document.Document) []evidence.StatedMetric {
	out := []evidence.StatedMetric{}
	for i, t := range d.Marks.Tables {
		if len(t.Rows) < 2 || len(t.Rows) > maxFaultCells || figures.IsTrainingLog(t) {
			continue
		}
		for _, c := range figures.CellsOf(t, "", nil) {
			value, ok := decimal.Float(c.Value.Value)
			if !ok || c.Metric.Name == "" || !isFar(c.Metric, value) || strings.HasPrefix(c.Value.Raw, "+") || isOfChange(t, c) || isBoundOrSpread(t.Rows[0][c.Column]) || len(out) == maxFaults {
				continue
			}
			m := c.Value
			m.At, m.Metric = figures.CellAt(d, i, c.Row, c.Column), strings.Split(c.Metric.Name, "|")[0]
			out = append(out, m)
		}
	}
	return out
}

// isFar reports whether a value is one that few metrics have: below 0, above 100, or a perplexity below 1.
func isFar(of figures.Metric, value float64) bool {
	return value < 0 || value > 100 || of.Name == "perplexity" && value < 1
}

// isBoundOrSpread reports whether a column is of an interval around values, or of how far they are apart.
func isBoundOrSpread(head document.Cell) bool {
	plain := figures.HeadOf(head)
	return spreads.MatchString(plain) || lowHead.MatchString(plain) || highHead.MatchString(plain) || interval.MatchString(head.Text)
}

// isOfChange reports whether a cell may be a change, of which the header or its row tells.
func isOfChange(t document.Table, c figures.Placed) bool {
	return ofChange.MatchString(t.Rows[0][c.Column].Text) || slices.ContainsFunc(t.Rows[c.Row], func(cell document.Cell) bool { return ofChange.MatchString(cell.Text) })
}
