package finder

import (
	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence/weights"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// hashedPerParsed is how many bytes of an artifact are hashed in the time in
// which one byte of a document is parsed.
const hashedPerParsed = 16

// Size is what it takes to read a model, in bytes that have to be parsed: a
// measure to share out work by, which costs no reading. A file that is too
// large to be read counts as one of the largest that is.
func (f *Finder) Size(id string) (int64, error) {
	var n int64
	for _, e := range f.listOwn(id) {
		if e.Kind != source.File {
			continue
		}
		size, err := f.tree.Size(e)
		if err != nil {
			return 0, err
		}
		if weights.IsName(e.Path) {
			n += min(size, maxHashed) / hashedPerParsed
		} else {
			n += min(size, document.MaxBytes)
		}
	}
	return n, nil
}
