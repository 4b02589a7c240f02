package document

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
)

// flawCases are pages with what is told of each, and parts of what GitHub's renderer makes of it:
// has is there, lacks is not. A page of which nothing is told is harmless.
var flawCases = []struct{ name, page, want, has, lacks string }{
	{"a tight heading", "##Uses\n\nFor cats.\n", "heading_as_text@1 ##Uses => ## Uses", "<p>##Uses</p>", "<h2>"},
	{"a tight heading after text", "For cats.\n##Uses\n", "heading_as_text@2 ##Uses => ## Uses", "##Uses", "<h2>"},
	{"a tight heading in bold", "##**Uses**\n", "heading_as_text@1 ##**Uses** => ## **Uses**", "##<strong>", "<h2>"},
	{"a no-break space", "##\u00a0Uses\n", "heading_as_text@1 ##\u00a0Uses => ## Uses", "<p>##", "<h2>"},
	{"one sign", "#Intended uses\n\nx\n", "heading_as_text@1 #Intended uses => # Intended uses", "<p>#Intended", "<h1>"},
	{"one sign and a word, at the beginning", "#classifier\n\nx\n", "heading_as_text@1 #classifier => # classifier", "<p>#classifier", "<h1>"},
	{"escaped signs", "x\n\n\\#\\# Uses of it\n", `heading_as_text@3 \#\# Uses of it => ## Uses of it`, "<p>## Uses", "<h2>"},
	{"tags", "x\n\n#nlp\n\n#NLP #Cats\n\n#1 of all\n\n`##x`\n\n\\##x\n", "", "#nlp", "<h1>"},
	{"a heading", "## Uses\n\n### \n", "", "<h2>Uses</h2>", ""},

	{"a link with a space", "See [the study] (https://x.org/a).\n", "link_with_space@1 [the study] (https://x.org/a) => [the study](https://x.org/a)", "[the study] (", `>the study</a>`},
	{"a link with a line break", "See [the study]\n(study.md).\n", "link_with_space@1 [the study] (study.md) => [the study](study.md)", "[the study]\n(study.md)", "<a "},
	{"no link", "As in [1] (https://x.org), [x] (a.md), [the study] (2024) and f[i] (j).\n\n- [ ] (a.md)\n", "", "[1] (", ""},
	{"a reversed link", "See (the study)[https://x.org/a].\n", "link_reversed@1 (the study)[https://x.org/a] => [the study](https://x.org/a)", "(the study)[", `>the study</a>`},
	{"no reversed link", "f(x)[0] and (a)[b]\n", "", "f(x)[0]", ""},
	{"two parentheses", "See [the study]((https://x.org/a).\n", "link_malformed@1 [the study]((https://x.org/a)", "[the study](", `>the study</a>`},
	{"a file with a blank", "See [the study](my study.pdf).\n", "link_malformed@1 [the study](my study.pdf)", "[the study](my study.pdf)", "<a "},
	{"a link without an end", "See [the study](https://x.org/a and more.\n", "link_malformed@1 [the study](https://x.org/a", "[the study](", `>the study</a>`},
	{"words for an address", "See [the report](coming soon).\n", "link_malformed@1 [the report](coming soon)", "[the report](coming soon)", "<a "},
	{"links", "See [a](<my study.pdf>), [b](b.md \"t\"), `[x] (y.md)` and $[x](a b)$.\n", "", `<a href="my%20study.pdf">`, ""},
	{"a link in a link", "See [[c](c.md)](d.md).\n", "link_malformed@1 [[c](c.md)](d.md)", "</a>](d.md)", ""},
	{"an undefined name", "See [the study][study-2024] and ![A curve][curve].\n", "reference_undefined@1 [the study][study-2024]; reference_undefined@1 ![A curve][curve]", "[the study][study-2024]", "<a "},
	{"an address as a name", "See [the study][https://x.org/a].\n", "reference_undefined@1 [the study][https://x.org/a] => [the study](https://x.org/a)", "[the study][", `>the study</a>`},
	{"names and subscripts", "See [the study][s], x[i][j], [CLS][SEP], [INST][/INST], [batch][time][dim] and [2][3].\n\n[s]: a.md\n", "", `<a href="a.md">the study</a>`, ""},
	{"an address that leads to another", "[https://a.org/x](https://b.org/y)\n", "link_text_differs@1 https://a.org/x => https://b.org/y", `<a href="https://b.org/y">https://a.org/x</a>`, ""},
	{"a lost footnote", "Better.[^1]\n", "footnote_undefined@1 [^1]", "[^1]", "footnote"},
	{"an unused footnote", "Better.\n\n[^1]: On one seed.\n", "footnote_unused@3 [^1]: On one seed.", "Better", "On one seed"},
	{"unused footnotes", "Better.\n\n[^1]: https://x.org/a\n[^2]: Two.\n", "footnote_unused@3 [^1]: https://x.org/a; footnote_unused@4 [^2]: Two.", "Better", "x.org"},
	{"footnotes", "Better.[^1] And `[^x]`, [^a-z] and more.[^b]\n\n[^1]: On one seed.\n[^b]: On two.\n", "footnote_undefined@1 [^a-z]", "On two", ""},
	{"an expression", "Letters are [^abc] and \\[^1].\n", "", "[^abc]", ""},

	{"a row too long", "| a | b |\n|---|---|\n| 1 | 2 | 0.9 |\n| 1 | 2 | 3 |\n", "table_cells_lost@3 0.9 | (3 of 2)", "<td>2</td>", "0.9"},
	{"a pipe in code", "| a | b |\n|---|---|\n| 1 | `x|y` |\n", "table_cells_lost@3 y` | (3 of 2)", "<td>`x</td>", "y`"},
	{"a row with blanks", "| a | b |\n|---|---|\n| 1 | 2 | | - |\n| `x\\|y` | 2 |\n| 1 |\n", "", "<td>2</td>", ""},
	{"no row of dashes", "| a | b |\n| 1 | 2 |\n| 3 | 4 |\n", "table_not_shown@1 | a | b | (2 of 0)", "| 1 | 2 |", "<table>"},
	{"another number of dashes", "| a | b | c |\n|---|---|\n| 1 | 2 | 3 |\n", "table_not_shown@2 |---|---| (3 of 2)", "| 1 | 2 | 3 |", "<table>"},
	{"an empty line below the header", "| a | b |\n\n|---|---|\n| 1 | 2 |\n", "table_not_shown@3 |---|---| (0 of 2)", "| 1 | 2 |", "<table>"},
	{"tables", "text\n| a | b |\n|---|---|\n| 1 | 2 |\n\na | b\n-|-\n1 | 2\n\ntext\n\n| home | about |\n\n```\n| a | b |\n| 1 | 2 |\n```\n", "", "<table>", "| 1 | 2 |\n|"},
	{"a row by itself", "| a | b |\n|---|---|\n| 1 | 2 |\n\n| 3 | 4 |\n\n| 5 | 6 |\n", "row_outside_table@5 | 3 | 4 |; row_outside_table@7 | 5 | 6 |", "<p>| 3 | 4 |</p>", ""},
	{"a header by itself", "| a | b |\n|---|---|\n| 1 | 2 |\n\n| c | d |\n\n|---|---|\n| 3 | 4 |\n", "table_not_shown@7 |---|---| (0 of 2)", "<p>| c | d |</p>", ""},
	{"rows without bars", "Data | F1\nletters | 0.9\nmails | 0.8\n", "table_not_shown@1 Data | F1 (2 of 0)", "<p>Data | F1", "<table>"},
	{"dashes for fewer columns", "| a | b |\n|---|\n| 1 | 2 |\n", "table_not_shown@2 |---| (2 of 1)", "<p>| a", "<table>"},
	{"a missing value", "| a | b | c |\n|---|---|---|\n| x | 1 | 2 |\n| y | 3 |\n| z | 4 | 5 |\n", "row_too_short@4 | y | 3 | (2 of 3)", "<td></td>", ""},
	{"rows with fewer cells", "| a | b | c |\n|---|---|---|\n| x | 1 | no |\n| y | 3 |\n| z | 4 | 5 |\n\n| a | b | c |\n|---|---|---|\n| x | 1 | 2 |\n| **old** |\n| z | 4 | 5 |\n", "", "<td></td>", ""},
	{"a text in a table", "| a | b |\n|---|---|\n| 1 | 2 |\nAll values are means of five seeds.\n", "text_in_table@4 All values are means of five seeds.", "<td>All values", ""},
	{"a text below a table", "| a | b |\n|---|---|\n| 1 | 2 |\n* one seed\n\nAll values are means of five seeds.\n", "", "<p>All values", ""},

	{"open details", "<details>\n<summary>More</summary>\n\nx\n\n## Limitations\n\ny\n", "html_unclosed@1 <details>", "<details>", "</details>"},
	{"an open table", "<table>\n<tr><td>x</td></tr>\n<table>\n\nText.\n", "html_unclosed@1 <table>; html_unclosed@3 <table>", "<table>", "</table>"},
	{"open bold type", "A <b>bold word. And more.\n\nMore.\n", "html_unclosed@1 <b>", "<b>", "</b>"},
	{"a raised text", "10<sup>2 cats and dogs\n\n10<sup>3\n\n10<sup>2<sup>\n", "html_unclosed@1 <sup>; html_unclosed@3 <sup>", "<sup>", "</sup>"},
	{"a heading that is not closed", "<h1>Cats<h1>\n\nText.\n", "html_unclosed@1 <h1>", "<h1>", "</h1>"},
	{"closed", "<details>\n\n<b>x</b> <i>y</i> <S>z</s>\n\n</details>\n\n<h1>a</h2>\n\n<table><tr><td><b>x<td>y</table>\n\n| a |\n|---|\n| <b>x |\n\n<b>\n", "", "</details>", ""},
	{"an open box", "<div align=\"center\">\n<img src=\"a.png\">\n\nText.\n", "html_unclosed@1 <div align=\"center\">", "<div", "</div>"},
	{"a quote too many", "<div align=\"center\">\n<img alt=\"a\"\">\n</div>\n\nText.\n", "", "<div", ""},
	{"boxes", "<div align=\"center\"><div><img src=\"a.png\"></div>\n\n</div>\n\n<div>\n\nText.\n\n<div style=\"text-align:left\">\n", "", "<div", ""},
	{"an open comment", "x\n\n<!-- todo\n\n## Limitations\n\ny\n", "comment_unclosed@3 <!-- todo", "<!-- todo", "<h2>"},
	{"a word in angle brackets", "The token <unk> and <your-token>.\n", "tag_unknown@1 <unk>; tag_unknown@1 <your-token>", "<unk>", "&lt;unk"},
	{"tags of HTML", "<Gallery />\n\nx <br> <kbd>y</kbd> <https://x.org> `<unk>` &lt;unk> <your_token> <x y=\"z\">\n", "", "&lt;your_token", ""},
	{"Markdown in HTML", "<div>\n\n</div>\n## Uses\nFor cats.\n", "markdown_in_html@4 ## Uses", "## Uses", "<h2>"},
	{"a table in HTML", "<div>\n| a | b |\n|---|---|\n| 1 | 2 |\n</div>\n", "markdown_in_html@3 |---|---|", "| 1 | 2 |", "<table>"},
	{"Markdown below HTML", "<div>\n\n## Uses\n\n</div>\n\n<pre>\n## x\n</pre>\n\n<!--\n## y\n-->\n", "", "<h2>Uses</h2>", ""},
	{"fences of two kinds", "```\nx\n~~~\n\nText.\n\n```\ny\n", "fence_mixed@3 ~~~", "~~~", "<p>Text"},
	{"code that nobody closes", "```python\nm.run()\n\nSee the documentation of the model for more.\n\n```bibtex\n@misc{a}\n```\n", "code_unclosed@2 m.run()", "See the documentation of the model for more.\n\n```bibtex", "<p>See"},
	{"code that nobody closes, without text", "```python\nm.run()\n\n```bibtex\n@misc{a}\n```\n", "code_unclosed@2 m.run()", "```bibtex", ""},
	{"code to the end", "```\nm.run()\n\n| a | b |\n|---|---|\n| c | d |\n", "code_unclosed@2 m.run()", "| a | b |", "<table>"},
	{"code that ends with the page", "```\nm.run()\n\nif x:\n  y\n", "", "m.run()", ""},
	{"code in longer fences", "````\n```python\nm.run()\n```\n\nSee the documentation of the model.\n````\n", "", "```python", "<p>See"},
	{"fences in an item", "- a\n  ```python\n  m.run()\n  ```\n- b\n", "", "m.run()", ""},
	{"fences in fences", "````\n~~~\nx\n~~~\n````\n\n```\n~~~python\n```\n\n~~~\nx\n~~~\n", "", "<pre>", ""},
	{"two cells in one", "| a | b | c |\n|---|---|---|\n| x | 1 GB | good |\n| y 3GB | better |\n| z | 4GB | best |\n", "row_too_short@4 | y 3GB | better | (2 of 3)", "<td></td>", ""},
	{"no last cell", "| a | b | c |\n|---|---|---|\n| x | 1 GB | good |\n| y 3 | 3GB |\n| z | 4GB | best |\n", "", "<td></td>", ""},
	{"no number", "| a | b | c |\n|---|---|---|\n| x | 1 GB | good |\n| y | better |\n| z | 4GB | best |\n", "", "<td></td>", ""},
	{"no column of numbers", "| a | b | c |\n|---|---|---|\n| x | big | good |\n| y 3 | better |\n| z | 4GB | best |\n", "", "<td></td>", ""},
	{"a section in a comment", "x\n\n<!--\n## Limitations\n\nFails on short texts.\n-->\n", "section_in_comment@4 Limitations => Fails on short texts. (4 of 0)", "<!--", "<h2>"},

	{"a link in HTML", "<p>\n- first\n- second\n</p>\n\n<div>\n```\n</div>\n", "markdown_in_html@2 - first; markdown_in_html@7 ```", "- first", "<li>"},
	{"tags that are none", "a < br> b <!- c -> <a href=\"x>y</a>\n", "html_as_text@1 < br>; html_as_text@1 <!- c -> <a href=\"x>y</a>", "&lt; br", ""},
	{"no tags", "a < b and c > d, \\<br>, `< br>` and <br />\n", "", "<br />", ""},
	{"an indented heading", "x\n\n    ## Limitations\n\ny\n", "heading_in_code@3 ## Limitations", "<pre>", "<h2>"},
	{"indented code", "x\n\n    # Load the model\n    load()\n\n    ## and run it\n", "", "<pre>", ""},
	{"bold type with blanks", "** Note ** and **Kind:**text\n", "bold_as_text@1 ** Note **; bold_as_text@1 **Kind:**", "** Note **", "<strong>"},
	{"products and bold type", "2 ** 3 ** 4, x ** y ** z, f(a) ** b ** c, \\*\\*d\\*\\*, `** e **`, **f** and a**b**c\n", "", "x ** y ** z", "** e</"},
	{"a text above dashes", "This model was made for letters of customers, and it finds names of people in them.\n---\n\nx\n", "text_as_heading@1 This model was made for letters of customers, and it finds names of people in them.", "<h2>This model", ""},
	{"titles above dashes", "Intended use of the model\n---\n\n# A title that is as long as a sentence, with more words than a title has\n\nx\n\n---\n", "", "<h2>Intended", ""},
	{"too many signs", "####### Uses\n\n########\n", "heading_as_text@1 ####### Uses => ###### Uses", "####### Uses", "<h6>"},
	{"an image with a space", "! [A curve](curve.png)\n\nSee! [This](a.png)\n", "link_with_space@1 ! [ => ![", "! <a", "<img"},
	{"another encoding of other scripts", "Î± = 0.5, Ð¿Ñ€Ð¸Ð²ÐµÑ‚, æ—¥æœ¬, Ä°stanbul, â‰¥ 2 and 5 Â°C, Ã\u00a0 la, Å² and Ø±5\n", "mojibake@1 Î± => α; mojibake@1 Ð¿Ñ€Ð¸Ð²ÐµÑ‚ => привет; mojibake@1 æ—¥æœ¬ => 日本; mojibake@1 Ä°stanbul => İstanbul; mojibake@1 â‰¥ => ≥; mojibake@1 Â°C => °C; mojibake@1 Ã\u00a0 => à", "", ""},
	{"invisible characters in code", "`bert\u200b-base` and [a](https://x.org/\u200ba)\n\n```\nrun\u200b x\n\u200b\n```\n", "hidden_character@1 bert\u200b-base => bert-base; hidden_character@1 https://x.org/\u200ba => https://x.org/a; hidden_character@4 run\u200b => run", "", ""},
	{"an escape in an address", "[a](https:&amp;#x2F;&amp;#x2F;x.org)\n", "entity_escaped@1 https:&amp;#x2F;&amp;#x2F;x.org", "", ""},
	{"a notebook", "[\n\"## Uses\\n\",\n\"For cats.\\n\"\n]\n", `newline_escaped@3 \n`, "", ""},
	{"another encoding", "A CafÃ©, itâ€™s fÃ¼r alle ðŸ¤—.\n", "mojibake@1 CafÃ© => Café; mojibake@1 itâ€™s => it’s; mojibake@1 fÃ¼r => für; mojibake@1 ðŸ¤— => 🤗", "", ""},
	{"letters", "«Á», voilà\u00a0», CAFÉ” É… naïve Ångström â a “Ä“ MANHÃ” Čeština\n", "", "", ""},
	{"a lost character", "The caf\ufffd of it, and \ufffd\ufffd.\n", "replacement_character@1 caf\ufffd; replacement_character@1 \ufffd\ufffd", "", ""},
	{"a character that is shown", "Tokens: 'a', '\ufffd', and the character \ufffd.\n", "", "", ""},
	{"an invisible character", "A clas\u200bsifier and a mo\ufeffdel.\n", "hidden_character@1 clas\u200bsifier => classifier; hidden_character@1 mo\ufeffdel => model", "", ""},
	{"characters of a script", "می\u200cخواهم x \u200b y, 👩\u200d💻, co\u00adoperate\n", "", "", ""},
	{"escapes", "R&amp;amp;D, a&lt;br&gt;b and &lt;b&gt;c&lt;/b&gt;.\n", "entity_escaped@1 &amp;amp;; entity_escaped@1 &lt;br&gt;; entity_escaped@1 &lt;b&gt;c&lt;/b&gt;", "R&amp;amp;D", ""},
	{"entities", "R&amp;D, 3 &lt; 4, &lt;s&gt; and `&amp;lt;`.\n", "", "R&amp;D", ""},
	{"escaped code", "```python\nx = f(&quot;a&quot;)\n```\n", "code_escaped@2 &quot;", "&amp;quot;", ""},
	{"code", "```html\n&lt;\n```\n\n```python\ns.replace(\"&lt;\", \"<\")\n```\n", "", "", ""},
	{"written line breaks", "Trained on cats.\\nIt is slow.\\n\\n- Fast\n", `newline_escaped@1 \n`, `cats.\nIt`, ""},
	{"a page in JSON", "{\"text\": \"## Uses\\n\\nFor cats.\"}\n", `newline_escaped@1 \n`, `## Uses\n`, ""},
	{"titles of a prompt", "Use \"### Instruction:\\n{x}\\n\\n### Response:\" with it.\n", "", `### Response`, ""},
	{"names of a citation", "```bibtex\nauthor = {FranÃ§ois Roi}\n```\n\n```python\nx = \"FranÃ§ois\"\n```\n", "mojibake@2 FranÃ§ois => François", "", ""},
	{"a word with several", "RÃ©sumÃ©s, ZÃ¼rich\n", "mojibake@1 RÃ©sumÃ©s => Résumés; mojibake@1 ZÃ¼rich => Zürich", "", ""},
	{"sections in a comment", "x\n\n<!-- ## Bias\nTowards men. -->\n\n<!--\n**Limitations:** It fails.\nIntended use: Cats.\n-->\n", "section_in_comment@3 Bias => Towards men. (2 of 0); section_in_comment@7 Limitations => It fails. (2 of 0); section_in_comment@8 Intended use => Cats. (1 of 0)", "<!--", "<h2>"},
	{"names that are not defined", "See [paper][arxiv], [the report][Doe2024] and [Doe2024][].\n", "reference_undefined@1 [paper][arxiv]; reference_undefined@1 [the report][Doe2024]; reference_undefined@1 [Doe2024][]", "[paper][arxiv]", "<a "},
	{"a link without parentheses", "See [the paper]https://x.org/a or [1]https://x.org/b.\n", "link_malformed@1 [the paper]https://x.org/a", "[the paper]<a", ">the paper</a>"},
	{"line breaks of a prompt", "Use \"Human: x\\n\\nAssistant: y\\nAnd\" and a.\\nB or \\nabla \\nu.\n", "", "", ""},
}

