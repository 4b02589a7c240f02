package prose

import (
	"strings"
	"unicode"
)

// wordsOfLanguages are words that texts of a language have in almost every sentence: the most
// frequent of Snowball's lists of stop words (https://snowballstem.org/algorithms/).
var wordsOfLanguages = [...]struct{ code, words string }{
	{"en", `the of and to in is that for with as are this be by on it from an was which or not can has have will you we at these their`},
	{"de", `der die das und ist nicht ein eine einen mit auf für von zu werden wird wurde auch sich den dem des sind bei als oder aus nach durch im zur zum`},
	{"fr", `le la les des et est une un pour dans que qui sur avec par ce cette sont pas du au aux ne nous être été ou plus`},
	{"es", `el la los las de y en que es un una para con por del se su como más no son este esta sobre al lo ha`},
	{"pt", `o a os as de e em que é um uma para com por do da dos das se não são como mais no na foi este esta ao pelo`},
	{"it", `il la i le gli di e che è un una per con del della dei delle non sono nel nella come da si questo questa stato anche al alla`},
	{"nl", `de het een en van is dat op te in voor met niet zijn aan door die deze wordt worden ook als of naar bij`},
	{"sv", `och att det som en på är av för med den till inte har ett från om kan eller detta`},
	{"pl", `i w na z do się jest nie to że dla przez są oraz jak po od za który która które`},
	{"tr", `ve bir bu için ile olarak olan da de çok daha gibi veya ise`},
	{"id", `yang dan di untuk dengan ini dari pada adalah tidak ke dalam atau akan dapat oleh`},
}

// languagesOfWord has for each of these words the languages that it is of, as bits.
var languagesOfWord = func() map[string]uint16 {
	out := map[string]uint16{}
	for i, language := range wordsOfLanguages {
		for word := range strings.FieldsSeq(language.words) {
			out[word] |= 1 << i
		}
	}
	return out
}()

// scriptsOfLanguages are scripts that one language of those that cards are written in has.
var scriptsOfLanguages = []struct {
	code   string
	script *unicode.RangeTable
}{
	{"ko", unicode.Hangul}, {"el", unicode.Greek}, {"he", unicode.Hebrew}, {"th", unicode.Thai},
}

const (
	maxForLanguage   = 16 << 10 // bytes of a text that tell its language
	lettersForScript = 100      // of a text whose script is told
	sureWords        = 20       // frequent words of a language that a text must have
	sureDifferent    = 8        // different ones
)

// LanguageOf is the language that a text is written in, as ISO 639-1 has it, or "" unless it is
// certain: at least every fifth word is one of the frequent words of that language, and hardly
// any of English; or half of its letters are of a script that one language has.
func LanguageOf(text string) string {
	if len(text) > maxForLanguage {
		text = strings.ToValidUTF8(text[:maxForLanguage], "")
	}
	if code := languageOfScript(text); code != "" {
		return code
	}
	var hits, different [len(wordsOfLanguages)]int
	words, seen := 0, map[string]bool{}
	for _, word := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) }) {
		words++
		of := languagesOfWord[word]
		if of == 0 {
			continue
		}
		first := !seen[word]
		seen[word] = true
		for i := range hits {
			if of&(1<<i) != 0 {
				if hits[i]++; first {
					different[i]++
				}
			}
		}
	}
	best := 0
	for i := range hits {
		if hits[i] > hits[best] {
			best = i
		}
	}
	for i := range hits {
		if i != best && hits[i]*5 > hits[best]*4 { // too near another one
			return ""
		}
	}
	if hits[best] < sureWords || different[best] < sureDifferent || hits[best]*5 < words || best > 0 && hits[0]*4 > hits[best] {
		return ""
	}
	return wordsOfLanguages[best].code
}

// languageOfScript is the language of a text whose script tells it.
func languageOfScript(text string) string {
	letters, han, kana := 0, 0, 0
	of := make([]int, len(scriptsOfLanguages))
	for _, r := range text {
		if !unicode.IsLetter(r) {
			continue
		}
		letters++
		switch {
		case unicode.Is(unicode.Han, r):
			han++
		case unicode.In(r, unicode.Hiragana, unicode.Katakana):
			kana++
		}
		for i, s := range scriptsOfLanguages {
			if unicode.Is(s.script, r) {
				of[i]++
			}
		}
	}
	if letters < lettersForScript {
		return ""
	}
	for i, n := range of {
		if n*2 > letters {
			return scriptsOfLanguages[i].code
		}
	}
	switch {
	case (han+kana)*2 <= letters:
		return ""
	case kana*5 > han:
		return "ja"
	case kana*20 < han:
		return "zh"
	}
	return ""
}
