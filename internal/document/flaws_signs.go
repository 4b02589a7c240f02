package document

import (
	"bytes"
	"unicode"

	"github.com/yuin/goldmark/ast"

	"github.com/modelgate-dev/modelgate/internal/pattern"
)

var (
	rawTag      = pattern.New(`(?i)<(?:a[ \t]+href|img[ \t]+(?:src|alt|width)|/?details|/?summary|/?table|/a|font[ \t]+color|span[ \t]+style|(?:div|p|h[1-6])[ \t]+align)\b[^>\n]*>?|<[ \t]+/?(?:br|b|i|p|div|sup|sub|details|summary)[ \t]*/?>|<!-[^\n]*`)
	bold        = pattern.New(`\*\*[^*\n\x00]+\*\*`)
	codeHeading = pattern.New(`^#{2,6} \p{Lu}`)
)

// raw reports tags and bold type that are shown as they are written.
func (f *flawReader) raw(start, end int) {
	view := f.text[start:end]
	for _, at := range rawTag.FindAllIndex(view, -1) {
		if at[0] > 0 && view[at[0]-1] == '\\' {
			continue
		}
		f.flaw(FlawRawTag, start+at[0], start+at[1], Flaw{})
	}
	for _, at := range bold.FindAllIndex(view, -1) {
		inner := view[at[0]+2 : at[1]-2]
		spaced := inner[0] == ' ' && inner[len(inner)-1] == ' '
		before := bytes.Fields(view[max(0, at[0]-nearby):at[0]])
		isProduct := spaced && len(before) > 0 && (len(before[len(before)-1]) < 3 || bytes.ContainsAny(before[len(before)-1], "0123456789)=(_"))
		isEscaped := at[0] > 0 && view[at[0]-1] == '\\' || bytes.IndexByte(inner, '\\') >= 0
		if len(bytes.TrimSpace(inner)) > 0 && !isProduct && !isEscaped {
			f.flaw(FlawBold, start+at[0], start+at[1], Flaw{})
		}
	}
}

// longTitle is how many words a heading has at most.
const longTitle = 12

// bigText reports a text that a line below it makes a heading.
func (f *flawReader) bigText(start, end int) {
	words := 0
	for _, word := range bytes.Fields(f.text[start:end]) {
		if bytes.ContainsFunc(word, unicode.IsLetter) {
			words++
		}
	}
	if words > longTitle && f.m.src[start] != '-' {
		f.flaw(FlawBigText, start, end, Flaw{})
	}
}

// indented reports a heading in a block of code.
func (f *flawReader) indented(n *ast.CodeBlock) {
	lines := n.Lines()
	if lines.Len() == 0 {
		return
	}
	for i := range lines.Len() {
		s := lines.At(i)
		f.hiddenInCode(s.Start, s.Stop)
	}
	s := lines.At(0)
	if codeHeading.Match(s.Value(f.m.src)) {
		f.flaw(FlawCodeHeading, s.Start, s.Stop, Flaw{})
	}
}
