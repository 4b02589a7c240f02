package passage

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// What is read of a card's code.
const (
	maxCodeRead = 64 << 10 // bytes
	MaxBlocks   = 40
	MaxNames    = 50 // identifiers
)

// fence opens or closes a block of code.
var fence = pattern.New("(?m)^ {0,3}(?:`{3,}|~{3,})[^\n]*$")

// Imported is a module at the top of those that Python code imports.
var Imported = pattern.New(`(?m)^[ \t>]*(?:from[ \t]+([A-Za-z_]\w*)[\w.]*[ \t]+import|import[ \t]+([A-Za-z_]\w*))\b`)

// AnchorAt is the line that an offset is in, as its section has it, or the document.
func AnchorAt(d *document.Document, offset int) evidence.Anchor {
	if i := SectionAt(d, offset); i >= 0 {
		start, end := bytes.LastIndexByte(d.Source[:offset], '\n')+1, len(d.Source)
		if n := bytes.IndexByte(d.Source[offset:], '\n'); n >= 0 {
			end = offset + n
		}
		if end-start > MaxSentence {
			start, end = offset, min(end, offset+MaxSentence)
		}
		return Quoted(d, d.Sections[i].Slug, strings.ToValidUTF8(string(d.Source[start:end]), ""))
	}
	return evidence.Anchor(d.Path + "#")
}

// LineAt is the line that an offset is in, also where its section has the words of it before.
func LineAt(d *document.Document, offset int) evidence.Anchor {
	at := AnchorAt(d, offset)
	i := SectionAt(d, offset)
	if i < 0 {
		return at
	}
	_, pointer, _ := strings.Cut(string(at), "#")
	parts, ok := document.Split(pointer)
	start := bytes.LastIndexByte(d.Source[:offset], '\n') + 1
	if !ok || len(parts) != 3 {
		return at
	}
	if n := d.Repeats(d.Sections[i].Body, parts[2], start); n > 0 {
		at += evidence.Anchor("/" + strconv.Itoa(n))
	}
	return at
}

// CodeBlocks are what stands between the fences of a card. One that is not closed is none.
func CodeBlocks(d *document.Document) []document.Span {
	var out []document.Span
	read := 0
	marks := fence.FindAllSubmatchIndex(d.Source[d.Front.End:], 2*MaxBlocks)
	for i := 0; i+1 < len(marks); i += 2 {
		b := document.Span{Start: d.Front.End + marks[i][1], End: d.Front.End + marks[i+1][0]}
		if read += b.End - b.Start; read > maxCodeRead {
			break
		}
		out = append(out, b)
	}
	return out
}
