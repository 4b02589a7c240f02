package evaluation

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// share is a result of k of n.
func share(k, n int64) evidence.Result {
	r := acc(strconv.FormatFloat(float64(k)/float64(n), 'g', -1, 64))
	r.K, r.N = fmt.Sprint(k), fmt.Sprint(n)
	return r
}

// measured is a result with a standard error.
func measuredBy(value, stderr string) evidence.Result {
	r := acc(value)
	r.Uncertainty = evidence.Uncertainty{Kind: evidence.StdErr, Value: stderr, Raw: stderr}
	return r
}

func repeated(runs ...string) evidence.Result {
	sum := 0.0
	for _, r := range runs {
		v, _ := strconv.ParseFloat(r, 64)
		sum += v
	}
	r := acc(strconv.FormatFloat(sum/float64(len(runs)), 'g', -1, 64))
	r.Runs = runs
	return r
}

func TestModes(t *testing.T) {
	catch, prove, bound := config.Threshold{NotWorse: "0.02", Mode: "catch"}, config.Threshold{NotWorse: "0.02", Mode: "prove"}, config.Threshold{Min: "0.8", Require: "bound"}
	for name, tt := range map[string]struct {
		threshold  config.Threshold
		head, base evidence.Result
		want, rung string
	}{
		"few examples catch nothing":         {catch, share(75, 100), share(85, 100), "pass", "counts"},
		"many catch it":                      {catch, share(7500, 10000), share(8500, 10000), "fail", "counts"},
		"few examples prove nothing":         {prove, share(85, 100), share(85, 100), "not_shown", "counts"},
		"many prove it":                      {prove, share(85000, 100000), share(85000, 100000), "pass", "counts"},
		"many prove the opposite":            {prove, share(7500, 10000), share(8500, 10000), "fail", "counts"},
		"standard errors catch it":           {catch, measuredBy("0.75", "0.004"), measuredBy("0.85", "0.004"), "fail", "stderr"},
		"standard errors prove it":           {prove, measuredBy("0.85", "0.004"), measuredBy("0.85", "0.004"), "pass", "stderr"},
		"a standard error of 0 is none":      {prove, measuredBy("0.85", "0"), measuredBy("0.85", "0"), "no_uncertainty", "point"},
		"counts beside a standard error":     {catch, share(7500, 10000), measuredBy("0.85", "0.004"), "fail", "stderr"},
		"runs prove it":                      {prove, repeated("0.851", "0.852", "0.853", "0.852"), repeated("0.850", "0.851", "0.852", "0.851"), "pass", "runs"},
		"two runs prove little":              {prove, repeated("0.80", "0.90"), repeated("0.82", "0.88"), "not_shown", "runs"},
		"points prove nothing":               {prove, acc("0.95"), acc("0.85"), "no_uncertainty", "point"},
		"points catch nothing":               {catch, acc("0.15"), acc("0.85"), "no_uncertainty", "point"},
		"an improvement is no regression":    {catch, acc("0.95"), acc("0.85"), "pass", "point"},
		"nor is what is inside the margin":   {catch, acc("0.84"), acc("0.85"), "pass", "point"},
		"too few to catch anything":          {catch, share(2, 10), share(10, 10), "insufficient", "counts"},
		"an improvement on few":              {catch, share(10, 10), share(2, 10), "pass", "counts"},
		"too few to prove anything":          {prove, share(11, 11), share(0, 11), "insufficient", "counts"},
		"all of all against none":            {prove, share(12, 12), share(0, 12), "pass", "counts"},
		"a bound that is proved":             {bound, share(850, 1000), acc("0"), "pass", "counts"},
		"a bound that is met, not proved":    {bound, share(81, 100), acc("0"), "not_shown", "counts"},
		"a bound that is not met":            {bound, share(79, 100), acc("0"), "fail", "counts"},
		"a bound of a point":                 {bound, acc("0.9"), acc("0"), "no_uncertainty", "point"},
		"a bound by a standard error":        {bound, measuredBy("0.9", "0.01"), acc("0"), "pass", "stderr"},
		"a bound by runs":                    {bound, repeated("0.9", "0.91", "0.89"), acc("0"), "pass", "runs"},
		"counts that are not of the value":   {bound, evidence.Result{At: "m/x#", Metric: "accuracy", Raw: "0.9", K: "10", N: "100"}, acc("0"), "no_uncertainty", "point"},
		"a percentage with its counts":       {config.Threshold{Min: "80", Require: "bound"}, evidence.Result{At: "m/x#", Metric: "accuracy", Raw: "85", K: "850", N: "1000"}, acc("0"), "pass", "counts"},
		"better, and proved":                 {config.Threshold{Better: "0.02", Mode: "prove"}, share(9000, 10000), share(8500, 10000), "pass", "counts"},
		"better, and not proved":             {config.Threshold{Better: "0.02", Mode: "prove"}, share(90, 100), share(85, 100), "not_shown", "counts"},
		"an error rate that rises is caught": {config.Threshold{NotWorse: "0.02", Mode: "catch", Direction: "lower"}, share(2500, 10000), share(1500, 10000), "fail", "counts"},
		"an error rate that falls":           {config.Threshold{NotWorse: "0.02", Mode: "catch", Direction: "lower"}, share(1500, 10000), share(2500, 10000), "pass", "counts"},
	} {
		t.Run(name, func(t *testing.T) {
			got := checked(t, inputs(model(tt.head), model(tt.base), tt.threshold))[0]
			if answerOf(got) != tt.want || string(got.Rung) != tt.rung {
				t.Errorf("got %+v, want %s by %s", got, tt.want, tt.rung)
			}
			if got.Reason == evidence.ReasonNotShown && got.Needed == "" && got.Rung == Counts {
				t.Errorf("how much would decide is not said: %+v", got)
			}
		})
	}
}

