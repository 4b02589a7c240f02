package finder

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/finding"
)

func TestEvaluationsAreFoundWhereToolsWriteThem(t *testing.T) {
	metrics, other := `{"accuracy": 0.9}`, `{"name": "x"}`
	for name, tt := range map[string]struct {
		file, text string
		layout     Layout
		found      bool
		said       string // a rule
	}{
		"metrics at the top":               {"m/metrics.json", metrics, Layout{}, true, ""},
		"TOML":                             {"m/metrics.toml", "accuracy = 0.9\n", Layout{}, true, ""},
		"beside the weights":               {"m/models/metrics.json", metrics, Layout{}, true, ""},
		"beside the weights of a run":      {"m/outputs/models/cnn_final_metrics.json", metrics, Layout{}, true, ""},
		"another file beside the weights":  {"m/models/cnn_metrics.json", other, Layout{}, false, ""},
		"settings beside the weights":      {"m/models/config.json", metrics, Layout{}, false, ""},
		"in a directory of anything":       {"m/src/metrics.json", metrics, Layout{}, false, ""},
		"a directory of results":           {"m/eval_results/standard/scores.json", metrics, Layout{}, true, ""},
		"one of an output":                 {"m/outputs/Test-Results/1.json", metrics, Layout{}, true, ""},
		"unknown in a directory of those":  {"m/eval_results/x.json", other, Layout{}, false, ""},
		"a directory of another word":      {"m/retrieval/1.json", metrics, Layout{}, false, ""},
		"dvclive":                          {"m/dvclive/metrics.json", metrics, Layout{}, true, ""},
		"a run of YOLO":                    {"m/runs/detect/train/results.csv", "epoch,metrics/mAP50(B)\n1,0.5\n", Layout{}, true, ""},
		"a table that is no result":        {"m/data/results.csv", "a,b\n1,2\n", Layout{}, false, ""},
		"a broken table in a likely place": {"m/data/results.csv", "a,b\n1\n", Layout{}, false, ""},
		"deepeval":                         {"m/.deepeval/.latest_test_run.json", `{"testRunLink": "https://x"}`, Layout{}, true, "evidence/malformed"},
		"a drift report":                   {"m/data_drift_report.json", `{"metrics": [{"metric_name": "X()", "config": {}, "value": 1}], "tests": []}`, Layout{}, true, ""},
		"another file of that name":        {"m/drift.json", other, Layout{}, false, ""},
		"an event file that is none":       {"m/evaluation/events.out.tfevents.1.host", "text\n", Layout{}, false, "evidence/not_recognised"},
		"unknown where one is expected":    {"m/evaluation/x.json", other, Layout{}, false, "evidence/not_recognised"},
		"a report about code":              {"m/reports/pip-audit-report.json", other, Layout{}, false, ""},
		"a report about safety":            {"m/reports/safety_audit.json", other, Layout{}, false, "evidence/not_recognised"},
		"results of a model's audit":       {"m/reports/model_audit.json", metrics, Layout{}, true, ""},
		"only what is configured":          {"m/metrics.json", metrics, Layout{Evaluations: []string{"out/*.json"}}, false, ""},
		"configured":                       {"m/out/x.json", metrics, Layout{Evaluations: []string{"out/*.json"}}, true, ""},
		"of the format that is said":       {"m/out/x.json", metrics, Layout{Evaluations: []string{"out/*.json"}, Formats: map[string]string{"out/*.json": "metrics"}}, true, ""},
		"metrics of any name":              {"m/out/x.json", `{"uplift": 0.2}`, Layout{Evaluations: []string{"out/*.json"}, Formats: map[string]string{"out/*.json": "metrics"}}, true, ""},
		"metrics without a number":         {"m/out/x.json", `{"accuracy": "high"}`, Layout{Evaluations: []string{"out/*.json"}, Formats: map[string]string{"out/*.json": "metrics"}}, false, "evidence/malformed"},
		"of another format":                {"m/out/x.json", metrics, Layout{Evaluations: []string{"out/*.json"}, Formats: map[string]string{"out/*.json": "lm-eval"}}, false, "evidence/malformed"},
		"of two formats":                   {"m/out/x.json", `{"schema_version": "0.3.0", "evaluation_results": [{"score_details": {"score": 1}}], "testRunData": {}}`, Layout{Evaluations: []string{"out/*"}}, true, "evidence/malformed"},
		"weights are none":                 {"m/config.json", metrics, Layout{}, false, ""},
		"a metric in each line":            {"m/metrics.txt", "Model\nAccuracy : 84.5%\n", Layout{}, true, ""},
		"another text of that name":        {"m/metrics.txt", "# HELP up\nup{job=\"a\"} 1\n", Layout{}, false, ""},
		"metrics of several runs":          {"m/metrics.txt", "acc: 0.5\nacc: 0.6\n", Layout{}, false, "evidence/not_recognised"},
		"a comparison of models":           {"m/data/model_comparison_results.csv", "model,test_r2\nridge,0.3\nforest,0.4\n", Layout{}, true, ""},
		"folds of models":                  {"m/data/model_comparison_results.csv", "model,fold,r2\nridge,1,0.3\nridge,2,0.4\n", Layout{}, false, "evidence/not_recognised"},
		"scores of examples":               {"m/data/results.csv", "id,text,score\n1,a,0.3\n2,b,0.4\n", Layout{}, false, ""},
		"stories that failed in Rasa":      {"m/results/failed_test_stories.yml", "version: \"2.0\"\nstories:\n- story: a (t.yml)\n  steps:\n  - intent: greet\n  - action: utter_greet  # predicted: utter_help\n", Layout{}, false, ""},
		"stories of Rasa without warnings": {"m/results/stories_with_warnings.yml", "# No warnings for test stories\n", Layout{}, false, ""},
		"messages that failed in Rasa":     {"m/results/intent_errors.json", `[{"text": "murakoze", "intent": "sendoff", "intent_prediction": {"name": "thankyou", "confidence": 0.9}}]`, Layout{}, false, ""},
		"no message that failed":           {"m/results/intent_errors.json", `[]`, Layout{}, false, ""},
		"a list of texts":                  {"m/results/errors.json", `[{"text": "a", "label": 1}]`, Layout{}, false, "evidence/not_recognised"},
		"runs of MLflow by default":        {"m/mlruns/1/r/metrics/acc", "1 0.5 0\n", Layout{}, false, ""},
	} {
		s, err := New(tree(map[string]string{"m/README.md": card, tt.file: tt.text}), tt.layout).Read("m")
		if err != nil {
			t.Fatal(err)
		}
		if found := len(s.Model.Evaluations) == 1; found != tt.found {
			t.Errorf("%s: %d evaluations", name, len(s.Model.Evaluations))
		}
		said := slices.ContainsFunc(s.Findings, func(f finding.Finding) bool { return f.At.Path == tt.file })
		if said != (tt.said != "") || said && s.Findings[0].Rule != tt.said {
			t.Errorf("%s: findings %+v", name, s.Findings)
		}
	}
}

