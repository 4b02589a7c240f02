package source

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

func (r testRepo) openSmall(commit string) Tree {
	r.t.Helper()
	tree, err := OpenSmall(r.t.Context(), r.WithObjects(r.t.Context()), commit)
	return closed(r.t, tree, err)
}

// TestOpenSmallIsOpen: whoever lists a commit, it is the same one.
func TestOpenSmallIsOpen(t *testing.T) {
	r := newRepo(t)
	blob := r.pipe("content", "hash-object", "-w", "--stdin")
	script := r.pipe("script", "hash-object", "-w", "--stdin")
	var index strings.Builder
	for _, name := range []string{"-x", "a\tb", "a\nb", `back\slash`, "dir\xff/sub/file", "a/b/c/d", "a-b", "a0", "z"} {
		fmt.Fprintf(&index, "100644 %s\t%s\x00", blob, name)
	}
	for i := range 300 { // more directories than are asked for at once
		fmt.Fprintf(&index, "100755 %s\tmany/%d/of/them\x00", script, i)
	}
	fmt.Fprintf(&index, "120000 %s\tlink\x00160000 %s\tmodule\x00", blob, strings.Repeat("1", 40))
	r.pipe(index.String(), "update-index", "-z", "--index-info")
	commits := []string{r.commitTree(r.git("write-tree")), r.commitTree(r.pipe("", "mktree"))}

	for _, commit := range commits {
		want, got := r.open(commit), r.openSmall(commit)
		if got.Commit != commit || len(got.Entries()) != len(want.Entries()) {
			t.Fatalf("%d entries, want %d", len(got.Entries()), len(want.Entries()))
		}
		for i, e := range want.Entries() {
			small := got.Entries()[i]
			if e.Kind != Submodule {
				if small.Size != unknown {
					t.Errorf("%q has the size %d before it was asked for", e.Path, small.Size)
				}
				if small.Size, _ = got.Size(small); small != e {
					t.Errorf("got %+v\nwant %+v", small, e)
				}
			}
		}
	}
	tree := r.openSmall(commits[0])
	if err := fstest.TestFS(tree, "a/b/c/d", "many/299/of/them"); err != nil {
		t.Error(err)
	}
	checkRead(t, tree, "a/b/c/d", 7, "content", nil)
	checkRead(t, tree, "a/b/c/d", 6, "", ErrTooLarge)
	checkRead(t, tree, "a-b", 7, "content", nil)
	checkRead(t, tree, "link", 99, "", ErrSymlink)
	if link, _ := tree.Lookup("link"); link.Kind != Symlink {
		t.Errorf("%+v", link)
	} else if target, err := tree.Target(link); err != nil || target != "content" {
		t.Errorf("%q, %v", target, err)
	}

	long := r.at(t.TempDir())
	long.git("init", "-q", "-b", "main", "--object-format=sha256")
	long.write("dir/file", "y")
	checkRead(t, long.openSmall(long.commit("first")), "dir/file", 9, "y", nil)
}

func TestOpenSmallForgedTrees(t *testing.T) {
	r := newRepo(t)
	blob := r.pipe("content", "hash-object", "-w", "--stdin")
	inner := r.forge("100644 " + blob + " file")
	deep, wide := inner, inner
	var objects strings.Builder // of which each is in the next
	for i := range maxDepth + 1 {
		id, _ := hex.DecodeString(deep)
		name := fmt.Sprintf("deep/%d", i)
		r.write(name, "40000 d\x00"+string(id))
		deep = objectName("tree", fmt.Appendf(nil, "40000 d\x00%s", id), 40)
		fmt.Fprintln(&objects, name)
	}
	r.pipe(objects.String(), "hash-object", "-t", "tree", "-w", "--literally", "--no-filters", "--stdin-paths")
	for range 8 { // 16^8 files in 9 objects
		var entries []string
		for i := range 16 {
			entries = append(entries, fmt.Sprintf("40000 %s %x", wide, i))
		}
		wide = r.forge(entries...)
	}
	for name, c := range map[string]struct {
		entries []string
		kind    error
		says    string
	}{
		"twice":               {[]string{"100644 " + blob + " a", "100644 " + blob + " a"}, ErrCorrupt, "twice"},
		"file and directory":  {[]string{"100644 " + blob + " a", "40000 " + inner + " a"}, ErrCorrupt, "a file and a directory"},
		"slash in a name":     {[]string{"100644 " + blob + " a/file"}, ErrCorrupt, "has an entry"},
		"odd mode":            {[]string{"777777 " + blob + " a"}, ErrCorrupt, "mode"},
		"nowhere":             {[]string{"40000 " + strings.Repeat("1", 40) + " a"}, ErrMissing, `"a"`},
		"directory is a file": {[]string{"40000 " + blob + " a"}, ErrCorrupt, "blob"},
		"deep":                {[]string{"40000 " + deep + " a"}, ErrCorrupt, "2048 deep"},
		"bomb":                {[]string{"40000 " + wide + " a"}, ErrCorrupt, "lists more than"},
	} {
		t.Run(name, func(t *testing.T) {
			commit := r.commitTree(r.forge(c.entries...))
			_, err := openSmall(t.Context(), r.Repo, commit, "", 10_000)
			if !errors.Is(err, c.kind) || IsUsage(err) || !strings.Contains(fmt.Sprint(errors.Unwrap(err), err), c.says) {
				t.Errorf("got %v, want %v with %q", err, c.kind, c.says)
			}
		})
	}
	if got := paths(r.openSmall(r.commitTree(r.forge("40000 "+inner+" ..", "100644 "+blob+" .git"))).Unreadable()); !slices.Equal(got, []string{"../file"}) {
		t.Errorf("unreadable: %q", got)
	}
}

// TestOpenSmallDamaged: a directory's object that is another's, and a lost content.
func TestOpenSmallDamaged(t *testing.T) {
	r := newRepo(t)
	r.write("good", "good content\n")
	r.write("gone", "gone later\n")
	r.write("dir/other", "other\n")
	commit := r.commit("first")
	tree := r.openSmall(commit)
	e, _ := tree.Lookup("gone")
	if err := os.Remove(r.objectPath(e.Object)); err != nil {
		t.Fatal(err)
	}
	checkRead(t, tree, "gone", 99, "", ErrMissing)
	if _, err := tree.Size(e); !errors.Is(err, ErrMissing) {
		t.Errorf("size: %v", err)
	}
	checkRead(t, tree, "good", 99, "good content\n", nil)

	other, err := os.ReadFile(r.objectPath(r.git("rev-parse", "HEAD^{tree}")))
	if err != nil {
		t.Fatal(err)
	}
	dir := r.objectPath(r.git("rev-parse", "HEAD:dir"))
	os.Chmod(dir, 0o644) //nolint:errcheck // the write tells
	if err := os.WriteFile(dir, other, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenSmall(t.Context(), r.Repo, commit); !errors.Is(err, ErrCorrupt) {
		t.Errorf("opened: %v", err)
	}

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := OpenSmall(ctx, r.Repo, commit); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if _, err := OpenSmall(t.Context(), r.Repo, strings.Repeat("2", 40)); !errors.Is(err, ErrMissing) {
		t.Errorf("got %v", err)
	}
}