// outcomes are per-example values: the first right of total are 1.
func outcomes(right, total int) []evidence.Sample {
	out := make([]evidence.Sample, total)
	for i := range out {
		out[i].Key = fmt.Sprintf("%06d", i)
		if i < right {
			out[i].Value = 1
		}
	}
	return out
}

func reading(samples []evidence.Sample) Reader {
	samples = slices.SortedFunc(slices.Values(samples), func(a, b evidence.Sample) int { return strings.Compare(a.Key, b.Key) })
	return func(evidence.Evaluation, evidence.Result) ([]evidence.Sample, string, error) { return samples, "", nil }
}

// TestPairsDecideWithFewer: 20 examples lost and none won is seen in pairs, and
// hidden in the spread of two samples of 1,000.
func TestPairsDecideWithFewer(t *testing.T) {
	in := inputs(model(share(830, 1000)), model(share(850, 1000)), config.Threshold{NotWorse: "0", Mode: "catch"})
	if got := checked(t, in)[0]; got.Verdict != Pass || got.Rung != Counts || !strings.Contains(got.Method, "unpaired: conservative") {
		t.Errorf("unpaired: %+v", got)
	}
	in.HeadSamples, in.BaseSamples = reading(outcomes(830, 1000)), reading(outcomes(850, 1000))
	got := checked(t, in)[0]
	if got.Verdict != Fail || got.Rung != PerExample || !strings.Contains(got.Method, "20 were lost and 0 won") || got.Family != 1 {
		t.Errorf("paired: %+v", got)
	}
	others := outcomes(850, 1000)
	others[5].Key = "another"
	in.BaseSamples = reading(others)
	if got := checked(t, in)[0]; got.Reason != evidence.ReasonNotComparable || !strings.Contains(got.Detail, "1 of the 1000 examples of the baseline") {
		t.Errorf("an example that is gone: %+v", got)
	}
	in.BaseSamples = reading(outcomes(500, 1000))
	if got := checked(t, in)[0]; got.Rung != Counts || !strings.Contains(got.Method, "which is not the result") {
		t.Errorf("per-example values of another result: %+v", got)
	}
}

