package report

import (
	"html"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/decision"
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
	"</details>\n": true,
}

// foldTag opens a fold of ours.
var foldTag = regexp.MustCompile(`^<details><summary>[^<>\n]+</summary>\n$`)

// ownAddress is that of a file or directory of the recorded report's source, or of a rule on our own page.
var ownAddress = regexp.MustCompile(`^https://github\.com/(acme/models/(blob|tree)/[0-9a-f]{40}/[A-Za-z0-9._~%/-]+(\?plain=1)?(#L[0-9]+(-L[0-9]+)?)?|modelgate-dev/modelgate/blob/(main|v1\.0\.0)/docs/rules\.md#[a-z0-9_]+)$`)

// destination is where a link leads to; the page shows nothing of it.
var destination = regexp.MustCompile(`\]\(https://[^() ]*\)`)

// pageKinds is what our pages are made of.
var pageKinds = []ast.NodeKind{
	ast.KindDocument, ast.KindHeading, ast.KindParagraph, ast.KindTextBlock, ast.KindBlockquote, ast.KindList, ast.KindListItem,
	ast.KindText, ast.KindString, ast.KindEmphasis, ast.KindRawHTML, ast.KindHTMLBlock,
	ast.KindLink, extast.KindTable, extast.KindTableHeader, extast.KindTableRow, extast.KindTableCell,
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
	return checkInertPage(t, src, parsePage(src), allowed)
}

