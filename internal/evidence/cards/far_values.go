package cards

import (
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/decimal"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// ofChange are words of a header or a row whose values may be below zero.
var ofChange = pattern.New(`(?i)[Δδ]|delta|diff|chang|gain|improv|relativ|reduc|\bvs\b|drop|impact|effect|bias|error of|coef|log`)

// farValues are the values of metrics in a card's tables that few metrics can have.
func farValues(d *document.Document) []evidence.StatedMetric {
	out := []evidence.StatedMetric{}
	for i, t := range d.Marks.Tables {
		if len(t.Rows) < 2 || len(t.Rows) > maxFaultCells || isTrainingLog(t) {
			continue
		}
		for _, c := range cellsOf(t, "", nil) {
			value, ok := decimal.Float(c.value.Value)
			if !ok || c.metric.name == "" || !isFar(c.metric, value) || strings.HasPrefix(c.value.Raw, "+") || isOfChange(t, c) || isBoundOrSpread(t.Rows[0][c.column]) || len(out) == maxFaults {
				continue
			}
			m := c.value
			m.At, m.Metric = cellAt(d, i, c.row, c.column), strings.Split(c.metric.name, "|")[0]
			out = append(out, m)
		}
	}
	return out
}

// isFar reports whether a value is one that few metrics have: below 0, above 100, or a perplexity below 1.
func isFar(of metric, value float64) bool {
	return value < 0 || value > 100 || of.name == "perplexity" && value < 1
}

// isBoundOrSpread reports whether a column is of an interval around values, or of how far they are apart.
func isBoundOrSpread(head document.Cell) bool {
	plain := headOf(head)
	return spreads.MatchString(plain) || lowHead.MatchString(plain) || highHead.MatchString(plain) || interval.MatchString(head.Text)
}

// isOfChange reports whether a cell may be a change, of which the header or its row tells.
func isOfChange(t document.Table, c placed) bool {
	return ofChange.MatchString(t.Rows[0][c.column].Text) || slices.ContainsFunc(t.Rows[c.row], func(cell document.Cell) bool { return ofChange.MatchString(cell.Text) })
}
