package cards

import (
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/evidence/prose"
)

// isOnlyTitle reports whether a section repeats its heading and says nothing else.
func isOnlyTitle(s document.Section, text string, other int) bool {
	return other == 0 && len(text) <= len(s.Title)+10 && slices.Equal(prose.PlainWords(text), prose.PlainWords(s.Title))
}

// statedKeys are the sections whose text must say something itself: where data or results are
// meant, their name alone, as a link, is an answer.
var statedKeys = passage.WordSet(`limitations bias_risk out_of_scope ethical human_oversight`)

// isOnlyLinks reports whether a section is a link or two to other pages, with no more words
// than name them.
func isOnlyLinks(keys []string, text string, other, elsewhere int) bool {
	return elsewhere > 0 && other <= elsewhere && prose.CountWords(text) <= 4 &&
		slices.ContainsFunc(keys, func(key string) bool { return statedKeys[key] })
}

const (
	minCopied = 80      // letters of a text that is no phrase
	maxCopied = 8 << 10 // bytes of a section that are compared
)

// copied tells which sections have nothing but the text of a section before them.
type copied map[int]bool

func (c copied) of(i int) bool { return c[i] }

// copiesIn finds the sections without parts whose own text is that of an earlier section with
// another meaning, or a paragraph of it.
func copiesIn(d *document.Document, keys [][]string) copied {
	out, seen := copied{}, map[string]int{}
	for i, s := range d.Sections {
		if len(keys[i]) == 0 || len(s.Own) > maxCopied || s.Tables > 0 {
			continue
		}
		whole := passage.LettersOf(s.Own)
		hasParts := i+1 < len(d.Sections) && d.Sections[i+1].Level > s.Level
		if j, ok := seen[whole]; ok && !hasParts && !slices.Equal(keys[i], keys[j]) {
			out[i] = true
			continue
		}
		for _, part := range append(strings.Split(s.Own, "\n"), s.Own) {
			if letters := passage.LettersOf(part); len(letters) >= minCopied {
				if _, ok := seen[letters]; !ok {
					seen[letters] = i
				}
			}
		}
	}
	return out
}
