package evaluation

import (
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/evidence"
)

var known = Scales{
	Kinds: map[string]string{"accuracy": "proportion", "errorrate": "proportion", "f1": "proportion", "f1score": "proportion", "mcc": "correlation", "r2": "coefficient",
		"wer": "rate", "bleu": "score", "loss": "any", "perplexity": "branching", "latency": "positive", "rmse": "positive"},
	Qualifiers: map[string]bool{"macro": true, "eval": true},
}

// TestScales: a fraction beside a percentage is no change of a metric.
func TestScales(t *testing.T) {
	for _, tt := range []struct {
		metric, unit, base, head string
		want                     string // of not_worse_by, where higher is better
	}{
		{"accuracy", "", "0.9", "10.0", "scale_changed"},
		{"accuracy", "", "90", "0.91", "scale_changed"},
		{"test.accuracy", "", "0.9", "10.0", "scale_changed"},
		{"eval_accuracy", "", "0.9", "10.0", "scale_changed"},
		{"f1@0.5", "", "0.9", "10.0", "scale_changed"},
		{"f1_macro", "", "0.9", "10.0", "scale_changed"},
		{"error_rate", "", "4.1", "0.2", "scale_changed"},
		{"accuracy", "", "0.9", "1", "pass"},
		{"accuracy", "", "0", "10", "pass"}, // 0 is on every scale
		{"accuracy", "", "90", "91", "pass"},
		{"accuracy", "", "90", "910", "out_of_range"},
		{"accuracy", "", "0.5", "-0.5", "out_of_range"},
		{"accuracy", "proportion", "0.9", "1.1", "out_of_range"},
		{"accuracy", "proportion", "1.1", "0.9", "out_of_range"},
		{"accuracy", "percent", "0.9", "1.2", "pass"},
		{"accuracy", "percent", "0.9", "91", "scale_changed"},
		{"mcc", "", "0.4", "41", "scale_changed"},
		{"r2", "", "-0.4", "-3", "fail"},
		{"r2", "", "0.4", "41", "scale_changed"},
		{"wer", "", "0.9", "1.2", "pass"},
		{"wer", "", "0.2", "24.1", "scale_changed"},
		{"bleu", "", "0.9", "1.5", "pass"},
		{"bleu", "", "0.32", "33", "scale_changed"},
		{"quality", "", "0.9", "10", "pass"}, // it may be whatever it likes
		{"quality", "", "0.9", "91", "scale_changed"},
		{"quality", "count", "0.9", "91", "pass"},
		{"perplexity", "", "0.9", "1.2", "pass"},
		{"loss", "", "0.05", "9", "pass"},
		{"latency", "s", "0.05", "9", "pass"},
		{"rmse", "", "0.05", "9", "pass"},
	} {
		result := func(raw string) evidence.Result {
			return evidence.Result{At: "m/metrics.json#/x", Metric: tt.metric, Raw: raw}
		}
		in := inputs(model(result(tt.head)), model(result(tt.base)), config.Threshold{Metric: tt.metric, Unit: tt.unit, NotWorse: "0"})
		in.Scales = known
		if got := checked(t, in)[0]; answerOf(got) != tt.want {
			t.Errorf("%+v: got %+v", tt, got)
		}
	}
}

func TestScaleOfABound(t *testing.T) {
	for name, tt := range map[string]struct {
		threshold config.Threshold
		value     string
		want      string
	}{
		"a percentage above a fraction":     {config.Threshold{Min: "0.85"}, "91.0", "scale_changed"},
		"one percent":                       {config.Threshold{Min: "0.85"}, "1.2", "scale_changed"},
		"a fraction below a percentage":     {config.Threshold{Metric: "error_rate", Max: "5"}, "0.4", "scale_changed"},
		"the unit is stated":                {config.Threshold{Metric: "error_rate", Max: "5", Unit: "percent"}, "0.4", "pass"},
		"both are percentages":              {config.Threshold{Min: "85"}, "91", "pass"},
		"any value is at least 0":           {config.Threshold{Min: "0"}, "91", "pass"},
		"a leak alarm":                      {config.Threshold{Suspicious: "0.99"}, "91", "fail"},
		"a metric that nobody knows":        {config.Threshold{Metric: "quality", Min: "0.5"}, "91", "pass"},
		"a score":                           {config.Threshold{Metric: "bleu", Min: "0.5"}, "33", "pass"},
		"a proportion, as the file says":    {config.Threshold{Min: "0.85"}, "95", "scale_changed"},
		"latency in seconds, below a bound": {config.Threshold{Metric: "latency", Max: "5"}, "0.2", "pass"},
	} {
		metric := filled(tt.threshold).Metric
		in := inputs(model(evidence.Result{At: "m/metrics.json#/x", Metric: metric, Raw: tt.value}), evidence.Model{}, tt.threshold)
		in.Scales = known
		if got := checked(t, in)[0]; answerOf(got) != tt.want {
			t.Errorf("%s: got %+v", name, got)
		}
	}
	claims := acc("10.0")
	claims.Unit = "count"
	in := inputs(model(claims), model(acc("0.9")), config.Threshold{NotWorse: "0"}, config.Threshold{ID: "min", Min: "0.85"})
	in.Scales = known
	for _, got := range checked(t, in) {
		if got.Reason != evidence.ReasonScaleChanged {
			t.Errorf("a unit that the head alone states: %+v", got)
		}
	}
	of := acc("95")
	of.Unit = "proportion"
	if got := checked(t, inputs(model(of), evidence.Model{}, config.Threshold{Min: "0.85"}))[0]; got.Reason != evidence.ReasonOutOfRange {
		t.Errorf("a file that says proportion: %+v", got)
	}
}

