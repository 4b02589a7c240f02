package evaluation

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The expected figures of this file are published or were computed with R 4.2.2,
// SciPy 1.10.1 or statsmodels 0.13.5; each is compared to the digits given.

// digits fails unless got, rounded to as many significant digits or decimal
// places as want has, is want.
func digits(t *testing.T, what string, got float64, want string) {
	t.Helper()
	mantissa, exponent, scientific := strings.Cut(want, "e")
	shown := strconv.FormatFloat(got, 'f', len(mantissa)-strings.IndexByte(mantissa+".", '.')-1, 64)
	if scientific {
		_, fraction, _ := strings.Cut(mantissa, ".")
		shown = strconv.FormatFloat(got, 'e', len(fraction), 64)
		want = mantissa + "e" + exponent
	} else if !strings.Contains(mantissa, ".") {
		shown = strconv.FormatFloat(got, 'f', 0, 64)
		if math.Abs(got-math.Round(got)) > 1e-9 {
			shown = strconv.FormatFloat(got, 'g', -1, 64)
		}
	}
	if shown == want || "-"+want == shown && got == 0 {
		return
	}
	// The last digit of a published figure may be its own rounding.
	g, _ := strconv.ParseFloat(shown, 64)
	w, _ := strconv.ParseFloat(want, 64)
	unit := 1.01 * math.Pow10(-(len(mantissa) - strings.IndexByte(mantissa+".", '.') - 1))
	if scientific {
		e, _ := strconv.Atoi(exponent)
		unit *= math.Pow10(e)
	}
	if math.Abs(g-w) > unit || !strings.Contains(mantissa, ".") {
		t.Errorf("%s: got %v, want %s", what, got, want)
	}
}

// must is for calls that cannot fail in a test.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func TestProportionIntervals(t *testing.T) {
	for _, tt := range []struct {
		k, n                                   int64
		wilsonLow, wilsonHigh, exactLow, exact string
	}{
		{0, 10, "0.0000000000", "0.2775327999", "0", "0.3084971078"},
		{10, 10, "0.7224672001", "1.0000000000", "0.6915028922", "1"},
		{5, 10, "0.2365930905", "0.7634069095", "0.1870860284", "0.8129139716"},
		{45, 50, "0.7863976856", "0.9565242351", "0.7818646336", "0.9667249064"},
		{820, 1000, "0.7949777671", "0.8425731075", "0.7947575060", "0.8433418983"},
		{1, 29, "0.0061132143", "0.1717552188", "0.0008726469", "0.1776442955"},
		{263, 1319, "0.1787179820", "0.2218148674", "0.1781410565", "0.2219941507"},
	} {
		what := fmt.Sprintf("%d of %d", tt.k, tt.n)
		w := must(wilsonInterval(tt.k, tt.n, 0.95))
		digits(t, what+" Wilson low", w.Low, tt.wilsonLow)
		digits(t, what+" Wilson high", w.High, tt.wilsonHigh)
		c := must(clopperPearson(tt.k, tt.n, 0.95))
		digits(t, what+" Clopper-Pearson low", c.Low, tt.exactLow)
		digits(t, what+" Clopper-Pearson high", c.High, tt.exact)
	}
	for _, tt := range []struct {
		k, n int64
		low  string
	}{{45, 50, "0.8084624858"}, {10, 10, "0.7870580299"}, {820, 1000, "0.7991614219"}} {
		digits(t, "one-sided", must(wilsonInterval(tt.k, tt.n, bothSides(0.95))).Low, tt.low)
	}
}

