package passage

import (
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence/prose"
)

// Ranges are parts of a document, in its order.
type Ranges []document.Span

// SectionsOf are the sections of a meaning, without those that lie in one of them.
func SectionsOf(d *document.Document, keys [][]string, key string) Ranges {
	var out Ranges
	for i, s := range d.Sections {
		if end := len(out) - 1; (end < 0 || s.Heading.Start >= out[end].End) && slices.Contains(keys[i], key) {
			out = append(out, document.Span{Start: s.Heading.Start, End: s.Body.End})
		}
	}
	return out
}

// Hold reports whether an offset lies in one of the ranges.
func (r Ranges) Hold(offset int) bool {
	i, _ := slices.BinarySearchFunc(r, offset, func(s document.Span, at int) int { return s.End - at })
	for ; i < len(r) && r[i].Start <= offset; i++ {
		if offset < r[i].End {
			return true
		}
	}
	return false
}

// PlainName is a name in small letters and digits, without anything between them.
func PlainName(s string) string { return strings.Join(prose.PlainWords(s), "") }

// SectionAt is the index of the section that a place of the body is in, or -1.
func SectionAt(d *document.Document, offset int) int {
	i, _ := slices.BinarySearchFunc(d.Sections, offset+1, func(s document.Section, at int) int { return s.Heading.Start - at })
	return i - 1
}
