package gfm

import (
	"os/exec"
	"testing"
)

// silent takes what a reader of pages says of one.
type silent struct {
	testing.TB
	errors int
}

func (s *silent) Helper()               {}
func (s *silent) Errorf(string, ...any) { s.errors++ }

// TestShapeSees holds that the renderer and its reader do see what must not be.
func TestShapeSees(t *testing.T) {
	if _, err := exec.LookPath("cmark-gfm"); err != nil {
		t.Skip("cmark-gfm is not installed")
	}
	own := func(address string) bool { return address == "https://github.com/acme/models" }
	for _, page := range []string{
		"https://evil.example", "HTTP://evil.example", "x www.evil.example", "me@evil.example", "mailto:me@evil.example", "xmpp:me@evil.example", "ftp://evil.example",
		"https://\u200bevil.example", "http://例え。jp", "<code>https://evil.example</code>", "<xx:y>", "[a](b)", "![a](https://github.com/acme/models)", "[a][b]\n\n[b]: c",
		"a[^1]\n\n[^1]: b", "<!-- a -->", "<i>a</i>", "# a", "- [ ] a", "~~a~~", "---", "1. a", "<p id=a>",
	} {
		s := &silent{TB: t}
		if Shape(s, page, own); s.errors == 0 {
			t.Errorf("%q is taken for harmless", page)
		}
	}
	if got := Shape(t, "## a\n\n[b](https://github.com/acme/models) `c`\n", own); got != "html(head()body(h2()p()))" {
		t.Errorf("got %s", got)
	}
}
