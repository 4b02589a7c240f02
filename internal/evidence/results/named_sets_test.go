package results_test

import (
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/format"
	"github.com/modelgate-dev/modelgate/internal/evidence/inspection"
)

// TestNamedSets: a list of sets of examples, each with a name and metrics, is read as a mapping of them; any other list is none.
func TestNamedSets(t *testing.T) {
	for src, want := range map[string]string{
		`{"sets": [{"name": "TEST", "accuracy": 0.91, "n": 100}, {"name": "GOLD", "accuracy": 0.55}]}`: "sets.TEST.accuracy=0.91/100 sets.TEST.n=100/ sets.GOLD.accuracy=0.55/",
		`{"splits": [{"split": "val", "metrics": {"f1": 0.8}, "loss": 0.1}]}`:                          "splits.val.metrics.f1=0.8/ splits.val.loss=0.1/",
		`{"sets": [{"name": "a", "accuracy": 0.91}, {"name": "a", "accuracy": 0.55}], "f1": 0.5}`:      "sets=/ f1=0.5/",
		`{"sets": [{"accuracy": 0.91}], "f1": 0.5}`:                                                    "sets=/ f1=0.5/",
		`{"models": [{"name": "a", "accuracy": 0.91}, {"name": "b", "accuracy": 0.55}], "f1": 0.5}`:    "models=/ f1=0.5/",
		`{"datasets": ["a", "b"], "f1": 0.5}`:                                                          "datasets=/ f1=0.5/",
		`{"datasets": [{"name": "a", "rows": 5}], "f1": 0.5}`:                                          "datasets=/ f1=0.5/",
		`{"model": "m", "results": {"gsm8k": 49.6, "mbpp": 30.1, "humaneval": 12}}`:                    "model=/ results.gsm8k=49.6/ results.mbpp=30.1/ results.humaneval=12/",
		`{"model": "m", "results": {"gsm8k": 49.6, "mbpp": 30.1}}`:                                     "",
		`{"model": "m", "results": {"layers": 4, "name": "x", "heads": 3, "dim": 5}}`:                  "",
		`{"results": {"a": 49.6, "b": 30.1, "c": 12}}`:                                                 "",
		`{"sacrebleu": {"en-ru": 29.41}}`:                                                              "sacrebleu.en-ru=29.41/",
	} {
		got := ""
		if in, err := inspection.Of("evaluation/metrics.json", []byte(src), format.KindEvaluation); err == nil {
			for _, r := range in.Document.(evidence.Evaluation).Results {
				got += " " + r.Metric + "=" + r.Value + "/" + r.N
			}
		}
		if got = strings.TrimSpace(got); got != want {
			t.Errorf("%s:\n got %s\nwant %s", src, got, want)
		}
	}
}
