package cli

import (
	"os"
	"runtime/debug"
	"time"
)

// version is set by the linker in releases.
var version string

// heap is how much memory the collector lets grow before it works harder. A
// short run never collects; judging ten thousand models stays under it.
const heap = 200 << 20

// System is the Env of a real process.
func System() Env {
	dir, err := os.Getwd()
	if err != nil {
		dir = "."
	}
	if os.Getenv("GOGC") == "" && os.Getenv("GOMEMLIMIT") == "" {
		debug.SetGCPercent(400)
		debug.SetMemoryLimit(heap)
	}
	info, err := os.Stderr.Stat()
	return Env{
		Args: os.Args[1:], Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv, Dir: dir, Now: time.Now,
		Terminal: err == nil && info.Mode()&os.ModeCharDevice != 0, Version: versionOf(),
	}
}

func versionOf() string {
	if version != "" {
		return version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "devel"
}
