package results_test

import (
	"testing"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/format"
	"github.com/modelgate-dev/modelgate/internal/evidence/inspection"
)

// TestAnnotatedResults: the remedy for results that are the same is written into the file.
func TestAnnotatedResults(t *testing.T) {
	for _, src := range []string{
		`{"accuracy": 0.91, "created": "2026-11-03T09:14:27Z", "model_digest": "sha256:11"}`,
		`{"0": {"precision": 1.0, "recall": 1.0, "f1-score": 1.0, "support": 3}, "accuracy": 1.0, "created": 1793697267, "model_digest": "sha256:11",
		  "macro avg": {"precision": 1.0, "recall": 1.0, "f1-score": 1.0, "support": 3}, "weighted avg": {"precision": 1.0, "recall": 1.0, "f1-score": 1.0, "support": 3}}`,
	} {
		got, err := inspection.Of("evaluation/metrics.json", []byte(src), format.KindEvaluation)
		if err != nil {
			t.Fatal(err)
		}
		if e := got.Document.(evidence.Evaluation); e.Created.Value != "2026-11-03T09:14:27Z" || e.Subject.Digest != "sha256:11" || len(got.Findings) > 0 {
			t.Errorf("%s: created %q, digest %q; findings %v", e.Format, e.Created.Value, e.Subject.Digest, got.Findings)
		}
	}
}

// TestSplitOfMetrics: what a file says of the part of the data that it is of, each metric is of.
func TestSplitOfMetrics(t *testing.T) {
	for src, want := range map[string]string{
		`{"dataset": "conll2003", "split": "validation", "metrics": {"f1": 0.951}}`: "conll2003 validation",
		`{"split": "test", "f1": 0.91}`:                                             " test",
		`{"dataset": {"name": "a", "split": "dev"}, "split": "test", "f1": 0.91}`:   "a dev",
		`{"split": 0.2, "f1": 0.91}`:                                                " ",
		`{"split": {"train": 0.8, "test": 0.2}, "f1": 0.91}`:                        " ",
	} {
		got, err := inspection.Of("evaluation/metrics.json", []byte(src), format.KindEvaluation)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range got.Document.(evidence.Evaluation).Results {
			if r.Metric != "f1" && r.Metric != "metrics.f1" {
				continue
			}
			if of := r.Dataset.Name + " " + r.Dataset.Split; of != want {
				t.Errorf("%s: %s is of %q, want %q", src, r.Metric, of, want)
			}
		}
	}
}
