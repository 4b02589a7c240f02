package document

import (
	"bytes"
	"encoding/json"
	"strings"
)

// Quoted is a text in the notation that JSON and YAML share: in double quotes, on
// one line, and nothing but a text to any reader.
func Quoted(text string) string {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(text) // a string always can be
	return exoticEscaper.Replace(strings.TrimSuffix(b.String(), "\n"))
}

// exoticEscaper escapes what YAML takes for the end of a line or no text, and JSON
// leaves as it is.
var exoticEscaper = strings.NewReplacer("\u0085", `\u0085`, "\ufeff", `\ufeff`, "\u007f", `\u007f`)
