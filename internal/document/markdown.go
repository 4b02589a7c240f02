package document

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// markdown reads front matter and sections.
func (r *reader) markdown() {
	r.mergeConflicts()
	start := r.frontMatter()
	r.controls(r.doc.Front.End, len(r.doc.Source))
	m := &markdownReader{reader: r, src: slices.Clip(goldmarkView(r.doc.Source[start:])), base: start, marks: &r.doc.Marks}
	if at, problem := crowdedMarkdown(m.src); problem != "" {
		r.report(tooManyNodes, start+at, start+at, "", problem)
		return
	}
	tree := markdownParser().Parse(text.NewReader(m.src))
	for n := tree.FirstChild(); n != nil; n = n.NextSibling() {
		m.block(n)
		m.marks.Blocks++
	}
	r.doc.Sections = m.sections()
	m.subheadings()
	m.flaws(tree)
}

// markdownParser is the one parser: it keeps nothing of what it has read.
var markdownParser = sync.OnceValue(func() parser.Parser {
	return goldmark.New(goldmark.WithExtensions(extension.Table)).Parser()
})

// goldmarkView is src with a line feed for every lone carriage return, which
// goldmark takes for white space. Offsets stay the same.
func goldmarkView(src []byte) []byte {
	if bytes.IndexByte(src, '\r') < 0 {
		return src
	}
	view := bytes.Clone(src)
	for i, c := range view {
		if c == '\r' && (i+1 == len(view) || view[i+1] != '\n') {
			view[i] = '\n'
		}
	}
	return view
}

// markdownReader flattens the body into pieces: headings, and what stands
// between them.
type markdownReader struct {
	*reader
	src     []byte
	base    int // of src in the file
	pieces  []piece
	marks   *Marks
	cells   int  // of tables, so far
	crowded bool // more links than are kept, and said so
	veil    veil // of a block of HTML that is not shown, and not closed yet
	notes   map[string]bool
}

// piece is a heading (level above 0) or a block of content.
type piece struct {
	level       int
	title       string
	bold        string // the line in bold type that a block begins with
	start, end  int    // of a heading or that line, in src
	next        int    // where the line after the heading starts, in src
	text        string
	links, code int
	tables      int
	images      int
}

// block appends the pieces of a block at the top level of the document. Only
// there are headings headings of sections: in a quotation or a list they are
// content.
func (m *markdownReader) block(n ast.Node) {
	switch n := n.(type) {
	case *ast.Heading:
		m.heading(n)
	case *ast.HTMLBlock:
		m.htmlBlock(n)
	default:
		c := content{m: m, veil: m.veil}
		if n.Kind() == ast.KindParagraph && m.isLooseNote(n) {
			c.veil.name = looseNote
		}
		c.walk(n, 0)
		p := piece{text: c.readable(), links: c.links, code: c.code, tables: c.tables, images: c.images}
		p.bold, p.start, p.end = m.boldTitle(n)
		m.pieces = append(m.pieces, p)
		if lines := n.Lines(); n.Kind() == ast.KindParagraph && lines.Len() > 0 && onlyText(n) {
			m.paragraph(c.readable(), false, lines.At(0).Start, lines.At(lines.Len()-1).Stop)
		}
	}
}

func (m *markdownReader) heading(n *ast.Heading) {
	c := content{m: m}
	c.walk(n, 0)
	start, lines := max(n.Pos(), 0), n.Lines()
	last := start
	if lines.Len() > 0 {
		last = max(last, lines.At(lines.Len()-1).Start)
	}
	p := piece{level: n.Level, title: oneLine(c.readable()), start: start, end: lineEnd(m.src, last), next: nextLine(m.src, last)}
	if start < len(m.src) && m.src[start] != '#' {
		p.next = nextLine(m.src, p.next) // the line under the title
	}
	m.pieces = append(m.pieces, p)
	if c.links > 0 {
		m.pieces = append(m.pieces, piece{links: c.links})
	}
}

// lineEnd is the end of the offset's line without blanks, nextLine the start
// of the next.
func lineEnd(src []byte, at int) int {
	return at + len(bytes.TrimRight(src[at:nextLine(src, at)], " \t\r\n"))
}

func nextLine(src []byte, at int) int {
	if i := bytes.IndexByte(src[at:], '\n'); i >= 0 {
		return at + i + 1
	}
	return len(src)
}

// sections builds the sections from the pieces. A section goes on until the
// next heading of its level or a higher one, so at most six enclose a piece.
func (m *markdownReader) sections() []Section {
	var headings []int
	for i, p := range m.pieces {
		if p.level == 0 {
			continue
		}
		if len(headings) == maxHeading {
			m.report(tooManyNodes, m.base+p.start, m.base+p.end, "", fmt.Sprintf("the document has more than %d headings", maxHeading))
			break
		}
		headings = append(headings, i)
	}
	slugs := slugger{}
	sections := make([]Section, len(headings))
	for i, first := range headings {
		h := m.pieces[first]
		end, stop := len(m.pieces), len(m.src)
		for _, j := range headings[i+1:] {
			if m.pieces[j].level <= h.level {
				end, stop = j, lineStart(m.src, m.pieces[j].start)
				break
			}
		}
		s := Section{Title: h.title, Slug: slugs.slug(h.title), Level: h.level}
		s.Heading = m.doc.index.span(m.base+h.start, m.base+h.end)
		s.Body = m.doc.index.span(m.base+h.next, m.base+max(h.next, stop))
		var all, own []string
		nested := false
		for _, p := range m.pieces[first+1 : end] {
			nested = nested || p.level > 0
			s.Links, s.Code, s.Tables, s.Images = s.Links+p.links, s.Code+p.code, s.Tables+p.tables, s.Images+p.images
			if !nested {
				s.OwnMore += p.code + p.tables
			}
			if p.text == "" {
				continue
			}
			all = append(all, p.text)
			if !nested {
				own = append(own, p.text)
			}
		}
		s.Text, s.Own = strings.Join(all, "\n"), strings.Join(own, "\n")
		sections[i] = s
	}
	return sections
}

