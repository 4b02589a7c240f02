package gittest

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/modelgate-dev/modelgate/internal/git"
)

// made are the repositories that git has made, by its options: the others are copies,
// because a process of git costs more than some files.
var made sync.Map // of func() (fs.FS, error)

// Init makes a repository in a directory, with the branch main to come, as git init
// does with options.
func Init(t testing.TB, dir string, options ...string) {
	t.Helper()
	once, _ := made.LoadOrStore(strings.Join(options, " "), sync.OnceValues(func() (fs.FS, error) { return initial(options) }))
	files, err := once.(func() (fs.FS, error))()
	if err == nil {
		err = os.CopyFS(dir, files)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// initial is what git init leaves in an empty directory.
func initial(options []string) (fs.FS, error) {
	dir, err := os.MkdirTemp("", "gittest-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	args := append([]string{"init", "--quiet", "--initial-branch=main"}, options...)
	if _, err := (git.Repo{Dir: dir}).Run(context.Background(), args...); err != nil {
		return nil, err
	}
	files := fstest.MapFS{}
	return files, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		file := &fstest.MapFile{Mode: d.Type()}
		if !d.IsDir() {
			file.Data, err = os.ReadFile(path)
		}
		files[filepath.ToSlash(name)] = file
		return err
	})
}

// Head is the commit that a branch is at, "" if there is none. The directory is git's
// own, in which git has packed no refs.
func Head(t testing.TB, dir, branch string) string {
	t.Helper()
	id, err := os.ReadFile(headFile(dir, branch))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(id))
}

// SetHead puts a branch at a commit, without a look at what it is; "" removes the branch.
func SetHead(t testing.TB, dir, branch, commit string) {
	t.Helper()
	file := headFile(dir, branch)
	if commit == "" {
		if err := os.Remove(file); err != nil && !errors.Is(err, fs.ErrNotExist) {
			t.Fatal(err)
		}
		return
	}
	err := os.MkdirAll(filepath.Dir(file), 0o755)
	if err == nil {
		err = os.WriteFile(file+".lock", []byte(commit+"\n"), 0o644) // as git does, so that nobody reads half of it
	}
	if err == nil {
		err = os.Rename(file+".lock", file)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// AddWorktree makes an empty directory a working tree of a repository, as git worktree
// does, with nothing checked out, and returns git's own directory for it.
func AddWorktree(t testing.TB, dir, work string) (own string) {
	t.Helper()
	own = filepath.Join(dir, "worktrees", filepath.Base(work))
	err := os.MkdirAll(own, 0o755)
	for _, file := range []struct{ path, content string }{ // gitrepository-layout(5)
		{filepath.Join(own, "HEAD"), "ref: refs/heads/not-checked-out"},
		{filepath.Join(own, "commondir"), "../.."},
		{filepath.Join(own, "gitdir"), filepath.ToSlash(filepath.Join(work, ".git"))},
		{filepath.Join(work, ".git"), "gitdir: " + filepath.ToSlash(own)},
	} {
		err = errors.Join(err, os.WriteFile(file.path, []byte(file.content+"\n"), 0o644))
	}
	if err != nil {
		t.Fatal(err)
	}
	return own
}

// CheckedOut is the commit that a working tree is at. The directory is git's own for it:
// .git, or what AddWorktree returns.
func CheckedOut(t testing.TB, dir string) string {
	t.Helper()
	head, err := os.ReadFile(filepath.Join(dir, "HEAD"))
	if err != nil {
		t.Fatal(err)
	}
	id := strings.TrimSpace(string(head))
	if branch, ok := strings.CutPrefix(id, "ref: refs/heads/"); ok {
		return Head(t, dir, branch)
	}
	return id
}

func headFile(dir, branch string) string {
	return filepath.Join(dir, "refs", "heads", filepath.FromSlash(branch))
}
