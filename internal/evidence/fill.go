package evidence

import (
	"reflect"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
)

// place is a node and the anchor it has, or would have if it were there.
type place struct {
	node   *document.Node
	anchor Anchor
}

func (p place) get(key string) place {
	return place{node: p.node.Get(key), anchor: p.anchor.below(key)}
}

// below is the anchor of a member of what is at a.
func (a Anchor) below(key string) Anchor {
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
		out[i] = place{node: c, anchor: p.anchor.below(c.Key)}
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

// fill makes the struct at v total: every field takes what the document has
// under the field's JSON name, and says that it is absent otherwise. Fields
// named At and Present describe the place itself; a field named Items takes
// the elements of a place that is a sequence.
func fill(p place, v reflect.Value) {
	for i := range v.NumField() {
		field, f := v.Type().Field(i), v.Field(i)
		key := field.Tag.Get("json")
		switch {
		case field.Name == "At":
			f.SetString(string(p.anchor))
		case field.Name == "Present":
			f.SetBool(p.present())
		case field.Name == "Items":
			fillSlice(p, f)
		default:
			fillValue(p.get(key), f)
		}
	}
}

func fillValue(p place, f reflect.Value) {
	switch x := f.Addr().Interface().(type) {
	case *Text:
		*x = p.text()
	case *List:
		*x = p.list()
	case *Flag:
		*x = p.flag()
	case *string, *int: // computed, not read
	default:
		if f.Kind() == reflect.Slice {
			fillSlice(p, f)
		} else if f.Kind() == reflect.Struct {
			fill(p, f)
		}
	}
}

func fillSlice(p place, f reflect.Value) {
	f.Set(reflect.MakeSlice(f.Type(), 0, 0))
	for _, item := range p.items() {
		element := reflect.New(f.Type().Elem()).Elem()
		fill(item, element)
		f.Set(reflect.Append(f, element))
	}
}
