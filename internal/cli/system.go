package cli

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"time"

	"github.com/modelgate-dev/modelgate/internal/version"
)

// Limits of the program's memory. A short run ends before the first, and never collects.
// A run that keeps little stays near it: taking more pages from the system costs more than
// to collect. Judging ten thousand models stays under the second. Where more is in use than
// leaves room under it, the collector would run without end to keep to it: it gives way to
// what is in use, a third of that, and what is no heap.
const (
	firstMemory = 96 << 20
	memory      = 200 << 20
)

// relaxCollector puts the first collection off until memory has reached
// firstMemory. From then on it is bounded by memoryLimit.
func relaxCollector() {
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(firstMemory)
	runtime.AddCleanup(new([1]*int), func(struct{}) {
		afterCollections(func() { debug.SetMemoryLimit(memoryLimit(readMemory())) })
	}, struct{}{})
}

// afterCollections calls a function after each collection from now on.
func afterCollections(do func()) {
	do()
	runtime.AddCleanup(new([1]*int), func(struct{}) { afterCollections(do) }, struct{}{})
}

// readMemory returns how many bytes of the heap were in use after the last collection, and
// how many of the program's memory hold nothing of it.
func readMemory() (live, other int64) {
	read := []metrics.Sample{{Name: "/gc/heap/live:bytes"}, {Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"},
		{Name: "/memory/classes/heap/free:bytes"}, {Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(read)
	of := func(i int) int64 { return int64(read[i].Value.Uint64()) }
	return of(0), of(1) - of(2) - of(3) - of(4)
}

// memoryLimit is the limit for a heap that has so many bytes in use, beside other memory.
func memoryLimit(live, other int64) int64 {
	return max(firstMemory, min(memory, 5*live+other), live+live/3+other)
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
