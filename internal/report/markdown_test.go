package report

import (
	"html"
	"slices"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// hostileTexts is what a stranger may write where a page will quote it.
var hostileTexts = []string{
	"<script>alert(1)</script>", "[a](javascript:alert(1))", "![i](https://evil.example/i.png)", "a | b", "@octocat", "@octo/team", "#123", "GH-7",
	"octo/repo#1", "www.evil.example", "x www.evil.example", "https://evil.example", "ftp://evil.example/x", "me@evil.example", "mailto:me@evil.example",
	"<https://evil.example>", "<me@evil.example>", "`code`", "```", "<!--", "-->", "</details>", "&lt;b&gt;", "&#60;", "\\", "\\|", "a\\\\|b", "*b*", "_i_",
	"~~s~~", "$x$", "[^1]", "[x]: https://evil.example", "# h", "- x", "1. x", "> q", "    code", "\n\n# h", "\x1b[31m", "{0}", "](x)", "{{", "a\n---\n", "a\n===", ":tada:",
}

// parsePage reads Markdown as GitHub does.
func parsePage(src string) ast.Node {
	return goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote)).Parser().Parse(text.NewReader([]byte(src)))
}

// allowedTags is the HTML of our own pages.
var allowedTags = map[string]bool{
	"<code>": true, "</code>": true, "<br>": true, "<sub>": true, "</sub>": true,
	"<details><summary>All findings</summary>\n": true, "</details>\n": true,
}

// pageKinds is what our pages are made of.
var pageKinds = []ast.NodeKind{
	ast.KindDocument, ast.KindHeading, ast.KindParagraph, ast.KindTextBlock, ast.KindBlockquote, ast.KindList, ast.KindListItem,
	ast.KindText, ast.KindString, ast.KindEmphasis, ast.KindRawHTML, ast.KindHTMLBlock,
	extast.KindTable, extast.KindTableHeader, extast.KindTableRow, extast.KindTableCell,
}

// textKinds is what a quoted text, in a list item or not, is made of.
var textKinds = []ast.NodeKind{
	ast.KindDocument, ast.KindParagraph, ast.KindTextBlock, ast.KindList, ast.KindListItem, ast.KindText, ast.KindString, ast.KindRawHTML,
}

// checkInert fails the test if the Markdown holds anything but the allowed
// kinds of nodes, such as a link or an image, or HTML that is not ours. It
// returns how many there are of each.
func checkInert(t *testing.T, src string, allowed []ast.NodeKind) map[ast.NodeKind]int {
	t.Helper()
	kinds := map[ast.NodeKind]int{}
	_ = ast.Walk(parsePage(src), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		kinds[n.Kind()]++
		if !slices.Contains(allowed, n.Kind()) {
			t.Errorf("%s in %q", n.Kind(), src)
		}
		switch n := n.(type) {
		case *ast.RawHTML:
			if tag := string(n.Segments.Value([]byte(src))); !allowedTags[tag] {
				t.Errorf("HTML %q in %q", tag, src)
			}
		case *ast.HTMLBlock:
			if block := string(n.Lines().Value([]byte(src))); !allowedTags[block] {
				t.Errorf("HTML block %q", block)
			}
		}
		return ast.WalkContinue, nil
	})
	return kinds
}

func FuzzMarkdownText(f *testing.F) {
	for _, s := range hostileTexts {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, escaped := range []string{mdText(s), mdCode(s), prose(s)} {
			checkInert(t, "x "+escaped+" y\n", textKinds)
			if kinds := checkInert(t, "x\n"+escaped+"\n", textKinds); kinds[ast.KindParagraph] != 1 {
				t.Errorf("%q ends a paragraph", escaped)
			}
			if kinds := checkInert(t, "- "+escaped+"\n", textKinds); kinds[ast.KindListItem] != 1 {
				t.Errorf("%q makes a list", escaped)
			}
			if strings.ContainsAny(escaped, "\r\n|`") {
				t.Errorf("%q leaves its line or its cell", escaped)
			}
		}
		plain := strings.ReplaceAll(html.UnescapeString(mdText(s)), zeroWidth, "")
		if want := actions.Clean(s); plain != want {
			t.Errorf("%q reads as %q, want %q", mdText(s), plain, want)
		}
		checkTable(t, "| a | b |\n|---|---|\n| "+mdText(s)+" | "+mdCode(s)+" |\n")
	})
}

// checkTable fails the test unless the text is one table of two rows of two cells.
func checkTable(t *testing.T, src string) {
	t.Helper()
	kinds := checkInert(t, src, pageKinds)
	if kinds[extast.KindTable] != 1 || kinds[extast.KindTableRow] != 1 || kinds[extast.KindTableCell] != 4 {
		t.Errorf("%q is not one table of two rows of two cells: %v", src, kinds)
	}
}

