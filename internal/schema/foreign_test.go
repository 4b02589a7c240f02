package schema

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	reference "github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/schemas"
)

// newer are keywords of later drafts, which the validator silently ignores: a
// document that must fail would pass.
var newer = []string{"unevaluatedProperties", "unevaluatedItems", "dependentRequired", "dependentSchemas", "prefixItems", "minContains", "maxContains", "$defs", "$anchor", "$dynamicRef", "$dynamicAnchor", "$recursiveRef", "$vocabulary"}

var update = flag.Bool("update", false, "pack the schemas of other projects again")

// published is the directory of the schemas of other projects, as they publish them.
func published() fs.FS { return os.DirFS("../../schemas/foreign") }

// schemasOf reads the schemas at dir, by file name.
func schemasOf(t *testing.T, fsys fs.FS, dir string) map[string][]byte {
	t.Helper()
	names, err := fs.Glob(fsys, path.Join(dir, "*.schema.json"))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, name := range names {
		if files[path.Base(name)], err = fs.ReadFile(fsys, name); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// pack makes a zip file of files; the same files make the same bytes.
func pack(t *testing.T, files map[string][]byte) []byte {
	t.Helper()
	var packed bytes.Buffer
	w := zip.NewWriter(&packed)
	w.RegisterCompressor(zip.Deflate, func(out io.Writer) (io.WriteCloser, error) { return flate.NewWriter(out, flate.BestCompression) })
	for _, name := range slices.Sorted(maps.Keys(files)) {
		f, err := w.Create(name)
		if err == nil {
			_, err = f.Write(files[name])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return packed.Bytes()
}

// TestForeignSchemasArePacked: what the program has of other projects' schemas is what
// they publish, byte for byte, and all of it. With -update they are packed again.
func TestForeignSchemasArePacked(t *testing.T) {
	want := schemasOf(t, published(), ".")
	if *update {
		if err := os.WriteFile("../../schemas/foreign.zip", pack(t, want), 0o644); err != nil {
			t.Fatal(err)
		}
		return // this program has the previous one
	}
	packed, err := schemas.Foreign()
	if err != nil {
		t.Fatal(err)
	}
	if got := schemasOf(t, packed, "."); !maps.EqualFunc(got, want, bytes.Equal) {
		t.Errorf("schemas/foreign.zip has %v, and schemas/foreign %v, or their contents differ: run `go test ./internal/schema -run Packed -update`",
			slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(want)))
	}
}

func TestForeignSchemasAreDraft07(t *testing.T) {
	files := schemasOf(t, published(), ".")
	described := schemasOf(t, schemas.FS, "formats")
	if len(files) != 8 || len(described) != 6 {
		t.Fatalf("%d schemas of other projects and %d of formats", len(files), len(described))
	}
	maps.Copy(files, described)
	for file, raw := range files {
		var tree map[string]any
		if err := json.Unmarshal(raw, &tree); err != nil {
			t.Fatal(err)
		}
		if tree["$schema"] != "http://json-schema.org/draft-07/schema#" {
			t.Errorf("%s declares %v", file, tree["$schema"])
		}
		for _, word := range keywords(tree, false) {
			if slices.Contains(newer, word) {
				t.Errorf("%s uses %s, which is newer than draft-07", file, word)
			}
		}
	}
}

// keywords lists the keys of a schema that are no names of properties.
func keywords(node any, names bool) []string {
	var out []string
	switch n := node.(type) {
	case map[string]any:
		for key, v := range n {
			if !names {
				out = append(out, key)
			}
			out = append(out, keywords(v, !names && (key == "properties" || key == "definitions" || key == "patternProperties" || key == "dependencies"))...)
		}
	case []any:
		for _, v := range n {
			out = append(out, keywords(v, false)...)
		}
	}
	return out
}

// peer compiles a schema with a second validator.
func peer(t *testing.T, name string) *reference.Schema {
	t.Helper()
	c := reference.NewCompiler()
	c.DefaultDraft(reference.Draft7)
	url := ""
	for file, raw := range schemasOf(t, published(), ".") {
		parsed, err := reference.UnmarshalJSON(bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		root := parsed.(map[string]any) // both versions of the toolkit's schema have the id of the first
		root["$id"] = strings.ReplaceAll(root["$id"].(string), "model_card.schema.json", file)
		id := root["$id"].(string)
		if err := c.AddResource(id, root); err != nil {
			t.Fatal(err)
		}
		if file == name+".schema.json" {
			url = id
		}
	}
	s, err := c.Compile(url)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// examples are the files of a collection: a heading, then "-- name --" and the text.
func examples(t *testing.T, file string) map[string]string {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	name := ""
	for _, line := range strings.SplitAfter(string(raw), "\n") {
		if n, ok := strings.CutPrefix(strings.TrimSpace(line), "-- "); ok && strings.HasSuffix(n, " --") {
			name = strings.TrimSuffix(n, " --")
			continue
		}
		if name != "" {
			out[name] += line
		}
	}
	return out
}

// TestForeignSchemasAgreeWithAPeer: for each schema, the verdict on each official
// example is that of a second validator, and that of the example's name.
func TestForeignSchemasAgreeWithAPeer(t *testing.T) {
	collections, _ := filepath.Glob("testdata/foreign/*.txt")
	if len(collections) < 5 {
		t.Fatalf("only %d collections of examples", len(collections))
	}
	for _, file := range collections {
		name := strings.TrimSuffix(filepath.Base(file), ".txt")
		t.Run(name, func(t *testing.T) {
			second := peer(t, name)
			verdicts := map[bool]int{}
			for example, text := range examples(t, file) {
				d, found := document.ParseAs(document.JSON, example, []byte(text))
				if d.Root == nil {
					t.Fatalf("%s: %v", example, found)
				}
				found, err := ValidateForeign(name, d)
				if err != nil {
					t.Fatal(err)
				}
				value, err := reference.UnmarshalJSON(strings.NewReader(text))
				if err != nil {
					t.Fatal(err)
				}
				ours, theirs := len(found) == 0, second.Validate(value) == nil
				if ours != theirs {
					t.Errorf("%s: valid for us: %v, for the peer: %v\n%v", example, ours, theirs, found)
				}
				verdicts[ours]++
				for _, f := range found {
					if f.Severity != finding.Warning || f.At.Line < 1 {
						t.Errorf("%s: %+v", example, f)
					}
				}
			}
			if verdicts[true] == 0 || verdicts[false] == 0 {
				t.Errorf("valid and invalid examples: %v", verdicts)
			}
		})
	}
}

func TestForeignFindingsAreBounded(t *testing.T) {
	d, _ := document.ParseAs(document.JSON, "bom.json", []byte(`{"bomFormat":"CycloneDX","specVersion":"1.6","components":[`+strings.TrimSuffix(strings.Repeat(`{"type":7},`, 5000), ",")+`]}`))
	found, err := ValidateForeign("cyclonedx-1.6", d)
	if err != nil || len(found) != maxForeign || !strings.Contains(found[maxForeign-1].Message, "more such findings") {
		t.Errorf("%d findings, %v", len(found), err)
	}
	if found, err := ValidateForeign("cyclonedx-9.9", d); err != nil || found != nil {
		t.Errorf("a version without a schema: %v, %v", found, err)
	}
}

// BenchmarkViolations holds a bill to its schema of whose components each breaks
// it: ten times the components take about ten times as long.
func BenchmarkViolations(b *testing.B) {
	for _, n := range []int{200, 2000} {
		component := `{"type": "machine-learning-model", "name": "m", "licenses": [{"x": 1}]}`
		src := `{"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "components": [` + component + strings.Repeat(","+component, n-1) + `]}`
		d, _ := document.Parse("bom.json", []byte(src))
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				if found, err := ValidateForeign("cyclonedx-1.6", d); err != nil || len(found) != maxForeign {
					b.Fatal(len(found), err)
				}
			}
		})
	}
}
