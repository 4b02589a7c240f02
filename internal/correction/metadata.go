package correction

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// renameKey gives the member at a pointer another key, unless the mapping has
// that key already.
func renameKey(d *document.Document, pointer, key string) (change, bool) {
	n := d.Lookup(pointer)
	parts, ok := document.Split(pointer)
	if n == nil || n.KeySpan.Line == 0 || !ok || len(parts) == 0 {
		return change{}, false
	}
	parent := d.Lookup(document.Pointer(parts[:len(parts)-1]...))
	text, ok := encoded(d, n.KeySpan, key)
	if !ok || parent == nil || parent.Kind != document.Mapping || parent.Get(key) != nil {
		return change{}, false
	}
	root, at := copied(d.Root, parts)
	if at == nil {
		return change{}, false
	}
	at.Key = key
	return change{description: fmt.Sprintf("rename the key %q to %q", n.Key, key), start: n.KeySpan.Start, end: n.KeySpan.End, replacement: text, root: root}, true
}

// replaceValue puts a text in place of the scalar at a pointer.
func replaceValue(d *document.Document, pointer, value string) (change, bool) {
	n := d.Lookup(pointer)
	parts, ok := document.Split(pointer)
	if n == nil || !ok || n.Kind == document.Mapping || n.Kind == document.Sequence || n.Kind == document.Null {
		return change{}, false
	}
	text, ok := encoded(d, n.Span, value)
	if !ok {
		return change{}, false
	}
	root, at := copied(d.Root, parts)
	if at == nil {
		return change{}, false
	}
	at.Kind, at.Value = document.String, value
	return change{description: fmt.Sprintf("write %q instead of %q", value, n.Value), start: n.Span.Start, end: n.Span.End, replacement: text, root: root}, true
}

// quote makes a plain text one that every reader takes for a text. Words that
// YAML 1.1 takes for booleans are quoted only where a text is meant for certain.
func quote(d *document.Document, place finding.Position) (change, bool) {
	n := d.Lookup(place.Pointer)
	parts, ok := document.Split(place.Pointer)
	if n == nil || !ok || d.Syntax == document.JSON || !n.Plain || n.Span.Line != place.Line || n.Span.Column != place.Column || string(d.Source[n.Span.Start:n.Span.End]) != n.Value ||
		n.Kind != document.String && n.Kind != document.Number || n.Span.Line != n.Span.EndLine {
		return change{}, false
	}
	switch numeric := strings.Trim(n.Value, "0123456789.eE+-") == ""; {
	case !numeric && !isTextKey(parts):
		return change{}, false
	case numeric && n.Kind == document.String && !isIdentifierKey(parts): // a number beyond the limits
		return change{}, false
	}
	root, at := copied(d.Root, parts)
	if at == nil {
		return change{}, false
	}
	at.Kind = document.String
	return change{description: "quote " + n.Value, start: n.Span.Start, end: n.Span.End, replacement: document.Quoted(n.Value), root: root}, true
}

// textKeys are the keys whose values are texts by the specification of model
// and data cards: no value of theirs is a boolean.
var textKeys = []string{"language", "language_bcp47", "languages", "tags", "datasets", "metrics", "base_model", "license", "license_name", "library_name", "pipeline_tag",
	"model_name", "name", "text", "example_title", "country", "countries", "region"}

// isIdentifierKey reports whether the innermost key of a pointer is that of an identifier,
// such as a commit, which may read as a number.
func isIdentifierKey(parts []string) bool {
	for _, p := range slices.Backward(parts) {
		if strings.Trim(p, "0123456789") != "" {
			words := strings.FieldsFunc(strings.ToLower(p), func(r rune) bool { return r == '_' || r == '-' || r == '.' })
			return slices.ContainsFunc(words, func(w string) bool { return slices.Contains(identifierWords, w) })
		}
	}
	return false
}

var identifierWords = []string{"commit", "sha", "sha1", "sha256", "md5", "hash", "digest", "revision", "rev", "checksum", "fingerprint", "id", "uid", "uuid", "etag"}

