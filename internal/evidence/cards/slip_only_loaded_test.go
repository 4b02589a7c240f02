package cards

import (
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// TestOnlyLoaded: code that loads another model by a name of its own, and near misses.
func TestOnlyLoaded(t *testing.T) {
	for page, want := range map[string]int{
		"# Coder-1b\n\n```python\ncheckpoint = \"a/Writer-7b\"\nM.from_pretrained(checkpoint)\n```\n":     1,
		"# Coder-1b\n\n```python\ncheckpoint = \"a/Coder-1b\"\nM.from_pretrained(checkpoint)\n```\n":      0,
		"# Coder-1b\n\nSee Writer-7b.\n\n```python\ncheckpoint = \"a/Writer-7b\"\n```\n":                  0,
		"# Coder-1b\n\n```python\ncheckpoint = \"a/Writer-7b\"\nT.from_pretrained(\"a/Coder-1b\")\n```\n": 0,
		"# Coder\n\n```python\ncheckpoint = \"a/Writer-7b\"\n```\n":                                       0,
	} {
		if got := strings.Count(slipsOf(page, ""), "model a/Writer-7b"); got != want {
			t.Errorf("%q: %d, want %d", page, got, want)
		}
	}
}

// TestOwnScripts: a script that the text says is next to the card.
func TestOwnScripts(t *testing.T) {
	d, _ := document.Parse("m/README.md", []byte("## Training\n\nThe script is in this current repository: `train_it.py`.\n\nSee `other.py` of `x`.\n"))
	got := scriptsOf(sentencesIn(d))
	if len(got) != 1 || got[0].Path != "train_it.py" || got[0].State != evidence.NotLooked {
		t.Errorf("got %v", got)
	}
}
