// Package correction owns byte edits of documents: what a rule's suggestion comes
// to in the bytes of the file, how such edits are applied, and how entries are put
// at the end of a list. It judges nothing, and reads and writes no file.
//
// No document is written by an encoder. An edit touches the bytes of the thing
// meant and no other, so that comments, order, line ends and a byte order mark
// stay as they are. Every edit is tried before it is proposed: the edited
// document is read again, and must say what the suggestion means and nothing
// else. Where that cannot be had, nothing is proposed.
package correction

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// Limits of what is proposed.
const (
	maxSource = 512 << 10 // bytes of a document
	maxWork   = 8 << 20   // bytes of a document that are read again for all its fixes together
	maxLines  = 4 << 10   // bytes of the lines that one fix touches, before or after
)

// Propose gives the findings about a document their fixes, in place: to each
// that has a suggestion, if the suggestion can be had by safe edits. Findings
// about other documents are left alone.
func Propose(d *document.Document, findings []finding.Finding) {
	work := 0
	var was []finding.Finding
	for i := range findings {
		f := &findings[i]
		if f.At.Path != d.Path || f.Suggestion.Action == "" || len(f.Fixes) > 0 {
			continue
		}
		if work += len(d.Source); work > maxWork || len(d.Source) > maxSource {
			return
		}
		if work == len(d.Source) {
			_, was = document.ParseAs(d.Syntax, d.Path, d.Source)
		}
		if fix, ok := propose(d, was, *f); ok {
			f.Fixes = []finding.Fix{fix}
		}
	}
}

// change is one edit, and what the document must say once it is made.
type change struct {
	description string
	start, end  int
	replacement string
	root        *document.Node // nil: as it was
	section     string         // title of the section that comes at the end
	level       int            // of that section
	paragraph   string         // readable text of the block that goes
	gone        bool           // a block of the body goes
	flaw        int            // number of the flaw of the body that goes, from 1; its sections may change with it
}

// propose turns a suggestion into a fix; was is what reading the document found.
func propose(d *document.Document, was []finding.Finding, f finding.Finding) (finding.Fix, bool) {
	body := f.Suggestion.Action == finding.AddSection || f.Suggestion.Action == finding.ReplaceValue && isFlaw(f.At.Pointer) || f.Suggestion.Action == finding.Remove && f.Suggestion.Text != ""
	if len(d.Source) == 0 || d.Syntax != document.Markdown && d.Syntax != document.YAML && d.Syntax != document.JSON || d.Root == nil && !body || !utf8.ValidString(f.Suggestion.Text) {
		return finding.Fix{}, false
	}
	var c change
	var ok bool
	switch f.Suggestion.Action {
	case finding.RenameKey:
		c, ok = renameKey(d, f.At.Pointer, f.Suggestion.Text)
	case finding.ReplaceValue:
		if body {
			c, ok = replaceFlaw(d, f.At.Pointer, f.Suggestion.Text)
			break
		}
		c, ok = replaceValue(d, f.At.Pointer, f.Suggestion.Text)
	case finding.Quote:
		c, ok = quote(d, f.At)
	case finding.Remove:
		if body {
			c, ok = removeParagraph(d, f.At.Pointer, f.Suggestion.Text)
		} else {
			c, ok = removeItem(d, f.At.Pointer)
		}
	case finding.AddSection:
		c, ok = addSection(d, f.Suggestion.Text, f.Key)
	}
	if !ok || !c.holds(d, was) {
		return finding.Fix{}, false
	}
	return c.fix(d)
}

// fix is the change as it is reported, with the whole lines around it.
func (c change) fix(d *document.Document) (finding.Fix, bool) {
	e := finding.Edit{At: d.Range(c.start, c.end), Start: c.start, End: c.end, Replacement: c.replacement}
	from, to := lines(d.Source, c.start, c.end)
	before := string(d.Source[from:to])
	after := string(d.Source[from:c.start]) + c.replacement + string(d.Source[c.end:to])
	if len(before) > maxLines || len(after) > maxLines {
		return finding.Fix{}, false
	}
	if from == c.start && to == c.end && c.start == c.end { // an insertion of whole lines has no line before
		before = ""
	}
	return finding.Fix{Description: c.description, Edits: []finding.Edit{e}, Before: withoutBreak(before), After: withoutBreak(after)}, true
}

