package cli

import (
	"fmt"
	"math"
	"strconv"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/decimal"
)

// fewest is the number of examples from which a test decides on its own.
const fewest = 30

// margin are the keys of a threshold that say how much worse a result may get, by what
// its file tells of its precision. Where that is enough for a test, the test tells noise
// from a regression. Where only the number of examples of a share is known, the margin is
// what two samples of that size differ by, one time in twenty. An error in the unit of what
// is predicted never comes out the same twice: its margin is a part of it. Else it is none, and
// the comment says what to state.
func (b beginning) margin(r evidence.Result) string {
	now := fmt.Sprintf("it is %s now; min or max sets a bound", actions.Clean(r.Raw))
	n, _ := strconv.ParseFloat(r.N, 64)
	switch value, ok := decimal.Float(r.Value); {
	case r.K != "" && n >= fewest:
		return fmt.Sprintf("  not_worse_by: 0 # review: %s\n  mode: catch # review: only a significant regression fails, by its counts (%s of %s)\n", now, r.K, r.N)
	case r.Uncertainty.Kind == evidence.StdErr && ok && positive(r.Uncertainty.Value) && (r.N == "" || n >= fewest):
		return fmt.Sprintf("  not_worse_by: 0 # review: %s\n  mode: catch # review: only a significant regression fails, by its standard error %s\n", now, actions.Clean(r.Uncertainty.Raw))
	case len(r.Runs) > 2:
		return fmt.Sprintf("  not_worse_by: 0 # review: %s\n  mode: catch # review: only a significant regression fails, by its %d runs\n", now, len(r.Runs))
	case ok && n >= fewest && value > 0 && value < 1 && b.scales.IsShare(r.Metric):
		noise := 1.645 * math.Sqrt(2*value*(1-value)/n)
		return fmt.Sprintf("  not_worse_by: %s # review: about the noise of %s examples; %s\n", rounded(noise), r.N, now)
	case b.scales.IsError(r.Metric):
		return fmt.Sprintf("  not_worse_by: %q # review: of the value at the base commit; %s\n", errorMargin, now)
	case r.N == "":
		return fmt.Sprintf("  not_worse_by: 0 # review: %s; with n and k, stderr or runs in the file, mode: catch tells noise from a regression\n", now)
	}
	return fmt.Sprintf("  not_worse_by: 0 # review: %s\n", now)
}

// errorMargin is how much worse an error may get of which nothing tells the precision.
const errorMargin = "2%"

func positive(literal string) bool {
	x, ok := decimal.Float(literal)
	return ok && x > 0
}

// rounded is a margin with one figure, rounded up.
func rounded(x float64) string {
	unit := math.Pow(10, math.Floor(math.Log10(x)))
	return strconv.FormatFloat(math.Ceil(x/unit-1e-9)*unit, 'f', int(math.Max(0, -math.Floor(math.Log10(x)))), 64)
}
