package git

import (
	"bytes"
	"cmp"
	"compress/zlib"
	"crypto/sha1" //nolint:gosec // git's object names, not a choice of ours
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Writer makes objects of a repository, as loose files in its own directory. It
// starts no process, where hash-object, read-tree, update-index, write-tree and
// commit-tree would be one each.
type Writer struct {
	Dir     string   // git's own directory
	Objects *Objects // those that there are
	Digits  int      // of an object id: 40 for SHA-1, 64 for SHA-256; 0 is 40
}

// Write makes an object and returns its id. Readers see it whole or not at all.
func (w Writer) Write(kind string, content []byte) (id string, err error) {
	raw := append(fmt.Appendf(nil, "%s %d\x00", kind, len(content)), content...)
	var h hash.Hash = sha1.New() //nolint:gosec // see the import
	if w.Digits == 2*sha256.Size {
		h = sha256.New()
	}
	h.Write(raw)
	id = hex.EncodeToString(h.Sum(nil))
	path := filepath.Join(w.Dir, "objects", id[:2], id[2:])
	if _, err := os.Lstat(path); err == nil { // its name says what is in it
		return id, nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return "", err
	}
	file, err := os.CreateTemp(filepath.Dir(path), "tmp_obj_")
	if err != nil {
		return "", err
	}
	z, err := zlib.NewWriterLevel(file, zlib.BestSpeed)
	if err == nil {
		_, err = z.Write(raw)
		err = errors.Join(err, z.Close())
	}
	if err = errors.Join(err, file.Chmod(0o444), file.Close()); err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		os.Remove(file.Name()) //nolint:errcheck // the first error says more
		return "", fmt.Errorf("writing a %s: %w", kind, err)
	}
	return id, nil
}

// TreeEdit says what is to be at a path. Without an object the file there is deleted.
type TreeEdit struct{ Path, Mode, Object string }

// maxTree is the size in bytes of the largest tree object that is read.
const maxTree = 64 << 20

// EditTree makes a tree of another, "" for the empty one, with changed files, and returns its id.
// Deletions come first, and the last of several edits of a path counts. A file
// does not take the place of a directory, nor a directory that of a file. What
// is not edited stays as it is, byte for byte; a tree in which nothing changes has
// its own id.
func (w Writer) EditTree(tree string, edits []TreeEdit) (id string, err error) {
	root := &branch{}
	for _, e := range edits {
		if err := CheckPath(e.Path); err != nil {
			return "", err
		}
		root.add(strings.Split(e.Path, "/"), e)
	}
	if id, err = w.edit(tree, "", root); err == nil && id == "" {
		return w.Write("tree", nil)
	}
	return id, err
}

// branch holds edits by the first name of what is left of their paths.
type branch struct {
	files map[string]TreeEdit
	below map[string]*branch
}

func (b *branch) add(names []string, e TreeEdit) {
	if len(names) == 1 {
		if b.files == nil {
			b.files = map[string]TreeEdit{}
		}
		b.files[names[0]] = e
		return
	}
	if b.below == nil {
		b.below = map[string]*branch{}
	}
	if b.below[names[0]] == nil {
		b.below[names[0]] = &branch{}
	}
	b.below[names[0]].add(names[1:], e)
}

// entry is what a tree object has of one name.
type entry struct{ mode, object string }

const directory = "40000"

