package prose

import (
	"strings"
	"testing"
	"time"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// A long section is judged by how it begins.
func TestLongSections(t *testing.T) {
	for text, want := range map[string]evidence.SectionState{
		strings.Repeat("More information needed. ", 1<<13):                                       evidence.Placeholder,
		"Contracts younger than six months are left out. " + strings.Repeat("TODO é ", 1<<13):    evidence.Filled,
		strings.Repeat("é", 1<<15) + " and more words than three, which somebody wrote. {{ x }}": evidence.Filled,
	} {
		if w := WorthOf(text, 0); w.State != want {
			t.Errorf("%.60q… is %s, want %s", text, w.State, want)
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
		found := make(chan int, 1)
		go func() { found <- len(TemplateText(d)) }()
		select { // what grows with the square of a megabyte takes hours; the rest takes long on a busy machine only
		case n := <-found:
			if n != want {
				t.Errorf("%.30q: %d places are told, want %d", text, n, want)
			}
		case <-time.After(2 * time.Minute):
			t.Fatalf("%.30q: the template text is still sought after two minutes", text)
		}
	}
}

func TestLinkKind(t *testing.T) {
	for target, want := range map[string]evidence.LinkKind{
		"mailto:ann@example.com": evidence.LinkMail, "ann@example.com": evidence.LinkMail, "logo@2x.png": evidence.LinkRelative, "docs/a.md": evidence.LinkRelative,
		"#use": evidence.LinkAnchor, "https://example.com/a@b.com": evidence.LinkAbsolute, "www.example.com": evidence.LinkOther, "": evidence.LinkOther, "example.com/a": evidence.LinkOther, "run.sh": evidence.LinkRelative, "readme.md": evidence.LinkRelative,
	} {
		if got := LinkKind(target); got != want {
			t.Errorf("%q: got %s, want %s", target, got, want)
		}
	}
}

// A heading whose own text is still to come, above parts that are written.
func TestOwedText(t *testing.T) {
	t.Parallel()
	const written = "\n\n### Short texts\n\nTexts of fewer than five words are sorted no better than by chance.\n"
	for text, want := range map[string]int{
		"# M\n\n## Limitations\n\n(Ann to write this up after the review)" + written:                                                                                     1,
		"# M\n\n## Limitations\n\nTo be completed." + written + "\n## Uses\n\nTBD\n\n### Sorting\n\nSorts letters of customers into five queues, which agents change.\n": 2,
		"# M\n\n## Limitations\n\nTexts in other languages are sorted badly." + written:                                                                                  0,
		"# M\n\n## Limitations\n\nTo be completed.\n\n### Short texts\n\nTo be completed.\n":                                                                             0, // the section says it
		"# M\n\n## Limitations\n\nTo be completed.\n":                                                                                                                    0,
		"# M\n\n## Limitations" + written:                                                                                                                                0,
		"# M\n\n## Limitations\n\nTo be completed.\n\n```\nx\n```" + written:                                                                                             0,
	} {
		d, err := document.Parse("README.md", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		owed := 0
		for _, left := range TemplateText(d) {
			if left.Owed {
				owed++
			}
		}
		if owed != want {
			t.Errorf("%q: %d, want %d", text, owed, want)
		}
	}
}
