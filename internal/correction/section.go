package correction

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/evidence/prose"
)

// What stands in a section that was added. It is no answer: the rules know the
// sentence for the template text that it is.
const (
	marker      = "<!-- " + prose.Marker + " -->"
	placeholder = "More information needed"
)

// addSection appends a heading, with a placeholder below it, if the heading
// means what is owed.
func addSection(d *document.Document, title, key string) (change, bool) {
	if d.Syntax != document.Markdown || strings.ContainsAny(title, "\n\r") || key != "" && !slices.Contains(passage.SectionKeys(title), key) {
		return change{}, false
	}
	nl, level := lineBreak(d.Source), sectionLevel(d)
	var b strings.Builder
	n := len(d.Source)
	blank := n > 0 && len(bytes.TrimSpace(d.Source[lineStart(d.Source, n-1):])) == 0 // the last line is
	closed := endsLine(d.Source, n)
	if n > 0 && !closed {
		b.WriteString(nl)
	}
	if n > 0 && !blank {
		b.WriteString(nl)
	}
	fmt.Fprintf(&b, "%s %s%s%s%s%s%s%s", strings.Repeat("#", level), title, nl, nl, marker, nl, nl, placeholder)
	if closed { // the end is as it was, also for the section that may come next
		b.WriteString(nl)
	}
	if blank {
		b.WriteString(nl)
	}
	return change{description: fmt.Sprintf("add the heading %q; the section must still be written", title),
		start: len(d.Source), end: len(d.Source), replacement: b.String(), section: title, level: level}, true
}

// lineBreak is the line break of the first line.
func lineBreak(src []byte) string {
	switch i := bytes.IndexAny(src, "\r\n"); {
	case i < 0 || src[i] == '\n':
		return "\n"
	case i+1 < len(src) && src[i+1] == '\n':
		return "\r\n"
	default:
		return "\r"
	}
}

// sectionLevel is the level of the document's sections below its title.
func sectionLevel(d *document.Document) int {
	titles, level := 0, 0
	for _, s := range d.Sections {
		if s.Level == 1 {
			titles++
		} else if level == 0 || s.Level < level {
			level = s.Level
		}
	}
	switch {
	case titles > 1:
		return 1
	case level == 0:
		return 2
	}
	return level
}
