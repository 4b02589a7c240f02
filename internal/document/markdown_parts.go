package document

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// bodyKey is the first segment of pointers to what a Markdown body holds beside
// headings: /body/links/3, /body/labels/0, /body/tables/1/2/0 (row 0 is the
// header), /body/subheadings/2, /body/paragraphs/0, /body/flaws/0.
const bodyKey = "body"

// Limits of what is kept of a body. Each is far above what people write.
const (
	maxLinks      = 5_000
	maxCells      = 20_000 // of all tables
	maxParagraphs = 20_000 // further ones are not kept
	maxParagraph  = 400    // bytes; longer ones are not kept
)

// Link is a link or an image, with its target as it is written.
type Link struct {
	Target string
	Text   string // of a link in Markdown, as it is written; "" for any other
	Image  bool
	Span   Span // of the target, where it stands beside the text; else of the link's first character
}

// Label is a fact in prose: "**License:** MIT", "License: MIT" as an item of a
// list, or a row of a table of two columns.
type Label struct {
	Name  string
	Value string // readable text
	Span  Span   // of the value, of the name if there is none
}

// Table is a table of the body. Row 0 is the header.
type Table struct {
	Rows [][]Cell
	Span Span // of the header's first cell
}

// Cell is a cell of a table.
type Cell struct {
	Text string // readable text
	Span Span
}

// Subheading is a line in bold type at the beginning of a paragraph, which a
// reader takes for a heading of what follows.
type Subheading struct {
	Title string
	Text  string // readable text up to the next heading or subheading
	Other int    // code blocks, tables and links there
	Span  Span   // of the title
	texts []string
}

// Paragraph is a short paragraph that is nothing but text, or a short comment,
// by itself at the top level of the body: what a template leaves behind.
type Paragraph struct {
	Text    string // readable text, on one line
	Comment bool
	Span    Span // to the end of its last line, without the break
}

// Marks are the links, labels, tables, subheadings, short paragraphs and flaws of
// a Markdown body, in their order.
type Marks struct {
	Links       []Link
	Labels      []Label
	Tables      []Table
	Subheadings []Subheading
	Paragraphs  []Paragraph
	Flaws       []Flaw // where its page shows other than what was meant
	Blocks      int    // how many blocks the body has at its top level
}

// span resolves the segments of a pointer below /body.
func (m *Marks) span(parts []string) (Span, bool) {
	n := make([]int, len(parts))
	for i, p := range parts {
		if i == 0 {
			continue
		}
		v, err := strconv.Atoi(p)
		if err != nil || v < 0 {
			return Span{}, false
		}
		n[i] = v
	}
	switch {
	case len(parts) < 2:
	case parts[0] == "links" && n[1] < len(m.Links):
		return m.Links[n[1]].Span, true
	case parts[0] == "labels" && n[1] < len(m.Labels):
		return m.Labels[n[1]].Span, true
	case parts[0] == "subheadings" && n[1] < len(m.Subheadings):
		return m.Subheadings[n[1]].Span, true
	case parts[0] == "tables" && n[1] < len(m.Tables):
		t := m.Tables[n[1]]
		if len(parts) >= 4 && n[2] < len(t.Rows) && n[3] < len(t.Rows[n[2]]) {
			return t.Rows[n[2]][n[3]].Span, true
		}
		return t.Span, true
	case parts[0] == "paragraphs" && n[1] < len(m.Paragraphs):
		return m.Paragraphs[n[1]].Span, true
	case parts[0] == "flaws" && n[1] < len(m.Flaws):
		return m.Flaws[n[1]].Span, true
	}
	return Span{}, false
}

// link keeps a link whose text starts at an offset of the view. The target is
// looked for behind it; a link by reference has it elsewhere.
func (m *markdownReader) link(target string, image bool, at int) {
	at = min(max(at, 0), len(m.src))
	if len(m.marks.Links) == maxLinks {
		if !m.crowded {
			m.crowded = true
			m.report(tooManyNodes, m.base+at, m.base+at, "", fmt.Sprintf("the document has more than %d links", maxLinks))
		}
		return
	}
	start, end := at, min(at+1, len(m.src))
	const near = 512
	if i := bytes.Index(m.src[at:min(len(m.src), at+near)], []byte(target)); i >= 0 && target != "" {
		start, end = at+i, at+i+len(target)
	}
	m.marks.Links = append(m.marks.Links, Link{Target: target, Image: image, Span: m.doc.index.span(m.base+start, m.base+end)})
}

// named gives the link that was kept last its text.
func (m *markdownReader) named(n *ast.Link) {
	if last := len(m.marks.Links) - 1; last >= 0 && !m.crowded {
		m.marks.Links[last].Text = oneLine(string(textOf(n, m.src)))
	}
}

// isFootnote reports whether a link by reference is a footnote of one word, which is no address:
// "[^1]: Estimated."
func isFootnote(n *ast.Link, src []byte) bool {
	return bytes.HasPrefix(textOf(n, src), []byte("^")) && !bytes.Contains(n.Destination, []byte("://"))
}

