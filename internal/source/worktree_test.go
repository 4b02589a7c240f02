package source

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/modelgate-dev/modelgate/internal/git"
)

func TestWorktree(t *testing.T) {
	r := newRepo(t)
	r.write(".gitignore", "*.tmp\n")
	r.write("tracked", "old")
	r.write("deleted", "x")
	r.write("dir/kept", "x")
	r.write("was-file", "x")
	r.write("was-dir/file", "x")
	r.write("uncached", "x")
	r.commit("first")
	r.write("tracked", "new content")
	r.remove("deleted")
	r.remove("was-file")
	r.write("was-file/now/inside", "y")
	r.remove("was-dir")
	r.write("was-dir", "z")
	r.write("untracked\nname", "u")
	r.write("ignored.tmp", "i")
	r.git("rm", "-q", "--cached", "uncached")

	tree := r.worktree()
	if tree.Commit != WorktreeCommit {
		t.Errorf("commit is %q", tree.Commit)
	}
	want := []string{".gitignore", "dir/kept", "tracked", "uncached", "untracked\nname", "was-dir", "was-file/now/inside"}
	if got := paths(tree.Entries()); !slices.Equal(got, want) {
		t.Errorf("entries: %q\nwant %q", got, want)
	}
	checkRead(t, tree, "tracked", 11, "new content", nil)
	checkRead(t, tree, "tracked", 10, "", ErrTooLarge)
	checkRead(t, tree, "untracked\nname", 99, "u", nil)
	checkRead(t, tree, "was-file/now/inside", 99, "y", nil)
	checkRead(t, tree, "ignored.tmp", 99, "", fs.ErrNotExist)
	checkRead(t, tree, ".git/config", 99, "", fs.ErrNotExist)
	checkRead(t, tree, "deleted", 99, "", fs.ErrNotExist)
	if err := fstest.TestFS(tree, want...); err != nil {
		t.Error(err)
	}

	below := r.at(r.path("dir")).worktree() // the same from any directory
	if got := paths(below.Entries()); !slices.Equal(got, want) {
		t.Errorf("from a subdirectory: %q", got)
	}
}

func TestWorktreeLinks(t *testing.T) {
	r := newRepo(t)
	outside := t.TempDir()
	if err := os.WriteFile(filepath.Join(outside, "secret"), []byte("secret"), 0o644); err != nil {
		t.Fatal(err)
	}
	r.write("real/file", "x")
	r.write("moved/file", "x")
	r.write("escaped/secret", "x")
	r.commit("first")
	r.symlink(filepath.Join(outside, "secret"), "absolute")
	r.symlink("../../../../etc/passwd", "relative")
	r.symlink("real/file", "inside")
	r.symlink("nowhere", "dangling")
	r.remove("moved")
	r.symlink("real", "moved") // a tracked directory is now a link inside the tree
	r.remove("escaped")
	r.symlink(outside, "escaped") // and one that leads out

	tree := r.worktree()
	want := []string{"absolute", "dangling", "escaped", "inside", "moved", "real/file", "relative"}
	if got := paths(tree.Entries()); !slices.Equal(got, want) {
		t.Errorf("entries: %q, want %q", got, want)
	}
	for _, name := range []string{"absolute", "relative", "inside", "dangling", "moved", "moved/file", "escaped", "escaped/secret"} {
		checkRead(t, tree, name, 1<<20, "", ErrSymlink)
	}

	// What is exchanged after the listing is refused too.
	r.remove("real/file")
	r.symlink(filepath.Join(outside, "secret"), "real/file")
	checkRead(t, tree, "real/file", 99, "", ErrSymlink)
	r.remove("real")
	r.symlink(outside, "real")
	checkRead(t, tree, "real/file", 99, "", ErrSymlink)
	if _, err := tree.Open("real/file"); !errors.Is(err, ErrSymlink) {
		t.Errorf("Open: got %v", err)
	}
}

func TestWorktreeSubmodulesAndNestedRepositories(t *testing.T) {
	r := newRepo(t)
	r.write("file", "x")
	commit := r.commit("first")
	r.git("update-index", "--add", "--cacheinfo", "160000,"+commit+",sub")
	r.git("update-index", "--add", "--cacheinfo", "160000,"+commit+",gone")
	if err := os.MkdirAll(r.path("sub"), 0o755); err != nil {
		t.Fatal(err)
	}
	r.git("init", "-q", "nested")
	r.at(r.path("nested")).git("commit", "-q", "--allow-empty", "-m", "inside")
	r.write("nested/card.md", "hidden")

	tree := r.worktree()
	if got := list(tree.Entries()); got != "file file x\nsubmodule nested \nsubmodule sub \n" {
		t.Errorf("entries:\n%s", got)
	}
	checkRead(t, tree, "nested/card.md", 99, "", ErrSubmodule)
}

