package document

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// textReport reads what a tool prints for people: lines "name : value" and "name =
// value", and tables of aligned columns, of which each row has a label. The document is
// one mapping, of the values by their names and of the rows by their labels: /macro
// avg/recall points into a table. Any other line is left out.
func (r *reader) textReport() {
	if !r.controls(0, len(r.doc.Source)) {
		return
	}
	t := &textReader{reader: r, root: &Node{Kind: Mapping, Children: []*Node{}, Span: r.doc.index.span(0, len(r.doc.Source))}, known: map[string]*Node{}}
	for at := 0; at < len(r.doc.Source); {
		end := len(r.doc.Source)
		if n := bytes.IndexByte(r.doc.Source[at:], '\n'); n >= 0 {
			end = at + n
		}
		if !t.line(at, end) {
			return
		}
		at = end + 1
	}
	r.doc.Root = t.root
}

type textReader struct {
	*reader
	root    *Node
	known   map[string]*Node
	columns []alignedCell // of the table that is being read
}

// alignedCell is a cell, and the column that its last character stands in.
type alignedCell struct {
	cell
	column int
}

// line reads one line; false where a limit is exceeded.
func (t *textReader) line(start, end int) bool {
	line := strings.TrimRight(string(t.doc.Source[start:end]), " \t\r")
	if strings.TrimSpace(line) == "" {
		return true
	}
	cells := alignedCells(line, start)
	if row, label := t.row(cells, line, start); row != nil {
		return t.tableRow(label, row)
	}
	t.columns = nil
	if isHeader(cells) {
		t.columns = cells
		return true
	}
	return t.pair(line, start)
}

// alignedCells splits a line where two blanks or a tab stand.
func alignedCells(line string, start int) []alignedCell {
	var out []alignedCell
	for at := 0; at < len(line); {
		if line[at] == ' ' || line[at] == '\t' {
			at++
			continue
		}
		end := at
		for end < len(line) && line[end] != '\t' && !strings.HasPrefix(line[end:], "  ") {
			end++
		}
		text := strings.TrimRight(line[at:end], " ")
		out = append(out, alignedCell{cell{text: text, start: start + at, end: start + at + len(text)}, utf8.RuneCountInString(line[:at+len(text)])})
		at = end
	}
	return out
}

// isHeader reports whether cells may be the names of columns: two at least, and no number
// among them.
func isHeader(cells []alignedCell) bool {
	for _, c := range cells {
		if isNumber(c.text) || strings.ContainsAny(c.text, ":=") {
			return false
		}
	}
	return len(cells) > 1
}

// row is the numbers of a row of the table, by column, and its label: the last cells of
// the line, each in the column that it ends in. Where they do not all end in one, as when
// the header was printed after other words, they are those of the last columns.
func (t *textReader) row(cells []alignedCell, line string, start int) (map[int]alignedCell, cell) {
	first := len(cells)
	for first > 0 && len(cells)-first < len(t.columns) && isFigure(cells[first-1].text) {
		first--
	}
	numbers := cells[first:]
	if len(numbers) == 0 || len(t.columns) == 0 {
		return nil, cell{}
	}
	row := map[int]alignedCell{}
	for _, c := range numbers {
		for i, column := range t.columns {
			if c.column == column.column {
				row[i] = c
			}
		}
	}
	if len(row) < len(numbers) {
		if len(numbers) < 2 && len(t.columns) > 1 {
			return nil, cell{}
		}
		row = map[int]alignedCell{}
		for i, c := range numbers {
			row[len(t.columns)-len(numbers)+i] = c
		}
	}
	label := strings.TrimRight(line[:numbers[0].start-start], " \t")
	trimmed := strings.TrimLeft(label, " \t")
	if trimmed == "" {
		return nil, cell{}
	}
	from := start + len(label) - len(trimmed)
	return row, cell{text: trimmed, start: from, end: from + len(trimmed)}
}

// isFigure reports whether a cell is a number, or a word in the place of one.
func isFigure(text string) bool {
	return isNumber(text) || strings.EqualFold(text, "nan") || strings.EqualFold(text, "inf")
}

func (t *textReader) tableRow(label cell, row map[int]alignedCell) bool {
	n := t.member(label, &Node{Kind: Mapping, Children: []*Node{}, Span: t.doc.index.span(label.start, label.end)})
	if n == nil {
		return false
	}
	for i, column := range t.columns {
		c, ok := row[i]
		if !ok {
			continue
		}
		value := t.cell(c.cell, Pointer(label.text, column.text))
		if value == nil {
			return false
		}
		value.Key, value.KeySpan = column.text, value.Span
		n.Children = append(n.Children, value)
		n.Span = t.doc.index.span(label.start, c.end)
	}
	return true
}

// pair reads a line "name = NUMBER", of which the name may have such a sign too, or
// "name : value".
func (t *textReader) pair(line string, start int) bool {
	at, width := strings.LastIndex(line, " = "), 3
	if at < 0 || !isNumber(strings.TrimSpace(line[at+width:])) {
		at, width = strings.IndexByte(line, ':'), 1
	}
	if at <= 0 {
		return true
	}
	name := strings.Join(strings.Fields(line[:at]), " ")
	value := strings.TrimSpace(line[at+width:])
	if name == "" || value == "" {
		return true
	}
	from := start + strings.LastIndex(line, value)
	key := cell{text: name, start: start + len(line) - len(strings.TrimLeft(line, " \t")), end: start + len(strings.TrimRight(line[:at], " \t"))}
	n := t.cell(cell{text: value, start: from, end: from + len(value)}, Pointer(name))
	return n != nil && t.member(key, n) != nil
}

// member adds a member to the document. One that is there already is a finding.
func (t *textReader) member(key cell, n *Node) *Node {
	if !t.count(1, len(key.text), key.start, key.end, Pointer(key.text)) {
		return nil
	}
	n.Key, n.KeySpan = key.text, t.doc.index.span(key.start, key.end)
	if first := t.known[n.Key]; first != nil {
		t.duplicate(first, key.start, key.end, Pointer(key.text))
		return n
	}
	t.known[n.Key] = n
	t.root.Children = append(t.root.Children, n)
	return n
}
