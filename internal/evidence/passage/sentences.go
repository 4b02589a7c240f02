package passage

import (
	"slices"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/prose"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// abbreviation ends with a point that ends no sentence.
var abbreviation = pattern.New(`(?i)\b(vs|approx|ca|resp|cf|incl|e\.g|i\.e|etc|fig|tab|al|acc|bzw|z\. ?b|aprox|env|circa|no|nr)\.\s`)

// SentencesOf are the sentences of a section, in which abbreviations end none.
func SentencesOf(text string) []string {
	text = strings.ToValidUTF8(text[:min(len(text), MaxSectionRead)], "")
	return prose.Sentences(abbreviation.ReplaceAllString(text, "$1 "), MaxSectionRead, MaxSentences)
}

// Sentence is one of a card's text, and where it stands.
type Sentence struct {
	Text    string
	At      evidence.Anchor
	Section int // -1 above the first heading
}

const maxPlaced = 160 // bytes of a sentence that lead to it

// SentencesIn are the sentences of a card that are no rows of tables, within the limits.
func SentencesIn(d *document.Document) []Sentence {
	var out []Sentence
	rows := TableRows(d)
	read := func(text string, section int, pointer ...string) {
		for _, s := range SentencesOf(WithoutRows(text, rows)) {
			if len(s) <= MaxSentence && !rows[LettersOf(s)] {
				out = append(out, Sentence{s, evidence.Anchor(d.Path + "#" + document.Pointer(append(pointer, PlacedWords(s))...)), section})
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

// PlacedWords are as many words of a sentence as lead to its place.
func PlacedWords(s string) string {
	if s = strings.TrimLeft(s, "*_#>-–•| "); len(s) <= maxPlaced {
		return s
	}
	s = s[:maxPlaced]
	if at := strings.LastIndexByte(s, ' '); at > 0 {
		s = s[:at]
	}
	return strings.ToValidUTF8(s, "")
}

// TableRows are the letters of the rows of all tables, which the text of a section has as well.
func TableRows(d *document.Document) map[string]bool {
	out := map[string]bool{}
	for _, t := range d.Marks.Tables {
		for _, row := range t.Rows {
			text := ""
			for _, c := range row {
				text += c.Text
			}
			out[LettersOf(text)] = true
		}
	}
	return out
}

// WithoutRows are the lines of a text that are no rows of tables: a dot in a cell ends a sentence.
func WithoutRows(text string, rows map[string]bool) string {
	lines := strings.Split(text, "\n")
	return strings.Join(slices.DeleteFunc(lines, func(line string) bool {
		letters := LettersOf(line)
		return letters != "" && rows[letters]
	}), "\n")
}
