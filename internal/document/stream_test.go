package document

import (
	"fmt"
	"strings"
	"testing"
)

func TestStream(t *testing.T) {
	for name, c := range map[string]struct {
		src  string
		want string // kind and place of each document, and of its member a
		rule string // of the finding
	}{
		"one":                       {"a: 1\n", "mapping 1:1 a 1:4", ""},
		"two":                       {"a: 1\n---\na: 2\n", "mapping 1:1 a 1:4; mapping 3:1 a 3:4", ""},
		"a comment behind the line": {"a: 1\n--- # second\na: 2\n", "mapping 1:1 a 1:4; mapping 3:1 a 3:4", ""},
		"without a value":           {"a: 1\n---\n# nothing\n---\na: 2\n", "mapping 1:1 a 1:4; null 4:1 a 4:1; mapping 5:1 a 5:4", ""},
		"the end":                   {"---\na: 1\n---\n", "mapping 2:1 a 2:4; null 4:1 a 4:1", ""},
		"marks of a document's end": {"a: 1\n...\n---\na: 2\n...\n", "mapping 1:1 a 1:4; mapping 4:1 a 4:4", ""},
		"an anchor of another":      {"a: &x 1\n---\na: *x\n", "", syntaxError},
		"the second is broken":      {"a: 1\n---\na: [\n", "", syntaxError},
		"a key of the second":       {"a: 1\n---\na: 1\na: 2\n", "mapping 1:1 a 1:4; mapping 3:1 a 3:4", duplicateKey},
		"comments":                  {"# nothing\n", "", empty},
		"too many":                  {strings.Repeat("---\n", maxStream+1), "", tooManyNodes},
		"crlf":                      {"a: 1\r\n---\r\na: 2\r\n", "mapping 1:1 a 1:4; mapping 3:1 a 3:4", ""},
	} {
		docs, found := ParseStream(YAML, "x.yaml", []byte(c.src))
		var got []string
		for _, d := range docs {
			at, a := d.At(""), d.At("/a")
			got = append(got, fmt.Sprintf("%s %d:%d a %d:%d", d.Root.Kind, at.Line, at.Column, a.Line, a.Column))
		}
		if s := strings.Join(got, "; "); s != c.want {
			t.Errorf("%s: got %s, want %s", name, s, c.want)
		}
		rule := ""
		if len(found) > 0 {
			rule = found[0].Rule
		}
		if rule != c.rule {
			t.Errorf("%s: found %v, want %q", name, found, c.rule)
		}
	}
	if docs, found := ParseStream(JSON, "x.json", []byte(`{"a": 1}`)); len(docs) != 1 || len(found) > 0 || docs[0].Root.Get("a") == nil {
		t.Errorf("JSON: %v %v", docs, found)
	}
}
