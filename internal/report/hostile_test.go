package report

import (
	"encoding/json"
	"flag"
	"fmt"
	"html"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	xhtml "golang.org/x/net/html"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/actions/runner"
	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/report/gfm"
)

// hostileStrings is what a stranger may write into anything that a report
// quotes: the title of a card, the name of a file, a branch, an evaluation.
var hostileStrings = append([]string{
	"::error::x", "\n::set-output name=result::allow", "\r::stop-commands::t", "a\r\n::add-mask::x", "##[error]x", "##[group]", "##[endgroup]",
	"##vso[task.complete result=Succeeded;]ok", "x ##VSO[task.setvariable variable=a]b", "#\u200b#[error]", "%0A::error::", "%AZP250A##vso[x.y]", "]]>", "<![CDATA[", "<?xml?>", "&#x0;",
	"\x00\x01\x08\x0b\x0c\x1f", "\x1b[2J\x1b]0;t\x07", "\u0085\u2028\u2029", "\ufffe\uffff", "\ufdd0", "\xed\xa0\x80\xed\xb0\x80", "\xff\xfe", "\xc3(", "\ufeff",
	"\u202etxt.exe\u2066\u2069", "\u05d0\u05d1 \u0627\u0644", "a\u200b\u200c\u200d\u2060b", "e\u0301\u0300", "\U000e0041\U000e007f", "🏳️‍🌈", "=HYPERLINK(\"https://evil.example\")", "+1+cmd|' /C calc'!A0",
	"\" onmouseover=\"alert(1)", "' style='x", "<svg/onload=alert(1)>", "<style>*{display:none}</style>", "<base href=//evil.example>", "<meta http-equiv=refresh content=0>", "{{.Title}}", "${{ secrets.X }}",
	"HTTPS://EVIL.EXAMPLE", "hTTp://evil.example/x", "http:/\\evil.example", "http:\\\\evil.example", "https:/evil.example", "https://例え.jp", "https://evil。example", "https://evil.example。", "https://[::1]/", "https://127.0.0.1:80/x",
	"https:\u200b//evil.example", "https:/\u200b/evil.example", "https&#58;//evil.example", "http&colon;&sol;&sol;evil.example", "https:\\//evil.example", "(https://evil.example)", "*https://evil.example*", "_https://evil.example_", "~https://evil.example~", "ahttps://evil.example", "`https://evil.example`", "``https://evil.example", "\"https://evil.example\"",
	"WWW.EVIL.EXAMPLE", "Www.evil.example", "www.例え.jp", "(www.evil.example)", "www\u200b.evil.example", "xmpp:me@evil.example/x", "MAILTO:me@evil.example", "me+x@evil.example", "me@例え.jp", "<ftp://evil.example>", "<xmpp:me@evil.example>", "<mailto:me@evil.example>", "<HTTPS://evil.example>",
	"[a][b]\n\n[b]: https://evil.example", "[b]", "![b][b]", "[a]: <https://evil.example> \"t\"", "[^1]\n\n[^1]: https://evil.example", "x[^note]", "[a](<https://evil.example>)", "[a](https://evil.example \"t\")", "acme/models@0123456789012345678901234567890123456789", "acme/models#1", "- [ ] x", "- [x] x", "---", "***", "+++", "~~~", "$$x$$", "> [!WARNING]",
	"javascript:alert(1)", "data:text/html,x", "//evil.example/x", "../../etc/passwd", "a/./b/../c", "models/a b/README.md", "\\u003cscript\\u003e", "</code></summary></details>", "<br><sub>",
}, hostileTexts...)

// fill sets every string that can be reached from v, and makes every list, map
// and pointer hold something. Words that have a meaning, such as a severity,
// become hostile only where all is hostile. Lists have two items, and those below a
// second item have one: every list is once a list of two, at a fraction of the size.
func fill(v reflect.Value, s string, all bool) { fillLists(v, s, all, 2) }

