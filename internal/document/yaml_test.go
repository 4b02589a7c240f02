package document

import (
	"fmt"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/finding"
)

// TestMergeKeys: the keys of a merged mapping are those of the mapping, at the place where
// they are written. One that the mapping has itself counts, else that of the first source.
func TestMergeKeys(t *testing.T) {
	d, found := Parse("x.yaml", []byte("a: &a {x: 1, y: 2}\nc: &c {y: 3, z: 4}\nb:\n  <<: [*a, *c]\n  x: 5\nd: {<<: *a, z: 6}\ne: {\"<<\": 7}\nf: &f {<<: *c, w: 8}\ng: {<<: *f}\n"))
	if len(found) > 0 {
		t.Fatal(found)
	}
	for pointer, want := range map[string]string{
		"/b/x": "5 5:6", "/b/y": "2 1:17", "/b/z": "4 2:17", "/d/x": "1 1:11", "/e/<<": "7 7:11", "/g/w": "8 8:19", "/g/y": "3 2:11",
	} {
		n, at := d.Lookup(pointer), d.At(pointer)
		if n == nil || fmt.Sprintf("%s %d:%d", n.Value, at.Line, at.Column) != want {
			t.Errorf("%s: %v at %v, want %s", pointer, n, at, want)
		}
	}
	if d.Lookup("/b/<<") != nil || len(d.Lookup("/b").Children) != 3 {
		t.Error("the merge key is a key")
	}
}

// TestMergeKeysAreBounded: what is merged costs what an alias costs.
func TestMergeKeysAreBounded(t *testing.T) {
	var src strings.Builder
	src.WriteString("a0: &a0 {x: 1}\n")
	for i := 1; i < 30; i++ {
		fmt.Fprintf(&src, "a%d: &a%d {k%d: 1, <<: [%s]}\n", i, i, i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 9), ", "))
	}
	if _, found := Parse("x.yaml", []byte(src.String())); len(found) != 1 || found[0].Rule != tooManyNodes {
		t.Errorf("%v", found)
	}
}

