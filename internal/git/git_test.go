package git_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/git"
	"github.com/modelgate-dev/modelgate/internal/git/gittest"
)

func TestMain(m *testing.M) { os.Exit(gittest.Main(m)) }

// newRepo makes a repository with one commit.
func newRepo(t *testing.T) git.Repo {
	t.Helper()
	repo := git.Repo{Dir: t.TempDir(), Env: []string{
		"GIT_AUTHOR_NAME=A", "GIT_AUTHOR_EMAIL=a@example.com", "GIT_AUTHOR_DATE=2026-01-01T00:00:00Z",
		"GIT_COMMITTER_NAME=A", "GIT_COMMITTER_EMAIL=a@example.com", "GIT_COMMITTER_DATE=2026-01-01T00:00:00Z",
	}}
	gittest.Init(t, repo.Dir)
	run(t, repo, "commit", "-q", "--allow-empty", "-m", "first")
	return repo
}

func run(t *testing.T, repo git.Repo, args ...string) string {
	t.Helper()
	out, err := repo.ReadLine(context.Background(), args...)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestRunGivesOutputAndFixedEnvironment(t *testing.T) {
	t.Setenv("GIT_DIR", "/nowhere") // of the caller: not for our repository
	t.Setenv("GIT_INDEX_FILE", "/nowhere/index")
	repo := newRepo(t)
	got := run(t, repo, "rev-parse", "HEAD")
	if len(got) != 40 || got != run(t, repo, "rev-parse", "main") {
		t.Errorf("HEAD is %q", got)
	}
	if author := run(t, repo, "log", "-1", "--format=%an %aI"); author != "A 2026-01-01T00:00:00Z" && author != "A 2026-01-01T00:00:00+00:00" {
		t.Errorf("author is %q", author)
	}
}

func TestRunWithStdin(t *testing.T) {
	repo := newRepo(t)
	out, err := repo.RunWith(context.Background(), strings.NewReader("hello\n"), "hash-object", "--stdin")
	if err != nil || string(out) != "ce013625030ba8dba906f756967f9e9ca394464a\n" {
		t.Errorf("got %q, %v", out, err)
	}
}

func TestRepositoryRunsNoCode(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("needs sh")
	}
	repo := newRepo(t)
	mark := filepath.Join(t.TempDir(), "ran")
	script := filepath.Join(t.TempDir(), "evil")
	if err := os.WriteFile(script, []byte("#!/bin/sh\ntouch '"+mark+"'\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	hooks := filepath.Join(repo.Dir, ".git", "hooks")
	if err := os.MkdirAll(hooks, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, hook := range []string{"post-commit", "pre-commit", "post-checkout"} {
		if err := os.Link(script, filepath.Join(hooks, hook)); err != nil {
			t.Skip(err)
		}
	}
	run(t, repo, "config", "core.fsmonitor", script)
	run(t, repo, "config", "core.hooksPath", hooks)
	run(t, repo, "commit", "-q", "--allow-empty", "-m", "second")
	run(t, repo, "status", "--porcelain")
	if _, err := os.Stat(mark); !errors.Is(err, os.ErrNotExist) {
		t.Error("a hook or the file system monitor of the repository ran")
	}
}

func TestErrors(t *testing.T) {
	repo := newRepo(t)
	_, err := repo.Run(context.Background(), "-c", "a.b=c", "cat-file", "-t", "nope")
	var failed *git.Error
	if !errors.As(err, &failed) || failed.ExitCode() != 128 || !strings.HasPrefix(err.Error(), "git cat-file: fatal: ") {
		t.Errorf("got %v", err)
	}

	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := repo.Run(cancelled, "status"); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: got %v", err)
	}

	outside := git.Repo{Dir: t.TempDir()}
	if _, err := outside.Run(context.Background(), "rev-parse", "HEAD"); !errors.Is(err, git.ErrNotRepository) {
		t.Errorf("outside: got %v", err)
	}

	t.Setenv("PATH", "")
	if _, err := repo.Run(context.Background(), "status"); !errors.Is(err, git.ErrNotFound) {
		t.Errorf("no git: got %v", err)
	}
}

func TestErrorText(t *testing.T) {
	for _, c := range []struct{ name, stderr, want string }{
		{"one line", "fatal: no\n", "git fetch: fatal: no"},
		{"folded", "fatal: no\n\n\tgit config\n", "git fetch: fatal: no git config"},
		{"terminal escapes", "\x1b[31mred\r\x07", "git fetch: [31mred"},
		{"not UTF-8", "bad \xff name", "git fetch: bad \uFFFD name"},
		{"bidirectional override", "a\u202Eb", "git fetch: a b"},
		{"password", "fatal: 'https://x:secret@host/r' and ssh://git@host/r", "git fetch: fatal: 'https://***@host/r' and ssh://***@host/r"},
		{"long", strings.Repeat("a", 5000) + " end", "git fetch: " + strings.Repeat("a", 1996) + " end"},
		{"silent", " \n", "git fetch: exit"},
	} {
		err := &git.Error{Args: []string{"-c", "x=y", "--bare", "fetch", "origin"}, Stderr: c.stderr, Err: errors.New("exit")}
		if got := err.Error(); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
	if got := (&git.Error{Args: []string{"--version"}}).Error(); got != "git (no command): " {
		t.Errorf("no command: got %q", got)
	}
}

func TestFind(t *testing.T) {
	ctx := context.Background()
	repo := newRepo(t)
	top, err := filepath.EvalSymlinks(repo.Dir)
	if err != nil {
		t.Fatal(err)
	}
	below := filepath.Join(repo.Dir, "a", "b")
	if err := os.MkdirAll(below, 0o755); err != nil {
		t.Fatal(err)
	}
	if got, err := git.Find(ctx, below); err != nil || got.Dir != top {
		t.Errorf("below: got %q, %v, want %q", got.Dir, err, top)
	}

	bare := filepath.Join(t.TempDir(), "bare.git")
	run(t, repo, "clone", "-q", "--bare", ".", bare)
	if got, err := git.Find(ctx, bare); err != nil || filepath.Base(got.Dir) != "bare.git" {
		t.Errorf("bare: got %q, %v", got.Dir, err)
	}

	for name, dir := range map[string]string{"outside": t.TempDir(), "missing": filepath.Join(repo.Dir, "none")} {
		if _, err := git.Find(ctx, dir); !errors.Is(err, git.ErrNotRepository) {
			t.Errorf("%s: got %v", name, err)
		} else if missing := fmt.Sprintf("directory %s does not exist", dir); (err.Error() == missing) != (name == "missing") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestOffline(t *testing.T) {
	repo := newRepo(t)
	to := filepath.Join(t.TempDir(), "copy")
	_, err := repo.Offline().Run(context.Background(), "clone", "-q", "file://"+filepath.ToSlash(repo.Dir), to)
	if err == nil || !strings.Contains(err.Error(), "transport 'file' not allowed") {
		t.Errorf("offline: got %v", err)
	}
	if _, err := repo.Run(context.Background(), "clone", "-q", "file://"+filepath.ToSlash(repo.Dir), to); err != nil {
		t.Errorf("the repository itself has changed: %v", err)
	}
}

func TestCommandDoesNotShareOptions(t *testing.T) {
	repo := newRepo(t)
	one, err := repo.Command(context.Background(), "one")
	if err != nil {
		t.Fatal(err)
	}
	two, err := repo.Command(context.Background(), "two")
	if err != nil {
		t.Fatal(err)
	}
	last := func(c *exec.Cmd) string { return c.Args[len(c.Args)-1] }
	if last(one) != "one" || last(two) != "two" || one.Dir != repo.Dir {
		t.Errorf("got %q and %q in %q", one.Args, two.Args, one.Dir)
	}
}

// TestIsShallow: what is found by a file is what git says, in every kind of clone.
func TestIsShallow(t *testing.T) {
	ctx := context.Background()
	repo := newRepo(t)
	run(t, repo, "commit", "-q", "--allow-empty", "-m", "second")
	url := "file://" + filepath.ToSlash(repo.Dir)
	shallow, bare, beside := filepath.Join(t.TempDir(), "shallow"), filepath.Join(t.TempDir(), "bare.git"), filepath.Join(t.TempDir(), "beside")
	run(t, repo, "clone", "-q", "--depth=1", url, shallow)
	run(t, repo, "clone", "-q", "--depth=1", "--bare", url, bare)
	run(t, git.Repo{Dir: shallow}, "worktree", "add", "-q", beside)
	check := func(dir string, want bool) {
		t.Helper()
		found, err := git.Find(ctx, dir)
		if err != nil {
			t.Fatal(err)
		}
		if got, asked := found.IsShallow(ctx), (git.Repo{Dir: dir}).IsShallow(ctx); got != want || asked != want {
			t.Errorf("%s: found %v, git says %v; want %v", filepath.Base(dir), got, asked, want)
		}
	}
	check(repo.Dir, false)
	check(shallow, true)
	check(bare, true)
	check(beside, true)
	run(t, git.Repo{Dir: shallow}, "fetch", "-q", "--unshallow")
	check(shallow, false)
	check(beside, false)
}

// TestObjectsOfAnEndedContext: they may be made late, and are closed twice.
func TestObjectsOfAnEndedContext(t *testing.T) {
	repo := newRepo(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for range 100 {
		o := git.NewObjects(ctx, repo)
		if id, err := o.Resolve("HEAD"); id != "" || !errors.Is(err, context.Canceled) {
			t.Fatalf("got %q, %v", id, err)
		}
		if err := o.Close(); err != nil {
			t.Error(err)
		}
	}
}