func TestFlaws(t *testing.T) {
	for _, c := range flawCases {
		t.Run(c.name, func(t *testing.T) {
			d, _ := Parse("README.md", []byte(c.page))
			if got := told(d); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
			page := rendered(t, c.page)
			if page == "" {
				return
			}
			if !strings.Contains(page, c.has) {
				t.Errorf("GitHub shows no %q:\n%s", c.has, page)
			}
			if c.lacks != "" && strings.Contains(page, c.lacks) {
				t.Errorf("GitHub shows %q:\n%s", c.lacks, page)
			}
		})
	}
}

// told are the flaws of a document, in short.
func told(d *Document) string {
	var out []string
	for _, f := range d.Marks.Flaws {
		out = append(out, f.short())
	}
	return strings.Join(out, "; ")
}

func TestFlawsBelowMetadata(t *testing.T) {
	src := "---\r\nlicense: mit\r\n---\r\n# É\r\n\r\n  ##Uses\r\n"
	d, _ := Parse("README.md", []byte(src))
	if at := d.At("/body/flaws/0"); at.Line != 6 || at.Column != 3 || at.EndColumn != 9 {
		t.Errorf("at %+v: %s", at, told(d))
	}
}

func TestFlawsAreBounded(t *testing.T) {
	for _, page := range []string{strings.Repeat("##x\n", maxFlaws+10), strings.Repeat("<b>x<td>", 3000), strings.Repeat("caf\ufffd ", 5000), strings.Repeat("[a](", 2000), strings.Repeat("[^1] ", 2000),
		"| a | b |\n|---|---|\n\n" + strings.Repeat("| a | b |\n\n", 60_000), strings.Repeat("** a ** ", 20_000), "character " + strings.Repeat("\ufffd", 500_000),
		strings.Repeat("| a | b |\n| a | b |\nx\n", 40_000) + "|---|---|\n", strings.Repeat("<b>", 20_000) + "\n\n" + strings.Repeat("    x\n", 100_000), strings.Repeat("![a][b] ", 5_000),
		strings.Repeat("`\u200b`", 20_000), strings.Repeat("Ã© ", 200_000), strings.Repeat(`a.\nB c `, 100_000), strings.Repeat("&amp;lt;", 100_000), strings.Repeat("<!-- ## a\n", 50_000)} {
		d, _ := Parse("README.md", []byte(page))
		if len(d.Marks.Flaws) > maxFlaws {
			t.Errorf("%d flaws are kept", len(d.Marks.Flaws))
		}
	}
}