func TestYAMLFindings(t *testing.T) {
	deep := strings.Repeat("[", maxDepth+1) + strings.Repeat("]", maxDepth+1)
	var bomb strings.Builder
	bomb.WriteString("a: &a [x, x, x, x, x, x, x, x, x]\n")
	for c := 'b'; c <= 'h'; c++ {
		bomb.WriteString(string(c) + ": &" + string(c) + " [" + strings.TrimSuffix(strings.Repeat("*"+string(c-1)+", ", 9), ", ") + "]\n")
	}
	for _, c := range []struct{ name, src, want string }{
		{"clean", "a: 1\nb: [x, {c: d}]\n", ""},
		{"duplicate key", "a: 1\nb: 2\na: 3\n", "3:1-3:2 duplicate_key /a"},
		{"duplicate after quotes", "a: 1\n\"a\": 2\n", "2:1-2:4 duplicate_key /a"},
		{"duplicate in a flow", "x: {k: 1, k: 2}", "1:11-1:12 duplicate_key /x/k"},
		{"merge key", "a: &a {x: 1}\nb:\n  <<: *a\n", ""},
		{"merge key of a text", "b:\n  <<: x\n", "2:3-2:5 syntax /b/<<"},
		{"merge key of a list with a text", "a: &a {x: 1}\nb: {<<: [*a, x]}\n", "2:5-2:7 syntax /b/<<"},
		{"two merge keys", "a: &a {x: 1}\nb:\n  <<: *a\n  <<: *a\n", "4:3-4:5 duplicate_key /b/<<"},
		{"merge key in its own anchor", "a: &a {x: 1, <<: *a}\n", "1:14-1:16 syntax /a/<<\n1:18-1:20 syntax /a/<<"},
		{"quoted merge key", "\"<<\": 1\n", ""},
		{"list as key", "? [a, b]\n: c\n", "1:3-1:9 key_not_string"},
		{"template as key", "x: {{ name }}\n", "1:5-1:13 key_not_string /x"},
		{"alias as key", "a: &a x\n*a : y\n", "2:1-2:3 key_not_string"},
		{"empty key", ": x\n", "1:1-1:1 key_not_string /"},
		{"tab", "a:\n\tb: 1\n", "2:1-2:2 tab_indentation"},
		{"tab after spaces", "a:\n  b: 1\n  \tc: 1\n", "3:3-3:4 tab_indentation"},
		{"tab in a flow", "a: [\n\tx]\nb: @x\n", "3:4-3:5 syntax"},
		{"tab before a bad character", "a: [\n\t@x]\n", "2:2-2:3 syntax"},
		{"tab before a value", "a: 1\nb:\t x\n", "2:3-2:4 tab_separation /b"},
		{"tab before an item", "-\tx\n", "1:2-1:3 tab_separation /0"},
		{"tab before a mapping", "a:\n  b:  c\n", ""},
		{"tab before a comment", "a: 1\n\t# c\nb: 2\n", "2:1-2:2 tab_separation"},
		{"tab behind a value", "a: mit\t\nb: c\t# d\n", "1:7-1:8 tab_separation"},
		{"tab behind a key", "a:\t\n- b\n", "1:3-1:4 tab_separation"},
		{"tab behind quotes", "a: \"b\tc\"\t\n", "1:9-1:10 tab_separation"},
		{"tab on a line of its own", "a: b\n\t\nc: d\n", "2:1-2:2 tab_separation"},
		{"tabs in texts and comments", "a: \"b\tc\"\nd: |\n  e\tf\n\"g\th\": i # j\tk\n", ""},
		{"two documents", "a: 1\n---\nb: 2\n", "2:1-2:4 several_documents"},
		{"marker with a comment", "a: 1\n--- # more\nb: 2\n", "2:1-2:11 several_documents"},
		{"after an end marker", "a: 1\n...\nb: 2\n", "3:1-3:5 several_documents"},
		{"end marker", "a: 1\n...\n", ""},
		{"other version", "# c\n%YAML 1.1\n---\na: 1\n", ""},
		{"unknown version", "%YAML 3.0\n---\na: 1\n", "1:1-1:2 syntax"},
		{"start marker", "%YAML 1.2\n---\na: 1\n", ""},
		{"colon twice", "a: b: c\n", "1:5-1:6 syntax"},
		{"at sign", "tag: @x\n", "1:6-1:7 syntax"},
		{"colon after multi-byte text", "é: ü: ö\n", "1:5-1:6 syntax"},
		{"open list", "a: [1,\nb: 2\n", "3:1-3:1 syntax"},
		{"open quote", "a: 'x\n", "2:1-2:1 syntax"},
		{"bad escape", `a: "\q"`, "1:5-1:6 syntax"},
		{"unknown anchor", "a: *nope\n", "1:4-1:5 syntax"},
		{"anchor in itself", "a: &x [*x]\n", "1:8-1:10 syntax /a/0"},
		{"python tag", "a: !!python/object:os.system {x: 1}\n", "1:30-1:30 syntax /a"},
		{"own tag", "a: !vault abc\n", "1:11-1:14 syntax /a"},
		{"binary tag", "a: !!binary aGk=\n", "1:13-1:17 syntax /a"},
		{"wrong tag", "a: !!int x\n", "1:10-1:11 syntax /a"},
		{"float as int", "a: !!int 1.5\n", "1:10-1:13 syntax /a"},
		{"not a number", "a: [.nan, -.inf, +.Inf, .NaN]\n",
			"1:5-1:9 not_finite /a/0\n1:11-1:16 not_finite /a/1\n1:18-1:23 not_finite /a/2\n1:25-1:29 not_finite /a/3"},
		{"texts like it", "a: [nan, NaN, Infinity, ..inf, '.nan', -.nan, ++.inf]\n", ""},
		{"long number", "a: " + strings.Repeat("1", MaxNumber+1), "1:4-1:69 number_too_large /a"},
		{"number of 64 digits", "a: " + strings.Repeat("1", MaxNumber), ""},
		{"large exponent", "a: [1e400, 1e401, 1e-401, 12e99999999999999999999]", "1:12-1:17 number_too_large /a/1\n1:19-1:25 number_too_large /a/2\n1:27-1:50 number_too_large /a/3"},
		{"booleans of YAML 1.1", "a: no\nb: 'no'\nc: [NO, On, y, No way]\noff: 1\n",
			"1:4-1:6 yaml11_boolean /a\n3:5-3:7 yaml11_boolean /c/0\n3:9-3:11 yaml11_boolean /c/1\n4:1-4:4 yaml11_boolean /off"},
		{"tagged text", "a: !!str no\n", ""},
		{"deep flow", deep, "1:65-1:65 too_deep"},
		{"deep in both ways", "a: " + strings.Repeat("[", maxDepth-1) + "[x]" + strings.Repeat("]", maxDepth-1), "1:67-1:67 too_deep /a" + strings.Repeat("/0", maxDepth-1)},
		{"deep by an alias", "a: &a " + strings.Repeat("[", 40) + strings.Repeat("]", 40) + "\nb: " + strings.Repeat("[", 30) + "*a" + strings.Repeat("]", 30),
			"2:34-2:34 too_deep /b" + strings.Repeat("/0", 30)},
		{"alias bomb", bomb.String(), "6:12-6:14 too_many_nodes /f/1"},
		{"text bomb", "a: &a " + strings.Repeat("x", 1<<20) + "\nb: [" + strings.Repeat("*a,", 9) + "]", "2:23-2:25 too_many_nodes /b/6"},
		{"many values", "[" + strings.Repeat("1,", 2*MaxNodes+1) + "]", "1:1-1:1 too_many_nodes"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, fs := Parse("x.yaml", []byte(c.src))
			if got := brief(fs); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
			verify(t, d, fs)
		})
	}
}

