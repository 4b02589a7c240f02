package source

import (
	"io"
	"math"
	"testing"
)

// TestStreamWithoutALimit: the largest limit is none, and not one that overflows.
func TestStreamWithoutALimit(t *testing.T) {
	for limit, want := range map[int64]error{math.MaxInt64: nil, 5: nil, 4: ErrTooLarge} {
		s, err := atMost(held([]byte("bytes")), 0, limit)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(s); err != want || err == nil && string(got) != "bytes" {
			t.Errorf("limit %d: %q, %v", limit, got, err)
		}
	}
}
