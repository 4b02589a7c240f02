package document

import (
	"bytes"
	"unicode"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"

	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// table reports the first row of a table with more cells than the table has columns, which are
// not shown, and a text that became a row of it.
func (f *flawReader) table(n *east.Table) {
	f.short(n)
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

// maxStray is how many rows behind empty lines are taken for those of a table.
const maxStray = 50

// strayRow reports a row that an empty line separates from its table.
func (f *flawReader) strayRow(n ast.Node, lines *text.Segments) {
	if next := n.NextSibling(); next != nil && next.Kind() == ast.KindParagraph && next.Lines().Len() > 0 {
		if first := next.Lines().At(0); delimiterRow.Match(bytes.TrimSpace(first.Value(f.m.src))) {
			return // the header of a table of its own
		}
	}
	before := n.PreviousSibling()
	for range maxStray {
		if before == nil || before.Kind() != ast.KindParagraph || !f.isRow(before.Lines()) {
			break
		}
		before = before.PreviousSibling()
	}
	if table, ok := before.(*east.Table); ok && lines.Len() == 1 && f.isRow(lines) && len(table.Alignments) > 1 && cells(f.m.src[lines.At(0).Start:lines.At(0).Stop]) == len(table.Alignments) {
		f.flaw(FlawRow, lines.At(0).Start, lines.At(0).Stop, Flaw{})
	}
}

func (f *flawReader) isRow(lines *text.Segments) bool {
	return lines.Len() == 1 && barRow.Match(bytes.TrimSpace(f.m.src[lines.At(0).Start:lines.At(0).Stop]))
}

// figure is a cell that is nothing but a number.
var figure = pattern.New(`^[*_ ]*[-−+]?[0-9][0-9.,]* ?%?(?: \([-−+]?[0-9.]+ ?%\))?[*_ ]*$`)

var (
	// quantity is a cell that is a number with its unit, and twoCells what had a bar before such a number.
	quantity = pattern.New(`^[*_ ]*[0-9][0-9.,]* ?[A-Za-zµ%]{0,3}[*_ ]*$`)
	twoCells = pattern.New(`^\S.*\s[*_]*[0-9][0-9.,]* ?[A-Za-zµ%]{0,3}[*_]*$`)
)

// merged reports whether a row that lacks a cell has two in one: every other row has a number
// behind the first of them.
func (f *flawReader) merged(n *east.Table, at int) bool {
	parts := cellsOf(f.m.src[at:lineEnd(f.m.src, at)])
	for k := 1; k < len(parts); k++ {
		if quantity.Match(parts[k]) || quantity.Match(parts[k-1]) || !twoCells.Match(parts[k-1]) {
			continue
		}
		rows, are := 0, true
		for row := n.FirstChild(); row != nil && are; row = row.NextSibling() {
			if start := row.Pos(); row.Kind() == east.KindTableRow && start >= 0 && start < len(f.m.src) && start != at {
				other := cellsOf(f.m.src[start:lineEnd(f.m.src, start)])
				rows, are = rows+1, len(other) == len(parts)+1 && quantity.Match(other[k])
			}
		}
		if are && rows > 1 {
			return true
		}
	}
	return false
}

func cellsOf(row []byte) [][]byte {
	row = bytes.TrimSuffix(bytes.TrimPrefix(bytes.Trim(row, " \t\r\n"), []byte("|")), []byte("|"))
	parts := bytes.Split(row, []byte("|"))
	for i := range parts {
		parts[i] = bytes.TrimSpace(parts[i])
	}
	return parts
}

// short reports the one row of a table that lacks a cell, where the last column has a number in
// every other row, or two cells have become one.
func (f *flawReader) short(n *east.Table) {
	columns, rows, short, at, end := len(n.Alignments), 0, 0, 0, 0
	lacking, lacks := 0, 0
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		if row.Kind() != east.KindTableRow || row.Pos() < 0 || row.Pos() >= len(f.m.src) {
			continue
		}
		start := row.Pos()
		line := f.m.src[start:lineEnd(f.m.src, start)]
		have := cells(line)
		rows++
		if have == columns-1 {
			lacking, lacks = start, lacks+1
		}
		if have != columns || !figure.Match(lastCell(line)) {
			short, at, end = short+1, start, start+len(line)
		}
	}
	if line := f.m.src[at:end]; columns > 2 && rows > 2 && short == 1 && cells(line) == columns-1 && figure.Match(lastCell(line)) {
		f.flaw(FlawShort, at, end, Flaw{Number: columns - 1, Columns: columns})
	} else if lacks == 1 && columns > 2 && f.merged(n, lacking) {
		f.flaw(FlawShort, lacking, lineEnd(f.m.src, lacking), Flaw{Number: columns - 1, Columns: columns})
	}
}

func lastCell(row []byte) []byte {
	row = bytes.TrimSuffix(bytes.Trim(row, " \t\r\n"), []byte("|"))
	return bytes.TrimSpace(row[bytes.LastIndexByte(row, '|')+1:])
}

// fence reports a line within a code block that was meant to close it.
func (f *flawReader) fence(n *ast.FencedCodeBlock) {
	start := min(max(n.Pos(), 0), len(f.m.src))
	other := []byte("~~~")
	if start < len(f.m.src) && f.m.src[start] == '~' {
		other = []byte("```")
	}
	f.openCode(n, start)
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
	for i := range lines.Len() {
		s := lines.At(i)
		f.hiddenInCode(s.Start, s.Stop)
	}
	f.code(n)
}
