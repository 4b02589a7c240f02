package secret

import (
	"fmt"
	"html"
	"net/url"
	"strings"
	"testing"
	"time"
)

// each writes every character of a text in a form.
func each(form string) func(string) string {
	return func(s string) string {
		var b strings.Builder
		for _, c := range []byte(s) {
			fmt.Fprintf(&b, form, c)
		}
		return b.String()
	}
}

// first writes the first character in a form.
func first(form string) func(string) string {
	return func(s string) string { return fmt.Sprintf(form, s[0]) + s[1:] }
}

// TestEscaped: a credential that is written with escapes is the one without: at its place,
// with its key, and masked.
func TestEscaped(t *testing.T) {
	for name, write := range map[string]func(string) string{
		"YAML": first(`\x%02x`), "JSON": first(`\u%04x`), "long Unicode": first(`\U%08x`), "all of it in JSON": each(`\u%04x`), "all of it in hexadecimal": each(`\x%02X`),
		"percent": each("%%%02x"), "a URL": url.PathEscape, "decimal references": each("&#%d;"), "hexadecimal references": each("&#x%X;"),
		"Markdown": func(s string) string { return strings.NewReplacer("_", `\_`, "-", `\-`).Replace(s) },
		"a name": func(s string) string {
			return strings.NewReplacer("_", "&lowbar;", "/", "&sol;", "-", "&#45;").Replace(s)
		},
		"a line that goes on": func(s string) string { return s[:20] + "\\\n    " + s[20:] }, "no width": func(s string) string { return s[:12] + "\u200b" + s[12:] },
		"references in JSON": func(s string) string { return strings.ReplaceAll(html.EscapeString(each("&#%d;")(s)), "&", `\u0026`) },
	} {
		for of, s := range samples() {
			want, written := Find([]byte(s))[0], write(s)
			src := []byte("x: é \"" + written + "\" and more")
			found := Find(src)
			if len(found) != 1 || found[0].Key != want.Key {
				t.Errorf("%s, %s: %d found in %.200q", name, of, len(found), src)
				continue
			}
			if at := string(src[:found[0].Start]); want.Start == 0 && at != "x: é \"" || want.End == len(s) && string(src[found[0].End:]) != "\" and more" {
				t.Errorf("%s, %s: at %d to %d of %.200q", name, of, found[0].Start, found[0].End, src)
			}
			out := Mask(string(src))
			if !strings.HasSuffix(out, "more") || len(Find([]byte(out))) != 0 || Mask(out) != out {
				t.Errorf("%s, %s: masked as %.200q", name, of, out)
			}
		}
	}
}

// TestAfterEscape: what is before a credential is not a letter of a longer word.
func TestAfterEscape(t *testing.T) {
	token := checkedToken("ghp" + "_")
	for _, before := range []string{`"a\n`, `"\t`, "%20", "%3A", "user%3a", "&nbsp;", "&lt;"} {
		if found := Find([]byte(before + token)); len(found) != 1 || found[0].Start != len(before) {
			t.Errorf("%q: %v", before, found)
		}
	}
}

// TestReferenceWithoutAnEnd: HTML needs no semicolon behind a number.
func TestReferenceWithoutAnEnd(t *testing.T) {
	for _, reference := range []string{"&#95", "&#x5f", "&#X5F"} {
		if found := Find([]byte("hf" + reference + text(34))); len(found) != 1 || found[0].Start != 0 {
			t.Errorf("%s: %v", reference, found)
		}
	}
}

// TestPlainTextStays: what has escapes and no credential is as it was.
func TestPlainTextStays(t *testing.T) {
	for _, s := range []string{`100% sure & \ that`, `C:\new\x`, "&amp;&#0;&#x110000;&bogus;", `\u12`, "%4", `a\`, "50%25&amp;amp;amp;amp;amp;"} {
		if got := Mask(s); got != s {
			t.Errorf("%q: %q", s, got)
		}
	}
}

// TestManyEscapes: a text that is nothing but escapes takes time that grows with it only.
func TestManyEscapes(t *testing.T) {
	begin := time.Now()
	for _, unit := range []string{"%25", "&amp;", `\\`, `\u005c`, "&#38;", "\u200b", "%67%68%70%5f", "\\\n "} {
		Find([]byte(strings.Repeat(unit, (4<<20)/len(unit))))
	}
	if took := time.Since(begin); took > 30*time.Second {
		t.Errorf("it took %s", took)
	}
}