func fillLists(v reflect.Value, s string, all bool, items int) {
	words := map[reflect.Type]string{
		reflect.TypeFor[decision.Result](): "deny", reflect.TypeFor[decision.State](): "fail", reflect.TypeFor[finding.Severity](): "error",
		reflect.TypeFor[finding.Stage](): "production", reflect.TypeFor[finding.Scope](): "model", reflect.TypeFor[finding.Gate](): "policy",
	}
	switch v.Kind() {
	case reflect.String:
		if word, ok := words[v.Type()]; ok && !all {
			s = word
		}
		v.SetString(s)
	case reflect.Int:
		v.SetInt(3)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fillLists(v.Elem(), s, all, items)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), items, items))
		for i := range v.Len() {
			fillLists(v.Index(i), s, all, items-i)
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		fillLists(key, s, all, items)
		fillLists(value, s, all, items)
		v.SetMapIndex(key, value)
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				fillLists(v.Field(i), s, all, items)
			}
		}
	}
}

var everyReport = flag.Bool("every-report", false, "put every hostile text into every kind of report")

// reportKinds are the reports in which everything is a text: as a finding that counts, with it
// in place of our own words too, with links, and with two models of one name.
var reportKinds = []string{"words", "all", "linked", "shared"}

// kindsOf are the kinds of reports for the i-th text: the first, and one of the others in
// turn. Texts of one sort follow each other, so that each sort is in every kind.
func kindsOf(i int) []string {
	if *everyReport {
		return reportKinds
	}
	return []string{reportKinds[0], reportKinds[1+i%(len(reportKinds)-1)]}
}

// hostileReports are reports of some kinds that are full of a text.
func hostileReports(s string, kinds ...string) map[string]Report {
	reports := map[string]Report{}
	for _, name := range kinds {
		var r Report
		fill(reflect.ValueOf(&r).Elem(), s, name == "all")
		if name == "linked" {
			r.Source, r.Head.Commit = &Source{Server: "https://github.com", Repository: "acme/models"}, strings.Repeat("a", 40)
		}
		if name == "shared" {
			r.Models[1].Subject.ID = s + "2"
		}
		if name != "all" {
			for i := range r.Models {
				r.Models[i].Findings[0].Waiver, r.Models[i].Findings[0].Pending = nil, ""
				r.Models[i].Outcomes[0].State = decision.Errored
			}
		}
		reports[name] = r
	}
	return reports
}

// shapes reads the output of each format with a reader of its medium, fails the
// test if it is malformed, and tells its structure without its texts.
var shapes = map[string]func(*testing.T, string) string{
	"json": jsonShape, "sarif": jsonShape, "gitlab": jsonShape, "junit": junitShapeOf, "html": htmlShape, "markdown": pageShape, "comment": pageShape,
	"text": func(t *testing.T, out string) string { return githubShape(t, out) + azureShape(t, out) },
	"github": func(t *testing.T, out string) string {
		if azure := azureShape(t, out); azure != "" {
			t.Errorf("the agent of Azure Pipelines acts upon %s", azure)
		}
		return githubShape(t, out)
	},
	"azure": azureShape,
}

// TestHostileStrings puts each hostile text into every field of a report, and
// compares the structure of every rendering with that of a harmless text.
func TestHostileStrings(t *testing.T) {
	for _, format := range FormatNames() {
		if shapes[format] == nil {
			t.Fatalf("no reader of shapes tells the structure of %q", format)
		}
	}
	harmless := map[string]map[string]string{}
	for name, r := range hostileReports("harmless", reportKinds...) {
		harmless[name] = map[string]string{}
		for _, format := range FormatNames() {
			harmless[name][format] = shapes[format](t, render(t, format, r))
		}
	}
	long := []string{strings.Repeat("a", 1<<16), strings.Repeat("\u202e", 1<<13), strings.Repeat("@x ", 1<<13), strings.Repeat("::", 1<<14)}
	for i, s := range slices.Concat(hostileStrings, long) {
		kinds := kindsOf(i)
		if i -= len(hostileStrings); i >= 0 && !*everyReport { // half of the time, for what no sort of text decides
			kinds = reportKinds[i%len(reportKinds):][:1]
		}
		for name, r := range hostileReports(s, kinds...) {
			for _, format := range FormatNames() {
				if format == "json" && len(s) > 1<<14 {
					continue // it records a text as it is: a hundred times a megabyte
				}
				out := render(t, format, r)
				checkPrintable(t, format, out)
				if paged := format == "markdown" || format == "comment"; paged && len(s) > 1<<14 {
					shapes[format](t, out) // inert; but cut, so that it has less of everything
					continue
				}
				if got, want := shapes[format](t, out), harmless[name][format]; got != want {
					t.Errorf("%s of a report (%s) full of %.60q has another structure:\n got %.2000s\nwant %.2000s", format, name, s, got, want)
				}
			}
		}
	}
}

