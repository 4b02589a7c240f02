// Package git runs the git binary. It is the only package that executes
// anything in a check or promotion; every call has a fixed environment, no hooks, no file system
// monitor and no prompts. Git still reads the clone's own .git/config, which
// belongs to this machine's user; nothing that a commit holds is in it.
package git

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

var (
	// ErrNotFound says that there is no git binary on the PATH.
	ErrNotFound = errors.New("git is not installed, or not on the PATH: install git 2.30 or newer")
	// ErrNotRepository says that a directory lies in no git repository.
	ErrNotRepository = errors.New("not a git repository")
)

// Cmd is a prepared command, so that only this package imports os/exec.
type Cmd = exec.Cmd

// Repo is a git repository on this machine: a working tree or a bare one.
type Repo struct {
	Dir string   // where commands run
	Env []string // added to the fixed environment, such as author and committer

	common  string   // git's own directory, as Find has found it; that of all worktrees
	head    string   // the first of DefaultHeads that Find has found; "" if there is none, or it could not tell
	objects *Objects // of WithObjects
}

// DefaultHeads are the refs that may be the default branch, the likeliest first.
func DefaultHeads() []string {
	return []string{"refs/remotes/origin/HEAD", "refs/remotes/origin/main", "refs/remotes/origin/master", "refs/heads/main", "refs/heads/master"}
}

// DefaultHead is the first of DefaultHeads that existed when Find found the
// repository, if it found one.
func (r Repo) DefaultHead() (ref string, found bool) { return r.head, r.head != "" }

// environment is what every git command sees. The user's global configuration
// stays readable (credential helpers, safe.directory, proxies); prompts,
// pagers, optional locks, replace refs and lazy fetches are off.
func environment(extra []string) []string {
	env := []string{
		"LC_ALL=C", "GIT_TERMINAL_PROMPT=0", "GIT_PAGER=cat", "GIT_OPTIONAL_LOCKS=0",
		"GIT_NO_REPLACE_OBJECTS=1", "GIT_NO_LAZY_FETCH=1", "GIT_LITERAL_PATHSPECS=1",
		"GIT_ASKPASS=true", "SSH_ASKPASS=true",
	}
	keep := []string{
		"PATH", "HOME", "USER", "TMPDIR", "TEMP", "TMP", "XDG_CONFIG_HOME",
		"USERPROFILE", "SYSTEMROOT", "COMSPEC", "PATHEXT", "APPDATA", "LOCALAPPDATA", "PROGRAMDATA", "HOMEDRIVE", "HOMEPATH", // Windows
		"GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_CEILING_DIRECTORIES",
		"GIT_CONFIG_COUNT", "GIT_SSH_COMMAND", "SSH_AUTH_SOCK", "GIT_SSL_CAINFO",
		"HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy",
	}
	for _, k := range keep {
		if v, ok := os.LookupEnv(k); ok {
			env = append(env, k+"="+v)
		}
	}
	for _, kv := range os.Environ() { // the pairs that GIT_CONFIG_COUNT counts
		if strings.HasPrefix(kv, "GIT_CONFIG_KEY_") || strings.HasPrefix(kv, "GIT_CONFIG_VALUE_") {
			env = append(env, kv)
		}
	}
	return append(env, extra...)
}

// Offline is the same repository with every transport refused, so that a
// partial clone fails rather than fetches what it lacks. GIT_NO_LAZY_FETCH
// says so to git 2.45 and newer only.
func (r Repo) Offline() Repo {
	r.Env = append(slices.Clone(r.Env), "GIT_ALLOW_PROTOCOL=none")
	return r
}

// hardened are options that keep a repository from running code of its own.
func hardened() []string {
	return []string{
		"-c", "core.hooksPath=" + os.DevNull, "-c", "core.fsmonitor=false", "-c", "protocol.ext.allow=never",
		"-c", "core.quotePath=false", "-c", "gc.auto=0", "-c", "maintenance.auto=false", "-c", "advice.detachedHead=false",
	}
}

// Command prepares a git command in the repository without starting it.
func (r Repo) Command(ctx context.Context, args ...string) (*Cmd, error) {
	bin, err := exec.LookPath("git")
	if err != nil {
		return nil, ErrNotFound
	}
	cmd := exec.CommandContext(ctx, bin, slices.Concat(hardened(), args)...)
	cmd.Dir = r.Dir
	cmd.Env = environment(r.Env)
	cmd.WaitDelay = 5 * time.Second // a child that outlives git does not keep us waiting
	return cmd, nil
}

// Run runs a git command to its end and returns what it printed.
func (r Repo) Run(ctx context.Context, args ...string) ([]byte, error) {
	return r.RunWith(ctx, nil, args...)
}