// TestOnlyTheSameExamplesCompare: whoever leaves out the hard ones, or adds easy ones,
// changes no comparison.
func TestOnlyTheSameExamplesCompare(t *testing.T) {
	for mode, want := range map[string]string{"point": "fail", "catch": "fail", "prove": "fail"} {
		threshold := config.Threshold{NotWorse: "0.01", Mode: mode}
		fewer := inputs(model(share(45, 50)), model(share(50, 100)), threshold)
		fewer.HeadSamples, fewer.BaseSamples = reading(outcomes(45, 50)), reading(outcomes(50, 100))
		if got := checked(t, fewer)[0]; got.Reason != evidence.ReasonNotComparable || !strings.Contains(got.Detail, "50 of the 100 examples") {
			t.Errorf("%s, fewer: %+v", mode, got)
		}
		easy := outcomes(30, 100)
		for i := range 900 {
			easy = append(easy, evidence.Sample{Key: fmt.Sprintf("new%04d", i), Value: 1})
		}
		more := inputs(model(share(930, 1000)), model(share(50, 100)), threshold)
		more.HeadSamples, more.BaseSamples = reading(easy), reading(outcomes(50, 100))
		if got := checked(t, more)[0]; answerOf(got) != want || got.Change != "-0.2" || !strings.Contains(got.Method, "compared on the 100 examples that both have: 900 are new") {
			t.Errorf("%s, more: %+v", mode, got)
		}
	}
}

func TestPairedScoresAreBootstrapped(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	var head, base []evidence.Sample
	var sumHead, sumBase float64
	for i := range 400 {
		b := random.Float64()
		h := b - 0.05 + 0.02*random.NormFloat64()
		head, base = append(head, evidence.Sample{Key: fmt.Sprint(i), Value: h}), append(base, evidence.Sample{Key: fmt.Sprint(i), Value: b})
		sumHead, sumBase = sumHead+h, sumBase+b
	}
	text := func(x float64) string { return strconv.FormatFloat(x/400, 'g', -1, 64) }
	in := inputs(model(acc(text(sumHead))), model(acc(text(sumBase))), config.Threshold{NotWorse: "0.03", Mode: "catch"})
	in.HeadSamples, in.BaseSamples = reading(head), reading(base)
	got := checked(t, in)[0]
	if got.Verdict != Fail || !strings.Contains(got.Method, "paired bootstrap of 400 examples, 2000 resamples, seed ") {
		t.Errorf("got %+v", got)
	}
	if again := checked(t, in)[0]; again != got {
		t.Errorf("a second run says %+v", again)
	}
}

// TestARequiredSliceIsAFamilyOfItsOwn: forty slices beside it hide no regression of
// what the threshold names.
func TestARequiredSliceIsAFamilyOfItsOwn(t *testing.T) {
	slice := func(name string, k, n int64) evidence.Result {
		r := share(k, n)
		r.Slice = "class=" + name
		return r
	}
	head, base := []evidence.Result{slice("fraud", 62, 100)}, []evidence.Result{slice("fraud", 80, 100)}
	for i := range 40 {
		head, base = append(head, slice(fmt.Sprint(i), 80, 100)), append(base, slice(fmt.Sprint(i), 80, 100))
	}
	threshold := config.Threshold{NotWorse: "0", Mode: "catch", Slices: &config.Slices{By: "class", Required: []string{"fraud"}, Others: "all"}}
	for _, c := range checked(t, inputs(model(head...), model(base...), threshold)) {
		want, family := Pass, 40
		if c.Slice == "class=fraud" {
			want, family = Fail, 1
		}
		if c.Verdict != want || c.Family != family {
			t.Errorf("%s: %+v", c.Slice, c)
		}
	}
}

// TestFamily: one of several comparisons is 1.8 standard errors down, which alone
// would be caught and among five is not.
func TestFamily(t *testing.T) {
	head, base := []evidence.Result{}, []evidence.Result{}
	var thresholds []config.Threshold
	for i := range 5 {
		h, b := measuredBy("0.80", "0.01"), measuredBy("0.80", "0.01")
		if i == 0 {
			b = measuredBy("0.8255", "0.01")
		}
		h.Metric, b.Metric = fmt.Sprint("m", i), fmt.Sprint("m", i)
		head, base = append(head, h), append(base, b)
		thresholds = append(thresholds, config.Threshold{ID: fmt.Sprint("t", i), Metric: h.Metric, NotWorse: "0", Mode: "catch"})
	}
	alone := checked(t, inputs(model(head...), model(base...), thresholds[0]))
	if alone[0].Verdict != Fail {
		t.Errorf("alone: %+v", alone[0])
	}
	together := checked(t, inputs(model(head...), model(base...), thresholds...))
	if together[0].Verdict != Pass || together[0].Family != 5 {
		t.Errorf("among five: %+v", together[0])
	}
	for i := range thresholds {
		thresholds[i].Correction = "none"
	}
	if raw := checked(t, inputs(model(head...), model(base...), thresholds...)); raw[0].Verdict != Fail || raw[0].Family != 0 {
		t.Errorf("without correction: %+v", raw[0])
	}
}

