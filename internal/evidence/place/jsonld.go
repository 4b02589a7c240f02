package place

import (
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// Linked is the value of a property of a JSON-LD document, whose context decides what
// the property is called: with a prefix or without, or by its address. The readers
// know the names that are in use; no context is fetched or applied.
func (p Place) Linked(prefixes []string, names ...string) Place {
	for _, name := range names {
		for _, prefix := range prefixes {
			if at := p.Get(prefix + name); at.Present() {
				return at
			}
		}
	}
	return Place{Anchor: member(p.Anchor, names[0])}
}

// Each is the values of a property that may have one or many.
func (p Place) Each() []Place {
	switch {
	case !p.Present():
		return nil
	case p.Node.Kind == document.Sequence:
		return p.Items()
	}
	return []Place{p}
}

// Literal is the first value here as text: itself, its @value, or of a thing the
// first of some names that it has, else its @id.
func (p Place) Literal(names ...string) evidence.Text {
	for _, v := range p.Each() {
		if v.Scalar() {
			if t := v.Text(); t.Present {
				return t
			}
			continue
		}
		for _, key := range slices.Concat([]string{"@value"}, names, []string{"@id"}) {
			if t := v.Get(key).Literal(); t.Present {
				return t
			}
		}
	}
	return evidence.Text{At: p.Anchor}
}

// HasType reports whether a thing is of a type, by the last part of its name.
func (p Place) HasType(name string) bool {
	return slices.ContainsFunc(p.Get("@type").List().Items, func(i evidence.Item) bool { return lastName(i.Value) == name })
}

// lastName is the name in an address or behind a prefix: sc:Dataset is Dataset.
func lastName(s string) string { return s[strings.LastIndexAny(s, ":/#")+1:] }
