package document

import (
	"bytes"
	"strconv"
)

// jsonLines reads JSON Lines (jsonlines.org): one value a line. The document is
// the list of them, so that /3/name points into the fourth row; blank lines are
// no rows.
func (r *reader) jsonLines() {
	src := r.doc.Source
	if !r.controls(0, len(src)) {
		return
	}
	j := &jsonReader{reader: r, src: src}
	if bytes.HasPrefix(src, byteOrderMark) {
		j.at = len(byteOrderMark)
	}
	root := &Node{Kind: Sequence, Children: []*Node{}}
	start := j.at
	for j.next() != 0 || j.at < len(src) {
		j.path = []string{strconv.Itoa(len(root.Children))}
		first := j.at
		row := j.value(2)
		if row == nil {
			return
		}
		if bytes.IndexByte(src[first:j.at], '\n') >= 0 {
			j.fail(first, "each row must be on one line")
			return
		}
		for j.at < len(src) && (src[j.at] == ' ' || src[j.at] == '\t' || src[j.at] == '\r') {
			j.at++
		}
		if j.at < len(src) && src[j.at] != '\n' {
			j.fail(j.at, "nothing may follow a row on its line, but there is "+j.seen(j.at))
			return
		}
		root.Children = append(root.Children, row)
	}
	root.Span = r.doc.index.span(start, j.at)
	r.doc.Root = root
}