// checkPrintable holds that whatever is not a record of exact data is printable
// UTF-8 and bounded.
func checkPrintable(t *testing.T, format, out string) {
	t.Helper()
	if !utf8.ValidString(out) || !strings.HasSuffix(out, "\n") {
		t.Errorf("%s is not UTF-8, or not whole lines", format)
	}
	if format == "json" {
		return
	}
	if len(out) > 2_000_000 {
		t.Errorf("%s has %d bytes", format, len(out))
	}
	for _, r := range out {
		if (r < ' ' || r > '~') && r != '\n' && !strings.ContainsRune(zeroWidth+"\ufe0f", r) && !unicode.IsPrint(r) {
			t.Errorf("%s holds %U", format, r)
			return
		}
	}
}

// jsonShape is the keys and the kinds of values, but for the keys of maps of
// free names.
func jsonShape(t *testing.T, out string) string {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(out), &v); err != nil {
		t.Fatal(err)
	}
	var shape func(v any) string
	shape = func(v any) string {
		switch v := v.(type) {
		case map[string]any:
			var parts []string
			for k, item := range v {
				if k == "parameters" || k == "severity" {
					item = "free names"
				}
				parts = append(parts, k+":"+shape(item))
			}
			slices.Sort(parts)
			return "{" + strings.Join(parts, " ") + "}"
		case []any:
			var parts []string
			for _, item := range v {
				if _, text := item.(string); !text { // of texts, equal ones may have become one
					parts = append(parts, shape(item))
				}
			}
			return "[" + strings.Join(parts, " ") + "]"
		}
		return fmt.Sprintf("%T", v)
	}
	return shape(v)
}

func junitShapeOf(t *testing.T, out string) string {
	t.Helper()
	root := parseXML(t, out)
	checkJUnit(t, root)
	checkJUnitCounts(t, root)
	var shape func(e *element) string
	shape = func(e *element) string {
		s := e.name
		for _, c := range e.children {
			s += "(" + shape(c) + ")"
		}
		return s
	}
	return shape(root)
}

var (
	coordinates = regexp.MustCompile(`^[0-9. ]+$`)
	fixedForms  = map[string]*regexp.Regexp{
		"role": regexp.MustCompile("^(img|region)$"), "tabindex": regexp.MustCompile("^0$"), "text-anchor": regexp.MustCompile("^end$"),
		"d": regexp.MustCompile("^M0-6 5 0 0 6-5 0z$"), "transform": regexp.MustCompile(`^translate\([0-9.]+ 13\)$`),
	}
)

// drawnAttribute is the form of an attribute of a plot or a region, nil for any other.
func drawnAttribute(key string) *regexp.Regexp {
	switch key = strings.ToLower(key); key {
	case "viewbox", "x", "y", "x1", "x2", "y1", "y2", "width", "height", "rx", "cx", "cy", "r":
		return coordinates
	}
	return fixedForms[key]
}

