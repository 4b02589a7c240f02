package cards

import (
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// Sentence is one of a card's text, and where it stands.
type Sentence struct {
	text    string
	at      evidence.Anchor
	section int // -1 above the first heading
}

const maxPlaced = 160 // bytes of a sentence that lead to it

// sentencesIn are the sentences of a card that are no rows of tables, within the limits.
func sentencesIn(d *document.Document) []Sentence {
	var out []Sentence
	rows := tableRows(d)
	read := func(text string, section int, pointer ...string) {
		for _, s := range sentencesOf(withoutRows(text, rows)) {
			if len(s) <= maxSentence && !rows[lettersOf(s)] {
				out = append(out, Sentence{s, evidence.Anchor(d.Path + "#" + document.Pointer(append(pointer, placedWords(s))...)), section})
			}
		}
	}
	first := len(d.Source)
	if len(d.Sections) > 0 {
		first = d.Sections[0].Heading.Start
	}
	for i, p := range d.Marks.Paragraphs {
		if p.Span.Start < first && !p.Comment {
			read(p.Text, -1, "body", "paragraphs", strconv.Itoa(i))
		}
	}
	for i, s := range d.Sections {
		read(s.Own, i, "sections", s.Slug)
	}
	return out
}

// placedWords are as many words of a sentence as lead to its place.
func placedWords(s string) string {
	if s = strings.TrimLeft(s, "*_#>-–•| "); len(s) <= maxPlaced {
		return s
	}
	s = s[:maxPlaced]
	if at := strings.LastIndexByte(s, ' '); at > 0 {
		s = s[:at]
	}
	return strings.ToValidUTF8(s, "")
}
