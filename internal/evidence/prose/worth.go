// Package prose owns what is told by text that people wrote, or that a template did: whether
// a section says anything, and which addresses it has. It knows no format of cards.
package prose

import (
	"strings"
	"unicode"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// Worth is what a section says: its state, the reason if it does not apply, and
// how many words it has.
type Worth struct {
	State  evidence.SectionState
	Reason string
	Words  int
}

// maxJudged is how many bytes of a section tell whether it was written. Looking
// for template text takes microseconds a byte, and a section may have megabytes.
const maxJudged = 32 << 10

// WorthOf judges a text that stands with other things: code, tables, links.
func WorthOf(text string, other int) Worth {
	text = strings.TrimSpace(text)
	w := Worth{State: evidence.Filled, Words: CountWords(text)}
	if w.Words < 60 { // longer ones are no bare "not applicable"
		if m := notApplicable.FindStringSubmatch(strings.ReplaceAll(text, "\n", " ")); m != nil {
			w.State = evidence.NotApplicable
			if said := forNow.ReplaceAllString(m[2], ""); len(strings.Fields(withoutFiller(said))) >= 3 && !isUnanswered(said) { // less is no reason
				w.Reason = m[2]
			}
			return w
		}
	}
	if len(text) > maxJudged {
		text = strings.ToValidUTF8(text[:maxJudged], "")
		if end := strings.LastIndexAny(text, ".\n"); end >= 0 { // no half sentence
			text = text[:end+1]
		}
	}
	rest := withoutFiller(text)
	left, isAnnounced := wordsOf(rest), false
	if len(text) <= maxShort && left > 0 && other == 0 {
		isAnnounced = isToCome(rest) || rest != text && isToCome(text)
	}
	switch {
	case isAnnounced, other == 0 && isGeneric(text), rest != text && left < 3 && other == 0, rest != text && onlyLabels(rest), strings.EqualFold(strings.TrimSuffix(text, "."), "none"):
		w.State = evidence.Placeholder
	case left == 0 && other == 0:
		w.State = evidence.Empty
	}
	return w
}

// isToCome reports whether a short text announces another one, and says nothing else.
func isToCome(text string) bool {
	if !announcedMarks().in(pattern.Fold(text)) {
		return false
	}
	without := announced.ReplaceAllString(text, " ")
	if without == text {
		told := strings.Join(strings.Fields(byWhom.ReplaceAllString(text, " ")), " ")
		if told == text { // asked already
			return false
		}
		if without = announced.ReplaceAllString(told, " "); without == told {
			return false
		}
	}
	without = byWhom.ReplaceAllString(untilWhen.ReplaceAllString(whenToCome.ReplaceAllString(without, " "), " "), " ")
	return (wordsOf(without) < 3 && !qualifiers.MatchString(without) || onlyNames(without))
}

// CountWords is how many words a text has.
func CountWords(text string) int {
	n := 0
	for range strings.FieldsSeq(text) {
		n++
	}
	return n
}

// wordsOf counts the words with a letter or digit in them, up to three: more say
// no more. Of scripts that put no blanks between words, two signs are one.
func wordsOf(text string) int {
	n := 0
	for word := range strings.FieldsSeq(text) {
		if strings.IndexFunc(word, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) >= 0 {
			if n += max(1, signsOf(word)/2); n >= 3 {
				return 3
			}
		}
	}
	return n
}

// signsOf is how many signs of a script without blanks a word has.
func signsOf(word string) int {
	n := 0
	for _, r := range word {
		if r >= 0x2E80 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) || unicode.Is(unicode.Thai, r) {
			n++
		}
	}
	return n
}

// onlyNames reports whether nothing but names before colons is left.
func onlyNames(rest string) bool {
	for line := range strings.Lines(rest) {
		line = strings.Trim(line, " \t\r\n-*•.")
		if line != "" && !strings.HasSuffix(line, ":") {
			return false
		}
	}
	return true
}

// onlyLabels reports whether nothing but "Label:" lines is left, as in a
// template whose blanks were never filled.
func onlyLabels(rest string) bool {
	for _, line := range strings.Split(rest, "\n") {
		line = strings.TrimSpace(strings.Trim(strings.TrimSpace(line), "-*•[]()"))
		if line != "" && !strings.HasSuffix(strings.TrimRight(line, "* "), ":") && len(strings.Fields(line)) > 4 {
			return false
		}
	}
	return true
}

var notApplicable = pattern.New(`(?i)^\W*(not applicable|n/?a)\b\W*(.*)$`)

// forNow is when a text does not apply, which is no reason why.
var forNow = pattern.New(`(?i)^(?:yet|so far|for now|currently|right now|as of now|at (?:this|the) (?:time|moment))\b\W*`)

// PlainWords lower-cases a heading and drops numbering, emoji and punctuation.
func PlainWords(title string) []string {
	title = headingMarks.Replace(strings.ToLower(title))
	words := strings.FieldsFunc(title, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && r != '\''
	})
	for len(words) > 1 && strings.Trim(words[0], "0123456789一二三四五六七八九十") == "" {
		words = words[1:]
	}
	return words
}

var headingMarks = strings.NewReplacer("&", " and ", "’", "'")

var sentenceEnd = pattern.New(`[.!?;]+(?:\s|$)|[。！？]|\n`)

// Sentences are the sentences of the beginning of a text, up to a number of bytes and of
// sentences. Lines are no parts of one sentence.
func Sentences(text string, maxBytes, most int) []string {
	if len(text) > maxBytes {
		text = strings.ToValidUTF8(text[:maxBytes], "")
	}
	var out []string
	for _, sentence := range sentenceEnd.Split(text, most+1) {
		if sentence = strings.TrimSpace(sentence); sentence != "" && len(out) < most {
			out = append(out, sentence)
		}
	}
	return out
}
