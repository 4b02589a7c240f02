package policy

import (
	"bytes"
	"encoding/json"
	"os"
	"reflect"
	"testing"
	"testing/fstest"

	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/source"
	"github.com/modelgate-dev/modelgate/policies"
)

// TestRecordedCatalogue: policies/catalogue.json is what the rules say. With
// -update it is written anew.
func TestRecordedCatalogue(t *testing.T) {
	var ps problems
	src, err := readSources(policies.FS, nil, &ps, isRule)
	if err != nil || len(ps) > 0 {
		t.Fatal(err, ps)
	}
	made := record{Digest: digest(src, Options{})}
	for _, e := range catalogue(parse(src.rules, capabilities(), &ps), &ps) {
		made.Rules = append(made.Rules, e.rule)
	}
	var want bytes.Buffer
	enc := json.NewEncoder(&want)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(made); err != nil {
		t.Fatal(err)
	}
	file := "../../policies/" + recordedFile
	if *update {
		if err := os.WriteFile(file, want.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if got, err := os.ReadFile(file); err != nil || !bytes.Equal(got, want.Bytes()) {
		t.Errorf("%s is stale: run `go test ./internal/policy -update`", file)
	}
	if _, ok := recorded(src, parseAll(src.rules, capabilities(), false, &ps)); !ok {
		t.Error("the record is not used")
	}
}

// Load takes the built-in rules that were compiled before; LoadFS compiles
// everything. Nobody may be able to tell them apart.
func TestLoadOverBuiltinsIsLoad(t *testing.T) {
	custom := map[string]string{
		"policies/a.rego": header() + "package modelgate.custom.a.b\n\nimport data.modelgate.custom.lib.x\n\n" + `deny contains {"at": input.head.at, "message": x.message}`,
		"policies/x.rego": "package modelgate.custom.lib.x\n\nmessage := \"m\"",
		"policies/c.rego": "package main\n\ndeny contains \"always\"",
	}
	for name, test := range map[string]struct {
		files map[string]string
		opt   Options
	}{
		"nothing of one's own": {},
		"own, and severities":  {files: custom, opt: Options{Severity: map[string]map[finding.Stage]finding.Severity{"card/missing": {finding.Production: finding.Note}}}},
		"rules turned off":     {files: custom, opt: Options{Off: map[string]string{"card/missing": "we have none here"}}},
		"tables":               {files: map[string]string{"data/sections.yaml": "required: {draft: [contact], review: [contact], production: [contact]}\n"}},
	} {
		tree := fstest.MapFS{}
		own := fstest.MapFS{}
		for path, text := range test.files {
			tree[".modelgate/"+path] = &fstest.MapFile{Data: []byte(text)}
			own[path] = &fstest.MapFile{Data: []byte(text)}
		}
		fast, err := Load(t.Context(), source.Base{Tree: source.NewTree("base", tree)}, test.opt)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		full, err := LoadFS(t.Context(), policies.FS, own, test.opt)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if !reflect.DeepEqual(fast.Rules(), full.Rules()) || fast.Digest() != full.Digest() {
			t.Errorf("%s: rules or digest differ", name)
		}
		if a, b := evaluate(t, fast, model()), evaluate(t, full, model()); !reflect.DeepEqual(a, b) || len(a) < 70 {
			t.Errorf("%s: %d and %d verdicts differ", name, len(a), len(b))
		}
	}
}
