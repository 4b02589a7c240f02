package document

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestPointer(t *testing.T) {
	for want, parts := range map[string][]string{
		"": {}, "/": {""}, "/a": {"a"}, "/a/0": {"a", "0"}, "/a~1b/m~0n": {"a/b", "m~n"}, "/~01": {"~1"}, "/é//x": {"é", "", "x"},
	} {
		if got := Pointer(parts...); got != want {
			t.Errorf("Pointer(%q) is %q, want %q", parts, got, want)
		}
		if got, ok := Split(want); !ok || !slices.Equal(got, parts) {
			t.Errorf("Split(%q) is %q %t, want %q", want, got, ok, parts)
		}
	}
	for _, bad := range []string{"a", "#/a", "/~", "/a~", "/~2", "/a/~x"} {
		if got, ok := Split(bad); ok {
			t.Errorf("Split(%q) is %q", bad, got)
		}
	}
}

// The examples of RFC 6901, section 5.
func TestLookupRFC6901(t *testing.T) {
	d, _ := Parse("x.json", []byte(`{"foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "e^f": 3, "g|h": 4, "i\\j": 5, "k\"l": 6, " ": 7, "m~n": 8}`))
	for pointer, want := range map[string]string{
		"/foo/0": "bar", "/": "0", "/a~1b": "1", "/c%d": "2", "/e^f": "3", "/g|h": "4", "/i\\j": "5", "/k\"l": "6", "/ ": "7", "/m~0n": "8",
	} {
		if n := d.Lookup(pointer); n == nil || n.Value != want {
			t.Errorf("%s is %+v, want %s", pointer, n, want)
		}
	}
	if d.Lookup("") != d.Root || d.Lookup("/foo").Kind != Sequence {
		t.Errorf("the root or a list is not found")
	}
	for _, absent := range []string{"/x", "/foo/2", "/foo/-", "/foo/-1", "/foo/00", "/foo/+0", "/foo/0/x", "/foo/9999999999999999999", "foo", "/~"} {
		if n := d.Lookup(absent); n != nil {
			t.Errorf("%s is %+v", absent, n)
		}
	}
	if (&Document{}).Lookup("/a") != nil {
		t.Errorf("a document without a root has members")
	}
}