func TestGarbledValues(t *testing.T) {
	for value, want := range map[string]string{"mit\u200b": "mit", "\ufeffen": "en", "CafÃ© corpus": "Café corpus", "café": "", "a\u200cb": "ab"} {
		g, ok := GarbledValue(value)
		if ok != (want != "") || g.Meant != want {
			t.Errorf("%q: %+v, %v", value, g, ok)
		}
	}
}

// rendered is a page as GitHub's renderer makes it, "" where that is not installed.
func rendered(t *testing.T, page string) string {
	t.Helper()
	program, err := exec.LookPath("cmark-gfm")
	if err != nil {
		if os.Getenv("CI") == "true" && runtime.GOOS == "linux" {
			t.Fatal("cmark-gfm is not installed, and without it nothing is known of what GitHub makes of a page")
		}
		return ""
	}
	cmd := exec.Command(program, "--unsafe", "-e", "table", "-e", "strikethrough", "-e", "autolink", "-e", "tasklist", "-e", "footnotes")
	cmd.Stdin = strings.NewReader(page)
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// short is a flaw on one line, for tests.
func (f Flaw) short() string {
	out := fmt.Sprintf("%s@%d %s", f.Kind, f.Span.Line, f.Text)
	if f.Meant != "" {
		out += " => " + f.Meant
	}
	if f.Number+f.Columns > 0 {
		out += fmt.Sprintf(" (%d of %d)", f.Number, f.Columns)
	}
	return out
}