func TestDisparityChecks(t *testing.T) {
	group := func(name string, k, n int64) evidence.Result {
		r := share(k, n)
		r.Metric, r.Slice, r.At = "selection_rate", "sex="+name, evidence.Anchor("m/metrics.json#/"+name)
		return r
	}
	threshold := func(d config.Disparity, mode string) config.Threshold {
		d.By = "sex"
		return config.Threshold{Metric: "selection_rate", Mode: mode, Disparity: &d}
	}
	fair := model(group("a", 500, 1000), group("b", 480, 1000))
	thin := model(group("A", 51, 144), group("B", 9, 37), group("C", 6, 19))
	unfair := model(group("a", 500, 1000), group("b", 300, 1000), group("c", 1, 3))
	for name, tt := range map[string]struct {
		model     evidence.Model
		threshold config.Threshold
		want      string
		detail    string
	}{
		"fair":                      {fair, threshold(config.Disparity{Measure: "ratio", Min: "0.8"}, ""), "pass", "0.96"},
		"fair, exactly at it":       {fair, threshold(config.Disparity{Measure: "ratio", Min: "0.96"}, ""), "pass", ""},
		"fair, and proved":          {fair, threshold(config.Disparity{Measure: "ratio", Min: "0.8"}, "prove"), "pass", ""},
		"a small group is named":    {unfair, threshold(config.Disparity{Measure: "ratio", Min: "0.8", MinSamples: "50"}, ""), "fail", "too small to be compared: c (n = 3)"},
		"a difference":              {unfair, threshold(config.Disparity{Measure: "difference", Max: "0.1", MinSamples: "50"}, ""), "fail", "0.2"},
		"caught":                    {unfair, threshold(config.Disparity{Measure: "ratio", Min: "0.8", MinSamples: "50"}, "catch"), "fail", ""},
		"thin evidence, violated":   {thin, threshold(config.Disparity{Measure: "ratio", Min: "0.8"}, ""), "fail", "0.68680445151"},
		"thin evidence, caught":     {thin, threshold(config.Disparity{Measure: "ratio", Min: "0.8"}, "catch"), "pass", "not statistically significant"},
		"thin evidence, unproved":   {thin, threshold(config.Disparity{Measure: "ratio", Min: "0.6"}, "prove"), "not_shown", ""},
		"one group is none":         {fair, threshold(config.Disparity{Measure: "ratio", Min: "0.8", MinSamples: "2000"}, ""), "insufficient", "too small"},
		"no group":                  {model(acc("0.9")), threshold(config.Disparity{Measure: "ratio", Min: "0.8"}, ""), "insufficient", "0 groups"},
		"a required group":          {fair, threshold(config.Disparity{Measure: "ratio", Min: "0.8", Required: []string{"x"}}, ""), "slice_missing", "x"},
		"nobody is selected":        {model(group("a", 0, 100), group("b", 0, 100)), threshold(config.Disparity{Measure: "ratio", Min: "0.8"}, ""), "undefined", ""},
		"a group that is no number": {model(group("a", 5, 100), evidence.Result{At: "m/x#", Metric: "selection_rate", Slice: "sex=b", Raw: "NaN"}), threshold(config.Disparity{Measure: "ratio", Min: "0.8"}, ""), "not_a_number", ""},
	} {
		t.Run(name, func(t *testing.T) {
			got := checked(t, inputs(tt.model, model(), tt.threshold))[0]
			if answerOf(got) != tt.want || !strings.Contains(got.Detail, tt.detail) {
				t.Errorf("got %+v, want %s", got, tt.want)
			}
		})
	}
}

