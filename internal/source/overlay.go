package source

import (
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// With is the tree with other bytes in some of its files, and with further
// files: what it would be after an edit. A link is left as it is, and so is a
// path that cannot be a file of the tree. Closing either of the two closes both.
func (t Tree) With(contents map[string][]byte) Tree {
	entries := slices.Clone(t.entries)
	for i, e := range entries {
		if b, ok := contents[e.Path]; ok && e.Kind == File {
			entries[i].Size, entries[i].Object = int64(len(b)), ""
		}
	}
	for path, b := range contents {
		if t.hasRoom(path) {
			entries = append(entries, Entry{Path: path, Kind: File, Size: int64(len(b))})
		}
	}
	slices.SortFunc(entries, func(a, b Entry) int { return strings.Compare(a.Path, b.Path) })
	return t.beside(newTree(t.Commit, entries, &overlay{store: t.view().store, contents: contents}))
}

// Without is the tree without some of its entries. Closing either of the two
// closes both.
func (t Tree) Without(gone func(Entry) bool) Tree {
	return t.beside(newTree(t.Commit, slices.DeleteFunc(slices.Clone(t.entries), gone), t.view().store))
}

// beside gives a tree made of this one the name and the policy sources of this one.
func (t Tree) beside(made Tree) Tree {
	made.Name, made.Above = t.Name, t.Above
	return made
}

// hasRoom reports whether a tree can have a file at a path at which it has none:
// nothing is there, and nothing but directories is on the way.
func (t Tree) hasRoom(file string) bool {
	if !fs.ValidPath(file) || file == "." || len(t.Under(file)) > 0 {
		return false
	}
	for at := file; at != "."; at = path.Dir(at) {
		if _, there := t.Lookup(at); there {
			return false
		}
	}
	return true
}

// overlay is a store some of whose files have other bytes.
type overlay struct {
	store
	contents map[string][]byte
}

func (o *overlay) read(e Entry, limit int64) ([]byte, error) {
	b, ok := o.contents[e.Path]
	switch {
	case !ok || e.Kind != File:
		return o.store.read(e, limit)
	case int64(len(b)) > limit:
		return nil, ErrTooLarge
	}
	return slices.Clone(b), nil
}

func (o *overlay) stream(e Entry, limit int64) (io.ReadCloser, error) {
	if _, ok := o.contents[e.Path]; !ok || e.Kind != File {
		return o.store.stream(e, limit)
	}
	b, err := o.read(e, limit)
	return held(b), err
}
