package cli

import "testing"

func TestHeapLimit(t *testing.T) {
	for inUse, want := range map[int64]int64{0: heap, heap / 2: heap, heap: heap + heap/3, 2 * heap: 2*heap + 2*heap/3} {
		if got := heapLimit(inUse); got != want {
			t.Errorf("with %d bytes in use: %d, want %d", inUse, got, want)
		}
	}
}
