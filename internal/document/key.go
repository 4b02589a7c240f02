package document

import "github.com/modelgate-dev/modelgate/internal/finding"

// KeyAt is At for the key of a mapping's member rather than its value: where
// to report that the key itself is wrong.
func (d *Document) KeyAt(pointer string) finding.Position {
	n := d.Lookup(pointer)
	if n == nil || n.KeySpan.Line == 0 {
		return d.At(pointer)
	}
	return d.position(n.KeySpan, pointer)
}
