package document

import (
	"bytes"
	"slices"

	"github.com/modelgate-dev/modelgate/internal/finding"
)

// strayTab reports the first tab that separates nothing: behind a value, on a line of
// its own, or before a comment. PyYAML takes a tab only within quotes, blocks and
// comments; those before a value are told with the value.
func (y *yamlReader) strayTab(root *Node) {
	if root == nil || y.spent || bytes.IndexByte(y.src, '\t') < 0 || slices.ContainsFunc(y.found, func(f finding.Finding) bool { return f.Rule == tabSeparation }) {
		return
	}
	var texts []Span // in which a tab is part of a text
	var walk func(n *Node)
	walk = func(n *Node) {
		if len(n.Children) == 0 && !n.Plain && n.Kind == String {
			texts = append(texts, n.Span)
		}
		if s := n.KeySpan.Start - y.base; n.KeySpan.End > n.KeySpan.Start && s >= 0 && s < len(y.src) && (y.src[s] == '"' || y.src[s] == '\'') {
			texts = append(texts, n.KeySpan)
		}
		for _, c := range n.Children {
			walk(c)
		}
	}
	walk(root)
	slices.SortFunc(texts, func(a, b Span) int { return a.Start - b.Start })
	within := func(offset int) bool {
		i, _ := slices.BinarySearchFunc(texts, offset+y.base, func(s Span, at int) int { return s.End - 1 - at })
		return i < len(texts) && texts[i].Start <= offset+y.base
	}
	for start := 0; start < len(y.src); {
		end := start + len(y.src[start:])
		if n := bytes.IndexByte(y.src[start:], '\n'); n >= 0 {
			end = start + n
		}
		for at := start; at < end; at++ {
			if within(at) {
				continue
			}
			if y.src[at] == '#' && (at == start || y.src[at-1] == ' ') {
				break
			}
			if y.src[at] == '\t' {
				y.report(tabSeparation, y.base+at, y.base+at+1, "", "tab outside of a quoted text; PyYAML rejects the document")
				return
			}
		}
		start = end + 1
	}
}
