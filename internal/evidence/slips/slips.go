// Package slips finds what a card shows to be wrong by its own words: links, names,
// languages, dates and counts that contradict each other, text that is cut or repeated,
// code that cannot run, and Markdown that does not show what was written.
package slips

import (
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
)

// Max is how many slips of a card are told.
const Max = 30

// In are the places of a card that its own words show to be wrong.
func In(d *document.Document, c *evidence.Card) []evidence.Slip {
	s := &slipReader{d: d, card: c, out: []evidence.Slip{}}
	s.blocks = passage.Blocks(d)
	for _, find := range []func(*slipReader){
		(*slipReader).counts, (*slipReader).ranges, (*slipReader).repeated, (*slipReader).unfinished,
		(*slipReader).acronyms, (*slipReader).fieldAcronyms, (*slipReader).links, (*slipReader).meanings, (*slipReader).years, (*slipReader).weekdays,
		(*slipReader).models, (*slipReader).languages, (*slipReader).releases, (*slipReader).uses,
		(*slipReader).spans, (*slipReader).frameworks, (*slipReader).channels, (*slipReader).likenings, (*slipReader).outputs,
		(*slipReader).arguments, (*slipReader).pipelines, (*slipReader).mappings, (*slipReader).ports, (*slipReader).crops,
		(*slipReader).vectors, (*slipReader).namedCounts,
		(*slipReader).metadata, (*slipReader).emissions, (*slipReader).telephones, (*slipReader).placeholders, (*slipReader).languageLists, (*slipReader).programmingLanguages,
		(*slipReader).order, (*slipReader).comments, (*slipReader).prompts, (*slipReader).heldOut, (*slipReader).scores, (*slipReader).listedUses, (*slipReader).people,
	} {
		find(s)
	}
	return s.out
}

// slipReader reads the body of a card for its slips.
type slipReader struct {
	d      *document.Document
	card   *evidence.Card
	blocks []passage.Block
	out    []evidence.Slip
}

// add keeps a slip at an offset of the source, once.
func (s *slipReader) add(kind evidence.SlipKind, offset int, value, other string) {
	slip := evidence.Slip{At: passage.LineAnchor(s.d, offset), Kind: kind, Value: shortened(value), Other: shortened(other)}
	for _, known := range s.out {
		if known.Kind == kind && known.Value == slip.Value && known.Other == slip.Other {
			return
		}
	}
	if len(s.out) < Max {
		s.out = append(s.out, slip)
	}
}

// shortened is a text on one line, as far as a message shows it.
func shortened(text string) string {
	const most = 100
	if text = strings.Join(strings.Fields(text), " "); len(text) > most {
		return strings.ToValidUTF8(text[:most], "") + "…"
	}
	return strings.ToValidUTF8(text, "")
}
