package evaluation

import (
	"cmp"
	"fmt"
	"math"
	"math/big"
	"slices"
)

// Group is one group of a protected attribute: K of N have the outcome.
type Group struct {
	Name string
	K, N int64
}

func (g Group) rate() float64 { return float64(g.K) / float64(g.N) }

// Disparity is how far the groups of an attribute are apart: the lowest rate
// against the highest.
type Disparity struct {
	Lowest, Highest Group
	Groups          int      // that were compared
	LeftOut         []Group  // smaller than was asked for, by name
	Ratio           float64  // lowest/highest; NaN where both are 0
	RatioInterval   interval // of the extreme pair, for the choice among all pairs
	Difference      float64  // highest - lowest
	DiffInterval    interval // of the extreme pair, for the choice among all pairs
	P               float64  // Fisher's exact test of the extreme pair, two-sided, times the number of pairs
}

// betweenGroups compares every group of at least minimum examples with every
// other (the demographic parity ratio and difference of fairlearn,
// fairlearn.metrics.demographic_parity_ratio). Since the extreme pair is chosen
// among g(g-1)/2, its intervals are at the confidence 1 - (1-confidence)/pairs
// (Bonferroni). The difference's is Newcombe's; the ratio's is that of the log of
// the ratio with se² = 1/k1 - 1/n1 + 1/k2 - 1/n2 (Katz et al., Biometrics 34, 1978),
// with half an example of either outcome added to each where one is 0 or full.
func betweenGroups(groups []Group, minimum int64, confidence float64) (Disparity, error) {
	if err := checkConfidence(confidence); err != nil {
		return Disparity{}, err
	}
	var d Disparity
	var in []Group
	for _, g := range groups {
		if g.N < 0 || g.K < 0 || g.K > g.N {
			return Disparity{}, fmt.Errorf("%w: %d of %d in group %q", errStatistic, g.K, g.N, g.Name)
		}
		if g.N < max(1, minimum) {
			d.LeftOut = append(d.LeftOut, g)
		} else {
			in = append(in, g)
		}
	}
	slices.SortFunc(d.LeftOut, func(a, b Group) int { return cmp.Compare(a.Name, b.Name) })
	if d.Groups = len(in); d.Groups < 2 {
		return d, fmt.Errorf("%w: %d groups of at least %d examples", errStatistic, len(in), minimum)
	}
	// Exact products, and names for ties: the order of the groups never counts.
	slices.SortFunc(in, func(a, b Group) int {
		return cmp.Or(compareRates(a, b), cmp.Compare(a.Name, b.Name))
	})
	d.Lowest, d.Highest = in[0], in[len(in)-1]
	d.Ratio, d.Difference = d.Lowest.rate()/d.Highest.rate(), d.Highest.rate()-d.Lowest.rate()
	pairs := float64(len(in)*(len(in)-1)) / 2
	each := 1 - (1-confidence)/pairs
	var err error
	if d.DiffInterval, err = newcombe(d.Highest.K, d.Highest.N, d.Lowest.K, d.Lowest.N, each); err != nil {
		return d, err
	}
	d.RatioInterval = katz(d.Lowest, d.Highest, each)
	fisher, err := fisher(d.Lowest.K, d.Lowest.N, d.Highest.K, d.Highest.N)
	d.P = min(1, pairs*fisher)
	return d, err
}

// apart are the p-values of the hypotheses that the lowest and the highest group
// are at least, and at most, as far apart as a limit: exact, and 0 where the groups
// are larger than exact tests are made for.
func (d Disparity) apart(measure string, limit float64) (far, near float64) {
	low, high := d.Lowest, d.Highest
	if measure != "ratio" {
		return exactBelow(high.K, high.N, low.K, low.N, 1, limit), exactBelow(low.K, low.N, high.K, high.N, 1, -limit)
	}
	if limit > 0 { // of 0 nothing is lower
		far = exactBelow(high.K, high.N, low.K, low.N, 1/limit, 0)
	}
	return far, exactBelow(low.K, low.N, high.K, high.N, limit, 0)
}

func compareRates(a, b Group) int {
	return big.NewRat(a.K, a.N).Cmp(big.NewRat(b.K, b.N))
}

func katz(a, b Group, confidence float64) interval {
	ka, na, kb, nb := float64(a.K), float64(a.N), float64(b.K), float64(b.N)
	if a.K == 0 || b.K == 0 || a.K == a.N || b.K == b.N {
		ka, na, kb, nb = ka+0.5, na+1, kb+0.5, nb+1
	}
	middle := math.Log(ka/na) - math.Log(kb/nb)
	spread := normalQuantile((1+confidence)/2) * math.Sqrt(max(0, 1/ka-1/na+1/kb-1/nb))
	return interval{Low: math.Exp(middle - spread), High: math.Exp(middle + spread)}
}

// fisher returns the two-sided p-value of Fisher's exact test that two proportions
// are equal: the sum over the tables with the same margins that are no likelier
// than this one (Fisher, Statistical Methods for Research Workers, 1934; as R's
// fisher.test, with its tolerance of 1e-7 for ties). With more than a million
// such tables it is that of pooledZ, which differs by less than anyone shows.
func fisher(ka, na, kb, nb int64) (float64, error) {
	if err := checkPair(ka, na, kb, nb); err != nil {
		return 0, err
	}
	k := ka + kb
	low, high := max(0, k-nb), min(k, na)
	if high-low > 1_000_000 {
		z, err := pooledZ(ka, na, kb, nb)
		return twoSided(z), err
	}
	point := func(x int64) float64 { return logChoose(na, x) + logChoose(nb, k-x) - logChoose(na+nb, k) }
	edge := point(ka) + 1e-7
	sum := 0.0
	for x := low; x <= high; x++ {
		if l := point(x); l <= edge {
			sum += math.Exp(l)
		}
	}
	return min(1, sum), nil
}
