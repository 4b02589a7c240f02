package document

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/modelgate-dev/modelgate/internal/finding"
)

// brief writes findings as "line:column-line:column rule pointer".
func brief(fs []finding.Finding) string {
	var lines []string
	for _, f := range fs {
		p := f.At
		lines = append(lines, strings.TrimSpace(fmt.Sprintf("%d:%d-%d:%d %s %s", p.Line, p.Column, p.EndLine, p.EndColumn, strings.TrimPrefix(f.Rule, "document/"), p.Pointer)))
	}
	return strings.Join(lines, "\n")
}

// verify checks what holds for every document: spans and positions lie in the
// file and agree with a plain count of lines and code points, and findings
// name rules of the catalogue.
func verify(t *testing.T, d *Document, fs []finding.Finding) {
	t.Helper()
	if len(fs) > MaxFound+1 {
		t.Errorf("%d findings", len(fs))
	}
	if !slices.IsSortedFunc(fs, finding.Compare) {
		t.Errorf("findings are not sorted")
	}
	for _, f := range fs {
		if !slices.ContainsFunc(catalogue, func(r rule) bool { return r.id == f.Rule }) {
			t.Errorf("unknown rule %q", f.Rule)
		}
		if f.Message == "" || f.Help == "" || !f.Severity.Valid() || !utf8.ValidString(f.Message) {
			t.Errorf("incomplete finding %+v", f)
		}
		verifyPosition(t, d, f.At)
		for _, r := range f.Related {
			verifyPosition(t, d, r.At)
		}
	}
	if len(d.Source) <= 1<<14 && utf8.Valid(d.Source) {
		verifyNode(t, d, d.Root, map[*Node]bool{})
		for _, s := range d.Sections {
			verifySpan(t, d, s.Heading)
			verifySpan(t, d, s.Body)
		}
	}
}

func verifyPosition(t *testing.T, d *Document, p finding.Position) {
	t.Helper()
	switch {
	case p.Line < 1 || p.Column < 1 || p.EndLine > len(d.index.lines):
	case p.EndLine < p.Line || p.EndLine == p.Line && p.EndColumn < p.Column:
	default:
		return
	}
	t.Errorf("position outside the file: %+v", p)
}

func verifySpan(t *testing.T, d *Document, s Span) {
	t.Helper()
	if s.Start < 0 || s.End < s.Start || s.End > len(d.Source) {
		t.Fatalf("bytes outside the file: %+v", s)
	}
	line, column := naive(d.Source, s.Start)
	endLine, endColumn := naive(d.Source, s.End)
	if want := (Span{line, column, endLine, endColumn, s.Start, s.End}); s != want {
		t.Errorf("span %+v, want %+v", s, want)
	}
}

func verifyNode(t *testing.T, d *Document, n *Node, seen map[*Node]bool) {
	t.Helper()
	if n == nil || seen[n] {
		return
	}
	seen[n] = true
	verifySpan(t, d, n.Span)
	if n.KeySpan != (Span{}) {
		verifySpan(t, d, n.KeySpan)
	}
	for _, c := range n.Children {
		verifyNode(t, d, c, seen)
	}
}

// naive counts the line and column of an offset from the start of src.
func naive(src []byte, offset int) (line, column int) {
	before := bytes.TrimPrefix(src[:offset], byteOrderMark)
	// A line feed after the offset belongs to the carriage return before it.
	split := offset < len(src) && src[offset] == '\n' && bytes.HasSuffix(before, []byte("\r"))
	text := strings.ReplaceAll(string(before), "\r\n", "\n")
	if split {
		text = strings.TrimSuffix(text, "\r") + "."
	}
	text = strings.ReplaceAll(text, "\r", "\n")
	last := strings.LastIndexByte(text, '\n') + 1
	return strings.Count(text, "\n") + 1, utf8.RuneCountInString(text[last:]) + 1
}

func TestSyntaxByName(t *testing.T) {
	for name, want := range map[string]Syntax{
		"README.md": Markdown, "a/b.MARKDOWN": Markdown, "x.json": JSON, "x.JSON": JSON,
		"x.yaml": YAML, "x.yml": YAML, "MLmodel": YAML, "Kitfile": YAML, "x.json.yaml": YAML,
	} {
		if d, _ := Parse(name, []byte("{}")); d.Syntax != want {
			t.Errorf("%s is %s, want %s", name, d.Syntax, want)
		}
	}
}