// checkInertPage is checkInert for a page that is parsed already.
func checkInertPage(t *testing.T, src string, page ast.Node, allowed []ast.NodeKind) map[ast.NodeKind]int {
	t.Helper()
	kinds := map[ast.NodeKind]int{}
	_ = ast.Walk(page, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
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
		case *ast.Link:
			if address := string(n.Destination); !ownAddress.MatchString(address) {
				t.Errorf("link to %q in %q", address, src)
			}
		case *ast.HTMLBlock:
			if block := string(n.Lines().Value([]byte(src))); !allowedTags[block] && !foldTag.MatchString(block) {
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

func TestPagesAreInert(t *testing.T) {
	for _, format := range []string{"markdown", "comment"} {
		for _, name := range recorded {
			checkInert(t, render(t, format, read(t, name)), pageKinds)
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
			page := render(t, format, r)
			checkInert(t, page, pageKinds)
			text := html.UnescapeString(destination.ReplaceAllString(page, "]"))
			for _, live := range []string{"@octo", "#123", "#1", "GH-7", "://evil"} {
				if strings.Contains(text, live) {
					t.Errorf("the page for %q holds a live %q", s, live)
				}
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
		src := Fenced(s) + "\n"
		page := parsePage(src)
		if page.ChildCount() != 1 || page.FirstChild().Kind() != ast.KindFencedCodeBlock {
			t.Errorf("%q is not one code block", src)
		}
	}
}

// TestPagesStayUnderTheirLimits renders reports that are too large for every
// section.
func TestPagesStayUnderTheirLimits(t *testing.T) {
	long := strings.Repeat("@", 5000)
	large := many(6000, 5)
	for i := range large.Models {
		large.Waivers = append(large.Waivers, Waiver{Rule: "card/license_missing", Model: large.Models[i].Subject.ID, Status: "unused"})
	}
	wide := many(300, 5)
	for i := range wide.Models {
		d := &wide.Models[i]
		d.Subject.ID, d.Subject.Version, d.Subject.Stage = long, long, finding.Stage(long)
		d.Outcomes[0].Rule = strings.Repeat("&", i) + long
		wide.Notices = append(wide.Notices, long)
		for k := range d.Findings {
			j := &d.Findings[k]
			j.Message, j.Help, j.Rule, j.At.Path = long, long, long, long
			j.Related = []finding.Related{{Message: long, At: finding.Position{Path: long}}, {Message: long}}
		}
	}
	wide.Policy, wide.Tool, wide.Gates = Policy{Commit: long, Digest: long, Sources: []decision.PolicySource{{Name: long, Origin: long, Digest: long}}}, Tool{long, long}, []finding.Gate{finding.Gate(long)}
	for format, limit := range map[string]int{"comment": CommentLimit, "markdown": MarkdownLimit} {
		page := render(t, format, large)
		if len(page) > limit || len(page) < limit*9/10 {
			t.Errorf("%s: %d bytes of %d", format, len(page), limit)
		}
		for _, want := range []string{"more models\n", "- … and 17", "more lines; the JSON report has them all\n", "more waivers\n", "<sub>Rules"} {
			if !strings.Contains(page, want) {
				t.Errorf("%s does not say %q", format, want)
			}
		}
		checkFolds(t, page)
		page = render(t, format, wide)
		if len(page) > limit {
			t.Errorf("%s: %d bytes of long texts", format, len(page))
		}
		checkInert(t, page, pageKinds)
		checkFolds(t, page)
	}
	if page := CheckSummary(wide); len(page) > 65_535 {
		t.Errorf("a check takes no summary of %d bytes", len(page))
	}
}

// checkFolds holds that every fold is closed and that the page is whole.
func checkFolds(t *testing.T, page string) {
	t.Helper()
	if open, closed := strings.Count(page, "<details>"), strings.Count(page, "\n</details>\n"); open != closed || open == 0 {
		t.Errorf("%d folds are opened and %d closed", open, closed)
	}
	if !utf8.ValidString(page) || !strings.HasSuffix(page, "</sub>\n") {
		t.Error("the page does not end as pages do")
	}
}

// TestEverythingIsShownOrCounted adds what the details show and what they say
// that they left out, for every limit.
func TestEverythingIsShownOrCounted(t *testing.T) {
	r := many(20, 7)
	rest := regexp.MustCompile(`… and (\d+) more line`)
	for limit := 2_000; limit < 60_000; limit += 777 {
		f := commentForm
		f.limit = limit
		p := page{form: f, rules: catalogue(r)}
		details := p.details(r, limit)
		if len(details) > limit {
			t.Errorf("%d bytes of %d", len(details), limit)
		}
		n := strings.Count(details, "\n- **")
		for _, m := range rest.FindAllStringSubmatch(details, -1) {
			omitted, err := strconv.Atoi(m[1])
			if err != nil {
				t.Fatal(err)
			}
			n += omitted
		}
		if n != 20*7 {
			t.Errorf("of %d bytes: %d findings are shown or counted, want %d", limit, n, 20*7)
		}
	}
}

func TestMarkdownShowsDeniedModelsFirst(t *testing.T) {
	r := read(t, "report")
	r.Models[0].Result, r.Models[2].Result = "allow", "deny"
	page := render(t, "markdown", r)
	if strings.Index(page, "| [<code>models/spam</code>]") > strings.Index(page, "| [<code>models/credit</code>]") {
		t.Error("an allowed model stands before a denied one")
	}
}

func TestTally(t *testing.T) {
	var d decision.Decision
	for rule, state := range map[string]decision.State{
		"card/a": decision.Fail, "card/b": decision.Fail, "card/c": decision.Warn, "gdpr/a": decision.NotApplicable, "data/b": decision.Pass,
		"evaluation/a": "forgiven", "main/a": decision.Waived, "custom_card/b": decision.NotApplicable, "document/x": decision.NotApplicable,
	} {
		d.Outcomes = append(d.Outcomes, decision.Outcome{Rule: rule, State: state})
	}
	got := ""
	for _, c := range tally(d) {
		got += c.String() + " | "
	}
	if want := "❌ 2 fail | ✅ | 💥 error | 📝 waived | – | "; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if columns := gatesOf([]decision.Decision{{Outcomes: d.Outcomes[:0]}, {Outcomes: []decision.Outcome{{Rule: "evaluation/a"}, {Rule: "card/a"}}}}); !slices.Equal(columns, []int{0, 2}) {
		t.Errorf("columns %v", columns)
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

// TestWordsWithGHAreWhole: a reference begins at a word, which "High-risk" has inside.
func TestWordsWithGHAreWhole(t *testing.T) {
	for text, want := range map[string]string{"High-risk": "High-risk", "GH-1": "GH-" + zeroWidth + "1", "(gh-2)": "(gh-" + zeroWidth + "2)"} {
		if got := parted(text); got != want {
			t.Errorf("%q: %q", text, got)
		}
	}
}
