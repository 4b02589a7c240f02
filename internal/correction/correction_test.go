package correction

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// suggest is a finding about a place of a document with a suggestion.
func suggest(d *document.Document, action finding.Action, pointer, text string) finding.Finding {
	f := finding.Finding{Rule: "test/rule", At: d.At(pointer), Suggestion: finding.Suggestion{Action: action, Text: text}}
	if action == finding.RenameKey {
		f.At = d.KeyAt(pointer)
	}
	return f
}

// mend makes the edits of everything that is found and suggested, and holds
// that the bytes outside of the edits are as they were.
func mend(t *testing.T, path string, src []byte, more ...func(*document.Document) finding.Finding) ([]byte, []finding.Finding) {
	t.Helper()
	d, found := document.Parse(path, src)
	for _, m := range more {
		found = append(found, m(d))
	}
	Propose(d, found)
	var fixes []finding.Fix
	for _, f := range found {
		for _, fix := range f.Fixes {
			if !fix.Valid() || len(fix.Edits) != 1 {
				t.Fatalf("%+v is no valid fix", fix)
			}
			e := fix.Edits[0]
			out, _ := Apply(src, []finding.Fix{fix})
			if !bytes.HasPrefix(out, src[:e.Start]) || !bytes.HasSuffix(out, src[e.End:]) {
				t.Fatalf("bytes outside of the edit changed: %q", out)
			}
			if fix.Before != "" && !bytes.Contains(src, []byte(fix.Before)) || !bytes.Contains(out, []byte(fix.After)) {
				t.Fatalf("the lines shown are not those of the file: %+v", fix)
			}
		}
		fixes = append(fixes, f.Fixes...)
	}
	out, applied, ok := Mend(path, src, fixes)
	if !ok {
		t.Fatal("the edits together break the document")
	}
	for i, a := range applied {
		if !a {
			t.Errorf("%q was not applied", fixes[i].Description)
		}
	}
	return out, found
}

