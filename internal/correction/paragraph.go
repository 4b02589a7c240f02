package correction

import (
	"bytes"
	"fmt"
	"strconv"

	"github.com/modelgate-dev/modelgate/internal/document"
)

// removeParagraph takes a paragraph or comment out of the body, by its text, with
// the blank line that parts it from what follows; at the end of the file, from
// what stands before.
func removeParagraph(d *document.Document, pointer, text string) (change, bool) {
	parts, ok := document.Split(pointer)
	if !ok || d.Syntax != document.Markdown || len(parts) != 3 || parts[0] != "body" || parts[1] != "paragraphs" {
		return change{}, false
	}
	i, err := strconv.Atoi(parts[2])
	if err != nil || i < 0 || i >= len(d.Marks.Paragraphs) || d.Marks.Paragraphs[i].Text != text {
		return change{}, false
	}
	p := d.Marks.Paragraphs[i]
	c := change{description: fmt.Sprintf("remove the template text %q", text), gone: true}
	if p.Comment {
		c.description = fmt.Sprintf("remove the comment %q", text)
	} else {
		c.paragraph = text
	}
	c.start, c.end = lineStart(d.Source, p.Span.Start), nextLine(d.Source, p.Span.End)
	switch after := nextLine(d.Source, c.end); {
	case isBlank(d.Source[c.end:after]) && c.end < after:
		c.end = after
	case c.end == len(d.Source):
		if before := lineStart(d.Source, max(c.start-1, 0)); isBlank(d.Source[before:c.start]) {
			c.start = before
		}
		if !endsLine(d.Source, c.end) { // the last line has no break, and is to have none
			c.start = len(withoutBreak(string(d.Source[:c.start])))
		}
	}
	return c, isWhole(d, p.Span)
}

// isWhole reports whether nothing else stands on the lines of a range.
func isWhole(d *document.Document, s document.Span) bool {
	return isBlank(d.Source[lineStart(d.Source, s.Start):s.Start]) && isBlank(d.Source[s.End:nextLine(d.Source, s.End)])
}

func isBlank(b []byte) bool { return len(bytes.TrimSpace(b)) == 0 }
