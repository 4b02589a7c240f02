package evaluation

import (
	"fmt"
	"math"
)

// Discordance is how two classifiers differ on the same examples: Lost were
// right before and are wrong now, Won the other way round, of Total examples.
type Discordance struct{ Lost, Won, Total int64 }

func (d Discordance) check() error {
	if d.Lost < 0 || d.Won < 0 || d.Lost+d.Won > d.Total || d.Total <= 0 {
		return fmt.Errorf("%w: %d lost and %d won of %d", ErrStatistic, d.Lost, d.Won, d.Total)
	}
	return nil
}

// McNemar holds the p-values of the hypothesis that losing and winning are
// equally likely, from the m = lost + won examples that differ.
type McNemar struct {
	Exact float64 // two-sided: min(1, 2·P(X ≤ min(lost, won))), X ~ Bin(m, ½)
	MidP  float64 // two-sided: Exact less P(X = lost)
	Worse float64 // one-sided, for more lost than won: P(X ≥ lost)
}

// McNemarTest is the exact binomial form of McNemar's test (McNemar,
// Psychometrika 12, 1947; Fagerland, Lydersen and Laake, BMC Medical Research
// Methodology 13:91, 2013, for the mid-p value). Where nothing differs, every p
// is 1. The chi-square form is not used: it fails there.
func McNemarTest(d Discordance) (McNemar, error) {
	if err := d.check(); err != nil {
		return McNemar{}, err
	}
	m := d.Lost + d.Won
	if m == 0 {
		return McNemar{1, 1, 1}, nil
	}
	exact := min(1, 2*binomialTail(max(d.Lost, d.Won), m))
	return McNemar{Exact: exact, MidP: exact - binomialPoint(d.Lost, m), Worse: binomialTail(d.Lost, m)}, nil
}

// Difference is (won - lost)/total, the change of the share that is right, with
// se = √(lost + won - (lost - won)²/total)/total, normally distributed (Agresti,
// Categorical Data Analysis, 3rd ed., 2013, section 11.1).
func (d Discordance) Difference() (Difference, error) {
	if err := d.check(); err != nil {
		return Difference{}, err
	}
	lost, won, n := float64(d.Lost), float64(d.Won), float64(d.Total)
	return Difference{Estimate: (won - lost) / n, Stderr: math.Sqrt(lost+won-(lost-won)*(lost-won)/n) / n, DF: math.Inf(1)}, nil
}

// PairedMean is the mean of differences taken on the same examples, with
// se = s/√n and n-1 degrees of freedom: the paired t test (Student, Biometrika 6, 1908).
func PairedMean(differences []float64) (Difference, error) {
	s, err := Summarise(differences)
	if err != nil {
		return Difference{}, err
	}
	return Difference{Estimate: s.Mean, Stderr: s.SD / math.Sqrt(float64(s.N)), DF: float64(s.N - 1)}, nil
}

// Summarise computes the mean and the standard deviation (with n-1) of a sample
// of at least two, in one pass that does not cancel (Welford, Technometrics 4, 1962).
func Summarise(sample []float64) (Summary, error) {
	if len(sample) < 2 {
		return Summary{}, fmt.Errorf("%w: a sample of %d", ErrStatistic, len(sample))
	}
	var mean, squares float64
	for i, x := range sample {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return Summary{}, fmt.Errorf("%w: the value %v at index %d", ErrStatistic, x, i)
		}
		off := x - mean
		mean += off / float64(i+1)
		squares += off * (x - mean)
	}
	return Summary{Mean: mean, SD: math.Sqrt(squares / float64(len(sample)-1)), N: int64(len(sample))}, nil
}