// TestNullItems: an item without a value is found in front matter, at its dash or
// its word, and nowhere else.
func TestNullItems(t *testing.T) {
	for _, c := range []struct{ name, yaml, want string }{
		{"words", "a: [x, null, Null, NULL, ~]", "2:8-2:12 null_item /a/1\n2:14-2:18 null_item /a/2\n2:20-2:24 null_item /a/3\n2:26-2:27 null_item /a/4"},
		{"a dash alone", "a:\n- x\n-\n- y", "4:2-4:2 null_item /a/1"},
		{"a dash with a remark", "a:\n- # later\n- y", "3:2-3:2 null_item /a/0"},
		{"nothing else in the list", "a:\n- null", "3:3-3:7 null_item /a/0"},
		{"a list in a list", "a:\n- - ~\n  - x", "3:5-3:6 null_item /a/0/0"},
		{"below a mapping of a list", "a:\n- b: [~]", "3:7-3:8 null_item /a/0/b/0"},
		{"a text", "a: ['null', \"~\", nil, none, '']", ""},
		{"an empty text by its tag", "a: [!!str ]", ""},
		{"a null by its tag", "a: [!!null ~]", "2:12-2:13 null_item /a/0"},
		{"an alias of a null", "b: &n null\na: [*n]", "3:5-3:7 null_item /a/0"},
		{"a member without a value", "a:\nb: null", ""},
		{"an empty list", "a: []", ""},
		{"a comma at the end", "a: [x, ]", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, fs := Parse("README.md", []byte("---\n"+c.yaml+"\n---\n# T\n\n- null\n-\n"))
			if got := brief(fs); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
			verify(t, d, fs)
			for _, f := range fs {
				if f.Suggestion != (finding.Suggestion{Action: finding.Remove}) {
					t.Errorf("%s proposes %+v", f.Rule, f.Suggestion)
				}
			}
			if _, fs := Parse("x.yaml", []byte(c.yaml+"\n")); len(fs) > 0 {
				t.Errorf("a file of values has %s", brief(fs))
			}
		})
	}
}

