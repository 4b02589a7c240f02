package secret

import (
	"bytes"
	"html"
	"sort"
	"strconv"
)

// A credential that is written with escapes is the same credential to whoever reads the
// file, or the page that is made of it. Which escapes a text has depends on where it
// stands, so all of them are followed, whatever the file is: what comes of that is only
// looked through for credentials, and those are told by their forms.

// maxLayers is how often escapes are followed that are within escapes, as in Markdown
// within JSON.
const maxLayers = 4

// maxEscape is the length of the longest escape: a character reference with its name.
const maxEscape = 12

// piece is a part of a decoded text: a copy of what is at raw, or what an escape of that
// many bytes stands for.
type piece struct{ text, raw, escape int }

// layer is a text whose escapes have been followed, and where its parts were.
type layer struct {
	text   []byte
	pieces []piece
}

// unescape follows the escapes of a text; nil if it has none.
func unescape(src []byte) *layer {
	l := &layer{}
	copied := 0 // up to where the text has been copied
	for i := 0; i < len(src); {
		if !isEscape[src[i]] {
			i++
			continue
		}
		c, n := escape(src[i:])
		if n == 0 {
			i++
			continue
		}
		if l.text == nil {
			l.text = make([]byte, 0, len(src))
		}
		l.copy(src, copied, i)
		if c >= 0 {
			l.pieces = append(l.pieces, piece{len(l.text), i, n})
			l.text = append(l.text, byte(c))
		}
		i += n
		copied = i
	}
	if copied == 0 {
		return nil
	}
	l.copy(src, copied, len(src))
	return l
}

func (l *layer) copy(src []byte, from, to int) {
	if from < to {
		l.pieces = append(l.pieces, piece{len(l.text), from, 0})
		l.text = append(l.text, src[from:to]...)
	}
}

// span is where a part of the decoded text was.
func (l *layer) span(s span) span { return span{l.at(s.start).start, l.at(s.end - 1).end} }

// at is where one byte of the decoded text was.
func (l *layer) at(i int) span {
	p := l.pieces[sort.Search(len(l.pieces), func(k int) bool { return l.pieces[k].text > i })-1]
	if p.escape > 0 {
		return span{p.raw, p.raw + p.escape}
	}
	return span{p.raw + i - p.text, p.raw + i - p.text + 1}
}

// invisible is the length of a character without width at the beginning of a text, 0
// for none. Our own pages have them within words.
func invisible(src []byte) int {
	switch {
	case len(src) >= 2 && src[0] == 0xc2 && src[1] == 0xad: // U+00AD
		return 2
	case len(src) < 3:
		return 0
	case src[0] == 0xe2 && src[1] == 0x80 && src[2] >= 0x8b && src[2] <= 0x8d, // U+200B, U+200C, U+200D
		src[0] == 0xe2 && src[1] == 0x81 && src[2] == 0xa0, // U+2060
		src[0] == 0xef && src[1] == 0xbb && src[2] == 0xbf: // U+FEFF
		return 3
	}
	return 0
}

// isEscape has the bytes that escapes begin with, and characters without width.
var isEscape = [256]bool{'\\': true, '%': true, '&': true, 0xc2: true, 0xe2: true, 0xef: true}

// escape reads an escape at the beginning of a text: the character that it stands for, -1
// for none, and how long it is. It is 0 long where there is no escape, or where it stands
// for a character that no credential has.
func escape(src []byte) (c, n int) {
	switch src[0] {
	case '\\':
		return backslash(src)
	case '%':
		return number(src, 1, 2)
	case '&':
		return reference(src)
	}
	return -1, invisible(src)
}

// number reads so many hexadecimal digits behind a beginning.
func number(src []byte, begin, digits int) (c, n int) {
	if len(src) < begin+digits {
		return 0, 0
	}
	for _, digit := range src[begin : begin+digits] {
		value := hexadecimal(digit)
		if c = c<<4 | value; value < 0 || c >= 0x80 {
			return 0, 0
		}
	}
	return c, begin + digits
}

// hexadecimal is the value of a digit, -1 for what is none.
func hexadecimal(c byte) int {
	switch {
	case isDigit(c):
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

func character(digits string, base, length int) (c, n int) {
	if code, err := strconv.ParseUint(digits, base, 32); err == nil && code < 0x80 {
		return int(code), length
	}
	return 0, 0
}

// backslash reads an escape of a string of JSON, YAML, TOML or a program, and one of
// Markdown.
func backslash(src []byte) (c, n int) {
	if len(src) < 2 {
		return 0, 0
	}
	switch next := src[1]; next {
	case 'x':
		return number(src, 2, 2)
	case 'u':
		return number(src, 2, 4)
	case 'U':
		return number(src, 2, 8)
	case 'n', 'r', 't':
		return '\n', 2
	case '\n', '\r': // the line goes on below
		rest := bytes.TrimLeft(src[1:], "\r\n\t ")
		return -1, len(src) - len(rest)
	default:
		if next > ' ' && next < 0x7f && !isAlnum(next) {
			return int(next), 2
		}
	}
	return 0, 0
}

// reference reads a character reference of HTML or XML. One by number needs no semicolon
// in HTML.
func reference(src []byte) (c, n int) {
	if bytes.HasPrefix(src, []byte("&#")) {
		return numbered(src)
	}
	end := bytes.IndexByte(src[:min(len(src), maxEscape)], ';')
	if end < 2 {
		return 0, 0
	}
	if text := html.UnescapeString(string(src[:end+1])); len(text) == 1 {
		return int(text[0]), end + 1
	}
	return 0, 0
}

func numbered(src []byte) (c, n int) {
	begin, base, is := 2, 10, isDigit
	if len(src) > 2 && (src[2] == 'x' || src[2] == 'X') {
		begin, base, is = 3, 16, func(c byte) bool { return isDigit(c) || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F' }
	}
	end := run(src, begin, maxEscape-begin, is)
	if c, n = character(string(src[begin:end]), base, end); n > 0 && end < len(src) && src[end] == ';' {
		n++
	}
	return c, n
}
