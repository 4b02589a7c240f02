package datasets_test

import (
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence/inspection"
)

// TestNames: a card names its dataset by its path where that tells, else by its metadata and
// its title; a directory of pages or of any data tells nothing.
func TestNames(t *testing.T) {
	const body = "\n\n## Dataset Summary\n\nCalls of birds.\n\n## Data Fields\n\nA column for each.\n\n## Personal and Sensitive Information\n\nNone.\n"
	const front = "---\nlicense: mit\ntask_categories: [audio-classification]\n"
	for _, c := range []struct{ file, text, want string }{
		{"docs/dataset_card.md", "# Dataset Card for Bird Calls" + body, "bird-calls"},
		{"docs/dataset_card.md", "# Dataset Card: BirdCalls" + body, "birdcalls"},
		{"docs/dataset_card.md", "# BirdCalls — Dataset Card" + body, "birdcalls"},
		{"docs/dataset_card.md", "# Dataset Card" + body, "dataset"},
		{"docs/birds/dataset_card.md", "# Dataset Card" + body, "birds"},
		{"birds/docs/dataset_card.md", "# Dataset Card" + body, "birds"},
		{"docs/dataset_card.md", front + "---\n# Dataset Card for Bird Calls" + body, "Bird Calls"},
		{"docs/dataset_card.md", front + "pretty_name: Calls\n---\n# Dataset Card for Bird Calls" + body, "Calls"},
		{"docs/dataset_card.md", front + "---\n# Dataset Card" + body, "dataset"},
		{"data/README.md", front + "---\n# Dataset Card for Bird Calls" + body, "Bird Calls"},
		{"birds/README.md", front + "---\n# Dataset Card for Bird Calls" + body, "birds"},
	} {
		d, _ := document.Parse(c.file, []byte(c.text))
		format, ok := inspection.DataFormat(d)
		if !ok {
			t.Errorf("%s: %q is no dataset card", c.file, c.text)
			continue
		}
		if got := format.Read(d)[0].Name.Value; got != c.want {
			t.Errorf("%s: %.60q names %q, want %q", c.file, c.text, got, c.want)
		}
	}
}
