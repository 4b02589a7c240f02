package evaluation

import "math"

// Sizes up to which tests of counts are held against exact ones: beyond, the
// approximations are as good, and the exact ones take long.
const (
	exactUnpaired = 200 // examples of each side
	exactPaired   = 60
)

// nuisances is how many values of the share that a hypothesis leaves open are tried.
const nuisances = 48

// exactBelow is the p-value of the hypothesis that pa - factor·pb is at least edge,
// against less: the greatest chance, over all shares with pa = edge + factor·pb, of
// counts that speak as much against it (Barnard, Biometrika 34, 1947). They are
// ordered by the difference in standard errors, each share with one example more of
// either outcome (Agresti and Caffo, The American Statistician 54, 2000). It is 0,
// which claims nothing, for sides larger than exactUnpaired.
func exactBelow(ka, na, kb, nb int64, factor, edge float64) float64 {
	if na > exactUnpaired || nb > exactUnpaired {
		return 0
	}
	first := firstAgainst(ka, na, kb, nb, factor, edge)
	low, high := max(0, -edge/factor), min(1, (1-edge)/factor)
	worst := 0.0
	for i := range nuisances + 1 {
		pb := low + (high-low)*float64(i)/nuisances
		if pa := edge + factor*pb; pb >= 0 && pb <= 1 {
			worst = max(worst, chanceOf(first, binomialPoints(na, min(1, max(0, pa))), binomialPoints(nb, pb)))
		}
	}
	return min(1, worst)
}

// firstAgainst is, for each count of the first side, the smallest count of the second
// that speaks as much against the hypothesis as what was seen.
func firstAgainst(ka, na, kb, nb int64, factor, edge float64) []int64 {
	statistic := func(i, j int64) float64 {
		pa, pb := float64(i+1)/float64(na+2), float64(j+1)/float64(nb+2)
		return (pa - factor*pb - edge) / math.Sqrt(pa*(1-pa)/float64(na+2)+factor*factor*pb*(1-pb)/float64(nb+2))
	}
	seen := statistic(ka, kb) + 1e-9
	first := make([]int64, na+1)
	for i := range first {
		for first[i] <= nb && statistic(int64(i), first[i]) > seen {
			first[i]++
		}
	}
	return first
}

// chanceOf adds up the chances of the pairs of counts from first on.
func chanceOf(first []int64, a, b []float64) float64 {
	from := make([]float64, len(b)+1) // of at least so many
	for j := len(b) - 1; j >= 0; j-- {
		from[j] = from[j+1] + b[j]
	}
	sum := 0.0
	for i, j := range first {
		sum += a[i] * from[j]
	}
	return sum
}

// binomialPoints are the chances of 0 to n hits.
func binomialPoints(n int64, p float64) []float64 {
	out := make([]float64, n+1)
	for k := range out {
		out[k] = math.Exp(logChoose(n, int64(k)) + times(float64(k), math.Log(p)) + times(float64(n)-float64(k), math.Log1p(-p)))
	}
	return out
}

// times is a product in which nothing of an infinity is nothing.
func times(n, log float64) float64 {
	if n == 0 {
		return 0
	}
	return n * log
}

// exactBelow is the p-value of Below from all outcomes of as many examples: the
// greatest chance, over all shares of losses, of a score as low. It is 0, which
// claims nothing, for more than exactPaired examples.
func (d discordance) exactBelow(edge float64) float64 {
	if d.Total > exactPaired {
		return 0
	}
	type outcome struct{ won, lost, ways float64 }
	var against []outcome
	seen := d.score(edge) + 1e-9
	for lost := range d.Total + 1 {
		for won := range d.Total - lost + 1 {
			if (discordance{Lost: lost, Won: won, Total: d.Total}).score(edge) <= seen {
				against = append(against, outcome{float64(won), float64(lost), logChoose(d.Total, lost) + logChoose(d.Total-lost, won)})
			}
		}
	}
	worst := 0.0
	low, high := max(0, -edge), (1-edge)/2
	for i := range nuisances + 1 {
		lost := low + (high-low)*float64(i)/nuisances
		won := max(0, lost+edge)
		same := max(0, 1-lost-won)
		logWon, logLost, logSame := math.Log(won), math.Log(lost), math.Log(same)
		sum := 0.0
		for _, o := range against {
			sum += math.Exp(o.ways + times(o.won, logWon) + times(o.lost, logLost) + times(float64(d.Total)-o.won-o.lost, logSame))
		}
		worst = max(worst, sum)
	}
	return min(1, worst)
}
