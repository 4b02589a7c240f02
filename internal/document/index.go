package document

import (
	"bytes"
	"sort"
	"unicode/utf8"
)

// index answers which line and column a byte offset has, and back. Lines end
// with \n, \r\n or \r; columns count code points. It is built once and only
// read afterwards.
type index struct {
	src   []byte
	lines []int // byte offset of each line's start
	runes []int // code points before each block of src; nil when src is ASCII
}

// block is the size of the steps in which code points are counted ahead, so
// that a column costs the same in a line of ten bytes and of four megabytes.
const block = 256

var byteOrderMark = []byte("\xEF\xBB\xBF")

// newIndex indexes src. A byte order mark belongs to no line: column 1 is
// after it. The YAML library breaks lines at NEL, LS and PS as well, which no
// editor does; yamlBreaks gives its view.
func newIndex(src []byte, yamlBreaks bool) index {
	x := index{src: src, lines: make([]int, 1, 1+countAny(src, "\n\r"))}
	if bytes.HasPrefix(src, byteOrderMark) {
		x.lines[0] = len(byteOrderMark)
	}
	ascii := true
	for i := 0; i < len(src); i++ {
		switch c := src[i]; {
		case c == '\n', c == '\r' && (i+1 == len(src) || src[i+1] != '\n'):
			x.lines = append(x.lines, i+1)
		case c >= utf8.RuneSelf:
			ascii = false
			if n := exoticBreak(src[i:]); yamlBreaks && n > 0 {
				i += n - 1
				x.lines = append(x.lines, i+1)
			}
		}
	}
	if !ascii {
		x.countRunes()
	}
	return x
}

// exoticBreak is the length of the line break of YAML 1.1 at the start of b
// that YAML 1.2 and editors do not know: NEL, LS or PS.
func exoticBreak(b []byte) int {
	for _, s := range []string{"\u0085", "\u2028", "\u2029"} {
		if bytes.HasPrefix(b, []byte(s)) {
			return len(s)
		}
	}
	return 0
}

func (x *index) countRunes() {
	x.runes = make([]int, 0, len(x.src)/block+1)
	n := 0
	for i, c := range x.src {
		if i%block == 0 {
			x.runes = append(x.runes, n)
		}
		if utf8.RuneStart(c) {
			n++
		}
	}
	if len(x.src)%block == 0 {
		x.runes = append(x.runes, n)
	}
}

// before is how many code points start before the byte offset.
func (x *index) before(offset int) int {
	if x.runes == nil {
		return offset
	}
	n := x.runes[offset/block]
	for _, c := range x.src[offset/block*block : offset] {
		if utf8.RuneStart(c) {
			n++
		}
	}
	return n
}

// line is the 0-based line of the byte offset.
func (x *index) line(offset int) int {
	return max(0, sort.SearchInts(x.lines, offset+1)-1)
}

// at is the 1-based line and column of the byte offset.
func (x *index) at(offset int) (line, column int) {
	offset = min(max(offset, x.lines[0]), len(x.src))
	l := x.line(offset)
	return l + 1, x.before(offset) - x.before(x.lines[l]) + 1
}

// span is the range between two byte offsets.
func (x *index) span(start, end int) Span {
	start = min(max(start, x.lines[0]), len(x.src))
	end = min(max(end, start), len(x.src))
	s := Span{Start: start, End: end}
	s.Line, s.Column = x.at(start)
	if end-start < block && x.runes == nil && bytes.IndexByte(x.src[start:end], '\n') < 0 && bytes.IndexByte(x.src[start:end], '\r') < 0 {
		s.EndLine, s.EndColumn = s.Line, s.Column+end-start
		return s
	}
	s.EndLine, s.EndColumn = x.at(end)
	return s
}

// offset is the byte offset of a 1-based line and column, kept inside src.
func (x *index) offset(line, column int) int {
	if line < 1 {
		return x.lines[0]
	}
	if line > len(x.lines) {
		return len(x.src)
	}
	start := x.lines[line-1]
	if x.runes == nil {
		return min(start+max(column, 1)-1, len(x.src))
	}
	want := x.before(start) + max(column, 1) - 1
	b := max(start/block, sort.SearchInts(x.runes, want+1)-1)
	i := max(start, b*block)
	for n := x.before(i); i < len(x.src); i++ {
		if utf8.RuneStart(x.src[i]) {
			if n == want {
				return i
			}
			n++
		}
	}
	return len(x.src)
}

// lineEnd is the byte offset of the end of the offset's line, without its
// break and the blanks before it.
func (x *index) lineEnd(offset int) int {
	l := x.line(offset)
	end := len(x.src)
	if l+1 < len(x.lines) {
		end = x.lines[l+1]
	}
	return max(offset, x.lines[l]+len(bytes.TrimRight(x.src[x.lines[l]:end], " \t\r\n")))
}

// nextLine is the byte offset of the start of the line after the offset's.
func (x *index) nextLine(offset int) int {
	if l := x.line(offset); l+1 < len(x.lines) {
		return x.lines[l+1]
	}
	return len(x.src)
}
