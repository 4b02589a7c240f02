package prose

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

// marks are texts of which whatever an expression matches has one, folded. Looking for
// all of them in one pass is much faster than an expression that has many alternatives,
// and most texts have none: they need not even have it compiled. They are derived from
// the expression (go test ./internal/evidence/prose -run Marks -update).
type marks struct{ by [1 << 10][]string } // by their first two bytes

//go:embed announced_marks.txt
var listedAnnounced string

//go:embed disclaims_marks.txt
var listedDisclaims string

//go:embed filler_marks.txt
var listedFiller string

//go:embed unanswered_marks.txt
var listedUnanswered string

var (
	announcedMarks = sync.OnceValue(func() *marks { return newMarks(listedAnnounced) })
	disclaimsMarks = sync.OnceValue(func() *marks { return newMarks(listedDisclaims) })
	fillerMarks    = sync.OnceValue(func() *marks { return newMarks(listedFiller) })
	// unansweredMarks are those with one of which a match begins.
	unansweredMarks = sync.OnceValue(func() *marks { return newMarks(listedUnanswered) })
)

// newMarks reads marks, one a line.
func newMarks(list string) *marks {
	m := &marks{}
	for line := range strings.Lines(list) {
		of := m.startingAs(line)
		*of = append(*of, strings.TrimSuffix(line, "\n"))
	}
	return m
}

// startingAs is the place of the marks that may start as a text does.
func (m *marks) startingAs(text string) *[]string {
	return &m.by[(int(text[0])<<3^int(text[1]))%len(m.by)]
}

// in reports whether a folded text has one of the marks.
func (m *marks) in(folded string) bool {
	for i := range len(folded) - 1 {
		if m.begin(folded[i:]) {
			return true
		}
	}
	return false
}

// begin reports whether a folded text begins with one of the marks.
func (m *marks) begin(folded string) bool {
	return len(folded) > 1 && slices.ContainsFunc(*m.startingAs(folded), func(mark string) bool { return strings.HasPrefix(folded, mark) })
}
