package figures

import (
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

var (
	// counted is a value with the counts that it is of, or their number: 73.33% (22 / 30), 0.91 (n=30).
	counted = pattern.New(`(?i)^([~≈]?\s*[0-9]+(?:\.[0-9]+)?\s*%?)\s*\((?:[0-9][0-9,]*\s*(?:/|of|out of)\s*[0-9][0-9,]*(?: [a-z]+)?|n\s*=\s*[0-9][0-9,]*)\)$`)
	// outOf is a value with the best that there is: 3.07/5, 0.95 / 1.0.
	outOf = pattern.New(`^([~≈]?\s*[0-9]+\.[0-9]+)\s*/\s*(?:1|1\.0+|5|5\.0|10|10\.0|100)$`)
	// ofSplit is one of several values of a cell, with the data that it is of: 0.95 (gold), 0.91 (test).
	ofSplit = pattern.New(`^([~≈]?\s*[0-9]+(?:\.[0-9]+)?\s*%?)\s*\(([\pL][\pL -]{1,20})\)$`)
	// pointColumn are the headers of columns of operating points and of parts by their scores: what is measured at one is no metric of the model.
	pointColumn = pattern.New(`^(?:(?:(?:risk|score|confidence|probability) )?(?:bands?|deciles?|buckets?|tiers?|bins?|quantiles?|percentiles?|ranges?|levels?)|(?:decision |score |probability )?(?:thresholds?|cut ?offs?)|operating points?|segments?)$`)
)

// cellValue is a number of a cell, and what the cell says beside it that belongs to the metric.
type cellValue struct{ raw, remark string }

// valuesIn are the values that a cell states. A bound is none.
func valuesIn(text string) []cellValue {
	text = strings.Trim(text, "* ")
	if measured.MatchString(text) {
		if strings.ContainsAny(text[:1], "<>") {
			return nil
		}
		return []cellValue{{raw: text}}
	}
	for _, form := range []*pattern.Pattern{counted, outOf} {
		if m := form.FindStringSubmatch(text); m != nil {
			return []cellValue{{raw: strings.TrimSpace(m[1])}}
		}
	}
	parts := strings.Split(text, ",")
	if len(parts) < 2 || len(parts) > 4 {
		return nil
	}
	var out []cellValue
	for _, part := range parts {
		m := ofSplit.FindStringSubmatch(strings.Trim(part, "* "))
		if m == nil {
			return nil
		}
		out = append(out, cellValue{strings.TrimSpace(m[1]), " (" + m[2] + ")"})
	}
	return out
}

// isByPoint reports whether a table states one metric at each operating point, or for each part by its score.
func isByPoint(t document.Table, column int) bool {
	return HeadMetric(t.Rows[0][column].Text).Name != "" && slices.ContainsFunc(t.Rows[0][:column], func(c document.Cell) bool { return pointColumn.MatchString(HeadOf(c)) })
}
