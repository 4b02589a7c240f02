package source

import (
	"errors"
	"fmt"
	"io"
)

// Listed shows a commit whose entries somebody else has listed, such as the
// API of a host. read returns the content of a file, or the target of a
// symbolic link; it is checked against the size and the object id of the
// entry, so that nobody but the lister is believed. Errors are ErrCorrupt, for
// a list that no git would write.
func Listed(commit string, entries []Entry, read func(Entry) ([]byte, error)) (Tree, error) {
	doing := "listing the files of commit " + commit
	for _, e := range entries {
		if !isObjectID(e.Object) || e.Size < 0 {
			return Tree{}, corrupt(doing, fmt.Errorf("%q has the object %q and the size %d", e.Path, e.Object, e.Size))
		}
	}
	sortEntries(entries)
	if err := checkTree(entries); err != nil {
		return Tree{}, corrupt(doing, err)
	}
	return newTree(commit, entries, listed(read)), nil
}

// listed is the store of a tree that Listed made.
type listed func(Entry) ([]byte, error)

func (listed) close() error { return nil }

// stream holds the whole file: the lister gives it as a whole.
func (read listed) stream(e Entry, limit int64) (io.ReadCloser, error) {
	b, err := read.read(e, limit)
	return held(b), err
}

func (read listed) read(e Entry, limit int64) ([]byte, error) {
	if e.Kind == Submodule {
		return nil, ErrSubmodule
	}
	if e.Size > limit {
		return nil, ErrTooLarge
	}
	content, err := read(e)
	if err != nil {
		return nil, err
	}
	if got := blobName(content, len(e.Object)); got != e.Object || int64(len(content)) != e.Size {
		return nil, corrupt("reading blob "+e.Object, errors.New("the content is that of blob "+got))
	}
	return content, nil
}
