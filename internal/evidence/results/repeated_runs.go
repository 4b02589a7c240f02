package results

import (
	"fmt"
	"maps"
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/decimal"
)

// A test that is run ten times is one test ten times over: its runs say nothing of
// other tests. What a share rests on is the number of tests that differ.

// repeats counts the runs of each test, and those that passed.
type repeats struct {
	total        int
	runs, passed map[string]int // by test
}

func newRepeats() *repeats { return &repeats{runs: map[string]int{}, passed: map[string]int{}} }

func (c *repeats) add(test string, passed bool) {
	c.total++
	c.runs[test]++
	if passed {
		c.passed[test]++
	}
}

// tests is how many tests there are.
func (c *repeats) tests() int { return len(c.runs) }

// of gives a share of runs the number of its tests: with k of n where every test
// always passed or always failed, else with the standard error between the tests.
func (c *repeats) of(x *evidence.Result) {
	if c.total == c.tests() {
		return
	}
	x.Raw += fmt.Sprintf(" runs of %d tests", c.tests())
	x.Counted(strconv.Itoa(c.tests()), "file")
	x.K = ""
	k, sum, squares, n := 0, 0.0, 0.0, float64(c.tests())
	for _, test := range slices.Sorted(maps.Keys(c.runs)) {
		share := float64(c.passed[test]) / float64(c.runs[test])
		if share == 1 {
			k++
		}
		sum, squares = sum+share, squares+share*share
	}
	if sum == float64(k) && decimal.Rational(x.Value) != nil {
		off := new(big.Rat).Sub(decimal.Rational(x.Value), big.NewRat(int64(k), int64(c.tests())))
		if off.Abs(off).Cmp(decimal.Rational("1e-9")) <= 0 {
			x.K = strconv.Itoa(k)
			return
		}
	}
	if n > 1 {
		stderr := strconv.FormatFloat(math.Sqrt(max(0, squares-sum*sum/n)/(n-1)/n), 'g', -1, 64)
		x.Uncertainty = evidence.Uncertainty{At: x.At, Kind: evidence.StdErr, Value: stderr, Raw: stderr, Method: "between tests"}
	}
}

// once gives a result whose runs cannot be distinguished the number of its tests, where
// each was run as often as the file says; otherwise that number is not known.
func once(x *evidence.Result, runs string) {
	times, n := decimal.Rational(runs), decimal.Rational(x.N)
	if times == nil || n == nil || times.Cmp(big.NewRat(1, 1)) <= 0 {
		return
	}
	x.K, x.N, x.NFrom = "", "", ""
	x.Uncertainty = evidence.Uncertainty{At: x.Uncertainty.At}
	if n.Quo(n, times).IsInt() {
		x.Counted(n.Num().String(), "file")
	}
}

// merge makes one value of those that one example has in several runs: their mean.
func (c *sampleCollector) merge() {
	slices.SortStableFunc(c.values, func(a, b evidence.Sample) int { return strings.Compare(a.Key, b.Key) })
	var out []evidence.Sample
	for from, i := 0, 0; i < len(c.values); from = i {
		sum := 0.0
		for ; i < len(c.values) && c.values[i].Key == c.values[from].Key; i++ {
			sum += c.values[i].Value
		}
		out = append(out, evidence.Sample{Key: c.values[from].Key, Value: sum / float64(i-from)})
	}
	c.values = out
}
