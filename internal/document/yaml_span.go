package document

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// The library says where a node starts. Where it ends is found by scanning
// the source from there, in the way of the node's style. The scanners trust
// nothing: what does not look as expected ends the span.

// skipProperties moves from the anchor and the tag of a node to its value.
func (y *yamlReader) skipProperties(n *yaml.Node, at int) int {
	properties := 0
	if n.Anchor != "" {
		properties++
	}
	if explicitTag(n) != "" {
		properties++
	}
	absent := n.Kind == yaml.ScalarNode && n.Value == "" && n.Style&quoted == 0
	for ; properties > 0 && at < len(y.src) && (y.src[at] == '&' || y.src[at] == '!'); properties-- {
		end := y.tagTextEnd(at)
		if y.src[at] == '&' {
			end = min(at+1+len(n.Anchor), len(y.src))
		}
		if absent && properties == 1 {
			return end
		}
		at = y.skipBlanks(end)
	}
	return at
}

// tagTextEnd is the end of the tag that starts at an offset.
func (y *yamlReader) tagTextEnd(at int) int {
	end := at + 1
	if bytes.HasPrefix(y.src[at:], []byte("!<")) {
		end = at + max(1, bytes.IndexByte(y.src[at:], '>')+1)
	}
	for end < len(y.src) && strings.IndexByte(" \t\r\n,[]{}", y.src[end]) < 0 && exoticBreak(y.src[end:]) == 0 {
		end++
	}
	return end
}

// skipBlanks moves over white space, line breaks and comments.
func (y *yamlReader) skipBlanks(at int) int {
	for at < len(y.src) {
		switch n := blank(y.src[at:]); {
		case n > 0:
			at += n
		case y.src[at] == '#' && (at == 0 || blankBefore(y.src[:at])):
			at = y.endOfLine(at)
		default:
			return at
		}
	}
	return at
}

// blank is the length of the white space character or line break at the start
// of b, or 0.
func blank(b []byte) int {
	switch b[0] {
	case ' ', '\t', '\r', '\n':
		return 1
	}
	if b[0] < utf8.RuneSelf {
		return 0
	}
	return exoticBreak(b)
}

func blankBefore(b []byte) bool {
	if strings.IndexByte(" \t\r\n", b[len(b)-1]) >= 0 {
		return true
	}
	return len(b) > 1 && exoticBreak(b[len(b)-2:]) > 0 || len(b) > 2 && exoticBreak(b[len(b)-3:]) > 0
}

// endOfLine is the offset of the line break at or after an offset.
func (y *yamlReader) endOfLine(at int) int {
	for at < len(y.src) && y.src[at] != '\n' && y.src[at] != '\r' && (y.src[at] < utf8.RuneSelf || exoticBreak(y.src[at:]) == 0) {
		at++
	}
	return at
}

// scalarEnd is the end of a scalar that starts at start.
func (y *yamlReader) scalarEnd(n *yaml.Node, start, indent int) int {
	switch {
	case n.Style&yaml.DoubleQuotedStyle != 0:
		return y.quotedEnd(start, '"')
	case n.Style&yaml.SingleQuotedStyle != 0:
		return y.quotedEnd(start, '\'')
	case n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		return y.blockEnd(start, indent)
	default:
		return y.plainEnd(start, n.Value)
	}
}

func (y *yamlReader) quotedEnd(start int, quote byte) int {
	if start >= len(y.src) || y.src[start] != quote {
		return start
	}
	for i := start + 1; i < len(y.src); i++ {
		switch {
		case quote == '"' && y.src[i] == '\\':
			i++
		case y.src[i] == quote && quote == '\'' && i+1 < len(y.src) && y.src[i+1] == quote:
			i++
		case y.src[i] == quote:
			return i + 1
		}
	}
	return start
}

// plainEnd follows a plain scalar through its lines. Folding changes white
// space only, so the other characters are those of the value.
func (y *yamlReader) plainEnd(start int, value string) int {
	at, end := start, start
	for v := []byte(value); len(v) > 0; {
		if n := blank(v); n > 0 {
			v = v[n:]
			continue
		}
		for at < len(y.src) && blank(y.src[at:]) > 0 {
			at += blank(y.src[at:])
		}
		if at >= len(y.src) || y.src[at] != v[0] {
			return end
		}
		at, v = at+1, v[1:]
		end = at
	}
	return end
}

// blockEnd is the end of the last line of a literal or folded scalar, without
// its line break. Lines belong to it while they are indented at least as its
// first one.
func (y *yamlReader) blockEnd(start, parent int) int {
	at := y.endOfLine(start)
	header := y.src[start:at]
	end := start + len(header) - len(bytes.TrimLeft(header, "|>+-0123456789"))
	indent := 0
	if i := bytes.IndexAny(header[:end-start], "123456789"); i >= 0 {
		indent = max(parent, 0) + int(header[i]-'0')
	}
	for l := y.index.line(start) + 1; l < len(y.index.lines); l++ {
		first := y.index.lines[l]
		last := y.endOfLine(first)
		line := y.src[first:last]
		if len(bytes.TrimLeft(line, " \t")) == 0 {
			continue
		}
		spaces := len(line) - len(bytes.TrimLeft(line, " "))
		if indent == 0 {
			indent = max(spaces, parent+1, 1)
		}
		if spaces < indent {
			break
		}
		end = last
	}
	return end
}

// closing is the offset after the bracket that closes a collection whose last
// item ends at from. Only separators and properties of absent values can
// stand between.
func (y *yamlReader) closing(from int, bracket byte) int {
	for at := from; at < len(y.src); {
		at = y.skipBlanks(at)
		if at >= len(y.src) {
			break
		}
		switch c := y.src[at]; c {
		case bracket:
			return at + 1
		case ',', ':', '?':
			at++
		default:
			return from
		}
	}
	return from
}
