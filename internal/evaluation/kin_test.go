package evaluation

import (
	"testing"

	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// TestQualifiedNames: a claim and a result are of one number if they are of one metric, part of the
// data and average, in whatever words; never if one is of the test data and the other is not, or
// one is macro-averaged and the other weighted.
func TestQualifiedNames(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ claim, result, want string }{
		{"Test Accuracy", "test_accuracy", "contradicts"}, {"Test F1", "test_f1", "contradicts"}, {"Test RMSE", "test_rmse", "contradicts"}, {"Test R²", "test_r2", "contradicts"},
		{"Test R²", "test.r2_score", "contradicts"}, {"Test AUC", "test_roc_auc", "contradicts"}, {"AUC (test)", "test.auc", "contradicts"}, {"Test accuracy:", "test_accuracy", "contradicts"},
		{"Validation Accuracy", "val_accuracy", "contradicts"}, {"Val Accuracy", "validation.accuracy", "contradicts"}, {"Dev F1", "dev_f1", "contradicts"}, {"Validation Loss", "eval_loss", "contradicts"},
		{"Train Accuracy", "train_accuracy", "contradicts"}, {"Macro F1", "macro_f1", "contradicts"}, {"F1 macro", "f1_macro", "contradicts"}, {"Macro-F1", "test_f1_macro", "contradicts"},
		{"F1-Score (Weighted)", "weighted_f1", "contradicts"}, {"Macro Precision", "macro_precision", "contradicts"}, {"Recall (macro avg)", "recall_macro", "contradicts"},
		{"Overall Accuracy", "accuracy", "contradicts"}, {"Model Accuracy", "accuracy", "contradicts"}, {"Model accuracy", "test_accuracy", "contradicts"}, {"Accuracy (%)", "accuracy", "contradicts"}, {"AUC-PR", "avg_precision", "contradicts"}, {"PR-AUC", "average_precision", "contradicts"},
		{"Test Accuracy", "accuracy", "contradicts"}, {"Top-1 Accuracy", "top1", "contradicts"}, {"Acc@1", "top1_acc", "contradicts"}, {"Test set accuracy", "test_accuracy", "contradicts"},
		{"IFEval (strict)", "results.ifeval_strict", "contradicts"}, {"Brier score", "brier", "contradicts"}, {"**Test F1 (macro)**", "test_metrics.macro_f1", "contradicts"},

		{"Test Accuracy", "val_accuracy", "no_evidence"}, {"Validation Accuracy", "test_accuracy", "no_evidence"}, {"Train Accuracy", "test_accuracy", "no_evidence"},
		{"Validation Accuracy", "accuracy", "no_evidence"}, {"Train Accuracy", "accuracy", "no_evidence"}, {"Train Accuracy", "eval_accuracy", "no_evidence"}, {"Accuracy", "val_accuracy", "no_evidence"},
		{"Test Accuracy", "eval_accuracy", "no_evidence"}, {"test_accuracy", "val.accuracy", "no_evidence"}, {"Test Accuracy", "train_test_accuracy", "no_evidence"},
		{"Macro F1", "weighted_f1", "no_evidence"}, {"Macro F1", "f1", "no_evidence"}, {"F1", "f1_macro", "no_evidence"}, {"Micro F1", "macro_f1", "no_evidence"}, {"Weighted F1", "test_f1_micro", "no_evidence"},
		{"Balanced Accuracy", "accuracy", "no_evidence"}, {"Test Accuracy", "balanced_accuracy", "no_evidence"}, {"Accuracy", "accuracy_std", "no_evidence"}, {"Top-5 Accuracy", "top1", "no_evidence"},
		{"Test RMSE", "test_mse", "no_evidence"}, {"Test Loss", "test_accuracy", "no_evidence"}, {"Mean AUC", "auc_std", "no_evidence"}, {"chrF++", "test_chrf", "no_evidence"}, {"mAP@0.5", "map@0.75", "no_evidence"},
		{"Recall (fraud)", "test_recall", "no_evidence"}, {"CV Accuracy", "accuracy", "no_evidence"}, {"Accuracy gap", "accuracy", "no_evidence"}, {"Test", "test_accuracy", "no_evidence"},
	} {
		got := Claims([]evidence.Claim{{Metric: tt.claim, Raw: "0.95"}}, model(evidence.Result{Metric: tt.result, Raw: "0.5"}).Evaluations)[0]
		if string(got.Verdict) != tt.want {
			t.Errorf("%s beside %s: got %s, want %s", tt.claim, tt.result, got.Verdict, tt.want)
		}
		if same := Claims([]evidence.Claim{{Metric: tt.claim, Raw: "0.95"}}, model(evidence.Result{Metric: tt.result, Raw: "0.952"}).Evaluations)[0]; tt.want == "contradicts" && same.Verdict != evidence.Agrees {
			t.Errorf("%s beside the same as %s: got %s", tt.claim, tt.result, same.Verdict)
		}
	}
}

