package source

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/modelgate-dev/modelgate/internal/git"
)

func TestOpen(t *testing.T) {
	r := newRepo(t)
	r.write("README.md", "hello\n")
	r.write("models/a/card.yaml", "a: 1\n")
	r.write("models/a-b", "x")
	r.write("empty", "")
	r.write("crlf.txt", "a\r\nb\r\n")
	r.write("binary", "\x00\xff\n\x00")
	r.write("-rf", "dash")
	commit := r.commit("first")
	r.write("README.md", "later\n")
	r.git("config", "core.autocrlf", "true") // no filter is applied

	tree := r.open("HEAD")
	if tree.Commit != commit {
		t.Errorf("commit is %q, want %q", tree.Commit, commit)
	}
	if err := fstest.TestFS(tree, "README.md", "models/a/card.yaml", "models/a-b", "empty", "-rf", "binary"); err != nil {
		t.Error(err)
	}
	checkRead(t, tree, "README.md", 6, "hello\n", nil)
	checkRead(t, tree, "README.md", 5, "", ErrTooLarge)
	checkRead(t, tree, "empty", 0, "", nil)
	checkRead(t, tree, "crlf.txt", 100, "a\r\nb\r\n", nil)
	checkRead(t, tree, "binary", 100, "\x00\xff\n\x00", nil)
	checkRead(t, tree, "-rf", 100, "dash", nil)
	checkRead(t, tree, "models", 100, "", ErrNotRegular)
	if e, _ := tree.Lookup("README.md"); e != (Entry{Path: "README.md", Kind: File, Size: 6, Object: "ce013625030ba8dba906f756967f9e9ca394464a"}) {
		t.Errorf("entry: %+v", e)
	}

	if err := tree.Close(); err != nil {
		t.Error(err)
	}
	checkRead(t, tree, "README.md", 6, "", errClosed)
}

func TestOpenBareAndSHA256(t *testing.T) {
	r := newRepo(t)
	r.write("file", "x")
	commit := r.commit("first")
	bare := filepath.Join(t.TempDir(), "bare.git")
	r.git("clone", "-q", "--bare", ".", bare)
	checkRead(t, r.at(bare).open(commit), "file", 9, "x", nil)

	long := r.at(t.TempDir())
	long.git("init", "-q", "-b", "main", "--object-format=sha256")
	long.write("file", "y")
	if commit := long.commit("first"); len(commit) != 64 {
		t.Fatalf("commit is %q", commit)
	}
	checkRead(t, long.open("HEAD"), "file", 9, "y", nil)
}

func TestOpenFromSubdirectoryListsAll(t *testing.T) {
	r := newRepo(t)
	r.write("top", "x")
	r.write("sub/file", "y")
	r.commit("first")
	tree := r.at(r.path("sub")).open("HEAD")
	if got := paths(tree.Entries()); !slices.Equal(got, []string{"sub/file", "top"}) {
		t.Errorf("entries: %q", got)
	}
}

func TestOpenEmptyCommit(t *testing.T) {
	r := newRepo(t)
	r.commit("nothing")
	if err := fstest.TestFS(r.open("HEAD")); err != nil {
		t.Error(err)
	}
}

func TestOpenHostileNames(t *testing.T) {
	r := newRepo(t)
	blob := r.pipe("content", "hash-object", "-w", "--stdin")
	names := []string{"-x", "a\tb", "a\nb", `a"b`, `back\slash`, "caf\xe9", "dir\xff/file", "dir\xff/sub/file", "space at end ", "é"}
	var index strings.Builder
	for _, name := range names {
		fmt.Fprintf(&index, "100644 %s\t%s\x00", blob, name)
	}
	r.pipe(index.String(), "update-index", "-z", "--index-info")
	tree := r.open(r.commitTree(r.git("write-tree")))

	if got := paths(tree.Entries()); !slices.Equal(got, names) {
		t.Errorf("entries: %q\nwant %q", got, names)
	}
	unreadable := []string{`back\slash`, "caf\xe9", "dir\xff/file", "dir\xff/sub/file"}
	if got := paths(tree.Unreadable()); !slices.Equal(got, unreadable) {
		t.Errorf("unreadable: %q", got)
	}
	for _, name := range names {
		if slices.Contains(unreadable, name) {
			checkRead(t, tree, name, 99, "", fs.ErrInvalid)
		} else {
			checkRead(t, tree, name, 99, "content", nil)
		}
	}
	if err := fstest.TestFS(tree, "a\nb", `a"b`, "-x", "space at end "); err != nil {
		t.Error(err)
	}
}

