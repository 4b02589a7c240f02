package slips

import (
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
)

// TestResultLines: rows of a card against the lines of a file of results.
func TestResultLines(t *testing.T) {
	t.Parallel()
	of := ResultLines{"results.txt", "heb-eng\ttatoeba\t0.68565\t53.8\t10519\nheb-eng\tflores\t0.68116\t44.1\t1012\n"}
	for row, want := range map[string]string{
		"| heb-eng | flores | 0.86116 | 44.1 | 1012 |":    "0.86116 | 0.68116 in results.txt",
		"| heb-eng | flores | 0.68116 | 44.1 | 1012 |":    "",
		"| heb-eng | flores | **0.681** | 44.1 | 1012 |":  "",
		"| heb-eng | flores | 68.1 | 44.1 | 1012 |":       "",
		"| heb-eng | flores | 0.86116 | 41.4 | 1012 |":    "", // of another evaluation
		"| heb-eng | flores101 | 0.68116 | 44.1 | 1012 |": "", // of other data
		"| heb-eng | flores | - | 44.1 | 1012 |":          "",
		"| heb-eng | flores | 0.86116 | 44.1 |":           "",
		"| eng-heb | flores | 0.58116 | 34.1 | 1012 |":    "",
	} {
		d, _ := document.Parse("README.md", []byte("# m\n\n## Results\n\n| pair | set | chr-F | BLEU | sentences |\n|---|---|---|---|---|\n"+row+"\n"))
		got := ""
		for _, s := range ContrarySettings(d, Settings{Results: []ResultLines{of}}) {
			got += s.Value + " | " + s.Other
		}
		if got != want {
			t.Errorf("%s: got %s, want %s", row, got, want)
		}
	}
}
