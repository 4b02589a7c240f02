package evaluation

import (
	"fmt"
	"math"
)

// minTested is the fewest examples that a test decides on. With fewer, no method
// keeps the chance of a wrong answer where the values are skewed.
const minTested = 12

// enough is the fewest examples that decide at a level: minTested, or as many as it
// takes for all of them falling on one side by chance to be rarer than the level.
func enough(alpha float64) int64 { return max(minTested, int64(math.Ceil(-math.Log2(alpha)))) }

// mean is what a sample shows of a mean. Each of its p-values is the largest of
// three: the percentile bootstrap's; that of Student's t test, which the bootstrap
// is never more certain than; and that of the t test corrected for skewness by
// Hall's monotone transformation (Hall, JRSS B 54, 1992), where the sample leans to
// the side that the t test is too sure of.
type mean struct {
	difference
	boot bootstrap
	skew float64 // above what the sample has, since small samples understate it
	n    float64
	flat float64 // the range of values, where all differences are equal; else 0
}

// newMean looks at a sample. All values may be equal: then span, the range that a
// value can have, bounds how far the mean may be from them.
func newMean(sample []float64, span float64, seed seed) (mean, error) {
	d, err := pairedMean(sample)
	if err != nil {
		return mean{}, err
	}
	m := mean{difference: d, n: float64(len(sample))}
	if sd := d.Stderr * math.Sqrt(m.n); sd > 1e-12*max(span, math.Abs(d.Estimate)) {
		m.boot, err = resampleMean(sample, resamples, seed)
		m.skew = skewness(sample, d.Estimate, sd) * (1.2 + 20/m.n)
		return m, err
	}
	if m.flat = span; span == 0 {
		return mean{}, fmt.Errorf("%w: no two values differ", errStatistic)
	}
	return m, nil
}

// skewness is the adjusted third moment of a sample with its mean and deviation.
func skewness(sample []float64, mean, sd float64) float64 {
	n, sum := float64(len(sample)), 0.0
	for _, x := range sample {
		sum += math.Pow((x-mean)/sd, 3)
	}
	return sum * n / ((n - 1) * max(1, n-2))
}

// Above is the p-value of the hypothesis that the mean is at most edge, against more.
func (m mean) Above(edge float64) float64 {
	if m.flat > 0 {
		return m.unseen(m.Estimate - edge)
	}
	return max(m.boot.Above(edge), m.difference.Above(edge), studentTail(m.corrected(m.statistic(edge), min(0, m.skew)), m.DF))
}

// Below is the p-value of the hypothesis that the mean is at least edge, against less.
func (m mean) Below(edge float64) float64 {
	if m.flat > 0 {
		return m.unseen(edge - m.Estimate)
	}
	return max(m.boot.Below(edge), m.difference.Below(edge), studentTail(m.corrected(-m.statistic(edge), min(0, -m.skew)), m.DF))
}

// unseen is the chance that none of n examples shows what would move the mean so far,
// each by the whole range of values: (1 - off/range)ⁿ.
func (m mean) unseen(off float64) float64 {
	return math.Pow(1-min(1, max(0, off/m.flat)), m.n)
}

// corrected is Hall's transformation of a t statistic.
func (m mean) corrected(t, skew float64) float64 {
	if skew == 0 {
		return t
	}
	a, b := skew/(3*math.Sqrt(m.n)), skew/(6*math.Sqrt(m.n))
	return (math.Pow(1+a*t, 3)-1)/(3*a) + b
}

// Interval holds every mean that the p-values do not refuse.
func (m mean) Interval(confidence float64) (interval, error) {
	if err := checkConfidence(confidence); err != nil {
		return interval{}, err
	}
	tail := (1 - confidence) / 2
	if m.flat > 0 {
		off := m.flat * (1 - math.Pow(tail, 1/m.n))
		return interval{m.Estimate - off, m.Estimate + off}, nil
	}
	boot, err1 := m.boot.Interval(confidence)
	t, err2 := m.difference.Interval(confidence)
	if err1 != nil || err2 != nil {
		return interval{}, errStatistic
	}
	z := studentQuantile((1+confidence)/2, m.DF)
	return interval{
		Low:  min(boot.Low, t.Low, m.Estimate-m.Stderr*m.uncorrected(z, min(0, m.skew))),
		High: max(boot.High, t.High, m.Estimate+m.Stderr*m.uncorrected(z, min(0, -m.skew))),
	}, nil
}

// uncorrected is the statistic whose corrected value is z.
func (m mean) uncorrected(z, skew float64) float64 {
	if skew == 0 {
		return z
	}
	a, b := skew/(3*math.Sqrt(m.n)), skew/(6*math.Sqrt(m.n))
	return (math.Cbrt(1+3*a*(z-b)) - 1) / a
}

// span is the range that values are known to have: 0 to 1 where all lie in it.
func span(sides ...[]float64) float64 {
	low, high := math.Inf(1), math.Inf(-1)
	for _, side := range sides {
		for _, x := range side {
			low, high = min(low, x), max(high, x)
		}
	}
	if low >= 0 && high <= 1 {
		return 1
	}
	return high - low
}