// edit is EditTree below a directory; "" is the id of a tree with nothing in it, which git does not keep.
func (w Writer) edit(tree, dir string, edits *branch) (id string, err error) {
	entries, err := w.readTree(tree)
	if err != nil {
		return "", err
	}
	before := maps.Clone(entries)
	for _, name := range slices.Sorted(maps.Keys(edits.files)) {
		if e := edits.files[name]; e.Object == "" && entries[name].mode != directory {
			delete(entries, name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(edits.below)) {
		below, was := edits.below[name], entries[name]
		if was.object != "" && was.mode != directory {
			if !below.writes() {
				continue
			}
			return "", fmt.Errorf("git cannot have a directory at %q: a file has this name", dir+name)
		}
		object, err := w.edit(was.object, dir+name+"/", below)
		if err != nil {
			return "", err
		}
		if delete(entries, name); object != "" {
			entries[name] = entry{directory, object}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(edits.files)) {
		e := edits.files[name]
		switch {
		case e.Object == "":
			continue
		case entries[name].mode == directory:
			return "", fmt.Errorf("git cannot have a file at %q: a directory has this name", dir+name)
		case e.Mode != "100644" && e.Mode != "100755":
			return "", fmt.Errorf("%q has the mode %q", dir+name, e.Mode)
		}
		entries[name] = entry{e.Mode, e.Object}
	}
	switch {
	case tree != "" && maps.Equal(entries, before): // in whatever form it was written
		return tree, nil
	case len(entries) == 0:
		return "", nil
	}
	return w.writeTree(entries)
}

// writes reports whether a file is to be somewhere.
func (b *branch) writes() bool {
	for _, e := range b.files {
		if e.Object != "" {
			return true
		}
	}
	for _, below := range b.below {
		if below.writes() {
			return true
		}
	}
	return false
}

// modes are the modes that git writes, or has written.
var modes = []string{directory, "100644", "100755", "100664", "120000", "160000"}

// readTree reads a tree object: <mode> SP <name> NUL <id>, over and over. Zeros that
// begin a mode say nothing, as with git, whose fsck warns of them (zeroPaddedFilemode);
// a tree that is written has none.
func (w Writer) readTree(id string) (map[string]entry, error) {
	entries := map[string]entry{}
	if id == "" {
		return entries, nil
	}
	var content []byte
	words, err := w.Objects.Use(func(b *Batch) error {
		a, err := b.Ask(id)
		switch {
		case err != nil:
			return err
		case !a.Found || a.Kind != "tree" || a.Size > maxTree:
			return fmt.Errorf("the tree %s cannot be read", id)
		}
		content = make([]byte, a.Size)
		if _, err := io.ReadFull(b.Content(a.Size), content); err != nil {
			return err
		}
		return b.EndOfContent()
	})
	if err != nil {
		return nil, &Error{Args: batchArgs, Stderr: cmp.Or(words, err.Error()), Err: err}
	}
	size := cmp.Or(w.Digits, 2*sha1.Size) / 2
	for rest := content; len(rest) > 0; rest = rest[size:] {
		head, after, ended := bytes.Cut(rest, []byte{0})
		mode, name, named := strings.Cut(string(head), " ")
		if _, twice := entries[name]; !ended || !named || name == "" || twice || len(after) < size {
			return nil, fmt.Errorf("the tree %s is damaged", id)
		}
		written := mode
		if mode = strings.TrimLeft(mode, "0"); !slices.Contains(modes, mode) {
			return nil, fmt.Errorf("the tree %s has the mode %q of %q, which is not one of git's: find the commit with `git fsck` and write it again", id, written, name)
		}
		rest = after
		entries[name] = entry{mode, hex.EncodeToString(rest[:size])}
	}
	return entries, nil
}

func (w Writer) writeTree(entries map[string]entry) (id string, err error) {
	sortedAs := func(name string) string { // git sorts a directory as if its name had a slash
		if entries[name].mode == directory {
			return name + "/"
		}
		return name
	}
	var b bytes.Buffer
	for _, name := range slices.SortedFunc(maps.Keys(entries), func(a, b string) int { return cmp.Compare(sortedAs(a), sortedAs(b)) }) {
		object, err := hex.DecodeString(entries[name].object)
		if err != nil || len(object) != cmp.Or(w.Digits, 2*sha1.Size)/2 {
			return "", fmt.Errorf("%q is not an object id", entries[name].object)
		}
		fmt.Fprintf(&b, "%s %s\x00%s", entries[name].mode, name, object)
	}
	return w.Write("tree", b.Bytes())
}

// Identity is who made a commit, and when: seconds since 1970, in UTC.
type Identity struct {
	Name, Email string
	When        int64
}

// line is how a commit says it. Git leaves out of names what it would misread.
func (i Identity) line() (string, error) {
	name, email := plain(i.Name), plain(i.Email)
	if name == "" {
		return "", fmt.Errorf("the name %q of a commit's author is empty", i.Name)
	}
	return fmt.Sprintf("%s <%s> %d +0000", name, email, i.When), nil
}

// plain is a name as git writes it: without <, > and line breaks, and without
// spaces and marks at its ends.
func plain(s string) string {
	s = strings.TrimFunc(s, func(r rune) bool { return r <= ' ' || strings.ContainsRune(`.,:;<>"\'`, r) })
	return strings.Map(func(r rune) rune {
		if r == '<' || r == '>' || r == '\n' || r == 0 {
			return -1
		}
		return r
	}, s)
}

// Commit makes a commit of a tree, whose author and committer are the same.
func (w Writer) Commit(tree string, parents []string, by Identity, message string) (id string, err error) {
	if strings.Contains(message, "\x00") {
		return "", errors.New("the message of a commit has a NUL byte")
	}
	who, err := by.line()
	if err != nil {
		return "", err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "tree %s\n", tree)
	for _, p := range parents {
		fmt.Fprintf(&b, "parent %s\n", p)
	}
	fmt.Fprintf(&b, "author %s\ncommitter %s\n\n%s", who, who, message)
	return w.Write("commit", []byte(b.String()))
}

// CheckPath refuses a path that git refuses in a commit on some platform: one
// that is not clean, or that leads into a .git directory under any of its names.
func CheckPath(path string) error {
	for name := range strings.SplitSeq(path, "/") {
		if name == "" || name == "." || name == ".." || strings.ContainsAny(name, "\x00\\") || isDotGit(name) {
			return fmt.Errorf("git cannot have a file at %q", path)
		}
	}
	return nil
}

// isDotGit reports whether a file system takes a name for .git: NTFS knows it by
// its short name, with a stream, and with dots and spaces at its end; HFS+ passes over
// characters that nobody sees.
func isDotGit(name string) bool {
	name = strings.Map(func(r rune) rune {
		if r >= 0x200c && r <= 0x200f || r >= 0x202a && r <= 0x202e || r >= 0x206a && r <= 0x206f || r == 0xfeff {
			return -1
		}
		return r
	}, name)
	name, _, _ = strings.Cut(name, ":")
	name = strings.ToLower(strings.TrimRight(name, ". "))
	return name == ".git" || name == "git~1"
}
