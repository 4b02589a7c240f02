package document

import (
	"bytes"
	"encoding/json"
	"io"
	"reflect"
	"strings"
	"testing"
)

func TestJSONFindings(t *testing.T) {
	for _, c := range []struct{ name, src, want string }{
		{"clean", `{"a": [1, -2.5e3, true, null, "x"]}`, ""},
		{"byte order mark", "\uFEFF{\"a\": NaN}", "1:7-1:10 not_finite /a"},
		{"duplicate key", "{\"a\": 1,\n \"\\u0061\": 2}", "2:2-2:10 duplicate_key /a"},
		{"not finite", `[NaN, Infinity, -Infinity, 1]`, "1:2-1:5 not_finite /0\n1:7-1:15 not_finite /1\n1:17-1:26 not_finite /2"},
		{"python words", `{"a": None}`, "1:7-1:11 syntax /a"},
		{"trailing comma", "[1,\n 2, ]", "2:3-2:4 syntax"},
		{"trailing comma in a mapping", `{"a": 1,}`, "1:8-1:9 syntax"},
		{"comment", "{// x\n}", "1:2-1:3 syntax"},
		{"comment after a comma", "[1, # x\n2]", "1:5-1:6 syntax /1"},
		{"single quotes", "{'a': 1}", "1:2-1:3 syntax"},
		{"missing comma", `{"a": 1 "b": 2}`, "1:9-1:10 syntax"},
		{"missing colon", `{"a" 1}`, "1:6-1:7 syntax"},
		{"missing value", `{"é": }`, "1:7-1:8 syntax /é"},
		{"open list", "[1, 2\n", "2:1-2:1 syntax"},
		{"open text", `{"a": "x`, "1:7-1:8 syntax /a"},
		{"line break in a text", "[\"a\nb\"]", "1:4-1:4 syntax /0"},
		{"tab in a text", "[\"a\tb\"]", "1:4-1:5 syntax /0"},
		{"unknown escape", `["a\x"]`, "1:4-1:6 syntax /0"},
		{"short escape", `["\u12"]`, "1:3-1:5 syntax /0"},
		{"control character", "[\"a\x01\"]", "1:4-1:5 control_character"},
		{"leading zero", `[01]`, "1:2-1:4 syntax /0"},
		{"plus sign", `[+1]`, "1:2-1:4 syntax /0"},
		{"bare point", `[.5, 1]`, "1:2-1:4 syntax /0"},
		{"point at the end", `[1.]`, "1:2-1:4 syntax /0"},
		{"hexadecimal", `[0x1F]`, "1:2-1:6 syntax /0"},
		{"minus alone", `[-]`, "1:2-1:3 syntax /0"},
		{"second value", "{}\n{}", "2:1-2:3 several_documents"},
		{"trailing bracket", `{}}`, "1:3-1:4 syntax"},
		{"trailing text", `{} x`, "1:4-1:5 syntax"},
		{"deep", strings.Repeat("[", maxDepth+1), "1:65-1:65 too_deep" + " " + strings.Repeat("/0", maxDepth)},
		{"as deep as it may be", strings.Repeat("[", maxDepth) + strings.Repeat("]", maxDepth), ""},
		{"many values", "[" + strings.Repeat("1,", MaxNodes) + "1]", "1:400000-1:400000 too_many_nodes /199999"},
		{"long number", "[" + strings.Repeat("1", MaxNumber+1) + "]", "1:2-1:67 number_too_large /0"},
		{"large exponent", `[1e400, 1E+401, 1e-9999999999]`, "1:9-1:15 number_too_large /1\n1:17-1:30 number_too_large /2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, fs := Parse("x.json", []byte(c.src))
			if got := brief(fs); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
			verify(t, d, fs)
			broken := strings.Contains(c.want, "syntax") || strings.Contains(c.want, "too_") && !strings.Contains(c.want, "number") || strings.Contains(c.want, "control")
			if (d.Root == nil) != broken {
				t.Errorf("root is %v", d.Root)
			}
		})
	}
}

func TestJSONValues(t *testing.T) {
	for _, src := range []string{
		`{}`, `[]`, `null`, `true`, `"x"`, ` 1 `, `-0`, `0`, `1.10`, `1e5`, `-1.5E+10`, `12345678901234567890`,
		`{"a": {"b": [1, 2, {"c": null}]}, "": "", "a/b~c": "é\n\"\\\/\b\f\n\r\t"}`,
		`["\u00e9", "\ud83d\ude00", "\ud83d", "\ude00\ud83d", "\ud83dx", "\ud83d\u0041", "\uD83D\uDE00", "\u0000", "` + "\u2028\u007f" + `"]`,
		"[1,\r\n2\t]", "\"\u0080\uFFFD\"",
	} {
		d, fs := Parse("x.json", []byte(src))
		if len(fs) != 0 {
			t.Errorf("%s: %s", src, brief(fs))
			continue
		}
		verify(t, d, fs)
		agreesWithStandard(t, d)
	}
}

func TestJSONSpans(t *testing.T) {
	src := "{\n  \"é\": [1, {\"k\": \"日本\"}],\n  \"b\" : null\n}\n"
	d, fs := Parse("x.json", []byte(src))
	if len(fs) != 0 {
		t.Fatal(brief(fs))
	}
	verify(t, d, fs)
	for pointer, want := range map[string][2]string{
		"/é":     {`"é"`, `[1, {"k": "日本"}]`},
		"/é/1/k": {`"k"`, `"日本"`},
		"/b":     {`"b"`, `null`},
	} {
		n := d.Lookup(pointer)
		if key, value := src[n.KeySpan.Start:n.KeySpan.End], src[n.Span.Start:n.Span.End]; key != want[0] || value != want[1] {
			t.Errorf("%s: key %s, value %s", pointer, key, value)
		}
	}
}

// agreesWithStandard compares the tree with what encoding/json reads.
func agreesWithStandard(t *testing.T, d *Document) {
	t.Helper()
	dec := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(d.Source, byteOrderMark)))
	dec.UseNumber()
	var want any
	if err := dec.Decode(&want); err != nil {
		t.Errorf("encoding/json: %v", err)
		return
	}
	if _, err := dec.Token(); err != io.EOF {
		t.Errorf("encoding/json sees more than one value")
	}
	if got := plain(d.Root); !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// plain is what encoding/json makes of a node.
func plain(n *Node) any {
	switch n.Kind {
	case Mapping:
		m := map[string]any{}
		for _, c := range n.Children {
			m[c.Key] = plain(c)
		}
		return m
	case Sequence:
		s := []any{}
		for _, c := range n.Children {
			s = append(s, plain(c))
		}
		return s
	case Number:
		return json.Number(n.Value)
	case Bool:
		return n.Value == "true"
	case Null:
		return nil
	default:
		return n.Value
	}
}