func TestMend(t *testing.T) {
	at := func(action finding.Action, pointer, text string) func(*document.Document) finding.Finding {
		return func(d *document.Document) finding.Finding { return suggest(d, action, pointer, text) }
	}
	tests := map[string]struct {
		before, after string
		suggestions   []func(*document.Document) finding.Finding
	}{
		"a key": {"---\nlicence: mit # ours\n---\n# ü\n", "---\nlicense: mit # ours\n---\n# ü\n",
			[]func(*document.Document) finding.Finding{at(finding.RenameKey, "/licence", "license")}},
		"a quoted key":              {"---\n'licence': mit\n---\n", "---\n'license': mit\n---\n", []func(*document.Document) finding.Finding{at(finding.RenameKey, "/licence", "license")}},
		"a key that is there twice": {"---\nlicence: mit\nlicense: mit\n---\n", "", []func(*document.Document) finding.Finding{at(finding.RenameKey, "/licence", "license")}},
		"a value":                   {"---\ntags: [ä]\nlicense: Apache 2.0\n---\n", "---\ntags: [ä]\nlicense: apache-2.0\n---\n", []func(*document.Document) finding.Finding{at(finding.ReplaceValue, "/license", "apache-2.0")}},
		"a quoted value":            {"---\nlicense: \"MIT\"\n---\n", "---\nlicense: \"mit\"\n---\n", []func(*document.Document) finding.Finding{at(finding.ReplaceValue, "/license", "mit")}},
		"a value in a list":         {"---\nlicense:\n- MIT # one\n---\n", "---\nlicense:\n- mit # one\n---\n", []func(*document.Document) finding.Finding{at(finding.ReplaceValue, "/license/0", "mit")}},
		"a value like a number":     {"---\nlicense: X\n---\n", "---\nlicense: \"1.0\"\n---\n", []func(*document.Document) finding.Finding{at(finding.ReplaceValue, "/license", "1.0")}},
		"a value that is null":      {"---\nlicense:\nb: c\n---\n", "", []func(*document.Document) finding.Finding{at(finding.ReplaceValue, "/license", "mit")}},
		"an anchored value":         {"---\nlicense: &l MIT\nother: *l\n---\n", "", []func(*document.Document) finding.Finding{at(finding.ReplaceValue, "/license", "mit")}},
		"an alias":                  {"---\na: &l MIT\nlicense: *l\n---\n", "", []func(*document.Document) finding.Finding{at(finding.ReplaceValue, "/license", "mit")}},
		"a block":                   {"---\nlicense: |\n  MIT\n---\n", "", []func(*document.Document) finding.Finding{at(finding.ReplaceValue, "/license", "mit")}},
		"a value in JSON":           {`{"license": "MIT"}`, `{"license": "mit"}`, []func(*document.Document) finding.Finding{at(finding.ReplaceValue, "/license", "mit")}},
		"CRLF and a mark":           {"\xEF\xBB\xBF---\r\nLicense: mit\r\n---\r\n# A\r\n", "\xEF\xBB\xBF---\r\nlicense: mit\r\n---\r\n# A\r\n", []func(*document.Document) finding.Finding{at(finding.RenameKey, "/License", "license")}},
		"Norwegian":                 {"---\nlanguage:\n- en\n- no # bokmål\n---\n", "---\nlanguage:\n- en\n- \"no\" # bokmål\n---\n", nil},
		"Norwegian alone":           {"---\nlanguage: no\r\n---\n", "---\nlanguage: \"no\"\r\n---\n", nil},
		"no that may be false":      {"---\ngated: no\n---\n", "", nil},
		"a version":                 {"---\nversion: 1.10\nlicense: mit\n---\n", "---\nversion: \"1.10\"\nlicense: mit\n---\n", nil},
		"a revision":                {"---\nmodel_revision: 0123456\n---\n", "---\nmodel_revision: \"0123456\"\n---\n", nil},
		"a version at an alias":     {"---\na: &v 1.10\nversion: *v\n---\n", "", nil},
		"a version that is safe":    {"---\nversion: 1.1\n---\n", "", nil},
		"an empty item":             {"---\ntags:\n- a\n- null\n- b\n---\n", "---\ntags:\n- a\n- b\n---\n", nil},
		"empty items without words": {"---\ntags:\n  -\n  - a\n  - ~\nx: y\n---\n", "---\ntags:\n  - a\nx: y\n---\n", nil},
		"empty items in brackets":   {"---\ntags: [null, a, null, ~]\n---\n", "---\ntags: [a]\n---\n", nil},
		"nothing but empty items":   {"---\ntags:\n- null\n---\n", "", nil},
		"an empty item with a note": {"---\ntags:\n- a\n- null # b?\n---\n", "", nil},
		"a section": {"---\na: b\n---\n# T\n\n## Uses\n\nText.", "---\na: b\n---\n# T\n\n## Uses\n\nText.\n\n## Limitations\n\n<!-- modelgate: write this section -->\n\nMore information needed",
			[]func(*document.Document) finding.Finding{at(finding.AddSection, "", "Limitations")}},
		"a section among titles": {"# T\n\nA.\n\n# Uses\n\nB.\n", "# T\n\nA.\n\n# Uses\n\nB.\n\n# Limitations\n\n<!-- modelgate: write this section -->\n\nMore information needed\n",
			[]func(*document.Document) finding.Finding{at(finding.AddSection, "", "Limitations")}},
		"two sections, CRLF": {"# T\r\n\r\nA.\r\n", "# T\r\n\r\nA.\r\n\r\n## Uses\r\n\r\n<!-- modelgate: write this section -->\r\n\r\nMore information needed\r\n\r\n## Limitations\r\n\r\n<!-- modelgate: write this section -->\r\n\r\nMore information needed\r\n",
			[]func(*document.Document) finding.Finding{at(finding.AddSection, "", "Uses"), at(finding.AddSection, "", "Limitations")}},
		"a commit that reads as a number": {"---\nlicense: mit\ngit_commit: 12e4567\naccuracy: 1e999\n---\n# T\n", "---\nlicense: mit\ngit_commit: \"12e4567\"\naccuracy: 1e999\n---\n# T\n", nil},
		"two sections, the last line open": {"# T\n\nA.", "# T\n\nA.\n\n## Uses\n\n<!-- modelgate: write this section -->\n\nMore information needed\n\n## Limitations\n\n<!-- modelgate: write this section -->\n\nMore information needed",
			[]func(*document.Document) finding.Finding{at(finding.AddSection, "", "Uses"), at(finding.AddSection, "", "Limitations")}},
		"a section after a fence that is open":   {"# T\n\n```\ncode\n", "", []func(*document.Document) finding.Finding{at(finding.AddSection, "", "Limitations")}},
		"a section after a comment that is open": {"# T\n\n<!-- note\n", "", []func(*document.Document) finding.Finding{at(finding.AddSection, "", "Limitations")}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			path := "README.md"
			if strings.HasPrefix(test.before, "{") {
				path = "card.json"
			}
			want := test.after
			if want == "" {
				want = test.before
			}
			got, _ := mend(t, path, []byte(test.before), test.suggestions...)
			if string(got) != want {
				t.Errorf("got  %q\nwant %q", got, want)
			}
			if test.suggestions == nil { // what reading finds is found no more
				if again, _ := mend(t, path, got); !bytes.Equal(again, got) {
					t.Errorf("a second run changed it to %q", again)
				}
			}
		})
	}
}

