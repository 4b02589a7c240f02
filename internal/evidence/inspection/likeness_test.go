package inspection

import (
	"errors"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/evidence/format"
)

// TestLikeness sees that a refusal says what a file seems to be, and what to do.
func TestLikeness(t *testing.T) {
	for _, c := range []struct{ file, src, want string }{
		{"report.txt", "              precision    recall  f1-score   support\n\n  spam  0.9  0.8  0.85  10\n", "write classification_report(..., output_dict=True) as JSON"},
		{"scan.json", `"{\"results\": []}"`, "write the object itself"},
		{"sizes.json", "{\"accuracy\": 0.9,\n \"rows\": 5,212,324\n}", "write 5212324 and not 5,212,324"},
		{"history.json", `{"loss": [0.5, 0.4], "acc": [0.7, 0.8], "note": "x"}`, "lists of numbers only"},
		{"run.eval", "PK\x03\x04\x14\x00\x00\x00", "write it as JSON: inspect log convert"},
		{"data.js", "window.BENCHMARK_DATA = {\n \"entries\": {}\n}", "give the results themselves"},
		{"samples_t.jsonl", `{"doc_id": 0, "target": "4", "resps": [["4"]], "filter": "none", "acc": 1.0}` + "\n", "give the results_*.json of the run"},
		{"models.csv", "model,fold,accuracy,fit_time\nsvm,1,0.91,1.2\nsvm,2,0.93,3.4\n", "write one file per model, because the rows do not identify the model"},
		{"models.json", `[{"model": "svm", "test_f1": 0.9}, {"model": "forest", "test_f1": 0.92}]`, "write one file per model, because the rows do not identify the model"},
		{"latency.json", `{"latency_ms": {"p50": 12.5, "p95": 40}, "host": "a"}`, "give it format: metrics"},
		{"model.jld2", "HDF5-based Julia Data Format, version 0.1.1\x00" + strings.Repeat("\x00", 400) + "\x89HDF\r\n", "it is binary (HDF5), not a document"},
		{"agent.zip", "PK\x03\x04\x14\x00\x00\x00\xae", "it is binary (a ZIP archive)"},
		{"model.bson", "\x0e\x00\x00\x00\x10a\x00\x01\x00\x00\x00\x00\x00\x00", "it is binary (BSON)"},
		{"model.jls", "7JL\x1e\x04\x00\x00\x00\xff", "it is binary, not a document"},
		{"report.txt", "PPO Evaluation Report\n\nTotal Episodes : 100\nSuccess Rate (>475 reward): 100.00%\n", "lines that each state a metric"},
		{"metrics.yaml", "accuracy: 0.9: x\n", ""},
		{"latin.json", "{\"a\": \"\xe9\"}", ""},
		{"settings.json", `{"name": "a", "version": 2, "files": ["b"]}`, ""},
		{"dataset.json", `{"@context": {}, "@type": "sc:Dataset"}`, "a description in JSON-LD, which this version does not read"},
		{"contract.yaml", "kind: DataContract\napiVersion: v2.2.2\n", "a contract of the Open Data Contract Standard before version 3, which this version does not read"},
	} {
		_, err := Of(c.file, []byte(c.src), format.KindEvaluation)
		var unknown *NotRecognised
		if !errors.As(err, &unknown) {
			t.Errorf("%s: %v", c.file, err)
			continue
		}
		first, _, _ := strings.Cut(unknown.Error(), "\n")
		if c.want == "" && unknown.Like != "" || !strings.Contains(first, c.want) {
			t.Errorf("%s: %q does not say %q", c.file, first, c.want)
		}
	}
}
