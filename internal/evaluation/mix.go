package evaluation

import (
	"fmt"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// mixed says which group has another share of the examples than in the baseline's file,
// by more than chance: another mix of classes is another test set, however many
// examples it has. It is "" where the files do not count groups, or agree.
func mixed(head, base evidence.Evaluation) string {
	now, before := groupCounts(head), groupCounts(base)
	for _, by := range sorted(before) {
		var h, b float64
		for group, n := range before[by] {
			if m, both := now[by][group]; both {
				h, b = h+m, b+n
			}
		}
		if h == 0 || b == 0 {
			continue
		}
		for _, group := range sorted(before[by]) {
			m, both := now[by][group]
			if !both {
				continue
			}
			is, was := m/h, before[by][group]/b
			off, pooled := abs(is-was), (m+before[by][group])/(h+b)
			// a fifth of the share, and three standard errors of the difference
			if off > 0.2*was && off*off > 9*pooled*(1-pooled)*(1/h+1/b) {
				return fmt.Sprintf("the test set differs: %s=%s has %.0f of %.0f examples, but %.0f of %.0f in the baseline", clip(by), clip(group), m, h, before[by][group], b)
			}
		}
	}
	return ""
}

// groupCounts are the numbers of examples of the groups of a file, by what they are
// grouped by; of several results of a group the most.
func groupCounts(e evidence.Evaluation) map[string]map[string]float64 {
	out := map[string]map[string]float64{}
	for _, r := range e.Results {
		by, group, ok := strings.Cut(r.Slice, "=")
		n, err := whole64(r.N)
		if !ok || err != nil || n <= 0 || joined.MatchString(group) || slices.Contains([]string{"average", "column", "actual", "predicted"}, by) {
			continue
		}
		by = strings.TrimPrefix(part(r, parts)+" "+by, " ")
		if out[by] == nil {
			out[by] = map[string]float64{}
		}
		out[by][group] = max(out[by][group], float64(n))
	}
	return out
}
