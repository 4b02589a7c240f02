package cli

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A process of git costs more than most of what modelgate does by itself.
func TestProcessesOfGit(t *testing.T) {
	dir := t.TempDir()
	main := func(at string, args ...string) string {
		t.Helper()
		var out strings.Builder
		code := Main(context.Background(), Env{Args: args, Dir: at, Now: func() time.Time { return testTime }, Getenv: func(string) string { return "" }, Stdin: strings.NewReader(""), Stdout: &out, Stderr: io.Discard})
		if code != Done {
			t.Fatalf("%q ended with %d: %s", args, code, out.String())
		}
		return out.String()
	}
	main(dir, "demo", "--dir", "demo")
	demo := filepath.Join(dir, "demo")
	promote := []string{"promote", "--repo", "models", "--env", "staging", "--to", "environment.git"}
	log := countGit(t)
	for _, c := range []struct {
		at, says string
		most     int
		args     []string
	}{
		{filepath.Join(demo, "models"), "", 5, []string{"check", "--model", "models/churn"}},
		{demo, "committed", 8, promote},
		{demo, "nothing to commit", 8, promote},
	} {
		if err := os.WriteFile(log, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if out := main(c.at, c.args...); !strings.Contains(out, c.says) {
			t.Errorf("%q: %s", c.args, out)
		}
		started, err := os.ReadFile(log)
		if n := strings.Count(string(started), "\n"); err != nil || n == 0 || n > c.most {
			t.Errorf("%q starts %d git processes, at most %d may be: %v\n%s", c.args, n, c.most, err, started)
		}
	}
}

// countGit has git write a line to a file for each process that is started from now
// on. It does so for those that git itself starts, too, where it looks for them on the PATH.
func countGit(t *testing.T) (log string) {
	t.Helper()
	dir := t.TempDir()
	script := "#!/bin/sh\necho \"$*\" >>\"${0%/*}/log\"\nPATH=${PATH#*:} exec git \"$@\"\n"
	if err := os.WriteFile(filepath.Join(dir, "git"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
	return filepath.Join(dir, "log")
}
