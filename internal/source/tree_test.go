package source

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// mapTree is a tree of files and, where a content begins with ->, of symbolic links.
func mapTree(files map[string]string) Tree {
	var entries []Entry
	for name, content := range files {
		e := Entry{Path: name, Kind: File}
		if target, link := strings.CutPrefix(content, "->"); link {
			e.Kind, content = Symlink, target
		}
		e.Size, e.Object = int64(len(content)), blobName([]byte(content), 40)
		entries = append(entries, e)
	}
	tree, err := Listed("test", entries, func(e Entry) ([]byte, error) { return []byte(strings.TrimPrefix(files[e.Path], "->")), nil })
	if err != nil {
		panic(err)
	}
	return tree
}

func TestReadAnything(t *testing.T) {
	tree := mapTree(map[string]string{
		"a/b/c.txt": "c", "a-b": "ab", "a.txt": "txt", "empty": "",
		"link": "->a.txt", "dirlink": "->a", "only/a/link": "->../../a.txt",
	})
	want := "file a-b xx\nfile a.txt xxx\nfile a/b/c.txt x\nsymlink dirlink x\nfile empty \nsymlink link xxxxx\nsymlink only/a/link xxxxxxxxxxx\n"
	if got := list(tree.Entries()); got != want {
		t.Errorf("entries:\n%s\nwant:\n%s", got, want)
	}
	checkRead(t, tree, "a.txt", 3, "txt", nil)
	checkRead(t, tree, "a.txt", 2, "", ErrTooLarge)
	checkRead(t, tree, "empty", 0, "", nil)
	checkRead(t, tree, "link", 9, "", ErrSymlink)
	checkRead(t, tree, "dirlink/b/c.txt", 9, "", ErrSymlink)
	checkRead(t, tree, "a", 9, "", ErrNotRegular)
	checkRead(t, tree, ".", 9, "", ErrNotRegular)
	checkRead(t, tree, "a/none", 9, "", fs.ErrNotExist)
	checkRead(t, tree, "a.txt/none", 9, "", fs.ErrNotExist)
	checkRead(t, tree, "", 9, "", fs.ErrInvalid)
	checkRead(t, tree, "/a.txt", 9, "", fs.ErrInvalid)
	checkRead(t, tree, "../a.txt", 9, "", fs.ErrInvalid)
	checkRead(t, tree, `a\b`, 9, "", fs.ErrInvalid)
	if err := tree.Close(); err != nil {
		t.Error(err)
	}
}

