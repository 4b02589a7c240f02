package cli

import (
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/evaluation"
	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// A threshold is begun with the margin that its file's precision asks for, and with none
// where nothing is known.
func TestMarginsOfThresholds(t *testing.T) {
	b := beginning{scales: evaluation.Scales{Kinds: map[string]string{"f1": "proportion", "rmse": "positive", "ppl": "branching", "fid": "positive", "psnr": "positive"},
		Directions: map[string]evidence.Direction{"rmse": "lower", "ppl": "lower", "fid": "lower", "psnr": "higher"}}}
	for name, c := range map[string]struct {
		r    evidence.Result
		want string
	}{
		"counts":                         {evidence.Result{Metric: "accuracy", Value: "0.9", K: "900", N: "1000"}, "mode: catch # review: only a significant regression fails, by its counts (900 of 1000)"},
		"few counts":                     {evidence.Result{Metric: "accuracy", Value: "0.9", K: "9", N: "10"}, "not_worse_by: 0 # review: it is "},
		"an error":                       {evidence.Result{Metric: "auc", Value: "0.9", Uncertainty: evidence.Uncertainty{Kind: evidence.StdErr, Value: "0.01", Raw: "0.01"}}, "by its standard error 0.01"},
		"an error of 0":                  {evidence.Result{Metric: "auc", Value: "0.9", Uncertainty: evidence.Uncertainty{Kind: evidence.StdErr, Value: "0", Raw: "0"}}, "with n and k, stderr or runs in the file"},
		"a deviation":                    {evidence.Result{Metric: "auc", Value: "0.9", Uncertainty: evidence.Uncertainty{Kind: evidence.StdDev, Value: "0.3", Raw: "0.3"}}, "with n and k, stderr or runs in the file"},
		"runs":                           {evidence.Result{Metric: "f1", Value: "0.9", Runs: []string{"0.89", "0.9", "0.91"}}, "by its 3 runs"},
		"a size":                         {evidence.Result{Metric: "f1", Value: "0.9", N: "1000"}, "not_worse_by: 0.03 # review: about the noise of 1000 examples"},
		"an error of regression":         {evidence.Result{Metric: "rmse", Value: "4.2", Raw: "4.2"}, "not_worse_by: \"2%\" # review: of the value at the base commit; it is 4.2 now"},
		"a perplexity":                   {evidence.Result{Metric: "ppl", Value: "8.1", N: "1000"}, "not_worse_by: \"2%\" # review: of the value"},
		"an error with a standard error": {evidence.Result{Metric: "rmse", Value: "4.2", Uncertainty: evidence.Uncertainty{Kind: evidence.StdErr, Value: "0.01", Raw: "0.01"}}, "by its standard error 0.01"},
		"higher is better":               {evidence.Result{Metric: "psnr", Value: "31"}, "not_worse_by: 0 # review: it is "},
		"no share":                       {evidence.Result{Metric: "loss", Value: "0.9", N: "1000"}, "not_worse_by: 0 # review: it is "},
	} {
		if got := b.margin(c.r); !strings.Contains(got, c.want) || strings.Contains(name, "few") && strings.Contains(got, "catch") {
			t.Errorf("%s: %s", name, got)
		}
	}
	for x, want := range map[float64]string{0.0221: "0.03", 0.02: "0.02", 0.0009: "0.0009", 0.21: "0.3", 0.00951: "0.01"} {
		if got := rounded(x); strings.TrimRight(got, "0") != want {
			t.Errorf("%g is rounded to %s, want %s", x, got, want)
		}
	}
}
