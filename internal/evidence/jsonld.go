package evidence

import (
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
)

// linked is the value of a property of a JSON-LD document, whose context decides what
// the property is called: with a prefix or without, or by its address. The readers
// know the names that are in use; no context is fetched or applied.
func (p place) linked(prefixes []string, names ...string) place {
	for _, name := range names {
		for _, prefix := range prefixes {
			if at := p.get(prefix + name); at.present() {
				return at
			}
		}
	}
	return place{anchor: member(p.anchor, names[0])}
}

// each is the values of a property that may have one or many.
func (p place) each() []place {
	switch {
	case !p.present():
		return nil
	case p.node.Kind == document.Sequence:
		return p.items()
	}
	return []place{p}
}

// literal is the first value here as text: itself, its @value, or of a thing the
// first of some names that it has, else its @id.
func (p place) literal(names ...string) Text {
	for _, v := range p.each() {
		if v.scalar() {
			if t := v.text(); t.Present {
				return t
			}
			continue
		}
		for _, key := range slices.Concat([]string{"@value"}, names, []string{"@id"}) {
			if t := v.get(key).literal(); t.Present {
				return t
			}
		}
	}
	return Text{At: p.anchor}
}

// hasType reports whether a thing is of a type, by the last part of its name.
func (p place) hasType(name string) bool {
	return slices.ContainsFunc(p.get("@type").list().Items, func(i Item) bool { return lastName(i.Value) == name })
}

// lastName is the name in an address or behind a prefix: sc:Dataset is Dataset.
func lastName(s string) string { return s[strings.LastIndexAny(s, ":/#")+1:] }
