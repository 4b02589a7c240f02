package evaluation

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// randomModel is a model with a few results of every kind of evidence.
func randomModel(random *rand.Rand) evidence.Model {
	var results []evidence.Result
	for _, metric := range []string{"accuracy", "recall", "loss"} {
		for _, slice := range []string{"", "class=a", "class=b", "class=c"} {
			n := int64(20 + random.IntN(400))
			r := share(random.Int64N(n+1), n)
			switch random.IntN(4) {
			case 0:
				r.K, r.N = "", ""
			case 1:
				r.K, r.N = "", ""
				r.Uncertainty = evidence.Uncertainty{Kind: evidence.StdErr, Value: strconv.FormatFloat(0.001+0.05*random.Float64(), 'g', 6, 64)}
			case 2:
				if random.IntN(6) == 0 {
					r.Raw = "NaN"
				}
			}
			r.Metric, r.Slice = metric, slice
			r.At = evidence.Anchor(fmt.Sprintf("m/%s.json#/%s", metric, slice))
			if random.IntN(10) > 0 {
				results = append(results, r)
			}
		}
	}
	m := model(results...)
	// A file for each metric, so that files can change places.
	var files []evidence.Evaluation
	for _, metric := range []string{"accuracy", "recall", "loss"} {
		e := evidence.Evaluation{At: evidence.Anchor("m/" + metric + ".json#"), Path: "m/" + metric + ".json", Content: fmt.Sprint(random.Uint64())}
		for _, r := range m.Evaluations[0].Results {
			if r.Metric == metric {
				e.Results = append(e.Results, r)
			}
		}
		files = append(files, e)
	}
	m.Evaluations = files
	return m
}

func randomThreshold(random *rand.Rand, i int) config.Threshold {
	number := func() string { return strconv.FormatFloat(random.Float64(), 'f', 2, 64) }
	t := config.Threshold{ID: fmt.Sprint("t", i), Metric: []string{"accuracy", "recall", "loss"}[random.IntN(3)], Direction: []string{"higher", "lower"}[random.IntN(2)]}
	t.Mode, t.Require = []string{"point", "catch", "prove"}[random.IntN(3)], []string{"point", "bound"}[random.IntN(2)]
	if random.IntN(2) == 0 {
		t.Slices = &config.Slices{By: "class", Others: "all", Required: []string{"a"}}
	}
	if random.IntN(3) == 0 {
		t.MinSamples = "50"
	}
	switch random.IntN(6) {
	case 0:
		t.Min = number()
	case 1:
		t.Max = number()
	case 2:
		t.Above = number()
	case 3:
		t.NotWorse = []string{"0", "0.02", "5%", "0.3"}[random.IntN(4)]
	case 4:
		t.Better = []string{"0", "0.02", "5%"}[random.IntN(3)]
	case 5:
		t.Disparity, t.Slices = &config.Disparity{By: "class", Measure: "ratio", Min: "0.8"}, nil
	}
	return t
}

// TestOrderNeverCounts: whatever the order of thresholds, files and results, each
// question has the same answer, to the digit.
func TestOrderNeverCounts(t *testing.T) {
	random := rand.New(rand.NewPCG(11, 12))
	for range 60 {
		head, base := randomModel(random), randomModel(random)
		var thresholds []config.Threshold
		for i := range 8 {
			thresholds = append(thresholds, randomThreshold(random, i))
		}
		want := answers(t, inputs(head, base, thresholds...))
		for range 3 {
			random.Shuffle(len(thresholds), func(i, j int) { thresholds[i], thresholds[j] = thresholds[j], thresholds[i] })
			for _, m := range []evidence.Model{head, base} {
				random.Shuffle(len(m.Evaluations), func(i, j int) { m.Evaluations[i], m.Evaluations[j] = m.Evaluations[j], m.Evaluations[i] })
				for _, e := range m.Evaluations {
					random.Shuffle(len(e.Results), func(i, j int) { e.Results[i], e.Results[j] = e.Results[j], e.Results[i] })
				}
			}
			got := answers(t, inputs(head, base, thresholds...))
			for key, w := range want {
				if g := got[key]; g.Verdict != w.Verdict || g.Reason != w.Reason || g.P != w.P || g.Adjusted != w.Adjusted || g.Change != w.Change {
					t.Fatalf("another order, another answer:\n%+v\n%+v", g, w)
				}
			}
			if len(got) != len(want) {
				t.Fatalf("%d answers, and %d in another order", len(want), len(got))
			}
		}
	}
}

