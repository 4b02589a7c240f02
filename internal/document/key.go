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

// Range is where the bytes of Source from start to end stand.
func (d *Document) Range(start, end int) finding.Position {
	return d.position(d.index.span(start, end), "")
}
