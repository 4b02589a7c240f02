package document

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// The kinds of flaws of the form of a body, and of its text.
const (
	FlawHeading     = "heading_as_text"
	FlawLinkSpace   = "link_with_space"
	FlawLinkTurned  = "link_reversed"
	FlawLinkTorn    = "link_malformed"
	FlawLinkText    = "link_text_differs"
	FlawReference   = "reference_undefined"
	FlawFootnote    = "footnote_undefined"
	FlawLooseNote   = "footnote_unused"
	FlawTable       = "table_not_shown"
	FlawCells       = "table_cells_lost"
	FlawSwallowed   = "text_in_table"
	FlawUnclosed    = "html_unclosed"
	FlawComment     = "comment_unclosed"
	FlawTag         = "tag_unknown"
	FlawInHTML      = "markdown_in_html"
	FlawFence       = "fence_mixed"
	FlawHidden      = "section_in_comment"
	FlawRow         = "row_outside_table"
	FlawShort       = "row_too_short"
	FlawRawTag      = "html_as_text"
	FlawCodeHeading = "heading_in_code"
	FlawBold        = "bold_as_text"
	FlawBigText     = "text_as_heading"
	FlawMojibake    = "mojibake"
	FlawReplacement = "replacement_character"
	FlawInvisible   = "hidden_character"
	FlawEntity      = "entity_escaped"
	FlawCodeEntity  = "code_escaped"
	FlawNewline     = "newline_escaped"
	FlawOpenCode    = "code_unclosed"
)

// FlawKinds are the kinds of flaws.
func FlawKinds() []string {
	return []string{FlawHeading, FlawLinkSpace, FlawLinkTurned, FlawLinkTorn, FlawLinkText, FlawReference, FlawFootnote, FlawLooseNote, FlawTable, FlawCells, FlawSwallowed, FlawUnclosed,
		FlawComment, FlawTag, FlawInHTML, FlawFence, FlawHidden, FlawRow, FlawShort, FlawRawTag, FlawCodeHeading, FlawBold, FlawBigText, FlawMojibake, FlawReplacement, FlawInvisible, FlawEntity, FlawCodeEntity, FlawNewline, FlawOpenCode}
}

// Flaw is a place of a body whose page shows other than what its writer meant, or nothing.
type Flaw struct {
	Kind    string
	Text    string // as it is written, on one line; the beginning of a long one
	Meant   string // what was probably meant, "" if that is not told
	Number  int    // cells of a row, words of a section
	Columns int    // of the table
	Span    Span
}

// Limits of what is kept.
const (
	maxFlaws    = 500 // of one document; further ones are not kept
	maxFlawText = 100 // bytes
)

// flaws reads the blocks of a body once more, for what is wrong with their form and text.
func (m *markdownReader) flaws(tree ast.Node) {
	f := &flawReader{m: m, text: make([]byte, len(m.src)), labels: make([]byte, len(m.src))}
	f.walk(tree, 0)
	f.unclosed()
	f.footnotes()
	f.garbled()
	slices.SortStableFunc(m.marks.Flaws, func(a, b Flaw) int { return cmp.Compare(a.Span.Start, b.Span.Start) })
}

// flawReader has the body without what is no text of a page: there are zeros in its place.
type flawReader struct {
	m      *markdownReader
	text   []byte // texts outside links
	labels []byte // texts of links
	open   []openTag
	blocks []textBlock // of text, for footnotes
	first  bool        // a block was read already
}

// flaw keeps a flaw between two offsets of the view.
func (f *flawReader) flaw(kind string, start, end int, more Flaw) {
	m := f.m
	if len(m.marks.Flaws) == maxFlaws {
		return
	}
	end = start + len(bytes.TrimRight(m.src[start:min(max(start, end), len(m.src))], " \t\r\n"))
	more.Kind, more.Text, more.Meant = kind, beginning(m.src[start:end]), beginning([]byte(more.Meant))
	more.Span = m.doc.index.span(m.base+start, m.base+end)
	m.marks.Flaws = append(m.marks.Flaws, more)
}

// beginning is a text on one line, cut where it is long.
func beginning(text []byte) string {
	more := ""
	if len(text) > maxFlawText {
		text, more = text[:maxFlawText], "…"
	}
	words := bytes.FieldsFunc(text, func(r rune) bool { return r < utf8.RuneSelf && unicode.IsSpace(r) })
	return strings.ToValidUTF8(string(bytes.Join(words, []byte(" "))), "") + more
}

// textBlock is where a block of text lies in the view.
type textBlock struct{ start, end int }

func (f *flawReader) walk(n ast.Node, depth int) {
	if depth > maxNesting {
		return
	}
	switch n := n.(type) {
	case *ast.Paragraph, *ast.TextBlock, *ast.Heading:
		f.leaf(n)
		return
	case *east.Table:
		f.table(n)
	case *ast.CodeBlock:
		f.indented(n)
		return
	case *east.TableCell:
		f.leaf(n)
		return
	case *ast.HTMLBlock:
		f.htmlBlock(n)
		return
	case *ast.LinkReferenceDefinition:
		f.definition(n.Pos())
		return
	case *ast.FencedCodeBlock:
		f.fence(n)
		return
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		f.walk(c, depth+1)
	}
}

// leaf reads a block of text.
func (f *flawReader) leaf(n ast.Node) {
	outside := len(f.open)
	f.inline(n, 0, f.text)
	lines := n.Lines()
	if lines == nil || lines.Len() == 0 {
		return
	}
	for i := range lines.Len() {
		if at := lines.At(i).Stop - 1; at >= 0 && f.m.src[at] == '\n' {
			f.text[at] = '\n'
		}
	}
	start, end := lines.At(0).Start, lines.At(lines.Len()-1).Stop
	f.blocks = append(f.blocks, textBlock{start, end})
	switch n.(type) {
	case *east.TableCell:
		f.open = f.open[:min(outside, len(f.open))] // its end closes what is open in it
	case *ast.Heading:
		if at := n.Pos(); at < 0 || at >= len(f.m.src) || f.m.src[at] != '#' {
			f.bigText(start, end)
		}
	default:
		f.lines(lines)
		f.strayRow(n, lines)
		f.looseRows(lines)
	}
	f.raw(start, end)
	f.first = true
	f.raised(outside, end)
	f.links(start, end)
}

// inline copies the texts of a block to a view, and takes note of its tags and links.
func (f *flawReader) inline(n ast.Node, depth int, view []byte) {
	if depth > maxNesting {
		return
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			copy(view[c.Segment.Start:c.Segment.Stop], f.m.src[c.Segment.Start:c.Segment.Stop])
		case *ast.RawHTML:
			f.rawHTML(c)
		case *ast.Link:
			f.inline(c, depth+1, f.labels)
			f.link(c)
		case *ast.CodeSpan:
			for t := c.FirstChild(); t != nil; t = t.NextSibling() {
				if t, ok := t.(*ast.Text); ok {
					f.hiddenInCode(t.Segment.Start, t.Segment.Stop)
				}
			}
		case *ast.AutoLink, *ast.Image:
		default:
			f.inline(c, depth+1, view)
		}
	}
}
