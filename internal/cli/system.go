package cli

import (
	"os"
	"runtime"
	"runtime/debug"
	"time"

	"github.com/modelgate-dev/modelgate/internal/version"
)

// Limits of the heap. A short run ends before the first, and never collects;
// judging ten thousand models stays under the second.
const (
	firstHeap = 96 << 20
	heap      = 200 << 20
)

// relaxCollector puts the first collection off until the heap has reached
// firstHeap. From then on memory is bounded by heap.
func relaxCollector() {
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(firstHeap)
	runtime.AddCleanup(new([1]*int), func(struct{}) {
		debug.SetMemoryLimit(heap)
		debug.SetGCPercent(300)
	}, struct{}{})
}

// ReadSystem is the Env of a real process.
func ReadSystem() Env {
	dir, err := os.Getwd()
	if err != nil {
		dir = "."
	}
	if os.Getenv("GOGC") == "" && os.Getenv("GOMEMLIMIT") == "" {
		relaxCollector()
	}
	info, err := os.Stderr.Stat()
	return Env{
		Args: os.Args[1:], Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv, Dir: dir, Now: time.Now,
		Terminal: err == nil && info.Mode()&os.ModeCharDevice != 0, Version: version.String(),
	}
}
