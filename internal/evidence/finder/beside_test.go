package finder

import (
	"testing"

	"github.com/modelgate-dev/modelgate/internal/finding"
)

// TestFilesBesideResults: a file in a place of results that is of no format is a warning; one whose name says that it is
// something else is a note, and still said.
func TestFilesBesideResults(t *testing.T) {
	for name, want := range map[string]finding.Severity{
		"config.yaml": finding.Note, "data_manifest.json": finding.Note, "confusion_matrix.json": finding.Note, "run_metadata.json": finding.Note,
		"results.json": finding.Warning, "final.json": finding.Warning, "unconfigured.json": finding.Warning,
	} {
		f := New(tree(map[string]string{"README.md": card, "model.onnx": "x", "evaluation/metrics.json": `{"accuracy": 0.9}`, "evaluation/" + name: `{"a": [["x", "y"]]}`}), Layout{})
		s, err := f.Read(".")
		if err != nil {
			t.Fatal(err)
		}
		var got []finding.Severity
		for _, x := range s.Findings {
			if x.Rule == "evidence/not_recognised" && x.At.Path == "evaluation/"+name {
				got = append(got, x.Severity)
			}
		}
		if len(got) != 1 || got[0] != want {
			t.Errorf("%s: %v, want %s", name, got, want)
		}
	}
}