func TestARunOfTheMLflowStoreIsOneEvaluation(t *testing.T) {
	files := map[string]string{
		"m/README.md": card, "m/mlruns/1/r/meta.yaml": "status: 3\nlifecycle_stage: active\nend_time: 1670301538935\n",
		"m/mlruns/1/r/metrics/acc": "1670301535917 0.8 0\n1670301535918 0.9 1\n", "m/mlruns/1/r/metrics/val/loss": "1 nan 0\n", "m/mlruns/1/r/metrics/bad": "1\n",
		"m/mlruns/1/r/tags/mlflow.source.git.commit": "d38984e\n", "m/mlruns/1/other/metrics/acc": "1 0.1 0\n",
	}
	s, err := New(tree(files), Layout{Evaluations: []string{"mlruns/1/r/metrics/**"}}).Read("m")
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Model.Evaluations) != 1 {
		t.Fatalf("%d evaluations", len(s.Model.Evaluations))
	}
	e := s.Model.Evaluations[0]
	got := fmt.Sprintf("%s of %s at %s, %s:", e.Format, e.Subject.Commit, e.Created.Value, e.Completeness.State)
	for _, r := range e.Results {
		at, ok := s.Locate(r.At)
		if !ok {
			t.Errorf("%s leads nowhere", r.At)
		}
		got += fmt.Sprintf(" %s %q in line %d", r.Metric, r.Raw, at.Line)
	}
	want := `mlflow-file-store of d38984e at 2022-12-06T04:38:58Z, complete: acc "0.9" in line 2 val/loss "nan" in line 1`
	if got != want || e.Path != "m/mlruns/1/r" {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if len(s.Findings) != 2 || s.Findings[0].Rule != "evidence/malformed" || s.Findings[0].At.Path != "m/mlruns/1/r/metrics/bad" {
		t.Errorf("findings: %+v", s.Findings)
	}
}

