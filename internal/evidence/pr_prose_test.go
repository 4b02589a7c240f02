package evidence

import (
	"strings"
	"testing"
	"time"

	"github.com/modelgate-dev/modelgate/internal/document"
)

// A long section is judged by how it begins.
func TestLongSections(t *testing.T) {
	for text, want := range map[string]string{
		strings.Repeat("More information needed. ", 1<<13):                                       Placeholder,
		"Contracts younger than six months are left out. " + strings.Repeat("TODO é ", 1<<13):    Filled,
		strings.Repeat("é", 1<<15) + " and more words than three, which somebody wrote. {{ x }}": Filled,
	} {
		if w := worthOf(text, 0); w.state != want {
			t.Errorf("%.60q… is %s, want %s", text, w.state, want)
		}
	}
}

// TestTemplateTextIsBounded: a page full of template text, or of what could be
// some, is no burden.
func TestTemplateTextIsBounded(t *testing.T) {
	for text, want := range map[string]int{
		"It sorts the letters of customers.\n\n" + strings.Repeat("More information needed\n\n", 50_000): maxTemplate,
		strings.Repeat("More information needed\n\n", 50_000):                                            0,
		strings.Repeat("A text in which more is needed than to be said\n\n", 50_000):                     0,
	} {
		d, _ := document.Parse("README.md", []byte("## Uses\n\n"+text))
		began := time.Now()
		if n := len(templateText(d)); n != want {
			t.Errorf("%.30q: %d places are told, want %d", text, n, want)
		}
		if took := time.Since(began); took > 2*time.Second {
			t.Errorf("%.30q: it took %s", text, took)
		}
	}
}

func TestLinkKind(t *testing.T) {
	for target, want := range map[string]string{
		"mailto:ann@example.com": LinkMail, "ann@example.com": LinkMail, "logo@2x.png": LinkRelative, "docs/a.md": LinkRelative,
		"#use": LinkAnchor, "https://example.com/a@b.com": LinkAbsolute, "www.example.com": LinkOther, "": LinkOther, "example.com/a": LinkOther, "run.sh": LinkRelative, "readme.md": LinkRelative,
	} {
		if got := linkKind(target); got != want {
			t.Errorf("%q: got %s, want %s", target, got, want)
		}
	}
}
