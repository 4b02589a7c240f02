package cards

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
)

const (
	maxSlips    = 30        // of a card
	maxBodyRead = 128 << 10 // bytes of a card's body that are read for them
	maxLineRead = 4 << 10   // bytes of one line
)

// slips are the places of a card that its own words show to be wrong.
func slips(d *document.Document, c *evidence.Card) []evidence.Slip {
	s := &slipReader{d: d, card: c, out: []evidence.Slip{}}
	s.blocks = textBlocks(d)
	for _, find := range []func(*slipReader){
		(*slipReader).counts, (*slipReader).ranges, (*slipReader).repeated, (*slipReader).unfinished,
		(*slipReader).acronyms, (*slipReader).fieldAcronyms, (*slipReader).links, (*slipReader).meanings, (*slipReader).years, (*slipReader).weekdays,
		(*slipReader).models, (*slipReader).languages, (*slipReader).releases, (*slipReader).uses,
		(*slipReader).spans, (*slipReader).frameworks, (*slipReader).channels, (*slipReader).likenings, (*slipReader).outputs,
		(*slipReader).arguments, (*slipReader).pipelines, (*slipReader).mappings, (*slipReader).ports, (*slipReader).crops,
		(*slipReader).vectors, (*slipReader).namedCounts,
		(*slipReader).metadata, (*slipReader).emissions, (*slipReader).telephones, (*slipReader).placeholders, (*slipReader).languageLists, (*slipReader).programmingLanguages,
		(*slipReader).order,
	} {
		find(s)
	}
	return s.out
}

// slipReader reads the body of a card for its slips.
type slipReader struct {
	d      *document.Document
	card   *evidence.Card
	blocks []textBlock
	out    []evidence.Slip
}

// add keeps a slip at an offset of the source, once.
func (s *slipReader) add(kind evidence.SlipKind, offset int, value, other string) {
	slip := evidence.Slip{At: slipAnchor(s.d, offset), Kind: kind, Value: shortened(value), Other: shortened(other)}
	for _, known := range s.out {
		if known.Kind == kind && known.Value == slip.Value && known.Other == slip.Other {
			return
		}
	}
	if len(s.out) < maxSlips {
		s.out = append(s.out, slip)
	}
}

// shortened is a text on one line, as far as a message shows it.
func shortened(text string) string {
	const most = 100
	if text = strings.Join(strings.Fields(text), " "); len(text) > most {
		return strings.ToValidUTF8(text[:most], "") + "…"
	}
	return strings.ToValidUTF8(text, "")
}

// slipAnchor is the line that an offset is in: of its section, else of a paragraph above the
// first heading.
func slipAnchor(d *document.Document, offset int) evidence.Anchor {
	for i, p := range d.Marks.Paragraphs {
		if isFirst := offset == p.Span.Start; isFirst || sectionAt(d, offset) < 0 && offset > p.Span.Start && offset < p.Span.End {
			return evidence.Anchor(d.Path + "#" + document.Pointer("body", "paragraphs", strconv.Itoa(i)))
		}
	}
	if sectionAt(d, offset) < 0 {
		for i, l := range d.Marks.Links {
			if offset <= l.Span.Start && l.Span.Start-offset < maxSentence && !strings.Contains(string(d.Source[offset:l.Span.Start]), "\n") {
				return evidence.Anchor(d.Path + "#" + document.Pointer("body", "links", strconv.Itoa(i)))
			}
		}
	}
	return anchorAt(d, offset)
}

// blockKind is what a block of a card's body is.
type blockKind int

const (
	proseBlock blockKind = iota
	listBlock
	tableBlock
	headingBlock
	codeBlock
	quoteBlock
	otherBlock // HTML, comments, images, rules
)

// textBlock is a run of lines of a card's body of one kind.
type textBlock struct {
	kind       blockKind
	text       string // as written, without its last break
	start, end int
}

// textBlocks are the blocks of a card's body, in their order, within the limits.
func textBlocks(d *document.Document) []textBlock {
	var out []textBlock
	fence, open, comment := "", false, false
	offset, end := d.Front.End, min(len(d.Source), d.Front.End+maxBodyRead)
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
			kind = codeBlock
		case mark != "":
			fence, kind, open = mark, codeBlock, open && len(out) > 0 && out[len(out)-1].kind == codeBlock
		case comment || strings.HasPrefix(bare, "<!--"):
			comment, kind = !strings.Contains(line, "-->"), otherBlock
		case bare == "":
			open = false
			continue
		}
		last := len(out) - 1
		if open && kind == proseBlock && out[last].kind == listBlock && strings.HasPrefix(line, " ") {
			kind = listBlock
		}
		if open && kind != headingBlock && (out[last].kind == kind || out[last].kind == listBlock && kind == proseBlock) {
			out[last].end = start + len(line)
			continue
		}
		out, open = append(out, textBlock{kind: kind, start: start, end: start + len(line)}), true
	}
	for i, b := range out {
		if out[i].text = string(d.Source[b.start:b.end]); b.kind == proseBlock {
			out[i].text = unwrapped(out[i].text)
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
	case len(line) > maxLineRead:
		return otherBlock
	case strings.HasPrefix(bare, "#"):
		return headingBlock
	case strings.HasPrefix(bare, "|"), strings.Count(bare, "|") > 1:
		return tableBlock
	case strings.HasPrefix(bare, ">"):
		return quoteBlock
	case strings.HasPrefix(bare, "<"), strings.HasPrefix(bare, "!["), strings.HasPrefix(bare, "[!["), bare != "" && strings.Trim(bare, "-=_*") == "":
		return otherBlock
	case strings.HasPrefix(line, "    ") || strings.HasPrefix(line, "\t"):
		if !isListItem(bare) {
			return codeBlock
		}
		return listBlock
	case isListItem(bare):
		return listBlock
	}
	return proseBlock
}

// isListItem reports whether a line begins an item of a list.
func isListItem(bare string) bool {
	if len(bare) > 1 && strings.ContainsRune("-*+•", []rune(bare)[0]) && strings.HasPrefix(strings.TrimLeft(bare, "-*+•"), " ") {
		return true
	}
	digits := strings.TrimLeft(bare, "0123456789")
	return len(digits) < len(bare) && len(bare)-len(digits) <= 3 && (strings.HasPrefix(digits, ". ") || strings.HasPrefix(digits, ") "))
}
