package evaluation

import (
	"testing"

	"github.com/modelgate-dev/modelgate/internal/evidence"
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
