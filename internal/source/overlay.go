package source

import (
	"io"
	"slices"
)

// With is the tree with other bytes in some of its files: what it would be
// after an edit. A path that is no file of the tree is left out. Closing
// either of the two closes both.
func (t Tree) With(contents map[string][]byte) Tree {
	entries := slices.Clone(t.entries)
	for i, e := range entries {
		if b, ok := contents[e.Path]; ok && e.Kind == File {
			entries[i].Size, entries[i].Object = int64(len(b)), ""
		}
	}
	return newTree(t.Commit, entries, &overlay{store: t.view().store, contents: contents})
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
