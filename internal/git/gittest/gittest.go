// Package gittest runs the tests of a package that runs git. No program imports it.
package gittest

import (
	_ "embed"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"testing"
)

//go:embed gitconfig
var config []byte

// Write writes the configuration of a user of git, under which git does nothing
// that tests do not look at, into a directory, and returns the file's path.
func Write(dir string) (string, error) {
	path := filepath.Join(dir, "gitconfig")
	return path, os.WriteFile(path, config, 0o600)
}

// Main runs tests under that configuration and returns the exit code. Garbage is
// collected less often: memory is cheaper than time there.
func Main(m *testing.M) int {
	Memory()
	dir, err := os.MkdirTemp("", "gittest-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	path, err := Write(dir)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	os.Setenv("GIT_CONFIG_GLOBAL", path)
	os.Setenv("GIT_CONFIG_NOSYSTEM", "1")
	debug.SetGCPercent(300)
	return m.Run()
}
