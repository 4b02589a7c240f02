package document

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
)

// csv reads comma-separated values with a header (RFC 4180). The document is the
// list of rows, each a mapping by the names of the columns: /3/accuracy points
// into the fourth row below the header. Blanks around names and values, which
// some tools pad with, do not count; an empty value is null.
func (r *reader) csv() {
	rows, ok := r.table(',')
	if !ok {
		return
	}
	root := &Node{Kind: Sequence, Children: []*Node{}, Span: r.doc.index.span(0, len(r.doc.Source))}
	header := rows[0]
	if !r.columns(header) {
		return
	}
	for i, row := range rows[1:] {
		at := strconv.Itoa(i)
		if len(row) != len(header) {
			r.report(syntaxError, row[0].start, row[len(row)-1].end, Pointer(at), fmt.Sprintf("the row has %d values, and the header names %d", len(row), len(header)))
			return
		}
		n := &Node{Kind: Mapping, Span: r.doc.index.span(row[0].start, row[len(row)-1].end), Children: make([]*Node, 0, len(row))}
		if !r.count(1, 0, row[0].start, row[0].end, Pointer(at)) {
			return
		}
		for c, cell := range row {
			value := r.cell(cell, Pointer(at, header[c].text))
			if value == nil {
				return
			}
			value.Key, value.KeySpan = header[c].text, value.Span
			n.Children = append(n.Children, value)
		}
		root.Children = append(root.Children, n)
	}
	r.doc.Root = root
}

// fields reads lines of values with a blank between them, without a header: a
// list of lists.
func (r *reader) fields() {
	rows, ok := r.table(' ')
	if !ok {
		return
	}
	root := &Node{Kind: Sequence, Children: []*Node{}, Span: r.doc.index.span(0, len(r.doc.Source))}
	for i, row := range rows {
		n := &Node{Kind: Sequence, Span: r.doc.index.span(row[0].start, row[len(row)-1].end)}
		if !r.count(1, 0, row[0].start, row[0].end, Pointer(strconv.Itoa(i))) {
			return
		}
		for c, cell := range row {
			value := r.cell(cell, Pointer(strconv.Itoa(i), strconv.Itoa(c)))
			if value == nil {
				return
			}
			n.Children = append(n.Children, value)
		}
		root.Children = append(root.Children, n)
	}
	r.doc.Root = root
}

// columns checks the names of the columns.
func (r *reader) columns(header []cell) bool {
	known := map[string]*Node{}
	for i, c := range header {
		switch first := known[c.text]; {
		case c.text == "" && i > 0: // the first column may be an index without a name
			r.report(syntaxError, c.start, c.end, "", "a column has no name")
			return false
		case first != nil:
			r.duplicate(first, c.start, c.end, Pointer(c.text))
			return false
		}
		known[c.text] = &Node{Key: c.text, KeySpan: r.doc.index.span(c.start, c.end)}
	}
	return true
}

// cell is one value of a table, and where it stands.
type cell struct {
	text       string
	quoted     bool
	start, end int
}

func (r *reader) cell(c cell, pointer string) *Node {
	if !r.count(1, len(c.text), c.start, c.end, pointer) {
		return nil
	}
	n := &Node{Kind: String, Value: c.text, Plain: !c.quoted, Span: r.doc.index.span(c.start, c.end)}
	switch lower := strings.ToLower(c.text); {
	case c.quoted:
	case c.text == "":
		n.Kind = Null
	case isNumber(c.text):
		n.Kind = r.number(c.text, c.start, c.end, func() string { return pointer })
	case lower == "true", lower == "false":
		n.Kind, n.Value = Bool, lower
	}
	return n
}

// table splits the source into rows of cells. Rows that are blank are left out.
func (r *reader) table(comma byte) ([][]cell, bool) {
	src := r.doc.Source
	at := 0
	if bytes.HasPrefix(src, byteOrderMark) {
		at = len(byteOrderMark)
	}
	if !r.controls(at, len(src)) {
		return nil, false
	}
	var rows [][]cell
	var row []cell
	total := 0
	for at < len(src) {
		c, next, ok := r.tableCell(at, comma)
		if !ok {
			return nil, false
		}
		if total++; total > MaxNodes {
			r.count(MaxNodes+1, 0, at, at, "")
			return nil, false
		}
		row, at = append(row, c), next
		if at < len(src) && src[at] == comma {
			if at++; at < len(src) && src[at] != '\n' && src[at] != '\r' {
				continue
			}
			if comma == ' ' {
				continue
			}
			row = append(row, cell{start: at, end: at})
		}
		for at < len(src) && (src[at] == '\r' || src[at] == '\n') {
			at++
		}
		if len(row) > 1 || row[0].text != "" {
			rows = append(rows, row)
		}
		row = nil
	}
	if len(row) > 0 {
		rows = append(rows, row)
	}
	if len(rows) == 0 {
		r.report(empty, 0, 0, "", "the table has no row")
	}
	return rows, len(rows) > 0
}

// tableCell reads one cell, and returns the offset of what ends it.
func (r *reader) tableCell(at int, comma byte) (cell, int, bool) {
	src := r.doc.Source
	for at < len(src) && (src[at] == ' ' || src[at] == '\t') {
		at++
	}
	if at < len(src) && src[at] == '"' && comma == ',' {
		return r.quotedCell(at)
	}
	end := at
	for end < len(src) && src[end] != comma && src[end] != '\n' && src[end] != '\r' {
		end++
	}
	text := bytes.TrimRight(src[at:end], " \t")
	return cell{text: string(text), start: at, end: at + len(text)}, end, true
}

func (r *reader) quotedCell(at int) (cell, int, bool) {
	src := r.doc.Source
	var text []byte
	for i := at + 1; i < len(src); i++ {
		switch {
		case src[i] != '"':
			text = append(text, src[i])
		case i+1 < len(src) && src[i+1] == '"':
			text = append(text, '"')
			i++
		default:
			c := cell{text: string(text), quoted: true, start: at, end: i + 1}
			for i++; i < len(src) && (src[i] == ' ' || src[i] == '\t'); i++ {
			}
			if i < len(src) && src[i] != ',' && src[i] != '\n' && src[i] != '\r' {
				r.report(syntaxError, i, i+1, "", "a comma must follow the closing quotation mark")
				return cell{}, 0, false
			}
			return c, i, true
		}
	}
	r.report(syntaxError, at, at+1, "", "unterminated string")
	return cell{}, 0, false
}
