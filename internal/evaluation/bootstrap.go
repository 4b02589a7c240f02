package evaluation

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math"
	"math/bits"
	"math/rand/v2"
	"slices"
)

// resamples is how many bootstrap samples a comparison takes: enough that the
// ends of a 95 % interval rest on 50 samples each.
const resamples = 2000

// seed is the state that resampling starts from. It is printed with what came
// of it, so that anyone can run it again.
type seed [2]uint64

// seedOf derives the seed from what is compared: the first 16 bytes of the
// SHA-256 of the words, each with its length. Same comparison, same resamples;
// whoever proposes a change cannot try seeds without changing the evidence.
func seedOf(words ...string) seed {
	h := sha256.New()
	for _, w := range words {
		fmt.Fprintf(h, "%d:%s", len(w), w)
	}
	sum := h.Sum(nil)
	return seed{binary.BigEndian.Uint64(sum), binary.BigEndian.Uint64(sum[8:])}
}

func (s seed) String() string { return fmt.Sprintf("%016x%016x", s[0], s[1]) }

// bootstrap is the distribution of the mean of a sample over resamples: sorted
// means. Intervals are percentile intervals (Efron, Annals of Statistics 7,
// 1979). They are too narrow for small and for skewed samples: Mean holds them
// against the t test.
type bootstrap []float64

// resampleMean draws resamples of a sample with replacement and keeps the mean
// of each. The generator is PCG-DXSM of math/rand/v2; each of its words gives two
// indices by the multiply-shift reduction (Lemire, ACM TOMACS 29, 2019), whose bias
// is below n/2³². Memory is one copy of the sample and the means.
//
// Where the sample has few distinct values, as the differences of 0/1 outcomes
// have, the counts of a resample are drawn at once from the multinomial
// distribution that they follow.
func resampleMean(sample []float64, resamples int, seed seed) (bootstrap, error) {
	switch {
	case len(sample) < 2 || len(sample) > math.MaxInt32:
		return nil, fmt.Errorf("%w: a sample of %d", errStatistic, len(sample))
	case resamples < 1:
		return nil, fmt.Errorf("%w: %d resamples", errStatistic, resamples)
	}
	for i, x := range sample {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return nil, fmt.Errorf("%w: the value %v at index %d", errStatistic, x, i)
		}
	}
	source := rand.NewPCG(seed[0], seed[1])
	var means bootstrap
	if values, counts, few := tally(sample); few {
		means = resampleCounts(values, counts, len(sample), resamples, rand.New(source))
	} else {
		means = resampleRows(sample, resamples, source)
	}
	slices.Sort(means)
	return means, nil
}

// resampleRows draws every row of every resample.
func resampleRows(sample []float64, resamples int, source *rand.PCG) bootstrap {
	n := uint64(len(sample))
	means := make(bootstrap, resamples)
	for r := range means {
		var even, odd float64 // two sums, so that the additions overlap
		for range n / 2 {
			word := source.Uint64()
			even += sample[(word>>32)*n>>32]
			odd += sample[(word&math.MaxUint32)*n>>32]
		}
		if n%2 == 1 {
			high, _ := bits.Mul64(source.Uint64(), n)
			even += sample[high]
		}
		means[r] = (even + odd) / float64(n)
	}
	return means
}

// fewValues is up to how many distinct values the counts of a resample are drawn
// instead of its rows.
const fewValues = 16

// tally counts the distinct values of a sample, sorted, if they are few compared with its size.
func tally(sample []float64) (values []float64, counts []int, few bool) {
	seen := map[float64]int{}
	for _, x := range sample {
		if seen[x]++; len(seen) > fewValues || len(seen)*8 > len(sample) && len(seen) > 3 {
			return nil, nil, false
		}
	}
	for x := range seen {
		values = append(values, x)
	}
	slices.Sort(values)
	for _, x := range values {
		counts = append(counts, seen[x])
	}
	return values, counts, true
}

