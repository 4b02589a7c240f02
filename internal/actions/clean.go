package actions

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxText is the length of a cleaned text, in code points. What is longer is cut.
const maxText = 2000

// ellipsis marks where a text was cut.
const ellipsis = "…"

// Clean makes a text of unknown origin safe to print anywhere in a line of a
// terminal or of a runner's log. The result is one line of printable, valid
// UTF-8 of at most maxText code points:
//
//   - what does not print (control characters, ANSI escapes, bidirectional
//     overrides, zero-width characters, odd spaces, bytes that are not UTF-8)
//     becomes a visible escape: \n, \x1b, \u202e, \U000e0041;
//   - what a runner would take for a command ("##[" and "##vso[" anywhere, "::"
//     at the start) is broken by a backslash.
//
// Clean(Clean(s)) is Clean(s).
func Clean(s string) string {
	return Shorten(clean(s), maxText)
}

// Shorten cuts s to at most n code points, the last of which is then "…".
func Shorten(s string, n int) string {
	if len(s) <= n {
		return s
	}
	cut, count := 0, 0
	for i := range s {
		count++
		if count == n {
			cut = i
		}
		if count > n {
			return s[:cut] + ellipsis
		}
	}
	return s
}

// clean is Clean without the bound on length. Of a very long text only the
// part that can be printed is looked at.
func clean(s string) string {
	const enough = (maxText + 1) * utf8.UTFMax
	if len(s) > enough {
		s = s[:runeStart(s, enough)]
	}
	s = breakBrackets(escapeUnprintable(s, enough))
	if strings.HasPrefix(strings.TrimLeft(s, " "), "::") {
		s = strings.Replace(s, "::", `\::`, 1)
	}
	return s
}

// runeStart returns the last index up to i at which a code point may start.
func runeStart(s string, i int) int {
	for j := i; j > i-utf8.UTFMax; j-- {
		if utf8.RuneStart(s[j]) {
			return j
		}
	}
	return i
}

// breakBrackets breaks the command starts that a runner looks for anywhere in
// a line: "##[" (GitHub, Azure) and "##vso[" (Azure).
func breakBrackets(s string) string {
	if !strings.Contains(s, "##") {
		return s
	}
	var b strings.Builder
	for i := range len(s) {
		b.WriteByte(s[i])
		if s[i] == '#' && isBracketCommand(s[i:]) {
			b.WriteByte('\\')
		}
	}
	return b.String()
}

func isBracketCommand(s string) bool {
	const azure = "##vso["
	return strings.HasPrefix(s, "##[") || len(s) >= len(azure) && strings.EqualFold(s[:len(azure)], azure)
}

// escapeUnprintable makes visible what does not print. Once what it has made is as
// long as enough, it ends.
func escapeUnprintable(s string, enough int) string {
	if isPlain(s) {
		return s
	}
	var b strings.Builder
	for i, r := range s {
		if b.Len() >= enough {
			break
		}
		switch {
		case printable(r) && !invalidAt(s, i, r):
			b.WriteRune(r)
		case invalidAt(s, i, r):
			fmt.Fprintf(&b, `\x%02x`, s[i])
		default:
			b.WriteString(escapeRune(r))
		}
	}
	return b.String()
}

// isPlain reports whether s is printable ASCII, as most texts are.
func isPlain(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// invalidAt tells a byte that is no UTF-8 from a U+FFFD that was written.
func invalidAt(s string, i int, r rune) bool {
	if r != utf8.RuneError {
		return false
	}
	_, size := utf8.DecodeRuneInString(s[i:])
	return size == 1
}

// printable reports whether the code point leaves a mark of its own. The
// runner compares text by culture, which skips what has no mark: a zero-width
// character inside "##[" would hide it from us but not from the runner.
func printable(r rune) bool {
	return unicode.IsPrint(r) && !unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}

func escapeRune(r rune) string {
	switch {
	case r == '\n':
		return `\n`
	case r == '\r':
		return `\r`
	case r == '\t':
		return `\t`
	case r < 0x80:
		return fmt.Sprintf(`\x%02x`, r)
	case r < 0x10000:
		return fmt.Sprintf(`\u%04x`, r)
	default:
		return fmt.Sprintf(`\U%08x`, r)
	}
}
