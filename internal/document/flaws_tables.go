package document

import (
	"bytes"
	"unicode"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// table reports the first row of a table with more cells than the table has columns, which are
// not shown, and a text that became a row of it.
func (f *flawReader) table(n *east.Table) {
	lost := false
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		at := row.Pos()
		if row.Kind() != east.KindTableRow || at < 0 || at >= len(f.m.src) {
			continue
		}
		end := lineEnd(f.m.src, at)
		if start, ok := beyond(f.m.src[at:end], len(n.Alignments)); ok && !lost {
			lost = true
			f.flaw(FlawCells, at+start, end, Flaw{Number: cells(f.m.src[at:end]), Columns: len(n.Alignments)})
		}
		if row.NextSibling() == nil {
			f.swallowed(at, end, len(n.Alignments))
		}
	}
}

// beyond is where the cells of a row begin that are beyond the last column, if there is
// something in them.
func beyond(row []byte, columns int) (int, bool) {
	at := len(row) - len(bytes.TrimLeft(row, " \t"))
	if at < len(row) && row[at] == '|' {
		at++
	}
	for range columns {
		for at < len(row) && (row[at] != '|' || row[at-1] == '\\') {
			at++
		}
		if at++; at >= len(row) {
			return 0, false
		}
	}
	return at, bytes.IndexFunc(row[at:], func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || r > 0x2100 }) >= 0
}

// sentence is how many words a line has at least that is no row.
const sentence = 6

// swallowed reports the last line of a table if it is a text by itself.
func (f *flawReader) swallowed(at, end, columns int) {
	line := f.m.src[at:end]
	if columns > 1 && bytes.IndexByte(line, '|') < 0 && len(bytes.Fields(line)) >= sentence && !bytes.HasPrefix(bytes.TrimSpace(line), []byte("<")) {
		f.flaw(FlawSwallowed, at, end, Flaw{})
	}
}

// fence reports a line within a code block that was meant to close it.
func (f *flawReader) fence(n *ast.FencedCodeBlock) {
	start := min(max(n.Pos(), 0), len(f.m.src))
	other := []byte("~~~")
	if start < len(f.m.src) && f.m.src[start] == '~' {
		other = []byte("```")
	}
	bare, last := 0, 0
	lines := n.Lines()
	for i := range lines.Len() {
		at := lines.At(i)
		if line := bytes.TrimSpace(at.Value(f.m.src)); bytes.HasPrefix(line, other) {
			bare, last = bare+1, i
			if len(bytes.Trim(line, string(other[:1]))) > 0 {
				return // it shows a block of its kind
			}
		}
	}
	if bare%2 == 1 && last+1 < lines.Len() {
		s := lines.At(last)
		f.flaw(FlawFence, s.Start, s.Stop, Flaw{})
	}
	f.code(n)
}