func TestPerExampleResultsBelongToTheirRun(t *testing.T) {
	lmeval := `{"results": {"quiz": {"acc,none": 0.5}, "quiz_two": {"acc,none": 1.0}}, "versions": {"quiz": 1, "quiz_two": 1}}`
	stat := func(mean string) string {
		return `{"name": {"name": "em", "split": "test"}, "count": 1, "sum_squared": 1, "mean": ` + mean + `}`
	}
	s, err := New(tree(map[string]string{
		"m/README.md":                                      card,
		"m/results/x/results_2026-01-02T03.json":           lmeval,
		"m/results/x/samples_quiz_2026-01-02T03.jsonl":     `{"doc_id": 0, "filter": "none", "acc": 1}` + "\n" + `{"doc_id": 1, "filter": "none", "acc": 0}`,
		"m/results/x/samples_quiz_2020-01-01T00.jsonl":     `{"doc_id": 0, "acc": 0}`,
		"m/results/x/samples_quiz_two_2026-01-02T03.jsonl": `{"doc_id": 0, "filter": "none", "f1": 1}`,
		"m/benchmark_output/r/stats.json":                  "[" + stat("0.5") + "]",
		"m/benchmark_output/r/per_instance_stats.json":     `[{"instance_id": "a", "train_trial_index": 0, "stats": [` + stat("1") + `]}, {"instance_id": "b", "train_trial_index": 0, "stats": [` + stat("0") + `]}]`,
	}), Layout{}).Read("m")
	if err != nil || len(s.Findings) > 0 {
		t.Fatalf("%v %+v", err, s.Findings)
	}
	var got []string
	for _, e := range s.Model.Evaluations {
		for _, r := range e.Results {
			values, found, err := s.SampleReader().Read(e, r)
			if err != nil {
				t.Fatal(err)
			}
			line := strings.TrimPrefix(e.Path, "m/") + " " + r.Task + " " + r.Metric + " n=" + r.N
			for _, v := range values.Values {
				line += " " + v.Key
			}
			for _, f := range found {
				line += " " + f.Message
			}
			got = append(got, line)
		}
	}
	want := []string{
		"benchmark_output/r/stats.json  em n=2 a b",
		"results/x/results_2026-01-02T03.json quiz acc n= 0 1",
		`results/x/results_2026-01-02T03.json quiz_two acc n= the row has no value for "acc"`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// A glob for a directory of results matches pictures too, which hold none.
func TestPicturesAreNoResults(t *testing.T) {
	s, err := New(tree(map[string]string{"m/model.onnx": "x", "runs/m/metrics.json": `{"accuracy": 0.9}`, "runs/m/confusion_matrix.PNG": "\x89PNG"}), Layout{Evaluations: []string{"runs/{model}/**"}}).Read("m")
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Model.Evaluations) != 1 || len(s.Findings) != 0 {
		t.Errorf("%d evaluations, %+v", len(s.Model.Evaluations), s.Findings)
	}
}

// The evaluations of a training are results and no artifact, unless there is a pickle in them.
func TestArraysOfResultsAreNoArtifact(t *testing.T) {
	src, err := os.ReadFile("../results/testdata/files/stable-baselines3.npz")
	if err != nil {
		t.Fatal(err)
	}
	objects, err := os.ReadFile("../results/testdata/files/stable-baselines3-objects.npz")
	if err != nil {
		t.Fatal(err)
	}
	s, err := New(tree(map[string]string{"m/README.md": card, "m/evaluations.npz": string(src), "m/logs/evaluations.npz": string(objects)}), Layout{}).Read("m")
	if err != nil {
		t.Fatal(err)
	}
	if m := s.Model; len(m.Evaluations) != 2 || len(m.Artifacts) != 1 || m.Artifacts[0].Path != "m/logs/evaluations.npz" || !m.Artifacts[0].Code {
		t.Errorf("%d evaluations, artifacts %+v", len(m.Evaluations), m.Artifacts)
	}
}
