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