func TestDifferenceOfProportions(t *testing.T) {
	for _, tt := range []struct {
		ka, na, kb, nb int64
		low, high      string
	}{
		{56, 70, 48, 80, "0.0524314724", "0.3338726540"},
		{9, 10, 3, 10, "0.1705227239", "0.8090179735"},
		{10, 10, 0, 10, "0.6075093504", "1"},
		{5, 56, 0, 29, "-0.0381371479", "0.1925600139"},
	} {
		what := fmt.Sprintf("%d/%d - %d/%d", tt.ka, tt.na, tt.kb, tt.nb)
		i := must(newcombe(tt.ka, tt.na, tt.kb, tt.nb, 0.95))
		digits(t, what, i.Low, tt.low)
		digits(t, what, i.High, tt.high)
		// The p-value is that of the interval: at its one-sided upper end it is the level.
		if p := newcombeBelow(tt.ka, tt.na, tt.kb, tt.nb, i.High); i.High < 1 && math.Abs(p-0.025) > 1e-9 {
			t.Errorf("%s: p at the upper end is %v", what, p)
		}
	}
	z := must(pooledZ(56, 70, 48, 80))
	digits(t, "prop.test", twoSided(z), "0.008045081368")
	z = must(pooledZ(5, 83, 12, 99))
	digits(t, "statsmodels z", z, "-1.4078304151")
	digits(t, "statsmodels p", twoSided(z), "0.1591812918")
	for _, tt := range []struct {
		ka, kb, n int64
		z, p      string
	}{
		{686, 650, 1172, "1.5020055", "0.133096"}, {729, 674, 1172, "2.3191594", "0.0203864"}, {997, 671, 1319, "13.6131865", "3.343e-42"},
	} {
		// The harness's standard errors, √(p(1-p)/(n-1)).
		a, b, n := float64(tt.ka)/float64(tt.n), float64(tt.kb)/float64(tt.n), float64(tt.n)
		d := must(fromStderrs(a, math.Sqrt(a*(1-a)/(n-1)), b, math.Sqrt(b*(1-b)/(n-1))))
		digits(t, "Llama-3-8B z", d.statistic(0), tt.z)
		digits(t, "Llama-3-8B p", 2*studentTail(math.Abs(d.statistic(0)), d.DF), tt.p)
	}
	if z := must(pooledZ(0, 10, 0, 10)); z != 0 {
		t.Errorf("no outcome differs, and z is %v", z)
	}
	mmlu := must(fromStderrs(0.658168, 0.003793, 0.650406, 0.003784))
	digits(t, "mmlu z", mmlu.Estimate/mmlu.Stderr, "1.449")
	digits(t, "mmlu p", 2*studentTail(math.Abs(mmlu.statistic(0)), mmlu.DF), "0.147")
	wald := func(p, n float64) float64 { return math.Sqrt(p * (1 - p) / n) }
	d := must(fromStderrs(0.82, wald(0.82, 1000), 0.83, wald(0.83, 1000)))
	digits(t, "Wald se", d.Stderr, "0.0169911742")
	digits(t, "Wald z", d.statistic(-0.03), "1.1770816889")
	digits(t, "non-inferiority", d.Above(-0.03), "0.1195814515")
}

func TestMcNemarVectors(t *testing.T) {
	for _, tt := range []struct {
		lost, won   int64
		exact, midP string
	}{
		{150, 86, "3.71593613957e-05", "2.89338951762e-05"},
		{121, 59, "4.43444926376e-06", "3.26664679577e-06"},
		{5, 1, "0.21875", "0.125"},
		{6, 0, "0.03125", "0.015625"},
		{10, 3, "0.09228515625", "0.057373046875"},
		{7, 7, "1", "0.79052734375"},
		{1, 0, "1", "0.5"},
		{0, 0, "1", "1"},
	} {
		what := fmt.Sprintf("%d and %d", tt.lost, tt.won)
		m := must(mcNemarTest(discordance{tt.lost, tt.won, 500}))
		digits(t, what+" exact", m.Exact, tt.exact)
		digits(t, what+" mid-p", m.MidP, tt.midP)
	}
	digits(t, "one-sided", must(mcNemarTest(discordance{10, 3, 200})).Worse, "0.046142578125")
}

// sleep is R's data set of that name: extra hours of sleep of ten patients under
// each of two drugs (Cushny and Peebles, 1905; Student, 1908).
var sleep = [2][]float64{
	{0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0},
	{1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4},
}

