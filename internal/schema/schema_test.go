package schema

import (
	"encoding/json"
	"io/fs"
	"path"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/schemas"
)

const model = "apiVersion: modelgate.dev/v1\nkind: Model\n"

func TestValidateFindsPlaceAndRemedy(t *testing.T) {
	for name, tt := range map[string]struct {
		kind, text, rule, want string
		line, column           int
	}{
		"unknown key":            {Model, model + "name: m\nversoin: x\n", "schema/unknown_key", `unknown key "versoin"; did you mean "version"?`, 4, 1},
		"unknown key below":      {Model, model + "name: m\ndeploy: {target: kserve, params: {}}\n", "schema/unknown_key", `unknown key "params"`, 4, 26},
		"missing key":            {Model, model, "schema/missing_key", `the document lacks the key "name"`, 1, 1},
		"missing key below":      {Model, model + "name: m\ndeploy: {}\n", "schema/missing_key", `/deploy lacks the key "target"`, 4, 1},
		"pattern":                {Model, model + "name: Not A Name\n", "schema/invalid_value", `"Not A Name"`, 3, 7},
		"a number is no text":    {Model, model + "name: m\nversion: 1.11\n", "schema/invalid_value", "1.11", 4, 10},
		"constant":               {Model, "apiVersion: modelgate.dev/v1\nkind: Modle\nname: m\n", "schema/invalid_value", "/kind", 2, 7},
		"none of the forms":      {Model, model + "name: m\nartifacts: [{digest: \"sha256:" + strings.Repeat("a", 64) + "\"}]\n", "schema/invalid_value", "/artifacts/0", 4, 13},
		"one of a list of words": {DataCard, "apiVersion: modelgate.dev/v1\nkind: DataCard\nname: d\npersonal_data: {status: anonymized}\n", "schema/invalid_value", `did you mean "anonymised"?`, 4, 25},
	} {
		d, found := document.ParseAs(document.YAML, "f.yaml", []byte(tt.text))
		if len(found) > 0 {
			t.Fatalf("%s: %v", name, found)
		}
		got, err := Validate(tt.kind, d)
		if err != nil || len(got) != 1 {
			t.Errorf("%s: got %+v, %v; want one finding", name, got, err)
			continue
		}
		f := got[0]
		if f.Rule != tt.rule || !strings.Contains(f.Message, tt.want) || f.At.Line != tt.line || f.At.Column != tt.column || f.Help == "" {
			t.Errorf("%s: got %s %q at %d:%d, want %s %q at %d:%d", name, f.Rule, f.Message, f.At.Line, f.At.Column, tt.rule, tt.want, tt.line, tt.column)
		}
	}
}

func TestValidateOfAnUnknownKindIsAnError(t *testing.T) {
	d, _ := document.ParseAs(document.YAML, "f.yaml", []byte("a: 1\n"))
	if _, err := Validate("nothing", d); err == nil {
		t.Error("no error")
	}
}

func TestNumbersStayExact(t *testing.T) {
	for literal, want := range map[string]string{"1": "1", "+1": "1", "-.5": "-0.5", "1.": "1", "1.E+3": "1e+3", "0.1000000000000000000000001": "0.1000000000000000000000001"} {
		if got := canonical(literal); got != want || !json.Valid([]byte(got)) {
			t.Errorf("canonical(%s) = %s, want %s", literal, got, want)
		}
	}
}

// Newer drafts' keywords are silently ignored by the validator, so that a
// schema which uses one checks less than it says.
func TestSchemasAreDraft07(t *testing.T) {
	newer := []string{"$defs", "unevaluatedProperties", "unevaluatedItems", "dependentRequired", "dependentSchemas", "prefixItems", "minContains", "maxContains", "$anchor", "$dynamicRef"}
	files, err := fs.Glob(schemas.FS, "*.json")
	if err != nil || len(files) < 8 {
		t.Fatalf("%v, %v", files, err)
	}
	for _, file := range files {
		raw, err := fs.ReadFile(schemas.FS, file)
		if err != nil {
			t.Fatal(err)
		}
		var root map[string]any
		if err := json.Unmarshal(raw, &root); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		if root["$schema"] != "http://json-schema.org/draft-07/schema#" {
			t.Errorf("%s declares %v", file, root["$schema"])
		}
		for _, word := range newer {
			if strings.Contains(string(raw), `"`+word+`"`) {
				t.Errorf("%s uses %s, which draft-07 does not have", file, word)
			}
		}
		if _, err := load(strings.TrimSuffix(path.Base(file), ".schema.json")); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
}