// textOf is the text of a link without its marks.
func textOf(n ast.Node, src []byte) []byte {
	var out []byte
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			out = append(out, c.Segment.Value(src)...)
		case *ast.CodeSpan, *ast.Emphasis:
			out = append(out, textOf(c, src)...)
		}
	}
	return out
}

// offset is where a part of the view starts in it.
func (m *markdownReader) offset(part []byte) int {
	return cap(m.src) - cap(part) // both end where the array does
}

var mailAddress = pattern.New(`[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@[A-Za-z0-9][A-Za-z0-9-]{0,62}(?:\.[A-Za-z0-9-]{1,63})*\.[A-Za-z]{2,24}`)

// mails keeps the addresses that stand in text as links to them.
func (m *markdownReader) mails(start int, text []byte) {
	if bytes.IndexByte(text, '@') < 0 {
		return
	}
	for _, at := range mailAddress.FindAllIndex(text, -1) {
		m.link("mailto:"+string(text[at[0]:at[1]]), false, start+at[0])
		if n := len(m.marks.Links); n > 0 {
			m.marks.Links[n-1].Span = m.doc.index.span(m.base+start+at[0], m.base+start+at[1])
		}
	}
}

// label is a line that says one thing: a name in bold type with a colon in it or
// behind it, or, as an item of a list, a short name and a colon.
var (
	boldLabel  = pattern.New(`^[ \t]*(?:[-*+][ \t]+)?(?:\*\*|__)[ \t]*([^*_:\n]{2,60}?)[ \t]*(?::[ \t]*(?:\*\*|__)|(?:\*\*|__)[ \t]*:)[ \t]*`)
	plainLabel = pattern.New(`^[ \t]*([A-Z][A-Za-z0-9()/ '-]{1,40}):[ \t]+`)
)

// labels keeps the labels among the lines of a paragraph.
func (m *markdownReader) labels(n ast.Node) {
	lines := n.Lines()
	_, item := n.Parent().(*ast.ListItem)
	for i := range lines.Len() {
		segment := lines.At(i)
		line := segment.Value(m.src)
		match := boldLabel.FindSubmatchIndex(line)
		if match == nil && item {
			match = plainLabel.FindSubmatchIndex(line)
		}
		if match == nil || segment.Padding > 0 || len(m.marks.Labels) == maxCells {
			continue
		}
		value := bytes.TrimRight(line[match[1]:], " \t\r\n\\")
		start, end := segment.Start+match[1], segment.Start+match[1]+len(value)
		if len(value) == 0 {
			start, end = segment.Start+match[2], segment.Start+match[3]
		}
		m.marks.Labels = append(m.marks.Labels, Label{Name: oneLine(string(line[match[2]:match[3]])), Value: plainText(string(value)),
			Span: m.doc.index.span(m.base+start, m.base+end)})
	}
}

// paragraph keeps a block of the top level, if it is short.
func (m *markdownReader) paragraph(text string, comment bool, start, end int) {
	if end-start > maxParagraph || text == "" || len(m.marks.Paragraphs) == maxParagraphs {
		return
	}
	end = start + len(bytes.TrimRight(m.src[start:end], " \t\r\n"))
	m.marks.Paragraphs = append(m.marks.Paragraphs, Paragraph{Text: text, Comment: comment, Span: m.doc.index.span(m.base+start, m.base+end)})
}

// onlyText reports whether a paragraph has nothing in it but text and emphasis.
func onlyText(n ast.Node) bool {
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		switch child.(type) {
		case *ast.Text, *ast.String:
		case *ast.Emphasis:
			if !onlyText(child) {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// comment is what a block of HTML says that is one comment and nothing else.
func comment(block []byte) (string, bool) {
	block = bytes.TrimSpace(block)
	if !bytes.HasPrefix(block, []byte("<!--")) || bytes.Index(block, []byte("-->")) != len(block)-3 || len(block) < len("<!---->") {
		return "", false
	}
	return oneLine(string(block[4 : len(block)-3])), true
}

var inlineLink = pattern.New(`!?\[([^\[\]]*)\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)?(?:[ \t]+"[^"]*")?\)`)

// plainText is a line of Markdown without the marks of links, code and emphasis.
func plainText(s string) string {
	if strings.IndexByte(s, ']') >= 0 {
		s = inlineLink.ReplaceAllString(s, "$1")
	}
	return oneLine(strings.NewReplacer("**", "", "__", "", "`", "").Replace(s))
}

// holds reports whether a table has anything below its header, or has no more than one.
func (m *markdownReader) holds(n *east.Table) bool {
	rows := 0
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		for cell := row.FirstChild(); cell != nil && rows > 0; cell = cell.NextSibling() {
			if cell.HasChildren() {
				return true
			}
		}
		rows++
	}
	return rows < 2 && m.isLoneRow(n)
}

// isLoneRow reports whether the only row of a table says something: it is no mere header of
// rows that are still to come.
func (m *markdownReader) isLoneRow(n *east.Table) bool {
	row := n.FirstChild()
	if row == nil {
		return false
	}
	for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
		words := 0
		for part := cell.FirstChild(); part != nil; part = part.NextSibling() {
			text, ok := part.(*ast.Text)
			if !ok && part.Kind() != ast.KindEmphasis {
				return true // an image, a link, code
			}
			if ok {
				words += len(bytes.Fields(text.Segment.Value(m.src)))
				if bytes.ContainsAny(text.Segment.Value(m.src), "0123456789") {
					return true
				}
			}
		}
		if words > 3 {
			return true
		}
	}
	return false
}

// table keeps a table, and each row of one of two columns as a label.
func (m *markdownReader) table(n *east.Table) {
	t := Table{}
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		var cells []Cell
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			if m.cells++; m.cells > maxCells {
				break
			}
			cells = append(cells, m.cell(cell))
		}
		t.Rows = append(t.Rows, cells)
	}
	if len(t.Rows) == 0 || len(t.Rows[0]) == 0 {
		return
	}
	t.Span = t.Rows[0][0].Span
	m.marks.Tables = append(m.marks.Tables, t)
	if len(t.Rows[0]) != 2 {
		return
	}
	for _, row := range t.Rows[1:] {
		if len(row) == 2 && row[0].Text != "" && len(m.marks.Labels) < maxCells {
			m.marks.Labels = append(m.marks.Labels, Label{Name: strings.TrimSpace(strings.TrimSuffix(row[0].Text, ":")), Value: row[1].Text, Span: row[1].Span})
		}
	}
}

