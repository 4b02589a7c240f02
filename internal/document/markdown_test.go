package document

import (
	"fmt"
	"strings"
	"testing"
)

// outline writes the sections as "level slug line:column-line:column".
func outline(d *Document) string {
	var lines []string
	for _, s := range d.Sections {
		h := s.Heading
		lines = append(lines, fmt.Sprintf("%d %s %d:%d-%d:%d", s.Level, s.Slug, h.Line, h.Column, h.EndLine, h.EndColumn))
	}
	return strings.Join(lines, "\n")
}

func TestHeadings(t *testing.T) {
	for _, c := range []struct{ name, src, want string }{
		{"atx", "# A\n\n## B b ##\n", "1 a 1:1-1:4\n2 b-b 3:1-3:10"},
		{"indented", "  # A\n", "1 a 1:3-1:6"},
		{"empty", "#\ntext\n", "1 section 1:1-1:2"},
		{"setext", "A\n===\n\nB *b*\n---\n", "1 a 1:1-1:2\n2 b-b 4:1-4:6"},
		{"setext of two lines", "A\nb\n===\ntext\n", "1 a-b 1:1-2:2"},
		{"html", "<h1 align=\"center\">A &amp; <b>B</b></h1>\n", "1 a-b 1:1-1:41"},
		{"html in a block", "<div>\n  <h2>A</h2>\n  <p>x</p><h3>B</h3>\n</div>\n", "2 a 2:3-2:13\n3 b 3:11-3:21"},
		{"html over lines", "<H2\n id='>'>\nA\n</H2>\n", "2 a 1:1-4:6"},
		{"html in a comment", "<!-- <h1>A</h1>\n\n# B\n-->\n", ""},
		{"html not closed", "<h1>A\n\n# B\n", "1 b 3:1-3:4"},
		{"html closed by another", "<h1>A<h2>B</h2>\n", "2 b 1:6-1:16"},
		{"in code", "```\n# A\n```\n\n    # B\n\n~~~~\n~~~\n# C\n~~~~\n# D\n", "1 d 11:1-11:4"},
		{"in a quotation or list", "> # A\n\n- # B\n\n# C\n", "1 c 5:1-5:4"},
		{"no heading", "#A\n\n####### B\n\ntext # C\n", ""},
		{"same again", "# A\n# A\n# a!\n# A 2\n", "1 a 1:1-1:4\n1 a-2 2:1-2:4\n1 a-3 3:1-3:5\n1 a-2-2 4:1-4:6"},
		{"other scripts", "# Über `uns` 日本\n# 🤗\n# [Link](x) & Co.\n", "1 über-uns-日本 1:1-1:16\n1 section 2:1-2:4\n1 link-co 3:1-3:18"},
		{"crlf", "# A\r\n\r\nB\r\n-\r\n", "1 a 1:1-1:4\n2 b 3:1-3:2"},
		{"cr", "# A\r\r## B\rtext\r", "1 a 1:1-1:4\n2 b 3:1-3:5"},
		{"after front matter", "---\na: é\n---\n\n# É\n", "1 é 5:1-5:4"},
		{"byte order mark", "\uFEFF# A\n", "1 a 1:1-1:4"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, fs := Parse("README.md", []byte(c.src))
			if got := outline(d); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
			verify(t, d, fs)
		})
	}
}

func TestSectionText(t *testing.T) {
	src := `# Model

Some *marked* text with [a link](http://x), an ![image](i.png),
` + "`code` &amp; 1 \\* 2 <b>bold</b>.<!-- hidden -->" + `

<!-- hidden
too -->

- item one
- item two

> quoted

` + "```python\nhidden()\n```" + `

## Data

| a | b |
|---|---|
| 1 | [2](y) |

    hidden code

<p>html <a href="x">link</a></p><style>hidden</style>

<https://auto.example>

[ref]: http://hidden

### Empty

## Next
last
# Other
`
	d, fs := Parse("README.md", []byte(src))
	verify(t, d, fs)
	if len(fs) != 0 || len(d.Sections) != 5 {
		t.Fatalf("%s\n%s", outline(d), brief(fs))
	}
	own := "Some marked text with a link, an , code & 1 * 2 bold.\nitem one\nitem two\nquoted"
	data := "a b\n1 2\nhtml link\nhttps://auto.example"
	for i, want := range []Section{
		{Title: "Model", Own: own, Text: own + "\n" + data + "\nlast", Links: 4, Images: 1, Code: 2, Tables: 1},
		{Title: "Data", Own: data, Text: data, Links: 3, Code: 1, Tables: 1},
		{Title: "Empty"},
		{Title: "Next", Own: "last", Text: "last"},
		{Title: "Other"},
	} {
		got := d.Sections[i]
		if got.Title != want.Title || got.Own != want.Own || got.Text != want.Text || got.Links != want.Links || got.Images != want.Images || got.Code != want.Code || got.Tables != want.Tables {
			t.Errorf("section %d\ngot  %+v\nwant %+v", i, got, want)
		}
	}
}

func TestSectionBody(t *testing.T) {
	src := "# A\n\nx\n## B\ny\n### C\nz\n\nD\n===\nend"
	d, fs := Parse("README.md", []byte(src))
	verify(t, d, fs)
	for i, want := range []string{"\nx\n## B\ny\n### C\nz\n\n", "y\n### C\nz\n\n", "z\n\n", "end"} {
		b := d.Sections[i].Body
		if got := src[b.Start:b.End]; got != want {
			t.Errorf("body of %s is %q, want %q", d.Sections[i].Title, got, want)
		}
	}
}

func TestMarkdownFindings(t *testing.T) {
	for _, c := range []struct{ name, src, want string }{
		{"fence not closed", "# A\n\n```python\nx\n# B\n", "3:1-3:10 unclosed_fence"},
		{"closed by a shorter fence", "````\nx\n```\n", "1:1-1:5 unclosed_fence"},
		{"closed by the other fence", "~~~\nx\n```\n", "1:1-1:4 unclosed_fence"},
		{"empty and not closed", "text\n\n```", "3:1-3:4 unclosed_fence"},
		{"closed", "```\nx\n```\n\n~~~ a\n~~~~\n\n```` `\n", ""},
		{"closed and empty", "```\n```\n", ""},
		{"closed, crlf", "```\r\nx\r\n```\r\ntext\r\n", ""},
		{"closed in a list and a quotation", "- a\n  ```\n  x\n  ```\n\n> ```\n> x\n> ```\n", ""},
		{"ended by its list", "- a\n  ```\n  x\n\ntext\n", "2:3-2:6 unclosed_fence"},
		{"deep quotation", strings.Repeat(">", maxDepth+1) + " x\n", "1:1-1:1 too_many_nodes"},
		{"links without end", strings.Repeat("[a](", 1<<16), "1:1-1:1 too_many_nodes"},
		{"much markup", strings.Repeat("[\n", MaxNodes), "1:1-1:1 too_many_nodes"},
		{"many headings", strings.Repeat("# A\n", maxHeading+1), "2001:1-2001:4 too_many_nodes"},
		{"as many headings as there may be", strings.Repeat("# A\n", maxHeading), ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, fs := Parse("README.md", []byte(c.src))
			if got := brief(fs); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
			verify(t, d, fs)
		})
	}
}
