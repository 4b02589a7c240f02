package source

import (
	"context"
	"os"
	"runtime"
	"strings"
	"testing"
)

func text(changes []Change) string {
	var b strings.Builder
	for _, c := range changes {
		b.WriteString(string(c.Kind) + " " + c.Path + "\n")
	}
	return b.String()
}

func checkChanges(t *testing.T, r testRepo, base, head Tree, want string) {
	t.Helper()
	changes, err := ListChanges(context.Background(), r.Repo, base, head)
	if got := text(changes); err != nil || got != want {
		t.Errorf("changes, %v:\n%s\nwant:\n%s", err, got, want)
	}
}

// edit makes one change of every sort in a repository that has start's files.
func start(r testRepo) {
	r.write("same", "x")
	r.write("edited", "old")
	r.write("equal-size", "old")
	r.write("deleted", "x")
	r.write("moved/from", "content that moves\n")
	r.write("to-dir", "x")
	r.write("to-file/x", "x")
	r.write("to-file/y", "x")
	r.write("to-link", "same")
	r.write("a\nb", "x")
}

func edit(r testRepo) {
	r.write("edited", "new and longer")
	r.write("equal-size", "new")
	r.remove("deleted")
	r.remove("moved/from")
	r.write("moved/to", "content that moves\n")
	r.remove("to-dir")
	r.write("to-dir/x", "x")
	r.remove("to-file")
	r.write("to-file", "x")
	r.remove("to-link")
	r.symlink("same", "to-link")
	r.write("a\nb", "y")
	r.write("-new", "x")
}

const edited = "added -new\nmodified a\nb\ndeleted deleted\nmodified edited\nmodified equal-size\n" +
	"deleted moved/from\nadded moved/to\ndeleted to-dir\nadded to-dir/x\nadded to-file\ndeleted to-file/x\ndeleted to-file/y\nmodified to-link\n"

func TestChanges(t *testing.T) {
	r := newRepo(t)
	start(r)
	base := r.open(r.commit("first"))
	edit(r)
	untouched := r.worktree()
	checkChanges(t, r, base, untouched, edited)

	r.git("add", "edited", "-A", "to-dir") // a half staged tree is the same
	checkChanges(t, r, base, r.worktree(), edited)

	head := r.open(r.commit("second"))
	checkChanges(t, r, base, head, edited)
	checkChanges(t, r, head, r.worktree(), "")
	checkChanges(t, r, head, head, "")

	r.git("config", "diff.renames", "copies")
	r.git("config", "diff.relative", "true")
	r.git("config", "diff.external", "false")
	checkChanges(t, r.at(r.path("moved")), base, r.worktree(), edited)

	diff, err := Diff(base, head)
	if err != nil || text(diff) != edited {
		t.Errorf("Diff, %v:\n%s", err, text(diff))
	}
	diff, err = Diff(base, r.worktree()) // by bytes: there are no object ids on disk
	if err != nil || text(diff) != edited {
		t.Errorf("Diff with the working tree, %v:\n%s", err, text(diff))
	}
}

func TestChangesOfModeAndSubmodule(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no executable bit")
	}
	r := newRepo(t)
	r.write("script", "x")
	first := r.commit("first")
	r.git("update-index", "--add", "--cacheinfo", "160000,"+first+",sub")
	r.git("commit", "-q", "-m", "submodule")
	base := r.open("HEAD")
	if err := os.Chmod(r.path("script"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(r.path("sub"), 0o755); err != nil {
		t.Fatal(err)
	}
	checkChanges(t, r, base, r.worktree(), "modified script\n")
	r.git("add", "script")
	r.git("update-index", "--add", "--cacheinfo", "160000,"+base.Commit+",sub")
	r.git("commit", "-q", "-m", "both")
	checkChanges(t, r, base, r.open("HEAD"), "modified script\nmodified sub\n")
}

func TestChangesSeeWhatTheIndexHides(t *testing.T) {
	r := newRepo(t)
	r.write("assumed", "x")
	r.write("skipped", "x")
	r.write("uncached", "x")
	r.write("uncached-edited", "x")
	r.write("assumed-same", "x")
	r.symlink("assumed", "link")
	r.symlink("assumed", "link-same")
	base := r.open(r.commit("first"))
	r.git("update-index", "--assume-unchanged", "assumed", "assumed-same")
	r.git("update-index", "--skip-worktree", "skipped")
	r.git("rm", "-q", "--cached", "uncached", "uncached-edited", "link", "link-same")
	r.remove("link")
	r.symlink("skipped", "link")
	for _, name := range []string{"assumed", "skipped", "uncached-edited"} {
		r.write(name, "y")
	}
	checkChanges(t, r, base, r.worktree(), "modified assumed\nmodified link\nmodified skipped\nmodified uncached-edited\n")
}

func TestChangesTouchedFileIsUnchanged(t *testing.T) {
	r := newRepo(t)
	r.write("file", "x")
	base := r.open(r.commit("first"))
	r.write("file", "y")
	r.write("file", "x")
	checkChanges(t, r, base, r.worktree(), "")
}

func TestDiffWithoutRepository(t *testing.T) {
	base := mapTree(map[string]string{"a": "1", "b": "1", "c/d": "1", "l": "->a", "m": "->a", "k": "a"})
	head := mapTree(map[string]string{"a": "1", "b": "2", "c-d": "1", "l": "->b", "m": "->a", "k": "->a"})
	const want = "modified b\nadded c-d\ndeleted c/d\nmodified k\nmodified l\n"
	checkChanges(t, testRepo{}, base, head, want)
}

func TestParseRawRefuses(t *testing.T) {
	for _, out := range []string{"x", ":100644 100644 a b M\x00name", "100644 100644 a b M\x00name\x00", ":100644 M\x00name\x00"} {
		if paths, err := parseRaw(out); err == nil {
			t.Errorf("parseRaw(%q) = %v", out, paths)
		}
	}
}

func TestChangesErrors(t *testing.T) {
	ctx := context.Background()
	r := newRepo(t)
	r.write("dir/file", "x")
	base := r.open(r.commit("first"))
	r.write("dir/file", "y")
	r.commit("second")
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	_, err := ListChanges(cancelled, r.Repo, base, r.worktree())
	checkError(t, "cancelled", err, context.Canceled, false, WorktreeCommit)
}
