package peers

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/source"
	"github.com/modelgate-dev/modelgate/internal/source/sourcetest"
)

// valid reads a proposal as the gate would.
func valid(t *testing.T, policy []byte) []config.Threshold {
	t.Helper()
	c, err := config.Load(source.Base{Tree: sourcetest.Tree("", fstest.MapFS{config.ThresholdsPath: {Data: policy}})})
	if err != nil {
		t.Fatalf("%v\n%s", err, policy)
	}
	return c.Thresholds
}

func TestImport(t *testing.T) {
	for name, tt := range map[string]struct {
		tool, src string
		want      []config.Threshold // metric, slice, bounds and direction
		changes   []string           // each in one of the changes
	}{
		"TFMA": {"tfma", `{"metricsSpecs": [{"metrics": [
			{"className": "BinaryAccuracy", "threshold": {"valueThreshold": {"lowerBound": {"value": 0.8}}, "changeThreshold": {"direction": "HIGHER_IS_BETTER", "absolute": {"value": -0.01}, "relative": {"value": -0.05}}},
			 "perSliceThresholds": [{"slicingSpecs": [{"featureValues": {"sex": "female"}}], "threshold": {"valueThreshold": {"lowerBound": 0.7}}}]}],
			"thresholds": {"loss": {"value_threshold": {"upper_bound": {"value": 0.4}}, "change_threshold": {"direction": "LOWER_IS_BETTER", "absolute": {"value": -0.1}}}}}],
			"options": {"minSliceSize": {"value": 50}}}`,
			[]config.Threshold{{Metric: "binary_accuracy", Min: "0.8"}, {Metric: "binary_accuracy", NotWorse: "0.01", Direction: "higher"}, {Metric: "binary_accuracy", NotWorse: "5%", Direction: "higher"},
				{Metric: "binary_accuracy", Slice: "sex=female", Min: "0.7"}, {Metric: "loss", Max: "0.4"}, {Metric: "loss", Better: "0.1", Direction: "lower"}},
			[]string{"every slice", "TFMA divides by the baseline, so a negative baseline inverts the comparison, and a baseline of 0 always fails; in modelgate, the share is relative to the baseline's absolute value", "min_samples: 50", "signed absolute -0.01 becomes not_worse_by: 0.01", "first_model"}},
		"MLflow": {"mlflow", `{"accuracy": {"threshold": 0.8, "min_absolute_change": 0.05, "greater_is_better": true},
			"mse": {"threshold": 1.5, "min_relative_change": 0.1, "greater_is_better": false}, "both": {"min_absolute_change": 1e-3, "min_relative_change": 0.025, "greater_is_better": true}}`,
			[]config.Threshold{{Metric: "accuracy", Min: "0.8", Better: "0.05", Direction: "higher"}, {Metric: "mse", Max: "1.5", Better: "10%", Direction: "lower"},
				{Metric: "both", Better: "1e-3", Direction: "higher"}, {Metric: "both", Better: "2.5%", Direction: "higher"}},
			[]string{"MLflow adds min_absolute_change in floating point, where 0.85 is not 0.05 more than 0.80; modelgate compares exact decimals", "NaN passes", "MLflow can only require an improvement; to allow a limited regression, use not_worse_by instead of better_by", "KeyError"}},
		"DVC": {"dvc", "test:\n  accuracy: 0.9\n  log_loss: 0.3\n  mAP50-95(B): 0.5\nstep: 12\nname: run\n",
			[]config.Threshold{{Metric: "test.accuracy", NotWorse: "0", Direction: "higher"}, {Metric: "test.log_loss", NotWorse: "0", Direction: "lower"}, {Metric: "test.mAP50-95(B)", NotWorse: "0", Direction: "higher"}},
			[]string{"DVC has no thresholds: `dvc metrics diff` shows a change and always exits with 0. Directions are guessed from the metric names, and every allowance is 0; review each threshold", "step is left out"}},
		"github-action-benchmark": {"github-action-benchmark", `[{"name": "Sort: 1k \"items\"", "unit": "ns/op", "value": 12.5}, {"name": "throughput", "unit": "requests", "value": 900}]`,
			[]config.Threshold{{Metric: `Sort: 1k "items"`, NotWorse: "100%", Direction: "lower"}, {Metric: "throughput", NotWorse: "50%", Direction: "higher"}},
			[]string{"alert-threshold 200%", "github-action-benchmark skips benchmarks that are missing in the last run, and all checks without a last run; modelgate reports both", "NaN never alerts"}},
	} {
		t.Run(name, func(t *testing.T) {
			name := "in.yaml"
			if strings.HasPrefix(tt.src, "{") || strings.HasPrefix(tt.src, "[") {
				name = "in.json"
			}
			d, found := document.Parse(name, []byte(tt.src))
			if len(found) > 0 {
				t.Fatal(found)
			}
			p, err := Import(tt.tool, d)
			if err != nil {
				t.Fatal(err)
			}
			got := valid(t, p.Policy)
			if len(got) != len(tt.want) {
				t.Fatalf("got\n%s", p.Policy)
			}
			for i, w := range tt.want {
				g := got[i]
				if g.Metric != w.Metric || g.Slice != w.Slice || g.Min != w.Min || g.Max != w.Max || g.NotWorse != w.NotWorse || g.Better != w.Better || w.Direction != "" && g.Direction != w.Direction {
					t.Errorf("%d: got %+v, want %+v", i, g, w)
				}
			}
			all := strings.Join(p.Changes, "\n")
			for _, c := range tt.changes {
				if !strings.Contains(all, c) {
					t.Errorf("%q is not said in\n%s", c, all)
				}
			}
		})
	}
}