// isTextKey reports whether the innermost key of a pointer is one of textKeys.
func isTextKey(parts []string) bool {
	for _, p := range slices.Backward(parts) {
		if strings.Trim(p, "0123456789") != "" {
			return slices.Contains(textKeys, p)
		}
	}
	return false
}

// removeItem takes an item without a value out of its list, unless nothing
// would be left of the list.
func removeItem(d *document.Document, pointer string) (change, bool) {
	parts, ok := document.Split(pointer)
	n := d.Lookup(pointer)
	if !ok || len(parts) == 0 || n == nil || n.Kind != document.Null {
		return change{}, false
	}
	list := d.Lookup(document.Pointer(parts[:len(parts)-1]...))
	if list == nil || list.Kind != document.Sequence || !slices.ContainsFunc(list.Children, func(c *document.Node) bool { return c.Kind != document.Null }) {
		return change{}, false
	}
	i := slices.Index(list.Children, n)
	root, at := copied(d.Root, parts[:len(parts)-1])
	if i < 0 || at == nil {
		return change{}, false
	}
	at.Children = slices.Delete(slices.Clone(at.Children), i, i+1)
	c := change{description: "remove the item without a value", root: root}
	if d.Source[list.Span.Start] == '[' {
		c.start, c.end, ok = inBrackets(d.Source, list.Children, i)
	} else {
		c.start, c.end, ok = ownLine(d.Source, n)
	}
	return c, ok
}

// inBrackets is the range of an item with the comma beside it: the one after it
// for those at the start of the list, else the one before it, so that the ranges
// of several items do not overlap.
func inBrackets(src []byte, items []*document.Node, i int) (start, end int, ok bool) {
	leading := !slices.ContainsFunc(items[:i], func(c *document.Node) bool { return c.Kind != document.Null })
	between := src[0:0]
	if leading && i+1 < len(items) {
		start, end = items[i].Span.Start, items[i+1].Span.Start
		between = src[items[i].Span.End:max(end, items[i].Span.End)]
	} else if i > 0 {
		start, end = items[i-1].Span.End, items[i].Span.End
		between = src[start:max(start, items[i].Span.Start)]
	}
	return start, end, start < end && strings.TrimSpace(string(between)) == ","
}

// emptyItem is a line that holds an item without a value and nothing else.
var emptyItem = pattern.New(`^[ \t]*-([ \t]+(null|Null|NULL|~))?[ \t]*\r?\n?$|^[ \t]*-([ \t]+(null|Null|NULL|~))?[ \t]*\r$`)

func ownLine(src []byte, n *document.Node) (start, end int, ok bool) {
	start = lineStart(src, n.Span.Start)
	end = nextLine(src, n.Span.Start)
	if endsLine(src, n.Span.Start) && !emptyItem.Match(src[start:end]) { // the value that is not there may be placed after its line
		end = start
		start = lineStart(src, max(start-1, 0))
	}
	return start, end, start < end && emptyItem.Match(src[start:end])
}

// plainText is what needs no quotes in YAML: a word, and what may follow it.
var plainText = pattern.New(`^[A-Za-z][A-Za-z0-9._+/-]*( [A-Za-z0-9._+/-]+)*$`)

// words have another type when they stand without quotes.
var words = []string{"null", "true", "false", "yes", "no", "on", "off", "y", "n"}

// encoded writes a text in the style of the scalar or key at a range. Aliases,
// block scalars and what runs over several lines are not rewritten.
func encoded(d *document.Document, s document.Span, text string) (string, bool) {
	if s.Line != s.EndLine || s.Start >= s.End || s.End > len(d.Source) || strings.ContainsAny(text, "\n\r") {
		return "", false
	}
	switch {
	case d.Syntax == document.JSON:
		return document.Quoted(text), d.Source[s.Start] == '"'
	case bytes.IndexByte([]byte("*&!|>"), d.Source[s.Start]) >= 0:
		return "", false
	case d.Source[s.Start] == '"':
		return document.Quoted(text), true
	case d.Source[s.Start] == '\'':
		return "'" + strings.ReplaceAll(text, "'", "''") + "'", true
	case plainText.MatchString(text) && !slices.Contains(words, strings.ToLower(text)):
		return text, true
	}
	return document.Quoted(text), true
}
