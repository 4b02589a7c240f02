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

// pairedSize returns the number of examples, judged by both models, that show a
// difference of the given size with one-sided level alpha: n = (z_α + z_β)²·(ψ -
// δ²)/δ², where ψ is the share of examples on which the two models differ
// (Connor, Biometrics 43, 1987).
func pairedSize(discordant, effect, alpha, power float64) (int64, error) {
	if err := checkPlan(effect, alpha, power); err != nil {
		return 0, err
	}
	if !(discordant >= math.Abs(effect) && discordant <= 1) {
		return 0, fmt.Errorf("%w: a share of %v cannot make a difference of %v", errStatistic, discordant, effect)
	}
	return size(discordant-effect*effect, effect, alpha, power)
}

// unpairedSize returns the number of examples that each of two independent samples
// needs to show a difference of the given size from the proportion p, with
// one-sided level alpha: n = (z_α + z_β)²·2p(1-p)/δ² (Fleiss, Levin and Paik,
// Statistical Methods for Rates and Proportions, 3rd ed., 2003, section 4.3).
func unpairedSize(p, effect, alpha, power float64) (int64, error) {
	if err := checkPlan(effect, alpha, power); err != nil {
		return 0, err
	}
	if !(p >= 0 && p <= 1) {
		return 0, fmt.Errorf("%w: a proportion of %v", errStatistic, p)
	}
	return size(2*p*(1-p), effect, alpha, power)
}

// halfWidthSize returns the smallest n for which the one-sided bound of a proportion p,
// as Wilson has it at the given confidence, is no further than distance from p.
func halfWidthSize(p, distance, confidence float64) (int64, error) {
	if !(p >= 0 && p <= 1 && distance > 0) {
		return 0, fmt.Errorf("%w: a distance of %v from %v", errStatistic, distance, p)
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
			return 0, fmt.Errorf("%w: no number of examples shows %v", errStatistic, distance)
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

// scaled is the number of examples, for each side, that show an effect with
// one-sided level alpha, where n have shown the difference with its standard
// error: the variance falls as 1/n.
func (d difference) scaled(n int64) func(effect, alpha float64) (int64, error) {
	return func(effect, alpha float64) (int64, error) {
		if err := checkPlan(effect, alpha, Power); err != nil {
			return 0, err
		}
		return size(d.Stderr*d.Stderr*float64(n), effect, alpha, Power)
	}
}

func size(variance, effect, alpha, power float64) (int64, error) {
	if variance <= 0 { // as of n of n: its examples say nothing of how many it takes
		return 0, fmt.Errorf("%w: a variance of %v", errStatistic, variance)
	}
	z := normalQuantile(1-alpha) + normalQuantile(power)
	return whole(z * z * variance / (effect * effect))
}

func whole(n float64) (int64, error) {
	if !(n <= maxSamples) {
		return 0, fmt.Errorf("%w: more than %g examples", errStatistic, maxSamples)
	}
	return max(1, int64(math.Ceil(n))), nil
}

func checkPlan(effect, alpha, power float64) error {
	if effect == 0 || math.IsNaN(effect) || !(alpha > 0 && alpha < 0.5) || !(power > 0 && power < 1) {
		return fmt.Errorf("%w: an effect of %v at level %v with power %v", errStatistic, effect, alpha, power)
	}
	return nil
}
