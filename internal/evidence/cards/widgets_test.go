package cards

import (
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
)

// TestWidgets: what examples of inputs are made of, and items of lists that are no text.
func TestWidgets(t *testing.T) {
	t.Parallel()
	for front, want := range map[string]string{
		"widget:\n- text: Hello\n- src: https://a.io/x.FLAC?download=1\n- src: https://a.io/x.png": "text audio image",
		"widget:\n- text: What?\n  context: This is.\n- text: x\n  candidate_labels: a, b":         "question labels",
		"widget:\n- source_sentence: a\n  sentences: [b]\n- messages: []\n- text: x\n  table: {}":  "sentences other other",
		"widget: hello": "",
		"tags: [a, 2024, true, \"7\"]\ndatasets: [imdb]": "tags 2024 number;tags true bool",
	} {
		d, _ := document.Parse("README.md", []byte("---\nlicense: mit\n"+front+"\n---\n# m\n"))
		c := decodeHuggingFace(d)
		var kinds, items []string
		for _, w := range c.Widgets {
			kinds = append(kinds, string(w.Kind))
		}
		for _, k := range c.NonTexts {
			items = append(items, k.Name+" "+k.Value+" "+string(k.Kind))
		}
		if got := strings.Join(kinds, " ") + strings.Join(items, ";"); got != want {
			t.Errorf("%q: got %q, want %q", front, got, want)
		}
	}
}
