package evaluation

import (
	"fmt"
	"math"
	"strconv"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/decimal"
)

// estimate is a result as far as statistics can use it. Of what the evidence
// says, each part is there or zero; rung is the strongest.
type estimate struct {
	value   float64
	of      int64 // examples that it is of, however it was made of them; 0 where that is not known
	k, n    int64 // n is 0 where the result is no share of a known number
	stderr  float64
	runs    []float64
	samples []evidence.Sample
	note    string // why a stronger rung was not used
}

// measure reads what the evidence says of a result's precision.
func measure(r evidence.Result, samples []evidence.Sample) estimate {
	e := estimate{}
	e.value, _ = strconv.ParseFloat(r.Value, 64)
	e.k, e.n = counts(r)
	if n, err := whole64(r.N); err == nil {
		e.of = max(0, n)
	}
	if u := r.Uncertainty; u.Kind == evidence.StdErr {
		switch se, err := strconv.ParseFloat(u.Value, 64); {
		case err != nil || se < 0 || math.IsInf(se, 0):
		case se == 0: // lm-evaluation-harness#3966: a rounding or a run of one, not certainty
			e.note = "a standard error of 0 says nothing"
		default:
			e.stderr = se
		}
	}
	for _, run := range r.Runs {
		if v, err := strconv.ParseFloat(run, 64); err == nil {
			e.runs = append(e.runs, v)
		}
	}
	if len(samples) > 1 {
		sum := 0.0
		for _, s := range samples {
			sum += s.Value
		}
		if mean := sum / float64(len(samples)); math.Abs(mean-e.value) <= 1e-6*max(1, math.Abs(e.value)) {
			e.samples, e.of = samples, int64(len(samples))
		} else {
			e.note = fmt.Sprintf("the per-example values have the mean %.6g, which is not the result: they were not used", mean)
		}
	}
	return e
}

// counts is k of n where the file says so, and the value is their share, or its rounding.
func counts(r evidence.Result) (k, n int64) {
	k, err1 := whole64(r.K)
	n, err2 := whole64(r.N)
	if err1 != nil || err2 != nil || n <= 0 || k < 0 || k > n {
		return 0, 0
	}
	value, err := strconv.ParseFloat(r.Value, 64)
	rounding := math.Pow10(-decimal.Places(r.Value)) / 2 * 1.000001
	if share := float64(k) / float64(n); err != nil || math.Abs(share-value) > max(1e-6, rounding) && math.Abs(100*share-value) > max(1e-4, rounding) {
		return 0, 0
	}
	return k, n
}

// whole64 reads a whole number, which some tools write as 4495.0.
func whole64(literal string) (int64, error) {
	r, err := parse(literal)
	if err != nil {
		return 0, err
	}
	if !r.IsInt() || !r.Num().IsInt64() {
		return 0, fmt.Errorf("%q is not a whole number", clip(literal))
	}
	return r.Num().Int64(), nil
}

// zeroOne reports whether every sample is right or wrong.
func zeroOne(samples []evidence.Sample) bool {
	for _, s := range samples {
		if s.Value != 0 && s.Value != 1 {
			return false
		}
	}
	return true
}

// scale is 100 where the value is the percentage of the counts.
func (e estimate) scale() float64 {
	if e.n == 0 {
		return 1
	}
	if share := float64(e.k) / float64(e.n); math.Abs(100*share-e.value) < math.Abs(share-e.value) {
		return 100
	}
	return 1
}

// proportions are the intervals of a share by the threshold's word for them.
var proportions = map[string]struct {
	name string
	of   func(k, n int64, confidence float64) (interval, error)
}{config.Wilson: {"Wilson", wilsonInterval}, config.Exact: {"Clopper-Pearson", clopperPearson}}

