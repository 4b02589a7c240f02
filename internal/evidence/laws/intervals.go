package laws

import (
	"math"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/figures"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// bounded is a number, and another behind a sign that divides bounds.
const (
	boundNumber  = `[-−]?(?:[0-9]+(?:[.,][0-9]+)?|\.[0-9]+)`
	boundDivided = `\s*%?\s*(?:,|;|–|—|-|to|bis|à|a)\s*`
	bothBounds   = `(` + boundNumber + `)` + boundDivided + `(` + boundNumber + `)`
	calledCI     = `(?:cis?(?:95)?\b|confidence intervals?|credible intervals?|ki\b|konfidenzintervalle?|ic\b|intervalles? de confiance|intervalos? de confian[zç]a)`
)

var (
	intervalOf = pattern.New(`(?i)^\s*[\[(]?` + bothBounds + `\s*%?\s*[\])]?$`)
	intervalIn = pattern.New(`(?i)[\[(]\s*` + bothBounds + `\s*%?\s*[\])]`)
	spreadIn   = pattern.New(`(?:±|\+/-)\s*[-−]\s*[0-9]`)
	interval   = pattern.New(`(?i)(?:^|[^\pL])` + calledCI)
	// intervalBehind is an estimate of a sentence, perhaps with a spread, and the interval behind it
	// that the sentence calls one.
	intervalBehind = pattern.New(`(?i)(?:^|[^0-9.,\pL-])(` + boundNumber + `)\s*%?(?:\s*(?:±|\+/-)\s*[0-9.,]+\s*%?)?\s*(?:[,;(\[]|\bwith\b)\s*(?:with |an? |the |its |bootstrap\w* |wilson |asymptotic |[89][0-9](?:\.[0-9])?\s?%?[\s-]*)*` + calledCI + `\s?(?:95)?[\s:=,(\[]*(?:of |is |from |[89][0-9]\s?%\s?\)?[\s:=,(\[]*)?` + bothBounds + `\s*(%)?`)
	// intervalAlone is an interval of a sentence, whatever it is of.
	intervalAlone = pattern.New(`(?i)(?:^|[^\pL])` + calledCI + `\s?(?:95)?[\s:=,(\[]*(?:of |is |from )?[(\[]?` + bothBounds + `\s*(%)?`)
	// spreadBehind is a value of a sentence or a cell with its spread.
	spreadBehind = pattern.New(`(?:^|[^0-9.,\pL-])(` + boundNumber + `)\s*%?\s*(?:±|\+/-)\s*([0-9]+(?:[.,][0-9]+)?|\.[0-9]+)(?:[\s)%,;*]|\.?$)`)
	// lowHead and highHead are headers of the columns of bounds.
	lowHead      = pattern.New(`^(?:95 )?(?:ci )?(?:95 )?(?:lower|low|lo)(?: bound)?(?: (?:95 )?ci| 95)?$`)
	highHead     = pattern.New(`^(?:95 )?(?:ci )?(?:95 )?(?:upper|high|hi)(?: bound)?(?: (?:95 )?ci| 95)?$`)
	estimateHead = pattern.New(`^(?:values?|estimates?|scores?|means?|results?|point estimate)$`)
)

// bounds are those of an interval, as written.
type bounds struct {
	low, high *amount
	raw       string
}

// boundsOf are two numbers of a text, by where they begin and end, as the bounds of one interval; ok
// is false if they cannot be, such as the two parts of 1,000.
func boundsOf(text string, at []int, row, column int) (bounds, bool) {
	low, high := text[at[0]:at[1]], text[at[2]:at[3]]
	b := bounds{amountOf(low, row, column), amountOf(high, row, column), low + "–" + high}
	isThousands := text[at[1]:at[2]] == "," && len(high) == 3 && !strings.ContainsAny(low+high, ".,")
	return b, b.low != nil && b.high != nil && !isThousands
}

// isReversed reports whether the lower bound is above the upper one.
func (b bounds) isReversed() bool { return b.low.value > b.high.value && isNear(b.low, b.high) }

// holds reports whether an estimate is within the bounds, or cannot be compared with them. Numbers
// with as many digits keep their order when they are rounded; what is not called an interval may
// be of something near it.
func (b bounds) holds(estimate *amount, isNamed bool) bool {
	if b.low.value > b.high.value || (estimate.value > 1) != (b.high.value > 1) || isOffset(b.low, b.high, estimate) {
		return true
	}
	slack := func(bound *amount) float64 {
		if isNamed && bound.unit == estimate.unit {
			return bound.unit / 1000
		}
		return bound.unit + estimate.unit
	}
	return estimate.value >= b.low.value-slack(b.low) && estimate.value <= b.high.value+slack(b.high)
}

// isBeyond reports whether the bounds of a share are below 0, or above all of it.
func (b bounds) isBeyond(estimate *amount) bool {
	whole := 1.0
	if estimate.value > 1 {
		whole = 100
	}
	isWithin := estimate.value >= 0 && estimate.value <= whole && b.low.value <= estimate.value && b.high.value >= estimate.value
	return isWithin && b.high.value <= 2*whole && !isOffset(b.low, b.high, estimate) && (b.high.value > whole || b.low.value < 0)
}

// isOffset tells an interval around 0, of distances from the estimate: 82.6 (-1.8, 1.6).
func isOffset(low, high, estimate *amount) bool {
	return low.value < 0 && high.value > 0 && math.Abs(estimate.value) > high.value-low.value
}

// interval is what is wrong with the interval that a sentence states.
func (s sentence) interval() *evidence.Impossible {
	if !interval.MatchString(s.Text) {
		return nil
	}
	if m := intervalBehind.FindSubmatchIndex([]byte(s.Text)); m != nil {
		raw := s.Text[m[2]:m[3]]
		b, ok := boundsOf(s.Text, m[4:8], 0, 0)
		estimate := amountOf(raw, 0, 0)
		if !ok || estimate == nil {
			return nil
		}
		of := metricBefore(s.Text[:m[2]])
		switch {
		case b.isReversed():
			return s.fault(evidence.LawBounds, "lower bound", b.low.raw, "upper bound", b.high.raw)
		case !b.holds(estimate, true):
			return s.fault(evidence.LawInterval, of.Words, raw, "confidence interval", b.raw)
		case isShare(of.Metric) && b.isBeyond(estimate) && !ofChange.MatchString(s.Text[:m[2]]) && !changed.MatchString(s.Text[:m[2]]):
			return s.fault(evidence.LawShareInterval, of.Words, raw, "confidence interval", b.raw)
		}
		return nil
	}
	if m := intervalAlone.FindSubmatchIndex([]byte(s.Text)); m != nil {
		if b, ok := boundsOf(s.Text, m[2:6], 0, 0); ok && b.isReversed() {
			return s.fault(evidence.LawBounds, "lower bound", b.low.raw, "upper bound", b.high.raw)
		}
	}
	return nil
}

// metricBefore is the metric that stands last in the words before a value.
func metricBefore(text string) figures.Mention {
	named := figures.Mentions(text)
	if len(named) == 0 {
		return figures.Mention{Words: "estimate"}
	}
	return named[len(named)-1]
}

// isShare reports whether the values of a metric are shares of a whole.
func isShare(m figures.Metric) bool {
	name, _, _ := strings.Cut(strings.Split(m.Name, "|")[0], "@")
	return shares[name]
}

// spread is a standard deviation of shares that is larger than any of theirs.
func (s sentence) spread() *evidence.Impossible {
	m := spreadBehind.FindSubmatchIndex([]byte(s.Text))
	if m == nil {
		return nil
	}
	of := metricBefore(s.Text[:m[2]])
	mean, deviation := amountOf(s.Text[m[2]:m[3]], 0, 0), amountOf(s.Text[m[4]:m[5]], 0, 0)
	if !isShare(of.Metric) || m[2]-of.End > figures.MaxBetween || mean == nil || deviation == nil || !isSpreadTooLarge(mean, deviation) {
		return nil
	}
	return s.fault(evidence.LawSpreadLimit, "deviation of "+of.Words, deviation.raw, of.Words, mean.raw)
}

// isSpreadTooLarge reports whether no shares with a mean have such a deviation: of two values in
// [0, 1], which are apart most, it is at most the square root of 2·m·(1−m).
func isSpreadTooLarge(mean, deviation *amount) bool {
	whole := 1.0
	if mean.value > 1 {
		whole = 100
	}
	if mean.value < 0 || mean.value > whole || deviation.value > whole || whole == 100 && deviation.value <= 1 {
		return false
	}
	m := mean.value / whole
	if m > 0.5 { // the digits that are not written count in favor of the value
		m = max(0.5, m-mean.unit/whole)
	} else {
		m = min(0.5, m+mean.unit/whole)
	}
	return deviation.value/whole > math.Sqrt(2*m*(1-m))+deviation.unit/whole
}

// intervals compares estimates with their own intervals, and finds spreads below zero.
func (c *computed) intervals() {
	for i := 1; i < len(c.texts); i++ {
		for j, cell := range c.texts[i] {
			if j >= len(c.heads) {
				break
			}
			own := &amount{raw: strings.TrimSpace(cell.Text), row: i, column: j}
			if spreadIn.MatchString(cell.Text) || c.cells[i][j] != nil && spreads.MatchString(c.heads[j]) && c.cells[i][j].value < 0 {
				c.tell(evidence.LawSpread, c.nameOf(i, j), own, nil, nil)
			}
			c.deviation(i, j)
			c.interval(i, j, own)
		}
		c.boundColumns(i)
	}
}

// interval compares the interval of a cell with its estimate.
func (c *computed) interval(i, j int, own *amount) {
	text, isNamed := c.texts[i][j].Text, interval.MatchString(c.shown[j]) || interval.MatchString(c.texts[i][j].Text)
	m := intervalIn.FindSubmatchIndex([]byte(text))
	if m == nil && isNamed {
		m = intervalOf.FindSubmatchIndex([]byte(text))
	}
	if m == nil {
		return
	}
	b, ok := boundsOf(text, m[2:6], i, j)
	if !ok {
		return
	}
	estimate := amountOf(text[:m[0]], i, j)
	if estimate == nil && strings.TrimSpace(text[:m[0]]) == "" && interval.MatchString(c.shown[j]) && j > 0 {
		estimate = c.cells[i][j-1]
	}
	switch {
	case isNamed && b.isReversed():
		c.tell(evidence.LawBounds, c.nameOf(i, j), own, nil, nil)
	case estimate == nil:
	case !b.holds(estimate, isNamed):
		c.tell(evidence.LawInterval, c.nameOf(estimate.row, estimate.column), estimate, []*amount{own}, c.byColumn)
	case (isNamed || strings.Contains(text, "[")) && isShare(c.metricAt(estimate.row, estimate.column)) && b.isBeyond(estimate) && !ofChange.MatchString(c.rows[i]+" "+c.shown[j]):
		c.tell(evidence.LawShareInterval, c.nameOf(estimate.row, estimate.column), own, nil, nil)
	}
}

// metricAt is the metric of a cell, by its column or its row.
func (c *computed) metricAt(row, column int) figures.Metric {
	for _, name := range []string{c.shown[column], c.rows[row]} {
		if m := figures.HeadMetric(name); m.Name != "" {
			return m
		}
		if m := figures.WithMetric(figures.BareLabel(name)).Metric; m.Name != "" {
			return m
		}
	}
	return figures.Metric{}
}

// deviation finds a deviation of shares that is larger than any: in a cell with its mean, or in a
// column behind it.
func (c *computed) deviation(i, j int) {
	own := c.cells[i][j]
	if m := spreadBehind.FindStringSubmatch(" " + strings.TrimSpace(c.texts[i][j].Text)); m != nil {
		mean, deviation := amountOf(m[1], i, j), amountOf(m[2], i, j)
		if mean != nil && deviation != nil && isShare(c.metricAt(i, j)) && isSpreadTooLarge(mean, deviation) {
			c.tell(evidence.LawSpreadLimit, c.nameOf(i, j), &amount{raw: strings.TrimSpace(c.texts[i][j].Text), row: i, column: j}, nil, nil)
		}
		return
	}
	if own == nil || j == 0 || !spreads.MatchString(c.heads[j]) || c.cells[i][j-1] == nil {
		return
	}
	if mean := c.cells[i][j-1]; isShare(c.metricAt(i, j-1)) && own.percent == mean.percent && isSpreadTooLarge(mean, own) {
		c.tell(evidence.LawSpreadLimit, c.nameOf(i, j), own, []*amount{mean}, c.byColumn)
	}
}

// boundColumns compares the bounds of a row that have a column each with each other and with the
// estimate in front of them.
func (c *computed) boundColumns(i int) {
	for j := 1; j+1 < len(c.heads); j++ {
		low, high := c.cells[i][j], c.cells[i][j+1]
		if !lowHead.MatchString(c.heads[j]) || !highHead.MatchString(c.heads[j+1]) || low == nil || high == nil {
			continue
		}
		b := bounds{low, high, low.raw + "–" + high.raw}
		estimate := c.cells[i][j-1]
		switch {
		case b.isReversed():
			c.tell(evidence.LawBounds, c.shown[j], low, []*amount{high}, c.byColumn)
		case estimate != nil && c.isEstimate(j-1) && !b.holds(estimate, true):
			c.tell(evidence.LawInterval, c.nameOf(i, j-1), estimate, []*amount{low, high}, c.byColumn)
		}
	}
}

// isEstimate reports whether a column has the values that bounds are of.
func (c *computed) isEstimate(j int) bool {
	return estimateHead.MatchString(c.heads[j]) || figures.HeadMetric(c.shown[j]).Name != ""
}
