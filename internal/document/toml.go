package document

import (
	"bytes"
	"errors"
	"fmt"
	"math/big"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
)

// maxTOMLDepth bounds the brackets that can be open before the library is asked:
// it reads nested values by recursion.
const maxTOMLDepth = maxDepth

// toml reads TOML 1.0. The library splits the source into expressions with
// their places; what they mean together (tables, dotted keys, what may be
// extended and what not) is decided here. Numbers keep their digits: underscores
// go, and other bases become decimal. Dates are texts.
func (r *reader) toml() {
	src := bytes.Clone(r.doc.Source)
	src = src[:len(src):len(src)] // the library finds offsets by capacity
	if bytes.HasPrefix(src, byteOrderMark) {
		copy(src, "   ")
	}
	if !r.controls(0, len(src)) || r.nestedTOML(src) {
		return
	}
	t := &tomlReader{reader: r, src: src, closed: map[*Node]bool{}, implicit: map[*Node]bool{}, dotted: map[*Node]bool{}}
	root := &Node{Kind: Mapping, Children: []*Node{}, Span: r.doc.index.span(0, len(src))}
	t.parser.Reset(src)
	table, path := root, []string(nil)
	for t.parser.NextExpression() {
		e := t.parser.Expression()
		ok := true
		switch e.Kind {
		case unstable.KeyValue:
			ok = t.assign(table, path, e, 2)
		case unstable.Table, unstable.ArrayTable:
			table, path, ok = t.header(root, e)
		}
		if !ok {
			return
		}
	}
	if err := t.parser.Error(); err != nil {
		t.syntax(err)
		return
	}
	r.doc.Root = root
}

// nestedTOML reports brackets that open more than maxDepth levels.
func (r *reader) nestedTOML(src []byte) bool {
	depth := 0
	for i, c := range src {
		switch c {
		case '[', '{':
			if depth++; depth > maxTOMLDepth {
				r.tooDeep(i, "")
				return true
			}
		case ']', '}':
			depth--
		case '\n': // a text may hold brackets, but a value that spans lines keeps them open
			if bytes.IndexByte(src[i:min(len(src), i+2)], '[') == 1 {
				depth = 0
			}
		}
	}
	return false
}

type tomlReader struct {
	*reader
	src      []byte
	parser   unstable.Parser
	closed   map[*Node]bool // inline tables and arrays, and tables whose header was given
	implicit map[*Node]bool // tables that only a longer header has made
	dotted   map[*Node]bool // tables that a dotted key has made
}

func (t *tomlReader) syntax(err error) {
	at, size := len(t.src), 0
	var e *unstable.ParserError
	if errors.As(err, &e) && len(e.Highlight) > 0 {
		h := t.parser.Range(e.Highlight)
		at, size = int(h.Offset), int(h.Length)
	}
	message := err.Error()
	if e != nil {
		message = e.Message
	}
	t.report(syntaxError, at, min(len(t.src), at+size), "", message)
}

// tomlKey is one part of a key, and where it stands.
type tomlKey struct {
	text       string
	start, end int
}

func (t *tomlReader) keys(e *unstable.Node) []tomlKey {
	var out []tomlKey
	for it := e.Key(); it.Next(); {
		k := it.Node()
		out = append(out, tomlKey{string(k.Data), int(k.Raw.Offset), int(k.Raw.Offset + k.Raw.Length)})
	}
	return out
}

// header opens the table that [a.b] or [[a.b]] names.
func (t *tomlReader) header(root *Node, e *unstable.Node) (*Node, []string, bool) {
	table, path := root, []string(nil)
	keys := t.keys(e)
	if len(keys) >= maxDepth {
		t.tooDeep(keys[0].start, "")
		return nil, nil, false
	}
	for i, k := range keys {
		path = append(path, k.text)
		last := i == len(keys)-1
		n := table.Get(k.text)
		switch {
		case n == nil:
			if !t.count(1, len(k.text), k.start, k.end, Pointer(path...)) {
				return nil, nil, false
			}
			n = t.child(table, k, Mapping)
			if last && e.Kind == unstable.ArrayTable {
				n.Kind = Sequence
			} else if !last {
				t.implicit[n] = true
			}
		case n.Kind == Sequence && !t.closed[n] && (!last || e.Kind == unstable.ArrayTable):
		case n.Kind == Mapping && !last && !t.closed[n] || n.Kind == Mapping && last && t.implicit[n] && e.Kind == unstable.Table:
		case n.Kind == Mapping && !last && !t.inline(n):
		default:
			t.duplicate(n, k.start, k.end, Pointer(path...))
			return nil, nil, false
		}
		if n.Kind == Sequence {
			if last {
				n.Children = append(n.Children, &Node{Kind: Mapping, Children: []*Node{}, Span: t.doc.index.span(k.start, k.end)})
			}
			path = append(path, fmt.Sprint(len(n.Children)-1))
			n = n.Children[len(n.Children)-1]
		} else if last {
			delete(t.implicit, n)
			t.closed[n] = true
		}
		table = n
	}
	return table, path, true
}