func lineStart(src []byte, at int) int { return bytes.LastIndexByte(src[:at], '\n') + 1 }

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// slugger makes slugs that are unique in one document.
type slugger map[string]int

// slug is the title in lower case, each run of other characters than letters
// and digits one dash. Later sections of the same slug get -2, -3 and so on.
func (used slugger) slug(title string) string {
	var b strings.Builder
	for _, c := range strings.ToLower(title) {
		switch {
		case unicode.IsLetter(c), unicode.IsDigit(c), unicode.IsMark(c):
			b.WriteRune(c)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	base := strings.TrimSuffix(b.String(), "-")
	if base == "" {
		base = "section"
	}
	slug := base
	for used[slug] > 0 {
		used[base]++
		slug = base + "-" + strconv.Itoa(used[base])
	}
	used[slug]++
	return slug
}

// content collects what a block says: its readable text and its counts.
type content struct {
	m           *markdownReader
	b           strings.Builder
	links, code int
	tables      int
	images      int
	veil        veil // what is read is not shown
	quiet       bool // what is walked was or will be walked again: its links and labels count once
	base        int  // of the HTML that html reads, in src
}

// link keeps a link whose text starts at an offset of the view.
func (c *content) link(target string, image bool, at int) {
	switch {
	case c.veil.name != "":
	case image:
		c.images++
	default:
		c.links++
	}
	if !c.quiet {
		c.m.link(target, image, at)
	}
}

// readable is the text collected, one line for each paragraph, item or row.
func (c *content) readable() string {
	lines := strings.Split(c.b.String(), "\n")
	kept := lines[:0]
	for _, l := range lines {
		if l = oneLine(l); l != "" {
			kept = append(kept, l)
		}
	}
	return strings.Join(kept, "\n")
}

// maxNesting bounds the recursion into blocks and inline markup; what lies
// deeper was not written for a reader.
const maxNesting = 200

// walk collects from n and everything in it.
func (c *content) walk(n ast.Node, depth int) {
	if depth > maxNesting {
		return
	}
	src := c.m.src
	switch n := n.(type) {
	case *ast.Text:
		c.words(n.Segment.Value(src))
		if _, linked := n.Parent().(*ast.Link); !c.quiet && !linked {
			c.m.mails(n.Segment.Start, n.Segment.Value(src))
		}
		if n.SoftLineBreak() || n.HardLineBreak() {
			c.b.WriteByte(' ')
		}
		return
	case *ast.String:
		c.write(n.Value)
		return
	case *ast.CodeSpan:
		for t := n.FirstChild(); t != nil; t = t.NextSibling() {
			if t, ok := t.(*ast.Text); ok {
				c.write(t.Segment.Value(src))
			}
		}
		return
	case *ast.RawHTML:
		var tag []byte
		for i := range n.Segments.Len() {
			s := n.Segments.At(i)
			tag = append(tag, s.Value(src)...)
		}
		if n.Segments.Len() > 0 {
			c.base = n.Segments.At(0).Start
		}
		c.html(tag)
		return
	case *ast.HTMLBlock:
		start, end := htmlRange(n)
		c.base = start
		c.html(src[start:end])
		return
	case *ast.Image:
		c.link(string(n.Destination), true, n.Pos())
		return
	case *ast.AutoLink:
		target, label := string(n.URL(src)), n.Label(src)
		if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(target, "mailto:") {
			target = "mailto:" + target
		}
		c.link(target, false, c.m.offset(label))
		c.write(label)
		return
	case *ast.Link:
		if !isFootnote(n, src) {
			c.link(string(n.Destination), false, n.Pos())
			c.m.named(n)
		}
	case *ast.FencedCodeBlock:
		c.shown(&c.code)
		c.m.checkFence(n)
		return
	case *ast.CodeBlock:
		c.shown(&c.code)
		return
	case *ast.LinkReferenceDefinition:
		return
	case *east.Table:
		if !c.m.holds(n) {
			return // a form that nobody filled in
		}
		c.shown(&c.tables)
		if !c.quiet {
			c.m.table(n)
		}
	case *ast.Paragraph, *ast.TextBlock:
		if !c.quiet {
			c.m.labels(n)
		}
	}
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		c.walk(child, depth+1)
	}
	switch {
	case n.Kind() == east.KindTableCell:
		c.b.WriteByte(' ')
	case n.Type() == ast.TypeBlock:
		c.b.WriteByte('\n')
	}
}

// checkFence reports a fenced code block that has no closing fence.
func (m *markdownReader) checkFence(n *ast.FencedCodeBlock) {
	start := min(max(n.Pos(), 0), len(m.src))
	char, length := byte('`'), 0
	if start < len(m.src) {
		char = m.src[start]
	}
	for start+length < len(m.src) && m.src[start+length] == char {
		length++
	}
	after := nextLine(m.src, start)
	if lines := n.Lines(); lines.Len() > 0 {
		after = min(max(after, lines.At(lines.Len()-1).Stop), len(m.src))
	}
	closing := bytes.Trim(m.src[after:nextLine(m.src, after)], " \t\r\n>")
	if len(closing) >= length && len(bytes.Trim(closing, string(rune(char)))) == 0 && len(closing) > 0 {
		return
	}
	m.report(unclosedFence, m.base+start, m.base+lineEnd(m.src, start), "", "the code block that starts here is not closed: everything after it is code")
}