// TestVersionNumbers: what is found is a version that another reader gives back as
// another text.
func TestVersionNumbers(t *testing.T) {
	for _, c := range []struct{ name, yaml, want string }{
		{"a zero at the end", "version: 1.10", "1:10-1:14 version_number /version"},
		{"a whole number with a point", "version: 2.0", "1:10-1:13 version_number /version"},
		{"an exponent", "revision: 12e4", "1:11-1:15 version_number /revision"},
		{"a capital exponent", "revision: 1E3", "1:11-1:14 version_number /revision"},
		{"a zero at the start", "revision: 0123456", "1:11-1:18 version_number /revision"},
		{"part of a name", "model_version: 1.0\nbase-revision: 010\nschemaVersion: 3.0\nschemaRevision: 3.0",
			"1:16-1:19 version_number /model_version\n2:16-2:19 version_number /base-revision\n3:16-3:19 version_number /schemaVersion\n4:17-4:20 version_number /schemaRevision"},
		{"in a list and in brackets", "a:\n- {version: 1.20, n: 1.20}", "2:13-2:17 version_number /a/0/version"},
		{"digits that stay", "version: 1.1\nrevision: 123\nmodel_version: 0\na_version: 0.1", ""},
		{"more than one point", "version: 1.10.0", ""},
		{"a letter", "version: v1.10\nrevision: 0123abc\nmodel_version: 1.10rc1", ""},
		{"quotes and tags", "version: '1.10'\nrevision: \"0123\"\nmodel_version: !!str 1.10", ""},
		{"another key", "conversion: 1.10\nVersion: 1.10\nversions: 1.10\nversion_count: 1.10", "2:10-2:14 version_number /Version"},
		{"a list of versions", "version: [1.10]", ""},
		{"another base", "version: 0x10\nrevision: 0o17", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, fs := Parse("x.yaml", []byte(c.yaml+"\n"))
			if got := brief(fs); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
			verify(t, d, fs)
			for _, f := range fs {
				if f.Suggestion != (finding.Suggestion{Action: finding.Quote}) || f.Severity != finding.Note {
					t.Errorf("%s proposes %+v, as %s", f.Rule, f.Suggestion, f.Severity)
				}
			}
		})
	}
	if _, fs := Parse("x.json", []byte(`{"version": 1.10}`)); len(fs) > 0 {
		t.Errorf("JSON has %s", brief(fs))
	}
}

func TestYAMLRootAfterFindings(t *testing.T) {
	for _, c := range []struct {
		src  string
		root bool
	}{
		{"a: 1\n---\nb: 2\n", true},
		{"a: 1\na: 2\n", true},
		{"a: .nan\n", true},
		{"a: b: c\n", false},
		{"a: *x\n", false},
		{"[" + strings.Repeat("1,", 2*MaxNodes+1) + "]", false},
		{strings.Repeat("[", maxDepth+1) + strings.Repeat("]", maxDepth+1), false},
	} {
		d, fs := Parse("x.yaml", []byte(c.src))
		if len(fs) == 0 || (d.Root != nil) != c.root {
			t.Errorf("%.20q: %d findings, root %t", c.src, len(fs), d.Root != nil)
		}
	}
	d, _ := Parse("x.yaml", []byte("a: 1\na: 2\n---\na: 3\n"))
	if n := d.Lookup("/a"); len(d.Root.Children) != 1 || n.Value != "1" {
		t.Errorf("the first value does not count: %+v", d.Root)
	}
}

func TestDuplicateKeyNamesBothPlaces(t *testing.T) {
	_, fs := Parse("x.yaml", []byte("a: 1\nb:\n  c: 1\n  c: 2\n"))
	if len(fs) != 1 || len(fs[0].Related) != 1 {
		t.Fatalf("got %+v", fs)
	}
	if r := fs[0].Related[0]; r.At.Line != 3 || r.At.Column != 3 || r.At.EndColumn != 4 || r.At.Pointer != "/b/c" {
		t.Errorf("related: %+v", r)
	}
}

