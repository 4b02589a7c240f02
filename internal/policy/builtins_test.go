package policy

import (
	"bytes"
	"math/rand/v2"
	"os"
	"reflect"
	"testing"
	"testing/fstest"

	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/source"
	"github.com/modelgate-dev/modelgate/internal/source/sourcetest"
	"github.com/modelgate-dev/modelgate/policies"
)

// TestRecordedCatalogue: policies/compiled.bin is what the rules and tables come to. With
// -update it is written again.
func TestRecordedCatalogue(t *testing.T) {
	var ps problems
	src, err := readSources(policies.FS, nil, &ps, isRule)
	if err != nil || len(ps) > 0 {
		t.Fatal(err, ps)
	}
	file := "../../policies/" + compiledFile
	want := compiledOf(t, src)
	if *update {
		if err := os.WriteFile(file, want, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if got, err := os.ReadFile(file); err != nil || !bytes.Equal(got, want) {
		t.Fatalf("%s is stale: run `go test ./internal/policy -run RecordedCatalogue -update`", file)
	}
	own, err := readRecorded()
	if err != nil || own == nil {
		t.Fatal("the record is not used", err)
	}
	if h, err := own.hash(); err != nil || sealed(h, Options{}) != digest(src, Options{}) {
		t.Error("the digest that is recorded is not that of the files", err)
	}
	made := catalogue(parse(src.rules, capabilities(), &ps), &ps)
	for i, e := range own.entries {
		if !reflect.DeepEqual(e.rule, made[i].rule) || e.loc.String() != made[i].loc.String() || !e.pkg.Equal(made[i].pkg) {
			t.Errorf("%s is recorded as %+v, and says %+v", made[i].rule.ID, e.rule, made[i].rule)
		}
	}
	if !reflect.DeepEqual(own.tables.store(), src.tables.store()) || len(own.entries) != len(made) {
		t.Error("the tables that are recorded are not those that are written, or there are more rules")
	}
}

// TestRecordedIsCompiled: the rules that are read from policies/compiled.bin, and asked
// where they may find something, say what those say that the compiler has just made and
// that are always asked.
func TestRecordedIsCompiled(t *testing.T) {
	set, err := Load(t.Context(), source.Base{}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	src, err := readFiles()
	if err != nil {
		t.Fatal(err)
	}
	own, err := compileSources(src)
	if err != nil {
		t.Fatal(err)
	}
	made := *set
	made.scopes = own.scopes
	repository := full()
	repository.Scope = finding.ScopeRepository
	inputs := []Input{model(), full(), repository}
	chance := rand.New(rand.NewPCG(20261129, 0))
	for i := range 60 {
		in := full()
		scatter(reflect.ValueOf(&in).Elem(), chance)
		in.Stage, in.Scope, in.Now = "production", []finding.Scope{finding.ScopeModel, finding.ScopeModel, finding.ScopeRepository}[i%3], repository.Now
		inputs = append(inputs, in)
	}
	said := 0
	for _, in := range inputs {
		a, b := evaluate(t, set, in), evaluate(t, &made, in)
		for id := range a {
			if !reflect.DeepEqual(a[id], b[id]) {
				t.Errorf("%s: %+v, compiled %+v", id, a[id], b[id])
			}
			said += len(a[id].Findings)
		}
	}
	if said < 1000 {
		t.Errorf("only %d findings", said)
	}
}

// scatter empties lists, and gives truth values and texts as chance has it.
func scatter(v reflect.Value, chance *rand.Rand) {
	switch v.Kind() {
	case reflect.Pointer:
		scatter(v.Elem(), chance)
	case reflect.Struct:
		for i := range v.NumField() {
			scatter(v.Field(i), chance)
		}
	case reflect.Slice:
		if chance.IntN(3) == 0 {
			v.SetLen(0)
		}
		for i := range v.Len() {
			scatter(v.Index(i), chance)
		}
	case reflect.Bool:
		v.SetBool(chance.IntN(3) > 0)
	case reflect.String:
		texts, closed := closedWords(v.Type())
		if !closed {
			texts = []string{"", "2026-01-31", "none", "identifying", "yes", "m/README.md#/x"}
		}
		if closed || v.Type() == reflect.TypeFor[string]() {
			v.SetString(texts[chance.IntN(len(texts))])
		}
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
		"own, tables, and severities": {files: map[string]string{"data/sections.yaml": "required: {draft: [contact], review: [contact], production: [contact]}\n", "policies/a.rego": custom["policies/a.rego"], "policies/x.rego": custom["policies/x.rego"]},
			opt: Options{Severity: map[string]map[finding.Stage]finding.Severity{"card/missing": {finding.Production: finding.Note}}}},
		"tables, own, and off": {files: map[string]string{"data/contacts.yaml": "free_mail: [example.org]\n", "data/own.yaml": "a: 1\n", "policies/c.rego": custom["policies/c.rego"]},
			opt: Options{Off: map[string]string{"card/missing": "we have none here"}}},
	} {
		tree := fstest.MapFS{}
		own := fstest.MapFS{}
		for path, text := range test.files {
			tree[".modelgate/"+path] = &fstest.MapFile{Data: []byte(text)}
			own[path] = &fstest.MapFile{Data: []byte(text)}
		}
		fast, err := Load(t.Context(), source.Base{Tree: sourcetest.Tree("base", tree)}, test.opt)
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
