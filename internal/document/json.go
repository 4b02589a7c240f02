package document

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// json reads the whole source by RFC 8259. The one liberty taken is that NaN
// and Infinity, which Python writes, are reported and read over.
func (r *reader) json() {
	src := r.doc.Source
	if !r.controls(0, len(src)) {
		return
	}
	j := &jsonReader{reader: r, src: src}
	if bytes.HasPrefix(src, byteOrderMark) {
		j.at = len(byteOrderMark)
	}
	root := j.value(1)
	if root == nil {
		return
	}
	j.blanks()
	if j.at < len(src) {
		if strings.IndexByte(`{["-0123456789tfn`, src[j.at]) >= 0 {
			j.report(severalDocuments, j.at, r.doc.index.lineEnd(j.at), "", "unexpected second value; a JSON file contains exactly one")
			r.doc.Root = root
			return
		}
		j.fail(j.at, "nothing may follow the value, but there is "+j.seen(j.at))
		return
	}
	r.doc.Root = root
}

// jsonReader is a recursive-descent reader. A nil node means that reading
// stopped, and that a finding says why.
type jsonReader struct {
	*reader
	src  []byte
	at   int
	path []string
}

func (j *jsonReader) pointer() string { return Pointer(j.path...) }

// fail reports a syntax error at an offset.
func (j *jsonReader) fail(at int, message string) {
	_, size := utf8.DecodeRune(j.src[min(at, len(j.src)):])
	if at < len(j.src) && (j.src[at] == '\n' || j.src[at] == '\r') {
		size = 0
	}
	j.report(syntaxError, at, at+size, j.pointer(), message)
}

// seen names what stands at an offset, for a message.
func (j *jsonReader) seen(at int) string {
	if at >= len(j.src) {
		return "the end of the file"
	}
	c, _ := utf8.DecodeRune(j.src[at:])
	return strconv.QuoteRune(c)
}

func (j *jsonReader) blanks() {
	for j.at < len(j.src) && strings.IndexByte(" \t\r\n", j.src[j.at]) >= 0 {
		j.at++
	}
}

func (j *jsonReader) next() byte {
	j.blanks()
	if j.at < len(j.src) {
		return j.src[j.at]
	}
	return 0
}

func (j *jsonReader) value(depth int) *Node {
	c, start := j.next(), j.at
	if depth > maxDepth {
		j.tooDeep(start, j.pointer())
		return nil
	}
	if !j.take(1, 0) && !j.count(0, 0, start, start, j.pointer()) {
		return nil
	}
	n := &Node{}
	ok := false
	switch {
	case c == '{':
		n.Kind = Mapping
		n.Children, ok = j.members(depth)
	case c == '[':
		n.Kind = Sequence
		n.Children, ok = j.items(depth)
	case c == '"':
		n.Kind = String
		n.Value, ok = j.text()
	default:
		n.Kind, n.Value, ok = j.literal()
	}
	if !ok || !j.take(0, len(n.Value)) && !j.count(0, 0, start, j.at, j.pointer()) {
		return nil
	}
	n.Span = j.doc.index.span(start, j.at)
	return n
}

func (j *jsonReader) items(depth int) ([]*Node, bool) {
	start, items := j.at, []*Node{}
	j.at++
	if j.next() == ']' {
		j.at++
		return items, true
	}
	for {
		j.path = append(j.path, strconv.Itoa(len(items)))
		n := j.value(depth + 1)
		j.path = j.path[:len(j.path)-1]
		if n == nil {
			return nil, false
		}
		items = append(items, n)
		if more, ok := j.separator(']', start, "list"); !more {
			return items, ok
		}
	}
}