func TestAt(t *testing.T) {
	yaml := "# card\nname: é x\nempty:\nnone: null\ntags: [a, b]\nmodel:\n  version: '1'\n  runs:\n    - id: 1\n      loss: 2\n    -\n"
	passages := "# a\n\nText.\nText. It **reaches** [0.91](https://x.y/z) on `SST-2`.\nÜber *alles* i\nst es gut.\n\n# b\n"
	card := "\n---\nlicense: mit\nsections: x\n---\n# Intended use\ntext\n\nBias\n====\n"
	for _, c := range []struct{ path, src, pointer, want string }{
		{"x.yaml", yaml, "", "1:1-1:1"},
		{"x.yaml", yaml, "/name", "2:7-2:10"},
		{"x.yaml", yaml, "/empty", "3:1-3:6"},
		{"x.yaml", yaml, "/none", "4:1-4:5"},
		{"x.yaml", yaml, "/tags", "5:1-5:5"},
		{"x.yaml", yaml, "/tags/1", "5:11-5:12"},
		{"x.yaml", yaml, "/tags/7", "5:1-5:5"},
		{"x.yaml", yaml, "/model/version", "7:12-7:15"},
		{"x.yaml", yaml, "/model/version/x", "7:12-7:15"},
		{"x.yaml", yaml, "/model/absent/x", "6:1-6:6"},
		{"x.yaml", yaml, "/model/runs", "8:3-8:7"},
		{"x.yaml", yaml, "/model/runs/0", "9:7-9:12"},
		{"x.yaml", yaml, "/model/runs/0/loss", "10:13-10:14"},
		{"x.yaml", yaml, "/model/runs/0/acc", "9:7-9:12"},
		{"x.yaml", yaml, "/model/runs/1", "11:6-11:6"},
		{"x.yaml", yaml, "/absent", "1:1-1:1"},
		{"x.yaml", yaml, "no pointer", "1:1-1:1"},
		{"x.yaml", "a: b: c", "/a", "1:1-1:1"},
		{"x.yaml", "a: [{b: 1, c: 2}]", "/a/0", "1:5-1:17"},
		{"x.json", "{\"a\": {\n\"b\": 1}}", "/a", "1:2-1:5"},
		{"x.json", "[{\n\"b\": 1}]", "/0", "1:2-1:3"},
		{"x.md", card, "", "2:1-2:4"},
		{"x.md", card, "/license", "3:10-3:13"},
		{"x.md", card, "/absent", "2:1-2:4"},
		{"x.md", card, "/sections/intended-use", "6:1-6:15"},
		{"x.md", card, "/sections/bias", "9:1-9:5"},
		{"x.md", card, "/sections/bias/x", "9:1-9:5"},
		{"x.md", card, "/sections/absent", "1:1-1:1"},
		{"x.md", card, "/sections", "1:1-1:1"},
		{"x.md", passages, "/sections/a/It reaches 0.91 on SST-2", "4:7-4:53"},
		{"x.md", passages, "/sections/a/Über alles ist es gut", "5:1-5:15"},
		{"x.md", passages, "/sections/a/never said", "1:1-1:4"},
		{"x.md", passages, "/sections/a/", "1:1-1:4"},
		{"x.md", passages, "/sections/b/It reaches 0.91", "8:1-8:4"},
		{"x.md", "One. It reaches\n0.91.\n\n# b\n", "/body/paragraphs/0/It reaches 0.91", "1:6-1:16"},
		{"x.md", "One. It reaches\n0.91.\n\n# b\n", "/body/paragraphs/0/nothing", "1:1-2:6"},
		{"x.md", "text\n", "/license", "1:1-1:1"},
	} {
		d, fs := Parse(c.path, []byte(c.src))
		verify(t, d, fs)
		p := d.At(c.pointer)
		if got := fmt.Sprintf("%d:%d-%d:%d", p.Line, p.Column, p.EndLine, p.EndColumn); got != c.want {
			t.Errorf("%s %q is at %s, want %s", c.path, c.pointer, got, c.want)
		}
		want := c.pointer
		switch parts, _ := Split(want); { // the words are no part of it
		case len(parts) > 2 && parts[0] == sectionsKey:
			want = Pointer(parts[:2]...)
		case len(parts) > 3 && parts[1] == "paragraphs":
			want = Pointer(parts[:3]...)
		}
		if p.Path != c.path || p.Pointer != want {
			t.Errorf("%q: path and pointer are lost: %+v", c.pointer, p)
		}
		verifyPosition(t, d, p)
	}
	d, _ := Parse("x.md", []byte(card))
	if n := d.Lookup("/sections"); n != nil {
		t.Errorf("a front-matter key named sections is reachable: %+v", n)
	}
}

func TestKeyAt(t *testing.T) {
	d, _ := Parse("x.yaml", []byte("a: 1\nb: [x]\n"))
	for pointer, want := range map[string]int{"/a": 1, "/b": 1, "/b/0": 5, "/absent": 1} {
		if p := d.KeyAt(pointer); p.Column != want || p.Pointer != pointer {
			t.Errorf("the key of %s is at %+v", pointer, p)
		}
	}
}

func FuzzPointer(f *testing.F) {
	for _, s := range []string{"", "a", "a/b", "~", "~0~1", "/", "é/~1/", "0\x00x"} {
		f.Add(s, s)
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		p := Pointer(a, b)
		if parts, ok := Split(p); !ok || !slices.Equal(parts, []string{a, b}) {
			t.Errorf("%q and %q become %q and then %q", a, b, p, parts)
		}
		if parts, ok := Split(a); ok && Pointer(parts...) != a {
			t.Errorf("%q becomes %q", a, Pointer(parts...))
		}
		if strings.Count(p, "/") != 2 {
			t.Errorf("%q has not two segments", p)
		}
	})
}