// TestMendBeyondTheListOfFindings: of a document with more findings than are
// listed, those that are listed can be mended, which lists others.
func TestMendBeyondTheListOfFindings(t *testing.T) {
	src := []byte("---\ntags:\n- a\n" + strings.Repeat("- no\n- null\n", document.MaxFound) + "---\n# T\n")
	for range 3 {
		src, _ = mend(t, "README.md", src)
	}
	if want := "---\ntags:\n- a\n" + strings.Repeat("- \"no\"\n", document.MaxFound) + "---\n# T\n"; string(src) != want {
		t.Errorf("after three runs: %q", src)
	}
}

// TestMendMakesWhatGoesTogether: two keys cannot both be given the same name.
func TestMendMakesWhatGoesTogether(t *testing.T) {
	src := []byte("---\nlicence: mit\nliscence: mit\n---\n# T\n")
	d, _ := document.Parse("README.md", src)
	found := []finding.Finding{suggest(d, finding.RenameKey, "/licence", "license"), suggest(d, finding.RenameKey, "/liscence", "license")}
	Propose(d, found)
	out, applied, ok := Mend("README.md", src, slices.Concat(found[0].Fixes, found[1].Fixes))
	if want := "---\nlicense: mit\nliscence: mit\n---\n# T\n"; string(out) != want || !ok || !slices.Equal(applied, []bool{true, false}) {
		t.Errorf("got %q, %v, %v", out, applied, ok)
	}
}

func TestApplyLeavesOutWhatDoesNotFit(t *testing.T) {
	fix := func(start, end int, text string) finding.Fix {
		return finding.Fix{Description: "d", Edits: []finding.Edit{{At: finding.Start("a"), Start: start, End: end, Replacement: text}}}
	}
	out, applied := Apply([]byte("0123456789"), []finding.Fix{fix(4, 6, "x"), fix(5, 7, "y"), fix(0, 1, ""), fix(9, 11, "z"), fix(3, 2, "z"), {}, fix(10, 10, "!"), fix(10, 10, "?")})
	if string(out) != "123x6789!?" {
		t.Errorf("got %q", out)
	}
	for i, want := range []bool{true, false, true, false, false, false, true, true} {
		if applied[i] != want {
			t.Errorf("fix %d: applied %v, want %v", i, applied[i], want)
		}
	}
}