// TestARatchetIsNotTightenedByAScale: a lock that once held 10 for 10 % would refuse
// every honest result.
func TestARatchetIsNotTightenedByAScale(t *testing.T) {
	in := inputs(model(acc("10.0")), evidence.Model{}, config.Threshold{Ratchet: "0.01", Direction: "higher"})
	in.Scales = known
	in.Locked = []config.Best{{Threshold: "t", Model: "m", Value: "0.9"}}
	best, left := Remember(in, "c")
	if len(best) != 1 || best[0].Value != "0.9" || len(left) != 1 || !strings.Contains(left[0], "different scales") {
		t.Errorf("got %+v, %q", best, left)
	}
	if got := checked(t, in)[0]; got.Reason != evidence.ReasonScaleChanged {
		t.Errorf("the check: %+v", got)
	}
}

// TestNothingIsShownOfNoExample: 0 of 0 is whatever a tool likes to write.
func TestNothingIsShownOfNoExample(t *testing.T) {
	empty, some := acc("1.0"), acc("0.9")
	empty.N, some.N = "0", "100"
	for name, threshold := range map[string]config.Threshold{
		"a bound": {Min: "0.5"}, "an upper bound": {Max: "1"}, "a comparison": {NotWorse: "0"}, "a ratchet": {Ratchet: "0", Direction: "higher"},
		"catch": {NotWorse: "0", Mode: "catch"}, "warned only": {Min: "0.5", OnInsufficient: "warn"},
	} {
		if got := checked(t, inputs(model(empty), model(some), threshold))[0]; got.Reason != evidence.ReasonEmpty {
			t.Errorf("%s: got %+v", name, got)
		}
		if threshold.Min+threshold.Max == "" {
			if got := checked(t, inputs(model(some), model(empty), threshold))[0]; got.Reason != evidence.ReasonEmpty {
				t.Errorf("%s, in the baseline: got %+v", name, got)
			}
		}
	}
	rate := func(name, raw, n string) evidence.Result {
		r := evidence.Result{At: evidence.Anchor("m/fairness.json#/" + name), Metric: "selection_rate", Slice: "sex=" + name, Raw: raw, N: n}
		return r
	}
	groups := model(rate("a", "0.9", "0"), rate("b", "0.8", "50"), rate("c", "0.8", "50"))
	disparity := config.Threshold{Metric: "selection_rate", Disparity: &config.Disparity{By: "sex", Measure: "ratio", Min: "0.9"}}
	if got := checked(t, inputs(groups, evidence.Model{}, disparity))[0]; got.Verdict != Pass || !strings.Contains(got.Detail, "too small to be compared: a (n = 0)") {
		t.Errorf("an empty group: %+v", got)
	}
}

// TestTooFewAreSoftenedAndFailuresNot: on_insufficient is for what is undecided.
func TestTooFewAreSoftenedAndFailuresNot(t *testing.T) {
	warn := func(t config.Threshold) config.Threshold {
		t.MinSamples, t.OnInsufficient = "100", "warn"
		return t
	}
	for name, tt := range map[string]struct {
		threshold config.Threshold
		value     string
		want      string
	}{
		"a value that fails":           {config.Threshold{Min: "0.9"}, "0.2", "fail"},
		"one that would pass":          {config.Threshold{Min: "0.9"}, "0.95", "insufficient"},
		"a regression":                 {config.Threshold{NotWorse: "0.01"}, "0.2", "fail"},
		"a regression to be caught":    {config.Threshold{NotWorse: "0.01", Mode: "catch"}, "0.2", "insufficient"},
		"one that is to be ruled out":  {config.Threshold{NotWorse: "0.01", Mode: "prove"}, "0.2", "fail"},
		"a bound of a value too small": {config.Threshold{Min: "0.9", Require: "bound"}, "0.2", "fail"},
	} {
		if got := checked(t, inputs(model(acc(tt.value)), model(acc("0.9")), warn(tt.threshold)))[0]; answerOf(got) != tt.want || (got.Verdict == Fail) != (got.Severity == "block") {
			t.Errorf("%s: got %+v", name, got)
		}
	}
	prove := config.Threshold{NotWorse: "0.01", Mode: "prove", OnInsufficient: "warn"}
	if got := checked(t, inputs(model(acc("0.2")), model(acc("0.9")), prove))[0]; got.Verdict != Fail {
		t.Errorf("a failing point without precision: %+v", got)
	}
	if got := checked(t, inputs(model(share(80, 100)), model(share(90, 100)), prove))[0]; got.Verdict != Fail {
		t.Errorf("a failing point that is not shown: %+v", got)
	}
}
