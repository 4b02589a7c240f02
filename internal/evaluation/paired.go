package evaluation

import (
	"fmt"
	"math"
)

// discordance is how two classifiers differ on the same examples: Lost were
// right before and are wrong now, Won the other way round, of Total examples.
type discordance struct{ Lost, Won, Total int64 }

func (d discordance) check() error {
	if d.Lost < 0 || d.Won < 0 || d.Lost+d.Won > d.Total || d.Total <= 0 {
		return fmt.Errorf("%w: %d lost and %d won of %d", errStatistic, d.Lost, d.Won, d.Total)
	}
	return nil
}

// mcNemar holds the p-values of the hypothesis that losing and winning are
// equally likely, from the m = lost + won examples that differ.
type mcNemar struct {
	Exact float64 // two-sided: min(1, 2·P(X ≤ min(lost, won))), X ~ Bin(m, ½)
	MidP  float64 // two-sided: Exact less P(X = lost)
	Worse float64 // one-sided, for more lost than won: P(X ≥ lost)
}

// mcNemarTest returns the exact binomial form of McNemar's test (McNemar,
// Psychometrika 12, 1947; Fagerland, Lydersen and Laake, BMC Medical Research
// Methodology 13:91, 2013, for the mid-p value). Where nothing differs, every p
// is 1. The chi-square form is not used: it fails there.
func mcNemarTest(d discordance) (mcNemar, error) {
	if err := d.check(); err != nil {
		return mcNemar{}, err
	}
	m := d.Lost + d.Won
	if m == 0 {
		return mcNemar{1, 1, 1}, nil
	}
	exact := min(1, 2*binomialTail(max(d.Lost, d.Won), m))
	return mcNemar{Exact: exact, MidP: exact - binomialPoint(d.Lost, m), Worse: binomialTail(d.Lost, m)}, nil
}

// pairedMean returns the mean of differences taken on the same examples, with
// se = s/√n and n-1 degrees of freedom: the paired t test (Student, Biometrika 6, 1908).
func pairedMean(differences []float64) (difference, error) {
	s, err := summarise(differences)
	if err != nil {
		return difference{}, err
	}
	return difference{Estimate: s.Mean, Stderr: s.SD / math.Sqrt(float64(s.N)), DF: float64(s.N - 1)}, nil
}

// summarise computes the mean and the standard deviation (with n-1) of a sample
// of at least two, in one pass that does not cancel (Welford, Technometrics 4, 1962).
func summarise(sample []float64) (summary, error) {
	if len(sample) < 2 {
		return summary{}, fmt.Errorf("%w: a sample of %d", errStatistic, len(sample))
	}
	var mean, squares float64
	for i, x := range sample {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return summary{}, fmt.Errorf("%w: the value %v at index %d", errStatistic, x, i)
		}
		off := x - mean
		mean += off / float64(i+1)
		squares += off * (x - mean)
	}
	return summary{Mean: mean, SD: math.Sqrt(squares / float64(len(sample)-1)), N: int64(len(sample))}, nil
}

// Below is the p-value of the hypothesis that the change of the share that is
// right is at least edge, against less, by the score test for paired proportions:
// z = (won - lost - n·Δ)/√(n·(2q + Δ(1-Δ))), where q is the share of losses that
// is likeliest under Δ (Tango, Statistics in Medicine 17, 1998). At Δ = 0 it is
// McNemar's statistic; unlike Wald's form it knows a variance where nothing differs.
func (d discordance) Below(edge float64) float64 { return upperTail(-d.score(edge)) }

// score is Tango's statistic for Δ = edge.
func (d discordance) score(edge float64) float64 {
	n, won, lost := float64(d.Total), float64(d.Won), float64(d.Lost)
	off := won - lost - n*edge
	b := -won - lost + (2*n-won+lost)*edge
	c := -lost * edge * (1 - edge)
	q := (math.Sqrt(max(0, b*b-8*n*c)) - b) / (4 * n)
	variance := n * (2*q + edge*(1-edge))
	switch {
	case variance > 0:
		return off / math.Sqrt(variance)
	case off == 0:
		return 0
	}
	return math.Inf(int(math.Copysign(1, off)))
}

// Interval is the two-sided interval of the change of the share that is right:
// every Δ that the score test does not refuse.
func (d discordance) Interval(confidence float64) (interval, error) {
	if err := d.check(); err != nil {
		return interval{}, err
	}
	if err := checkConfidence(confidence); err != nil {
		return interval{}, err
	}
	z := normalQuantile((1 + confidence) / 2)
	estimate := float64(d.Won-d.Lost) / float64(d.Total)
	end := func(edge float64, inside func(float64) bool) float64 {
		near, far := estimate, edge
		for range 60 {
			if middle := (near + far) / 2; inside(middle) {
				near = middle
			} else {
				far = middle
			}
		}
		return (near + far) / 2
	}
	return interval{
		Low:  end(-1, func(x float64) bool { return d.score(x) < z }),
		High: end(1, func(x float64) bool { return d.score(x) > -z }),
	}, nil
}
