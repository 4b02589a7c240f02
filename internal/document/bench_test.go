package document

import (
	"fmt"
	"strings"
	"testing"
)

// card is front matter of about 2 kB, as model cards have it.
func card() string {
	var b strings.Builder
	b.WriteString("language:\n- en\n- de\nlicense: apache-2.0\ntags: [text-classification, pytorch]\nmodel-index:\n- name: example\n  results:\n")
	for i := range 8 {
		fmt.Fprintf(&b, "  - task:\n      type: text-classification\n      name: Text Classification\n    dataset:\n      name: \"Data set %d\"\n      type: data%d\n      split: test\n    metrics:\n    - type: accuracy\n      value: 0.9%d\n", i, i, i)
	}
	return b.String()
}

func BenchmarkParse(b *testing.B) {
	body := strings.Repeat("\n## Section\n\nSome *text* with a [link](http://x) and `code`.\n\n- item\n- item\n\n| a | b |\n|---|---|\n| 1 | 2 |\n", 20)
	values := strings.TrimSuffix(strings.Repeat(`{"name": "accuracy", "value": 0.91, "notes": ["a", null]},`+"\n", 100), ",\n")
	for _, c := range []struct{ name, src string }{
		{"card.yaml", card()},
		{"README.md", "---\n" + card() + "---\n# Model\n" + body},
		{"metrics.json", `{"metrics": [` + values + "]}"},
	} {
		b.Run(c.name, func(b *testing.B) {
			src := []byte(c.src)
			b.SetBytes(int64(len(src)))
			b.ReportAllocs()
			for b.Loop() {
				if _, fs := Parse(c.name, src); len(fs) != 0 {
					b.Fatal(brief(fs))
				}
			}
		})
	}
}