func answers(t *testing.T, in Inputs) map[string]evidence.Check {
	t.Helper()
	out := map[string]evidence.Check{}
	for _, c := range checked(t, in) {
		if _, twice := out[c.Key]; twice {
			t.Fatalf("two checks have the key %q", c.Key)
		}
		out[c.Key] = c
	}
	return out
}

// TestTighteningNeverHelps: no bound, allowance or number of samples that is
// stricter turns what failed into a pass.
func TestTighteningNeverHelps(t *testing.T) {
	random := rand.New(rand.NewPCG(13, 14))
	tried := 0
	for range 400 {
		loose := randomThreshold(random, 0)
		tight := loose
		by := random.Float64() / 4
		add := func(to *string, x float64) {
			if v, err := strconv.ParseFloat(*to, 64); err == nil {
				*to = strconv.FormatFloat(v+x, 'f', 6, 64)
			}
		}
		add(&tight.Min, by)
		add(&tight.Max, -by)
		add(&tight.Above, by)
		add(&tight.Better, by)
		if v, err := strconv.ParseFloat(loose.NotWorse, 64); err == nil {
			tight.NotWorse = strconv.FormatFloat(max(0, v-by), 'f', 6, 64)
		}
		if random.IntN(2) == 0 {
			tight.MinSamples = "120"
		}
		head, base := randomModel(random), randomModel(random)
		before, after := answers(t, inputs(head, base, loose)), answers(t, inputs(head, base, tight))
		for key, b := range before {
			tried++
			if a := after[key]; b.Verdict != Pass && a.Verdict == Pass {
				t.Fatalf("tightened, and it passes:\n%+v\n%+v", b, a)
			}
		}
	}
	if tried < 300 {
		t.Errorf("only %d questions were asked", tried)
	}
}

// TestNothingChangedPasses: a candidate whose evaluation is its baseline's is not
// worse than it by any amount, in any mode.
func TestNothingChangedPasses(t *testing.T) {
	random := rand.New(rand.NewPCG(15, 16))
	tried := 0
	for range 200 {
		m := randomModel(random)
		threshold := randomThreshold(random, 0)
		threshold.Min, threshold.Max, threshold.Above, threshold.Better, threshold.Disparity, threshold.MinSamples = "", "", "", "", nil, ""
		threshold.NotWorse = []string{"0", "0.02", "5%"}[random.IntN(3)]
		for _, c := range answers(t, inputs(m, m, threshold)) {
			if c.Verdict == Error && (c.Reason == evidence.ReasonNotANumber || c.Reason == evidence.ReasonMissing || c.Reason == evidence.ReasonSliceMissing) {
				continue // there is nothing that could be equal
			}
			if tried++; c.Verdict != Pass {
				t.Fatalf("nothing has changed: %+v", c)
			}
		}
	}
	if tried < 200 {
		t.Errorf("only %d questions were asked", tried)
	}
}