func TestStudent(t *testing.T) {
	a, b := must(summarise(sleep[0])), must(summarise(sleep[1]))
	digits(t, "mean", a.Mean, "0.75")
	digits(t, "sd", a.SD, "1.7890096578")
	digits(t, "sd", b.SD, "2.0022487358")
	w := must(welch(a, b))
	digits(t, "Welch t", w.statistic(0), "-1.86081346749")
	digits(t, "Welch df", w.DF, "17.77647351618")
	digits(t, "Welch p", 2*studentTail(math.Abs(w.statistic(0)), w.DF), "0.07939414019")
	i := must(w.Interval(0.95))
	digits(t, "Welch low", i.Low, "-3.36548323071")
	digits(t, "Welch high", i.High, "0.20548323071")
	stats := must(welch(summary{15, math.Sqrt(87.5), 13}, summary{12, math.Sqrt(39), 11}))
	digits(t, "Welch t from summaries", stats.statistic(0), "0.9358461936")
	digits(t, "Welch p from summaries", 2*studentTail(math.Abs(stats.statistic(0)), stats.DF), "0.3599981869")

	differences := make([]float64, 10)
	for k := range differences {
		differences[k] = sleep[1][k] - sleep[0][k]
	}
	p := must(pairedMean(differences))
	digits(t, "paired t", p.statistic(0), "4.062127683382")
	digits(t, "paired p", 2*studentTail(math.Abs(p.statistic(0)), p.DF), "0.002832890197")
	digits(t, "paired se", p.Stderr, "0.3889587239")
	i = must(p.Interval(0.95))
	digits(t, "paired low", i.Low, "0.700114236723")
	digits(t, "paired high", i.High, "2.459885763277")
	digits(t, "one-sided low", must(p.Interval(bothSides(0.95))).Low, "0.866994732972")
	digits(t, "non-inferiority t", p.statistic(-0.5), "5.3476111275")
	digits(t, "non-inferiority p", p.Above(-0.5), "2.3190270448e-04")
	digits(t, "margin 0", p.Above(0), "0.0014164450987")
	digits(t, "superiority t", p.statistic(0.5), "2.7766442393")
	digits(t, "superiority p", p.Above(0.5), "0.0107592434")
	if got := p.Above(0.5) + p.Below(0.5); math.Abs(got-1) > 1e-12 {
		t.Errorf("the two tails sum to %v", got)
	}
	digits(t, "t quantile", studentQuantile(0.975, 9), "2.262157162798")
	digits(t, "t quantile", studentQuantile(0.025, 9), "-2.262157162798")
}

func TestTails(t *testing.T) {
	for z, want := range map[float64]string{6: "9.86587645038e-10", 8: "6.22096057427e-16", 9: "1.12858840595e-19"} {
		digits(t, fmt.Sprint("beyond ", z), upperTail(z), want)
	}
}

func TestHolmVectors(t *testing.T) {
	for _, tt := range []struct{ p, want []float64 }{
		{[]float64{.01, .02, .03, .04, .05}, []float64{.05, .08, .09, .09, .09}},
		{[]float64{.01, .04, .03, .005}, []float64{.03, .06, .06, .02}},
		{[]float64{.6}, []float64{.6}},
		{nil, []float64{}},
	} {
		got := holm(tt.p)
		for i := range got {
			if math.Abs(got[i]-tt.want[i]) > 1e-12 {
				t.Errorf("%v: got %v, want %v", tt.p, got, tt.want)
			}
		}
		if len(got) != len(tt.want) {
			t.Errorf("%v: got %v, want %v", tt.p, got, tt.want)
		}
	}
	// Benjamini and Hochberg, JRSS B 57, 1995, section 3.2.
	hochberg := holm([]float64{.0001, .0004, .0019, .0095, .0201, .0278, .0298, .0344, .0459, .3240, .4262, .5719, .6528, .7590, 1.0})
	for i, want := range []string{"0.0015", "0.0056", "0.0247", "0.114", "0.2211", "0.278"} {
		digits(t, "Benjamini and Hochberg's data", hochberg[i], want)
	}
	llama := holm([]float64{0.133096, 0.0203864, 3.343e-42, 0.147431})
	for i, want := range []string{"0.266", "0.0612", "1.34e-41", "0.266"} {
		digits(t, "Llama-3-8B", llama[i], want)
	}
}

