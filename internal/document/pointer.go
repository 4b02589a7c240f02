package document

import (
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/finding"
)

// sectionsKey is the first segment of pointers to the headings of a Markdown
// document, and to words below one: /sections/<slug>, /sections/<slug>/<words>. The words are no
// part of the position's pointer, so that a finding stays the same when its sentence is edited.
const sectionsKey = "sections"

// Pointer writes an RFC 6901 JSON Pointer whose segments are the parts.
func Pointer(parts ...string) string {
	var b strings.Builder
	for _, p := range parts {
		b.WriteByte('/')
		if strings.IndexByte(p, '~') >= 0 || strings.IndexByte(p, '/') >= 0 {
			p = strings.ReplaceAll(strings.ReplaceAll(p, "~", "~0"), "/", "~1")
		}
		b.WriteString(p)
	}
	return b.String()
}

// Split is the inverse of Pointer. It reports false when the text is not a
// JSON Pointer: it must be empty or start with a slash, and ~ must be
// followed by 0 or 1.
func Split(pointer string) ([]string, bool) {
	if pointer == "" {
		return nil, true
	}
	if pointer[0] != '/' {
		return nil, false
	}
	parts := strings.Split(pointer[1:], "/")
	for i, p := range parts {
		if !strings.Contains(p, "~") {
			continue
		}
		for j := 0; j < len(p); j++ {
			if p[j] == '~' && (j+1 == len(p) || p[j+1] != '0' && p[j+1] != '1') {
				return nil, false
			}
		}
		parts[i] = strings.ReplaceAll(strings.ReplaceAll(p, "~1", "/"), "~0", "~")
	}
	return parts, true
}

// Lookup is the node at an RFC 6901 pointer, or nil when there is none. In a
// Markdown document /sections/… names headings, which are no nodes.
func (d *Document) Lookup(pointer string) *Node {
	parts, ok := Split(pointer)
	if !ok || d.inBody(parts) {
		return nil
	}
	n := d.Root
	for _, p := range parts {
		if n = n.step(p); n == nil {
			return nil
		}
	}
	return n
}

// inBody reports whether the segments of a pointer lead into a Markdown body.
func (d *Document) inBody(parts []string) bool {
	return d.Syntax == Markdown && len(parts) > 0 && (parts[0] == sectionsKey || parts[0] == bodyKey)
}

// step is the child that one pointer segment names, or nil.
func (n *Node) step(segment string) *Node {
	if n == nil || n.Kind != Sequence {
		return n.Get(segment)
	}
	i, err := strconv.Atoi(segment)
	if err != nil || i < 0 || i >= len(n.Children) || strconv.Itoa(i) != segment {
		return nil
	}
	return n.Children[i]
}

// At is where a pointer leads: the node itself, or its nearest ancestor that
// exists. A scalar is reported at its value; a mapping, a sequence or a null
// that is a member of a mapping, at its key; one that is an item of a
// sequence, at its first line; the whole document, at its start. The result
// carries the pointer that was asked for.
func (d *Document) At(pointer string) finding.Position {
	parts, ok := Split(pointer)
	if !ok {
		return d.position(d.start(), pointer)
	}
	if d.inBody(parts) {
		if parts[0] == sectionsKey {
			if len(parts) > 2 {
				pointer = Pointer(parts[:2]...)
			}
			return d.position(d.heading(parts[1:]), pointer)
		}
		if len(parts) == 4 && parts[1] == "paragraphs" {
			if in, ok := d.Marks.span(parts[1:3]); ok {
				pointer = Pointer(parts[:3]...)
				if found, ok := d.passage(in, parts[3], 0); ok {
					return d.position(found, pointer)
				}
				return d.position(in, pointer)
			}
		}
		if span, ok := d.Marks.span(parts[1:]); ok {
			return d.position(span, pointer)
		}
		return d.position(d.start(), pointer)
	}
	found, n := d.start(), d.Root
	for _, p := range parts {
		parent := n
		if n = n.step(p); n == nil {
			break
		}
		switch {
		case n.isScalar() && n.Kind != Null:
			found = n.Span
		case parent.Kind == Mapping:
			found = n.KeySpan
		default:
			found = d.firstLine(n.Span)
		}
	}
	return d.position(found, pointer)
}

// Between is the place of the bytes from start to end, on their first line.
func (d *Document) Between(start, end int) finding.Position {
	return d.position(d.firstLine(d.index.span(start, end)), "")
}

// AtLine is the place of a line, with the pointer of another place; that place itself
// where there is no such line.
func (d *Document) AtLine(line int, other finding.Position) finding.Position {
	if line < 1 || line > len(d.index.lines) {
		return other
	}
	return d.position(d.firstLine(d.index.span(d.index.lines[line-1], len(d.Source))), other.Pointer)
}

func (n *Node) isScalar() bool { return n.Kind != Mapping && n.Kind != Sequence }

// heading is where the section with the slug in parts[0] begins, or where the words in
// parts[1] stand in it, behind as many others of them as parts[2] has; else the document's first place.
func (d *Document) heading(parts []string) Span {
	if len(parts) > 0 {
		for _, s := range d.Sections {
			if s.Slug != parts[0] {
				continue
			}
			if len(parts) > 1 {
				skipped := 0
				if len(parts) > 2 {
					skipped, _ = strconv.Atoi(parts[2])
				}
				if found, ok := d.passage(s.Body, parts[1], skipped); ok {
					return found
				}
			}
			return s.Heading
		}
	}
	return d.index.span(0, 0)
}

// start is where the document as a whole is reported: its first place, or the
// line that opens the front matter.
func (d *Document) start() Span {
	if d.Front.End > 0 {
		return d.firstLine(d.Front)
	}
	return d.index.span(d.begins, d.begins)
}

// firstLine cuts s at the end of its first line.
func (d *Document) firstLine(s Span) Span {
	if s.Line == s.EndLine {
		return s
	}
	return d.index.span(s.Start, min(s.End, d.index.lineEnd(s.Start)))
}
