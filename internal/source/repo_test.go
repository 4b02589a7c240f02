package source

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/git"
	"github.com/modelgate-dev/modelgate/internal/git/gittest"
)

func TestMain(m *testing.M) { os.Exit(gittest.Main(m)) }

// testRepo is a real repository in a temporary directory.
type testRepo struct {
	t testing.TB
	git.Repo
}

func newRepo(t testing.TB) testRepo {
	t.Helper()
	r := testRepo{t, git.Repo{Dir: t.TempDir(), Env: []string{
		"GIT_AUTHOR_NAME=A", "GIT_AUTHOR_EMAIL=a@example.com", "GIT_AUTHOR_DATE=2026-01-01T00:00:00Z",
		"GIT_COMMITTER_NAME=A", "GIT_COMMITTER_EMAIL=a@example.com", "GIT_COMMITTER_DATE=2026-01-01T00:00:00Z",
	}}}
	gittest.Init(t, r.Dir)
	return r
}

// at is a repository in another directory, with the same author.
func (r testRepo) at(dir string) testRepo {
	return testRepo{r.t, git.Repo{Dir: dir, Env: r.Env}}
}

func (r testRepo) git(args ...string) string {
	r.t.Helper()
	out, err := r.ReadLine(context.Background(), args...)
	if err != nil {
		r.t.Fatal(err)
	}
	return out
}

// pipe runs git with standard input.
func (r testRepo) pipe(stdin string, args ...string) string {
	r.t.Helper()
	out, err := r.RunWith(context.Background(), strings.NewReader(stdin), args...)
	if err != nil {
		r.t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}

func (r testRepo) path(name string) string { return filepath.Join(r.Dir, filepath.FromSlash(name)) }

func (r testRepo) write(name, content string) {
	r.t.Helper()
	if err := os.MkdirAll(filepath.Dir(r.path(name)), 0o755); err != nil {
		r.t.Fatal(err)
	}
	if err := os.WriteFile(r.path(name), []byte(content), 0o644); err != nil {
		r.t.Fatal(err)
	}
}

func (r testRepo) symlink(target, name string) {
	r.t.Helper()
	if err := os.MkdirAll(filepath.Dir(r.path(name)), 0o755); err != nil {
		r.t.Fatal(err)
	}
	if err := os.Symlink(target, r.path(name)); err != nil {
		r.t.Skip(err)
	}
}

func (r testRepo) remove(name string) {
	r.t.Helper()
	if err := os.RemoveAll(r.path(name)); err != nil {
		r.t.Fatal(err)
	}
}

// commit commits everything and returns the commit's id.
func (r testRepo) commit(message string) string {
	r.t.Helper()
	r.git("add", "-A")
	r.git("commit", "-q", "--allow-empty", "-m", message)
	return gittest.CheckedOut(r.t, r.path(".git"))
}

// commitTree commits a tree object that no working tree could hold.
func (r testRepo) commitTree(tree string) string {
	r.t.Helper()
	return r.git("commit-tree", "-m", "forged", tree)
}

func (r testRepo) open(rev string) Tree {
	r.t.Helper()
	tree, err := Open(context.Background(), r.Repo, rev)
	return closed(r.t, tree, err)
}

func (r testRepo) worktree() Tree {
	r.t.Helper()
	tree, err := OpenWorktree(context.Background(), r.Repo)
	return closed(r.t, tree, err)
}

// closed closes the tree when the test ends.
func closed(t testing.TB, tree Tree, err error) Tree {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := tree.Close(); err != nil {
			t.Error(err)
		}
	})
	return tree
}

// list is the tree in short: "kind path size", one entry a line.
func list(entries []Entry) string {
	var b strings.Builder
	for _, e := range entries {
		b.WriteString(string(e.Kind) + " " + e.Path + " " + strings.Repeat("x", int(min(e.Size, 40))) + "\n")
	}
	return b.String()
}

func paths(entries []Entry) []string {
	out := []string{}
	for _, e := range entries {
		out = append(out, e.Path)
	}
	return out
}

// checkRead reads a file, at once and as a stream, and compares it, or the kind
// of error.
func checkRead(t *testing.T, tree Tree, path string, limit int64, want string, wantErr error) {
	t.Helper()
	for how, read := range map[string]func(string, int64) ([]byte, error){"Read": tree.Read, "Stream": tree.streamed} {
		got, err := read(path, limit)
		if !errors.Is(err, wantErr) || wantErr == nil && (err != nil || string(got) != want) {
			t.Errorf("%s(%q, %d) = %q, %v; want %q, %v", how, path, limit, got, err, want, wantErr)
		}
		var pathErr *fs.PathError
		if err != nil && (!errors.As(err, &pathErr) || pathErr.Path != path) {
			t.Errorf("%s(%q): the error %v does not name the path", how, path, err)
		}
	}
}

func (t Tree) streamed(path string, limit int64) ([]byte, error) {
	r, err := t.Stream(path, limit)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}
