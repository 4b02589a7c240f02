package source

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"sort"
	"strings"
)

// maxOpen is the size in bytes of the largest file that the file system
// serves. Read takes its own limit.
const maxOpen = 64 << 20

// newTree makes a tree of sorted entries and the store that holds their bytes.
func newTree(commit string, entries []Entry, s store) Tree {
	return Tree{Commit: commit, entries: entries, FS: &view{store: s, entries: entries, files: served(entries)}}
}

// view returns the file system of the tree; the zero Tree is empty.
func (t Tree) view() *view {
	if v, ok := t.FS.(*view); ok {
		return v
	}
	return &view{}
}

// Entries lists the files, symbolic links and submodules of the tree, sorted
// by path, byte by byte. The caller must not change the slice.
func (t Tree) Entries() []Entry { return t.entries }

// Lookup returns the entry at a path. A directory is not an entry.
func (t Tree) Lookup(path string) (Entry, bool) { return lookup(t.entries, path) }

// Under returns the entries below a directory, sorted by path; "." is the
// whole tree. A path that is a file, or nothing, has none below it. The slice
// is a part of Entries: the caller must not change it.
func (t Tree) Under(dir string) []Entry { return under(t.entries, dir) }

// Unreadable lists the entries whose names the file system cannot serve:
// names that are not UTF-8, that hold a backslash, or that are no clean path
// (fs.ValidPath). They are in Entries too.
func (t Tree) Unreadable() []Entry {
	var out []Entry
	for _, e := range t.entries {
		if !validPath(e.Path) {
			out = append(out, e)
		}
	}
	return out
}

// Read returns the bytes of a regular file. A file of more than limit bytes is
// ErrTooLarge, and no more than limit bytes are read. The other errors are
// fs.ErrNotExist, ErrSymlink, ErrSubmodule, ErrNotRegular, fs.ErrInvalid for a
// name that cannot be served, and what the repository itself fails with.
func (t Tree) Read(path string, limit int64) ([]byte, error) {
	v := t.view()
	e, err := v.file(path)
	if err != nil {
		return nil, &fs.PathError{Op: "read", Path: path, Err: err}
	}
	b, err := v.read(e, limit)
	if err != nil {
		return nil, &fs.PathError{Op: "read", Path: path, Err: err}
	}
	return b, nil
}

// maxTarget bounds what a symbolic link says, as file systems do.
const maxTarget = 4 << 10

// Target is what a symbolic link says. It may lead anywhere, and is never followed.
func (t Tree) Target(e Entry) (string, error) {
	if e.Kind != Symlink {
		return "", &fs.PathError{Op: "readlink", Path: e.Path, Err: fs.ErrInvalid}
	}
	b, err := t.view().read(e, maxTarget)
	if err != nil {
		return "", &fs.PathError{Op: "readlink", Path: e.Path, Err: err}
	}
	return string(b), nil
}

// Stream reads a regular file from its beginning without holding it. Its errors,
// of this call or of reading, are those of Read; a file that turns out to have
// more than limit bytes ends with ErrTooLarge. What was read is known to be what
// git named only when the stream has ended with io.EOF. The caller must Close it.
func (t Tree) Stream(path string, limit int64) (io.ReadCloser, error) {
	v := t.view()
	e, err := v.file(path)
	if err == nil {
		e, err = v.sized(e)
	}
	if err == nil && e.Size > limit {
		err = ErrTooLarge
	}
	if err != nil {
		return nil, &fs.PathError{Op: "read", Path: path, Err: err}
	}
	r, err := v.store.stream(e, limit)
	if err != nil {
		return nil, &fs.PathError{Op: "read", Path: path, Err: err}
	}
	return &stream{path: path, ReadCloser: r}, nil
}

// Close ends the process or closes the directory behind the tree. Reading
// after Close is an error. Closing twice, or closing a tree that holds
// nothing open, does nothing.
func (t Tree) Close() error {
	v := t.view()
	if v.store == nil {
		return nil
	}
	if err := v.store.close(); err != nil {
		return fmt.Errorf("closing the tree of %s: %w", t.Commit, err)
	}
	return nil
}

// Open opens a regular file or a directory, as fs.FS says.
func (t Tree) Open(name string) (fs.File, error) { return t.view().Open(name) }

// ReadFile reads a regular file of at most maxOpen bytes, as fs.ReadFileFS says.
func (t Tree) ReadFile(name string) ([]byte, error) { return t.view().ReadFile(name) }

// ReadDir lists the regular files and directories in a directory, as fs.ReadDirFS says.
func (t Tree) ReadDir(name string) ([]fs.DirEntry, error) { return t.view().ReadDir(name) }

// Stat describes a regular file or a directory, as fs.StatFS says.
func (t Tree) Stat(name string) (fs.FileInfo, error) { return t.view().Stat(name) }

func sortEntries(entries []Entry) {
	slices.SortFunc(entries, func(a, b Entry) int { return strings.Compare(a.Path, b.Path) })
}

// search is the index of the first entry that is not before path.
func search(entries []Entry, path string) int {
	return sort.Search(len(entries), func(i int) bool { return entries[i].Path >= path })
}

func lookup(entries []Entry, path string) (Entry, bool) {
	if i := search(entries, path); i < len(entries) && entries[i].Path == path {
		return entries[i], true
	}
	return Entry{}, false
}

func under(entries []Entry, dir string) []Entry {
	if dir == "." {
		return entries
	}
	// The paths below dir are those from "dir/" to before "dir0": 0 follows / in ASCII.
	from := search(entries, dir+"/")
	to := from + search(entries[from:], dir+"0")
	return slices.Clip(entries[from:to])
}

// validPath reports whether the file system can serve the name on every
// platform.
func validPath(path string) bool {
	return fs.ValidPath(path) && path != "." && !strings.Contains(path, `\`)
}

// served are the entries that the file system opens. The slice is shared when
// it would be the same, so that a large tree is held once.
func served(entries []Entry) []Entry {
	out := func(e Entry) bool { return e.Kind != File || !validPath(e.Path) }
	if !slices.ContainsFunc(entries, out) {
		return entries
	}
	return slices.DeleteFunc(slices.Clone(entries), out)
}

// store holds the bytes of a tree's entries.
type store interface {
	// read returns the content of a file, or the target of a symbolic link,
	// and ErrTooLarge without reading on when there are more than limit bytes.
	read(e Entry, limit int64) ([]byte, error)
	// stream is read for a file, bit by bit.
	stream(e Entry, limit int64) (io.ReadCloser, error)
	close() error
}

// readAtMost reads a file of about size bytes to its end, but no more than
// limit bytes.
func readAtMost(r io.Reader, size, limit int64) ([]byte, error) {
	if size > limit {
		return nil, ErrTooLarge
	}
	var b bytes.Buffer
	b.Grow(int(size) + bytes.MinRead) // so that the end is found without growing
	n, err := io.Copy(&b, io.LimitReader(r, limit))
	if err != nil {
		return nil, err
	}
	if n == limit { // the file may have grown since its size was taken
		if m, _ := io.ReadFull(r, make([]byte, 1)); m > 0 {
			return nil, ErrTooLarge
		}
	}
	return b.Bytes(), nil
}
