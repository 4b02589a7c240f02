package laws

import (
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
)

// TestQuantities: amounts of sentences that a table has in another unit, and numbers of examples.
func TestQuantities(t *testing.T) {
	t.Parallel()
	const (
		seconds = "| Metric | Value |\n|---|---|\n| Accuracy | 0.91 |\n| Latency (s) | 45 |\n"
		millis  = "| Model | Latency |\n|---|---|\n| m | 45 ms |\n"
		sizes   = "| File | Size |\n|---|---|\n| model.safetensors | 420 GB |\n| tokenizer.json | 2 MB |\n"
		splits  = "| Split | Examples |\n|---|---|\n| train | 8,000 |\n| test | 1,200 |\n"
	)
	for _, c := range []struct{ text, table, want string }{
		{"The latency is 45 ms per letter.", seconds, "45 ms: 45 s"},
		{"The response time is about 45 seconds.", millis, "45 seconds: 45 ms"},
		{"The latency is 45 s per letter.", seconds, ""},
		{"The latency is 60 ms per letter.", seconds, ""}, // on another machine
		{"The latency is 0.045 s per letter.", millis, ""},
		{"The latency of the baseline is 45 s.", millis, ""},
		{"Accuracy is 45 s.", seconds, ""},
		{"The model file has 420 MB.", sizes, "420 mb: 420 gb"},
		{"The model file has 420 GB.", sizes, ""},
		{"The download has 422 GB in all.", sizes, ""},
		{"The test set has 1,000 examples.", splits, "1,000: 1,200"},
		{"The test set contains 1200 letters and images.", splits, ""},
		{"The training set contains 8000 examples.", splits, ""},
		{"The training set contains 9000 German letters.", splits, "9000: 8,000"},
		{"The test set has about 1,000 examples.", splits, ""},
		{"The test set has 1,000 examples of class A.", "| Class | Examples |\n|---|---|\n| test | 3 |\n| test | 4 |\n", ""},
	} {
		d, _ := document.Parse("README.md", []byte("# m\n\n## Evaluation\n\nIt was measured.\n"+c.text+"\n\n"+c.table))
		got := ""
		for _, m := range QuantityStatements(d, passage.SentencesIn(d)) {
			got += m.Stated.Raw + ": " + m.Same[0].Raw
			if at, _ := locate(d, m.Stated.At); at.Line != 6 {
				t.Errorf("%q is said to stand in line %d", c.text, at.Line)
			}
		}
		if got != c.want {
			t.Errorf("%q: got %q, want %q", c.text, got, c.want)
		}
	}
}