// TestErrorRates simulates candidates exactly at the edge of the allowance, where
// a test errs most: catch raises at most one false alarm in twenty, over the
// whole family, and prove passes at most one in twenty.
func TestErrorRates(t *testing.T) {
	const runs, level = 1500, 0.05
	limit := level + 3*math.Sqrt(level*(1-level)/runs) // three standard errors of the simulation
	random := rand.New(rand.NewPCG(17, 18))
	for name, tt := range map[string]struct {
		n        int
		p, loss  float64 // of the baseline; how much worse the candidate is
		mode     string
		notWorse string
		paired   bool
	}{
		"catch, counts":            {300, 0.85, 0, "catch", "0", false},
		"catch, counts, margin":    {300, 0.85, 0.03, "catch", "0.03", false},
		"prove, counts":            {300, 0.85, 0.05, "prove", "0.05", false},
		"catch, pairs":             {300, 0.85, 0, "catch", "0", true},
		"catch, pairs, margin":     {300, 0.85, 0.03, "catch", "0.03", true},
		"prove, pairs":             {300, 0.85, 0.05, "prove", "0.05", true},
		"prove, few pairs, margin": {100, 0.90, 0.04, "prove", "0.04", true},
	} {
		wrong := 0
		for range runs {
			head, base := make([]evidence.Sample, tt.n), make([]evidence.Sample, tt.n)
			var k, was int64
			for i := range tt.n {
				b := random.Float64() < tt.p
				h := random.Float64() < tt.p-tt.loss
				if tt.paired { // the two mostly agree: a tenth of the examples is asked anew
					if h = b; random.Float64() < 0.1+2*tt.loss {
						h = random.Float64() < tt.p-tt.loss/(0.1+2*tt.loss)
					}
				}
				key := fmt.Sprintf("%04d", i)
				head[i], base[i] = evidence.Sample{Key: key}, evidence.Sample{Key: key}
				if h {
					head[i].Value, k = 1, k+1
				}
				if b {
					base[i].Value, was = 1, was+1
				}
			}
			in := inputs(model(share(k, int64(tt.n))), model(share(was, int64(tt.n))), config.Threshold{NotWorse: tt.notWorse, Mode: tt.mode})
			if tt.paired {
				in.HeadSamples, in.BaseSamples = reading(head), reading(base)
			}
			c := checked(t, in)[0]
			if tt.mode == "catch" && c.Verdict == Fail || tt.mode == "prove" && c.Verdict == Pass {
				wrong++
			}
		}
		if rate := float64(wrong) / runs; rate > limit {
			t.Errorf("%s: wrong in %.3f of the runs, and at most %.3f is nominal", name, rate, level)
		} else {
			t.Logf("%s: wrong in %.4f", name, rate)
		}
	}
}

// TestFamilyErrorRate: of ten comparisons in which nothing has changed, one is
// caught in at most one run of twenty.
func TestFamilyErrorRate(t *testing.T) {
	const runs, level = 600, 0.05
	random := rand.New(rand.NewPCG(19, 20))
	alarms := 0
	for range runs {
		var head, base []evidence.Result
		var thresholds []config.Threshold
		for i := range 10 {
			value := func() string { return strconv.FormatFloat(0.8+0.01*random.NormFloat64(), 'f', 6, 64) }
			h, b := measuredBy(value(), "0.01"), measuredBy(value(), "0.01")
			h.Metric, b.Metric = fmt.Sprint("m", i), fmt.Sprint("m", i)
			head, base = append(head, h), append(base, b)
			thresholds = append(thresholds, config.Threshold{ID: h.Metric, Metric: h.Metric, NotWorse: "0", Mode: "catch"})
		}
		checks := checked(t, inputs(model(head...), model(base...), thresholds...))
		if slices.ContainsFunc(checks, func(c evidence.Check) bool { return c.Verdict == Fail }) {
			alarms++
		}
	}
	if rate := float64(alarms) / runs; rate > level+3*math.Sqrt(level*(1-level)/runs) {
		t.Errorf("a false alarm in %.3f of the runs", rate)
	}
}

// BenchmarkCheck holds a model with a thousand slices against one threshold.
func BenchmarkCheck(b *testing.B) {
	var head, base []evidence.Result
	for i := range 1000 {
		r := share(int64(400+i%50), 500)
		r.Slice, r.Metric = fmt.Sprintf("class=%d", i), "recall"
		head, base = append(head, r), append(base, r)
	}
	in := inputs(model(head...), model(base...), config.Threshold{Metric: "recall", Min: "0.5", NotWorse: "0.02", Mode: "catch", Slices: &config.Slices{By: "class", Others: "all"}})
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Check(in); err != nil {
			b.Fatal(err)
		}
	}
}
