package finder

import (
	"slices"
	"testing"
)

// TestResultsOfAModelThatAreNotRead: those in directories where none are looked for are listed, and no others.
func TestResultsOfAModelThatAreNotRead(t *testing.T) {
	metrics := `{"accuracy": 0.9}`
	f := New(tree(map[string]string{
		"README.md": card, "model.onnx": "x", "metrics.json": metrics, "evaluation/a.json": metrics,
		"runs/a/summary.json": metrics, "src/metrics.json": metrics, "src/summary.json": `{"name": "x"}`, "testdata/metrics.json": metrics,
		"other/README.md": card, "other/deep/metrics.json": metrics,
	}), Layout{})
	got, err := f.ListUnreadResults(".")
	if want := []string{"runs/a/summary.json", "src/metrics.json"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("got %q, %v; want %q", got, err, want)
	}
}
