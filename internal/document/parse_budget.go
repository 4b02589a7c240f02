package document

import (
	"bytes"
	"fmt"
)

// The libraries build their whole tree before it can be counted. goldmark
// fills each row of a table up to the width of its header [measured: 4.7 GB
// for 31 kB], and takes quadratic time for a few constructs [measured: 11 s
// for 256 kB of "[a]("]. So a source is looked at first, and refused when it
// would cost far more than any document that people write. The counts are
// upper bounds: they may take code for markup, but miss nothing.

// maxYAMLMarks bounds the characters of a YAML document that begin or separate
// values or comments. One costs up to 2 kB, and 64 bytes of text as much
// [measured], so together they stay below 300 MB.
const maxYAMLMarks = 140_000

// crowdedYAML reports whether src may become more nodes than can be paid for.
// Quotation marks come in pairs.
func crowdedYAML(src []byte) bool {
	marks := countAny(src, ",[{:-?&*!#") + countAny(src, `"'`)/2 + bytes.Count(src, []byte("..."))
	return marks+len(src)/64 > maxYAMLMarks
}

const (
	// maxLinkWork bounds the number of link openings in a paragraph times the
	// paragraph's length, which is what goldmark may have to look at.
	maxLinkWork = 1 << 30
	// maxTitleWork bounds the number of link openings in a paragraph times its
	// lines: each may copy a title that spans them all.
	maxTitleWork = 1 << 21
	// maxEmphasisWork bounds the square of the asterisks and underscores in a
	// paragraph: each may be compared with all before it.
	maxEmphasisWork = 1 << 29
	// maxNestingWork bounds the sum of the depths of all lines: each may be
	// offered to every quotation and list that is open.
	maxNestingWork = 500_000
	// maxBrackets bounds the closing brackets: goldmark copies and folds up to
	// 999 bytes before each, to look for a definition.
	maxBrackets = 1 << 15
	// maxEscapedPipes bounds the pipes with a backslash: goldmark compares each
	// in a table's code with every other of the document.
	maxEscapedPipes = 1 << 14
)

// crowdedMarkdown says what there is too much of in a Markdown body, and at
// which offset, or nothing.
func crowdedMarkdown(src []byte) (at int, problem string) {
	marks := countAny(src, "[*_`<\n|")
	if marks > MaxNodes {
		return 0, fmt.Sprintf("the text has more than %d lines and characters of markup", MaxNodes)
	}
	if bytes.Count(src, []byte(`\|`)) > maxEscapedPipes {
		return 0, fmt.Sprintf("the text has more than %d escaped pipes", maxEscapedPipes)
	}
	if bytes.Count(src, []byte("]")) > maxBrackets {
		return 0, fmt.Sprintf("the text has more than %d closing brackets", maxBrackets)
	}
	b := body{marks: marks}
	for line := range bytes.Lines(src) {
		if problem := b.add(line); problem != "" {
			return at, problem
		}
		at += len(line)
	}
	return 0, ""
}

// body adds up what the lines of a Markdown body may cost. What stands
// between two blank lines counts as one paragraph and one table. A line of
// quotation markers is not blank: indented far enough, it is text.
type body struct {
	marks  int // in the whole body, with the markers of quotations and lists
	cells  int // of all tables
	depth  int // how deep the last line that is not blank may lie
	depths int // of all lines

	links    work // link openings times bytes
	titles   work // link openings times lines
	emphasis work // asterisks and underscores, squared

	linkCount, emphasisCount int // in this paragraph
	length, lines            int // of this paragraph
	columns                  int // of the widest table of this paragraph
}

// work is the cost of the paragraphs before, and of the present one.
type work struct{ before, now int }

func (w *work) total() int { return w.before + w.now }

func (w *work) end() { w.before, w.now = w.before+w.now, 0 }

// add counts a line, and says what there is too much of with it, or nothing.
func (b *body) add(line []byte) string {
	depth := quoteDepth(line)
	b.marks += depth
	switch {
	case depth > maxDepth:
		return fmt.Sprintf("quotations and lists are nested more than %d levels deep", maxDepth)
	case b.nested(line) > maxNestingWork:
		return "too many lines are deeply nested in quotes and lists"
	case b.marks > MaxNodes:
		return fmt.Sprintf("the text has more than %d lines and characters of markup, with the markers of its quotations and lists", MaxNodes)
	}
	if len(bytes.Trim(line, " \t\r\n")) == 0 {
		b.end()
		return ""
	}
	b.cells += b.columns
	b.columns = max(b.columns, delimiterColumns(line))
	b.linkCount += bytes.Count(line, []byte("](")) + bytes.Count(line, []byte("][")) + bytes.Count(line, []byte("]:"))
	b.emphasisCount += countAny(line, "*_")
	b.length += len(line)
	b.lines++
	b.links.now = b.linkCount * b.length
	b.titles.now = b.linkCount * b.lines
	b.emphasis.now = b.emphasisCount * b.emphasisCount
	switch {
	case b.cells > MaxNodes:
		return fmt.Sprintf("with this row the tables have more than %d cells, short rows filled up to the width of their header", MaxNodes)
	case b.links.total() > maxLinkWork, b.titles.total() > maxTitleWork:
		return "one paragraph holds too many links"
	case b.emphasis.total() > maxEmphasisWork:
		return "one paragraph holds too many asterisks and underscores"
	}
	return ""
}

// nested adds the depth at which the line may lie, and returns the sum of all
// lines. A quotation takes a marker and a list two columns; a blank line lies
// as deep as the line before it.
func (b *body) nested(line []byte) int {
	if text := bytes.TrimLeft(line, "> \t\r\n"); len(text) > 0 {
		columns := 0
		for _, c := range line[:len(line)-len(text)] {
			switch c {
			case ' ':
				columns++
			case '>':
				columns += 2
			default:
				columns += 4
			}
		}
		depth := columns/2 + quoteDepth(text)
		if b.lines > 0 { // it may continue the paragraph without its markers
			depth = max(depth, b.depth)
		}
		b.depth = depth
	}
	b.depths += b.depth
	return b.depths
}

// end closes the paragraph.
func (b *body) end() {
	b.links.end()
	b.titles.end()
	b.emphasis.end()
	b.linkCount, b.emphasisCount, b.length, b.lines, b.columns = 0, 0, 0, 0, 0
}

// delimiterColumns is how many columns the line gives to a table at most, if
// it may be the line between a table's header and its rows; otherwise 0.
func delimiterColumns(line []byte) int {
	line = bytes.TrimLeft(line, "> \t\v\f")
	for _, c := range line {
		switch c {
		case '-', '|', ':', ' ', '\t', '\r', '\n', '\v', '\f':
		default:
			return 0
		}
	}
	if bytes.IndexByte(line, '-') < 0 {
		return 0
	}
	return bytes.Count(line, []byte{'|'}) + 1
}

// quoteDepth counts the quotation and list markers that begin a line.
func quoteDepth(line []byte) int {
	depth := 0
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case c == '>':
			depth++
		case c == ' ', c == '\t', c >= '0' && c <= '9':
		case (c == '-' || c == '+' || c == '*' || c == '.' || c == ')') && (i+1 == len(line) || bytes.IndexByte([]byte(" \t\r\n"), line[i+1]) >= 0):
			depth++
		default:
			return depth
		}
	}
	return depth
}

// countAny is how many bytes of src are among chars.
func countAny(src []byte, chars string) int {
	n := 0
	for i := range len(chars) {
		n += bytes.Count(src, []byte{chars[i]})
	}
	return n
}
