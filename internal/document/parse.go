package document

import (
	"bytes"
	"fmt"
	"path"
	"strings"
	"unicode/utf8"

	"github.com/modelgate-dev/modelgate/internal/finding"
)

// Parse reads src by the syntax that the file's name implies: .md and
// .markdown are Markdown; .json and .jsonld are JSON; .jsonl, .toml, .csv and
// .xml are what they say; everything else is YAML. It always returns a
// Document; what is wrong with it is told by the findings, whose rules are those
// of Rules.
func Parse(name string, src []byte) (*Document, []finding.Finding) {
	return ParseAs(syntaxOf(name), name, src)
}

func syntaxOf(name string) Syntax {
	switch strings.ToLower(path.Ext(name)) {
	case ".md", ".markdown":
		return Markdown
	case ".json", ".jsonld":
		return JSON
	case ".xml":
		return XML
	case ".jsonl":
		return JSONLines
	case ".toml":
		return TOML
	case ".csv":
		return CSV
	default:
		return YAML
	}
}

// ParseAs is Parse for a file whose syntax its name does not tell. The
// document keeps src, which must not be changed afterwards.
func ParseAs(s Syntax, name string, src []byte) (*Document, []finding.Finding) {
	r := &reader{doc: &Document{Path: name, Syntax: s, Source: src}}
	return r.parse(MaxBytes)
}

// OfBytes is a document of bytes that are no text, whose values another package has read;
// nil if it could not. It has no lines: the place of each value is the start of the file.
func OfBytes(s Syntax, name string, src []byte, root *Node) *Document {
	d := &Document{Path: name, Syntax: s, Source: src, Root: root, index: newIndex(src[:0], false)}
	place(root, d.start())
	return d
}

func place(n *Node, at Span) {
	if n == nil {
		return
	}
	n.Span, n.KeySpan = at, at
	for _, c := range n.Children {
		place(c, at)
	}
}

// ParseLong is Parse for a JSON file of up to MaxLong bytes, most of which is of
// no matter: unread says of the path to a member whether its value is left unread.
// Such a value is a Null with its place: texts and brackets in it are followed, and
// nothing else. The other limits hold for what is read.
func ParseLong(name string, src []byte, unread func(path []string) bool) (*Document, []finding.Finding) {
	r := &reader{doc: &Document{Path: name, Syntax: JSON, Source: src}, unread: unread}
	return r.parse(MaxLong)
}

// parse reads the source by its syntax, if it has no more bytes than most.
func (r *reader) parse(most int) (*Document, []finding.Finding) {
	src := r.doc.Source
	if len(src) > most {
		r.doc.index = newIndex(src[:0], false)
		r.report(tooLarge, 0, 0, "", fmt.Sprintf("the file has %d bytes, more than %d", len(src), most))
		return r.doc, r.findings()
	}
	r.doc.index = newIndex(src, false)
	if r.readable() {
		switch r.doc.Syntax {
		case Markdown:
			r.markdown()
		case JSON:
			r.json()
		case XML:
			r.xml()
		case JSONLines:
			r.jsonLines()
		case TOML:
			r.toml()
		case CSV:
			r.csv()
		case Fields:
			r.fields()
		case TextReport:
			r.textReport()
		default:
			r.yaml()
		}
	}
	return r.doc, r.findings()
}

// ParseFront reads no more of a Markdown file than its front matter: what it
// takes to tell what the file is, at a fraction of the cost. The document has no
// sections, and nothing is said of what is wrong with it.
func ParseFront(name string, src []byte) *Document {
	r := &reader{doc: &Document{Path: name, Syntax: Markdown, Source: src}}
	if len(src) > MaxBytes {
		return r.doc
	}
	r.doc.index = newIndex(src, false)
	if r.readable() {
		r.frontMatter()
	}
	return r.doc
}

// readable checks the bytes for what no syntax allows, and reports whether
// there is text to parse.
func (r *reader) readable() bool {
	src := r.doc.Source
	if name := wideEncoding(src); name != "" {
		r.report(utf16Encoded, 0, 0, "", "the file is encoded in "+name+", not in UTF-8")
		return false
	}
	if i := invalidUTF8(src); i >= 0 {
		r.report(notUTF8, i, i+1, "", fmt.Sprintf("byte 0x%02X at offset %d is not valid UTF-8", src[i], i))
		return false
	}
	if len(bytes.TrimSpace(bytes.TrimPrefix(src, byteOrderMark))) == 0 {
		r.report(empty, 0, 0, "", "the file is empty")
		return false
	}
	return true
}

// wideEncoding names the UTF-16 or UTF-32 encoding of b, by its byte order
// mark or by the zero bytes around its first characters, or is empty.
func wideEncoding(b []byte) string {
	if len(b) < 2 {
		return ""
	}
	zero := func(i int) bool { return i < len(b) && b[i] == 0 }
	switch {
	case bytes.HasPrefix(b, []byte{0xFF, 0xFE, 0, 0}), bytes.HasPrefix(b, []byte{0, 0, 0xFE, 0xFF}):
		return "UTF-32"
	case bytes.HasPrefix(b, []byte{0xFF, 0xFE}), bytes.HasPrefix(b, []byte{0xFE, 0xFF}):
		return "UTF-16"
	case len(b) < 4:
		return ""
	case zero(0) && zero(1) && zero(2) && !zero(3), !zero(0) && zero(1) && zero(2) && zero(3):
		return "UTF-32"
	case zero(0) && !zero(1) && zero(2) && !zero(3), !zero(0) && zero(1) && !zero(2) && zero(3):
		return "UTF-16"
	}
	return ""
}

// invalidUTF8 is the offset of the first byte that is not UTF-8, or -1.
func invalidUTF8(b []byte) int {
	if utf8.Valid(b) {
		return -1
	}
	for i := 0; i < len(b); {
		c, n := utf8.DecodeRune(b[i:])
		if c == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}

// controls reports each control character between two offsets, and whether
// there is none.
func (r *reader) controls(start, end int) bool {
	clean := true
	src := r.doc.Source
	for i := start; i < end; i++ {
		if c := src[i]; c < ' ' && c != '\t' && c != '\n' && c != '\r' {
			r.report(controlCharacter, i, i+1, "", fmt.Sprintf("control character U+%04X", c))
			clean = false
		} else if c >= 0xE2 {
			if hidden := hiddenAt(src[i:end]); hidden != 0 && (hidden < 0xE0000 || !afterFlag(src[:i])) {
				r.report(controlCharacter, i, i+utf8.RuneLen(hidden), "", fmt.Sprintf("%s U+%04X", hiddenName(hidden), hidden))
				clean = false
			}
		}
	}
	return clean
}

// hiddenAt is the character at the start of a text if it makes others appear in another order,
// or is one of the invisible copies of ASCII; else 0. Marks that a script needs are none.
func hiddenAt(text []byte) rune {
	if text[0] != 0xE2 && text[0] != 0xF3 {
		return 0
	}
	switch c, _ := utf8.DecodeRune(text); {
	case c == 0x202D, c == 0x202E, c > 0xE0000 && c < 0xE0080:
		return c
	}
	return 0
}

func hiddenName(c rune) string {
	if c >= 0xE0000 {
		return "invisible character"
	}
	return "bidirectional override"
}

// afterFlag reports whether a text ends with a flag of a region, which is written with such
// characters.
func afterFlag(text []byte) bool {
	for len(text) > 0 {
		c, size := utf8.DecodeLastRune(text)
		if c <= 0xE0000 || c >= 0xE0080 {
			return c == 0x1F3F4
		}
		text = text[:len(text)-size]
	}
	return false
}
