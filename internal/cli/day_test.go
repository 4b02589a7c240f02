package cli

import (
	"testing"
	"time"
)

// TestOtherDay: a run as of yesterday has yesterday's waivers; the jobs of one run
// around midnight share its time.
func TestOtherDay(t *testing.T) {
	now := time.Date(2026, 11, 28, 1, 0, 0, 0, time.UTC)
	for age, want := range map[time.Duration]bool{0: false, time.Hour: false, 2 * time.Hour: false, 7 * time.Hour: true, 24 * time.Hour: true, -time.Second: true, -48 * time.Hour: true} {
		if got := otherDay(now.Add(-age), now); got != want {
			t.Errorf("%v before: %t", age, got)
		}
	}
	if otherDay(now.Add(7*time.Hour-time.Minute), now.Add(20*time.Hour)) {
		t.Error("this morning is another day")
	}
}