func (m *markdownReader) cell(n ast.Node) Cell {
	c := content{m: m, quiet: true}
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		c.walk(child, 0)
	}
	start := max(n.Pos(), 0)
	end := start
	if lines := n.Lines(); lines != nil && lines.Len() > 0 {
		start, end = lines.At(0).Start, lines.At(0).Stop
	}
	return Cell{Text: oneLine(c.readable()), Span: m.doc.index.span(m.base+start, m.base+max(start, end))}
}

// attribute is the value of an attribute in a tag of raw HTML, "" without one.
func attribute(tag []byte, name string) string {
	lower := bytes.ToLower(tag)
	for from := 0; ; {
		i := bytes.Index(lower[from:], []byte(name))
		if i < 0 {
			return ""
		}
		at := from + i
		from = at + len(name)
		if at == 0 || strings.IndexByte(" \t\r\n\"'/", lower[at-1]) < 0 {
			continue
		}
		rest := bytes.TrimLeft(tag[from:], " \t\r\n")
		if len(rest) == 0 || rest[0] != '=' {
			continue
		}
		rest = bytes.TrimLeft(rest[1:], " \t\r\n")
		if len(rest) > 1 && (rest[0] == '"' || rest[0] == '\'') {
			if end := bytes.IndexByte(rest[1:], rest[0]); end >= 0 {
				return string(rest[1 : end+1])
			}
			return ""
		}
		if end := bytes.IndexAny(rest, " \t\r\n>"); end >= 0 {
			rest = rest[:end]
		}
		return string(bytes.TrimSuffix(rest, []byte("/")))
	}
}

var boldLine = pattern.New(`^[ \t]*(?:\*\*|__)[ \t]*([^*_\n]{2,60}?)[ \t]*:?[ \t]*(?:\*\*|__)[ \t]*:?[ \t\r\n]*$`)

// boldTitle is the first line of a paragraph if it is all bold, and where it
// stands in the view.
func (m *markdownReader) boldTitle(n ast.Node) (title string, start, end int) {
	p, ok := n.(*ast.Paragraph)
	if !ok || p.Lines().Len() == 0 {
		return "", 0, 0
	}
	segment := p.Lines().At(0)
	line := segment.Value(m.src)
	if !bytes.HasPrefix(bytes.TrimLeft(line, " "), []byte("**")) && !bytes.HasPrefix(bytes.TrimLeft(line, " "), []byte("__")) {
		return "", 0, 0 // most paragraphs: this is faster than the expression
	}
	match := boldLine.FindSubmatchIndex(line)
	if match == nil || segment.Padding > 0 {
		return "", 0, 0
	}
	start, end = segment.Start+match[2], segment.Start+match[3]
	return oneLine(string(m.src[start:end])), start, end
}

// subheadings gathers what stands under each line in bold type.
func (m *markdownReader) subheadings() {
	under := -1
	for _, p := range m.pieces {
		switch {
		case p.level > 0:
			under = -1
			continue
		case p.bold != "" && len(m.marks.Subheadings) < maxHeading:
			m.marks.Subheadings = append(m.marks.Subheadings, Subheading{Title: p.bold, Span: m.doc.index.span(m.base+p.start, m.base+p.end)})
			under = len(m.marks.Subheadings) - 1
			p.text = strings.TrimLeft(strings.TrimPrefix(p.text, p.bold), ": \n")
		}
		if under >= 0 {
			s := &m.marks.Subheadings[under]
			s.texts, s.Other = append(s.texts, p.text), s.Other+p.links+p.code+p.tables
		}
	}
	for i := range m.marks.Subheadings {
		s := &m.marks.Subheadings[i]
		s.Text, s.texts = strings.TrimSpace(strings.Join(s.texts, "\n")), nil
	}
}
