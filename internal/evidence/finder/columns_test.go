package finder

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/source/sourcetest"
)

// readColumn reads a column of one file of a model.
func readColumn(file, text, column string) (evidence.Column, error) {
	tree := sourcetest.Tree("head", fstest.MapFS{"m/README.md": {Data: []byte("---\nlicense: mit\n---\n")}, file: {Data: []byte(text)}})
	s, err := New(tree, Layout{}).Read("m")
	if err != nil {
		return evidence.Column{}, err
	}
	return s.ColumnReader().Read(file, column)
}

func describeColumn(c evidence.Column) string {
	var parts []string
	for _, e := range c.Edges {
		parts = append(parts, e.RatString())
	}
	for _, x := range c.Counts {
		parts = append(parts, fmt.Sprintf("%s:%d", x.Name, x.N))
	}
	return strings.TrimSpace(fmt.Sprint(c.Numbers, parts, c.Empty, " of ", c.N()))
}

func TestColumns(t *testing.T) {
	for name, tt := range map[string]struct{ file, text, want string }{
		"numbers of a table":       {"m/d.csv", "id,age\n1,30\n2,4.5e1\n3,\n", "[30 45] [] 1 of 3"},
		"words of a table":         {"m/d.csv", "id,age\n1,old\n2,30\n3,old\n", "[] [30:1 old:2] 0 of 3"},
		"lines of JSON":            {"m/d.jsonl", "{\"age\": 1}\n{\"age\": null}\n", "[1] [] 1 of 2"},
		"a list of JSON":           {"m/d.json", `[{"age": true}, {"age": false}]`, "[] [false:1 true:1] 0 of 2"},
		"values by column":         {"m/d.json", `{"age": [1, 2], "plan": ["a"]}`, "[1 2] [] 0 of 2"},
		"bins":                     {"m/d.json", `{"age": {"edges": [0, 0.50, 10], "counts": [3, 4]}}`, "[] [0 1/2 10 :3 :4] 0 of 7"},
		"categories":               {"m/d.yaml", "age: {counts: {young: 3, old: 4}}\n", "[] [old:4 young:3] 0 of 7"},
		"no rows":                  {"m/d.json", `[]`, "[] [] 0 of 0"},
		"quotes make words":        {"m/d.csv", "id,age\n1,\"30\"\n", "[] [30:1] 0 of 1"},
		"a table without column":   {"m/d.csv", "id,aeg\n1,30\n", `missing: m/d.csv has no column "age"; near aeg`},
		"a mapping without it":     {"m/d.json", `{"agee": [1]}`, `missing: m/d.json has no column "age"; near agee`},
		"another file":             {"m/e.csv", "id,age\n1,30\n", "missing: there is no file m/d.csv; near "},
		"a row without it":         {"m/d.jsonl", "{\"age\": 1}\n{\"id\": 1}\n", `m/d.jsonl has no value of "age" in row 2; near `},
		"NaN is no number":         {"m/d.json", `[{"age": NaN}]`, "m/d.json cannot be used: line 1: NaN is not a finite number, so it is not valid JSON; near "},
		"a number out of range":    {"m/d.json", `[{"age": 1e399}]`, "m/d.json has the number 1e399, which is out of range; near "},
		"a table with ragged rows": {"m/d.csv", "id,age\n1\n", "m/d.csv cannot be used: line 2: the row has 1 values, and the header names 2; near "},
		"no table":                 {"m/d.json", `[1, 2]`, "m/d.json is a list, but its items are not rows; near "},
		"a scalar":                 {"m/d.yaml", "7\n", `m/d.yaml has no values, bins or categories for "age"; near `},
		"lists for values":         {"m/d.json", `{"age": [[1]]}`, "m/d.json has values that are lists or mappings; near "},
		"bins without counts":      {"m/d.json", `{"age": {"edges": [0, 1]}}`, "m/d.json has neither bins {edges: [...], counts: [...]} nor categories {counts: {...}} there; near "},
		"an edge too few":          {"m/d.json", `{"age": {"edges": [0], "counts": [1]}}`, "m/d.json has 1 edges for 1 bins; near "},
		"edges that fall":          {"m/d.json", `{"age": {"edges": [0, 2, 2], "counts": [1, 1]}}`, "m/d.json has edges that are not numbers that rise; near "},
		"half an example":          {"m/d.json", `{"age": {"counts": {"a": 0.5}}}`, `m/d.json has the count "0.5", which is not a number of examples; near `},
		"less than none":           {"m/d.json", `{"age": {"counts": {"a": -1}}}`, `m/d.json has the count "-1", which is not a number of examples; near `},
		"counts past all bounds":   {"m/d.json", `{"age": {"counts": {"a": 1125899906842624, "b": 1}}}`, `m/d.json has the count "1", which is not a number of examples; near `},
	} {
		t.Run(name, func(t *testing.T) {
			c, err := readColumn(tt.file, tt.text, "age")
			if tt.file == "m/e.csv" {
				s, _ := New(sourcetest.Tree("head", fstest.MapFS{"m/README.md": {Data: []byte("# m")}}), Layout{}).Read("m")
				c, err = s.ColumnReader().Read("m/d.csv", "age")
			}
			got := describeColumn(c)
			var none *evidence.NoColumn
			if errors.As(err, &none) {
				got = map[bool]string{true: "missing: "}[none.Missing] + none.Reason + "; near " + none.Near
			} else if err != nil || c.At != evidence.Anchor(tt.file+"#") {
				t.Fatalf("%+v, %v", c, err)
			}
			if got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// TestAFileOfColumnsCanBeNamed: what is said of it has a place.
func TestAFileOfColumnsCanBeNamed(t *testing.T) {
	s, err := New(sourcetest.Tree("head", fstest.MapFS{"m/README.md": {Data: []byte("# m\n")}, "m/d.csv": {Data: []byte("age\n1\n")}}), Layout{}).Read("m")
	if err != nil {
		t.Fatal(err)
	}
	c, err := s.ColumnReader().Read("m/d.csv", "age")
	if at, ok := s.Locate(c.At); err != nil || !ok || at.Path != "m/d.csv" || at.Line != 1 {
		t.Errorf("%+v, %v, %v", at, ok, err)
	}
}

// TestColumnsOfManyFiles: what a reader keeps is bounded, and a file that it has
// let go of is read again.
func TestColumnsOfManyFiles(t *testing.T) {
	files := fstest.MapFS{"m/README.md": {Data: []byte("# m\n")}}
	row := strings.Repeat("x", 1<<20)
	for i := range 40 {
		files[fmt.Sprintf("m/%d.csv", i)] = &fstest.MapFile{Data: []byte("age,text\n" + fmt.Sprint(i) + "," + row + "\n")}
	}
	files["m/0.csv"].Data = []byte("age\n1\n2,3\n")
	s, err := New(sourcetest.Tree("head", files), Layout{}).Read("m")
	if err != nil {
		t.Fatal(err)
	}
	r := s.ColumnReader()
	for range 2 {
		for i := range 40 {
			c, err := r.Read(fmt.Sprintf("m/%d.csv", i), "age")
			if i == 0 {
				if err == nil {
					t.Errorf("a broken file was read: %+v", c)
				}
			} else if err != nil || len(c.Numbers) != 1 || c.Numbers[0] != float64(i) {
				t.Errorf("file %d: %+v, %v", i, c, err)
			}
			if r.held > maxColumnBytes || len(r.files) > 34 {
				t.Fatalf("%d bytes of %d files are held", r.held, len(r.files))
			}
		}
	}
}

func FuzzColumns(f *testing.F) {
	f.Add("m/d.csv", []byte("id,age\n1,30\n2,\n"))
	f.Add("m/d.json", []byte(`{"age": {"edges": [0, 1e400], "counts": [1]}}`))
	f.Add("m/d.yaml", []byte("age: &a {counts: {x: 1}}\n"))
	f.Fuzz(func(t *testing.T, file string, text []byte) {
		if !slices.Contains([]string{"m/d.csv", "m/d.json", "m/d.jsonl", "m/d.yaml"}, file) {
			return
		}
		if c, err := readColumn(file, string(text), "age"); err == nil && (c.N() < 0 || len(c.Edges) > 0 && len(c.Edges) != len(c.Counts)+1) {
			t.Errorf("%+v", c)
		}
	})
}
