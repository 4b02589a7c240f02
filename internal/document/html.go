package document

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

// htmlRange is where a block of raw HTML lies in the source.
func htmlRange(n *ast.HTMLBlock) (start, end int) {
	if lines := n.Lines(); lines.Len() > 0 {
		start, end = lines.At(0).Start, lines.At(lines.Len()-1).Stop
	} else if n.HasClosure() {
		start = n.ClosureLine.Start
	}
	if n.HasClosure() {
		end = max(end, n.ClosureLine.Stop)
	}
	return start, max(start, end)
}

// htmlBlock appends the pieces of a block of raw HTML: its headings h1 to h6
// count as headings.
func (m *markdownReader) htmlBlock(n *ast.HTMLBlock) {
	start, end := htmlRange(n)
	if text, ok := comment(m.src[start:end]); ok {
		m.paragraph(text, true, start, end)
	}
	src := m.src[:end]
	from := start
	flush := func(to int) {
		c := content{m: m, base: from, veil: m.veil}
		c.html(src[from:to])
		m.veil = c.veil
		m.pieces = append(m.pieces, piece{text: c.readable(), links: c.links, code: c.code, images: c.images})
	}
	for at := start; at < end; {
		tag := nextTag(src, at)
		if tag.end == 0 {
			break
		}
		at = tag.end
		if tag.closing || !isHeadingTag(tag.name) {
			continue
		}
		stop, closed := closingTag(src, at, tag.name)
		if !closed {
			continue
		}
		flush(tag.start)
		c := content{m: m, base: at}
		c.html(src[at:stop.start])
		m.pieces = append(m.pieces,
			piece{level: int(tag.name[1] - '0'), title: oneLine(c.readable()), start: tag.start, end: stop.end, next: nextLine(m.src, stop.end-1)},
			piece{links: c.links})
		from, at = stop.end, stop.end
	}
	flush(end)
}

func isHeadingTag(name string) bool {
	return len(name) == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6'
}

// htmlTag is one tag, or a comment, declaration or instruction (without a
// name) of raw HTML. Its end is 0 when there is none.
type htmlTag struct {
	name       string // in lower case
	closing    bool
	start, end int
}

// nextTag is the first tag at or after an offset.
func nextTag(src []byte, at int) htmlTag {
	for at < len(src) {
		i := bytes.IndexByte(src[at:], '<')
		if i < 0 {
			break
		}
		t := htmlTag{start: at + i}
		rest := src[t.start:]
		switch {
		case bytes.HasPrefix(rest, []byte("<!--")):
			t.end = after(src, t.start+4, "-->")
			return t
		case len(rest) > 1 && (rest[1] == '!' || rest[1] == '?'):
			t.end = after(src, t.start, ">")
			return t
		}
		name := t.start + 1
		if t.closing = len(rest) > 1 && rest[1] == '/'; t.closing {
			name++
		}
		end := name
		for end < len(src) && isTagName(src[end]) {
			end++
		}
		if end > name && !(src[name] >= '0' && src[name] <= '9') {
			t.name = strings.ToLower(string(src[name:end]))
			t.end = tagEnd(src, end)
			return t
		}
		at = t.start + 1
	}
	return htmlTag{}
}

func isTagName(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-'
}

// after is the offset after the next occurrence of s, or the end of src.
func after(src []byte, at int, s string) int {
	at = min(at, len(src))
	if i := bytes.Index(src[at:], []byte(s)); i >= 0 {
		return at + i + len(s)
	}
	return len(src)
}

// tagEnd is the offset after the > of a tag, which quoted attributes may hold.
func tagEnd(src []byte, at int) int {
	quote := byte(0)
	for ; at < len(src); at++ {
		switch c := src[at]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"', c == '\'':
			quote = c
		case c == '>':
			return at + 1
		}
	}
	return len(src)
}

// closingTag is the tag </name> at or after an offset, if it comes before
// another heading.
func closingTag(src []byte, at int, name string) (htmlTag, bool) {
	for at < len(src) {
		t := nextTag(src, at)
		if t.end == 0 || isHeadingTag(t.name) {
			return t, t.closing && t.name == name
		}
		at = t.end
	}
	return htmlTag{}, false
}

// html collects the readable text of raw HTML: no tags, comments, scripts or
// preformatted code.
func (c *content) html(src []byte) {
	for at := 0; at < len(src); {
		t := nextTag(src, at)
		if t.end == 0 {
			c.words(src[at:])
			return
		}
		c.words(src[at:t.start])
		at = t.end
		c.veil.follow(t, src[t.start:t.end])
		switch t.name {
		case "script", "style", "pre":
			if !t.closing {
				if t.name == "pre" {
					c.shown(&c.code)
				}
				at = after(src, skipTo(src, at, t.name), ">")
				c.b.WriteByte('\n')
			}
		case "a", "img":
			if !t.closing {
				c.tag(src[t.start:t.end], t.name, t.start)
			}
		case "", "b", "i", "em", "strong", "span", "code", "sup", "sub", "u", "s", "font", "small", "kbd":
		case "td", "th":
			c.b.WriteByte(' ')
		default:
			c.b.WriteByte('\n')
		}
	}
}

// tag keeps the link of a tag a or img that starts at an offset. An anchor that
// is only a place to link to is none.
func (c *content) tag(tag []byte, name string, at int) {
	key := "href"
	if name == "img" {
		key = "src"
	}
	if target := attribute(tag, key); target != "" {
		c.link(target, name == "img", c.base+at)
	}
}

// skipTo is the offset of the closing tag of the name, or the end of src.
func skipTo(src []byte, at int, name string) int {
	for at < len(src) {
		t := nextTag(src, at)
		if t.end == 0 {
			break
		}
		if t.closing && t.name == name {
			return t.start
		}
		at = t.end
	}
	return len(src)
}

// words appends text with its entities and backslash escapes decoded, and its
// line breaks as spaces.
func (c *content) words(s []byte) {
	if c.veil.name != "" {
		return
	}
	if bytes.IndexByte(s, '\\') >= 0 {
		s = util.UnescapePunctuations(s)
	}
	if bytes.IndexByte(s, '&') >= 0 {
		s = util.ResolveEntityNames(util.ResolveNumericReferences(s))
	}
	for _, b := range s {
		if b == '\n' || b == '\r' {
			b = ' '
		}
		c.b.WriteByte(b)
	}
}
