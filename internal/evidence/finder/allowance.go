package finder

import (
	"fmt"

	"github.com/modelgate-dev/modelgate/internal/evidence/weights"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// MaxWeights is how many bytes of weights a run reads of one commit. A repository can have
// thousands of large files, and what comes of none of them is safe: a file that is not
// read is said to be unreadable.
const MaxWeights = 16 << 30

// notRead is the problem of a file that a run does not read.
const notRead = "a run reads at most %s of weights, and it was not read"

// Allot shares the bytes of weights that a run may read out to models, in this order. What
// is read follows from the tree and the models alone: not from which one is read first,
// and not from the shard. It is to be called before any model is read.
func (f *Finder) Allot(ids []string, most int64) error {
	f.mayRead = most
	f.left = most
	for _, id := range ids {
		for _, e := range f.listOwn(id) {
			if _, err := f.allows(e); err != nil {
				return fmt.Errorf("allotting what is read of %s: %w", id, err)
			}
		}
	}
	return nil
}

// allows reports whether a file is read for its weights: whether the run's bytes lasted
// when it was first asked for.
func (f *Finder) allows(e source.Entry) (bool, error) {
	if e.Kind != source.File {
		return true, nil
	}
	size, err := f.tree.Size(e)
	if err != nil {
		return false, err
	}
	cost := costOf(e.Path, size)
	if cost == 0 {
		return true, nil
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	known, ok := f.allowed[e.Path]
	if !ok {
		if known = cost <= f.left; known {
			f.left -= cost
		}
		f.allowed[e.Path] = known
	}
	return known, nil
}

// costOf is how many bytes are read of a file for its weights; nothing of a small one of
// another name, which is read in any case.
func costOf(file string, size int64) int64 {
	named := weights.IsName(file)
	switch {
	case size <= maxSniffed && !named:
		return 0
	case size <= maxHashed:
		return size
	case named:
		return min(size, weights.MaxHeader)
	}
	return weights.MaxBeginning
}

// sizeWords is a number of bytes in the largest unit that divides it.
func sizeWords(n int64) string {
	for _, unit := range []struct {
		shift int
		name  string
	}{{30, "GiB"}, {20, "MiB"}, {10, "KiB"}} {
		if n>>unit.shift<<unit.shift == n && n > 0 {
			return fmt.Sprintf("%d %s", n>>unit.shift, unit.name)
		}
	}
	return fmt.Sprintf("%d bytes", n)
}
