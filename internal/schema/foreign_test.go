package schema

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
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

func TestForeignSchemasAreDraft07(t *testing.T) {
	files, err := fs.Glob(schemas.FS, "foreign/*.json")
	if err != nil || len(files) != 8 {
		t.Fatalf("%v, %v", files, err)
	}
	described, err := fs.Glob(schemas.FS, "formats/*.json")
	if err != nil || len(described) != 6 {
		t.Fatalf("%v, %v", described, err)
	}
	files = append(files, described...)
	for _, file := range files {
		raw, err := fs.ReadFile(schemas.FS, file)
		if err != nil {
			t.Fatal(err)
		}
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
	files, _ := fs.Glob(schemas.FS, "foreign/*.json")
	url := ""
	for _, file := range files {
		raw, err := fs.ReadFile(schemas.FS, file)
		if err != nil {
			t.Fatal(err)
		}
		parsed, err := reference.UnmarshalJSON(bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		root := parsed.(map[string]any) // both versions of the toolkit's schema have the id of the first
		root["$id"] = strings.ReplaceAll(root["$id"].(string), "model_card.schema.json", path.Base(file))
		id := root["$id"].(string)
		if err := c.AddResource(id, root); err != nil {
			t.Fatal(err)
		}
		if path.Base(file) == name+".schema.json" {
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
