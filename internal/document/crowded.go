package document

import (
	"bytes"
	"fmt"
)

// The libraries build their whole tree before it can be counted, and goldmark
// takes quadratic time for a few constructs [measured: 11 s for 256 kB of
// "[a]("]. So a source is looked at first, and refused when it would cost far
// more than any document that people write.

// crowdedYAML reports whether src would become far more nodes than MaxNodes,
// by the characters that separate values.
func crowdedYAML(src []byte) bool {
	return len(src) > MaxNodes && countAny(src, ",[{\n\r:-?&*!") > 2*MaxNodes
}

// maxLinkWork bounds the number of link openings in a paragraph times the
// paragraph's length, which is what goldmark may have to look at.
const maxLinkWork = 1 << 30

// crowdedMarkdown says what there is too much of in a Markdown body, or
// nothing.
func crowdedMarkdown(src []byte) string {
	if countAny(src, "[*_`<\n|") > MaxNodes {
		return fmt.Sprintf("the text holds more than %d lines and characters of markup", MaxNodes)
	}
	work, links, length := 0, 0, 0
	for line := range bytes.Lines(src) {
		if quoteDepth(line) > MaxDepth {
			return fmt.Sprintf("quotations and lists are nested more than %d levels deep", MaxDepth)
		}
		if len(bytes.TrimLeft(line, " \t\r\n>")) == 0 {
			links, length = 0, 0
			continue
		}
		before := links * length
		links += bytes.Count(line, []byte("](")) + bytes.Count(line, []byte("]:"))
		length += len(line)
		if work += links*length - before; work > maxLinkWork {
			return "one paragraph holds too many links"
		}
	}
	return ""
}

// quoteDepth counts the quotation and list markers that begin a line.
func quoteDepth(line []byte) int {
	depth := 0
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case c == '>':
			depth++
		case c == ' ', c == '\t', c >= '0' && c <= '9':
		case (c == '-' || c == '+' || c == '*' || c == '.' || c == ')') && i+1 < len(line) && (line[i+1] == ' ' || line[i+1] == '\t'):
			depth++
		default:
			return depth
		}
	}
	return depth
}

// countAny is how many bytes of src are among chars.
func countAny(src []byte, chars string) int {
	n := 0
	for i := range len(chars) {
		n += bytes.Count(src, []byte{chars[i]})
	}
	return n
}
