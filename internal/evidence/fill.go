package evidence

import (
	"strconv"
	"strings"
	"time"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// place is a node and the anchor it has, or would have if it were there.
type place struct {
	node   *document.Node
	anchor Anchor
}

func (p place) get(key string) place {
	return place{node: p.node.Get(key), anchor: member(p.anchor, key)}
}

// member is the anchor of a member of what is at a.
func member(a Anchor, key string) Anchor {
	if strings.IndexByte(key, '/') < 0 && strings.IndexByte(key, '~') < 0 {
		return a + "/" + Anchor(key)
	}
	return a + Anchor(document.Pointer(key))
}

// inOrder are the values of a mapping, in the order of the file. Their keys are
// those of the nodes.
func (p place) inOrder() []place {
	if p.node == nil || p.node.Kind != document.Mapping {
		return nil
	}
	out := make([]place, len(p.node.Children))
	for i, c := range p.node.Children {
		out[i] = place{node: c, anchor: member(p.anchor, c.Key)}
	}
	return out
}

func (p place) items() []place {
	if p.node == nil || p.node.Kind != document.Sequence {
		return nil
	}
	out := make([]place, len(p.node.Children))
	for i, c := range p.node.Children {
		out[i] = place{node: c, anchor: p.anchor + "/" + Anchor(strconv.Itoa(i))}
	}
	return out
}

// present reports whether there is a value: null is none.
func (p place) present() bool { return p.node != nil && p.node.Kind != document.Null }

func (p place) scalar() bool {
	return p.present() && p.node.Kind != document.Mapping && p.node.Kind != document.Sequence
}

// text is the scalar here. An empty string says as little as none.
func (p place) text() Text {
	t := Text{At: p.anchor}
	if p.scalar() && strings.TrimSpace(p.node.Value) != "" {
		t.Present, t.Value = true, p.node.Value
	}
	return t
}

// list is the scalars of the sequence here, or the one scalar that stands in
// for a sequence of one. Null items and nested values are left out.
func (p place) list() List {
	l := List{At: p.anchor, Items: []Item{}}
	switch {
	case p.scalar():
		if t := p.text(); t.Present {
			l.Present = true
			l.Items = append(l.Items, Item{At: p.anchor, Value: t.Value})
		}
	case p.present() && p.node.Kind == document.Sequence:
		l.Present = true
		for _, c := range p.items() {
			if t := c.text(); t.Present {
				l.Items = append(l.Items, Item{At: c.anchor, Value: t.Value})
			}
		}
	}
	return l
}

func (p place) flag() Flag {
	f := Flag{At: p.anchor}
	if p.present() && p.node.Kind == document.Bool {
		f.Present, f.Value = true, strings.EqualFold(p.node.Value, "true")
	}
	return f
}

// rootOf is the document's value, or its metadata.
func rootOf(d *document.Document) place {
	return place{node: d.Root, anchor: Anchor(d.Path + "#")}
}

// positionIn is the position of what the pointer of an anchor leads to. One that ends in
// "#" means the key of a member rather than its value, as in Relative JSON Pointer.
func positionIn(d *document.Document, pointer string) finding.Position {
	if key, ok := strings.CutSuffix(pointer, "#"); ok {
		return d.KeyAt(key)
	}
	return d.At(pointer)
}

// first is a scalar, or the first scalar of a list: some keys may be both.
func (p place) first() Text {
	if l := p.list(); len(l.Items) > 0 {
		return Text{At: l.Items[0].At, Present: true, Value: l.Items[0].Value}
	}
	return Text{At: p.anchor}
}

// value is the text of a scalar, "" for anything else and for null.
func (p place) value() string {
	if !p.scalar() {
		return ""
	}
	return p.node.Value
}

// decimal is the literal of a finite number, "" for anything else.
func (p place) decimal() string {
	if p.node == nil || p.node.Kind != document.Number {
		return ""
	}
	return p.node.Value
}

// moment is a point in time as text: seconds since 1970, of this century, become RFC
// 3339; anything else stays as written.
func (p place) moment() Text {
	t := p.text()
	if seconds, err := strconv.ParseFloat(t.Value, 64); err == nil && seconds > 1e9 && seconds < 1e11 {
		t.Value = time.Unix(int64(seconds), 0).UTC().Format(time.RFC3339)
	}
	return t
}

// count is a whole number that is not negative, without a point: support is
// written 4495 and 4495.0. It is "" for anything else.
func (p place) count() string {
	x := rational(p.decimal())
	if x == nil || !x.IsInt() || x.Sign() < 0 {
		return ""
	}
	return x.Num().String()
}

func (p place) members() members { return byKey(p.inOrder()) }

func byKey(list []place) members {
	out := make(members, len(list))
	for _, c := range list {
		out[c.node.Key] = c
	}
	return out
}

// members are the members of a mapping by their keys, for many look-ups.
type members map[string]place

// many lists the values at a key of a format that has them as a list in JSON
// and YAML (users: [a, b]) and as elements within an element in XML
// (<users><user>a</user><user>b</user></users>). A single value is a list of one.
func (p place) many(key, element string) []place {
	at := p.get(key)
	if at.node != nil && at.node.Kind == document.Mapping && at.node.Get(element) != nil {
		at = at.get(element)
	}
	if at.node == nil || at.node.Kind == document.Null {
		return nil
	}
	if at.node.Kind == document.Sequence {
		return at.items()
	}
	return []place{at}
}

// walkTexts visits the scalars at p and below it, in the order of the file.
func (p place) walkTexts(visit func(place)) {
	switch {
	case p.node == nil:
	case p.node.Kind == document.Mapping:
		for _, m := range p.inOrder() {
			m.walkTexts(visit)
		}
	case p.node.Kind == document.Sequence:
		for _, item := range p.items() {
			item.walkTexts(visit)
		}
	case p.scalar():
		visit(p)
	}
}

// words is all text at p and below it, one line for each scalar.
func (p place) words() string {
	var b strings.Builder
	p.walkTexts(func(t place) {
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(t.node.Value)
	})
	return b.String()
}

// attribute is a scalar that JSON has as a member and XML as an attribute.
func (p place) attribute(key string) Text {
	return p.get(key).text().Or(p.get("@" + key).text())
}
