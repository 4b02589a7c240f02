package document

import (
	"bytes"
	"fmt"

	"go.yaml.in/yaml/v4"

	"github.com/modelgate-dev/modelgate/internal/finding"
)

// maxStream is how many documents one file may have.
const maxStream = 2_000

// ParseStream is ParseAs for a file that may have several documents, such as
// manifests of Kubernetes: each is returned, in their order, with its places in the
// file. A document without a value has a Null for its Root. Only YAML has streams; a
// file of another syntax is one document. What is wrong with one document is told of
// all: where a finding is an error, none of them may be relied on.
func ParseStream(s Syntax, name string, src []byte) ([]*Document, []finding.Finding) {
	if s != YAML {
		doc, found := ParseAs(s, name, src)
		return []*Document{doc}, found
	}
	r := &reader{doc: &Document{Path: name, Syntax: s, Source: src}}
	var roots []*Node
	if len(src) > MaxBytes {
		r.doc.index = newIndex(src[:0], false)
		r.report(tooLarge, 0, 0, "", fmt.Sprintf("the file has %d bytes, more than %d", len(src), MaxBytes))
	} else if r.doc.index = newIndex(src, false); r.readable() {
		roots = r.yamlStream()
	}
	var out []*Document
	for _, root := range roots {
		one := *r.doc
		one.Root = root
		if len(roots) > 1 {
			one.begins = root.Span.Start
		}
		out = append(out, &one)
	}
	return out, r.findings()
}

// yamlStream reads the whole source as a stream of documents; none where one of them
// cannot be read.
func (r *reader) yamlStream() []*Node {
	start := 0
	if bytes.HasPrefix(r.doc.Source, byteOrderMark) {
		start = len(byteOrderMark)
	}
	src := r.doc.Source[start:]
	if !r.controls(start, len(r.doc.Source)) {
		return nil
	}
	if crowdedYAML(src) {
		r.report(tooManyNodes, start, start, "", fmt.Sprintf("the document contains more than %d characters that separate values or begin comments", maxYAMLMarks))
		return nil
	}
	y := &yamlReader{reader: r, src: src, base: start, index: newIndex(src, true)}
	all, err := load(knownVersion(src), maxStream+1)
	switch {
	case err != nil:
		y.failed(err)
		return nil
	case len(all) > maxStream:
		r.report(tooManyNodes, start, start, "", fmt.Sprintf("the file has more than %d documents", maxStream))
		return nil
	case len(all) == 0:
		r.report(empty, 0, 0, "", "the file holds comments but no value")
		return nil
	}
	var roots []*Node
	for _, doc := range all {
		y.anchors = map[*yaml.Node]anchored{} // an anchor is of one document
		root := &Node{Kind: Null, Span: y.span(min(y.offset(doc), len(src)), min(y.offset(doc), len(src)))}
		if len(doc.Content) > 0 {
			root, _ = y.node(doc.Content[0], -1, 1)
		}
		if root == nil {
			return nil // a limit is exceeded, which is told
		}
		roots = append(roots, root)
	}
	y.strayTab(&Node{Kind: Sequence, Children: roots})
	return roots
}
