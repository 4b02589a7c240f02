package laws

import (
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
)

// TestSharesOfSeveralLabels: shares of more than the whole, which a text may explain.
func TestSharesOfSeveralLabels(t *testing.T) {
	t.Parallel()
	const table = "# M\n\n| Label | Share |\n|---|---|\n| PER | 40% |\n| LOC | 35% |\n| ORG | 45% |\n\n"
	for text, want := range map[string]string{
		"":                                    "shares sum of Share=120",
		"The labels are of three annotators.": "shares sum of Share=120",
		"A sentence may have several labels.": "",
		"It is a multi-label data set.":       "",
		"The shares add up to 120%.":          "",
		"The shares add up to 100%.":          "shares sum of Share=120",
		"The groups overlap.":                 "",
	} {
		d, _ := document.Parse("README.md", []byte(table+text+"\n"))
		if got := faultsOf(tableFaults(d)); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
