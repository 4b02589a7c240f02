package evaluation

import (
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// TestWhatWouldDecideIsSaid: for each way of being inconclusive of which it can
// be worked out.
func TestWhatWouldDecideIsSaid(t *testing.T) {
	of := func(r evidence.Result, n string) evidence.Result { r.N = n; return r }
	in := func(r evidence.Result, unit string) evidence.Result { r.Unit = unit; return r }
	bound, prove := config.Threshold{Min: "0.8", Require: "bound"}, config.Threshold{NotWorse: "0.02", Mode: "prove"}
	few := bound
	few.MinSamples = "500"
	for name, tt := range map[string]struct {
		threshold  config.Threshold
		head, base evidence.Result
		reason     string
		needed     string
		says       string
	}{
		"too few":                       {few, share(81, 100), acc("0"), "insufficient", "", "500 are required"},
		"a bound of counts":             {bound, share(81, 100), acc("0"), "not_shown", "4329", ""},
		"a bound of a standard error":   {bound, of(measuredBy("0.81", "0.04"), "96"), acc("0"), "not_shown", "4238", ""},
		"the same, n is not known":      {bound, measuredBy("0.81", "0.04"), acc("0"), "not_shown", "", ""},
		"a bound of runs that differ":   {bound, repeated("0.70", "0.92", "0.81", "0.81"), acc("0"), "not_shown", "", "runs would probably be enough"},
		"a bound of a share alone":      {bound, in(acc("0.85"), "proportion"), acc("0"), "no_uncertainty", "174", ""},
		"a bound of a percentage alone": {config.Threshold{Min: "80", Require: "bound"}, in(acc("85"), "percent"), acc("0"), "no_uncertainty", "174", ""},
		"a bound of a score alone":      {bound, acc("0.85"), acc("0"), "no_uncertainty", "", ""},
		"proof by counts":               {prove, share(85, 100), share(85, 100), "not_shown", "3942", ""},
		"proof by standard errors":      {prove, of(measuredBy("0.85", "0.03"), "100"), of(measuredBy("0.85", "0.03"), "100"), "not_shown", "2783", ""},
		"proof by runs":                 {prove, repeated("0.80", "0.90"), repeated("0.82", "0.88"), "not_shown", "", "runs would probably be enough"},
		"proof of shares alone":         {prove, in(acc("0.85"), "proportion"), in(acc("0.85"), "proportion"), "no_uncertainty", "3942", ""},
		"proof of scores alone":         {prove, acc("0.85"), acc("0.85"), "no_uncertainty", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			base := tt.base
			base.At = "m/base.json#"
			got := checked(t, inputs(model(tt.head), model(base), tt.threshold))[0]
			if string(got.Reason) != tt.reason || got.Needed != tt.needed || !strings.Contains(got.Detail, tt.says) {
				t.Errorf("got %+v", got)
			}
		})
	}
	groups := model(group("a", 80, 100), group("b", 84, 100))
	disparity := &config.Disparity{By: "class", Measure: "ratio", Min: "0.9"}
	got := checked(t, inputs(groups, groups, config.Threshold{Metric: "recall", Mode: "prove", Disparity: disparity}))[0]
	if got.Reason != evidence.ReasonNotShown || got.Needed == "" {
		t.Errorf("groups: %+v", got)
	}
	disparity.MinSamples = "200"
	if got := checked(t, inputs(groups, groups, config.Threshold{Metric: "recall", Disparity: disparity}))[0]; got.Reason != evidence.ReasonInsufficient || !strings.Contains(got.Detail, "200 required in each") {
		t.Errorf("small groups: %+v", got)
	}
}

func group(name string, k, n int64) evidence.Result {
	r := share(k, n)
	r.Metric, r.Slice = "recall", "class="+name
	return r
}

// TestWhatWouldDecideDecides: with so many examples a proof of equal models mostly
// comes out, and with half as many less often.
func TestWhatWouldDecideDecides(t *testing.T) {
	random := rand.New(rand.NewPCG(27, 28))
	proofs := func(n int64) int {
		proved := 0
		for range 200 {
			draw := func() evidence.Result {
				k := int64(0)
				for range n {
					if random.Float64() < 0.85 {
						k++
					}
				}
				return share(k, n)
			}
			if checked(t, inputs(model(draw()), model(draw()), config.Threshold{NotWorse: "0.05", Mode: "prove"}))[0].Verdict == Pass {
				proved++
			}
		}
		return proved
	}
	n := must(unpairedSize(0.85, 0.05, 0.05, Power))
	if all, half := proofs(n), proofs(n/2); math.Abs(float64(all)/200-Power) > 0.1 || half >= all {
		t.Errorf("with %d examples %d of 200 are proved, with half of them %d", n, all, half)
	}
}

func TestExactIntervals(t *testing.T) {
	exact := config.Threshold{Min: "0.79", Require: "bound", Interval: config.Exact}
	for name, tt := range map[string]struct {
		head   evidence.Result
		want   string
		method string
	}{
		"of counts":               {share(850, 1000), "pass", "Clopper-Pearson interval of 850 of 1000"},
		"of counts, not shown":    {share(81, 100), "not_shown", "Clopper-Pearson"},
		"a standard error is not": {measuredBy("0.85", "0.001"), "no_uncertainty", ""},
		"runs are not":            {repeated("0.85", "0.85", "0.86"), "no_uncertainty", ""},
		"nor is a point":          {acc("0.85"), "no_uncertainty", ""},
	} {
		got := checked(t, inputs(model(tt.head), model(), exact))[0]
		if answerOf(got) != tt.want || !strings.HasPrefix(got.Method, tt.method) {
			t.Errorf("%s: %+v", name, got)
		}
	}
	// Ten of ten: the lower bounds of both differ, and a bound between them tells.
	between := config.Threshold{Min: "0.76", Require: "bound"}
	wilson := checked(t, inputs(model(share(10, 10)), model(), between))[0]
	between.Interval = config.Exact
	if got := checked(t, inputs(model(share(10, 10)), model(), between))[0]; wilson.Verdict != Pass || got.Reason != evidence.ReasonNotShown || got.Low != strconv.FormatFloat(math.Pow(0.05, 0.1), 'g', 4, 64) {
		t.Errorf("%+v\n%+v", wilson, got)
	}
}