func (j *jsonReader) members(depth int) ([]*Node, bool) {
	start, members := j.at, []*Node{}
	known := map[string]*Node{}
	j.at++
	if j.next() == '}' {
		j.at++
		return members, true
	}
	for {
		if c := j.next(); c != '"' {
			j.fail(j.at, "expected a key in double quotes, found "+j.seen(j.at))
			return nil, false
		}
		at := j.at
		key, ok := j.text()
		if !ok || !j.take(0, len(key)) && !j.count(0, 0, at, j.at, j.pointer()) {
			return nil, false
		}
		end := j.at
		if c := j.next(); c != ':' {
			j.fail(j.at, "a colon must follow the key, not "+j.seen(j.at))
			return nil, false
		}
		j.at++
		j.path = append(j.path, key)
		first := known[key]
		if first != nil {
			j.duplicate(first, at, end, j.pointer())
		}
		var n *Node
		if j.unread != nil && j.unread(j.path) {
			n = j.pass(depth + 1)
		} else {
			n = j.value(depth + 1)
		}
		j.path = j.path[:len(j.path)-1]
		if n == nil {
			return nil, false
		}
		if first == nil {
			n.Key, n.KeySpan = key, j.doc.index.span(at, end)
			known[key] = n
			members = append(members, n)
		}
		if more, ok := j.separator('}', start, "mapping"); !more {
			return members, ok
		}
	}
}

// pass moves over a value of which only the place is kept.
func (j *jsonReader) pass(depth int) *Node {
	c, start := j.next(), j.at
	if c != '{' && c != '[' && c != '"' {
		return j.value(depth)
	}
	if !j.take(1, 0) && !j.count(0, 0, start, start, j.pointer()) {
		return nil
	}
	var open []byte // the brackets that are still to be closed
	for {
		switch c := j.next(); {
		case c == '"':
			if !j.passText() {
				return nil
			}
		case c == '{', c == '[':
			if depth+len(open) > maxDepth {
				j.tooDeep(j.at, j.pointer())
				return nil
			}
			open = append(open, c+2) // its closing bracket, in ASCII
			j.at++
		case j.at == len(j.src), (c == '}' || c == ']') && open[len(open)-1] != c:
			j.fail(j.at, fmt.Sprintf("expected %q, found %s", open[len(open)-1], j.seen(j.at)))
			return nil
		case c == '}', c == ']':
			open = open[:len(open)-1]
			j.at++
		default:
			j.at++
		}
		if len(open) == 0 {
			return &Node{Kind: Null, Span: j.doc.index.span(start, j.at)}
		}
	}
}

// separator moves over a comma, and reports whether another entry follows; or
// over the closing bracket.
func (j *jsonReader) separator(closing byte, start int, what string) (more, ok bool) {
	switch j.next() {
	case closing:
		j.at++
		return false, true
	case ',':
		comma := j.at
		j.at++
		if j.next() == closing {
			j.fail(comma, "trailing comma before the end of the "+what+": JSON has no trailing commas")
			return false, false
		}
		return true, true
	}
	line, _ := j.doc.index.at(start)
	j.fail(j.at, fmt.Sprintf("a comma or expected %q, found %s; the %s starts in line %d", closing, j.seen(j.at), what, line))
	return false, false
}

// literal reads a number or a word up to the next character that ends one.
func (j *jsonReader) literal() (Kind, string, bool) {
	start := j.at
	for j.at < len(j.src) && isWord(j.src[j.at]) {
		j.at++
	}
	switch word := string(j.src[start:j.at]); {
	case word == "null":
		return Null, word, true
	case word == "true", word == "false":
		return Bool, word, true
	case isJSONNumber(word):
		return j.number(word, start, j.at, j.pointer), word, true
	case word == "NaN", word == "Infinity", word == "-Infinity":
		j.report(notFinite, start, j.at, j.pointer(), word+" is not a finite number, so it is not valid JSON")
		return String, word, true
	case word == "":
		message := "expected a value, found " + j.seen(start)
		if start < len(j.src) && (j.src[start] == '/' || j.src[start] == '#') {
			message = "JSON has no comments"
		} else if start < len(j.src) && j.src[start] == '\'' {
			message = "strings must be in double quotes"
		}
		j.fail(start, message)
	default:
		j.report(syntaxError, start, j.at, j.pointer(), shown(word)+" is not a JSON value"+hint(word))
	}
	return "", "", false
}

// hint says what may have been meant by a word that is no value.
func hint(word string) string {
	switch lower := strings.ToLower(word); {
	case lower == "true", lower == "false", lower == "null":
		return ": write " + lower
	case lower == "none":
		return ": write null"
	case isNumber(word):
		return ": write digits before and after the point, without a plus sign"
	default:
		return ""
	}
}

func isWord(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '+' || c == '-' || c == '.' || c == '_'
}
