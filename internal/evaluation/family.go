package evaluation

import (
	"cmp"
	"slices"
)

// Holm adjusts the p-values of a family of tests, any of which may block, so
// that the chance of one false alarm among all is at most the level each is
// then held against: with p sorted ascending, adjusted_i = max over j ≤ i of
// min(1, (m-j+1)·p_j) (Holm, Scandinavian Journal of Statistics 6, 1979). The
// result is in the order of the argument.
func Holm(p []float64) []float64 {
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
