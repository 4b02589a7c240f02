package source

import (
	"io"
	"slices"
)

// Memory is a tree whose files are held, such as those of a bundle. Nothing but regular
// files is in it. Errors are ErrCorrupt, for paths that no git would write.
func Memory(commit string, files map[string][]byte) (Tree, error) {
	var entries []Entry
	for path, content := range files {
		entries = append(entries, Entry{Path: path, Kind: File, Size: int64(len(content))})
	}
	sortEntries(entries)
	if err := checkTree(entries); err != nil {
		return Tree{}, corrupt("listing the files of "+commit, err)
	}
	return newTree(commit, entries, memory(files)), nil
}

// memory is the store of a tree that Memory made.
type memory map[string][]byte

func (memory) close() error { return nil }

func (m memory) read(e Entry, limit int64) ([]byte, error) {
	if e.Size > limit {
		return nil, ErrTooLarge
	}
	return slices.Clone(m[e.Path]), nil
}

func (m memory) stream(e Entry, limit int64) (io.ReadCloser, error) {
	b, err := m.read(e, limit)
	return held(b), err
}
