package document

import (
	"strings"
	"testing"
)

func TestMarksOfABody(t *testing.T) {
	src := "---\nlicense: mit\n---\n# é [home](./a.md)\n\n![logo](img/é.png \"t\") and <https://x.org/> or team@example.com, <me@x.org>\n\n" +
		"- **Developed by:** [ACME](https://acme.org)\n- **License**: `MIT`\n- Version: 1.2\n- **Empty:**\n\nNote: not a label\n\n" +
		"| **A** | B |\n|---|---|\n| **License** | Apache 2.0 [t](u.md) |\n\n<p><img alt='x' src=\"logo.svg\"><a name=top></a><a href='#é-home'>up</a></p>\n\n[r]: far.md\n\n[ref][r]\n"
	d, found := Parse("README.md", []byte(src))
	if len(found) > 0 {
		t.Fatal(found)
	}
	var links []string
	for i, l := range d.Marks.Links {
		at := d.At("/body/links/" + string(rune('0'+i)))
		text := string(d.Source[l.Span.Start:l.Span.End])
		if at.Line != l.Span.Line || l.Target != "far.md" && !strings.Contains(l.Target, text) {
			t.Errorf("%q is at %+v: %q", l.Target, at, text)
		}
		links = append(links, l.Target)
	}
	want := "./a.md img/é.png https://x.org/ mailto:team@example.com mailto:me@x.org https://acme.org u.md logo.svg #é-home far.md"
	if got := strings.Join(links, " "); got != want {
		t.Errorf("links\n got %s\nwant %s", got, want)
	}
	if !d.Marks.Links[1].Image || !d.Marks.Links[7].Image || d.Marks.Links[0].Image {
		t.Error("images are not told from links")
	}
	var labels []string
	for _, l := range d.Marks.Labels {
		labels = append(labels, l.Name+"="+l.Value)
	}
	if got := strings.Join(labels, "; "); got != "Developed by=ACME; License=MIT; Version=1.2; Empty=; License=Apache 2.0 t" {
		t.Errorf("labels: %s", got)
	}
	if at := d.At("/body/tables/0/1/1"); string(d.Source[d.Marks.Tables[0].Rows[1][1].Span.Start:d.Marks.Tables[0].Rows[1][1].Span.End]) != "Apache 2.0 [t](u.md)" || at.Line != 17 {
		t.Errorf("cell at %+v", at)
	}
	if at := d.At("/body/labels/1"); at.Line != 9 || at.Column != 16 {
		t.Errorf("label at %d:%d", at.Line, at.Column)
	}
	for _, nowhere := range []string{"/body/links/99", "/body", "/body/tables/0/9/9", "/body/x/0", "/body/links/-1"} {
		if at := d.At(nowhere); at.Line < 1 {
			t.Errorf("%s: %+v", nowhere, at)
		}
	}
}

func TestShortParagraphs(t *testing.T) {
	src := "---\na: b\n---\n# T\n\n  One *line*  \nand two\n\n<!-- a\n comment -->\n\n<!-- b --> text\n\n- item\n\n> quote\n\n[link](x)\n\n`code`\n\n![i](j)\n\n" +
		strings.Repeat("long ", maxParagraph/5+1) + "\n\nlast"
	d, _ := Parse("README.md", []byte(src))
	want := []Paragraph{{Text: "One line and two"}, {Text: "a comment", Comment: true}, {Text: "last"}}
	if len(d.Marks.Paragraphs) != len(want) {
		t.Fatalf("got %+v", d.Marks.Paragraphs)
	}
	for i, p := range d.Marks.Paragraphs {
		if p.Text != want[i].Text || p.Comment != want[i].Comment {
			t.Errorf("got %+v, want %+v", p, want[i])
		}
	}
	if got := src[d.Marks.Paragraphs[0].Span.Start:d.Marks.Paragraphs[0].Span.End]; got != "One *line*  \nand two" {
		t.Errorf("the first stands at %q", got)
	}
	if at := d.At("/body/paragraphs/1"); at.Line != 9 || at.EndLine != 10 || d.Marks.Blocks != 11 {
		t.Errorf("the comment stands at %+v, %d blocks", at, d.Marks.Blocks)
	}
	d, found := Parse("README.md", []byte(strings.Repeat("a\n\n", maxParagraphs+10)))
	if len(d.Marks.Paragraphs) != maxParagraphs || len(found) != 0 {
		t.Errorf("%d paragraphs are kept; %v", len(d.Marks.Paragraphs), found)
	}
}

func TestMarksAreBounded(t *testing.T) {
	d, found := Parse("README.md", []byte(strings.Repeat("[a](b) ", maxLinks+10)))
	if len(d.Marks.Links) != maxLinks || len(found) != 1 {
		t.Errorf("%d links, %v", len(d.Marks.Links), found)
	}
}

// TestFootnotesOfOneWord: what a footnote says is no address, unless it is one.
func TestFootnotesOfOneWord(t *testing.T) {
	d, _ := Parse("README.md", []byte("# M\n\nNotes.[^1] [^2] [a][r]\n\n[^1]: Estimated.\n[^2]: https://y.org/\n[r]: lost.md\n"))
	var links []string
	for _, l := range d.Marks.Links {
		links = append(links, l.Target)
	}
	if got := strings.Join(links, " "); got != "https://y.org/ lost.md" {
		t.Errorf("links %q", got)
	}
}