func TestSampleSizes(t *testing.T) {
	for _, tt := range []struct {
		got  int64
		want int64
	}{
		{must(unpairedSize(0.85, 0.02, 0.05, 0.8)), 3942},
		{must(unpairedSize(0.85, 0.01, 0.05, 0.8)), 15766},
		{must(unpairedSize(0.90, 0.03, 0.05, 0.8)), 1237},
		{must(pairedSize(0.10, 0.02, 0.05, 0.8)), 1540},
		{must(pairedSize(0.10, 0.01, 0.05, 0.8)), 6177},
	} {
		if tt.got != tt.want {
			t.Errorf("got %d, want %d", tt.got, tt.want)
		}
	}
	for n, want := range map[int64]string{30: "0.111", 100: "0.060", 1000: "0.019"} {
		i := must(wilsonInterval(n*9/10, n, 0.95))
		digits(t, fmt.Sprintf("half width at %d", n), (i.High-i.Low)/2, want)
	}
	digits(t, "no failure in 100", must(clopperPearson(0, 100, bothSides(0.95))).High, "0.0295")
	n := must(halfWidthSize(0.9, 0.02, 0.95))
	for _, tt := range []struct {
		n   int64
		far bool
	}{{n, false}, {n - 1, true}} {
		if i := wilson(0.9, float64(tt.n), normalQuantile(0.95)); (0.9-i.Low > 0.02) != tt.far {
			t.Errorf("%d examples bound 0.9 at %v", tt.n, i)
		}
	}
}

func TestDistanceVectors(t *testing.T) {
	d := must(binDistances([]float64{.25, .25, .25, .25}, []float64{.1, .2, .3, .4}))
	digits(t, "PSI", d.PSI, "0.2282174096")
	digits(t, "JS divergence", d.JS*d.JS, "0.0278656135")
	digits(t, "JS distance", d.JS, "0.1669299657")
	digits(t, "binned KS", d.KS, "0.2")
	same := must(binDistances([]float64{3, 0, 5}, []float64{6, 0, 10}))
	if same != (distances{}) {
		t.Errorf("counts in proportion are apart: %+v", same)
	}
	if d := must(binDistances([]float64{1, 0}, []float64{0, 1})); !math.IsInf(d.PSI, 1) || d.JS != math.Sqrt(math.Ln2) || d.KS != 1 {
		t.Errorf("nothing in common: %+v", d)
	}
	ks, p, err := kolmogorovSmirnov([]float64{1, 2, 3, 4}, []float64{2, 3, 4, 5})
	if ks != 0.25 || p != 1 || err != nil {
		t.Errorf("K-S of 1..4 and 2..5: %v, %v, %v", ks, p, err)
	}
	// Of the C(8,4) = 70 orders of two samples of four, two keep the samples apart.
	if ks, p, _ := kolmogorovSmirnov([]float64{1, 2, 3, 4}, []float64{5, 6, 7, 8}); ks != 1 || math.Abs(p-2.0/70) > 1e-12 {
		t.Errorf("K-S of samples that do not overlap: %v, %v", ks, p)
	}
	// Kolmogorov's distribution at its 5 % point, 1.3581 (Smirnov, Ann. Math. Stat. 19, 1948).
	digits(t, "Kolmogorov", limitKS(1.3581), "0.0500")
	for _, bad := range [][2][]float64{{{1}, {1, 2}}, {{}, {}}, {{0, 0}, {1, 1}}, {{-1, 2}, {1, 1}}, {{math.NaN()}, {1}}} {
		if _, err := binDistances(bad[0], bad[1]); !errors.Is(err, errStatistic) {
			t.Errorf("bins %v: %v", bad, err)
		}
	}
}

