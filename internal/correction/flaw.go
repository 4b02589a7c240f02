package correction

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
)

// isFlaw reports whether a pointer leads to a flaw of a Markdown body.
func isFlaw(pointer string) bool { return strings.HasPrefix(pointer, "/body/flaws/") }

// replaceFlaw puts what was meant in place of a flaw. It is tried as any edit is: the flaw must be
// gone, and no other may come.
func replaceFlaw(d *document.Document, pointer, meant string) (change, bool) {
	i, err := strconv.Atoi(strings.TrimPrefix(pointer, "/body/flaws/"))
	if err != nil || i < 0 || i >= len(d.Marks.Flaws) || meant == "" || strings.ContainsAny(meant, "\r\n") {
		return change{}, false
	}
	f := d.Marks.Flaws[i]
	if f.Meant != meant || f.Span.Line != f.Span.EndLine {
		return change{}, false
	}
	return change{description: fmt.Sprintf("write %q instead of %q", meant, f.Text), start: f.Span.Start, end: f.Span.End, replacement: meant, flaw: i + 1}, true
}

// mends reports whether the flaws after a change are those before it without the one meant. What
// the others say may differ in what comes with it, as the cells of a row.
func (c change) mends(before, after []document.Flaw) bool {
	if len(after) != len(before)-1 {
		return false
	}
	for i, f := range after {
		if i >= c.flaw-1 {
			i++
		}
		if before[i].Kind != f.Kind {
			return false
		}
	}
	return true
}
