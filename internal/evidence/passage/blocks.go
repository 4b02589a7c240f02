package passage

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// What is read of a card's body, block by block.
const (
	MaxBodyRead = 128 << 10 // bytes
	MaxLineRead = 4 << 10   // bytes of one line
)

// LineAnchor is the line that an offset is in: of its section, else of a paragraph above the
// first heading.
func LineAnchor(d *document.Document, offset int) evidence.Anchor {
	for i, p := range d.Marks.Paragraphs {
		if isFirst := offset == p.Span.Start; isFirst || SectionAt(d, offset) < 0 && offset > p.Span.Start && offset < p.Span.End {
			return evidence.Anchor(d.Path + "#" + document.Pointer("body", "paragraphs", strconv.Itoa(i)))
		}
	}
	if SectionAt(d, offset) < 0 {
		for i, l := range d.Marks.Links {
			if offset <= l.Span.Start && l.Span.Start-offset < MaxSentence && !strings.Contains(string(d.Source[offset:l.Span.Start]), "\n") {
				return evidence.Anchor(d.Path + "#" + document.Pointer("body", "links", strconv.Itoa(i)))
			}
		}
	}
	return AnchorAt(d, offset)
}

// blockKind is what a block of a card's body is.
type blockKind int

const (
	ProseBlock blockKind = iota
	ListBlock
	TableBlock
	HeadingBlock
	CodeBlock
	quoteBlock
	OtherBlock // HTML, comments, images, rules
)

// Block is a run of lines of a card's body of one kind.
type Block struct {
	Kind       blockKind
	Text       string // as written, without its last break
	Start, End int
}

// Blocks are the blocks of a card's body, in their order, within the limits.
func Blocks(d *document.Document) []Block {
	var out []Block
	fence, open, comment := "", false, false
	offset, end := d.Front.End, min(len(d.Source), d.Front.End+MaxBodyRead)
	for line := range strings.Lines(string(d.Source[offset:end])) {
		start := offset
		offset += len(line)
		line = strings.TrimRight(line, " \t\r\n")
		bare := strings.TrimLeft(line, " \t")
		kind := kindOfLine(line)
		switch mark := fenceOf(bare); {
		case fence != "":
			if mark != "" && strings.HasPrefix(bare, fence) {
				fence = ""
			}
			kind = CodeBlock
		case mark != "":
			fence, kind, open = mark, CodeBlock, open && len(out) > 0 && out[len(out)-1].Kind == CodeBlock
		case comment || strings.HasPrefix(bare, "<!--"):
			comment, kind = !strings.Contains(line, "-->"), OtherBlock
		case bare == "":
			open = false
			continue
		}
		last := len(out) - 1
		if open && kind == ProseBlock && out[last].Kind == ListBlock && strings.HasPrefix(line, " ") {
			kind = ListBlock
		}
		if open && kind != HeadingBlock && (out[last].Kind == kind || out[last].Kind == ListBlock && kind == ProseBlock) {
			out[last].End = start + len(line)
			continue
		}
		out, open = append(out, Block{Kind: kind, Start: start, End: start + len(line)}), true
	}
	for i, b := range out {
		if out[i].Text = string(d.Source[b.Start:b.End]); b.Kind == ProseBlock {
			out[i].Text = unwrapped(out[i].Text)
		}
	}
	return out
}

// unwrapped is a paragraph with blanks in place of the breaks of its lines, but for those that a
// reader sees. Offsets stay what they are.
func unwrapped(text string) string {
	out := []byte(text)
	for i, c := range out {
		isHard := c == '\n' && (bytes.HasSuffix(out[:i], []byte("  ")) || bytes.HasSuffix(out[:i], []byte("\\")))
		if c == '\r' || c == '\n' && !isHard {
			out[i] = ' '
		}
	}
	return string(out)
}

// fenceOf is how a line opens or closes a block of code.
func fenceOf(bare string) string {
	for _, mark := range []string{"```", "~~~"} {
		if strings.HasPrefix(bare, mark) && !strings.Contains(bare[3:], "```") {
			return mark
		}
	}
	return ""
}

// kindOfLine is what a line is that is in no block of code.
func kindOfLine(line string) blockKind {
	bare := strings.TrimLeft(line, " \t")
	switch {
	case len(line) > MaxLineRead:
		return OtherBlock
	case strings.HasPrefix(bare, "#"):
		return HeadingBlock
	case strings.HasPrefix(bare, "|"), strings.Count(bare, "|") > 1:
		return TableBlock
	case strings.HasPrefix(bare, ">"):
		return quoteBlock
	case strings.HasPrefix(bare, "<"), strings.HasPrefix(bare, "!["), strings.HasPrefix(bare, "[!["), bare != "" && strings.Trim(bare, "-=_*") == "":
		return OtherBlock
	case strings.HasPrefix(line, "    ") || strings.HasPrefix(line, "\t"):
		if !IsListItem(bare) {
			return CodeBlock
		}
		return ListBlock
	case IsListItem(bare):
		return ListBlock
	}
	return ProseBlock
}

// IsListItem reports whether a line begins an item of a list.
func IsListItem(bare string) bool {
	if len(bare) > 1 && strings.ContainsRune("-*+•", []rune(bare)[0]) && strings.HasPrefix(strings.TrimLeft(bare, "-*+•"), " ") {
		return true
	}
	digits := strings.TrimLeft(bare, "0123456789")
	return len(digits) < len(bare) && len(bare)-len(digits) <= 3 && (strings.HasPrefix(digits, ". ") || strings.HasPrefix(digits, ") "))
}