func TestDisparity(t *testing.T) {
	// The corpus's fairness report of eddygreat/advanced-week-4: the reported disparate
	// impact of 0.892 compares two groups of three; over all three it is 0.687.
	groups := []Group{{"C", 6, 19}, {"A", 51, 144}, {"B", 9, 37}, {"D", 3, 4}}
	d := must(betweenGroups(groups, 10, 0.95))
	digits(t, "ratio", d.Ratio, "0.687")
	digits(t, "difference", d.Difference, "0.1109")
	digits(t, "Fisher's test of B and A", must(fisher(9, 37, 51, 144)), "0.243")
	if d.Lowest.Name != "B" || d.Highest.Name != "A" || len(d.LeftOut) != 1 || d.LeftOut[0].Name != "D" || d.Groups != 3 {
		t.Errorf("got %+v", d)
	}
	if !(d.RatioInterval.Low < 0.5 && d.RatioInterval.High > 1) || !(d.DiffInterval.Low < 0 && d.DiffInterval.High > 0.2) {
		t.Errorf("so few examples cannot say so much: %+v", d)
	}
	slices.Reverse(groups)
	if again := must(betweenGroups(groups, 10, 0.95)); again.Lowest != d.Lowest || again.P != d.P {
		t.Errorf("the order of groups counts: %+v", again)
	}
	none := must(betweenGroups([]Group{{"a", 0, 50}, {"b", 0, 60}}, 10, 0.95))
	if !math.IsNaN(none.Ratio) || none.Difference != 0 || none.P != 1 {
		t.Errorf("no hits at all: %+v", none)
	}
	if _, err := betweenGroups([]Group{{"a", 1, 50}, {"b", 0, 6}}, 10, 0.95); !errors.Is(err, errStatistic) {
		t.Errorf("one group: %v", err)
	}
	// The tea-tasting lady, R's example: 3 of 4 and 1 of 4, p = 0.4857.
	digits(t, "tea", must(fisher(3, 4, 1, 4)), "0.4857")
	digits(t, "all and none", must(fisher(4, 4, 0, 4)), "0.02857")
}

func TestBootstrapExhaustive(t *testing.T) {
	for name, tt := range map[string]struct {
		sample                []float64
		q025, q05, q95, q975  string
		atMostZero, mean, dev string
	}{
		"four": {[]float64{1, 0, -1, 1}, "-0.5", "-0.5", "1", "1", "0.375", "0.25", "0.4145780988"},
		"three": {[]float64{0, 0.5, 0.25}, "0.0541666667", "0.0833333333", "0.4166666667", "0.4458333333", "0.037", "0.25",
			"0.1178511302"},
	} {
		means := exhaust(tt.sample)
		var sum, squares float64
		zero := 0
		for _, m := range means {
			sum += m
			if m <= 0 {
				zero++
			}
		}
		mean := sum / float64(len(means))
		for _, m := range means {
			squares += (m - mean) * (m - mean)
		}
		digits(t, name+" 2.5 %", quantile(means, 0.025), tt.q025)
		digits(t, name+" 5 %", quantile(means, 0.05), tt.q05)
		digits(t, name+" 95 %", quantile(means, 0.95), tt.q95)
		digits(t, name+" 97.5 %", quantile(means, 0.975), tt.q975)
		digits(t, name+" P(mean <= 0)", float64(zero)/float64(len(means)), tt.atMostZero)
		digits(t, name+" mean", mean, tt.mean)
		digits(t, name+" sd", math.Sqrt(squares/float64(len(means))), tt.dev)

		// The drawn distribution is the exhaustive one, within four standard errors.
		const b = 200_000
		drawn := must(resampleMean(tt.sample, b, seedOf(name)))
		share := float64(zero) / float64(len(means))
		if off := math.Abs(drawn.Above(0) - share); off > 4*math.Sqrt(share*(1-share)/b) {
			t.Errorf("%s: %v of the resamples are at most 0, and %v of all", name, drawn.Above(0), share)
		}
	}
	ten := []float64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}
	for p, want := range map[float64]string{0.025: "1.225", 0.05: "1.45", 0.5: "5.5", 0.95: "9.55", 0.975: "9.775"} {
		digits(t, "type 7", quantile(ten, p), want)
	}
}