// interval is where the value lies at a two-sided confidence, by the strongest
// rung; ok is false where nothing is known of its precision. An exact interval is
// one of counts: nothing stands in for them.
func (e estimate) interval(confidence float64, share string) (i interval, rung evidence.Rung, method string, ok bool) {
	var err error
	by := proportions[share]
	switch {
	case e.n > 0:
		i, err = by.of(e.k, e.n, confidence)
		s := e.scale()
		i.Low, i.High = i.Low*s, i.High*s
		rung, method = Counts, fmt.Sprintf("%s interval of %d of %d", by.name, e.k, e.n)
	case len(e.samples) > 1 && zeroOne(e.samples):
		k := int64(math.Round(e.value * float64(len(e.samples))))
		i, err = by.of(k, int64(len(e.samples)), confidence)
		rung, method = PerExample, fmt.Sprintf("%s interval of %d of %d examples", by.name, k, len(e.samples))
	case share == config.Exact:
		return interval{}, PointOnly, "", false
	case len(e.samples) > 1:
		values := valuesOf(e.samples)
		var m mean
		if m, err = newMean(values, span(values), seedOf(fmt.Sprint(values))); err == nil {
			i, err = m.Interval(confidence)
		}
		rung, method = PerExample, fmt.Sprintf("t and bootstrap interval of %d examples", len(values))
	case e.stderr > 0:
		i, err = around(e.value, e.stderr, e.freedom(), confidence)
		rung, method = Stderr, fmt.Sprintf("%s interval by the standard error %.4g", e.distribution(), e.stderr)
	case len(e.runs) > 1:
		var s summary
		if s, err = summarise(e.runs); err == nil {
			i, err = around(s.Mean, s.SD/math.Sqrt(float64(s.N)), float64(s.N-1), confidence)
		}
		rung, method = Runs, fmt.Sprintf("t interval of %d runs", len(e.runs))
	default:
		return interval{}, PointOnly, "", false
	}
	return i, rung, method, err == nil
}

// decides reports whether there are enough examples for an interval or a test of
// what is no share: those of unknown number are taken at their word.
func (e estimate) decides(alpha float64) bool {
	return e.of == 0 || e.of >= enough(alpha) || e.stderr == 0 && len(e.samples) == 0
}

// freedom are the degrees of freedom of the standard error, infinite where the
// number of examples is not known.
func (e estimate) freedom() float64 {
	if e.of < 2 {
		return math.Inf(1)
	}
	return float64(e.of - 1)
}

func (e estimate) distribution() string {
	if e.of < 2 {
		return "normal"
	}
	return "t"
}

func valuesOf(samples []evidence.Sample) []float64 {
	values := make([]float64, len(samples))
	for i, s := range samples {
		values[i] = s.Value
	}
	return values
}

// comparison is how much better the candidate is than its baseline, by what is
// known of both.
type comparison struct {
	change   float64 // above zero is better
	interval interval
	below    func(edge float64) float64                 // p of the hypothesis that the change is at least edge
	above    func(edge float64) float64                 // p of the hypothesis that the change is at most edge
	needed   func(effect, alpha float64) (int64, error) // how many would probably decide; nil if that is not known
	neededOf string                                     // what they are: "" for examples
	of       int64                                      // examples of the smaller side; 0 where that is not known
	rung     evidence.Rung
	method   string
}

// compare uses the strongest rung that both sides have. sign is 1 where higher
// is better, -1 where lower is.
func compare(c, b estimate, sign, confidence float64, seed seed) (comparison, error) {
	switch {
	case len(c.samples) > 1 && len(b.samples) > 1:
		return comparePaired(c.samples, b.samples, sign, confidence, seed)
	case c.n > 0 && b.n > 0 && c.scale() == b.scale():
		return compareCounts(c, b, sign, confidence)
	case c.spread() > 0 && b.spread() > 0:
		d, err := fromStderrs(sign*c.value, c.spread(), sign*b.value, b.spread())
		d.DF = satterthwaite(c.spread(), c.freedom(), b.spread(), b.freedom())
		out, err := fromDifference(d, confidence, Stderr, c.distribution()+" test by both standard errors, unpaired: conservative if the examples are the same", err)
		if c.of > 0 && b.of > 0 {
			out.of = min(c.of, b.of)
		}
		if n := max(c.of, b.of); n > 0 {
			out.needed = d.scaled(n)
		}
		return out, err
	case len(c.runs) > 1 && len(b.runs) > 1:
		cs, err1 := summarise(c.runs)
		bs, err2 := summarise(b.runs)
		if err1 != nil || err2 != nil {
			return comparison{}, errStatistic
		}
		cs.Mean, bs.Mean = sign*cs.Mean, sign*bs.Mean
		d, err := welch(cs, bs)
		if err == nil && d.Stderr == 0 {
			return comparison{}, fmt.Errorf("%w: runs that do not differ", errStatistic)
		}
		out, err := fromDifference(d, confidence, Runs, fmt.Sprintf("Welch's t test of %d and %d runs", cs.N, bs.N), err)
		out.needed, out.neededOf = d.scaled(max(cs.N, bs.N)), "runs"
		return out, err
	}
	return comparison{change: sign * (c.value - b.value), rung: PointOnly}, nil
}

