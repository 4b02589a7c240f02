package document

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/yuin/goldmark/text"

	"github.com/modelgate-dev/modelgate/internal/pattern"
)

var (
	// tightHeading is a line that begins with the signs of a heading and no blank.
	tightHeading = pattern.New(`^ {0,3}(#{2,6})([^\s#].*)$`)
	// manySigns is one with more signs than a heading has.
	manySigns = pattern.New(`^ {0,3}#{7,}[ \t]+([^#\s].*)$`)
	// oneSign is such a line with one sign, and more than a word: with one word it is a tag.
	oneSign = pattern.New(`^ {0,3}#(\p{Lu}[^#]*[ \t][^#]*)$`)
	// loneSign is one with one word, where a page begins.
	loneSign = pattern.New(`^ {0,3}#(\p{L}[^#]*)$`)
	// escapedHeading is a heading of which a converter has escaped the signs.
	escapedHeading = pattern.New(`^ {0,3}\\#((?:\\?#){0,5})[ \t]+(\p{Lu}[^#]*)$`)

	barRow       = pattern.New(`^[ \t]*\|.*\|[ \t]*$`)
	delimiterRow = pattern.New(`^[ \t]*\|[ \t]*:?-+:?[ \t]*\|[ \t]*$|^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?[ \t]*$`)
)

// lines reads the lines of a paragraph.
func (f *flawReader) lines(lines *text.Segments) {
	rows, table := 0, false // lines of a table so far
	delimited := f.lastDelimiter(lines)
	for i := range lines.Len() {
		s := lines.At(i)
		line := bytes.TrimRight(f.text[s.Start:s.Stop], " \t\r\n\x00")
		f.heading(line, s, lines.Len() == 1, i == 0)
		if !table && delimiterRow.Match(line) {
			above := 0
			if i > 0 {
				above = cells(f.m.src[lines.At(i-1).Start:lines.At(i-1).Stop])
			}
			f.flaw(FlawTable, s.Start, s.Stop, Flaw{Number: above, Columns: cells(line)})
			table = true
		}
		if !barRow.Match(line) || cells(line) < 2 {
			rows = 0
			continue
		}
		if rows++; rows == 2 && !table && i > delimited {
			above := lines.At(i - 1)
			f.flaw(FlawTable, above.Start, above.Stop, Flaw{Number: cells(line)})
			table = true
		}
	}
}

// lastDelimiter is the last line of a paragraph that is a row of dashes, -1 for none.
func (f *flawReader) lastDelimiter(lines *text.Segments) int {
	for i := lines.Len() - 1; i >= 0; i-- {
		if delimiterRow.Match(bytes.TrimRight(f.text[lines.At(i).Start:lines.At(i).Stop], " \t\r\n")) {
			return i
		}
	}
	return -1
}

// heading reports a line that was meant to be a heading.
func (f *flawReader) heading(line []byte, at text.Segment, alone, leads bool) {
	signs := ""
	if m := tightHeading.FindSubmatch(line); m != nil {
		signs = string(m[1])
	} else if manySigns.Match(line) {
		signs = "######"
	} else if leads && oneSign.Match(line) {
		signs = "#"
	} else if alone && !f.first && loneSign.Match(line) {
		signs = "#"
	} else if m := escapedHeading.FindSubmatch(line); m != nil && alone {
		signs = "#" + strings.ReplaceAll(string(m[1]), `\`, "")
	}
	if signs == "" {
		return
	}
	title := strings.TrimSpace(string(f.m.src[at.Start:at.Stop]))
	title = strings.TrimLeft(strings.ReplaceAll(strings.TrimLeft(title, `#\`), "\u00a0", " "), " \t\u3000")
	f.flaw(FlawHeading, at.Start, at.Stop, Flaw{Meant: fmt.Sprintf("%s %s", signs, title)})
}

// cells is how many cells a row of a table has.
func cells(row []byte) int {
	row = bytes.Trim(row, " \t\r\n\x00")
	row = bytes.TrimPrefix(row, []byte("|"))
	if bytes.HasSuffix(row, []byte("|")) && !bytes.HasSuffix(row, []byte(`\|`)) {
		row = row[:len(row)-1]
	}
	return 1 + bytes.Count(row, []byte("|")) - bytes.Count(row, []byte(`\|`))
}

var looseRow = pattern.New(`^[^|\n]*\S[ \t]+\|[ \t]+\S[^\n]*$`)

// looseRows reports lines with pipes and no row of dashes: three at least, or two of which the
// second ends with a number.
func (f *flawReader) looseRows(lines *text.Segments) {
	run, columns := 0, 0
	for i := range lines.Len() {
		s := lines.At(i)
		line := bytes.TrimRight(f.text[s.Start:s.Stop], " \t\r\n\x00")
		if delimiterRow.Match(line) || barRow.Match(line) {
			return
		}
		if n := cells(line); looseRow.Match(line) && (run == 0 || n == columns) {
			run, columns = run+1, n
			first := lines.At(i - run + 1)
			if run == 3 || run == 2 && figure.Match(lastCell(line)) && !figure.Match(lastCell(first.Value(f.m.src))) {
				f.flaw(FlawTable, first.Start, first.Stop, Flaw{Number: columns})
				return
			}
			continue
		}
		run = 0
	}
}
