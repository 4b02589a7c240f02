package evaluation

import (
	"testing"

	"github.com/modelgate-dev/modelgate/internal/config"
)

// What the two reference gates answer, as observed when their code was run:
// TensorFlow Model Analysis 0.49.0.dev (evaluators/metrics_validator.py) and MLflow at
// 0c23394 (models/evaluation/validation.py). raises is an exception in place of a
// verdict, inexpressible a question that the gate cannot be asked.
const (
	raises        = "raises"
	inexpressible = "inexpressible"
)

// TestConformance puts our answers beside those of the reference gates, on ties,
// NaN, infinity, missing metrics, and baselines that are zero or negative.
func TestConformance(t *testing.T) {
	lower := func(t config.Threshold) config.Threshold { t.Direction = "lower"; return t }
	for _, tt := range []struct {
		name             string
		threshold        config.Threshold
		candidate, base  string // "" for a metric that is not there
		want             string
		tfma, mlflow     string
		tfmaIs, mlflowIs string // where they differ from us: why
	}{
		// Ties of decimals that binary floats cannot hold.
		{"0.85 is 0.80 + 0.05", config.Threshold{Better: "0.05"}, "0.85", "0.80", "pass", "fail", "fail", "0.85 - 0.8 in floats", "0.8 + 0.05 in floats"},
		{"0.9 is 0.8 + 0.1", config.Threshold{Better: "0.1"}, "0.9", "0.8", "pass", "fail", "pass", "0.9 - 0.8 in floats", ""},
		{"0.84 is 5 % above 0.80", config.Threshold{Better: "5%"}, "0.84", "0.80", "pass", "fail", "fail", "(c-b)/b in floats", "(c-b)/b in floats"},
		{"a tie with the bound", config.Threshold{Min: "0.85"}, "0.85", "0.80", "pass", "pass", "pass", "", ""},
		{"a tie with the baseline", config.Threshold{NotWorse: "0"}, "0.9333333333333333", "0.9333333333333333", "pass", "pass", inexpressible, "", "min_absolute_change must be > 0"},
		{"at most 1 % worse", config.Threshold{NotWorse: "1%"}, "0.792", "0.80", "pass", "pass", inexpressible, "", "min_relative_change lies in [0, 1]"},
		{"lower, a tie with the allowance", lower(config.Threshold{NotWorse: "0.1"}), "0.4", "0.3", "pass", "pass", inexpressible, "", "only improvements can be asked for"},

		// Negative baselines: relative change by a signed baseline turns round.
		{"-1 to -2, 10 % allowed", config.Threshold{NotWorse: "10%"}, "-2", "-1", "fail", "pass", inexpressible, "(c-b)/b is +1", ""},
		{"-1 to -0.5, 10 % allowed", config.Threshold{NotWorse: "10%"}, "-0.5", "-1", "pass", "fail", inexpressible, "(c-b)/b is -0.5", ""},
		{"-1 to -2, 10 % better asked", config.Threshold{Better: "10%"}, "-2", "-1", "fail", "pass", "pass", "(c-b)/b is +1", "(c-b)/b is +1"},
		{"-1 to -0.5, 10 % better asked", config.Threshold{Better: "10%"}, "-0.5", "-1", "pass", "fail", "fail", "(c-b)/b is -0.5", "(c-b)/b is -0.5"},
		{"lower, -1 to -2, 10 % better asked", lower(config.Threshold{Better: "10%"}), "-2", "-1", "pass", "fail", "fail", "", ""},

		// A baseline of zero: any share of it is zero.
		{"0 to 0, 10 % allowed", config.Threshold{NotWorse: "10%"}, "0", "0", "pass", "fail", inexpressible, "the ratio is NaN", ""},
		{"0 to 0.1, 10 % better asked", config.Threshold{Better: "10%"}, "0.1", "0", "pass", "fail", "pass", "the ratio is NaN", ""},
		{"0 to 0, 10 % better asked", config.Threshold{Better: "10%"}, "0", "0", "fail", "fail", "fail", "", "c >= b + 1e-10"},
		{"0 to -0.1, 10 % allowed", config.Threshold{NotWorse: "10%"}, "-0.1", "0", "fail", "fail", inexpressible, "", ""},
		{"1e-300 is a number", config.Threshold{NotWorse: "10%"}, "0.9e-300", "1e-300", "pass", "pass", inexpressible, "", ""},

		// What is no finite number.
		{"NaN against a bound", config.Threshold{Min: "0.5"}, "NaN", "0.8", "not_a_number", "fail", "fail", "", ""},
		{"NaN, an improvement asked", config.Threshold{Better: "0.01"}, "NaN", "0.8", "not_a_number", "fail", raises, "", "decimal.InvalidOperation"},
		{"NaN, a relative improvement asked", config.Threshold{Better: "1%"}, "NaN", "0.8", "not_a_number", "fail", "pass", "", "NaN < r is false"},
		{"the baseline is NaN", config.Threshold{Better: "1%"}, "0.1", "NaN", "baseline_not_a_number", "fail", "pass", "", "NaN < r is false"},
		{"infinity above a bound", config.Threshold{Min: "0.5"}, "Infinity", "0.8", "not_a_number", "pass", "pass", "inf >= 0.5", "inf >= 0.5"},
		{"text", config.Threshold{Min: "0.5"}, "N/A", "0.8", "not_a_number", raises, raises, "", ""},

		// What is not there.
		{"the candidate lacks the metric", config.Threshold{Min: "0.5"}, "", "0.8", "missing", "fail", "fail", "", ""},
		{"the baseline lacks the metric", config.Threshold{NotWorse: "0.1"}, "0.8", "", "baseline_missing", "fail", raises, "", "KeyError"},
		{"the baseline lacks the metric, a bound only", config.Threshold{Min: "0.5"}, "0.8", "", "pass", "pass", raises, "", "KeyError"},
	} {
		side := func(value string) (m []string) {
			if value != "" {
				m = []string{value}
			}
			return m
		}
		head, base := model(), model()
		for _, v := range side(tt.candidate) {
			head = model(acc(v))
		}
		for _, v := range side(tt.base) {
			base = model(acc(v))
		}
		got := checked(t, inputs(head, base, tt.threshold))
		if len(got) != 1 || answerOf(got[0]) != tt.want {
			t.Errorf("%s: got %+v, want %s (TFMA: %s %s, MLflow: %s %s)", tt.name, got, tt.want, tt.tfma, tt.tfmaIs, tt.mlflow, tt.mlflowIs)
		}
	}
}