// htmlShape is the elements as a browser builds them; <code> and <a>, which
// depend on the text, may be there or not.
func htmlShape(t *testing.T, out string) string {
	t.Helper()
	root, err := xhtml.Parse(strings.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	attributes := map[string]bool{"class": true, "href": true, "lang": true, "charset": true, "name": true, "content": true, "http-equiv": true, "scope": true, "open": true, "aria-label": true}
	var shape func(n *xhtml.Node) string
	shape = func(n *xhtml.Node) string {
		s := ""
		switch n.Type {
		case xhtml.CommentNode:
			t.Errorf("a comment %q", n.Data)
		case xhtml.ElementNode:
			for _, a := range n.Attr {
				if form := drawnAttribute(a.Key); form != nil && form.MatchString(a.Val) {
					continue
				}
				if !attributes[a.Key] || a.Key == "href" && !ownAddress.MatchString(a.Val) {
					t.Errorf("<%s %s=%q>", n.Data, a.Key, a.Val)
				}
			}
			if n.Data != "code" && n.Data != "a" {
				s = n.Data
			}
		}
		inside := ""
		for c := range n.ChildNodes() {
			inside += shape(c)
		}
		if s == "" {
			return inside
		}
		return s + "(" + inside + ")"
	}
	return shape(root)
}

// live is what GitHub would make something of in plain text.
var live = regexp.MustCompile(`(?i)@[a-z0-9]|#[0-9]|gh-[0-9]|://|www\.`)

// pageShape is the blocks of a page as GitHub reads it.
func pageShape(t *testing.T, out string) string {
	t.Helper()
	page := parsePage(out)
	checkInertPage(t, out, page, pageKinds)
	text := html.UnescapeString(destination.ReplaceAllString(out, "]"))
	if found := live.FindString(text); found != "" {
		t.Errorf("the page holds a live %q", found)
	}
	var s strings.Builder
	_ = ast.Walk(page, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if n.Type() == ast.TypeInline {
			return ast.WalkSkipChildren, nil
		}
		if entering {
			s.WriteString(n.Kind().String() + "(")
		} else {
			s.WriteString(")")
		}
		return ast.WalkContinue, nil
	})
	return s.String() + " " + gfm.Shape(t, out, ownAddress.MatchString)
}

func githubShape(t *testing.T, out string) string {
	t.Helper()
	return commandNames(runner.Log(out))
}

func azureShape(t *testing.T, out string) string {
	t.Helper()
	return commandNames(runner.AzureLog(out))
}

func commandNames(list []runner.Command) string {
	var s strings.Builder
	for _, c := range list {
		if strings.HasPrefix(c.Name, "##[group]") {
			c.Data = ""
		}
		s.WriteString(c.Name + " " + c.Props["type"] + "\n")
	}
	return s.String()
}

// TestHostileStringsReadBack holds that every renderer for people still shows a
// finding's message, in the form that Clean gives it.
func TestHostileStringsReadBack(t *testing.T) {
	for _, s := range hostileStrings {
		r := many(1, 1)
		r.Models[0].Findings[0].Message = s
		want := actions.Clean(s)
		for format, read := range map[string]func(string) string{
			"text": func(s string) string { return s },
			"html": html.UnescapeString,
			"markdown": func(s string) string {
				return strings.ReplaceAll(html.UnescapeString(s), zeroWidth, "")
			},
			"junit": html.UnescapeString,
		} {
			if out := read(render(t, format, r)); !strings.Contains(out, want) {
				t.Errorf("%s does not show %q", format, want)
			}
		}
	}
}

// TestHostileAnnotations holds that plain data is plain, too.
func TestHostileAnnotations(t *testing.T) {
	for _, s := range hostileStrings {
		for name, r := range hostileReports(s, reportKinds...) {
			list, omitted := Annotations(r, 50)
			if want := len(Distinct(r)); len(list)+omitted != want || want < 4 {
				t.Errorf("%s: %d annotations and %d omitted, want %d", name, len(list), omitted, want)
			}
			for _, a := range list {
				text := a.Path + a.Title + strings.ReplaceAll(a.Message, "\n", "") + a.Level
				if strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }) || strings.HasPrefix(a.Path, "/") || strings.Contains(a.Path, "..") {
					t.Errorf("%s: %+v", name, a)
				}
			}
			if title := Headline(r, 140); utf8.RuneCountInString(title) > 140 || strings.ContainsFunc(title, func(r rune) bool { return !unicode.IsPrint(r) }) {
				t.Errorf("%s: headline %q", name, title)
			}
		}
	}
}
