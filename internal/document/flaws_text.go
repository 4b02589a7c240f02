package document

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"

	"github.com/modelgate-dev/modelgate/internal/pattern"
)

var (
	doubleEntity = pattern.New(`&amp;(?:amp|lt|gt|quot|apos|nbsp|[a-z]{3,6}|#[0-9]{2,5}|#x[0-9a-fA-F]{2,4});`)
	shownBreak   = pattern.New(`(?i)&lt;br ?/?&gt;`)
	shownTag     = pattern.New(`(?i)&lt;(p|div|span|b|strong|em|ul|ol|li|td|tr|table|sup|sub|h[1-6]|a)(?: [^\n]*)?&gt;[^\n]+&lt;/(?:p|div|span|b|strong|em|ul|ol|li|td|tr|table|sup|sub|h[1-6]|a)&gt;`)
	codeEntity   = pattern.New(`&(?:lt|gt|quot|amp|#39|#x27|nbsp);`)
	markup       = pattern.New(`(?i)</?[a-z][a-z0-9]*(?:\s[^<>]*)?>|\bescape|\breplace|["']&|html|xml`)
	// writtenBreak is the end of a line that is written out, after a sentence or before an item.
	writtenBreak = pattern.New(`[\p{L}\d.!?:;)*](?:\\r)?(?:\\n)+ ?(?:\p{Lu}\p{Ll}|[-*+] \p{L}|#{1,6} \p{Lu}|\d\. \p{L})`)
	aboutPrompts = pattern.New(`(?i)\bprompts?\b|\b(?:instructions?|responses?|assistant|user|human|questions?|answers?|inputs?|outputs?|system|context|text|[qa]|bob|alice)\s?(?:\d\s?)?[:：]|newline|new line|line break|[{}<>“”|]|'\\n|\\n'`)
	// escapedTitle is a heading after a line break that is written out.
	escapedTitle = pattern.New(`(?:\\n|") *#{1,6} (\p{Lu}\p{Ll}[\p{L} ,&-]*)`)
	promptTitle  = pattern.New(`^(?:Instructions?|Response|Input|Output|Assistant|Human|User|System|Question|Answer|Context|End|Task|Code|Example|Problem|Solution|Prompt)`)
	// jsonLine is a line of Markdown as a string of JSON, such as a notebook has.
	jsonLine = pattern.New(`^[ \t]*"[^"\n]*\\n",?[ \t\r]*\n?$`)
)

// garbled reports what is wrong with the text itself.
func (f *flawReader) garbled() {
	for i, c := range f.labels {
		if c != 0 {
			f.text[i] = c
		}
	}
	for _, g := range Garbled(f.text) {
		f.flaw(g.Kind, g.Start, g.End, Flaw{Meant: g.Meant})
	}
	if bytes.IndexByte(f.text, '&') >= 0 {
		for _, p := range []*pattern.Pattern{doubleEntity, shownBreak, shownTag} {
			for _, at := range p.FindAllIndex(f.text, maxFlaws) {
				f.flaw(FlawEntity, at[0], at[1], Flaw{})
			}
		}
	}
	if bytes.Contains(f.text, []byte(`\n`)) {
		f.newlines()
	}
}

// newlines reports lines in which the ends of lines are written out.
func (f *flawReader) newlines() {
	strings := 0 // lines in a row that are strings of JSON
	for at := 0; at < len(f.text); at = nextLine(f.text, at) {
		line := f.text[at:nextLine(f.text, at)]
		start := at + bytes.Index(line, []byte(`\n`))
		if jsonLine.Match(line) {
			if strings++; strings == 2 {
				f.flaw(FlawNewline, start, start+len(`\n`), Flaw{})
			}
			continue
		}
		strings = 0
		if at := escapedTitle.FindAllSubmatchIndex(line, 1); len(at) > 0 && !promptTitle.Match(line[at[0][2]:at[0][3]]) {
			f.flaw(FlawNewline, start, start+len(`\n`), Flaw{})
			continue
		}
		found := writtenBreak.FindAllIndex(line, 3)
		if len(found) == 0 || aboutPrompts.Match(line) || bytes.Count(line[:found[0][0]], []byte(`"`))%2 == 1 {
			continue
		}
		if len(found) > 1 || bytes.Count(line, []byte(`\n`)) > 1 {
			f.flaw(FlawNewline, start, start+len(`\n`), Flaw{})
		}
	}
}

// hiddenInCode reports an invisible character in a line of code, which is copied with it.
func (f *flawReader) hiddenInCode(start, end int) {
	line := f.m.src[start:end]
	at := bytes.IndexFunc(line, isZeroWidth)
	if at < 0 {
		return
	}
	line = bytes.TrimRight(line, "\r\n")
	_, size := utf8.DecodeRune(line[at:])
	from, to := bytes.LastIndexAny(line[:at], " \t")+1, len(line)
	if i := bytes.IndexAny(line[at:], " \t"); i >= 0 {
		to = at + i
	}
	if to-from > size { // by itself it is an empty line
		f.flaw(FlawInvisible, start+from, start+to, Flaw{Meant: withoutInvisible(line[from:to])})
	}
}

// isZeroWidth reports whether a character is one that no script needs.
func isZeroWidth(r rune) bool { return r == 0x200B || r == 0x2060 || r == 0xFEFF || r == 0x180E }