func TestWorktreeOfUnbornBranch(t *testing.T) {
	r := newRepo(t)
	r.write("file", "x")
	checkRead(t, r.worktree(), "file", 9, "x", nil)
}

func TestWorktreeInConflict(t *testing.T) {
	r := newRepo(t)
	r.write("file", "base")
	base := r.commit("base")
	r.git("switch", "-q", "-c", "side")
	r.write("file", "side")
	r.commit("side")
	r.git("switch", "-q", "main")
	r.write("file", "main")
	r.commit("main")
	if _, err := r.Run(context.Background(), "merge", "-q", "side"); err == nil {
		t.Fatal("there is no conflict")
	}
	tree := r.worktree()
	if got := paths(tree.Entries()); !slices.Equal(got, []string{"file"}) {
		t.Errorf("entries: %q", got)
	}
	checkChanges(t, r, r.open(base), tree, "modified file\n")
}

func TestWorktreeErrors(t *testing.T) {
	ctx := context.Background()
	r := newRepo(t)
	r.write("kept/file", "x")
	r.write("left/out", "x")
	r.commit("first")
	bare := filepath.Join(t.TempDir(), "bare.git")
	r.git("clone", "-q", "--bare", ".", bare)
	if _, err := OpenWorktree(ctx, git.Repo{Dir: bare}); !errors.Is(err, ErrBare) || !IsUsage(err) {
		t.Errorf("bare: got %v", err)
	}
	if _, err := OpenWorktree(ctx, git.Repo{Dir: t.TempDir()}); !errors.Is(err, git.ErrNotRepository) || !IsUsage(err) {
		t.Errorf("no repository: got %v", err)
	}
	unfilled := r.at(filepath.Join(t.TempDir(), "clone"))
	r.git("clone", "-q", "--no-checkout", ".", unfilled.Dir)
	if _, err := OpenWorktree(ctx, unfilled.Repo); !errors.Is(err, ErrSparse) || IsUsage(err) {
		t.Errorf("without a checkout: got %v", err)
	}
	r.git("sparse-checkout", "set", "--cone", "kept")
	if _, err := OpenWorktree(ctx, r.Repo); !errors.Is(err, ErrSparse) || IsUsage(err) {
		t.Errorf("sparse: got %v", err)
	}
}

func TestWorktreeReadsWhatIsThereNow(t *testing.T) {
	r := newRepo(t)
	r.write("grows", "ab")
	r.write("goes", "x")
	r.write("turns", "x")
	tree := r.worktree()
	r.write("grows", "abcd")
	r.remove("goes")
	r.remove("turns")
	r.write("turns/file", "x")
	checkRead(t, tree, "grows", 3, "", ErrTooLarge)
	checkRead(t, tree, "grows", 4, "abcd", nil)
	checkRead(t, tree, "goes", 4, "", fs.ErrNotExist)
	checkRead(t, tree, "turns", 4, "", ErrNotRegular)
}

func TestParseFiles(t *testing.T) {
	object := "78981922613b2afb6025042ff6bd878ac1994e85"
	got, err := parseFiles("? z y/\x00? b\x00H 100644 " + object + " 0\tc\td\x00" +
		"M 100644 " + object + " 1\ta\x00M 100644 " + object + " 2\ta\x00S 100644 " + object + " 0\te\x00h 160000 " + object + " 0\tf\x00")
	want := []listedFile{
		{path: "a", tracked: true}, {path: "b", unsure: true}, {path: "c\td", tracked: true}, {path: "e", tracked: true, sparse: true, unsure: true},
		{path: "f", tracked: true, submodule: true, unsure: true}, {path: "z y", submodule: true, unsure: true},
	}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("got %+v, %v", got, err)
	}
	for _, out := range []string{"H", "? a", "\x00", "H 100644 " + object + " 0 a\x00", "HH x\ty\x00"} {
		if got, err := parseFiles(out); err == nil {
			t.Errorf("parseFiles(%q) = %+v", out, got)
		}
	}
}
