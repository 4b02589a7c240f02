package document

import (
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// text reads a text in double quotes and decodes its escapes. A surrogate
// without its partner becomes U+FFFD, as in encoding/json.
func (j *jsonReader) text() (string, bool) {
	start := j.at
	for i := start + 1; i < len(j.src); i++ {
		switch c := j.src[i]; {
		case c == '"':
			j.at = i + 1
			return string(j.src[start+1 : i]), true
		case c == '\\':
			return j.escapedText(start, i)
		case c < ' ':
			j.fail(i, "a text must not hold a line break or a tab: write \\n or \\t")
			return "", false
		}
	}
	j.fail(start, "unterminated string")
	return "", false
}

// passText moves over a text without decoding it.
func (j *jsonReader) passText() bool {
	for i := j.at + 1; i < len(j.src); i++ {
		switch c := j.src[i]; {
		case c == '"':
			j.at = i + 1
			return true
		case c == '\\':
			i++
		case c < ' ':
			j.fail(i, "a text must not hold a line break or a tab: write \\n or \\t")
			return false
		}
	}
	j.fail(j.at, "unterminated string")
	return false
}

// escapedText is text for one that holds escapes, the first of them at i.
func (j *jsonReader) escapedText(start, i int) (string, bool) {
	out := append(make([]byte, 0, 2*(i-start)+32), j.src[start+1:i]...)
	for i < len(j.src) {
		switch c := j.src[i]; {
		case c == '"':
			j.at = i + 1
			return string(out), true
		case c < ' ':
			j.fail(i, "a text must not hold a line break or a tab: write \\n or \\t")
			return "", false
		case c != '\\':
			out = append(out, c)
			i++
		default:
			r, n := escape(j.src[i:])
			if n == 0 {
				j.report(syntaxError, i, min(i+2, len(j.src)), j.pointer(), "unknown escape in a string: write \\\\ for a backslash")
				return "", false
			}
			out = utf8.AppendRune(out, r)
			i += n
		}
	}
	j.fail(start, "unterminated string")
	return "", false
}

// escape decodes the escape at the start of b and returns its length, or 0
// when it is none.
func escape(b []byte) (rune, int) {
	if len(b) < 2 {
		return 0, 0
	}
	switch b[1] {
	case '"', '\\', '/':
		return rune(b[1]), 2
	case 'b':
		return '\b', 2
	case 'f':
		return '\f', 2
	case 'n':
		return '\n', 2
	case 'r':
		return '\r', 2
	case 't':
		return '\t', 2
	case 'u':
		r, ok := hex4(b)
		if !ok {
			return 0, 0
		}
		if !utf16.IsSurrogate(r) {
			return r, 6
		}
		if low, ok := hex4(b[6:]); ok {
			if pair := utf16.DecodeRune(r, low); pair != utf8.RuneError {
				return pair, 12
			}
		}
		return utf8.RuneError, 6
	}
	return 0, 0
}

// hex4 decodes \uXXXX at the start of b.
func hex4(b []byte) (rune, bool) {
	if len(b) < 6 || b[0] != '\\' || b[1] != 'u' {
		return 0, false
	}
	n, err := strconv.ParseUint(string(b[2:6]), 16, 32)
	return rune(n), err == nil
}
