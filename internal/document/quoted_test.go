package document

import "testing"

// What is quoted is read as the same text, by JSON and by YAML.
func TestQuoted(t *testing.T) {
	for _, s := range []string{"", "no", "1.10", "a: b # c", "\"\\\n\t\x00\u2028<>&é😀", "{{ x }}", "- a", "\u0085\ufeff"} {
		for _, name := range []string{"a.json", "a.yaml"} {
			d, _ := Parse(name, []byte("{\"k\": "+Quoted(s)+"}"))
			if n := d.Root.Get("k"); n == nil || n.Kind != String || n.Value != s {
				t.Errorf("%s reads %q as %+v", name, s, n)
			}
		}
	}
}
