package evidence

import (
	"slices"
	"strings"
)

// Anchor is a place in a document: "models/fraud/README.md#/license". Rules
// pass it on without looking inside.
type Anchor string

// Split parts an anchor into the file and the pointer in it. The name of a file
// may hold a "#", too: known says which files there are.
func (a Anchor) Split(known func(file string) bool) (file, pointer string) {
	for i, c := range []byte(a) {
		if c == '#' && known(string(a[:i])) {
			return string(a[:i]), string(a[i+1:])
		}
	}
	file, pointer, _ = strings.Cut(string(a), "#")
	return file, pointer
}

// Text is an optional string. The text is what the document has, as written.
type Text struct {
	At      Anchor `json:"at"`
	Present bool   `json:"present"`
	Value   string `json:"value"`
}

// Item is a string in a list.
type Item struct {
	At    Anchor `json:"at"`
	Value string `json:"value"`
}

// List is an optional list of strings. An empty list that is present says
// something ("no special categories"); an absent one says nothing.
type List struct {
	At      Anchor `json:"at"`
	Present bool   `json:"present"`
	Items   []Item `json:"items"`
}

// Flag is an optional truth value; Value is false where it is not Present.
type Flag struct {
	At      Anchor `json:"at"`
	Present bool   `json:"present"`
	Value   bool   `json:"value"`
}

// NewText is a text that a document has at a place; of blanks, none.
func NewText(at Anchor, value string) Text {
	value = strings.TrimSpace(value)
	return Text{At: at, Present: value != "", Value: value}
}

// Or is the first of two texts that is there; else the first.
func (t Text) Or(second Text) Text {
	if !t.Present && second.Present {
		return second
	}
	return t
}

// With is a list with the items of another that it does not have yet.
func (l List) With(m List) List {
	if !l.Present && m.Present {
		l.At, l.Present = m.At, true
	}
	l.Items = Union(l.Items, m.Items, func(i Item) string { return i.Value })
	return l
}

// Union is a list with the items of another whose keys it does not have yet.
func Union[T any](list, more []T, key func(T) string) []T {
	known := map[string]bool{}
	for _, x := range list {
		known[key(x)] = true
	}
	out := slices.Clip(list)
	for _, x := range more {
		if !known[key(x)] {
			out = append(out, x)
		}
	}
	return out
}
