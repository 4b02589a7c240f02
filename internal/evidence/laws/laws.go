// Package laws holds the numbers of a card to what must be true of them: sums, bounds,
// orders and units, within a table or a sentence, and between them and the metadata.
package laws

import (
	"slices"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
)

// sentence is one of a card's text, with the laws that its numbers are held to.
type sentence struct{ passage.Sentence }

// Faults are the numbers of a card's tables, labels and sentences that other numbers of the card, or
// of its metadata, show to be wrong. Called is the name that the metadata give the model, which may
// be empty.
func Faults(d *document.Document, sentences []passage.Sentence, claims []evidence.Claim, called string, co2 evidence.Emissions) []evidence.Impossible {
	said := withLaws(sentences)
	return slices.Concat(tableFaults(d), sentenceFaults(d, said), rankings(d, said, called), recordFaults(d, claims), entryFaults(d, claims), cardFaults(d, said, claims, called, co2))
}

func withLaws(sentences []passage.Sentence) []sentence {
	out := make([]sentence, len(sentences))
	for i, s := range sentences {
		out[i] = sentence{s}
	}
	return out
}
