package document

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"
)

// xml reads the source as XML 1.0 without document types: no entities but the
// five that XML has, no DTD, nothing fetched. An element with neither attributes
// nor elements is the text in it. Any other is a mapping, whose members are its
// attributes (the key is "@" and the name), its elements by their names without
// prefix, and "#text" for text beside them. Elements of one name in one parent
// are a sequence, if there are two or more: the shape follows the file, so
// whoever reads a list takes a single value for a list of one.
//
// The root element is the document; its own name is its Key.
func (r *reader) xml() {
	if !r.controls(0, len(r.doc.Source)) {
		return
	}
	x := &xmlReader{reader: r, src: r.doc.Source}
	if bytes.HasPrefix(x.src, byteOrderMark) {
		x.at = len(byteOrderMark)
	}
	if !x.misc() {
		return
	}
	if x.at == len(x.src) {
		x.fail(x.at, "there is no element in the file")
		return
	}
	root := x.element(1)
	if root == nil || !x.misc() {
		return
	}
	if x.at < len(x.src) {
		x.fail(x.at, "nothing may follow the root element")
		return
	}
	r.doc.Root = root
}

// xmlReader is a recursive-descent reader. A nil node means that reading
// stopped, and that a finding says why.
type xmlReader struct {
	*reader
	src  []byte
	at   int
	path []string
}

func (x *xmlReader) pointer() string { return Pointer(x.path...) }

// fail reports a syntax error at an offset.
func (x *xmlReader) fail(at int, message string) {
	at = min(at, len(x.src))
	_, size := utf8.DecodeRune(x.src[at:])
	x.report(syntaxError, at, at+size, x.pointer(), message)
}

func (x *xmlReader) has(prefix string) bool {
	return strings.HasPrefix(string(x.src[x.at:min(len(x.src), x.at+len(prefix))]), prefix)
}

func (x *xmlReader) blanks() {
	for x.at < len(x.src) && strings.IndexByte(" \t\r\n", x.src[x.at]) >= 0 {
		x.at++
	}
}

// skip moves behind the next occurrence of a text.
func (x *xmlReader) skip(end, what string) bool {
	start := x.at
	i := bytes.Index(x.src[x.at:], []byte(end))
	if i < 0 {
		x.fail(start, what+" that starts here does not end")
		return false
	}
	x.at += i + len(end)
	return true
}

// misc moves over what may stand outside the root element.
func (x *xmlReader) misc() bool {
	for {
		x.blanks()
		switch {
		case x.at == len(x.src):
			return true
		case x.has("<?"):
			if !x.skip("?>", "the instruction") {
				return false
			}
		case x.has("<!--"):
			if !x.skip("-->", "the comment") {
				return false
			}
		case x.has("<!"):
			x.fail(x.at, "a document type is not read: it could define entities or fetch files")
			return false
		case x.src[x.at] == '<':
			return true
		default:
			x.fail(x.at, "text outside the root element")
			return false
		}
	}
}

// name reads the name of an element or attribute, without its prefix.
func (x *xmlReader) name() (string, Span, bool) {
	start := x.at
	for x.at < len(x.src) && isXMLName(x.src[x.at]) {
		x.at++
	}
	name := string(x.src[start:x.at])
	if name == "" || strings.IndexByte("-.0123456789:", name[0]) >= 0 {
		x.fail(start, "expected a name")
		return "", Span{}, false
	}
	if !x.take(0, len(name)) && !x.count(0, 0, start, x.at, x.pointer()) {
		return "", Span{}, false
	}
	span := x.doc.index.span(start, x.at)
	return name[strings.LastIndexByte(name, ':')+1:], span, true
}

func isXMLName(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-' || c == '.' || c == ':' || c >= utf8.RuneSelf
}

// element reads the element that starts here.
func (x *xmlReader) element(depth int) *Node {
	start := x.at
	if depth > maxDepth {
		x.tooDeep(start, x.pointer())
		return nil
	}
	x.at++
	name, span, ok := x.name()
	if !ok || !x.take(1, 0) && !x.count(0, 0, start, x.at, x.pointer()) {
		return nil
	}
	n := &Node{Kind: Mapping, Key: name, KeySpan: span, Children: []*Node{}}
	if depth > 1 {
		x.path = append(x.path, name)
		defer func() { x.path = x.path[:len(x.path)-1] }()
	}
	members := xmlMembers{known: map[string]*Node{}}
	closed, ok := x.attributes(&members)
	if !ok {
		return nil
	}
	var content xmlText
	if !closed {
		if content, ok = x.content(depth, name, start, &members); !ok {
			return nil
		}
	}
	n.Span = x.doc.index.span(start, x.at)
	x.shape(n, members.nodes, content)
	return n
}

// shape makes n a text or a mapping.
func (x *xmlReader) shape(n *Node, members []*Node, content xmlText) {
	text := strings.TrimSpace(content.text)
	span := n.Span
	if content.end > content.start {
		from, to := content.start, content.end
		for from < to && strings.IndexByte(" \t\r\n", x.src[from]) >= 0 {
			from++
		}
		for to > from && strings.IndexByte(" \t\r\n", x.src[to-1]) >= 0 {
			to--
		}
		span = x.doc.index.span(from, to)
	}
	if len(members) == 0 {
		n.Kind, n.Value, n.Children = String, text, nil
		if text != "" {
			n.Span = span
		}
		return
	}
	n.Children = members
	if text != "" {
		n.Children = append(n.Children, &Node{Kind: String, Key: "#text", KeySpan: n.KeySpan, Value: text, Span: span})
	}
}

// xmlMembers are the members of an element so far. known has the one that
// stands for a name: the node, or the sequence of those of that name.
type xmlMembers struct {
	nodes []*Node
	known map[string]*Node
}

