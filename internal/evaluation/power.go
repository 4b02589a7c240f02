package evaluation

import (
	"fmt"
	"math"
)

// Power is the chance of seeing an effect that a planned sample size is for:
// four in five, as is the custom (Cohen, Statistical Power Analysis, 2nd ed., 1988).
const Power = 0.8

// maxSamples is the most that a sample size is given as.
const maxSamples = 1e15

// PairedSize is the number of examples, judged by both models, that show a
// difference of the given size with one-sided level alpha: n = (z_α + z_β)²·(ψ -
// δ²)/δ², where ψ is the share of examples on which the two models differ
// (Connor, Biometrics 43, 1987).
func PairedSize(discordant, effect, alpha, power float64) (int64, error) {
	if err := checkPlan(effect, alpha, power); err != nil {
		return 0, err
	}
	if !(discordant >= math.Abs(effect) && discordant <= 1) {
		return 0, fmt.Errorf("%w: a share of %v cannot make a difference of %v", ErrStatistic, discordant, effect)
	}
	return size(discordant-effect*effect, effect, alpha, power)
}

// UnpairedSize is the number of examples that each of two independent samples
// needs to show a difference of the given size from the proportion p, with
// one-sided level alpha: n = (z_α + z_β)²·2p(1-p)/δ² (Fleiss, Levin and Paik,
// Statistical Methods for Rates and Proportions, 3rd ed., 2003, section 4.3).
func UnpairedSize(p, effect, alpha, power float64) (int64, error) {
	if err := checkPlan(effect, alpha, power); err != nil {
		return 0, err
	}
	if !(p >= 0 && p <= 1) {
		return 0, fmt.Errorf("%w: a proportion of %v", ErrStatistic, p)
	}
	return size(2*p*(1-p), effect, alpha, power)
}

// TwoProportionsSize is the number of examples that each of two samples needs to
// tell p1 from p2 with two-sided level alpha, with the pooled variance under the
// hypothesis that they are equal, as R's power.prop.test has it.
func TwoProportionsSize(p1, p2, alpha, power float64) (int64, error) {
	if err := checkPlan(p1-p2, alpha, power); err != nil {
		return 0, err
	}
	if !(min(p1, p2) >= 0 && max(p1, p2) <= 1) {
		return 0, fmt.Errorf("%w: proportions of %v and %v", ErrStatistic, p1, p2)
	}
	pooled := (p1 + p2) / 2
	sum := normalQuantile(1-alpha/2)*math.Sqrt(2*pooled*(1-pooled)) + normalQuantile(power)*math.Sqrt(p1*(1-p1)+p2*(1-p2))
	return whole(sum * sum / ((p1 - p2) * (p1 - p2)))
}

// HalfWidthSize is the smallest n for which the one-sided bound of a proportion p,
// as Wilson has it at the given confidence, is no further than distance from p.
func HalfWidthSize(p, distance, confidence float64) (int64, error) {
	if !(p >= 0 && p <= 1 && distance > 0) {
		return 0, fmt.Errorf("%w: a distance of %v from %v", ErrStatistic, distance, p)
	}
	if err := checkConfidence(confidence); err != nil {
		return 0, err
	}
	z := math.Abs(normalQuantile(confidence))
	far := func(n float64) bool {
		i := wilson(p, n, z)
		return max(p-i.Low, i.High-p) > distance
	}
	low, high := 1.0, 2.0
	for far(high) {
		if low, high = high, high*2; high > maxSamples {
			return 0, fmt.Errorf("%w: no number of examples shows %v", ErrStatistic, distance)
		}
	}
	for high-low > 0.5 {
		if middle := (low + high) / 2; far(middle) {
			low = middle
		} else {
			high = middle
		}
	}
	return whole(high)
}

// ZeroFailures is the upper bound, at a one-sided confidence, of a rate that n
// trials did not show once: 1 - (1-confidence)^(1/n), the end of the interval of
// Clopper and Pearson, about 3/n at 95 % (Hanley and Lippman-Hand, JAMA 249, 1983).
func ZeroFailures(n int64, confidence float64) (float64, error) {
	if err := checkProportion(0, n, confidence); err != nil {
		return 0, err
	}
	return -math.Expm1(math.Log1p(-confidence) / float64(n)), nil
}

func size(variance, effect, alpha, power float64) (int64, error) {
	z := normalQuantile(1-alpha) + normalQuantile(power)
	return whole(z * z * variance / (effect * effect))
}

func whole(n float64) (int64, error) {
	if !(n <= maxSamples) {
		return 0, fmt.Errorf("%w: more than %g examples", ErrStatistic, maxSamples)
	}
	return max(1, int64(math.Ceil(n))), nil
}

func checkPlan(effect, alpha, power float64) error {
	if effect == 0 || math.IsNaN(effect) || !(alpha > 0 && alpha < 0.5) || !(power > 0 && power < 1) {
		return fmt.Errorf("%w: an effect of %v at level %v with power %v", ErrStatistic, effect, alpha, power)
	}
	return nil
}