func TestOpenLinksAndSubmodules(t *testing.T) {
	r := newRepo(t)
	r.write("dir/file", "x")
	commit := r.commit("first")
	link := r.pipe("/etc/passwd", "hash-object", "-w", "--stdin")
	r.git("update-index", "--add", "--cacheinfo", "120000,"+link+",dir/escape")
	r.git("update-index", "--add", "--cacheinfo", "160000,"+commit+",sub")
	tree := r.open(r.commitTree(r.git("write-tree")))

	if got := list(tree.Entries()); got != "symlink dir/escape xxxxxxxxxxx\nfile dir/file x\nsubmodule sub \n" {
		t.Errorf("entries:\n%s", got)
	}
	if e, _ := tree.Lookup("sub"); e.Object != commit {
		t.Errorf("submodule: %+v", e)
	}
	checkRead(t, tree, "dir/escape", 99, "", ErrSymlink)
	checkRead(t, tree, "dir/escape/x", 99, "", ErrSymlink)
	checkRead(t, tree, "sub", 99, "", ErrSubmodule)
	checkRead(t, tree, "sub/README.md", 99, "", ErrSubmodule)
	if err := fstest.TestFS(tree, "dir/file"); err != nil {
		t.Error(err)
	}
}

// forge writes a tree object that git would not write, from "mode name object" lines.
func (r testRepo) forge(entries ...string) string {
	var b bytes.Buffer
	for _, e := range entries {
		words := strings.SplitN(e, " ", 3)
		object, err := hex.DecodeString(words[1])
		if err != nil {
			r.t.Fatal(err)
		}
		b.WriteString(words[0] + " " + words[2] + "\x00")
		b.Write(object)
	}
	return r.pipe(b.String(), "hash-object", "-t", "tree", "-w", "--stdin", "--literally")
}

func TestOpenForgedTrees(t *testing.T) {
	r := newRepo(t)
	blob := r.pipe("content", "hash-object", "-w", "--stdin")
	inner := r.forge("100644 " + blob + " file")
	for _, c := range []struct {
		name    string
		entries []string
		kind    error
	}{
		{"twice", []string{"100644 " + blob + " a", "100644 " + blob + " a"}, ErrCorrupt},
		{"file and directory", []string{"100644 " + blob + " a", "40000 " + inner + " a"}, ErrCorrupt},
		{"slash in a name hides a file", []string{"100644 " + blob + " a/file", "40000 " + inner + " a"}, ErrCorrupt},
		{"file that is a tree", []string{"100644 " + inner + " a"}, ErrMissing},
		{"file that is nowhere", []string{"100644 " + strings.Repeat("1", 40) + " a"}, ErrMissing},
		{"directory that is nowhere", []string{"40000 " + strings.Repeat("1", 40) + " a"}, ErrCorrupt},
	} {
		t.Run(c.name, func(t *testing.T) {
			commit := r.commitTree(r.forge(c.entries...))
			tree, err := Open(context.Background(), r.Repo, commit)
			if err == nil && c.name == "file that is a tree" {
				defer tree.Close()
				_, err = tree.Read("a", 1000)
				c.kind = ErrCorrupt
			}
			if !errors.Is(err, c.kind) || IsUsage(err) {
				t.Errorf("got %v, want %v", err, c.kind)
			}
		})
	}

	t.Run("leaves the tree", func(t *testing.T) {
		tree := r.open(r.commitTree(r.forge("40000 "+inner+" ..", "100644 "+blob+" .git")))
		if got := paths(tree.Unreadable()); !slices.Equal(got, []string{"../file"}) {
			t.Errorf("unreadable: %q", got)
		}
		checkRead(t, tree, "../file", 99, "", fs.ErrInvalid)
		if err := fstest.TestFS(tree, ".git"); err != nil {
			t.Error(err)
		}
	})
}

// objectPath is the file of a loose object.
func (r testRepo) objectPath(object string) string {
	return r.path(".git/objects/" + object[:2] + "/" + object[2:])
}

