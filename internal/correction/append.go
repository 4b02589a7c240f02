package correction

import (
	"bytes"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// Append puts items at the end of the list at a pointer of a YAML file. An item
// is the text of an entry of a list, from its dash, not indented. It reports false
// when that cannot be done without touching what is there: a list in brackets
// with something in it, or a file that cannot be read. A null is an empty list.
func Append(path string, src []byte, pointer string, items []string) ([]byte, bool) {
	d, was := document.Parse(path, src)
	parts, ok := document.Split(pointer)
	list := d.Lookup(pointer)
	if !ok || d.Syntax != document.YAML || list == nil || len(items) == 0 {
		return nil, false
	}
	at, end := list.Span.Start, list.Span.End
	start, indent := end, "  "
	switch {
	case list.Kind == document.Null:
		start = nextLine(src, end)
	case list.Kind != document.Sequence:
		return nil, false
	case src[at] != '[': // items with dashes
		indent = string(src[lineStart(src, at):at])
		if !endsLine(src, end) {
			start = nextLine(src, end)
		}
	case len(list.Children) > 0 || !isBlank(bytes.TrimLeft(src[at+1:end-1], " ")):
		return nil, false
	default:
		start = nextLine(src, end)
	}
	if strings.Trim(indent, " ") != "" {
		return nil, false
	}
	nl := lineBreak(src)
	var b bytes.Buffer
	b.Write(src[:start])
	if len(list.Children) == 0 && at < end { // the brackets go, or the null
		rest := bytes.TrimLeft(src[end:start], " ")
		b.Truncate(at)
		if isBlank(rest) {
			b.Truncate(len(bytes.TrimRight(b.Bytes(), " ")))
		}
		b.Write(rest)
	}
	if !endsLine(b.Bytes(), b.Len()) {
		b.WriteString(nl)
	}
	for _, item := range items {
		for line := range strings.Lines(item) {
			b.WriteString(indent + strings.TrimSuffix(line, "\n") + nl)
		}
	}
	b.Write(src[start:])
	return b.Bytes(), appended(d, was, parts, b.Bytes(), items)
}

// appended reports whether a file says what it said, with the items at the end of
// the list.
func appended(d *document.Document, was []finding.Finding, parts []string, src []byte, items []string) bool {
	added, problems := document.Parse(d.Path, []byte(strings.Join(items, "")))
	root, at := copied(d.Root, parts)
	if at == nil || len(problems) > 0 || added.Root == nil || added.Root.Kind != document.Sequence {
		return false
	}
	at.Kind, at.Value = document.Sequence, "" // a null is an empty list
	at.Children = slices.Concat(at.Children, added.Root.Children)
	after, found := document.Parse(d.Path, src)
	return !worse(was, found) && same(root, after.Root)
}
