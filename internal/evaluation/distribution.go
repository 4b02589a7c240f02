package evaluation

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// The distributions that the intervals and tests of this package need. Special
// functions are gonum's; tails are taken directly, never as one minus the other
// tail, which loses every digit far out.

// upperTail is P(Z > z) of the standard normal distribution.
func upperTail(z float64) float64 { return 0.5 * math.Erfc(z/math.Sqrt2) }

// twoSided is P(|Z| > |z|) of the standard normal distribution.
func twoSided(z float64) float64 { return math.Erfc(math.Abs(z) / math.Sqrt2) }

// normalQuantile is the z below which a standard normal variable lies with
// probability p, 0 < p < 1 (Wichura, Algorithm AS 241, Appl. Stat. 37, 1988).
func normalQuantile(p float64) float64 { return mathext.NormalQuantile(p) }

// studentTail is P(T > t) of Student's t distribution with df degrees of
// freedom, by the incomplete beta function (Abramowitz and Stegun, 26.7.1);
// with infinitely many it is the normal distribution.
func studentTail(t, df float64) float64 {
	if math.IsInf(df, 1) {
		return upperTail(t)
	}
	half := 0.5 * mathext.RegIncBeta(df/2, 0.5, df/(df+t*t))
	if t < 0 {
		return 1 - half
	}
	return half
}

// studentQuantile is the t below which Student's t distribution with df degrees
// of freedom lies with probability p, 0 < p < 1.
func studentQuantile(p, df float64) float64 {
	switch {
	case math.IsInf(df, 1):
		return normalQuantile(p)
	case p < 0.5:
		return -studentQuantile(1-p, df)
	case p == 0.5:
		return 0
	}
	x := mathext.InvRegIncBeta(df/2, 0.5, 2*(1-p))
	return math.Sqrt(df * (1 - x) / x)
}

// betaQuantile is the x below which the Beta(a, b) distribution lies with
// probability p, 0 < p < 1.
func betaQuantile(p, a, b float64) float64 { return mathext.InvRegIncBeta(a, b, p) }

// binomialTail is P(X ≥ k) of X ~ Bin(n, 1/2), 0 ≤ k ≤ n, by the incomplete
// beta function: P(X ≥ k) = I_p(k, n-k+1) (Abramowitz and Stegun, 26.5.24).
func binomialTail(k, n int64) float64 {
	if k <= 0 {
		return 1
	}
	return mathext.RegIncBeta(float64(k), float64(n-k+1), 0.5)
}

// binomialPoint is P(X = k) of X ~ Bin(n, 1/2).
func binomialPoint(k, n int64) float64 {
	return math.Exp(logChoose(n, k) - float64(n)*math.Ln2)
}

// logChoose is the logarithm of n over k.
func logChoose(n, k int64) float64 {
	a, _ := math.Lgamma(float64(n) + 1)
	b, _ := math.Lgamma(float64(k) + 1)
	c, _ := math.Lgamma(float64(n-k) + 1)
	return a - b - c
}
