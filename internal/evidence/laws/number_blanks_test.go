package laws

import (
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
)

// TestNumberBlanks: what templates have for numbers, and texts that have the same signs.
func TestNumberBlanks(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"The accuracy on the test set is 0.xxxx.":                            "0.xxxx",
		"The model reaches an F1 of XX.X on the test split.":                 "XX.X",
		"We get ??% accuracy on the test set.":                               "??%",
		"Accuracy: [value]":                                                  "[value]",
		"F1 = X.XX":                                                          "X.XX",
		"| Metric | Value |\n|---|---|\n| Accuracy | N/A |":                  "N/A",
		"| Metric | Value |\n|---|---|\n| Accuracy | XX.XX |\n| F1 | 0.91 |": "XX.XX",
		"| Model | Accuracy |\n|---|---|\n| m | TBD |\n| base | 0.80 |":      "TBD",
		"| Metric | Ours | Base |\n|---|---|---|\n| Accuracy | 0.91 | N/A |": "",
		"| Benchmark | Status |\n|---|---|\n| MMLU | N/A |":                  "",
		"| Metric | Value |\n|---|---|\n| Accuracy | |":                      "",
		"We write XX.X where a number depends on the hardware.":              "",
		"Version 4.x has the accuracy of version 3.9.":                       "", // a version, and far enough
		"Replace XX with the code of your language.":                         "",
		"Is the accuracy good enough?? It is 0.91.":                          "",
		"Accuracy at 2.x speed is 0.91.":                                     "",
	} {
		d, _ := document.Parse("README.md", []byte("---\nlicense: mit\n---\n# m\n\n## Evaluation\n\nIt was measured.\n\n"+text+"\n"))
		var got []string
		for _, b := range NumberBlanks(d, passage.SentencesIn(d)) {
			got = append(got, b.Text)
			if at, _ := locate(d, b.At); at.Line < 10 {
				t.Errorf("%q is said to stand in line %d", text, at.Line)
			}
		}
		if g := strings.Join(got, "; "); g != want {
			t.Errorf("%q: got %q, want %q", text, g, want)
		}
	}
}
