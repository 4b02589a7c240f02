package evaluation

import (
	"fmt"
	"math"
	"slices"
)

// distances are the measures of how far two distributions over the same bins
// are apart.
type distances struct {
	PSI float64 // population stability index: Σ (b-a)·ln(b/a); infinite if only one side has a bin
	JS  float64 // Jensen-Shannon distance: √((KL(a‖m) + KL(b‖m))/2), m = (a+b)/2, natural logarithms as SciPy's jensenshannon: at most √ln 2
	KS  float64 // greatest difference of the cumulative shares, bins in order
}

// binDistances compares counts or shares over the same bins; each side is
// divided by its sum (Lin, IEEE Trans. Inf. Theory 37, 1991, for Jensen-Shannon;
// Siddiqi, Credit Risk Scorecards, 2006, for PSI). No bin is smoothed: a bin that
// only one side has makes PSI infinite, which is what it is.
func binDistances(a, b []float64) (distances, error) {
	if len(a) != len(b) || len(a) == 0 {
		return distances{}, fmt.Errorf("%w: %d bins against %d", errStatistic, len(a), len(b))
	}
	sumA, err := mass(a)
	if err != nil {
		return distances{}, err
	}
	sumB, err := mass(b)
	if err != nil {
		return distances{}, err
	}
	var d distances
	var divergence, cumulative float64
	for i := range a {
		p, q := a[i]/sumA, b[i]/sumB
		if p != q {
			d.PSI += (q - p) * math.Log(q/p)
		}
		middle := (p + q) / 2
		divergence += (information(p, middle) + information(q, middle)) / 2
		cumulative += q - p
		d.KS = max(d.KS, math.Abs(cumulative))
	}
	d.JS = math.Sqrt(max(0, divergence))
	return d, nil
}

// information is p·ln(p/q), 0 where p is 0.
func information(p, q float64) float64 {
	if p == 0 {
		return 0
	}
	return p * math.Log(p/q)
}

func mass(bins []float64) (float64, error) {
	sum := 0.0
	for i, x := range bins {
		if !(x >= 0) || math.IsInf(x, 1) {
			return 0, fmt.Errorf("%w: the count %v in bin %d", errStatistic, x, i)
		}
		sum += x
	}
	if sum == 0 || math.IsInf(sum, 1) {
		return 0, fmt.Errorf("%w: bins that hold %v", errStatistic, sum)
	}
	return sum, nil
}

// kolmogorovSmirnov compares two raw columns: D is the greatest difference of
// their empirical distribution functions, P the two-sided p-value of the
// hypothesis that both come from one distribution. P is exact by counting lattice
// paths while n·m ≤ 250,000 (Hodges, Arkiv för Matematik 3, 1957) and the limit
// of Kolmogorov beyond; ties make either conservative.
func kolmogorovSmirnov(a, b []float64) (d, p float64, err error) {
	if len(a) == 0 || len(b) == 0 {
		return 0, 0, fmt.Errorf("%w: samples of %d and %d", errStatistic, len(a), len(b))
	}
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a) // NaN first
	slices.Sort(b)
	if math.IsNaN(a[0]) || math.IsNaN(b[0]) {
		return 0, 0, fmt.Errorf("%w: a value is not a number", errStatistic)
	}
	n, m := len(a), len(b)
	steps := 0 // n·m·D, exactly
	for i, j := 0, 0; i < n && j < m; {
		x := min(a[i], b[j])
		for i < n && a[i] == x {
			i++
		}
		for j < m && b[j] == x {
			j++
		}
		steps = max(steps, absolute(i*m-j*n))
	}
	d = float64(steps) / float64(n) / float64(m)
	if n*m <= 250_000 {
		return d, exactKS(n, m, steps), nil
	}
	return d, limitKS(d * math.Sqrt(float64(n)*float64(m)/float64(n+m))), nil
}

func absolute(x int) int { return max(x, -x) }

// exactKS is P(n·m·D ≥ steps): one less the share of lattice paths from (0, 0) to
// (n, m) that stay closer than steps to the diagonal.
func exactKS(n, m, steps int) float64 {
	inside := make([]float64, m+1) // the share of the paths to (i, j), by j
	for i := range n + 1 {
		for j := range m + 1 {
			share := 0.0
			switch {
			case absolute(i*m-j*n) >= steps:
			case i == 0 && j == 0:
				share = 1
			case i == 0:
				share = inside[j-1]
			case j == 0:
				share = inside[0]
			default:
				share = (inside[j]*float64(i) + inside[j-1]*float64(j)) / float64(i+j)
			}
			inside[j] = share
		}
	}
	return min(1, max(0, 1-inside[m]))
}

// limitKS is 2·Σ (-1)^(k-1)·exp(-2k²x²), the limit of P(√(nm/(n+m))·D ≥ x).
func limitKS(x float64) float64 {
	if x < 0.2 {
		return 1
	}
	sum, sign := 0.0, 1.0
	for k := 1.0; k <= 100; k++ {
		sum += sign * math.Exp(-2*k*k*x*x)
		sign = -sign
	}
	return min(1, max(0, 2*sum))
}