// TestAGroupDoesNotVanish: one that the baseline has, that is required, or of which
// nobody knows how many it is may not be left out to make the others look alike.
func TestAGroupDoesNotVanish(t *testing.T) {
	group := func(name, value, n string) evidence.Result {
		return evidence.Result{At: evidence.Anchor("m/metrics.json#/" + name), Metric: "selection_rate", Slice: "sex=" + name, Raw: value, N: n}
	}
	three := model(group("a", "0.5", "900"), group("b", "0.48", "900"), group("c", "0.1", "900"))
	for name, tt := range map[string]struct {
		head, base evidence.Model
		required   []string
		want       string
	}{
		"it is gone":                    {model(group("a", "0.5", "900"), group("b", "0.48", "900")), three, nil, "slice_missing"},
		"its number is gone":            {model(group("a", "0.5", "900"), group("b", "0.48", "900"), group("c", "0.1", "")), model(), nil, "insufficient"},
		"it has become small":           {model(group("a", "0.5", "900"), group("b", "0.48", "900"), group("c", "0.1", "3")), three, nil, "insufficient"},
		"it is required, and small":     {model(group("a", "0.5", "900"), group("b", "0.48", "900"), group("c", "0.1", "3")), model(), []string{"c"}, "insufficient"},
		"it was small, and nobody asks": {model(group("a", "0.5", "900"), group("b", "0.48", "900"), group("c", "0.1", "3")), model(group("c", "0.1", "3")), nil, "pass"},
		"the others are apart already":  {model(group("a", "0.5", "900"), group("b", "0.1", "900"), group("c", "0.1", "3")), three, nil, "fail"},
	} {
		t.Run(name, func(t *testing.T) {
			d := config.Disparity{By: "sex", Measure: "ratio", Min: "0.8", MinSamples: "50", Required: tt.required}
			if got := checked(t, inputs(tt.head, tt.base, config.Threshold{Metric: "selection_rate", Disparity: &d}))[0]; answerOf(got) != tt.want {
				t.Errorf("got %+v, want %s", got, tt.want)
			}
		})
	}
}

// TestTheClearestOfSeveralTestsCounts: of results that agree, and of several
// results of the baseline, whichever of them stands first.
func TestTheClearestOfSeveralTestsCounts(t *testing.T) {
	few, many := share(75, 100), share(7500, 10000)
	worse, fewer := share(8500, 10000), share(85, 100)
	catch := config.Threshold{NotWorse: "0.02", Mode: "catch"}
	for name, in := range map[string]Inputs{
		"few first":                 inputs(model(few, many), model(worse), catch),
		"many first":                inputs(model(many, few), model(worse), catch),
		"a weak baseline first":     inputs(model(many), model(fewer, worse), catch),
		"a weak baseline last":      inputs(model(many), model(worse, fewer), catch),
		"a baseline that it equals": inputs(model(many), model(worse, acc("0.75")), catch),
	} {
		if got := checked(t, in)[0]; answerOf(got) != "fail" {
			t.Errorf("%s: got %+v", name, got)
		}
	}
}

// TestLlama decides the pair of the corpus by its counts: of four comparisons one
// is an improvement that is shown, and none a regression that is caught.
func TestLlama(t *testing.T) {
	var head, base []evidence.Result
	var thresholds []config.Threshold
	for name, k := range map[string][3]int64{"arc": {650, 686, 1172}, "arc_norm": {674, 729, 1172}, "gsm8k": {671, 997, 1319}} {
		b, h := share(k[0], k[2]), share(k[1], k[2])
		b.Metric, h.Metric = name, name
		head, base = append(head, h), append(base, b)
	}
	for _, name := range []string{"arc", "arc_norm", "gsm8k"} {
		thresholds = append(thresholds, config.Threshold{ID: name, Metric: name, Better: "0.05", Mode: "prove"})
	}
	for _, c := range checked(t, inputs(model(head...), model(base...), thresholds...)) {
		if want := map[string]string{"arc": "fail", "arc_norm": "fail", "gsm8k": "pass"}[c.Metric]; string(c.Verdict) != want && c.Reason != evidence.ReasonNotShown {
			t.Errorf("%s: %+v", c.Metric, c)
		}
	}
}
