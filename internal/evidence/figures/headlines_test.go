package figures

import (
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
)

// TestHeadline: the only row of a table is what a sentence of its section sums up.
func TestHeadline(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{
		"The model achieves an AP of 44.0 on COCO 2017 validation.": 1,
		"The model achieves an AP of 44.0 on small objects only.":   0,
		"The baseline achieves an AP of 44.0 on COCO 2017.":         0,
	} {
		d, _ := document.Parse("m/churn/README.md", []byte("# Churn\n\n## Evaluation\n\n"+text+"\n\n| Model | AP | AP50 |\n|---|---|---|\n| Churn | 42.0 | 62.4 |\n"))
		if got := TableStatements(d, passage.HeadingKeys(d), ""); len(got) != want {
			t.Errorf("%s: %d statements, want %d", text, len(got), want)
		}
	}
}
