package policy

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
)

// TestShippedInputs: the inputs for tests of an organisation's rules are those that the
// tests of the built-in rules start from.
func TestShippedInputs(t *testing.T) {
	dir := filepath.Join("..", "..", "policies")
	var ps problems
	src, err := os.ReadFile(filepath.Join(dir, "lib", "fixture_test.rego"))
	if err != nil {
		t.Fatal(err)
	}
	module, err := parseOne(file{"fixture.rego", src}, capabilities(), false)
	if err != nil {
		t.Fatal(err)
	}
	data, err := readBoth(os.DirFS(dir), "policies", &ps)
	if err != nil {
		t.Fatal(err)
	}
	tables := parseTables(data, &ps)
	if err := ps.err(); err != nil {
		t.Fatal(err)
	}
	module.Package.Path = ast.MustParseRef("data.fixture")
	results, err := rego.New(rego.Query("data.fixture.shipped"), rego.ParsedModule(module), rego.Store(inmem.NewFromObject(tables.store()))).Eval(t.Context())
	if err != nil || len(results) != 1 {
		t.Fatal(err, len(results))
	}
	var want bytes.Buffer
	enc := json.NewEncoder(&want)
	enc.SetEscapeHTML(false)

	if err := enc.Encode(results[0].Expressions[0].Value); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, testingInputs)
	if *update {
		if err := os.WriteFile(name, want.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want.Bytes()) {
		t.Errorf("%s is not what policies/lib/fixture_test.rego says; run: go test ./internal/policy -run ShippedInputs -update", name)
	}
}

// TestNoRuleObjectsToShippedInputs: whoever starts from them sees what a change of theirs does.
func TestNoRuleObjectsToShippedInputs(t *testing.T) {
	set, err := loadOver(files(nil), Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, situation := range Situations {
		in, err := ShippedInput(situation)
		if err != nil {
			t.Fatal(err)
		}
		verdicts, err := set.Evaluate(t.Context(), in, unplaced)
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range verdicts {
			if v.Error != "" || len(v.Findings) > 0 {
				t.Errorf("%s: %s: %s %v", situation, v.Rule, v.Error, v.Findings)
			}
		}
	}
}
