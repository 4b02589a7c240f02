package cli

import (
	"testing"

	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// No threshold is begun on what the model is compared with, and on the data of its training.
func TestResultsOfOthersGetNoThreshold(t *testing.T) {
	log := evidence.Evaluation{Results: []evidence.Result{{Metric: "accuracy"}, {Metric: "val_accuracy"}, {Metric: "f1"}}}
	b := beginning{newFlags: newFlags{higher: []string{"baseline.recall"}}, model: evidence.Model{Evaluations: []evidence.Evaluation{log}}}
	row := []evidence.Setting{{Name: "row", Value: "last"}}
	for _, r := range []evidence.Result{
		{Metric: "models.baseline_lr.valid.auc"}, {Metric: "base.visdrone.mAP"}, {Metric: "base_model.weighted_mAP"}, {Metric: "Base (yolov8m-worldv2).metrics.mAP"}, {Metric: "baseline.accuracy"}, {Metric: "before_tuning.f1"},
		{Metric: "zero-shot.accuracy"}, {Metric: "random.accuracy"}, {Metric: "dummy_classifier.f1"}, {Metric: "train.accuracy"}, {Metric: "train_loss"}, {Metric: "training_accuracy"}, {Metric: "accuracy", Dataset: evidence.DatasetRef{Split: "train"}}, {Metric: "accuracy", Variant: row},
	} {
		if !b.isOfOthers(r) {
			t.Errorf("%s is not left out", r.Metric)
		}
	}
	for _, r := range []evidence.Result{
		{Metric: "accuracy"}, {Metric: "test.accuracy"}, {Metric: "val_accuracy", Variant: row}, {Metric: "f1", Variant: row}, {Metric: "random_forest.f1"}, {Metric: "base_rate"}, {Metric: "reference_free_score"}, {Metric: "trained_model.f1"}, {Metric: "database.f1"}, {Metric: "baseline.recall"}, {Metric: "previous_year.rmse"}, {Metric: "original_language.bleu"},
	} {
		if b.isOfOthers(r) {
			t.Errorf("%s is left out", r.Metric)
		}
	}
}
