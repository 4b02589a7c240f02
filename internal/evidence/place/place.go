// Package place owns the cursor that readers of evidence move through a document: a node,
// and the anchor that it has, or would have if it were there. What is read at a place says
// where it stands. It knows no format.
package place

import (
	"strconv"
	"strings"
	"time"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/decimal"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// Place is a node and the anchor it has, or would have if it were there.
type Place struct {
	Node   *document.Node
	Anchor evidence.Anchor
}

// Get is the member of a mapping at a key, which need not be there.
func (p Place) Get(key string) Place {
	return Place{Node: p.Node.Get(key), Anchor: member(p.Anchor, key)}
}

// member is the anchor of a member of what is at a.
func member(a evidence.Anchor, key string) evidence.Anchor {
	if strings.IndexByte(key, '/') < 0 && strings.IndexByte(key, '~') < 0 {
		return a + "/" + evidence.Anchor(key)
	}
	return a + evidence.Anchor(document.Pointer(key))
}

// InOrder are the values of a mapping, in the order of the file. Their keys are
// those of the nodes.
func (p Place) InOrder() []Place {
	if p.Node == nil || p.Node.Kind != document.Mapping {
		return nil
	}
	out := make([]Place, len(p.Node.Children))
	for i, c := range p.Node.Children {
		out[i] = Place{Node: c, Anchor: member(p.Anchor, c.Key)}
	}
	return out
}

// Items are the items of a sequence.
func (p Place) Items() []Place {
	if p.Node == nil || p.Node.Kind != document.Sequence {
		return nil
	}
	out := make([]Place, len(p.Node.Children))
	for i, c := range p.Node.Children {
		out[i] = Place{Node: c, Anchor: p.Anchor + "/" + evidence.Anchor(strconv.Itoa(i))}
	}
	return out
}

// Present reports whether there is a value: null is none.
func (p Place) Present() bool { return p.Node != nil && p.Node.Kind != document.Null }

// Scalar reports whether there is one value: no mapping, no sequence, and not null.
func (p Place) Scalar() bool {
	return p.Present() && p.Node.Kind != document.Mapping && p.Node.Kind != document.Sequence
}

// Text is the scalar here. An empty string says as little as none.
func (p Place) Text() evidence.Text {
	t := evidence.Text{At: p.Anchor}
	if p.Scalar() && strings.TrimSpace(p.Node.Value) != "" {
		t.Present, t.Value = true, p.Node.Value
	}
	return t
}

// List is the scalars of the sequence here, or the one scalar that stands in
// for a sequence of one. Null items and nested values are left out.
func (p Place) List() evidence.List {
	l := evidence.List{At: p.Anchor, Items: []evidence.Item{}}
	switch {
	case p.Scalar():
		if t := p.Text(); t.Present {
			l.Present = true
			l.Items = append(l.Items, evidence.Item{At: p.Anchor, Value: t.Value})
		}
	case p.Present() && p.Node.Kind == document.Sequence:
		l.Present = true
		for _, c := range p.Items() {
			if t := c.Text(); t.Present {
				l.Items = append(l.Items, evidence.Item{At: c.Anchor, Value: t.Value})
			}
		}
	}
	return l
}

// Flag is the truth value here.
func (p Place) Flag() evidence.Flag {
	f := evidence.Flag{At: p.Anchor}
	if p.Present() && p.Node.Kind == document.Bool {
		f.Present, f.Value = true, strings.EqualFold(p.Node.Value, "true")
	}
	return f
}

// Root is the document's value, or its metadata.
func Root(d *document.Document) Place {
	return Place{Node: d.Root, Anchor: evidence.Anchor(d.Path + "#")}
}

// Position is the position of what the pointer of an anchor leads to. One that ends in
// "#" means the key of a member rather than its value, as in Relative JSON Pointer.
func Position(d *document.Document, pointer string) finding.Position {
	if key, ok := strings.CutSuffix(pointer, "#"); ok {
		return d.KeyAt(key)
	}
	return d.At(pointer)
}

// First is a scalar, or the first scalar of a list: some keys may be both.
func (p Place) First() evidence.Text {
	if l := p.List(); len(l.Items) > 0 {
		return evidence.Text{At: l.Items[0].At, Present: true, Value: l.Items[0].Value}
	}
	return evidence.Text{At: p.Anchor}
}

// Value is the text of a scalar, "" for anything else and for null.
func (p Place) Value() string {
	if !p.Scalar() {
		return ""
	}
	return p.Node.Value
}

// Decimal is the literal of a finite number, "" for anything else.
func (p Place) Decimal() string {
	if p.Node == nil || p.Node.Kind != document.Number {
		return ""
	}
	return p.Node.Value
}

// Moment is a point in time as text: seconds since 1970, of this century, become RFC
// 3339; anything else stays as written.
func (p Place) Moment() evidence.Text {
	t := p.Text()
	if seconds, err := strconv.ParseFloat(t.Value, 64); err == nil && seconds > 1e9 && seconds < 1e11 {
		t.Value = time.Unix(int64(seconds), 0).UTC().Format(time.RFC3339)
	}
	return t
}

// Count is a whole number that is not negative, without a point: support is
// written 4495 and 4495.0. It is "" for anything else.
func (p Place) Count() string {
	x := decimal.Rational(p.Decimal())
	if x == nil || !x.IsInt() || x.Sign() < 0 {
		return ""
	}
	return x.Num().String()
}

// ByKey is the Index of a mapping.
func (p Place) ByKey() Index { return IndexOf(p.InOrder()) }

// IndexOf is the Index of some members.
func IndexOf(list []Place) Index {
	out := make(Index, len(list))
	for _, c := range list {
		out[c.Node.Key] = c
	}
	return out
}

// Index are the members of a mapping by their keys, for many look-ups.
type Index map[string]Place

// Many lists the values at a key of a format that has them as a list in JSON
// and YAML (users: [a, b]) and as elements within an element in XML
// (<users><user>a</user><user>b</user></users>). A single value is a list of one.
func (p Place) Many(key, element string) []Place {
	at := p.Get(key)
	if at.Node != nil && at.Node.Kind == document.Mapping && at.Node.Get(element) != nil {
		at = at.Get(element)
	}
	if at.Node == nil || at.Node.Kind == document.Null {
		return nil
	}
	if at.Node.Kind == document.Sequence {
		return at.Items()
	}
	return []Place{at}
}

// EachText visits the scalars at p and below it, in the order of the file.
func (p Place) EachText(visit func(Place)) {
	switch {
	case p.Node == nil:
	case p.Node.Kind == document.Mapping:
		for _, m := range p.InOrder() {
			m.EachText(visit)
		}
	case p.Node.Kind == document.Sequence:
		for _, item := range p.Items() {
			item.EachText(visit)
		}
	case p.Scalar():
		visit(p)
	}
}

// Words is all text at p and below it, one line for each scalar.
func (p Place) Words() string {
	var b strings.Builder
	p.EachText(func(t Place) {
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(t.Node.Value)
	})
	return b.String()
}

// Attribute is a scalar that JSON has as a member and XML as an attribute.
func (p Place) Attribute(key string) evidence.Text {
	return p.Get(key).Text().Or(p.Get("@" + key).Text())
}