func TestProposeIsBounded(t *testing.T) {
	src := []byte("---\nlicence: mit\n---\n" + strings.Repeat("text\n", maxSource/5))
	d, _ := document.Parse("README.md", src)
	fs := []finding.Finding{suggest(d, finding.RenameKey, "/licence", "license")}
	if Propose(d, fs); len(fs[0].Fixes) != 0 {
		t.Error("a document of more than MaxSource bytes was edited")
	}
}

func FuzzMend(f *testing.F) {
	for _, s := range []string{"---\nlanguage: no\ntags: [null, a, ~]\nlicence: MIT\n---\n# A\n", "\xEF\xBB\xBF---\r\ntags:\r\n-\r\n- a\r\nversion: 1.10\r\n---\r\n", "# A\n```\n", "# A\n\na\n\n<!-- b -->\n\n- c\n\nd\n- e", "---\na: &x [~, b]\nlicence: *x\n---\n<!--"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		d, found := document.Parse("README.md", src)
		if d.Root != nil && d.Root.Kind == document.Mapping {
			for _, n := range d.Root.Children[:min(len(d.Root.Children), 8)] {
				p := document.Pointer(n.Key)
				found = append(found, suggest(d, finding.RenameKey, p, "renamed"), suggest(d, finding.ReplaceValue, p, "apache-2.0"))
			}
		}
		for i, p := range d.Marks.Paragraphs[:min(len(d.Marks.Paragraphs), 8)] {
			found = append(found, suggest(d, finding.Remove, document.Pointer("body", "paragraphs", strconv.Itoa(i)), p.Text))
		}
		found = append(found, suggest(d, finding.AddSection, "", "Limitations"))
		Propose(d, found)
		_, was := document.Parse("README.md", src)
		for _, x := range found {
			for _, fix := range x.Fixes {
				if !fix.Valid() {
					t.Fatalf("%+v", fix)
				}
				out, applied := Apply(src, []finding.Fix{fix})
				e := fix.Edits[0]
				if !applied[0] || len(out) != len(src)-(e.End-e.Start)+len(e.Replacement) || !bytes.HasPrefix(out, src[:e.Start]) || !bytes.HasSuffix(out, src[e.End:]) {
					t.Fatalf("%+v made %q of %q", fix, out, src)
				}
				if _, after := document.Parse("README.md", out); worse(was, after) {
					t.Fatalf("%+v made a worse document: %q", fix, out)
				}
			}
		}
	})
}

func TestMendFlaws(t *testing.T) {
	for name, test := range map[string]struct{ before, after string }{
		"a heading":             {"# M\r\n\r\n##Uses\r\n\r\nx\r\n", "# M\r\n\r\n## Uses\r\n\r\nx\r\n"},
		"links and a heading":   {"---\na: b\n---\n##Uses\n\n[the study] (a.md), (b)[c.md] and cafÃ©\n", "---\na: b\n---\n## Uses\n\n[the study](a.md), [b](c.md) and café\n"},
		"an invisible one":      {"clas\u200bsifier\n", "classifier\n"},
		"a link over two lines": {"[the study]\n(a.md)\n", ""},
		"what is not meant":     {"[a][b-c] <unk>\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			var more []func(*document.Document) finding.Finding
			d, _ := document.Parse("README.md", []byte(test.before))
			for i, f := range d.Marks.Flaws {
				more = append(more, func(d *document.Document) finding.Finding {
					return suggest(d, finding.ReplaceValue, "/body/flaws/"+strconv.Itoa(i), f.Meant)
				})
			}
			if test.after == "" {
				test.after = test.before
			}
			if out, _ := mend(t, "README.md", []byte(test.before), more...); string(out) != test.after {
				t.Errorf("got %q, want %q", out, test.after)
			}
		})
	}
}
