package slips

import (
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// frequentWords are words of languages that the others do not have.
var frequentWords = map[string][]string{
	"de": {"ich", "nicht", "dass", "und", "das", "ist", "wir", "sie", "auf", "mit", "für", "eine", "wurde", "weiß"},
	"en": {"the", "is", "and", "we", "of", "that", "with", "you", "are", "was", "want", "would"},
	"fr": {"je", "est", "pas", "nous", "les", "des", "une", "dans", "vous", "qui", "avec", "était"},
	"es": {"el", "los", "las", "una", "qué", "está", "pero", "muy", "quiero", "y", "por", "estamos"},
	"it": {"il", "che", "gli", "sono", "della", "perché", "questo", "anche", "abbiamo", "è"},
	"nl": {"het", "een", "ik", "niet", "dat", "wij", "zijn", "ook", "van", "naar"},
	"pt": {"não", "uma", "você", "os", "muito", "são", "isso", "está", "eu", "nós"},
	"tr": {"bir", "ve", "bu", "için", "biliyorum", "değil", "ne", "çok", "var", "ben"},
	"pl": {"nie", "jest", "się", "że", "tak", "jak", "był", "wiem"},
	"sv": {"och", "jag", "inte", "att", "är", "det", "ett", "som"},
}

// shownOutput is a line of code that announces what the model writes.
var shownOutput = pattern.New(`(?im)^[ \t]*#+[ \t]*(?:expected )?outputs?:[ \t]*(.*(?:\n[ \t]*#.*){0,6})`)

// outputs finds translations in the code of a card that are in another language than the model's.
func (s *slipReader) outputs() {
	_, target, ok := strings.Cut(s.pair(), ">")
	if !ok || frequentWords[target] == nil && len(target) != 2 {
		return
	}
	for _, b := range s.blocks {
		if b.Kind != passage.CodeBlock {
			continue
		}
		for _, m := range shownOutput.FindAllSubmatchIndex([]byte(b.Text), passage.MaxMentions) {
			offset := m[2]
			for line := range strings.Lines(b.Text[m[2]:m[3]]) {
				if found := tongueOf(line); found != "" && found != target && strings.TrimSpace(line) != "" {
					s.add(evidence.SlipLanguage, b.Start+offset+len(line)-len(strings.TrimLeft(line, " \t#")), found+">"+target, "output")
				}
				offset += len(line)
			}
		}
	}
}

// tongueOf is the language whose frequent words a line has: at least two, and of no other.
func tongueOf(line string) string {
	words := strings.Fields(strings.ToLower(strings.NewReplacer(",", " ", ".", " ", "'", " ", "’", " ", "!", " ", "?", " ").Replace(line)))
	found := ""
	for _, code := range []string{"de", "en", "es", "fr", "it", "nl", "pl", "pt", "sv", "tr"} {
		n := 0
		for _, w := range frequentWords[code] {
			if slices.Contains(words, w) {
				n++
			}
		}
		if n >= 2 && found != "" {
			return ""
		}
		if n >= 2 {
			found = code
		}
	}
	return found
}
