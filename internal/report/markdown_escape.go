package report

import (
	"fmt"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// zeroWidth is put where GitHub would make something of plain text even though
// no Markdown is left in it: mentions, references to issues, addresses.
const zeroWidth = "\u200b"

// mdText makes any text inert in GitHub Flavored Markdown and in the HTML
// within it: every character that can mean something becomes a character
// reference, which both read as the character itself and neither takes for
// structure. The result is one line, and reads as actions.Clean(s) does. It may
// stand anywhere, also where a block could start.
func mdText(s string) string { return mdLine(mdInline(s)) }

// mdInline is mdText for a place where no block can start.
func mdInline(s string) string {
	return mdEscaper.Replace(parted(actions.Clean(s)))
}

// mdLine keeps escaped text from starting a block.
func mdLine(s string) string {
	if blockStart.MatchString(s) {
		return fmt.Sprintf("&#%d;", s[0]) + s[1:]
	}
	return s
}

// blockStart matches what starts an indented block, a list or an underline.
var blockStart = pattern.New(`^([ =+-]|[0-9]+[.)])`)

// parted keeps GitHub from starting a mention (@user), a reference (#1, GH-1), a
// mail address or a web address. The scheme of one is parted from the slashes:
// after them GitHub takes any character that is neither space nor punctuation
// for the start of a host, and a browser drops one without width.
func parted(s string) string {
	return strings.ReplaceAll(linkStart.ReplaceAllString(s, "${0}"+zeroWidth), "://", ":"+zeroWidth+"//")
}

var linkStart = pattern.New(`(?i)@|#|\bgh-|_gh-|www`)

var mdEscaper = newEscaper("#$&*<>@[\\]_`{|}~")

// newEscaper replaces each of the characters by its character reference.
func newEscaper(special string) *strings.Replacer {
	var pairs []string
	for _, r := range special {
		pairs = append(pairs, string(r), fmt.Sprintf("&#%d;", r))
	}
	return strings.NewReplacer(pairs...)
}

// mdCode is a short text, such as a path or an id, in code type. Character
// references, unlike backticks, keep in table cells and headings, too. Room is
// left for the line and column after a path.
func mdCode(s string) string {
	return InlineCode(actions.Shorten(s, nameLength+30))
}

// InlineCode is any text in code type, for one line or a table cell: nothing in it is
// markup.
func InlineCode(s string) string { return "<code>" + mdInline(s) + "</code>" }

// InlineText is any text, for one line or a table cell: nothing in it is markup.
func InlineText(s string) string { return mdText(s) }

// prose is a sentence of a rule's author, in which `words` are code.
func prose(s string) string { return proseWith(s, mdCode) }

// proseWith is prose with a form of its own for the code. What code is given
// holds no backtick.
func proseWith(s string, code func(string) string) string {
	var b strings.Builder
	for i, part := range codeSpans(s) {
		if i%2 == 1 && part != "" {
			b.WriteString(code(part))
		} else {
			b.WriteString(mdInline(part))
		}
	}
	return mdLine(b.String())
}

// codeSpans splits a sentence into prose and code, in turn, clean; a backtick
// without its partner is itself.
func codeSpans(s string) []string {
	parts := strings.Split(actions.Clean(s), "`")
	if len(parts)%2 == 0 {
		return []string{strings.Join(parts, "`")}
	}
	return parts
}

// Fenced is a code block whose fence the text cannot close.
func Fenced(s string) string {
	fence := "```"
	for strings.Contains(s, fence) {
		fence += "`"
	}
	lines := strings.Split(strings.TrimRight(s, "\n"), "\n")
	for i, line := range lines {
		lines[i] = cleanIndented(line)
	}
	return fence + "\n" + strings.Join(lines, "\n") + "\n" + fence
}

// cleanIndented cleans a line and keeps its tabs.
func cleanIndented(line string) string {
	rest := strings.TrimLeft(line, "\t")
	return line[:len(line)-len(rest)] + actions.Clean(rest)
}
