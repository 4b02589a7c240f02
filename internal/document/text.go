package document

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/modelgate-dev/modelgate/internal/finding"
)

// ParseKept is ParseAs for a file of up to MaxLong bytes of which some lines are read: kept
// is src with blanks in place of the others. A TextReport may have parts with headings:
// section is the name of the part that a line is the heading of, "" for any other line; nil
// for no parts. What follows is in a mapping of that name, up to the next heading. A name
// that was there already gets the number of its part: "bbox", "bbox 2".
func ParseKept(s Syntax, name string, src, kept []byte, section func(line string) string) (*Document, []finding.Finding) {
	r := &reader{doc: &Document{Path: name, Syntax: s, Source: kept}, section: section}
	d, found := r.parse(MaxLong)
	d.Source = src
	return d, found
}

// textReport reads what a tool prints for people: lines "name : value" and "name =
// value", several in a line where commas part them, and tables of aligned columns, of which
// each row has a label. The document is one mapping, of the values by their names and of
// the rows by their labels: /macro avg/recall points into a table. Any other line is left
// out.
func (r *reader) textReport() {
	if !r.controls(0, len(r.doc.Source)) {
		return
	}
	root := &Node{Kind: Mapping, Children: []*Node{}, Span: r.doc.index.span(0, len(r.doc.Source))}
	known := map[string]*Node{}
	t := &textReader{reader: r, top: root, topKnown: known, root: root, known: known}
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
	r.doc.Root = t.top
}

type textReader struct {
	*reader
	top      *Node // the document
	topKnown map[string]*Node
	parts    []string // headings so far
	root     *Node    // the part that is being read
	path     []string
	known    map[string]*Node
	columns  []alignedCell // of the table that is being read
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
	if t.section != nil {
		if name := t.section(line); name != "" {
			return t.part(name, start, start+len(line))
		}
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

// part begins the part of a heading.
func (t *textReader) part(name string, start, end int) bool {
	same := 1
	for _, p := range t.parts {
		if p == name {
			same++
		}
	}
	t.parts = append(t.parts, name)
	if same > 1 {
		name = fmt.Sprintf("%s %d", name, same)
	}
	t.root, t.path, t.known, t.columns = t.top, nil, t.topKnown, nil
	n := t.member(cell{text: name, start: start, end: end}, &Node{Kind: Mapping, Children: []*Node{}, Span: t.doc.index.span(start, end)})
	if n == nil {
		return false
	}
	t.root, t.path, t.known = n, []string{name}, map[string]*Node{}
	return true
}

// at is the pointer to a member of the part that is being read.
func (t *textReader) at(names ...string) string {
	return Pointer(append(t.path[:len(t.path):len(t.path)], names...)...)
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
		value := t.cell(c.cell, t.at(label.text, column.text))
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
// "name : value"; or several of them with numbers, parted by commas.
func (t *textReader) pair(line string, start int) bool {
	if parts := strings.Split(line, ", "); len(parts) > 1 && !slices.ContainsFunc(parts, func(part string) bool { return !isNumbered(part) }) {
		for _, part := range parts {
			if !t.single(part, start) {
				return false
			}
			start += len(part) + len(", ")
		}
		return true
	}
	return t.single(line, start)
}

// isNumbered reports whether a text is one name and one number.
func isNumbered(text string) bool {
	name, value, ok := cutPair(text)
	return ok && !strings.ContainsAny(name, ":=") && isNumber(strings.TrimSuffix(value, "%"))
}

// cutPair splits a line into a name and a value, both as the line has them.
func cutPair(line string) (name, value string, ok bool) {
	at, width := strings.LastIndex(line, " = "), 3
	if at < 0 || !isNumber(strings.TrimSpace(line[at+width:])) {
		if at, width = strings.IndexByte(line, ':'), 1; at < 0 {
			at = strings.IndexByte(line, '=')
		}
	}
	if at <= 0 {
		return "", "", false
	}
	name, value = strings.TrimRight(line[:at], " \t"), strings.TrimLeft(line[at+width:], ": \t")
	return name, strings.TrimSpace(value), strings.TrimSpace(name) != "" && strings.TrimSpace(value) != ""
}

func (t *textReader) single(line string, start int) bool {
	name, value, ok := cutPair(line)
	if !ok {
		return true
	}
	from := start + strings.LastIndex(line, value)
	key := cell{text: strings.Join(strings.Fields(name), " "), start: start + len(line) - len(strings.TrimLeft(line, " \t")), end: start + len(name)}
	n := t.cell(cell{text: value, start: from, end: from + len(value)}, t.at(key.text))
	if n != nil && restates(n, t.known[key.text]) {
		return true
	}
	return n != nil && t.member(key, n) != nil
}

// restates reports whether a value was there under its name already: by itself, or in a row of
// that label, as when the accuracy is printed below its table once more.
func restates(n, first *Node) bool {
	switch {
	case first == nil || n.Kind != Number:
		return false
	case first.Kind == Mapping:
		return slices.ContainsFunc(first.Children, func(c *Node) bool { return c.Kind == Number && c.Value == n.Value })
	}
	return first.Kind == Number && first.Value == n.Value
}

// member adds a member to the document. One that is there already is a finding.
func (t *textReader) member(key cell, n *Node) *Node {
	if !t.count(1, len(key.text), key.start, key.end, t.at(key.text)) {
		return nil
	}
	n.Key, n.KeySpan = key.text, t.doc.index.span(key.start, key.end)
	if first := t.known[n.Key]; first != nil {
		t.duplicate(first, key.start, key.end, t.at(key.text))
		return n
	}
	t.known[n.Key] = n
	t.root.Children = append(t.root.Children, n)
	return n
}
