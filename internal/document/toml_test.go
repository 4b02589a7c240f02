package document

import (
	"strings"
	"testing"

	"github.com/pelletier/go-toml/v2"
)

func TestTOML(t *testing.T) {
	src := "\uFEFF# results\naccuracy = 0.90\nbig = 1_000\nhex = 0x10\nwhen = 2026-11-01\n[test]\n\"f1 (macro)\" = 8.5e-1\nnested.loss = +0.25 # dotted\n[[runs]]\nname = \"é\"\n[[runs]]\nname = 'b'\nvalues = [1, {x = 2}]\n[test.more]\nok = true\n"
	d, fs := Parse("x.toml", []byte(src))
	verify(t, d, fs)
	if len(fs) > 0 {
		t.Fatal(brief(fs))
	}
	for pointer, want := range map[string]struct {
		kind  Kind
		value string
		line  int
	}{
		"/accuracy": {Number, "0.90", 2}, "/big": {Number, "1000", 3}, "/hex": {Number, "16", 4}, "/when": {String, "2026-11-01", 5}, "/test/f1 (macro)": {Number, "8.5e-1", 7},
		"/test/nested/loss": {Number, "+0.25", 8}, "/runs/0/name": {String, "é", 10}, "/runs/1/values/1/x": {Number, "2", 13}, "/test/more/ok": {Bool, "true", 15},
	} {
		n := d.Lookup(pointer)
		if n == nil || n.Kind != want.kind || n.Value != want.value || n.Span.Line != want.line {
			t.Errorf("%s: %+v", pointer, n)
		}
	}
	for name, c := range map[string]struct{ src, want string }{
		"a key twice":          {"a = 1\na = 2\n", "2:1-2:2 duplicate_key /a"},
		"a table twice":        {"[a]\n[b]\n[a]\n", "3:2-3:3 duplicate_key /a"},
		"a closed table":       {"a = {b = 1}\n[a.c]\n", "2:2-2:3 duplicate_key /a"},
		"a closed list":        {"a = [{b = 1}]\n[[a]]\n", "2:3-2:4 duplicate_key /a"},
		"a table over a value": {"a = 1\n[a.b]\n", "2:2-2:3 duplicate_key /a"},
		"dotted over a header": {"[a.b]\nx = 1\n[a]\nb.y = 2\n", "4:1-4:2 duplicate_key /a/b"},
		"not finite":           {"a = nan\n", "1:5-1:8 not_finite /a"},
		"no TOML":              {"a: 1\n", "1:2-1:3 syntax"},
		"too deep":             {"a = " + strings.Repeat("[", 80) + "\n", "1:69-1:69 too_deep"},
	} {
		d, fs := Parse("x.toml", []byte(c.src))
		verify(t, d, fs)
		if got := brief(fs); got != c.want {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got, c.want)
		}
	}
}

// FuzzTOML: what is read without a finding is valid for the library's own,
// complete reader.
func FuzzTOML(f *testing.F) {
	for _, s := range []string{"a.b = 1\n[c]\nd = [1, 2]\n[[e]]\nf = {g = 'h'}\n", "a = \"\"\"\nx\"\"\"\n", "[a.b]\n[a]\n", "a = 1979-05-27T07:32:00Z", "\"\" = 0b1", "a = inf", "[[a]]\n[a.b]\n[[a]]\n[a.b]"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		d, fs := ParseAs(TOML, "x", src)
		verify(t, d, fs)
		if d.Root == nil && len(fs) == 0 {
			t.Errorf("no root and no finding")
		}
		var v map[string]any
		if err := toml.Unmarshal([]byte(strings.TrimPrefix(string(src), "\uFEFF")), &v); err != nil && len(fs) == 0 && !strings.Contains(err.Error(), "range") {
			t.Errorf("read without a finding, but: %v", err)
		}
	})
}
