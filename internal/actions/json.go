package actions

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"unicode/utf16"
	"unicode/utf8"
)

// WriteJSON writes a value as indented JSON that is safe to print: see PrintableJSON.
func WriteJSON(w io.Writer, v any) error {
	text, err := IndentedJSON(v, "")
	if err != nil {
		return err
	}
	_, err = w.Write(text)
	return err
}

// IndentedJSON is a value as WriteJSON writes it, after a prefix on each line but the
// first.
func IndentedJSON(v any, prefix string) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent(prefix, "  ")
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return PrintableJSON(b.Bytes()), nil
}

// PrintableJSON is the same JSON, in which what does not print (bidirectional overrides,
// zero-width characters, C1 controls) is an escape of JSON: a terminal shows what a
// program reads. It stands in strings only, where both are equal.
func PrintableJSON(text []byte) []byte {
	from := 0
	var out []byte
	for i := 0; i < len(text); {
		if c := text[i]; c < utf8.RuneSelf && c != 0x7f {
			i++
			continue
		}
		r, size := utf8.DecodeRune(text[i:])
		if !printable(r) {
			out = append(out, text[from:i]...)
			if high, low := utf16.EncodeRune(r); high != utf8.RuneError {
				out = fmt.Appendf(out, `\u%04x\u%04x`, high, low)
			} else {
				out = fmt.Appendf(out, `\u%04x`, r)
			}
			from = i + size
		}
		i += size
	}
	if from == 0 {
		return text
	}
	return append(out, text[from:]...)
}