// resampleCounts draws how often each value is in a resample: each count is
// binomial among the rows that are left.
func resampleCounts(values []float64, counts []int, n, resamples int, random *rand.Rand) bootstrap {
	means := make(bootstrap, resamples)
	for r := range means {
		rows, weight, sum := n, n, 0.0
		for i, x := range values {
			drawn := rows
			if counts[i] < weight {
				drawn = binomial(rows, float64(counts[i])/float64(weight), random)
			}
			sum += x * float64(drawn)
			rows, weight = rows-drawn, weight-counts[i]
		}
		means[r] = sum / float64(n)
	}
	return means
}

// binomial draws from Bin(n, p): by waiting times between hits where hits are few
// (Devroye, Non-Uniform Random Variate Generation, 1986, X.4.3), else by halving at the
// median of a beta variable until they are (Devroye, X.4.4, after Relles, 1972).
func binomial(n int, p float64, random *rand.Rand) int {
	hits := 0
	for float64(n)*min(p, 1-p) > 16 {
		i := (n + 1) / 2
		v := beta(float64(i), float64(n+1-i), random)
		if v <= p { // the i-th smallest of n uniforms is a hit, and so are those below
			hits, n, p = hits+i, n-i, (p-v)/(1-v)
		} else {
			n, p = i-1, p/v
		}
	}
	if p > 0.5 {
		return hits + n - waiting(n, 1-p, random)
	}
	return hits + waiting(n, p, random)
}

func waiting(n int, p float64, random *rand.Rand) int {
	if p <= 0 {
		return 0
	}
	hits, at := 0, 0.0
	scale := math.Log1p(-p)
	for {
		at += math.Floor(math.Log(1-random.Float64())/scale) + 1
		if at > float64(n) {
			return hits
		}
		hits++
	}
}

// beta draws from Beta(a, b), a, b ≥ 1, as a ratio of gamma variables.
func beta(a, b float64, random *rand.Rand) float64 {
	x := gamma(a, random)
	return x / (x + gamma(b, random))
}

// gamma draws from Gamma(a, 1), a ≥ 1 (Marsaglia and Tsang, ACM TOMS 26, 2000).
func gamma(a float64, random *rand.Rand) float64 {
	d := a - 1.0/3
	c := 1 / math.Sqrt(9*d)
	for {
		x := random.NormFloat64()
		v := 1 + c*x
		if v <= 0 {
			continue
		}
		v = v * v * v
		if math.Log(1-random.Float64()) < 0.5*x*x+d-d*v+d*math.Log(v) {
			return d * v
		}
	}
}

// Interval is the percentile interval at a two-sided confidence.
func (b bootstrap) Interval(confidence float64) (interval, error) {
	if err := checkConfidence(confidence); err != nil {
		return interval{}, err
	}
	return interval{Low: quantile(b, (1-confidence)/2), High: quantile(b, (1+confidence)/2)}, nil
}

// Above is the p-value of the hypothesis that the mean is at most edge, against
// more: (1 + #{mean* ≤ edge}) / (B + 1) (Davison and Hinkley, Bootstrap Methods and
// their Application, 1997, section 4.2.3).
func (b bootstrap) Above(edge float64) float64 {
	i, _ := slices.BinarySearchFunc(b, edge, func(x, edge float64) int {
		if x <= edge {
			return -1
		}
		return 1
	})
	return float64(1+i) / float64(1+len(b))
}

// Below is the p-value of the hypothesis that the mean is at least edge, against less.
func (b bootstrap) Below(edge float64) float64 {
	i, _ := slices.BinarySearch(b, edge)
	return float64(1+len(b)-i) / float64(1+len(b))
}

// quantile is the type-7 quantile of a sorted sample: linear between the order
// statistics around (n-1)·p (Hyndman and Fan, The American Statistician 50, 1996). It is what
// R and NumPy compute when nothing else is asked for.
func quantile(sorted []float64, p float64) float64 {
	at := p * float64(len(sorted)-1)
	i := int(math.Floor(at))
	if i+1 >= len(sorted) {
		return sorted[len(sorted)-1]
	}
	return sorted[i] + (at-float64(i))*(sorted[i+1]-sorted[i])
}