// spread is the standard error of an estimate, stated or from its counts.
func (e estimate) spread() float64 {
	if e.stderr > 0 || e.n == 0 {
		return e.stderr
	}
	p := float64(e.k) / float64(e.n)
	return e.scale() * math.Sqrt(p*(1-p)/float64(e.n))
}

func fromDifference(d difference, confidence float64, rung evidence.Rung, method string, err error) (comparison, error) {
	if err != nil {
		return comparison{}, err
	}
	i, err := d.Interval(bothSides(confidence))
	return comparison{change: d.Estimate, interval: i, below: d.Below, above: d.Above, rung: rung, method: method}, err
}

func compareCounts(c, b estimate, sign, confidence float64) (comparison, error) {
	if sign < 0 { // fewer is better: what counts is the share of the others
		c.k, b.k = c.n-c.k, b.n-b.k
	}
	s := c.scale()
	i, err := newcombe(c.k, c.n, b.k, b.n, bothSides(confidence))
	if err != nil {
		return comparison{}, err
	}
	pb := float64(b.k) / float64(b.n)
	return comparison{
		change: s * (float64(c.k)/float64(c.n) - pb), interval: interval{s * i.Low, s * i.High}, of: min(c.n, b.n),
		below: func(edge float64) float64 { return countsBelow(c, b, edge/s) },
		// The change seen from the other side: b - c is at least -edge.
		above:  func(edge float64) float64 { return countsBelow(b, c, -edge/s) },
		needed: func(effect, alpha float64) (int64, error) { return unpairedSize(pb, effect/s, alpha, Power) },
		rung:   Counts, method: "Newcombe's interval of two proportions, unpaired: conservative if the examples are the same",
	}, nil
}

// countsBelow is the p-value of Newcombe's interval, and never less than the exact one.
func countsBelow(a, b estimate, edge float64) float64 {
	return max(newcombeBelow(a.k, a.n, b.k, b.n, edge), exactBelow(a.k, a.n, b.k, b.n, 1, edge))
}

// comparePaired compares the values of the same examples, in the same order.
func comparePaired(c, b []evidence.Sample, sign, confidence float64, seed seed) (comparison, error) {
	differences := make([]float64, len(c))
	sum := 0.0
	for i := range c {
		differences[i] = sign * (c[i].Value - b[i].Value)
		sum += differences[i]
	}
	if zeroOne(c) && zeroOne(b) {
		d := discordance{Total: int64(len(c))}
		for _, x := range differences {
			switch {
			case x < 0:
				d.Lost++
			case x > 0:
				d.Won++
			}
		}
		return compareDiscordant(d, confidence)
	}
	m, err := newMean(differences, span(valuesOf(c), valuesOf(b)), seed)
	if err != nil {
		return comparison{}, err
	}
	i, err := m.Interval(bothSides(confidence))
	return comparison{change: sum / float64(len(c)), interval: i, below: m.Below, above: m.Above, needed: m.scaled(int64(len(c))), rung: PerExample, of: int64(len(c)),
		method: fmt.Sprintf("paired bootstrap of %d examples, %d resamples, seed %s, never surer than the t test or that corrected for skewness", len(c), resamples, seed)}, err
}

func compareDiscordant(d discordance, confidence float64) (comparison, error) {
	i, err := d.Interval(bothSides(confidence))
	if err != nil {
		return comparison{}, err
	}
	reverse := discordance{Lost: d.Won, Won: d.Lost, Total: d.Total}
	exact := func(d discordance, edge float64) float64 {
		if edge != 0 {
			return max(d.Below(edge), d.exactBelow(edge))
		}
		test, _ := mcNemarTest(d) // its counts were checked
		return test.Worse
	}
	m, err := mcNemarTest(d)
	if err != nil {
		return comparison{}, err
	}
	share := float64(d.Lost+d.Won) / float64(d.Total)
	return comparison{
		change: float64(d.Won-d.Lost) / float64(d.Total), interval: i, of: d.Total,
		below: func(edge float64) float64 { return exact(d, edge) },
		above: func(edge float64) float64 { return exact(reverse, -edge) },
		needed: func(effect, alpha float64) (int64, error) {
			return pairedSize(max(share, effect), effect, alpha, Power)
		},
		rung:   PerExample,
		method: fmt.Sprintf("paired: of %d examples %d were lost and %d won; McNemar's exact test (two-sided p = %s, mid-p %s), Tango's score test for a margin", d.Total, d.Lost, d.Won, shown(m.Exact), shown(m.MidP)),
	}, nil
}