func TestEncoding(t *testing.T) {
	for _, c := range []struct{ name, src, want string }{
		{"empty", "", "1:1-1:1 empty"},
		{"white space", " \n\t\r\n", "1:1-1:1 empty"},
		{"mark only", "\uFEFF\n", "1:1-1:1 empty"},
		{"comments only", "# a\n", "1:1-1:1 empty"},
		{"marker only", "---\n", "1:1-1:1 empty"},
		{"utf-16 le mark", "\xFF\xFEa\x00", "1:1-1:1 utf16"},
		{"utf-16 be mark", "\xFE\xFF\x00a", "1:1-1:1 utf16"},
		{"utf-16 le", "a\x00:\x00 \x001\x00", "1:1-1:1 utf16"},
		{"utf-16 be", "\x00a\x00:\x00 \x001", "1:1-1:1 utf16"},
		{"utf-32 le mark", "\xFF\xFE\x00\x00a\x00\x00\x00", "1:1-1:1 utf16"},
		{"utf-32 be", "\x00\x00\x00a", "1:1-1:1 utf16"},
		{"latin-1", "a: 1\nb: caf\xE9 x\n", "2:7-2:8 not_utf8"},
		{"cut short", "a: é\nb: \xC3", "2:4-2:5 not_utf8"},
		{"nul", "a: x\x00y\n", "1:5-1:6 control_character"},
		{"escape", "a: é\nb: é\x1b[0m\n", "2:5-2:6 control_character"},
		{"noncharacter", "a: \uFFFE\n", "1:4-1:5 control_character"},
		{"delete is allowed", "a: \x7f\n", ""},
		{"byte order mark", "\uFEFFa: no\n", "1:4-1:6 yaml11_boolean /a"},
		{"too large", "a: " + strings.Repeat("x", MaxBytes), "1:1-1:1 too_large"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, fs := Parse("x.yaml", []byte(c.src))
			if got := brief(fs); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
			if len(fs) > 0 && fs[0].Severity == finding.Error && d.Root != nil {
				t.Errorf("there is a root")
			}
			verify(t, d, fs)
		})
	}
}

func TestFindingsAreLimited(t *testing.T) {
	src := strings.Repeat("- no\n", 130) + "- .nan\n- .nan\n"
	d, fs := Parse("x.yaml", []byte(src))
	verify(t, d, fs)
	if len(fs) != MaxFound+1 {
		t.Fatalf("%d findings", len(fs))
	}
	last := fs[MaxFound]
	if last.Rule != notFinite || last.Severity != finding.Error || last.Key != "more" || !strings.Contains(last.Message, "and 31 more") {
		t.Errorf("the rest is told by %+v", last)
	}
}

// Findings of one rule at one pointer must differ in their fingerprints, or
// one waiver would cover them all.
func TestFindingsAreToldApart(t *testing.T) {
	for name, src := range map[string]string{
		"x.yaml":    "a: 1\na: 2\na: 3\n? [x]\n: 1\n? [y]\n: 1\n",
		"README.md": "a\x01b\x02\n\n- ```\n\n- ```\n\n",
	} {
		_, fs := Parse(name, []byte(src))
		seen := map[string]bool{}
		for _, f := range fs {
			if print := f.Fingerprint("m"); seen[print] {
				t.Errorf("%s: %+v has the fingerprint of another finding", name, f)
			} else {
				seen[print] = true
			}
		}
		if len(seen) != 4 {
			t.Errorf("%s: %d findings\n%s", name, len(seen), brief(fs))
		}
	}
}

func TestRules(t *testing.T) {
	rules := Rules()
	if !slices.IsSortedFunc(rules, func(a, b finding.Rule) int { return strings.Compare(a.ID, b.ID) }) {
		t.Errorf("rules are not sorted")
	}
	seen := map[string]bool{}
	for _, r := range rules {
		if r.Category() != "document" || seen[r.ID] || r.ID != strings.ToLower(r.ID) || strings.ContainsAny(r.ID, "- ") {
			t.Errorf("bad or repeated id %q", r.ID)
		}
		seen[r.ID] = true
		if r.Title == "" || r.Description == "" || r.Remediation == "" || len(r.Sources) == 0 || r.Origin != "built-in" || r.Scope != finding.ScopeModel {
			t.Errorf("%s is incomplete: %+v", r.ID, r)
		}
		if s := r.At(finding.Draft); s != severityOf(r.ID) || r.Waivable == (s == finding.Error) {
			t.Errorf("%s: severity %s, waivable %t", r.ID, s, r.Waivable)
		}
	}
	rules[0].Sources[0] = "changed"
	if Rules()[0].Sources[0] == "changed" {
		t.Errorf("the catalogue can be changed from outside")
	}
}