// inline reports whether a table was written as a value, or by dotted keys: no
// header may add to it.
func (t *tomlReader) inline(n *Node) bool { return t.dotted[n] || n.Plain }

func (t *tomlReader) child(parent *Node, k tomlKey, kind Kind) *Node {
	n := &Node{Kind: kind, Key: k.text, KeySpan: t.doc.index.span(k.start, k.end), Span: t.doc.index.span(k.start, k.end), Children: []*Node{}}
	parent.Children = append(parent.Children, n)
	return n
}

// assign puts a value at a key, which may be dotted, into a table.
func (t *tomlReader) assign(table *Node, path []string, e *unstable.Node, depth int) bool {
	keys := t.keys(e)
	path = path[:len(path):len(path)]
	for i, k := range keys {
		path = append(path, k.text)
		if len(path)+depth > maxDepth {
			t.tooDeep(k.start, Pointer(path...))
			return false
		}
		n := table.Get(k.text)
		if i == len(keys)-1 {
			if n != nil {
				t.duplicate(n, k.start, k.end, Pointer(path...))
				return false
			}
			value := t.value(e.Value(), path, depth)
			if value == nil {
				return false
			}
			value.Key, value.KeySpan = k.text, t.doc.index.span(k.start, k.end)
			table.Children = append(table.Children, value)
			return true
		}
		switch {
		case n == nil:
			if !t.count(1, len(k.text), k.start, k.end, Pointer(path...)) {
				return false
			}
			n = t.child(table, k, Mapping)
			t.dotted[n] = true
		case n.Kind != Mapping || !t.dotted[n]:
			t.duplicate(n, k.start, k.end, Pointer(path...))
			return false
		}
		table = n
	}
	return true
}

// value reads one value. It is nil after a finding that ends the reading.
func (t *tomlReader) value(v *unstable.Node, path []string, depth int) *Node {
	start, end := int(v.Raw.Offset), int(v.Raw.Offset+v.Raw.Length)
	if depth > maxDepth {
		t.tooDeep(start, Pointer(path...))
		return nil
	}
	if !t.count(1, len(v.Data), start, end, Pointer(path...)) {
		return nil
	}
	n := &Node{Kind: String, Value: string(v.Data), Span: t.doc.index.span(start, end)}
	switch v.Kind {
	case unstable.Bool:
		n.Kind = Bool
	case unstable.Integer, unstable.Float:
		return t.numeral(n, start, end, Pointer(path...))
	case unstable.LocalDate, unstable.LocalTime, unstable.LocalDateTime, unstable.DateTime:
		// The parser takes whatever looks like one; the library's own reader knows the calendar.
		var read map[string]any
		if err := toml.Unmarshal([]byte("v = "+n.Value), &read); err != nil {
			t.report(syntaxError, start, end, Pointer(path...), shown(n.Value)+" is not a date or time")
			return nil
		}
	case unstable.Array:
		n.Kind, n.Value, n.Children = Sequence, "", []*Node{}
		t.closed[n] = true
		for it := v.Children(); it.Next(); {
			if it.Node().Kind == unstable.Comment {
				continue
			}
			item := t.value(it.Node(), append(path[:len(path):len(path)], fmt.Sprint(len(n.Children))), depth+1)
			if item == nil {
				return nil
			}
			n.Children = append(n.Children, item)
		}
	case unstable.InlineTable:
		n.Kind, n.Value, n.Children, n.Plain = Mapping, "", []*Node{}, true
		t.closed[n] = true
		for it := v.Children(); it.Next(); {
			if it.Node().Kind == unstable.KeyValue && !t.assign(n, path, it.Node(), depth+1) {
				return nil
			}
		}
	}
	return n
}

// numeral is a number in decimal digits.
func (t *tomlReader) numeral(n *Node, start, end int, pointer string) *Node {
	text := strings.ReplaceAll(n.Value, "_", "")
	bare := strings.TrimLeft(text, "+-")
	switch {
	case bare == "nan" || bare == "inf":
		t.report(notFinite, start, end, pointer, n.Value+" is not a finite number")
		return n
	case len(text) > MaxNumber:
		n.Kind = t.number(text, start, end, func() string { return pointer })
		return n
	case strings.HasPrefix(bare, "0x"), strings.HasPrefix(bare, "0o"), strings.HasPrefix(bare, "0b"):
		x, ok := new(big.Int).SetString(text, 0)
		if !ok {
			t.report(syntaxError, start, end, pointer, shown(n.Value)+" is not a number")
			return nil
		}
		text = x.String()
	}
	if !isNumber(text) {
		t.report(syntaxError, start, end, pointer, shown(n.Value)+" is not a number")
		return nil
	}
	n.Value, n.Kind = text, t.number(text, start, end, func() string { return pointer })
	return n
}
