// Package regal runs Regal, a linter of Rego, for `modelgate policy lint`, and makes
// findings of its report. It executes the program regal of the PATH and nothing else:
// on a copy of the rules, with settings, an environment and limits of its own, so that
// nothing in a repository chooses what runs, what it reads, or how long.
package regal

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"time"

	"github.com/modelgate-dev/modelgate/internal/finding"
)

// Limits of one run.
const (
	maxTime   = time.Minute
	maxReport = 8 << 20  // bytes of the report
	maxSaid   = 64 << 10 // bytes of its messages
)

// ErrNotFound says that there is no regal that may run.
var ErrNotFound = errors.New("regal is not on the PATH")

// Program is a regal of this machine.
type Program struct {
	path string
	time time.Duration
}

// File is a policy or the settings of Regal, by its slash-separated path in the repository.
type File struct {
	Path    string
	Content []byte
}

// Look finds regal in the absolute directories of the PATH. One that lies in the
// repository is not taken: who changes the rules must not choose what runs.
func Look(repository string) (Program, error) {
	found, err := exec.LookPath("regal")
	if err != nil || !filepath.IsAbs(found) { // a relative directory is the working directory's
		return Program{}, ErrNotFound
	}
	inside, err := isInside(found, repository)
	if err != nil {
		return Program{}, fmt.Errorf("finding regal: %w", err)
	}
	if inside {
		return Program{}, fmt.Errorf("%w outside of the repository, and %s is in it", ErrNotFound, found)
	}
	return Program{path: found, time: maxTime}, nil
}

// isInside reports whether a file is in a directory, by its name or through links.
func isInside(file, dir string) (bool, error) {
	real, err := filepath.EvalSymlinks(file)
	if err != nil {
		return false, err
	}
	folder, err := filepath.EvalSymlinks(filepath.Dir(file)) // it may hold a link to a file elsewhere
	if err != nil {
		return false, err
	}
	realDir, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return false, err
	}
	for _, f := range []string{real, folder} {
		if rel, err := filepath.Rel(realDir, f); err == nil && filepath.IsLocal(rel) {
			return true, nil
		}
	}
	return false, nil
}

// Lint runs regal on the files below dir, with settings, which may be written for the
// editor: only which rules apply, and to which files, is taken from them.
func (p Program) Lint(ctx context.Context, dir string, files []File, settings File) ([]finding.Finding, error) {
	config, err := readSettings(settings)
	if err != nil {
		return nil, err
	}
	work, err := os.MkdirTemp("", "modelgate-regal-")
	if err != nil {
		return nil, fmt.Errorf("running regal: %w", err)
	}
	defer os.RemoveAll(work)
	// The nearest directory .regal is regal's own, so none above the copy is read.
	copied := append([]File{{dir + "/.regal/config.yaml", config}}, files...)
	if err := write(work, copied); err != nil {
		return nil, fmt.Errorf("running regal: copying the rules: %w", err)
	}
	report, err := p.run(ctx, work, dir)
	if err != nil {
		return nil, fmt.Errorf("running regal: %w", err)
	}
	found, err := readReport(report, dir, files)
	if err != nil {
		return nil, fmt.Errorf("reading the report of regal: %w", err)
	}
	return found, nil
}

func write(dir string, files []File) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	for _, f := range files {
		if err := root.MkdirAll(path.Dir(f.Path), 0o700); err != nil {
			return err
		}
		if err := root.WriteFile(f.Path, f.Content, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// run returns the report that regal writes about a directory below work.
func (p Program) run(ctx context.Context, work, dir string) ([]byte, error) {
	within, end := context.WithTimeout(ctx, p.time)
	defer end()
	report, said := limited{max: maxReport}, limited{max: maxSaid}
	cmd := exec.CommandContext(within, p.path, "lint", "--format", "json", dir)
	cmd.Dir, cmd.Env = work, environment(work)
	cmd.Stdout, cmd.Stderr = &report, &said
	cmd.WaitDelay = 5 * time.Second // a child that outlives regal does not keep us waiting
	err := cmd.Run()
	var exit *exec.ExitError
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case within.Err() != nil:
		return nil, fmt.Errorf("no report after %s", p.time)
	case report.over:
		return nil, fmt.Errorf("the report is too large (limit: %d MiB)", maxReport>>20)
	case err == nil, errors.As(err, &exit) && (exit.ExitCode() == 2 || exit.ExitCode() == 3): // it found something
		return report.kept, nil
	}
	if words := oneLine(string(said.kept)); words != "" {
		return nil, fmt.Errorf("%w: %s", err, words)
	}
	return nil, err
}

// environment has nothing of the caller's but what Windows needs to start a program, so
// regal has no token, no proxy and no settings of a user. It does not look for newer
// versions of itself.
func environment(work string) []string {
	env := []string{"HOME=" + work, "USERPROFILE=" + work, "TMPDIR=" + work, "TEMP=" + work, "TMP=" + work, "NO_COLOR=1", "REGAL_DISABLE_VERSION_CHECK=1"}
	if root, set := os.LookupEnv("SYSTEMROOT"); set {
		env = append(env, "SYSTEMROOT="+root)
	}
	return env
}

// limited keeps the first bytes that are written to it.
type limited struct {
	kept []byte
	max  int
	over bool
}

func (l *limited) Write(b []byte) (int, error) {
	room := min(len(b), l.max-len(l.kept))
	l.kept = append(l.kept, b[:room]...)
	if room < len(b) {
		l.over = true
		return room, errTooMuch // closes the pipe, which ends the program
	}
	return room, nil
}

var errTooMuch = errors.New("too much output")

func oneLine(s string) string {
	const longest = 300
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > longest {
		s = string(r[:longest]) + "…"
	}
	return s
}
