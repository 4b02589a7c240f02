package slips

import (
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

var (
	// anyLink is a link, with its text and its address.
	anyLink = pattern.New(`\[([^\][\n]{1,120})\]\(([^()\s]{4,300})\)`)
	// fileName is the name of a file of a kind that models have; the second group is the kind.
	fileName = pattern.New(`^(?i)([\w.+-]+)\.(gguf|ggml|bin|safetensors|onnx|ckpt|pth?|pkl|joblib|h5|keras|tflite|llamafile|mlmodel|zip|gz|tar|json|ya?ml|py|ipynb)$`)
	// paperItem is an item of a list with the title of a paper, and its number on arXiv.
	paperItem = pattern.New(`(?m)^[ \t]*[-*+] \[?([^\][\n]{12,200}?)(?:\]\(|:? )https?://arxiv\.org/(?:abs|pdf)/([0-9]{4}\.[0-9]{4,5})`)
	// ofPaper are words of what is said of a paper in place of its title.
	ofPaper = pattern.New(`(?i)\b(?:paper|papers|report|arxiv|repo|repository|preprint|code|blog|see|our|model|card|publication|article|link|reference|citation)\b`)
)

const minRowLinks = 2 // rows beside the one that leads elsewhere

// fileNamed is the name of the file that an address or a text ends with, and its kind; empty if it is none.
func fileNamed(text string) (stem, kind string) {
	text, _, _ = strings.Cut(strings.Trim(text, "*_` "), "?")
	text, _, _ = strings.Cut(text, "#")
	if plain, err := url.PathUnescape(text); err == nil {
		text = plain
	}
	if m := fileName.FindStringSubmatch(path.Base(text)); m != nil {
		return strings.ToLower(m[1]), strings.ToLower(m[2])
	}
	return "", ""
}

// fileLinks finds links whose text is the name of one file, and that lead to another of its kind and
// family.
func (s *slipReader) fileLinks(b passage.Block) {
	for _, m := range anyLink.FindAllSubmatchIndex([]byte(b.Text), passage.MaxMentions) {
		text, target := b.Text[m[2]:m[3]], b.Text[m[4]:m[5]]
		said, kind := fileNamed(text)
		meant, same := fileNamed(target)
		if said != "" && kind == same && !strings.Contains(meant, said) && !strings.Contains(said, meant) && len(sharedWords(said, meant)) > 0 {
			s.add(evidence.SlipLink, b.Start+m[2], text, path.Base(target))
		}
	}
	if b.Kind == passage.TableBlock {
		s.fileRows(b)
	}
}

// fileRows finds the only row of a table that leads to the file of another row, where the others
// lead to files with their own names.
func (s *slipReader) fileRows(b passage.Block) {
	type row struct {
		name, shown, target string
		at                  int
	}
	var rows []row
	offset := b.Start
	for line := range strings.Lines(b.Text) {
		start := offset
		offset += len(line)
		found := anyLink.FindAllStringSubmatch(line, 2)
		if len(found) != 1 || len(rows) == passage.MaxMentions {
			continue
		}
		cell, _, _ := strings.Cut(strings.TrimLeft(line, "| \t"), "|")
		cell = strings.TrimSpace(linkOfText.ReplaceAllString(cell, "$1"))
		stem, _ := fileNamed(found[0][2])
		if name := passage.LettersOf(cell); len(name) > 2 && stem != "" {
			rows = append(rows, row{name, cell, stem, start})
		}
	}
	var off []row
	for _, r := range rows {
		if !strings.Contains(passage.LettersOf(r.target), r.name) {
			off = append(off, r)
		}
	}
	if len(off) != 1 || len(rows) <= minRowLinks {
		return
	}
	for _, r := range rows {
		if r.target == off[0].target && !strings.Contains(off[0].name, r.name) {
			s.add(evidence.SlipLink, off[0].at, off[0].shown, off[0].target)
			return
		}
	}
}

// samePaper finds two papers of a list with titles that have no word in common, and one number.
func (s *slipReader) samePaper(b passage.Block, known map[string]string) {
	for _, m := range paperItem.FindAllSubmatchIndex([]byte(b.Text), passage.MaxMentions) {
		title, number := strings.TrimRight(b.Text[m[2]:m[3]], ": "), b.Text[m[4]:m[5]]
		first, isKnown := known[number]
		switch {
		case !isTitle(title):
		case !isKnown:
			known[number] = title
		case len(sharedWords(longWordsOf(first), longWordsOf(title))) == 0:
			s.add(evidence.SlipLink, b.Start+m[2], title, "arXiv "+number+", which is "+first)
		}
	}
}

// isTitle reports whether a text may be the title of a paper: most of its words begin with a capital
// or a digit.
func isTitle(text string) bool {
	words := strings.Fields(longWordsOf(text))
	capitals := 0
	for _, w := range words {
		if w[0] >= 'A' && w[0] <= 'Z' || w[0] >= '0' && w[0] <= '9' {
			capitals++
		}
	}
	return capitals >= 2 && 3*capitals >= 2*len(words) && !ofPaper.MatchString(text) && len(strings.Fields(text)) > 3
}

// longWordsOf are the words of a text that tell what it is about.
func longWordsOf(text string) string {
	return strings.Join(slices.DeleteFunc(strings.Fields(text), func(w string) bool { return len(w) < 4 }), " ")
}