// TestNearestNameCounts: of several results, that of the same part and average is a claim's.
func TestNearestNameCounts(t *testing.T) {
	t.Parallel()
	all := []evidence.Result{
		{At: "m#1", Metric: "train_accuracy", Raw: "0.99"}, {At: "m#2", Metric: "val_accuracy", Raw: "0.93"}, {At: "m#3", Metric: "test_accuracy", Raw: "0.91"},
		{At: "m#4", Metric: "test_f1_macro", Raw: "0.81"}, {At: "m#5", Metric: "test_f1_weighted", Raw: "0.85"}, {At: "m#6", Metric: "mae", Raw: "4.2"},
	}
	for _, tt := range []struct{ claim, raw, want, kin string }{
		{"Test Accuracy", "0.91", "agrees", ""}, {"Test Accuracy", "0.93", "contradicts", ""}, {"Validation Accuracy", "0.93", "agrees", ""}, {"Validation Accuracy", "0.91", "contradicts", ""},
		{"Training Accuracy", "99%", "agrees", ""}, {"Training Accuracy", "0.91", "contradicts", ""}, {"Accuracy", "0.91", "agrees", ""}, {"Test accuracy", "0.99", "contradicts", ""},
		{"Macro F1", "0.81", "agrees", ""}, {"Macro F1", "0.85", "contradicts", ""}, {"F1", "0.85", "agrees", ""}, {"F1", "0.92", "no_evidence", `"test_f1_macro", "test_f1_weighted"`},
		{"Validation MAE", "4.2", "agrees", ""}, {"Validation MAE", "4.4", "no_evidence", `"mae"`}, {"Micro F1", "0.85", "no_evidence", `"test_f1_macro", "test_f1_weighted"`}, {"RMSE", "4.4", "no_evidence", ""},
	} {
		got := Claims([]evidence.Claim{{Metric: tt.claim, Raw: tt.raw}}, model(all...).Evaluations)[0]
		if string(got.Verdict) != tt.want || got.Kin.Value != tt.kin {
			t.Errorf("%s %s: got %s, %q; want %s, %q", tt.claim, tt.raw, got.Verdict, got.Kin.Value, tt.want, tt.kin)
		}
	}
}

// TestOneResultIsOfOnePart: a result that does not say what data it is of, and that one claim agrees
// with, is no evidence against a claim of other data.
func TestOneResultIsOfOnePart(t *testing.T) {
	t.Parallel()
	got := Claims([]evidence.Claim{{Metric: "Accuracy", Raw: "0.97"}, {Metric: "Test accuracy", Raw: "0.95"}, {Metric: "Validation accuracy", Raw: "0.96"}},
		model(evidence.Result{At: "m#1", Metric: "accuracy", Raw: "0.97"}).Evaluations)
	for i, want := range []string{"agrees", "no_evidence", "no_evidence"} {
		if string(got[i].Verdict) != want {
			t.Errorf("%s: got %s, want %s", got[i].Metric, got[i].Verdict, want)
		}
	}
}

// TestPartOfAFile: a file whose name tells the part of the data that it is of is no evidence against
// a claim of another part.
func TestPartOfAFile(t *testing.T) {
	t.Parallel()
	for file, want := range map[string]string{
		"results/val.json": "no_evidence", "dev_results.json": "no_evidence", "metrics-validation.yaml": "no_evidence",
		"results/test.json": "contradicts", "metrics.json": "contradicts", "training_metrics.json": "contradicts", "train_test_metrics.json": "contradicts", "latest.json": "contradicts",
	} {
		m := model(evidence.Result{At: "m#1", Metric: "f1", Raw: "0.951"})
		m.Evaluations[0].Path = file
		if got := Claims([]evidence.Claim{{Metric: "f1", Raw: "0.913", Split: "test"}}, m.Evaluations)[0]; string(got.Verdict) != want {
			t.Errorf("%s: got %s, want %s", file, got.Verdict, want)
		}
	}
}
