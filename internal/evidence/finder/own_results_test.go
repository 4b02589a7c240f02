package finder

import (
	"slices"
	"testing"
)

func TestResultsNextToAModelAreReadUnderManyNames(t *testing.T) {
	const metrics = `{"accuracy": 0.55, "macro_f1": 0.5}`
	for _, name := range []string{"test_scores.json", "performance.json", "model_performance.json", "validation_report.json", "clinical_validation_report.json", "final_test.json", "extraction_eval.json", "test.json",
		"calibration.json", "ergebnisse.json", "Auswertung.json", "bewertung.yaml", "resultats.json", "résultats.json", "evaluacion.json", "evaluación.json", "degerlendirme.json", "değerlendirme.json", "extraction_degerlendirme.json", "метрики.json", "评估.json"} {
		s, err := New(tree(map[string]string{"m/README.md": card, "m/model.onnx": "x", "m/" + name: metrics}), Layout{}).Read("m")
		if err != nil || len(s.Model.Evaluations) != 1 || len(s.Findings) > 0 {
			t.Errorf("%s: %d evaluations, %v, %v", name, len(s.Model.Evaluations), s.Findings, err)
		}
	}
	for _, silent := range []map[string]string{
		{"m/test_config.json": metrics}, {"m/training_scores.json": metrics}, {"m/test_history.json": metrics}, {"m/validation_log.json": metrics}, {"m/score_threshold.json": metrics}, {"m/latest.json": metrics}, {"m/contest.json": metrics},
		{"m/test.json": `[{"question": "a", "answer": "b"}]`}, {"m/performance.json": `{"device": "gpu"}`}, {"m/validation.json": `{"rules": ["a"]}`},
		{"m/src/test_scores.json": metrics}, {"other/test_scores.json": metrics}, {"m/pytest_test.json": metrics},
	} {
		files := map[string]string{"m/README.md": card, "m/model.onnx": "x"}
		for name, text := range silent {
			files[name] = text
		}
		s, err := New(tree(files), Layout{}).Read("m")
		if err != nil || len(s.Model.Evaluations) != 0 || len(s.Findings) > 0 {
			t.Errorf("%v: %d evaluations, %v, %v", silent, len(s.Model.Evaluations), s.Findings, err)
		}
	}
	if s, err := New(tree(map[string]string{"m/README.md": card, "m/test_scores.json": metrics}), Layout{Evaluations: []string{"results/*.json"}}).Read("m"); err != nil || len(s.Model.Evaluations) != 0 {
		t.Errorf("the configuration names results: %d evaluations, %v", len(s.Model.Evaluations), err)
	}
}

func TestResultsUnderNamesThatTellNothing(t *testing.T) {
	const metrics = `{"accuracy": 0.55}`
	f := New(tree(map[string]string{
		"m/README.md": card, "m/model.onnx": "x", "m/kalite.json": metrics, "m/v2.json": metrics, "m/config.json": metrics, "m/train_info.json": metrics, "m/best_params.json": metrics, "m/notes.json": `{"by": "x"}`, "m/metrics.json": metrics,
		"m/src/kalite.json": metrics, "kalite.json": metrics, "m/vocab.json": `{"accuracy": 12, "loss": 13}`,
	}), Layout{})
	got, err := f.ListUnnamedResults(f.tree.Entries())
	if want := []string{"m/kalite.json", "m/v2.json"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("got %q, %v; want %q", got, err, want)
	}
}

func TestResultsThatMayBeOfTheModel(t *testing.T) {
	for file, want := range map[string]bool{
		"results/evaluation_report.json": true, "reports/metrics.json": true, "reports/torch_mlp_metrics.json": true, "results/abandoned.json": true, "reports/test_scores.csv": true, "eval/contrastive.json": true, "reports/catalog.json": true,
		"results/training_log.csv": false, "results/training_history.json": false, "reports/drift_metrics.json": false, "reports/risk_band_summary.json": false, "reports/baseline_lr_metrics.json": false, "reports/split_v1.json": false, "reports/loadtest_c1.json": false, "reports/runs/2026-07-13T19-41-30Z/metrics.json": false,
	} {
		if got := MayBeOfModel(file); got != want {
			t.Errorf("%s: %v", file, got)
		}
	}
}
