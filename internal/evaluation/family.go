package evaluation

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// holm adjusts the p-values of a family of tests, any of which may block, so
// that the chance of one false alarm among all is at most the level each is
// then held against: with p sorted ascending, adjusted_i = max over j ≤ i of
// min(1, (m-j+1)·p_j) (Holm, Scandinavian Journal of Statistics 6, 1979). The
// result is in the order of the argument.
func holm(p []float64) []float64 {
	order := make([]int, len(p))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(p[a], p[b]) })
	adjusted := make([]float64, len(p))
	highest := 0.0
	for rank, i := range order {
		highest = max(highest, min(1, float64(len(p)-rank)*p[i]))
		adjusted[i] = highest
	}
	return adjusted
}

// caught is a test that may block and awaits the correction for its family.
type caught struct {
	check int // index into the checks
	p     float64
	other bool // of a slice that the threshold does not require: a family of its own
}

// correct gives the tests that may each block their verdicts. The slices that are
// asked about because they are there are a family beside that of all other tests:
// however many they are, they hide no regression of what a threshold names.
func (x *judge) correct(checks []evidence.Check) {
	for _, other := range []bool{false, true} {
		x.correctFamily(checks, slices.DeleteFunc(slices.Clone(x.catches), func(c *caught) bool { return c.other != other }))
	}
}

// correctFamily adjusts the tests of a family for their number (Holm).
func (x *judge) correctFamily(checks []evidence.Check, family []*caught) {
	p := make([]float64, len(family))
	for i, c := range family {
		p[i] = c.p
	}
	holm := holm(p)
	for i, caught := range family {
		c := &checks[caught.check]
		t := x.thresholdOf(c.Threshold)
		adjusted := caught.p
		if t.Correction == "holm" {
			adjusted, c.Family = holm[i], len(p)
		}
		c.P, c.Adjusted, c.Verdict = shown(caught.p), shown(adjusted), Pass
		c.Detail = fmt.Sprintf("p = %s that it is not worse, %s after correction for %d tests", c.P, c.Adjusted, max(1, c.Family))
		if adjusted <= alpha(t) {
			c.Verdict = Fail
		}
	}
}
