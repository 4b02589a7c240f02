package slips

import (
	"path"
	"strings"
	"unicode"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

var (
	// hubLink is a link to a model on the hub, with the name that it has in the text.
	hubLink = pattern.New("\\[[*_` ]*([A-Za-z0-9][\\w./-]*[A-Za-z0-9])[*_` ]*\\]\\(https?://(?:www\\.)?(?:huggingface\\.co|hf\\.co)/([A-Za-z0-9][\\w.-]*(?:/[\\w.-]+)?)/?\\)")
	// wikiLink is a link to an article.
	wikiLink = pattern.New(`\[([^\][]{3,80})\]\(https?://[a-z]{2}\.wikipedia\.org/wiki/([^\s()#]{3,100})\)`)
	// expanded are words in capitals with an acronym behind them.
	expanded = pattern.New(`((?:[A-Z][a-z]+[ -]){1,5}[A-Z][a-z]+) \(([A-Z]{3,6})\)`)
)

// links finds links whose name is that of another model or article than they lead to.
func (s *slipReader) links() {
	papers := map[string]string{}
	for _, b := range s.blocks {
		if b.Kind == passage.CodeBlock {
			continue
		}
		for _, m := range hubLink.FindAllSubmatchIndex([]byte(b.Text), passage.MaxMentions) {
			name, target := b.Text[m[2]:m[3]], b.Text[m[4]:m[5]]
			if strings.Contains(name, "-") && differsInOne(path.Base(name), path.Base(target)) {
				s.add(evidence.SlipLink, b.Start+m[2], name, target)
			}
		}
		s.licenseLinks(b)
		s.namedLinks(b)
		s.rowLinks(b)
		s.paperLinks(b)
		s.fileLinks(b)
		s.samePaper(b, papers)
		for _, m := range wikiLink.FindAllSubmatchIndex([]byte(b.Text), passage.MaxMentions) {
			name, target := b.Text[m[2]:m[3]], strings.ReplaceAll(b.Text[m[4]:m[5]], "_", " ")
			if isOtherArticle(strings.ToLower(name), strings.ToLower(target)) {
				s.add(evidence.SlipLink, b.Start+m[2], name, target)
			}
		}
	}
}

// variants are words of names that tell members of one family apart.
var variants = pattern.New(`^(?:nano|micro|tiny|mini|small|medium|base|large|big|huge|giant|xl|xxl|xs|chat|instruct|cased|uncased|alpha|beta|gamma|pro|lite|turbo|distilled|(?:[av]?[0-9]+(?:[x.][0-9]+)*[bmk]?)|[0-9]+(?:bit|bits|k|m|b))$`)

// wordsOfName are the words of a name, in lower case, numbers with their points.
func wordsOfName(name string) []string {
	return strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '.' })
}

// differsInOne reports whether two names have the same words but one that tells members of a
// family apart: sizes, versions.
func differsInOne(a, b string) bool {
	x, y := wordsOfName(a), wordsOfName(b)
	if len(x) != len(y) || len(x) < 2 {
		return false
	}
	one := -1
	for i := range x {
		if x[i] != y[i] {
			if one >= 0 {
				return false
			}
			one = i
		}
	}
	return one >= 0 && areVariants(x[one], y[one])
}

// areVariants reports whether two words tell members of a family apart in the same way: both by
// a number with the same letters, or both by a word.
func areVariants(a, b string) bool {
	if !variants.MatchString(a) || !variants.MatchString(b) || a == b {
		return false
	}
	return shapeOf(a) == shapeOf(b)
}

// shapeOf is a word without its digits, "word" if it has none.
func shapeOf(word string) string {
	shape := strings.Trim(word, "0123456789.x")
	switch shape {
	case word:
		return "word"
	case "b", "m", "k": // sizes
		return "#size"
	}
	return "#" + shape
}

// isOtherArticle reports whether a name and a title end alike and begin with different words:
// "spearman rank correlation coefficient" and "pearson correlation coefficient".
func isOtherArticle(name, title string) bool {
	x, y := strings.Fields(name), strings.Fields(title)
	common := 0
	for common < min(len(x), len(y)) && x[len(x)-1-common] == y[len(y)-1-common] {
		common++
	}
	if common < 1 || common == len(x) || common == len(y) {
		return false
	}
	for _, word := range x[:len(x)-common] {
		for _, other := range y[:len(y)-common] {
			if strings.HasPrefix(word, other[:min(4, len(other))]) || len(word) < 3 || len(other) < 3 {
				return false
			}
		}
	}
	return true
}

// acronyms finds words in capitals that are not those of the acronym behind them.
func (s *slipReader) acronyms() {
	for _, b := range s.blocks {
		if b.Kind != passage.ProseBlock && b.Kind != passage.ListBlock {
			continue
		}
		for _, m := range expanded.FindAllSubmatchIndex([]byte(b.Text), passage.MaxMentions) {
			words := strings.FieldsFunc(b.Text[m[2]:m[3]], func(r rune) bool { return r == ' ' || r == '-' })
			acronym := b.Text[m[4]:m[5]]
			if len(words) != len(acronym) {
				continue
			}
			wrong := 0
			for i, word := range words {
				if word[0] != acronym[i] && acronym[i] != 'X' {
					wrong++
				}
			}
			if wrong == 1 && !strings.ContainsRune(strings.ToUpper(strings.Join(words, "")), rune(acronym[firstWrong(words, acronym)])) {
				s.add(evidence.SlipAcronym, b.Start+m[2], b.Text[m[2]:m[3]], acronym)
			}
		}
	}
}

// firstWrong is the first word that does not begin with its letter of the acronym.
func firstWrong(words []string, acronym string) int {
	for i, word := range words {
		if word[0] != acronym[i] {
			return i
		}
	}
	return 0
}
