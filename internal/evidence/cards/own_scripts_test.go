package cards

import (
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
)

// TestOwnScripts: a script that the text says is next to the card.
func TestOwnScripts(t *testing.T) {
	d, _ := document.Parse("m/README.md", []byte("## Training\n\nThe script is in this current repository: `train_it.py`.\n\nSee `other.py` of `x`.\n"))
	got := scriptsOf(passage.SentencesIn(d))
	if len(got) != 1 || got[0].Path != "train_it.py" || got[0].State != evidence.NotLooked {
		t.Errorf("got %v", got)
	}
}
