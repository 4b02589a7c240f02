package source

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
)

// view is the file system of a tree. Directories are not stored: they follow
// from the sorted paths.
type view struct {
	store   store
	entries []Entry // all, sorted: tells links and submodules from what does not exist
	files   []Entry // what is served, sorted
}

var (
	_ fs.ReadDirFS  = (*view)(nil)
	_ fs.ReadFileFS = (*view)(nil)
	_ fs.StatFS     = (*view)(nil)
)

// file finds the regular file at name, or says why there is none.
func (v *view) file(name string) (Entry, error) {
	if e, ok := lookup(v.files, name); ok {
		return e, nil
	}
	if v.isDir(name) {
		return Entry{}, ErrNotRegular
	}
	return Entry{}, v.absence(name)
}

// absence says why nothing is served at name.
func (v *view) absence(name string) error {
	if !fs.ValidPath(name) || strings.Contains(name, `\`) {
		return fs.ErrInvalid
	}
	for at := name; at != "."; at = path.Dir(at) { // a link above hides what seems to lie below
		if e, ok := lookup(v.entries, at); ok {
			switch e.Kind {
			case Symlink:
				return ErrSymlink
			case Submodule:
				return ErrSubmodule
			}
		}
	}
	return fs.ErrNotExist
}

func (v *view) isDir(name string) bool {
	return name == "." || fs.ValidPath(name) && len(under(v.files, name)) > 0
}

func (v *view) read(e Entry, limit int64) ([]byte, error) {
	if b := blobsOf(v.store); e.Size == unknown && !b.partial { // git tells the size with the content
		return b.read(e, limit)
	}
	e, err := v.sized(e)
	if err != nil {
		return nil, err
	}
	if e.Size > limit {
		return nil, ErrTooLarge
	}
	return v.store.read(e, limit)
}

// sized is the entry with its size, which may not be known yet.
func (v *view) sized(e Entry) (Entry, error) {
	if e.Size != unknown {
		return e, nil
	}
	return blobsOf(v.store).sized(e)
}

// Open opens a regular file or a directory. What is no regular file on disk,
// such as a FIFO, is refused here; the bytes of a file are read when they are
// first asked for.
func (v *view) Open(name string) (fs.File, error) {
	info, err := v.info("open", name)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		list, err := v.ReadDir(name)
		if err != nil {
			return nil, err
		}
		return &dir{info: info, name: name, list: list}, nil
	}
	return &file{view: v, info: info}, nil
}

// Stat describes a regular file or a directory.
func (v *view) Stat(name string) (fs.FileInfo, error) { return v.info("stat", name) }

func (v *view) info(op, name string) (info, error) {
	if v.isDir(name) {
		return info{name: path.Base(name), dir: true}, nil
	}
	e, ok := lookup(v.files, name)
	if !ok {
		return info{}, &fs.PathError{Op: op, Path: name, Err: v.absence(name)}
	}
	e, err := v.sized(e)
	if c, ok := v.store.(interface{ check(Entry) error }); ok && err == nil {
		err = c.check(e)
	}
	if err != nil {
		return info{}, &fs.PathError{Op: op, Path: name, Err: err}
	}
	return info{name: path.Base(name), entry: e}, nil
}

// ReadFile reads a regular file of at most maxOpen bytes.
func (v *view) ReadFile(name string) ([]byte, error) {
	e, err := v.file(name)
	var b []byte
	if err == nil {
		b, err = v.read(e, maxOpen)
	}
	if err != nil {
		return nil, &fs.PathError{Op: "read", Path: name, Err: err}
	}
	return b, nil
}

// ReadDir lists a directory, sorted by name.
func (v *view) ReadDir(name string) ([]fs.DirEntry, error) {
	if !v.isDir(name) {
		err := errors.New("not a directory")
		if _, ok := lookup(v.files, name); !ok {
			err = v.absence(name)
		}
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: err}
	}
	prefix := ""
	if name != "." {
		prefix = name + "/"
	}
	list := []fs.DirEntry{}
	for rest := under(v.files, name); len(rest) > 0; {
		first, _, isDir := strings.Cut(rest[0].Path[len(prefix):], "/")
		if isDir {
			list = append(list, fs.FileInfoToDirEntry(info{name: first, dir: true}))
			rest = rest[len(under(rest, prefix+first)):]
			continue
		}
		list = append(list, dirEntry{name: first, view: v, path: rest[0].Path})
		rest = rest[1:]
	}
	// By path, "a-b" stands before "a/c"; by name, "a" stands before "a-b".
	slices.SortFunc(list, func(a, b fs.DirEntry) int { return cmp.Compare(a.Name(), b.Name()) })
	return list, nil
}

// dirEntry is a regular file of a directory. Its size is looked up when it is asked for.
type dirEntry struct {
	name, path string
	view       *view
}

func (d dirEntry) Name() string               { return d.name }
func (d dirEntry) IsDir() bool                { return false }
func (d dirEntry) Type() fs.FileMode          { return 0 }
func (d dirEntry) Info() (fs.FileInfo, error) { return d.view.Stat(d.path) }
func (d dirEntry) String() string             { return fs.FormatDirEntry(d) }

// info is what is known of a file or directory. There are no times: a tree is
// the same whenever it is read.
type info struct {
	name  string
	dir   bool
	entry Entry
}

func (i info) Name() string       { return i.name }
func (i info) Size() int64        { return i.entry.Size }
func (i info) ModTime() time.Time { return time.Time{} }
func (i info) IsDir() bool        { return i.dir }

// Sys returns the Entry of a file, nil for a directory.
func (i info) Sys() any {
	if i.dir {
		return nil
	}
	return i.entry
}

func (i info) Mode() fs.FileMode {
	if i.dir {
		return fs.ModeDir | 0o555
	}
	return 0o444
}

// file is an open regular file.
type file struct {
	view *view
	info info
	data *bytes.Reader // nil until something is read
}

func (f *file) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *file) Close() error               { return nil }

func (f *file) Read(p []byte) (int, error) {
	if f.data == nil {
		b, err := f.view.read(f.info.entry, maxOpen)
		if err != nil {
			return 0, &fs.PathError{Op: "read", Path: f.info.entry.Path, Err: err}
		}
		f.data = bytes.NewReader(b)
	}
	return f.data.Read(p)
}

// dir is an open directory.
type dir struct {
	info info
	name string
	list []fs.DirEntry
}

func (d *dir) Stat() (fs.FileInfo, error) { return d.info, nil }
func (d *dir) Close() error               { return nil }

func (d *dir) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: d.name, Err: ErrNotRegular}
}

func (d *dir) ReadDir(n int) ([]fs.DirEntry, error) {
	if n > 0 && len(d.list) == 0 {
		return nil, io.EOF
	}
	if n <= 0 || n > len(d.list) {
		n = len(d.list)
	}
	out := slices.Clip(d.list[:n])
	d.list = d.list[n:]
	return out, nil
}
