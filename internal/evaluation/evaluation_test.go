package evaluation

import (
	"testing"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

func model(results ...evidence.Result) evidence.Model {
	for i := range results {
		results[i].Value = results[i].Raw
		if _, err := parse(results[i].Raw); err != nil {
			results[i].Value = ""
		}
		results[i].Valid = results[i].Value != ""
	}
	return evidence.Model{At: "m/README.md#", Present: true, ID: "m", Evaluations: []evidence.Evaluation{{At: "m/metrics.json#", Path: "m/metrics.json", Results: results}}}
}

func acc(raw string) evidence.Result {
	return evidence.Result{At: "m/metrics.json#/accuracy", Metric: "accuracy", Raw: raw}
}

func TestCheckComparesExactly(t *testing.T) {
	at := finding.Position{Path: ".modelgate/thresholds.yaml", Pointer: "/thresholds/0"}
	for name, tt := range map[string]struct {
		threshold config.Threshold
		head      evidence.Model
		base      evidence.Model
		want      string
	}{
		"equal meets min":               {config.Threshold{Min: "0.85"}, model(acc("0.85")), model(), Met},
		"the last digit of many counts": {config.Threshold{Min: "0.85"}, model(acc("0.84999999999999999999")), model(), NotMet},
		"trailing zeros do not count":   {config.Threshold{Max: "0.1"}, model(acc("0.1000000000000000000000")), model(), Met},
		"exponents":                     {config.Threshold{Min: "8.5e-1"}, model(acc("850E-3")), model(), Met},
		"above max":                     {config.Threshold{Max: "0.1"}, model(acc("0.10000000000000000001")), model(), NotMet},
		"absent":                        {config.Threshold{Min: "0"}, model(), model(), Missing},
		"no evaluation at all":          {config.Threshold{Min: "0"}, evidence.Model{ID: "m", At: "m/README.md#", Present: true}, model(), Missing},
		"text":                          {config.Threshold{Min: "0"}, model(acc("N/A")), model(), NotANumber},
		"hexadecimal is no decimal":     {config.Threshold{Min: "0"}, model(acc("0x1p4")), model(), NotANumber},
		"a fraction is no decimal":      {config.Threshold{Min: "0"}, model(acc("1/3")), model(), NotANumber},
		"a bomb is no number":           {config.Threshold{Min: "0"}, model(acc("1e999999999")), model(), NotANumber},
		"two that disagree":             {config.Threshold{Min: "0.5"}, model(acc("0.9"), acc("0.4")), model(), Ambiguous},
		"two that both hold":            {config.Threshold{Min: "0.5"}, model(acc("0.9"), acc("0.8")), model(), Met},
		"two that fail alike":           {config.Threshold{Min: "0.5"}, model(acc("0.4"), acc("0.4")), model(), NotMet},
		"one of two is text":            {config.Threshold{Min: "0.5"}, model(acc("0.9"), acc("nan")), model(), Ambiguous},
		"exact sum against the base":    {config.Threshold{NoWorse: "0.05", Direction: "higher"}, model(acc("0.80")), model(acc("0.85")), Met},
		"worse than allowed":            {config.Threshold{NoWorse: "0.05", Direction: "higher"}, model(acc("0.79999")), model(acc("0.85")), NotMet},
		"lower is better":               {config.Threshold{NoWorse: "0.1", Direction: "lower"}, model(acc("0.3")), model(acc("0.2")), Met},
		"lower is better, not met":      {config.Threshold{NoWorse: "0.1", Direction: "lower"}, model(acc("0.31")), model(acc("0.2")), NotMet},
		"nothing on the base":           {config.Threshold{NoWorse: "0.1", Direction: "lower"}, model(acc("0.31")), model(), NoBase},
		"text on the base":              {config.Threshold{NoWorse: "0.1", Direction: "lower"}, model(acc("0.31")), model(acc("?")), NotANumber},
	} {
		tt.threshold.ID, tt.threshold.Metric, tt.threshold.At = "t", "accuracy", at
		got := Check([]config.Threshold{tt.threshold}, tt.head, tt.base)
		if len(got) != 1 || got[0].Verdict != tt.want {
			t.Errorf("%s: got %+v, want verdict %s", name, got, tt.want)
			continue
		}
		if got[0].Defined != ".modelgate/thresholds.yaml#/thresholds/0" || got[0].At == "" {
			t.Errorf("%s: places %q and %q", name, got[0].At, got[0].Defined)
		}
	}
}

func TestCheckSelects(t *testing.T) {
	class := evidence.Result{At: "m/metrics.json#/x", Metric: "recall", Slice: "class=fraud", Raw: "0.4"}
	m := model(class, acc("0.9"))
	for name, tt := range map[string]struct {
		threshold config.Threshold
		want      []string
	}{
		"a slice":         {config.Threshold{Metric: "recall", Slice: "class=fraud", Min: "0.5"}, []string{NotMet}},
		"the whole only":  {config.Threshold{Metric: "recall", Min: "0.5"}, []string{Missing}},
		"another model":   {config.Threshold{Metric: "recall", Min: "0.5", Models: []string{"other/*"}}, nil},
		"another file":    {config.Threshold{Metric: "accuracy", Min: "0.5", Evaluation: "other.json"}, []string{Missing}},
		"this file":       {config.Threshold{Metric: "accuracy", Min: "0.5", Evaluation: "*.json"}, []string{Met}},
		"each bound once": {config.Threshold{Metric: "accuracy", Min: "0.5", Max: "0.8"}, []string{Met, NotMet}},
	} {
		got := Check([]config.Threshold{tt.threshold}, m, model())
		if len(got) != len(tt.want) {
			t.Errorf("%s: got %+v, want %v", name, got, tt.want)
			continue
		}
		for i := range got {
			if got[i].Verdict != tt.want[i] {
				t.Errorf("%s: got %s, want %s", name, got[i].Verdict, tt.want[i])
			}
		}
	}
}

func TestAMissingResultNamesItsLike(t *testing.T) {
	m := model(evidence.Result{Metric: "eval_accuracy", Raw: "0.9"}, evidence.Result{Metric: "recall", Slice: "class=fraud", Raw: "0.4"})
	for _, tt := range []struct{ metric, slice, want string }{
		{"accuracy", "", "eval_accuracy"}, {"recall", "class=fruad", "recall of slice class=fraud"}, {"bleu", "", ""},
	} {
		got := Check([]config.Threshold{{ID: "t", Metric: tt.metric, Slice: tt.slice, Min: "0.5"}}, m, model())
		if got[0].Verdict != Missing || got[0].Near != tt.want {
			t.Errorf("%s %s: got %+v, want near %q", tt.metric, tt.slice, got[0], tt.want)
		}
	}
}

func TestClaims(t *testing.T) {
	for name, tt := range map[string]struct {
		metric, raw string
		results     []evidence.Result
		want        string
	}{
		"rounded":              {"accuracy", "0.86", []evidence.Result{acc("0.8581")}, Agrees},
		"cut":                  {"accuracy", "0.85", []evidence.Result{acc("0.8581")}, Agrees},
		"rounded up too far":   {"accuracy", "1", []evidence.Result{acc("0.81")}, Contradicts},
		"a place too many":     {"accuracy", "0.9", []evidence.Result{acc("0.81")}, Contradicts},
		"negative, cut":        {"accuracy", "-0.12", []evidence.Result{acc("-0.129")}, Agrees},
		"negative, too small":  {"accuracy", "-0.14", []evidence.Result{acc("-0.129")}, Contradicts},
		"the trainer's prefix": {"accuracy", "0.913", []evidence.Result{{Metric: "eval_accuracy", Raw: "0.913"}}, Agrees},
		"its very name counts": {"accuracy", "0.999", []evidence.Result{acc("0.84"), {Metric: "train.accuracy", Raw: "0.999"}}, Contradicts},
		"inflated":             {"accuracy", "0.91", []evidence.Result{acc("0.8581")}, Contradicts},
		"percent":              {"accuracy", "85.8%", []evidence.Result{acc("0.8581")}, Agrees},
		"percent without sign": {"accuracy", "85.81", []evidence.Result{acc("0.8581")}, Agrees},
		"synonym":              {"acc", "0.8581", []evidence.Result{acc("0.8581")}, Agrees},
		"a nested result":      {"accuracy", "0.5", []evidence.Result{{Metric: "test.accuracy", Raw: "0.5"}}, Agrees},
		"no such metric":       {"f1", "0.5", []evidence.Result{acc("0.5")}, NoEvidence},
		"placeholder":          {"accuracy", "xx.xx", []evidence.Result{acc("0.5")}, NotANumber},
		"several, none agrees": {"accuracy", "0.9", []evidence.Result{acc("0.5"), acc("0.6")}, Ambiguous},
		"several, one agrees":  {"accuracy", "0.6", []evidence.Result{acc("0.5"), acc("0.6")}, Agrees},
	} {
		got := Claims([]evidence.Claim{{Metric: tt.metric, Raw: tt.raw}}, model(tt.results...).Evaluations)
		if got[0].Verdict != tt.want {
			t.Errorf("%s: got %+v, want %s", name, got[0], tt.want)
		}
	}
}

func TestARemovedModelOwesNothing(t *testing.T) {
	if got := Check([]config.Threshold{{ID: "t", Metric: "accuracy", Min: "1"}}, evidence.Model{ID: "m"}, model(acc("0.5"))); len(got) != 0 {
		t.Errorf("got %+v", got)
	}
}

func TestLoosened(t *testing.T) {
	for _, tt := range []struct {
		b    Bound
		want bool
	}{
		{Bound{Min, "0.85", "0.80"}, true}, {Bound{Min, "0.85", "0.850"}, false}, {Bound{Min, "0.85", "0.9"}, false},
		{Bound{Max, "0.1", "0.2"}, true}, {Bound{Max, "0.1", "0.05"}, false}, {Bound{NoWorse, "0.01", "0.02"}, true},
		{Bound{Min, "0.85", ""}, true}, {Bound{Min, "", "0.85"}, false}, {Bound{Min, "0.85", "nonsense"}, true},
	} {
		if got := tt.b.Loosened(); got != tt.want {
			t.Errorf("%+v: loosened = %v", tt.b, got)
		}
	}
}