func TestYAMLScalars(t *testing.T) {
	for _, c := range []struct {
		src   string
		kind  Kind
		value string
	}{
		{"", Null, ""}, {"~", Null, "~"}, {"null", Null, "null"}, {"Null", Null, "Null"}, {"NULL", Null, "NULL"}, {"nULL", String, "nULL"},
		{"true", Bool, "true"}, {"True", Bool, "true"}, {"TRUE", Bool, "true"}, {"false", Bool, "false"}, {"False", Bool, "false"}, {"tRue", String, "tRue"},
		{"0", Number, "0"}, {"-0", Number, "-0"}, {"+12", Number, "+12"}, {"1.10", Number, "1.10"}, {".5", Number, ".5"}, {"1.", Number, "1."},
		{"1e3", Number, "1e3"}, {"1E-3", Number, "1E-3"}, {"-1.5e+10", Number, "-1.5e+10"}, {"12345678901234567890", Number, "12345678901234567890"},
		{"0123", String, "0123"}, {"00", String, "00"}, {"-01", String, "-01"}, {"0x1F", String, "0x1F"}, {"0o17", String, "0o17"}, {"1_000", String, "1_000"},
		{"2024-01-01", String, "2024-01-01"}, {"1:30", String, "1:30"}, {"1.2.3", String, "1.2.3"}, {".", String, "."}, {"+", String, "+"}, {"+-1", String, "+-1"},
		{"1e", String, "1e"}, {"e3", String, "e3"}, {"NO", String, "NO"}, {"on", String, "on"}, {"n", String, "n"}, {"apache-2.0", String, "apache-2.0"},
		{"'1'", String, "1"}, {`"true"`, String, "true"}, {`"é\n\x41\u00e9\U0001F600"`, String, "é\nAé😀"}, {"'it''s'", String, "it's"},
		{"!!str 1", String, "1"}, {"! 1", String, "1"}, {"!!float 1", Number, "1"}, {"!!int '7'", Number, "7"}, {"!!bool true", Bool, "true"}, {"!!null ''", Null, ""},
		{"|\n  a\n  b\n", String, "a\nb\n"}, {">-\n  a\n  b\n", String, "a b"},
	} {
		d, _ := Parse("x.yaml", []byte("k: "+c.src))
		n := d.Lookup("/k")
		if n == nil || n.Kind != c.kind || n.Value != c.value {
			t.Errorf("%q is %+v, want %s %q", c.src, n, c.kind, c.value)
		}
	}
	d, _ := Parse("x.yaml", []byte("a: 1\nb: '1'\nc: !!str 1\nd: |\n  1\n"))
	for pointer, want := range map[string]bool{"/a": true, "/b": false, "/c": false, "/d": false} {
		if got := d.Lookup(pointer).Plain; got != want {
			t.Errorf("%s: plain %t", pointer, got)
		}
	}
}

