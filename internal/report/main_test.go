package report

import (
	"os"
	"runtime/debug"
	"testing"
)

// TestMain lets the heap grow as the program does: collecting took a quarter of the time.
func TestMain(m *testing.M) {
	debug.SetGCPercent(800)
	os.Exit(m.Run())
}
