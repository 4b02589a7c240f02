package evaluation

import (
	"fmt"
	"math"
)

// difference is an estimated difference of two quantities and how it is
// distributed: bound and test are methods, so that one estimate answers every
// question that a check asks of it.
type difference struct {
	Estimate float64
	Stderr   float64
	DF       float64 // degrees of freedom of Student's t; infinite for the normal distribution
}

// Interval is the two-sided interval of the difference.
func (d difference) Interval(confidence float64) (interval, error) {
	return around(d.Estimate, d.Stderr, d.DF, confidence)
}

// Above is the p-value of the one-sided test of the hypothesis that the
// difference is at most edge, against more. Non-inferiority by a margin m is
// Above(-m), superiority is Above(0) (Wellek, Testing Statistical Hypotheses of
// Equivalence and Noninferiority, 2nd ed., 2010, chapter 2).
func (d difference) Above(edge float64) float64 { return studentTail(d.statistic(edge), d.DF) }

// Below is the p-value of the one-sided test of the hypothesis that the
// difference is at least edge, against less.
func (d difference) Below(edge float64) float64 { return studentTail(-d.statistic(edge), d.DF) }

// statistic is the distance of the estimate from an edge in standard errors. A
// difference without any spread is on one side of the edge, or on it.
func (d difference) statistic(edge float64) float64 {
	off := d.Estimate - edge
	switch {
	case d.Stderr > 0:
		return off / d.Stderr
	case off == 0:
		return 0
	}
	return math.Inf(int(math.Copysign(1, off)))
}

// summary is what is known of a sample: its mean, standard deviation and size.
type summary struct {
	Mean, SD float64
	N        int64
}

// welch returns the difference a - b of the means of two independent samples of
// unequal variance: se² = va + vb with v = s²/n, and df = (va+vb)² /
// (va²/(na-1) + vb²/(nb-1)) (Welch, Biometrika 34, 1947; Satterthwaite, Biometrics
// Bulletin 2, 1946).
func welch(a, b summary) (difference, error) {
	if a.N < 2 || b.N < 2 || !(a.SD >= 0) || !(b.SD >= 0) {
		return difference{}, fmt.Errorf("%w: samples of %d and %d with standard deviations %v and %v", errStatistic, a.N, b.N, a.SD, b.SD)
	}
	va, vb := a.SD*a.SD/float64(a.N), b.SD*b.SD/float64(b.N)
	d := difference{Estimate: a.Mean - b.Mean, Stderr: math.Sqrt(va + vb), DF: math.Inf(1)}
	if va+vb > 0 {
		d.DF = satterthwaite(math.Sqrt(va), float64(a.N-1), math.Sqrt(vb), float64(b.N-1))
	}
	return d, nil
}

// satterthwaite are the degrees of freedom of a difference of two estimates with
// their standard errors and degrees of freedom.
func satterthwaite(sa, dfa, sb, dfb float64) float64 {
	va, vb := sa*sa, sb*sb
	return (va + vb) * (va + vb) / (va*va/dfa + vb*vb/dfb)
}

// fromStderrs returns the difference a - b of two independent estimates with known
// standard errors: se = √(sa² + sb²), normally distributed.
func fromStderrs(a, stderrA, b, stderrB float64) (difference, error) {
	if !(stderrA >= 0) || !(stderrB >= 0) || math.IsInf(stderrA+stderrB, 1) {
		return difference{}, fmt.Errorf("%w: standard errors %v and %v", errStatistic, stderrA, stderrB)
	}
	return difference{Estimate: a - b, Stderr: math.Hypot(stderrA, stderrB), DF: math.Inf(1)}, nil
}

// pooledZ returns the z statistic of the hypothesis that two independent proportions
// are equal, with the variance of both samples together (Fleiss, Levin and Paik,
// Statistical Methods for Rates and Proportions, 3rd ed., 2003, section 3.1).
// It is 0 where no two outcomes differ.
func pooledZ(ka, na, kb, nb int64) (float64, error) {
	if err := checkPair(ka, na, kb, nb); err != nil {
		return 0, err
	}
	pooled := float64(ka+kb) / float64(na+nb)
	se := math.Sqrt(pooled * (1 - pooled) * (1/float64(na) + 1/float64(nb)))
	if se == 0 {
		return 0, nil
	}
	return (float64(ka)/float64(na) - float64(kb)/float64(nb)) / se, nil
}

// newcombe returns the interval of the difference ka/na - kb/nb of two independent
// proportions from their Wilson intervals (l1, u1) and (l2, u2):
// d - √((pa-l1)² + (u2-pb)²) to d + √((u1-pa)² + (pb-l2)²), at a two-sided
// confidence (Newcombe, Statistics in Medicine 17, 1998, method 10).
func newcombe(ka, na, kb, nb int64, confidence float64) (interval, error) {
	if err := checkPair(ka, na, kb, nb); err != nil {
		return interval{}, err
	}
	if err := checkConfidence(confidence); err != nil {
		return interval{}, err
	}
	z := normalQuantile((1 + confidence) / 2)
	pa, pb := float64(ka)/float64(na), float64(kb)/float64(nb)
	a, b := wilson(pa, float64(na), z), wilson(pb, float64(nb), z)
	d := pa - pb
	return interval{Low: d - math.Hypot(pa-a.Low, b.High-pb), High: d + math.Hypot(a.High-pa, pb-b.Low)}, nil
}

// newcombeBelow is the p-value that belongs to Newcombe's interval: the level at
// which its one-sided upper bound meets edge. Tests and intervals of one check
// then never contradict each other.
func newcombeBelow(ka, na, kb, nb int64, edge float64) float64 {
	pa, pb := float64(ka)/float64(na), float64(kb)/float64(nb)
	upper := func(z float64) float64 {
		a, b := wilson(pa, float64(na), math.Abs(z)), wilson(pb, float64(nb), math.Abs(z))
		if z < 0 {
			return pa - pb - math.Hypot(pa-a.Low, b.High-pb)
		}
		return pa - pb + math.Hypot(a.High-pa, pb-b.Low)
	}
	low, high := -40.0, 40.0 // upper grows with z
	for range 200 {
		z := (low + high) / 2
		if upper(z) < edge {
			low = z
		} else {
			high = z
		}
	}
	return upperTail((low + high) / 2)
}

func checkPair(ka, na, kb, nb int64) error {
	if na <= 0 || nb <= 0 || ka < 0 || kb < 0 || ka > na || kb > nb {
		return fmt.Errorf("%w: %d of %d and %d of %d", errStatistic, ka, na, kb, nb)
	}
	return nil
}