// add adds an element, or joins it to those of its name.
func (m *xmlMembers) add(n *Node) {
	first := m.known[n.Key]
	switch {
	case first == nil:
		m.known[n.Key] = n
		m.nodes = append(m.nodes, n)
	case first.Kind == Sequence:
		first.Children = append(first.Children, n)
		first.Span.EndLine, first.Span.EndColumn, first.Span.End = n.Span.EndLine, n.Span.EndColumn, n.Span.End
	default:
		item := *first
		*first = Node{Kind: Sequence, Key: n.Key, KeySpan: item.KeySpan, Span: item.Span, Children: []*Node{&item, n}}
		first.Span.EndLine, first.Span.EndColumn, first.Span.End = n.Span.EndLine, n.Span.EndColumn, n.Span.End
	}
}

// attributes reads the rest of a start tag. It reports whether the tag closes
// its element.
func (x *xmlReader) attributes(members *xmlMembers) (closed, ok bool) {
	for {
		at := x.at
		x.blanks()
		switch {
		case x.at == len(x.src):
			x.fail(x.at, "the tag does not end")
			return false, false
		case x.has("/>"):
			x.at += 2
			return true, true
		case x.src[x.at] == '>':
			x.at++
			return false, true
		case at == x.at:
			x.fail(x.at, "expected a space, > or />")
			return false, false
		}
		if !x.attribute(members) {
			return false, false
		}
	}
}

func (x *xmlReader) attribute(members *xmlMembers) bool {
	start := x.at
	name, span, ok := x.name()
	if !ok {
		return false
	}
	declaration := bytes.HasPrefix(x.src[start:x.at], []byte("xmlns"))
	x.blanks()
	if x.at == len(x.src) || x.src[x.at] != '=' {
		x.fail(x.at, "expected = after the attribute name")
		return false
	}
	x.at++
	x.blanks()
	if x.at == len(x.src) || x.src[x.at] != '"' && x.src[x.at] != '\'' {
		x.fail(x.at, "attribute values must be in quotes")
		return false
	}
	quote := x.src[x.at]
	x.at++
	from := x.at
	end := bytes.IndexByte(x.src[from:], quote)
	if end < 0 {
		x.fail(from-1, "the value that starts here does not end")
		return false
	}
	if less := bytes.IndexByte(x.src[from:from+end], '<'); less >= 0 {
		x.fail(from+less, "< must be written as &lt; in the value of an attribute")
		return false
	}
	x.at = from + end
	value, ok := x.decoded(from, x.at)
	x.at++
	key := "@" + name
	if !ok || !x.take(1, len(value)) && !x.count(0, 0, from, x.at, x.pointer()) {
		return false
	}
	if declaration {
		key = "@xmlns"
	}
	switch first := members.known[key]; {
	case first == nil:
		n := &Node{Kind: String, Value: value, Key: key, KeySpan: span, Span: x.doc.index.span(from, from+end)}
		members.known[key] = n
		members.nodes = append(members.nodes, n)
	case !declaration:
		x.duplicate(first, start, x.at, x.pointer())
	}
	return true
}

// xmlText is the text of an element, and where its first and last bytes stand.
type xmlText struct {
	text       string
	start, end int
}

// content reads up to the end tag of an element.
func (x *xmlReader) content(depth int, name string, opened int, members *xmlMembers) (xmlText, bool) {
	var b strings.Builder
	t := xmlText{start: x.at, end: x.at}
	blank := true
	add := func(from, to int, text string) bool {
		if strings.TrimSpace(text) != "" {
			if blank {
				t.start, blank = from, false
			}
			t.end = to
		}
		b.WriteString(text)
		return x.take(0, len(text)) || x.count(0, 0, from, to, x.pointer())
	}
	for {
		from := x.at
		i := bytes.IndexByte(x.src[x.at:], '<')
		if i < 0 {
			line, _ := x.doc.index.at(opened)
			x.fail(len(x.src), fmt.Sprintf("the element %s at line %d has no end tag", shown(name), line))
			return t, false
		}
		x.at += i
		if i > 0 {
			text, ok := x.decoded(from, x.at)
			if !ok || !add(from, x.at, text) {
				return t, false
			}
		}
		switch {
		case x.has("</"):
			ok := x.endTag(name, opened)
			t.text = b.String()
			return t, ok
		case x.has("<!--"):
			if !x.skip("-->", "the comment") {
				return t, false
			}
		case x.has("<![CDATA["):
			inner := x.at + len("<![CDATA[")
			if !x.skip("]]>", "the CDATA section") {
				return t, false
			}
			if !add(inner, x.at-3, string(x.src[min(inner, x.at-3):x.at-3])) {
				return t, false
			}
		case x.has("<?"):
			if !x.skip("?>", "the instruction") {
				return t, false
			}
		case x.has("<!"):
			x.fail(x.at, "a declaration is not allowed in an element")
			return t, false
		default:
			child := x.element(depth + 1)
			if child == nil {
				return t, false
			}
			members.add(child)
		}
	}
}

func (x *xmlReader) endTag(name string, opened int) bool {
	start := x.at
	x.at += 2
	closing, _, ok := x.name()
	if !ok {
		return false
	}
	if closing != name {
		line, _ := x.doc.index.at(opened)
		x.fail(start, fmt.Sprintf("expected the end tag of %s (opened on line %d), found the end tag of %s", shown(name), line, shown(closing)))
		return false
	}
	x.blanks()
	if x.at == len(x.src) || x.src[x.at] != '>' {
		x.fail(x.at, "expected >")
		return false
	}
	x.at++
	return true
}