// RunWith is Run with standard input.
func (r Repo) RunWith(ctx context.Context, stdin io.Reader, args ...string) ([]byte, error) {
	stdout, _, err := r.run(ctx, stdin, args)
	return stdout, err
}

// run is RunWith that also returns what git said on standard error.
func (r Repo) run(ctx context.Context, stdin io.Reader, args []string) (stdout []byte, words string, err error) {
	cmd, err := r.Command(ctx, args...)
	if err != nil {
		return nil, "", err
	}
	var out, said bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = stdin, &out, &said
	if err := cmd.Run(); err != nil {
		if ctx.Err() != nil {
			err = ctx.Err()
		}
		return nil, said.String(), &Error{Args: args, Stderr: said.String(), Err: err}
	}
	return out.Bytes(), said.String(), nil
}

// ReadLine runs a git command and returns its output without the final line break.
func (r Repo) ReadLine(ctx context.Context, args ...string) (string, error) {
	out, err := r.Run(ctx, args...)
	return strings.TrimSuffix(strings.TrimSuffix(string(out), "\n"), "\r"), err
}

// noDirectory is the error that a path is not that of a directory.
type noDirectory string

func (dir noDirectory) Error() string { return fmt.Sprintf("directory %s does not exist", string(dir)) }

// Is makes it one of the ways in which a path is in no repository.
func (noDirectory) Is(target error) bool { return target == ErrNotRepository }

// Find returns the repository that dir lies in, with its objects until the
// context ends: its working tree's top, or the bare repository itself. Errors are ErrNotFound, ErrNotRepository, and git's
// refusal of a repository that belongs to somebody else.
func Find(ctx context.Context, dir string) (Repo, error) {
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return Repo{}, noDirectory(dir)
	}
	r := Repo{Dir: dir}
	if out, words, err := r.run(ctx, nil, aboutRepository()); err == nil {
		head, rest := parseHeads(string(out))
		if words == "" { // git passes over a ref whose object is missing, and says so
			r.head = head
		}
		common, top, _ := strings.Cut(strings.TrimSuffix(strings.TrimSuffix(rest, "\n"), "\r"), "\n")
		if r.Dir, r.common = filepath.FromSlash(top), filepath.FromSlash(common); !filepath.IsAbs(r.common) {
			r.common = filepath.Join(dir, r.common)
		}
		return r.WithObjects(ctx), nil
	}
	out, err := r.ReadLine(ctx, "rev-parse", "--is-bare-repository", "--absolute-git-dir") // a bare repository has no top
	if errors.Is(err, ErrNotRepository) {
		return Repo{}, fmt.Errorf("%s: %w", dir, ErrNotRepository)
	}
	if err != nil {
		return Repo{}, fmt.Errorf("finding the repository of %s: %w", dir, err)
	}
	if bare, gitDir, _ := strings.Cut(out, "\n"); bare == "true" {
		r.Dir, r.common = filepath.FromSlash(gitDir), filepath.FromSlash(gitDir)
		return r.WithObjects(ctx), nil
	}
	return Repo{}, fmt.Errorf("%s is inside a .git directory; specify the working tree", dir)
}

// aboutRepository asks for those of DefaultHeads that exist, in their order, and for
// the directories, which may have any name.
func aboutRepository() []string {
	args := []string{"rev-parse", "--symbolic"}
	for _, ref := range DefaultHeads() { // as patterns: one that finds nothing is no error
		last := len(ref) - 1
		args = append(args, "--glob="+ref[:last]+"["+ref[last:]+"]")
	}
	return append(args, "--git-common-dir", "--show-toplevel")
}

// parseHeads is the first of the heads that git printed, and what follows all of them.
func parseHeads(out string) (first, rest string) {
	for strings.HasPrefix(out, "refs/") {
		var head string
		head, out, _ = strings.Cut(out, "\n")
		first = cmp.Or(first, strings.TrimSuffix(head, "\r"))
	}
	return first, out
}

// IsTop reports whether Find has found the directory to be the top of a working tree.
func (r Repo) IsTop() bool { return r.common != "" && r.Dir != r.common }

// IsShallow reports whether the clone's history is cut off somewhere. What it
// cannot find out it takes for no.
func (r Repo) IsShallow(ctx context.Context) bool {
	if r.common == "" {
		word, err := r.ReadLine(ctx, "rev-parse", "--is-shallow-repository")
		return err == nil && word == "true"
	}
	info, err := os.Stat(filepath.Join(r.common, "shallow")) // gitrepository-layout(5)
	return err == nil && info.Size() > 0
}
