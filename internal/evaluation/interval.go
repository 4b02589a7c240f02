package evaluation

import (
	"errors"
	"fmt"
	"math"
)

// interval is a range that a quantity is estimated to lie in.
type interval struct{ Low, High float64 }

// errStatistic is the error of figures that no statistic can be made of.
var errStatistic = errors.New("no statistic can be made of these figures")

// bothSides is the confidence of a two-sided interval either end of which is a
// one-sided bound at the given confidence.
func bothSides(confidence float64) float64 { return 2*confidence - 1 }

func checkProportion(k, n int64, confidence float64) error {
	if n <= 0 || k < 0 || k > n {
		return fmt.Errorf("%w: %d of %d", errStatistic, k, n)
	}
	return checkConfidence(confidence)
}

func checkConfidence(confidence float64) error {
	if !(confidence > 0 && confidence < 1) {
		return fmt.Errorf("%w: a confidence of %v", errStatistic, confidence)
	}
	return nil
}

// wilsonInterval returns the score interval of a proportion, k of n, at a two-sided
// confidence: (p + z²/2n ± z·√(p(1-p)/n + z²/4n²)) / (1 + z²/n), clamped to
// [0, 1] (Wilson, JASA 22, 1927).
func wilsonInterval(k, n int64, confidence float64) (interval, error) {
	if err := checkProportion(k, n, confidence); err != nil {
		return interval{}, err
	}
	z := normalQuantile((1 + confidence) / 2)
	return wilson(float64(k)/float64(n), float64(n), z), nil
}

func wilson(p, n, z float64) interval {
	z2 := z * z
	middle := p + z2/(2*n)
	spread := z * math.Sqrt(p*(1-p)/n+z2/(4*n*n))
	i := interval{Low: (middle - spread) / (1 + z2/n), High: (middle + spread) / (1 + z2/n)}
	if p == 0 {
		i.Low = 0 // not the 2e-17 that rounding leaves
	}
	if p == 1 {
		i.High = 1
	}
	return i
}

// clopperPearson returns the exact interval of a proportion, k of n, at a two-sided
// confidence: quantiles of Beta(k, n-k+1) and Beta(k+1, n-k) (Clopper and
// Pearson, Biometrika 26, 1934).
func clopperPearson(k, n int64, confidence float64) (interval, error) {
	if err := checkProportion(k, n, confidence); err != nil {
		return interval{}, err
	}
	alpha := 1 - confidence
	i := interval{Low: 0, High: 1}
	if k > 0 {
		i.Low = betaQuantile(alpha/2, float64(k), float64(n-k+1))
	}
	if k < n {
		i.High = betaQuantile(1-alpha/2, float64(k+1), float64(n-k))
	}
	return i, nil
}

// around returns the interval value ± quantile·stderr at a two-sided confidence. The
// quantile is Student's with df degrees of freedom, which may be infinite.
func around(value, stderr, df, confidence float64) (interval, error) {
	if err := checkConfidence(confidence); err != nil {
		return interval{}, err
	}
	if !(stderr >= 0) || math.IsInf(stderr, 0) || math.IsNaN(value) || math.IsInf(value, 0) || !(df > 0) {
		return interval{}, fmt.Errorf("%w: %v ± %v with %v degrees of freedom", errStatistic, value, stderr, df)
	}
	spread := studentQuantile((1+confidence)/2, df) * stderr
	return interval{Low: value - spread, High: value + spread}, nil
}
