package document

import "testing"

func TestTables(t *testing.T) {
	for _, c := range []struct{ name, file, src, found string }{
		{"a table", "x.csv", "epoch, acc\n1, 0.5\n2,\"a \"\"b\"\", c\"\n", ""},
		{"too few values", "x.csv", "a,b\n1\n", "2:1-2:2 syntax /0"},
		{"a column twice", "x.csv", "a,b,a\n1,2,3\n", "1:5-1:6 duplicate_key /a"},
		{"never closed", "x.csv", "a\n\"x\n", "2:1-2:2 syntax"},
		{"after a quotation", "x.csv", "a\n\"x\"y\n", "2:4-2:5 syntax"},
		{"a number too large", "x.csv", "a\n1e999\n", "2:1-2:6 number_too_large /0/a"},
		{"rows", "x.jsonl", "{\"a\": 1}\n\n{\"a\": 2}\n", ""},
		{"two on a line", "x.jsonl", "{} {}\n", "1:4-1:5 syntax /0"},
		{"one on two lines", "x.jsonl", "{\"a\":\n1}\n", "1:1-1:2 syntax /0"},
		{"cut short", "x.jsonl", "{\"a\": 1}\n{\"a\"", "2:5-2:5 syntax /1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, fs := Parse(c.file, []byte(c.src))
			if got := brief(fs); got != c.found {
				t.Errorf("got\n%s\nwant\n%s", got, c.found)
			}
			verify(t, d, fs)
			if (c.found == "") != (d.Root != nil) && c.name != "a number too large" {
				t.Errorf("root is %v", d.Root)
			}
		})
	}
	d, _ := Parse("x.csv", []byte("\uFEFFepoch,  metrics/mAP50(B),note\r\n0, 0.5,\r\n1,nan,\"x, y\"\r\n"))
	for pointer, want := range map[string]struct {
		kind         Kind
		value        string
		line, column int
	}{
		"/0/metrics~1mAP50(B)": {Number, "0.5", 2, 4}, "/0/note": {Null, "", 2, 8}, "/1/metrics~1mAP50(B)": {String, "nan", 3, 3}, "/1/note": {String, "x, y", 3, 7},
	} {
		n := d.Lookup(pointer)
		if n == nil || n.Kind != want.kind || n.Value != want.value || n.Span.Line != want.line || n.Span.Column != want.column {
			t.Errorf("%s: %+v", pointer, n)
		}
	}
	rows, _ := Parse("x.jsonl", []byte("{\"a\": 1}\n\n{\"a\": 20}\n"))
	if at := rows.At("/1/a"); at.Line != 3 || at.Column != 7 {
		t.Errorf("the second row is at %+v", at)
	}
	points, _ := ParseAs(Fields, "acc", []byte("1670301535917 0.9 0\n1670301535918 nan 1\n"))
	if n := points.Lookup("/1/1"); n == nil || n.Value != "nan" || n.Span.Line != 2 || n.Span.Column != 15 {
		t.Errorf("the second point is %+v", n)
	}
}

func FuzzTables(f *testing.F) {
	for _, s := range []string{"a,b\n1,2\n", "a\n\"x\"\"y\"\r\n", " a , b \n,\n", "1 2 3\n4  5", "{}\n[1]\n\"x\"", "\uFEFFa\n", "a,\n\"", "\n\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		for _, s := range []Syntax{CSV, Fields, JSONLines} {
			d, fs := ParseAs(s, "x", src)
			verify(t, d, fs)
			if d.Root == nil && len(fs) == 0 {
				t.Errorf("%s: no root and no finding", s)
			}
		}
	})
}
