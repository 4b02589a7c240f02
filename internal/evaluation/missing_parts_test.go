package evaluation

import (
	"testing"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// of is a result of a part of an evaluation.
func of(task, split, dataset string, variant ...string) evidence.Result {
	r := acc("0.9")
	r.Task, r.Dataset = task, evidence.DatasetRef{Name: dataset, Split: split}
	for i := 0; i < len(variant); i += 2 {
		r.Variant = append(r.Variant, evidence.Setting{Name: variant[i], Value: variant[i+1]})
	}
	return r
}

// TestAThresholdAsksAboutAllThatTheBaselineHas: what is no longer measured does not
// pass. What a proposal may change is counted, and not held to its name.
func TestAThresholdAsksAboutAllThatTheBaselineHas(t *testing.T) {
	for name, tt := range map[string]struct {
		base, head []evidence.Result
		threshold  config.Threshold
		want       string
	}{
		"a task":                   {[]evidence.Result{of("a", "", ""), of("b", "", "")}, []evidence.Result{of("a", "", "")}, config.Threshold{}, "vanished"},
		"a task that is not meant": {[]evidence.Result{of("a", "", ""), of("b", "", "")}, []evidence.Result{of("a", "", "")}, config.Threshold{Task: "a"}, "pass"},
		"all there":                {[]evidence.Result{of("a", "", "")}, []evidence.Result{of("a", "", ""), of("b", "", "")}, config.Threshold{}, "pass"},
		"a filter":                 {[]evidence.Result{of("a", "", "", "filter", "strict"), of("a", "", "", "filter", "flexible")}, []evidence.Result{of("a", "", "", "filter", "flexible")}, config.Threshold{}, "vanished"},
		"a split":                  {[]evidence.Result{of("", "test", "")}, []evidence.Result{of("", "validation", "")}, config.Threshold{}, "vanished"},
		"a split that is not said": {[]evidence.Result{of("", "test", "")}, []evidence.Result{of("", "", "")}, config.Threshold{}, "vanished"},
		"a dataset of two":         {[]evidence.Result{of("", "", "d"), of("", "", "e")}, []evidence.Result{of("", "", "d")}, config.Threshold{}, "vanished"},
		"another dataset":          {[]evidence.Result{of("", "", "d")}, []evidence.Result{of("", "", "e")}, config.Threshold{}, "pass"},
		"a provider of two":        {[]evidence.Result{of("", "", "", "provider", "p"), of("", "", "", "provider", "q")}, []evidence.Result{of("", "", "", "provider", "q")}, config.Threshold{}, "vanished"},
		"another prompt":           {[]evidence.Result{of("", "", "", "prompt", "p")}, []evidence.Result{of("", "", "", "prompt", "q")}, config.Threshold{}, "pass"},
		"a newer task":             {[]evidence.Result{of("a", "", "", "task_version", "1")}, []evidence.Result{of("a", "", "", "task_version", "2")}, config.Threshold{}, "pass"},
	} {
		tt.threshold.Min = "0.5"
		if got := checked(t, inputs(model(tt.head...), model(tt.base...), tt.threshold))[0]; answerOf(got) != tt.want {
			t.Errorf("%s: got %+v", name, got)
		}
	}
}

// TestWhereAMetricIs: nobody is asked whether a metric was meant that was asked for.
func TestWhereAMetricIs(t *testing.T) {
	head := model(of("gsm8k", "", "", "filter", "strict-match"), of("gsm8k", "", "", "filter", "flexible-extract"))
	for name, tt := range map[string]struct {
		threshold config.Threshold
		detail    string
		near      string
	}{
		"another task":    {config.Threshold{Task: "gsm8k_cot"}, `"accuracy" is there for task gsm8k, filter flexible-extract; for task gsm8k, filter strict-match, but not for task gsm8k_cot`, ""},
		"a filter":        {config.Threshold{Variant: []config.Setting{{Name: "filter", Value: "strict"}}}, `"accuracy" is there for task gsm8k, filter flexible-extract; for task gsm8k, filter strict-match, but not for filter strict`, ""},
		"a split":         {config.Threshold{Split: "test"}, `"accuracy" is there for task gsm8k, filter flexible-extract; for task gsm8k, filter strict-match, but not for split test`, ""},
		"another file":    {config.Threshold{Evaluation: "results/*.json"}, `"accuracy" is there for file m/metrics.json`, ""},
		"to the letter":   {config.Threshold{Metric: "accuracy,strict-match"}, "no result with this name", "accuracy of task gsm8k, filter strict-match"},
		"below its task":  {config.Threshold{Metric: "gsm8k.accuracy"}, "no result with this name", "accuracy of task gsm8k, filter strict-match"},
		"by another name": {config.Threshold{Metric: "acc"}, "no result with this name", "accuracy"},
	} {
		tt.threshold.Min = "0.5"
		if got := checked(t, inputs(head, evidence.Model{}, tt.threshold))[0]; got.Detail != tt.detail || got.Near != tt.near {
			t.Errorf("%s: got %q, near %q", name, got.Detail, got.Near)
		}
	}
	nested := model(evidence.Result{At: "m/metrics.json#/x", Metric: "test.accuracy", Raw: "0.9"})
	if got := checked(t, inputs(nested, evidence.Model{}, config.Threshold{Min: "0.5"}))[0]; got.Near != "test.accuracy" {
		t.Errorf("a nested result: %+v", got)
	}
}
