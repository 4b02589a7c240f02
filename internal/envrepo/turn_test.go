package envrepo

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/gofrs/flock"
)

// testTurn is a turn with a file of its own.
func testTurn(t *testing.T) turn {
	return turn{file: filepath.Join(t.TempDir(), "turns", "branch"), limit: time.Minute, pause: time.Millisecond}
}

func TestTurnsAreTakenOneAfterTheOther(t *testing.T) {
	turn, within, most := testTurn(t), 0, 0
	var mu sync.Mutex
	count := func(by int) {
		mu.Lock()
		defer mu.Unlock()
		within += by
		most = max(most, within)
	}
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 10 {
				done := turn.take(t.Context())
				count(1)
				count(-1)
				done()
			}
		})
	}
	all.Wait()
	if most != 1 {
		t.Errorf("%d had a turn at once", most)
	}
	if _, err := os.Stat(turn.file); !os.IsNotExist(err) {
		t.Errorf("the file is left: %v", err)
	}
}

// A promoter that never ends, a full disk and a home that cannot be written to hold
// nobody up.
func TestAPromoterGoesAheadWithoutATurn(t *testing.T) {
	t.Run("the limit", func(t *testing.T) {
		turn := testTurn(t)
		defer turn.take(t.Context())()
		turn.limit = 5 * time.Millisecond
		turn.take(t.Context())() // without a limit it would not return
		if ok, err := flock.New(turn.file).TryLock(); ok || err != nil {
			t.Errorf("who went ahead freed the turn of the other: locked %t, %v", ok, err)
		}
	})
	t.Run("the context", func(t *testing.T) {
		turn := testTurn(t)
		defer turn.take(t.Context())()
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		turn.take(ctx)()
	})
	t.Run("no directory", func(t *testing.T) {
		file := filepath.Join(t.TempDir(), "file")
		if err := os.WriteFile(file, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		turn{file: filepath.Join(file, "branch"), limit: time.Minute, pause: time.Millisecond}.take(t.Context())()
	})
	t.Run("no file", func(t *testing.T) { turn{}.take(t.Context())() })
}
