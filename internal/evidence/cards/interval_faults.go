package cards

import (
	"math"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

var (
	intervalOf = pattern.New(`^\s*\(?([-−]?[0-9]*\.?[0-9]+)\s*%?\s*(?:,|;|–|—|-|to)\s*([-−]?[0-9]*\.?[0-9]+)\s*%?\s*\)?$`)
	intervalIn = pattern.New(`[\[(]\s*([-−]?[0-9]*\.?[0-9]+)\s*%?\s*(?:,|;|–|—|-|to)\s*([-−]?[0-9]*\.?[0-9]+)\s*%?\s*[\])]`)
	spreadIn   = pattern.New(`(?:±|\+/-)\s*[-−]\s*[0-9]`)
	interval   = pattern.New(`(?i)\bci\b|confidence interval|konfidenzintervall|intervalle de confiance`)
)

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
			m := intervalIn.FindSubmatchIndex([]byte(cell.Text))
			if m == nil && interval.MatchString(c.shown[j]) {
				m = intervalOf.FindSubmatchIndex([]byte(cell.Text))
			}
			if m == nil {
				continue
			}
			low, high := amountOf(cell.Text[m[2]:m[3]], i, j), amountOf(cell.Text[m[4]:m[5]], i, j)
			estimate := amountOf(cell.Text[:m[0]], i, j)
			if estimate == nil && strings.TrimSpace(cell.Text[:m[0]]) == "" && interval.MatchString(c.shown[j]) && j > 0 {
				estimate = c.cells[i][j-1]
			}
			if low == nil || high == nil || estimate == nil || low.value > high.value || (estimate.value > 1) != (high.value > 1) || isOffset(low, high, estimate) {
				continue
			}
			if estimate.value < low.value-low.unit-estimate.unit || estimate.value > high.value+high.unit+estimate.unit {
				c.tell(evidence.LawInterval, c.nameOf(estimate.row, estimate.column), estimate, []*amount{own}, c.byColumn)
			}
		}
	}
}

// isOffset tells an interval around 0, of distances from the estimate: 82.6 (-1.8, 1.6).
func isOffset(low, high, estimate *amount) bool {
	return low.value < 0 && high.value > 0 && math.Abs(estimate.value) > high.value-low.value
}
