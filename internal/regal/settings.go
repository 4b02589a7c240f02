package regal

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/modelgate-dev/modelgate/internal/document"
)

// readSettings are the settings under which regal runs, in JSON, which it reads as YAML.
// What lets it reach the network or other files stays out: a list of builtins from a URL
// (capabilities), other directories (project) and checks for new versions (features).
func readSettings(f File) ([]byte, error) {
	parsed, problems := document.ParseAs(document.YAML, f.Path, f.Content)
	if len(problems) > 0 && len(bytes.TrimSpace(f.Content)) > 0 {
		return nil, fmt.Errorf("reading the settings of regal: %s", problems[0])
	}
	var b bytes.Buffer
	b.WriteString(`{"features":{"remote":{"check-version":false}}`)
	for _, key := range []string{"rules", "ignore"} {
		if n := parsed.Lookup("/" + key); n != nil && n.Kind == document.Mapping {
			fmt.Fprintf(&b, ",%s:", quoted(key))
			writeJSON(&b, n)
		}
	}
	b.WriteString("}\n")
	return b.Bytes(), nil
}

func writeJSON(b *bytes.Buffer, n *document.Node) {
	switch n.Kind {
	case document.Mapping, document.Sequence:
		brackets := map[document.Kind]string{document.Mapping: "{}", document.Sequence: "[]"}[n.Kind]
		b.WriteByte(brackets[0])
		for i, c := range n.Children {
			if i > 0 {
				b.WriteByte(',')
			}
			if n.Kind == document.Mapping {
				b.WriteString(quoted(c.Key) + ":")
			}
			writeJSON(b, c)
		}
		b.WriteByte(brackets[1])
	case document.String:
		b.WriteString(quoted(n.Value))
	case document.Null:
		b.WriteString("null")
	default:
		if json.Valid([]byte(n.Value)) {
			b.WriteString(n.Value)
		} else {
			b.WriteString(quoted(n.Value))
		}
	}
}

func quoted(s string) string {
	text, err := json.Marshal(s)
	if err != nil {
		panic("regal: a text is JSON: " + err.Error())
	}
	return string(text)
}