func TestFileSystem(t *testing.T) {
	tree := mapTree(map[string]string{"a/b/c": "c", "a-b": "1", "a.b": "2", "a/b.c": "3", "a/b-c": "4", "z": strings.Repeat("z", 5000)})
	for name, fsys := range map[string]fs.FS{"tree": tree, "embedded": tree.FS} {
		if err := fstest.TestFS(fsys, "a/b/c", "a-b", "a.b", "a/b.c", "a/b-c", "z"); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := fstest.TestFS(mapTree(nil)); err != nil {
		t.Errorf("empty tree: %v", err)
	}
}

func TestFileSystemRefusesLinks(t *testing.T) {
	tree := mapTree(map[string]string{"a/file": "x", "a/link": "->file", "b/link": "->../a/file"})
	for _, name := range []string{"a/link", "b/link"} {
		if _, err := tree.Open(name); !errors.Is(err, ErrSymlink) {
			t.Errorf("Open(%q): got %v", name, err)
		}
		if _, err := tree.Stat(name); !errors.Is(err, ErrSymlink) {
			t.Errorf("Stat(%q): got %v", name, err)
		}
		if _, err := fs.ReadFile(tree, name); !errors.Is(err, ErrSymlink) {
			t.Errorf("ReadFile(%q): got %v", name, err)
		}
	}
	if _, err := tree.ReadDir("a/file"); err == nil || errors.Is(err, fs.ErrNotExist) {
		t.Errorf("ReadDir of a file: got %v", err)
	}
	if err := fstest.TestFS(tree, "a/file"); err != nil {
		t.Error(err)
	}
}

func TestZeroTreeIsEmpty(t *testing.T) {
	var tree Tree
	checkRead(t, tree, "a", 1, "", fs.ErrNotExist)
	if _, err := tree.Open("a"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Open: got %v", err)
	}
	if list, err := tree.ReadDir("."); err != nil || len(list) != 0 {
		t.Errorf("ReadDir: got %v, %v", list, err)
	}
	if len(tree.Entries())+len(tree.Under("."))+len(tree.Unreadable()) != 0 || tree.Close() != nil {
		t.Error("the zero tree is not empty")
	}
}

func TestUnderAndLookup(t *testing.T) {
	tree := mapTree(map[string]string{"a": "", "b!": "", "b-c": "", "b/a": "", "b/c/d": "", "b0": "", "ba/x": "", "c": ""})
	for _, c := range []struct {
		dir  string
		want []string
	}{
		{"b", []string{"b/a", "b/c/d"}},
		{"b/c", []string{"b/c/d"}},
		{"b/c/d", []string{}},
		{"a", []string{}},
		{"none", []string{}},
		{"", []string{}},
		{"/", []string{}},
		{"b/", []string{}},
	} {
		if got := paths(tree.Under(c.dir)); !slices.Equal(got, c.want) {
			t.Errorf("Under(%q) = %q, want %q", c.dir, got, c.want)
		}
	}
	if got := len(tree.Under(".")); got != len(tree.Entries()) {
		t.Errorf(`Under("."): %d entries`, got)
	}
	if e, ok := tree.Lookup("b/c/d"); !ok || e.Path != "b/c/d" {
		t.Errorf("Lookup: got %v, %v", e, ok)
	}
	for _, name := range []string{"b/c", "", ".", "zz", "b/c/d/"} {
		if e, ok := tree.Lookup(name); ok {
			t.Errorf("Lookup(%q): got %v", name, e)
		}
	}
	grown := append(tree.Under("b"), Entry{Path: "mine"})
	if len(grown) != 3 || slices.ContainsFunc(tree.Entries(), func(e Entry) bool { return e.Path == "mine" }) {
		t.Error("appending to Under changed the tree")
	}
}

func TestServedSharesEntries(t *testing.T) {
	entries := []Entry{{Path: "a", Kind: File}, {Path: "b", Kind: File}}
	if got := served(entries); &got[0] != &entries[0] {
		t.Error("the list was copied")
	}
	entries = append(entries, Entry{Path: "c", Kind: Symlink}, Entry{Path: "d\xff", Kind: File}, Entry{Path: `e\f`, Kind: File}, Entry{Path: "g/../h", Kind: File})
	if got := paths(served(entries)); !slices.Equal(got, []string{"a", "b"}) || len(entries) != 6 {
		t.Errorf("served %q of %v", got, entries)
	}
	tree := newTree("x", entries, nil)
	if got := paths(tree.Unreadable()); !slices.Equal(got, []string{"d\xff", `e\f`, "g/../h"}) {
		t.Errorf("unreadable: %q", got)
	}
}

func FuzzUnder(f *testing.F) {
	f.Add("a/b\na-b\na\nab", "a")
	f.Add("a0\na/\na/b/c", "a/b")
	f.Fuzz(func(t *testing.T, names, dir string) {
		var entries []Entry
		for _, name := range strings.Split(names, "\n") {
			entries = append(entries, Entry{Path: name, Kind: File})
		}
		sortEntries(entries)
		tree := newTree("x", entries, nil)
		var want []string
		for _, e := range entries {
			if dir == "." || strings.HasPrefix(e.Path, dir+"/") {
				want = append(want, e.Path)
			}
		}
		if got := paths(tree.Under(dir)); !slices.Equal(got, want) {
			t.Errorf("Under(%q) = %q, want %q", dir, got, want)
		}
	})
}

func BenchmarkReadDir(b *testing.B) {
	entries := make([]Entry, 40_000)
	for i := range entries {
		entries[i] = Entry{Path: fmt.Sprintf("models/%d/%d", i/8, rand.Uint64()), Kind: File}
	}
	sortEntries(entries)
	tree := newTree("x", entries, nil)
	b.ReportAllocs()
	for b.Loop() {
		if list, err := tree.ReadDir("models"); err != nil || len(list) != 5000 {
			b.Fatal(len(list), err)
		}
	}
}