func TestImportRefuses(t *testing.T) {
	for name, tt := range map[string]struct{ tool, src, want string }{
		"another tool":        {"codecov", "{}", "valid tools:"},
		"no threshold":        {"tfma", `{"metricsSpecs": []}`, "EvalConfig"},
		"no direction":        {"tfma", `{"metricsSpecs": [{"thresholds": {"a": {"changeThreshold": {"absolute": {"value": 1}}}}}]}`, "no direction"},
		"no direction either": {"mlflow", `{"a": {"threshold": 1}}`, "greater_is_better"},
		"text for a number":   {"mlflow", `{"a": {"threshold": "NaN", "greater_is_better": true}}`, "not a finite number"},
		"a bomb":              {"mlflow", `{"a": {"min_relative_change": 1e300, "greater_is_better": true}}`, "not a valid share"},
		"an empty file":       {"dvc", ``, "metrics file"},
		"a list of text":      {"github-action-benchmark", `["x"]`, "list of"},
	} {
		d, _ := document.Parse("in.yaml", []byte(tt.src))
		if _, err := Import(tt.tool, d); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %q", name, err, tt.want)
		}
	}
}

// FuzzImport: whatever a file holds, what is proposed is a valid policy.
func FuzzImport(f *testing.F) {
	f.Add("mlflow", `{"a b": {"threshold": 0.8, "greater_is_better": true}}`)
	f.Add("dvc", "a: 1\n\"x\\ny\": 2\n")
	f.Add("tfma", `{"metricsSpecs": [{"thresholds": {"a": {"valueThreshold": {"lowerBound": {"value": 1}}}}}]}`)
	f.Add("github-action-benchmark", `[{"name": "a", "unit": "s\n", "value": 1}]`)
	f.Fuzz(func(t *testing.T, tool, src string) {
		d, found := document.Parse("in.yaml", []byte(src))
		if len(found) > 0 {
			return
		}
		p, err := Import(tool, d)
		if err != nil || strings.Contains(src, "\x00") {
			return
		}
		again, found := document.ParseAs(document.YAML, "out.yaml", p.Policy)
		if len(found) > 0 || again.Root.Get("thresholds") == nil {
			t.Errorf("%v\n%s", found, p.Policy)
		}
	})
}
