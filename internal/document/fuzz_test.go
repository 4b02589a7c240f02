package document

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/modelgate-dev/modelgate/internal/finding"
)

func FuzzParseYAML(f *testing.F) {
	for _, s := range []string{
		"a: 1\nb: [x, {c: d}]\n", "a: &x !!str |2-\n    t\n  u\n<<: *x\n", "? [a]\n: 'it''s'\n", "\uFEFFé: \"\\u00e9\\\n  x\"\r\n",
		"a:\n\tb: 1", "a: 1\n--- # c\n...\nb", "%YAML 1.2\n---\n- - - x\n", "a: &a [*a]", "- !<t> &q\n- {? x : y, z}\n", "a: \u0085 x\u2028y: 1", "[a: b, : c]", "a: .inf\rb: 1e999",
		"a: >+\n\n  x\n \n# c\n", "&a : &b\n*a : *b", "{a: [], b: {}, }", "!!map {!!str a: ! b}", "--- |\n x\n--- >\n y\n", "a: x #c\n  y\n", "'a\n\n b': \"c\\\n d\"",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		d, fs := ParseAs(YAML, "x", src)
		verify(t, d, fs)
		verifyTexts(t, d, fs)
		if d.Root == nil && !slices.ContainsFunc(fs, func(f finding.Finding) bool { return f.Severity == finding.Error }) {
			t.Errorf("no root and no error")
		}
		all, told := ParseStream(YAML, "x", src)
		for _, d := range all {
			verify(t, d, told)
		}
		if len(all) == 0 && !slices.ContainsFunc(told, func(f finding.Finding) bool { return f.Severity == finding.Error }) {
			t.Errorf("no documents and no error")
		}
	})
}

func FuzzParseJSON(f *testing.F) {
	for _, s := range []string{
		`{"a": [1, -2.5e3, true, null, "x"]}`, `["\ud83d\ude00", "\ud83d", "\u12"]`, `[NaN, -Infinity]`, `{"a": 1, "a": 2}`, "\uFEFF[1,]", `{} {}`, `[01, 1., .5, +1]`, "\"\x7f\u2028\"", `{"":{"":[[]]}}`, "[\"\xff\"]",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		d, fs := ParseAs(JSON, "x", src)
		verify(t, d, fs)
		switch {
		case len(fs) == 0:
			agreesWithStandard(t, d)
		case json.Valid(src) && utf8.Valid(src):
			// Only what JSON allows and we do not may be found in valid JSON.
			for _, f := range fs {
				if f.Rule != duplicateKey && f.Rule != numberTooLarge && !strings.HasPrefix(f.Rule, "document/too_") {
					t.Errorf("valid JSON has a finding: %s %s", f.Rule, f.Message)
				}
			}
		}
	})
}

func FuzzParseMarkdown(f *testing.F) {
	for _, s := range []string{
		"---\na: 1\n---\n# T\n\ntext\n", "\n ---\r\na: é\r\n--- \r\nT\r\n==\r\n", "---\nx", "# A\n\n---\nlicense: mit\n---\n", "<div>\n<h1 a='>'>T</h1><!-- x\n", "```\n# A\n", "> - # x\n>   ```\n", "| a |\n|---|\n| b |\n",
		"[a]: b\n[a][] ![c](d)<e@f.g>\n", "\t# x\r\r#\ry", "<h2>\n\nA</h2>\n# ", "----\na: 1\n", "&amp;\\&#0;<b", "- a\n\n      ```\n\n  # b\n", "#\t\n-\t-\n", "<h1></h1><pre><script>",
		"##a\n[b] (c.md) (d)[e.md] [f]((g)[h][i-j][^1]\n\n[^2]: k\n", "|a|b|\n|-|\n|c|d|e|\nf g h i j k\n\n|l|m|\n", "<b>x<sup>y<td>z</td><unk>< br><!-a\n", "Ã© \ufffd a\u200bb &amp;lt; c.\\nD\\n- e ** f **\n",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		d, fs := ParseAs(Markdown, "x", src)
		verify(t, d, fs)
		for _, f := range d.Marks.Flaws {
			if f.Span.Start < 0 || f.Span.End > len(d.Source) || f.Span.End < f.Span.Start {
				t.Errorf("bad flaw %+v", f)
			}
		}
		slugs := map[string]bool{}
		for _, s := range d.Sections {
			if slugs[s.Slug] || s.Slug == "" || s.Level < 1 || s.Level > 6 || s.Body.Start < s.Heading.End {
				t.Errorf("bad section %+v", s)
			}
			slugs[s.Slug] = true
			if at := d.At("/sections/" + s.Slug); at.Line != s.Heading.Line || at.Column != s.Heading.Column {
				t.Errorf("%s is at %+v", s.Slug, at)
			}
		}
	})
}