func TestMarkdownIsInert(t *testing.T) {
	for _, name := range recorded {
		checkInert(t, render(t, "markdown", read(t, name)), pageKinds)
	}
	r := read(t, "report")
	for _, s := range hostileTexts {
		r.Models[0].Findings[1].Message = s
		r.Models[0].Findings[1].At.Path = s
		r.Models[0].Findings[1].Help = s
		r.Models[0].Subject.ID = s
		r.Waivers[0].Owner = s
		r.Notices = []string{s}
		r.Policy.Digest = s
		page := render(t, "markdown", r)
		checkInert(t, page, pageKinds)
		for _, live := range []string{"@octo", "#123", "#1", "GH-7", "://evil"} {
			if strings.Contains(html.UnescapeString(page), live) {
				t.Errorf("the page for %q holds a live %q", s, live)
			}
		}
	}
}

func TestProse(t *testing.T) {
	for in, want := range map[string]string{
		"Add `license`.":    "Add <code>license</code>.",
		"`a` and `b`":       "<code>a</code> and <code>b</code>",
		"one ` only":        "one &#96; only",
		"empty `` span":     "empty  span",
		"`<b>`":             "<code>&#60;b&#62;</code>",
		"no code":           "no code",
		"`a\nb` @me":        `<code>a&#92;nb</code> &#64;` + zeroWidth + "me",
		"Art. 6(1), a_b, x": "Art. 6(1), a&#95;b, x",
	} {
		if got := prose(in); got != want {
			t.Errorf("prose(%q)\n got %q\nwant %q", in, got, want)
		}
	}
}

func TestFencedCannotBeClosed(t *testing.T) {
	for _, s := range []string{"a: b", "```\n</code>", "````\n```", "~~~", "\ta\x1b[1m\n  b"} {
		src := fenced(s) + "\n"
		page := parsePage(src)
		if page.ChildCount() != 1 || page.FirstChild().Kind() != ast.KindFencedCodeBlock {
			t.Errorf("%q is not one code block", src)
		}
	}
}

func TestMarkdownStaysUnderItsLimit(t *testing.T) {
	long := strings.Repeat("@", 5000)
	r := many(1000, 5)
	for i := range r.Models {
		r.Waivers = append(r.Waivers, Waiver{Rule: "card/license_missing", Model: r.Models[i].Subject.ID, Status: "unused"})
	}
	page := render(t, "markdown", r)
	if len(page) > MarkdownLimit {
		t.Errorf("%d bytes", len(page))
	}
	for _, want := range []string{"more models\n", "- … and 2980 more\n", "more lines; the JSON report has them all\n", "more waivers\n"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	r.Models = r.Models[:100]
	for i := range r.Models {
		r.Models[i].Subject.ID = long
		r.Models[i].Outcomes[0].Rule = strings.Repeat("&", i) + long
		r.Notices = append(r.Notices, long)
		for k := range r.Models[i].Findings {
			j := &r.Models[i].Findings[k]
			j.Message, j.Help, j.Rule, j.At.Path = long, long, long, long
		}
	}
	r.Policy, r.Tool = Policy{long, long}, Tool{long, long}
	if page := render(t, "markdown", r); len(page) > MarkdownLimit {
		t.Errorf("%d bytes of long texts", len(page))
	} else {
		checkInert(t, page, pageKinds)
	}
}

func TestMarkdownShowsDeniedModelsFirst(t *testing.T) {
	r := read(t, "report")
	r.Models[0].Result, r.Models[2].Result = "allow", "deny"
	page := render(t, "markdown", r)
	if strings.Index(page, "| <code>models/spam</code>") > strings.Index(page, "| <code>models/credit</code>") {
		t.Error("an allowed model stands before a denied one")
	}
}

func TestCategoriesAreBounded(t *testing.T) {
	r := many(1, 1)
	for i := range 40 {
		o := r.Models[0].Outcomes[0]
		o.Rule = string(rune('a'+i%26)) + strings.Repeat("z", i/26) + "/x"
		r.Models[0].Outcomes = append(r.Models[0].Outcomes, o)
	}
	columns := categories(r.Models)
	if len(columns) != maxCategories || columns[maxCategories-1] != "other" {
		t.Errorf("%v", columns)
	}
	if row := tally(r.Models[0], columns); row[maxCategories-1] != "❌ fail" {
		t.Errorf("%v", row)
	}
}

func TestRemedy(t *testing.T) {
	r := read(t, "report")
	j := r.Models[0].Findings[1]
	rules := catalogue(r)
	if got := remedy(j, rules); got != j.Help {
		t.Errorf("got %q", got)
	}
	j.Help = ""
	if got := remedy(j, rules); got != rules["evaluation/check_failed"].Remediation {
		t.Errorf("got %q", got)
	}
	if got := remedy(j, map[string]finding.Rule{}); got != "" {
		t.Errorf("got %q", got)
	}
}