// code reports code with the entities of HTML, which are shown as they are written.
func (f *flawReader) code(n *ast.FencedCodeBlock) {
	lines := n.Lines()
	if lines.Len() == 0 {
		return
	}
	start, end := lines.At(0).Start, lines.At(lines.Len()-1).Stop
	if strings.EqualFold(string(n.Language(f.m.src)), "bibtex") { // names, which readers copy
		for _, g := range Garbled(f.m.src[start:end]) {
			f.flaw(g.Kind, start+g.Start, start+g.End, Flaw{Meant: g.Meant})
		}
	}
	found := codeEntity.FindAllIndex(f.m.src[start:end], 1)
	if len(found) == 0 {
		return
	}
	switch language := string(bytes.ToLower(n.Language(f.m.src))); language {
	case "", "python", "py", "bash", "sh", "shell", "console", "r", "js", "javascript", "go", "rust", "c", "cpp", "c++", "java", "json", "yaml", "sql", "text", "txt", "bibtex", "latex":
		if !markup.Match(f.m.src[start:end]) {
			f.flaw(FlawCodeEntity, start+found[0][0], start+found[0][1], Flaw{})
		}
	}
}

// Garble is a part of a text whose characters are not those that were written.
type Garble struct {
	Kind       string
	Start, End int
	Meant      string
}

// maxGarbles is how many parts of a text are told.
const maxGarbles = 100

// Garbled are the parts of a text that were decoded in another encoding than they were
// written in, characters that stand for lost ones, and characters that no one sees within
// words.
func Garbled(text []byte) []Garble {
	var out []Garble
	for i := 0; i < len(text) && len(out) < maxGarbles; {
		if text[i] < utf8.RuneSelf {
			i++
			continue
		}
		if _, end := misread(text, i); end > i {
			g := misreadWord(text, i, end)
			out, i = append(out, g), g.End
			continue
		}
		r, size := utf8.DecodeRune(text[i:])
		switch {
		case r == utf8.RuneError && size == 3 && !isShown(text, i, size):
			end := i
			for bytes.HasPrefix(text[end:], []byte("\uFFFD")) {
				end += size
			}
			out = append(out, Garble{FlawReplacement, wordStart(text, i), wordEnd(text, end), ""})
			size = end - i
		case isInvisible(r) && isWithinWord(text, i, size):
			start, end := wordStart(text, i), wordEnd(text, i+size)
			out = append(out, Garble{FlawInvisible, start, end, withoutInvisible(text[start:end])})
			size = end - i
		}
		i += size
	}
	return out
}

// misreadWord is the word around a misread part, up to the blanks next to it, as it was meant.
func misreadWord(text []byte, at, end int) Garble {
	start := wordStart(text, at)
	var meant strings.Builder
	meant.Write(text[start:at])
	for i := at; ; {
		if part, to := misread(text, i); to > i {
			meant.WriteString(part)
			i, end = to, to
			continue
		}
		r, size := utf8.DecodeRune(text[i:])
		if i >= len(text) || i-start > maxFlawText || r != '\'' && r != '-' && !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			break
		}
		meant.WriteRune(r)
		i += size
		end = i
	}
	return Garble{FlawMojibake, start, end, meant.String()}
}

// nearby is how many bytes around a place tell what it is about.
const nearby = 60

// isShown reports whether a character is one that a text shows: in quotes, or in a sentence
// about characters.
func isShown(text []byte, at, size int) bool {
	near := text[max(0, at-nearby):min(len(text), at+nearby)]
	if bytes.Contains(bytes.ToLower(near), []byte("character")) || bytes.Contains(near, []byte("FFFD")) {
		return true
	}
	quotes := func(c byte) bool { return c == '\'' || c == '"' || c == '`' }
	return at+size < len(text) && quotes(text[at+size]) && bytes.ContainsAny(text[max(0, at-nearby):at], "'\"`")
}

func isInvisible(r rune) bool {
	switch r {
	case 0x200B, 0x2060, 0xFEFF, 0x180E, 0x200C, 0x200D, 0x00AD:
		return true
	}
	return false
}

// isWithinWord reports whether a character is between two letters or digits of a script that has
// no use for it.
func isWithinWord(text []byte, at, size int) bool {
	before, _ := utf8.DecodeLastRune(text[:at])
	after, _ := utf8.DecodeRune(text[at+size:])
	joined := func(r rune) bool {
		return unicode.IsDigit(r) || unicode.In(r, unicode.Latin, unicode.Cyrillic, unicode.Greek)
	}
	soft := bytes.HasPrefix(text[at:], []byte("\u00ad")) // where a word may be split is no fault
	return !soft && joined(before) && joined(after)
}

func withoutInvisible(text []byte) string {
	return string(bytes.Map(func(r rune) rune {
		if isInvisible(r) {
			return -1
		}
		return r
	}, text))
}

// wordStart and wordEnd are where the word around an offset begins and ends.
func wordStart(text []byte, at int) int {
	for at > 0 {
		r, size := utf8.DecodeLastRune(text[:at])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			break
		}
		at -= size
	}
	return at
}

func wordEnd(text []byte, at int) int {
	for at < len(text) {
		r, size := utf8.DecodeRune(text[at:])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !isInvisible(r) {
			break
		}
		at += size
	}
	return at
}

// GarbledValue is what is wrong with a value of metadata: an invisible character anywhere in
// it is no part of a name.
func GarbledValue(value string) (Garble, bool) {
	if found := Garbled([]byte(value)); len(found) > 0 {
		g := found[0]
		if g.Meant != "" {
			g.Meant = value[:g.Start] + g.Meant + value[g.End:]
		}
		return g, true
	}
	at := strings.IndexFunc(value, func(r rune) bool { return isZeroWidth(r) || r == 0x00AD })
	if at < 0 {
		return Garble{}, false
	}
	return Garble{Kind: FlawInvisible, Start: at, End: at, Meant: strings.TrimSpace(withoutInvisible([]byte(value)))}, true
}