// exhaust is the sorted means of all n^n resamples.
func exhaust(sample []float64) bootstrap {
	n := len(sample)
	total := 1
	for range n {
		total *= n
	}
	means := make(bootstrap, total)
	for i := range means {
		for at, k := i, 0; k < n; k++ {
			means[i] += sample[at%n] / float64(n)
			at /= n
		}
	}
	slices.Sort(means)
	return means
}

// TestBootstrapWaysAgree: rows and counts draw from one distribution, whose mean
// and variance are known.
func TestBootstrapWaysAgree(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	sample := make([]float64, 5000)
	for i := range sample {
		sample[i] = float64(random.IntN(3) - 1)
	}
	s := must(summarise(sample))
	se := s.SD * math.Sqrt(float64(s.N-1)) / float64(s.N)
	values, counts, few := tally(sample)
	if !few {
		t.Fatal("three values are few")
	}
	for name, means := range map[string]bootstrap{
		"rows":   resampleRows(sample, 4000, rand.NewPCG(3, 4)),
		"counts": resampleCounts(values, counts, len(sample), 4000, rand.New(rand.NewPCG(3, 4))),
	} {
		got := must(summarise(means))
		if math.Abs(got.Mean-s.Mean) > 4*se/math.Sqrt(4000) || math.Abs(got.SD/se-1) > 0.05 {
			t.Errorf("%s: mean %v and deviation %v, want %v and %v", name, got.Mean, got.SD, s.Mean, se)
		}
	}
}

func TestBootstrapIsReproducible(t *testing.T) {
	sample := []float64{0.1, 0.25, -0.3, 0.4, 0.05, 0.7, 0.11, 0.13}
	a, b := must(resampleMean(sample, 100, seedOf("a", "b"))), must(resampleMean(sample, 100, seedOf("a", "b")))
	if !slices.Equal(a, b) {
		t.Error("the same seed gives other resamples")
	}
	if seedOf("a", "b") == seedOf("ab", "") || len(seedOf("a").String()) != 32 {
		t.Error("seeds of different words are the same")
	}
	for _, bad := range [][]float64{nil, {1}, {1, math.NaN()}, {1, math.Inf(1)}} {
		if _, err := resampleMean(bad, 10, seed{}); !errors.Is(err, errStatistic) {
			t.Errorf("%v: %v", bad, err)
		}
	}
}

func TestStatisticsRefuse(t *testing.T) {
	for name, err := range map[string]error{
		"more hits than trials":  second(wilsonInterval(3, 2, 0.95)),
		"no trials":              second(clopperPearson(0, 0, 0.95)),
		"certainty":              second(wilsonInterval(1, 2, 1)),
		"a deviation of NaN":     second(welch(summary{1, math.NaN(), 3}, summary{1, 1, 3})),
		"one run":                second(welch(summary{1, 1, 1}, summary{1, 1, 3})),
		"a negative stderr":      second(fromStderrs(1, -1, 1, 1)),
		"too many discordant":    second(mcNemarTest(discordance{3, 3, 5})),
		"no effect":              second(pairedSize(0.1, 0, 0.05, 0.8)),
		"an effect beyond reach": second(pairedSize(0.1, 0.2, 0.05, 0.8)),
		"groups that overflow":   second(betweenGroups([]Group{{"a", 5, 4}, {"b", 1, 4}}, 1, 0.95)),
	} {
		if !errors.Is(err, errStatistic) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func second[T any](_ T, err error) error { return err }

// BenchmarkPairedBootstrap compares 100,000 examples over 2,000 resamples: with
// scores of any value, and with outcomes of right and wrong.
func BenchmarkPairedBootstrap(b *testing.B) {
	random := rand.New(rand.NewPCG(5, 6))
	scores, outcomes := make([]float64, 100_000), make([]float64, 100_000)
	for i := range scores {
		scores[i] = random.NormFloat64()
		outcomes[i] = float64(random.IntN(3) - 1)
	}
	for name, sample := range map[string][]float64{"scores": scores, "outcomes": outcomes} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := resampleMean(sample, resamples, seed{1, 2}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
