package cards

import (
	"bytes"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
)

// citations are the entries in which a card says how the model is cited, with the papers
// on arXiv that they name.
func citations(d *document.Document) []evidence.Citation {
	out := []evidence.Citation{}
	if bytes.IndexByte(d.Source, '@') < 0 {
		return out
	}
	starts := passage.EntryStart.FindAllSubmatchIndex(d.Source, passage.MaxEntries+1)
	for i, m := range starts[:min(len(starts), passage.MaxEntries)] {
		end := min(len(d.Source), m[0]+passage.MaxEntry)
		if i+1 < len(starts) {
			end = min(end, starts[i+1][0])
		}
		text := d.Source[m[0]:end]
		text = text[:entryEnd(text)]
		c := evidence.Citation{Key: string(d.Source[m[2]:m[3]]), Papers: passage.PapersIn(text)}
		if i := passage.SectionAt(d, m[0]); i >= 0 && len(c.Papers) > 0 {
			c.At = evidence.Anchor(d.Path + "#" + document.Pointer("sections", d.Sections[i].Slug))
			out = append(out, c)
		}
	}
	return out
}

// entryEnd is where the brace closes that an entry of BibTeX opens: at the beginning of a line, or
// anywhere if the braces of its fields are closed. Without one, the entry ends with the text.
func entryEnd(text []byte) int {
	depth := 0
	for i, c := range text {
		switch {
		case c == '{':
			depth++
		case c == '}':
			if depth--; depth == 0 || i > 0 && text[i-1] == '\n' {
				return i
			}
		}
	}
	return len(text)
}
