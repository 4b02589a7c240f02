//go:build unix

package cli

import (
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// Nobody writes into the pipe: a command that opened it would wait without end.
func TestReportsAreRegularFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := syscall.Mkfifo(filepath.Join(dir, "pipe"), 0o600); err != nil {
		t.Skip(err)
	}
	for _, args := range [][]string{{"report", "--from", "pipe"}, {"merge", "pipe"}} {
		if r := run(t, dir, args...); r.code != Failed || !strings.Contains(r.stderr, "pipe is not a regular file") {
			t.Errorf("%q: exit code %d: %s", args, r.code, r.all())
		}
	}
}
