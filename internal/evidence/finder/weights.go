package finder

import (
	"io"
	"math"

	"github.com/modelgate-dev/modelgate/internal/evidence/weights"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// content is the whole of a file that is small enough to be hashed, else its
// beginning; nothing of one that is refused, or that the run does not read.
func (f *Finder) content(e source.Entry) (src []byte, whole bool, err error) {
	size, err := f.tree.Size(e)
	if err != nil {
		return nil, false, err
	}
	if is, err := f.allows(e); !is || err != nil {
		return nil, false, err
	}
	if size <= maxHashed {
		src, err = f.tree.Read(e.Path, maxHashed)
		whole = err == nil
	} else {
		src, err = f.readBeginning(e)
	}
	if source.IsRefusal(err) {
		return nil, false, nil
	}
	return src, whole, err
}

func (f *Finder) readBeginning(e source.Entry) ([]byte, error) {
	return f.readUpTo(e, weights.MaxBeginning)
}

func (f *Finder) readUpTo(e source.Entry, most int64) ([]byte, error) {
	s, err := f.tree.Stream(e.Path, math.MaxInt64)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	return io.ReadAll(io.LimitReader(s, most))
}

// isWeights reports whether a file, whatever its name, holds weights. Of a large one that
// is named as data, a document or a program, no more is read than its beginning, unless
// that needs more. One that the run does not read may hold anything.
func (f *Finder) isWeights(e source.Entry) (bool, error) {
	size, err := f.tree.Size(e)
	if err != nil {
		return false, err
	}
	if is, err := f.allows(e); !is || err != nil {
		return weights.MayBe(e.Path), err
	}
	if size > maxSniffed && !weights.MayBe(e.Path) {
		src, err := f.readBeginning(e)
		if err != nil || !weights.NeedsMore(src, size) {
			return err == nil && weights.ByContent(src).Name != "", err
		}
	}
	src, _, err := f.content(e)
	return err == nil && weights.ByBeginning(src, size).Name != "", err
}

// maxStored bounds the size of a pointer of Git LFS (docs/spec.md).
const maxStored = 1 << 10

// isStored reports whether Git LFS keeps the content of a file that may be weights:
// nothing but its digest can be told.
func (f *Finder) isStored(e source.Entry) (bool, error) {
	if !weights.MayBe(e.Path) {
		return false, nil
	}
	if size, err := f.tree.Size(e); err != nil || size > maxStored {
		return false, err
	}
	src, _, err := f.content(e)
	_, ok := source.ParseLFS(src)
	return ok, err
}
