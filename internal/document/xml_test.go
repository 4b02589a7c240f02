package document

import (
	"slices"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/finding"
)

func TestXMLBecomesATree(t *testing.T) {
	src := "\uFEFF<?xml version=\"1.0\"?>\n<!-- c -->\n<b:bom xmlns:b=\"http://x/1.6\" v='1'>\n  <items>\n    <item id=\"é\">  one &amp; <![CDATA[<two>]]></item>\n    <item>three</item>\n  </items>\n  <empty/>\n  <name> n\u00e4me </name>\n</b:bom>\n"
	d, found := Parse("a.xml", []byte(src))
	if len(found) > 0 || d.Root == nil {
		t.Fatalf("%v", found)
	}
	for pointer, want := range map[string]string{"/@xmlns": "http://x/1.6", "/@v": "1", "/items/item/0/#text": "one & <two>", "/items/item/0/@id": "é", "/items/item/1": "three", "/empty": "", "/name": "näme"} {
		n := d.Lookup(pointer)
		if n == nil || n.Value != want {
			t.Errorf("%s: %+v, want %q", pointer, n, want)
			continue
		}
		if at := d.At(pointer); want != "" && pointer != "/items/item/0/#text" && string(d.Source[n.Span.Start:n.Span.End]) != want {
			t.Errorf("%s is at %+v: %q", pointer, at, d.Source[n.Span.Start:n.Span.End])
		}
	}
	if at := d.At("/items/item/0/@id"); at.Line != 5 || at.Column != 15 {
		t.Errorf("the attribute is at %d:%d", at.Line, at.Column)
	}
	if d.Root.Key != "bom" {
		t.Errorf("root is %q", d.Root.Key)
	}
}

// Nothing in XML may fetch, expand or hide.
func TestXMLRefuses(t *testing.T) {
	for src, want := range map[string]string{
		"<!DOCTYPE x [<!ENTITY a \"b\">]><x>&a;</x>": "document type",
		"<x>&a;</x>":                      "&amp;",
		"<x>&#0;</x>":                     "&amp;",
		"<x a=\"1\" a=\"2\"/>":            "duplicate key",
		"<x><y></x>":                      "end tag",
		"<x>":                             "no end tag",
		"<x/><y/>":                        "root element",
		"text":                            "outside",
		"<x a=1/>":                        "quotes",
		"<x a=\"<\"/>":                    "&lt;",
		"<x><!-- ":                        "does not end",
		"<x><![CDATA[ ":                   "does not end",
		"<!-- only -->":                   "no element",
		strings.Repeat("<x>", maxDepth+1): "nested",
	} {
		_, found := ParseAs(XML, "a.xml", []byte(src))
		if !slices.ContainsFunc(found, func(f finding.Finding) bool { return strings.Contains(f.Message, want) && f.Severity == finding.Error }) {
			t.Errorf("%.40q: %v, want %q", src, found, want)
		}
	}
}

// TestXMLIsLinear: twice the file costs about twice the nodes, and a hostile one is bounded.
func TestXMLIsBounded(t *testing.T) {
	_, found := ParseAs(XML, "a.xml", []byte("<x>"+strings.Repeat("<y/>", MaxNodes+1)+"</x>"))
	if len(found) != 1 || found[0].Rule != tooManyNodes {
		t.Errorf("%v", found)
	}
}

func FuzzParseXML(f *testing.F) {
	for _, s := range []string{
		"<?xml version='1.0'?><a b='c'>d<!-- e --><f/><f>&#x41;&lt;</f><![CDATA[<]]></a>", "<a><b><c></c></b></a>", "<!DOCTYPE a><a/>", "\uFEFF<a:b xmlns:a=''/>", "<a\n\tb = \"é\" >\r\n</a >", "<a>&", "<a b", "<", "<a></b>", "<a><![CDATA[]]></a>",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		d, fs := ParseAs(XML, "x", src)
		verify(t, d, fs)
		if d.Root == nil && !slices.ContainsFunc(fs, func(f finding.Finding) bool { return f.Severity == finding.Error }) {
			t.Errorf("no root and no error")
		}
	})
}