// lines extends a range to whole lines, with the break of the last one. What is
// inserted at the start of a line touches no line.
func lines(src []byte, start, end int) (from, to int) {
	from = lineStart(src, start)
	if end == len(src) && (start == end || src[end-1] == '\n' || src[end-1] == '\r') && (start < end || from == start) {
		return from, end
	}
	if end > start && endsLine(src, end) {
		return from, end
	}
	return from, nextLine(src, end)
}

// endsLine reports whether an offset is right after a line break.
func endsLine(src []byte, at int) bool {
	return at > 0 && (src[at-1] == '\n' || src[at-1] == '\r' && (at == len(src) || src[at] != '\n'))
}

func lineStart(src []byte, at int) int {
	for at > 0 && !endsLine(src, at) {
		at--
	}
	if at == 0 && bytes.HasPrefix(src, []byte("\xEF\xBB\xBF")) {
		return 3
	}
	return at
}

func nextLine(src []byte, at int) int {
	for at < len(src) {
		if at++; endsLine(src, at) {
			break
		}
	}
	return at
}

// withoutBreak is a text without one line break at its end.
func withoutBreak(s string) string {
	if strings.HasSuffix(s, "\r") {
		return s[:len(s)-1]
	}
	return strings.TrimSuffix(strings.TrimSuffix(s, "\n"), "\r")
}

// Apply makes the edits of fixes. A fix that overlaps one before it, or that is
// not of these bytes, is left out; applied says which were made. Bytes outside
// the edits are as they were.
func Apply(src []byte, fixes []finding.Fix) (out []byte, applied []bool) {
	applied = make([]bool, len(fixes))
	order := make([]int, 0, len(fixes))
	for i, f := range fixes {
		if f.Valid() && f.Edits[len(f.Edits)-1].End <= len(src) {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(fixes[a].Edits[0].Start, fixes[b].Edits[0].Start) })
	at := 0
	for _, i := range order {
		edits := fixes[i].Edits
		if edits[0].Start < at {
			continue
		}
		for _, e := range edits {
			out = append(append(out, src[at:e.Start]...), e.Replacement...)
			at = e.End
		}
		applied[i] = true
	}
	return append(out, src[at:]...), applied
}

// Mend makes the edits of fixes of one file. Where all of them together would
// harm the document, although each by itself does not, it makes the first half of
// them, or of those the half. It reports false when there is no end to the harm.
func Mend(path string, src []byte, fixes []finding.Fix) (out []byte, applied []bool, ok bool) {
	_, was := document.Parse(path, src)
	for n := len(fixes); n > 0; n /= 2 {
		out, applied = Apply(src, fixes[:n])
		if _, found := document.Parse(path, out); !worse(was, found) {
			return out, append(applied, make([]bool, len(fixes)-n)...), true
		}
	}
	return src, make([]bool, len(fixes)), len(fixes) == 0
}

// worse reports whether reading found something of a rule more often than it was
// found before. Where more was found than is listed, an edit brings to light what
// was beyond the list: there it is told by what denies alone.
func worse(before, after []finding.Finding) bool {
	if len(before) > document.MaxFound {
		slight := func(f finding.Finding) bool { return f.Severity != finding.Error }
		before, after = slices.DeleteFunc(slices.Clone(before), slight), slices.DeleteFunc(slices.Clone(after), slight)
	}
	count := map[string]int{}
	for _, f := range before {
		count[f.Rule]++
	}
	for _, f := range after {
		if count[f.Rule]--; count[f.Rule] < 0 {
			return true
		}
	}
	return false
}