// spans gives the text of the span of each node, which must be what a person
// would mark as the value.
func TestYAMLSpans(t *testing.T) {
	for _, c := range []struct{ name, src, pointer, want string }{
		{"plain", "a: some text  # c\n", "/a", "some text"},
		{"plain over lines", "a: x\n  y\n\n  z # c\nb: 1", "/a", "x\n  y\n\n  z"},
		{"double", `a: "x \" y" # "`, "/a", `"x \" y"`},
		{"double over lines", "a: \"x\n  y\" # c\n", "/a", "\"x\n  y\""},
		{"single", "a: 'it''s' # '", "/a", "'it''s'"},
		{"literal", "a: |\n  x\n\n  y\n\nb: 1\n", "/a", "|\n  x\n\n  y"},
		{"literal with indicator", "a: |2-\n   x\n  y\nb: 1\n", "/a", "|2-\n   x\n  y"},
		{"literal in a list", "- a: |\n    x\n  b: 1\n", "/0/a", "|\n    x"},
		{"literal in a list in a mapping", "k:\n- |\n x\n- y\n", "/k/0", "|\n x"},
		{"folded at the end", "a: >\n  x\n  y", "/a", ">\n  x\n  y"},
		{"literal without text", "a: |\nb: 1\n", "/a", "|"},
		{"literal with a comment", "a: | # c\n  x\nb: 1\n", "/a", "| # c\n  x"},
		{"flow list", "a: [1, [2], 'x]', # ]\n  ] # c\n", "/a", "[1, [2], 'x]', # ]\n  ]"},
		{"flow mapping", "a: {b: '}', c, d: }\n", "/a", "{b: '}', c, d: }"},
		{"empty flows", "a: [ ]\nb: { }\n", "/b", "{ }"},
		{"pair in a list", "a: [b: c, d]\n", "/a/0", "b: c"},
		{"json", `{"a": {"b": [1, "x"]}}`, "/a", `{"b": [1, "x"]}`},
		{"block list", "a:\n  - 1\n  - b: 2\n    c: 3\nd: 1\n", "/a", "- 1\n  - b: 2\n    c: 3"},
		{"block mapping", "a:\n  b: 1\n  c: 'x'\n\nd: 1\n", "/a", "b: 1\n  c: 'x'"},
		{"item", "a:\n  - b: 2\n    c: 3\n", "/a/0", "b: 2\n    c: 3"},
		{"anchor", "a: &x value\nb: *x\n", "/a", "value"},
		{"alias", "a: &x value\nb: *x # c\n", "/b", "*x"},
		{"anchor that ends early", "&0:\x7fx y\n", "", ":\x7fx y"},
		{"in an alias", "a: &x {k: v}\nb: *x\n", "/b/k", "v"},
		{"tag and anchor", "a: !!str &x 12\n", "/a", "12"},
		{"anchor before a block", "a: &x # c\n  b: 1\n", "/a", "b: 1"},
		{"verbatim tag", "a: !<tag:yaml.org,2002:str> 12\n", "/a", "12"},
		{"multi-byte", "ключ: [é, '日本', \"😀\", x]\n", "/ключ/3", "x"},
		{"crlf", "a: 1\r\nb: |\r\n  x\r\n  y\r\nc: 'z'\r\n", "/b", "|\r\n  x\r\n  y"},
		{"after crlf", "a: 1\r\nb: |\r\n  x\r\n  y\r\nc: 'z'\r\n", "/c", "'z'"},
		{"carriage returns", "a: 1\rb: 2\r", "/b", "2"},
		{"after next line", "a: \"x\u0085y\"\nb: z\n", "/b", "z"},
		{"absent", "a:\nb: 1\n", "/a", ""},
		{"after a mark", "\uFEFFa: x\n", "/a", "x"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, fs := Parse("x.yaml", []byte(c.src))
			verify(t, d, fs)
			n := d.Lookup(c.pointer)
			if n == nil {
				t.Fatalf("no %s; findings: %s", c.pointer, brief(fs))
			}
			if got := c.src[n.Span.Start:n.Span.End]; got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestYAMLKeySpans(t *testing.T) {
	src := "plain: 1\n'sin gle': 1\n\"dou\\tble\": 1\n? explicit\n: 1\n&a anchored: 1\n!!str 12: 1\nключ: 1\nf: {in flow: 1}\n"
	d, fs := Parse("x.yaml", []byte(src))
	if len(fs) != 0 {
		t.Fatal(brief(fs))
	}
	want := []string{"plain", "'sin gle'", `"dou\tble"`, "explicit", "anchored", "12", "ключ", "f"}
	for i, c := range d.Root.Children {
		if got := src[c.KeySpan.Start:c.KeySpan.End]; got != want[i] {
			t.Errorf("key %q at %q", c.Key, got)
		}
	}
	if n := d.Lookup("/f/in flow"); n == nil || src[n.KeySpan.Start:n.KeySpan.End] != "in flow" {
		t.Errorf("got %+v", n)
	}
	verify(t, d, fs)
}
