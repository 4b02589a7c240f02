package laws

import (
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/figures"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

var (
	// asFractions and asPercents are how a sentence says at which scale the table below it is.
	asFractions = pattern.New(`(?i)\b(?:results?|scores?|values?|metrics?|numbers|rates?|table|wer|cer|accurac(?:y|ies))\b[^.]{0,60}?\b(?:as|are|in) fractions?\b`)
	asPercents  = pattern.New(`(?i)\b(?:results?|scores?|values?|metrics?|numbers|rates?|table|wer|cer|accurac(?:y|ies))\b[^.]{0,60}?\b(?:in percent|in %|as percentages?|in percentages?)(?:\W|$)`)
)

// boundedMetrics are metrics that are a fraction of one, or a percentage.
var boundedMetrics = passage.WordSet(`accuracy f1 precision recall auc exactmatch map map50 map5095 iou miou dice wer cer bleu chrf`)

// unitFaults are tables whose values are not at the scale that the text of the section states.
func unitFaults(d *document.Document, said []sentence) []evidence.Impossible {
	var out []evidence.Impossible
	if len(d.Marks.Tables) == 0 {
		return out
	}
	for _, s := range said {
		fractions := asFractions.MatchString(s.Text)
		if fractions == asPercents.MatchString(s.Text) || s.Section < 0 || len(out) == maxFaults {
			continue
		}
		values := boundedIn(d, s.Section)
		if len(values) < minFractions {
			continue
		}
		above, below := values[0], values[0]
		for _, a := range values {
			if a.value > above.value {
				above = a
			}
			if a.value < below.value {
				below = a
			}
		}
		switch {
		case fractions && below.value > 1:
			out = append(out, *s.fault(evidence.LawUnit, "unit of the table", "fractions", "a value of the table", above.raw))
		case !fractions && above.value <= 1 && above.value > 0:
			out = append(out, *s.fault(evidence.LawUnit, "unit of the table", "percent", "the highest value of the table", above.raw))
		}
	}
	return out
}

// boundedIn are the values of bounded metrics in the only table of a section.
func boundedIn(d *document.Document, section int) []*amount {
	var out []*amount
	tables := 0
	for _, t := range d.Marks.Tables {
		if passage.SectionAt(d, t.Span.Start) != section || len(t.Rows) < 2 || len(t.Rows) > maxFaultCells || figures.IsTrainingLog(t) {
			continue
		}
		tables++
		c := newComputed(t)
		for j, head := range c.shown {
			name, _, _ := strings.Cut(figures.HeadMetric(head).Name, "@")
			for i := 1; i < len(c.cells); i++ {
				if a := c.cells[i][j]; a != nil && !a.percent && (boundedMetrics[name] || boundedMetrics[figures.HeadMetric(c.rows[i]).Name]) {
					out = append(out, a)
				}
			}
		}
	}
	if tables != 1 {
		return nil
	}
	return out
}
