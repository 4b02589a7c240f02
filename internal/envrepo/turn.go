package envrepo

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

// turn is where the promoters of one machine queue for one branch: a file that is
// locked, never written. Nothing depends on it: the lease of a push keeps promoters
// apart, those of other machines too.
type turn struct {
	file  string        // "" for no queue
	limit time.Duration // longest wait
	pause time.Duration // between two looks at a file that is locked
}

// newTurn is the queue of a branch as it was named, among the promoters of the user's
// account: another account's cannot hold ours up. There is none where the account has
// no directory for caches.
func newTurn(remote, branch string) turn {
	cache, err := os.UserCacheDir()
	if err != nil {
		return turn{}
	}
	name := sha256.Sum256([]byte(remote + "\x00" + branch))
	return turn{filepath.Join(cache, "modelgate", "turns", hex.EncodeToString(name[:])), time.Minute, 20 * time.Millisecond}
}

// take waits until the file can be locked, and removes it in the end. Where it cannot be
// locked, and after the limit, the promoter goes ahead without a turn. The system frees
// the file of a process that dies.
func (t turn) take(ctx context.Context) (done func()) {
	nothing := func() {}
	if t.file == "" || os.MkdirAll(filepath.Dir(t.file), 0o700) != nil {
		return nothing
	}
	ctx, cancel := context.WithTimeout(ctx, t.limit)
	defer cancel()
	for {
		lock := flock.New(t.file)
		if locked, err := lock.TryLockContext(ctx, t.pause); err != nil || !locked {
			return nothing
		}
		if isAt(lock, t.file) {
			return func() { _, _ = os.Remove(t.file), lock.Close() } // what stays is used again, and freed when the process ends
		}
		_ = lock.Close() // somebody removed the file between its opening and its locking
	}
}

// isAt reports whether a locked file still is the one with its name.
func isAt(lock *flock.Flock, name string) bool {
	locked, err := lock.Stat()
	if err != nil {
		return false
	}
	named, err := os.Stat(name)
	return err == nil && os.SameFile(locked, named)
}
