package cli

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"time"

	"github.com/modelgate-dev/modelgate/internal/version"
)

// Limits of the heap. A short run ends before the first, and never collects;
// judging ten thousand models stays under the second. Where more is in use than leaves
// room under it, the collector would run without end to keep to it: it gives way to what
// is in use and a third of that.
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
		afterCollections(func() { debug.SetMemoryLimit(heapLimit(heapInUse())) })
	}, struct{}{})
}

// afterCollections calls a function after each collection from now on.
func afterCollections(do func()) {
	do()
	runtime.AddCleanup(new([1]*int), func(struct{}) { afterCollections(do) }, struct{}{})
}

// heapInUse is what was in use after the last collection, in bytes.
func heapInUse() int64 {
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	return int64(live[0].Value.Uint64())
}

// heapLimit is the limit of memory where so many bytes of the heap are in use.
func heapLimit(inUse int64) int64 { return max(heap, inUse+inUse/3) }

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