func TestDamagedBlobs(t *testing.T) {
	r := newRepo(t)
	r.write("good", "good content\n")
	r.write("replaced", "the right content\n")
	r.write("torn", strings.Repeat("0123456789abcdef", 4096))
	r.write("gone", "gone later\n")
	r.commit("first")
	before := r.open("HEAD") // listed while all was well
	object := func(name string) string {
		e, _ := before.Lookup(name)
		return r.objectPath(e.Object)
	}
	other := r.objectPath(r.pipe("the evil content!\n", "hash-object", "-w", "--stdin"))
	evil, err := os.ReadFile(other)
	if err != nil {
		t.Fatal(err)
	}
	overwrite := func(name string, content []byte) {
		os.Chmod(name, 0o644) //nolint:errcheck // the write tells
		if err := os.WriteFile(name, content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	overwrite(object("replaced"), evil)
	torn, err := os.ReadFile(object("torn"))
	if err != nil {
		t.Fatal(err)
	}
	overwrite(object("torn"), append(torn[:len(torn)-20:len(torn)-20], "garbage garbage bye!"...))
	if err := os.Remove(object("gone")); err != nil {
		t.Fatal(err)
	}

	before.ReadAhead(before.Entries()) // hides nothing of it
	checkRead(t, before, "replaced", 1<<20, "", ErrCorrupt)
	checkRead(t, before, "good", 1<<20, "good content\n", nil)
	checkRead(t, before, "torn", 1<<20, "", ErrCorrupt)
	checkRead(t, before, "gone", 1<<20, "", ErrMissing)
	checkRead(t, before, "good", 1<<20, "good content\n", nil)

	if _, err := Open(context.Background(), r.Repo, "HEAD"); !errors.Is(err, ErrMissing) || !strings.Contains(err.Error(), `"gone"`) {
		t.Errorf("opened after: %v", err)
	}
}

func TestReadConcurrently(t *testing.T) {
	r := newRepo(t)
	for i := range 50 {
		r.write(fmt.Sprintf("f%d", i), strings.Repeat(fmt.Sprint(i), 1000*i))
	}
	r.commit("first")
	tree := r.open("HEAD")
	var wg sync.WaitGroup
	for worker := range 8 {
		wg.Go(func() {
			tree.ReadAhead(tree.Entries()[worker:])
			for i := range 50 {
				n := (i + worker*7) % 50
				got, err := tree.Read(fmt.Sprintf("f%d", n), 1<<20)
				if err != nil || string(got) != strings.Repeat(fmt.Sprint(n), 1000*n) {
					t.Errorf("f%d: %d bytes, %v", n, len(got), err)
				}
			}
		})
	}
	wg.Wait()
}

func TestCancelEndsReading(t *testing.T) {
	r := newRepo(t)
	r.write("a", "a")
	r.write("b", "b")
	r.commit("first")
	ctx, cancel := context.WithCancel(context.Background())
	tree, err := Open(ctx, r.Repo, "HEAD")
	if err != nil {
		t.Fatal(err)
	}
	checkRead(t, tree, "a", 9, "a", nil)
	cancel()
	if _, err := tree.Read("b", 9); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if err := tree.Close(); err != nil {
		t.Errorf("Close: %v", err)
	}
}

func TestOpenWithoutGit(t *testing.T) {
	r := newRepo(t)
	r.write("a", "a")
	r.commit("first")
	tree := r.open("HEAD")
	t.Setenv("PATH", "")
	_, err := Open(context.Background(), r.Repo, "HEAD")
	if !errors.Is(err, git.ErrNotFound) || IsUsage(err) {
		t.Errorf("got %v", err)
	}
	checkRead(t, tree, "a", 9, "", git.ErrNotFound)
}

func TestParseTreeRefuses(t *testing.T) {
	object := strings.Repeat("1", 40)
	for _, out := range []string{
		"100644 blob " + object + " 1\ta", // not ended
		"100644 blob " + object + " 1 a\x00",
		"100644 blob " + object + "\ta\x00",
		"100644 blob " + object + " -1\ta\x00",
		"100644 blob " + object + " 99999999999999999999\ta\x00",
		"100644 tree " + object + " -\ta\x00",
		"100644 blob HEAD:x 1\ta\x00",
		"777777 blob " + object + " 1\ta\x00",
		"\x00",
	} {
		if entries, err := parseTree(out, true); err == nil {
			t.Errorf("parseTree(%q) = %v", out, entries)
		}
	}
	entries, err := parseTree("100755 blob "+object+"       7\ta\tb\x00", true)
	if err != nil || entries[0] != (Entry{Path: "a\tb", Kind: File, Size: 7, Object: object, Executable: true}) {
		t.Errorf("got %v, %v", entries, err)
	}
}

func BenchmarkRead2000(b *testing.B) {
	if runtime.GOOS == "windows" {
		b.Skip("slow")
	}
	r := newRepo(b)
	for i := range 2000 {
		r.write(fmt.Sprintf("models/%d/card-%d.yaml", i%100, i), strings.Repeat(fmt.Sprintf("name: %d\n", i), 100))
	}
	r.commit("first")
	b.ReportAllocs()
	for b.Loop() {
		tree, err := Open(context.Background(), r.Repo, "HEAD")
		if err != nil {
			b.Fatal(err)
		}
		for _, e := range tree.Entries() {
			if _, err := tree.Read(e.Path, 1<<20); err != nil {
				b.Fatal(err)
			}
		}
		if err := tree.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOpen40000(b *testing.B) {
	r := newRepo(b)
	blob := r.pipe("content", "hash-object", "-w", "--stdin")
	var index strings.Builder
	for i := range 40_000 {
		fmt.Fprintf(&index, "100644 %s\tmodels/team-%d/model-%d/README.md\x00", blob, i%100, i)
	}
	r.pipe(index.String(), "update-index", "-z", "--index-info")
	commit := r.commitTree(r.git("write-tree"))
	b.ReportAllocs()
	for b.Loop() {
		tree, err := Open(context.Background(), r.Repo, commit)
		if err != nil || len(tree.Entries()) != 40_000 {
			b.Fatal(err)
		}
	}
}
