package evaluation

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestErrorRatesOfMeans: where nothing is better, no test says so more often than its
// level, from two examples up. Below minTested nothing is decided, and no p-value of
// a mean alone is held against the level there.
func TestErrorRatesOfMeans(t *testing.T) {
	const runs, level = 1500, 0.05
	for name, draw := range map[string]func(*rand.Rand) float64{
		"normal":             (*rand.Rand).NormFloat64,
		"skewed to the left": func(r *rand.Rand) float64 { return 1 - r.ExpFloat64() },
		"to the right":       func(r *rand.Rand) float64 { return r.ExpFloat64() - 1 },
		"heavily":            func(r *rand.Rand) float64 { return math.Exp(0.5) - math.Exp(r.NormFloat64()) },
	} {
		for _, n := range []int{2, 5, minTested, 20, 40} {
			random := rand.New(rand.NewPCG(20, uint64(n)))
			shown, caught := 0, 0
			for i := range runs {
				sample := make([]float64, n)
				for i := range sample {
					sample[i] = draw(random)
				}
				seed := seed{random.Uint64(), 1}
				student, err := pairedMean(sample)
				if err != nil {
					t.Fatal(err)
				}
				above, below := student.Above(0), student.Below(0)
				// A mean takes two thousand resamples. Where the t test alone is in doubt, that is done now
				// and then, to hold that it is never more certain than the t test.
				if above > level && below > level && i%20 > 0 {
					continue
				}
				m, err := newMean(sample, 10, seed)
				if err != nil {
					t.Fatal(err)
				}
				if m.Above(0) < above || m.Below(0) < below {
					t.Fatalf("%s, %d examples: more certain than the t test", name, n)
				}
				if int64(n) < enough(level) {
					continue
				}
				if m.Above(0) <= level {
					shown++
				}
				if m.Below(0) <= level {
					caught++
				}
			}
			for what, count := range map[string]int{"shown": shown, "caught": caught} {
				if rate := float64(count) / runs; rate > level+2.5*math.Sqrt(level*(1-level)/runs) {
					t.Errorf("%s, %d examples: wrongly %s at a rate of %.3f", name, n, what, rate)
				}
			}
		}
	}
}

// TestErrorRatesOfCounts enumerates every outcome of two sides of equal shares, and
// of pairs that lose as often as they win.
func TestErrorRatesOfCounts(t *testing.T) {
	const level = 0.05
	for _, n := range []int64{2, 3, 5, 12, 20} {
		for _, p := range []float64{0.02, 0.1, 0.3, 0.5, 0.8, 0.97} {
			points, rate := binomialPoints(n, p), 0.0
			for i := range n + 1 {
				for j := range n + 1 {
					if countsBelow(estimate{k: i, n: n}, estimate{k: j, n: n}, 0) <= level {
						rate += points[i] * points[j]
					}
				}
			}
			if rate > level+1e-9 {
				t.Errorf("%d of %v: wrongly caught at a rate of %v", n, p, rate)
			}
		}
		for _, edge := range []float64{-0.01, -0.1, -0.4} {
			for _, lost := range []float64{0.01, 0.05, 0.2, 0.4} {
				if rate := lossRate(t, n, lost-edge, lost, edge, level); rate > level*1.02 { // between the shares that are tried
					t.Errorf("%d pairs, %v lost, margin %v: wrongly shown at a rate of %v", n, lost-edge, edge, rate)
				}
			}
		}
	}
}

// lossRate is how often pairs that are worse by exactly the margin are shown to be
// within it.
func lossRate(t *testing.T, n int64, lost, won, edge, level float64) float64 {
	t.Helper()
	rate := 0.0
	if lost+won > 1 {
		return 0
	}
	for l := range n + 1 {
		for w := range n - l + 1 {
			c, err := compareDiscordant(discordance{Lost: l, Won: w, Total: n}, 0.95)
			if err != nil {
				t.Fatal(err)
			}
			if c.above(edge) <= level {
				rate += math.Exp(logChoose(n, l) + logChoose(n-l, w) + times(float64(l), math.Log(lost)) + times(float64(w), math.Log(won)) + times(float64(n-l-w), math.Log1p(-lost-won)))
			}
		}
	}
	return rate
}

// TestExactBelow holds the exact test against outcomes that can be counted by hand.
func TestExactBelow(t *testing.T) {
	for _, tt := range []struct {
		ka, na, kb, nb int64
		factor, edge   float64
		want           float64
	}{
		{0, 1, 1, 1, 1, 0, 0.25},    // p(1-p) is at most 1/4
		{0, 2, 2, 2, 1, 0, 0.0625},  // p²(1-p)²
		{0, 3, 3, 3, 1, 0, 1. / 64}, // p³(1-p)³
		{0, 5, 5, 5, 1, 0, 1. / 1024},
	} {
		if got := exactBelow(tt.ka, tt.na, tt.kb, tt.nb, tt.factor, tt.edge); math.Abs(got-tt.want) > 5e-4 {
			t.Errorf("%+v: got %v", tt, got)
		}
	}
}

// TestWhatIsAlikeIsNoCertainty: where all differences are equal, the mean may differ
// by examples that were not seen.
func TestWhatIsAlikeIsNoCertainty(t *testing.T) {
	same := make([]float64, 30)
	m, err := newMean(same, 1, seed{})
	if err != nil {
		t.Fatal(err)
	}
	i, _ := m.Interval(0.9)
	if p, want := m.Above(-0.01), math.Pow(0.99, 30); math.Abs(p-want) > 1e-12 || !(i.Low < -0.09 && i.High > 0.09) {
		t.Errorf("p = %v, want %v; %+v", p, want, i)
	}
	if _, err := newMean(same, 0, seed{}); err == nil {
		t.Error("equal values of no known range were taken for a certainty")
	}
}
