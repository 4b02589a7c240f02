// Package sourcetest makes trees without a repository, for tests. No program imports it.
package sourcetest

import (
	"crypto/sha1"
	"fmt"
	"io/fs"

	"github.com/modelgate-dev/modelgate/internal/source"
)

// Tree shows a file system as a commit: an fstest.MapFS, embedded files, a directory.
// Files are read again whenever the tree is. Symbolic links are told by fs.ModeSymlink
// and not followed. What cannot be read, or no commit can hold, ends the test with a
// panic.
func Tree(commit string, fsys fs.FS) source.Tree {
	var entries []source.Entry
	err := fs.WalkDir(fsys, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		e := source.Entry{Path: path, Kind: source.File, Executable: info.Mode()&0o111 != 0 && info.Mode().IsRegular()}
		if d.Type()&fs.ModeSymlink != 0 {
			e.Kind = source.Symlink
		}
		content, err := read(fsys, e)
		e.Object, e.Size = fmt.Sprintf("%x", sha1.Sum(append(fmt.Appendf(nil, "blob %d\x00", len(content)), content...))), int64(len(content))
		entries = append(entries, e)
		return err
	})
	if err != nil {
		panic(fmt.Sprintf("reading the files of a tree for a test: %v", err))
	}
	tree, err := source.Listed(commit, entries, func(e source.Entry) ([]byte, error) { return read(fsys, e) })
	if err != nil {
		panic(fmt.Sprintf("making a tree for a test: %v", err))
	}
	return tree
}

func read(fsys fs.FS, e source.Entry) ([]byte, error) {
	if e.Kind == source.Symlink {
		target, err := fs.ReadLink(fsys, e.Path)
		return []byte(target), err
	}
	return fs.ReadFile(fsys, e.Path)
}
