package cli

import "testing"

func TestMemoryLimit(t *testing.T) {
	const mb = 1 << 20
	for _, c := range []struct{ live, other, want int64 }{
		{0, 0, firstMemory}, {16 * mb, 20 * mb, 100 * mb}, {60 * mb, 20 * mb, memory}, {memory / 2, 20 * mb, memory}, {150 * mb, 20 * mb, 220 * mb}, {600 * mb, 50 * mb, 850 * mb},
	} {
		if got := memoryLimit(c.live, c.other); got != c.want {
			t.Errorf("%d MB in use beside %d MB: %d MB, want %d", c.live/mb, c.other/mb, got/mb, c.want/mb)
		}
	}
}
