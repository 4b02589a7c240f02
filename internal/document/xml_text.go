package document

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"
)

// decoded is the text between two offsets with its references replaced.
func (x *xmlReader) decoded(start, end int) (string, bool) {
	src := x.src[start:end]
	if bytes.IndexByte(src, '&') < 0 {
		return string(src), true
	}
	var b strings.Builder
	for i := 0; i < len(src); {
		if src[i] != '&' {
			b.WriteByte(src[i])
			i++
			continue
		}
		stop := bytes.IndexByte(src[i:min(len(src), i+12)], ';')
		text, ok := "", false
		if stop > 0 {
			text, ok = xmlReference(string(src[i+1 : i+stop]))
		}
		if !ok {
			x.fail(start+i, "& must be written as &amp;: entities are &lt; &gt; &amp; &quot; &apos; and characters by number")
			return "", false
		}
		b.WriteString(text)
		i += stop + 1
	}
	return b.String(), true
}

// xmlReference is the text that &name; stands for.
func xmlReference(name string) (string, bool) {
	switch name {
	case "lt":
		return "<", true
	case "gt":
		return ">", true
	case "amp":
		return "&", true
	case "quot":
		return `"`, true
	case "apos":
		return "'", true
	}
	digits, ok := strings.CutPrefix(name, "#")
	if !ok {
		return "", false
	}
	base := 10
	if hex, ok := strings.CutPrefix(digits, "x"); ok {
		digits, base = hex, 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if err != nil || n > utf8.MaxRune || !utf8.ValidRune(rune(n)) || n < ' ' && n != '\t' && n != '\n' && n != '\r' {
		return "", false
	}
	return string(rune(n)), true
}
