package document

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"go.yaml.in/yaml/v4"
)

// yaml reads the whole source as YAML.
func (r *reader) yaml() {
	start := 0
	if bytes.HasPrefix(r.doc.Source, byteOrderMark) {
		start = len(byteOrderMark)
	}
	root, ok := r.yamlRange(start, len(r.doc.Source))
	if !ok {
		return
	}
	if root == nil || root.Kind == Null && root.Span.Start == root.Span.End {
		r.report(empty, 0, 0, "", "the file holds comments but no value")
		return
	}
	r.doc.Root = root
}

// yamlRange reads the bytes from start to end as one YAML document. Its root
// is nil when there is no value. It reports false when the bytes could not be
// read: the findings say why.
func (r *reader) yamlRange(start, end int) (root *Node, ok bool) {
	if !r.controls(start, end) {
		return nil, false
	}
	src := r.doc.Source[start:end]
	if crowdedYAML(src) {
		r.report(tooManyNodes, start, start, "", fmt.Sprintf("the document contains more than %d characters that separate values or begin comments", maxYAMLMarks))
		return nil, false
	}
	y := &yamlReader{reader: r, src: src, base: start, index: newIndex(src, true), anchors: map[*yaml.Node]anchored{}}
	all, err := load(knownVersion(src), 2)
	if err != nil {
		y.failed(err)
		return nil, false
	}
	if len(all) > 1 {
		at := y.offset(all[1])
		r.report(severalDocuments, start+at, start+y.index.lineEnd(at), "", "unexpected second document; only the first is read")
	}
	if len(all) == 0 || len(all[0].Content) == 0 {
		return nil, true
	}
	root, _ = y.node(all[0].Content[0], -1, 1)
	y.strayTab(root)
	return root, !r.spent
}

// knownVersion is src with a directive for YAML 1.2, which the library
// refuses although it reads it, replaced by the one for 1.1.
func knownVersion(src []byte) []byte {
	at := 0
	for line := range bytes.Lines(src) {
		if words := bytes.Fields(line); len(words) > 0 && line[0] != '#' {
			if string(words[0]) == "%YAML" && len(words) > 1 && string(words[1]) == "1.2" {
				src = bytes.Clone(src)
				src[at+bytes.Index(line, []byte("1.2"))+2] = '1'
			}
			if line[0] != '%' {
				break
			}
		}
		at += len(line)
	}
	return src
}

// load reads the document nodes of src, no more than most. Panics of the library
// become errors: the input is hostile.
func load(src []byte, most int) (all []*yaml.Node, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the YAML reader failed: %v", p)
		}
	}()
	l, err := yaml.NewLoader(bytes.NewReader(src), yaml.WithPlugin(limits{}))
	if err != nil {
		return nil, err
	}
	for len(all) < most {
		var doc yaml.Node
		switch err := l.Load(&doc); {
		case errors.Is(err, io.EOF):
			return all, nil
		case err != nil:
			return nil, err
		}
		all = append(all, &doc)
	}
	return all, nil
}

// limits keeps the library from recursing deeper than we do. Aliases are not
// expanded by it but by yamlReader, which has its own budget.
type limits struct{}

var errDepth = errors.New("nested too deeply")

func (limits) CheckDepth(depth int, _ *yaml.DepthContext) error {
	if depth > maxDepth {
		return errDepth
	}
	return nil
}

func (limits) CheckAlias(int, int) error { return nil }

// failed reports an error of the library at the place it names.
func (y *yamlReader) failed(err error) {
	var e *yaml.LoadError
	if !errors.As(err, &e) {
		y.report(syntaxError, y.base, y.base, "", err.Error())
		return
	}
	at := e.Mark.Index
	if e.Mark.Line > 0 {
		at = y.index.offset(e.Mark.Line, e.Mark.Column)
	}
	at = min(at, len(y.src))
	if e.Message == errDepth.Error() {
		y.tooDeep(y.base+at, "")
		return
	}
	unusable := strings.Contains(e.Message, "cannot start any token") && y.charAt(at) != "\t"
	if tab, ok := y.tabAt(at); ok && !unusable {
		y.report(tabIndentation, y.base+tab, y.base+tab+1, "", "the line is indented with a tab")
		return
	}
	if e.Mark.Line == 0 && strings.HasPrefix(e.Message, "control characters") {
		y.report(controlCharacter, y.base+at, y.base+at+len(y.charAt(at)), "", fmt.Sprintf("character %+q is not allowed in YAML", y.charAt(at)))
		return
	}
	end := at + len(y.charAt(at))
	message := explain(e.Message, y.charAt(at))
	if e.ContextMsg == "" || e.ContextMark.Line == 0 || e.ContextMark == e.Mark {
		y.report(syntaxError, y.base+at, y.base+end, "", message)
		return
	}
	context := y.index.offset(e.ContextMark.Line, e.ContextMark.Column)
	span := y.doc.index.span(y.base+context, y.base+context)
	y.report(syntaxError, y.base+at, y.base+end, "", fmt.Sprintf("%s (%s that starts in line %d)", message, e.ContextMsg, span.Line),
		y.relate("it starts here", span, ""))
}

// tabAt finds the tab in the white space before the first text of the line
// of an error.
func (y *yamlReader) tabAt(at int) (int, bool) {
	start := y.index.lines[y.index.line(at)]
	line := y.src[start:y.index.lineEnd(start)]
	blanks := line[:len(line)-len(bytes.TrimLeft(line, " \t"))]
	tab := bytes.IndexByte(blanks, '\t')
	return start + tab, tab >= 0 && len(blanks) < len(line)
}

// charAt is the character at an offset; empty at the end of a line or of src.
func (y *yamlReader) charAt(at int) string {
	for i, c := range string(y.src[at:min(at+4, len(y.src))]) {
		if i > 0 || c == '\n' || c == '\r' {
			return string(y.src[at : at+i])
		}
	}
	return string(y.src[at:])
}

// explain says in our words what the library's message means.
func explain(message, char string) string {
	for _, known := range []struct{ contains, means string }{
		{"mapping values are not allowed", "a second \": \" in one line, or a wrong indentation: quote the text that holds the colon, or align the key"},
		{"cannot start any token", "a plain value cannot start with " + char + ": quote it"},
		{"did not find expected ',' or", "a list or mapping in brackets is not closed, or lacks a comma"},
		{"did not find expected node content", "a value is missing, or a bracket is not closed"},
		{"did not find expected key", "expected a key; check the indentation"},
		{"did not find expected '-' indicator", "the list does not go on here: check the indentation"},
		{"could not find expected ':'", "the key has no colon after it"},
		{"unexpected end of stream", "a quoted text is not closed"},
		{"unexpected document indicator", "a quoted text is not closed before the end of the document"},
		{"did not find expected <document start>", "expected the end of the document, found another value; check the indentation"},
		{"unknown escape character", "unknown escape in a double-quoted text: write \\\\ for a backslash, or use single quotes"},
	} {
		if strings.Contains(message, known.contains) {
			return known.means
		}
	}
	return message
}
