// Package passage finds the pieces of a card's text, and where each stands: sections by
// meaning, blocks, sentences and what they speak of, code, papers and days.
package passage

import (
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// What is read of the text of a card, sentence by sentence.
const (
	MaxSectionRead = 8 << 10 // bytes of a section
	MaxSentences   = 100     // of a section
	MaxSentence    = 400     // bytes
	MaxStatements  = 50      // of a card
)

// Quoted is where a section of a card has a text.
func Quoted(d *document.Document, slug, text string) evidence.Anchor {
	return evidence.Anchor(d.Path + "#" + document.Pointer("sections", slug, text))
}

// MaxValue is how many bytes of a metadata value the evidence has beside its key.
const MaxValue = 200

// Beginning is a text as far as the evidence has it: MaxValue bytes.
func Beginning(s string) string {
	if len(s) > MaxValue {
		return strings.ToValidUTF8(s[:MaxValue], "")
	}
	return s
}
