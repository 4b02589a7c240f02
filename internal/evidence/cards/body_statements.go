package cards

import (
	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// What the text of a card says that its metadata say as well is read sentence by
// sentence, within these limits.
const (
	maxSectionRead = 8 << 10 // bytes of a section
	maxSentences   = 100     // of a section
	maxSentence    = 400     // bytes
	maxStatements  = 50      // of a card
)

// quoted is where a section of a card has a text.
func quoted(d *document.Document, slug, text string) evidence.Anchor {
	return evidence.Anchor(d.Path + "#" + document.Pointer("sections", slug, text))
}
