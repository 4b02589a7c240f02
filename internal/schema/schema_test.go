package schema

import (
	"encoding/json"
	"io/fs"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/schemas"
)

const thresholds = "apiVersion: modelgate.dev/v1\nkind: Thresholds\nthresholds:\n"

const model = "apiVersion: modelgate.dev/v1\nkind: Model\n"

func TestValidateFindsPlaceAndRemedy(t *testing.T) {
	for name, tt := range map[string]struct {
		kind, text, rule, want string
		line, column           int
	}{
		"unknown key":            {Model, model + "name: m\nversoin: x\n", "schema/unknown_key", `unknown key "versoin"; did you mean "version"?`, 4, 1},
		"unknown key below":      {Model, model + "name: m\ndeploy: {target: kserve, params: {}}\n", "schema/unknown_key", `unknown key "params"`, 4, 26},
		"missing key":            {Model, model, "schema/missing_key", `the document is missing the required key "name"`, 1, 1},
		"missing key below":      {Model, model + "name: m\ndeploy: {}\n", "schema/missing_key", `/deploy is missing the required key "target"`, 4, 1},
		"pattern":                {Model, model + "name: Not A Name\n", "schema/invalid_value", `"Not A Name"`, 3, 7},
		"a number is no text":    {Model, model + "name: m\nversion: 1.11\n", "schema/invalid_value", "1.11", 4, 10},
		"constant":               {Model, "apiVersion: modelgate.dev/v1\nkind: Modle\nname: m\n", "schema/invalid_value", "/kind", 2, 7},
		"no apiVersion":          {Model, "kind: Model\nname: m\n", "schema/missing_key", `the document is missing the required key "apiVersion"`, 1, 1},
		"a name":                 {Environments, "apiVersion: modelgate.dev/v1\nkind: Environments\nenvironments:\n  a: {matrix: {EU2: {}}}\n", "schema/invalid_value", `the key "EU2" of /environments/a/matrix does not match pattern`, 4, 16},
		"none of the forms":      {Model, model + "name: m\nartifacts: [{digest: \"sha256:" + strings.Repeat("a", 64) + "\"}]\n", "schema/invalid_value", "/artifacts/0", 4, 13},
		"a key of elsewhere":     {Thresholds, thresholds + "  - {id: a, metric: m, threshold: 1}\n", "schema/unknown_key", `key "threshold" is not allowed here`, 4, 24},
		"a unit in words":        {Thresholds, thresholds + "  - {id: a, metric: m, max: 1, unit: milliseconds}\n", "schema/invalid_value", `did you mean "ms"?`, 4, 38},
		"a unit in capitals":     {Thresholds, thresholds + "  - {id: a, metric: m, max: 1, unit: Seconds}\n", "schema/invalid_value", `did you mean "s"?`, 4, 38},
		"a word of a pattern":    {Thresholds, "apiVersion: modelgate.dev/v1\nkind: Thresholds\nbaseline: {comparable: [dataset.digets]}\nthresholds: [{id: a, metric: m, max: 1}]\n", "schema/invalid_value", `did you mean "dataset.digest"?`, 3, 25},
		"a period":               {DataCard, "apiVersion: modelgate.dev/v1\nkind: DataCard\nname: d\nretention: {period: forever}\n", "schema/invalid_value", `pattern`, 4, 21},
		"a constant like it":     {Model, "apiVersion: modelgate.dev/v1\nkind: Modle\nname: m\n", "schema/invalid_value", `did you mean "Model"?`, 2, 7},
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
		if name == "no apiVersion" && f.Help != "Add `apiVersion: modelgate.dev/v1` to it." {
			t.Errorf("%s: help %q", name, f.Help)
		}
		if f.Rule != tt.rule || !strings.Contains(f.Message, tt.want) || f.At.Line != tt.line || f.At.Column != tt.column || f.Help == "" {
			t.Errorf("%s: got %s %q at %d:%d, want %s %q at %d:%d", name, f.Rule, f.Message, f.At.Line, f.At.Column, tt.rule, tt.want, tt.line, tt.column)
		}
	}
}

// What must be a text and reads as a number is quoted: what is written is what is meant.
func TestNumbersForTextsAreQuoted(t *testing.T) {
	for text, want := range map[string]finding.Suggestion{
		model + "name: m\nversion: 1.10\n":   {Action: finding.Quote},
		model + "name: m\nversion: [1.10]\n": {},
		model + "name: m\nversion: true\n":   {},
	} {
		d, _ := document.ParseAs(document.YAML, "f.yaml", []byte(text))
		got, err := Validate(Model, d)
		if err != nil || len(got) != 1 || got[0].Suggestion != want {
			t.Errorf("%q: got %+v, %v; want one with %+v", text, got, err, want)
		}
	}
}

func TestValidateOfAnUnknownKindIsAnError(t *testing.T) {
	d, _ := document.ParseAs(document.YAML, "f.yaml", []byte("a: 1\n"))
	if _, err := Validate("nothing", d); err == nil {
		t.Error("no error")
	}
}

func TestWordsOfAPattern(t *testing.T) {
	for pattern, want := range map[string]string{
		`^(task|dataset\.name|variant\.[a-z]{1,60})$`: "task dataset.name",
		`^[a-z]+$`:             "",
		`^(EEA|[A-Z]{2})$`:     "EEA",
		`^(a(b|c)|d)$`:         "d",
		`^(worktree|[0-9]*)?$`: "worktree",
	} {
		if got := strings.Join(wordsOf(pattern), " "); got != want {
			t.Errorf("%s: %q, want %q", pattern, got, want)
		}
	}
}

// TestAliasesStandForAllowedWords: an alias of nothing would suggest nothing.
func TestAliasesStandForAllowedWords(t *testing.T) {
	files, err := fs.Glob(schemas.FS, "*.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var walk func(file string, node any)
	walk = func(file string, node any) {
		switch n := node.(type) {
		case map[string]any:
			words, _ := n[aliasKeyword].(map[string]any)
			for alias, word := range words {
				if enum, _ := n["enum"].([]any); !slices.Contains(enum, word) || slices.Contains(enum, any(alias)) || alias != strings.ToLower(alias) {
					t.Errorf("%s: %q for %v", file, alias, word)
				}
			}
			for _, v := range n {
				walk(file, v)
			}
		case []any:
			for _, v := range n {
				walk(file, v)
			}
		}
	}
	for _, file := range files {
		var tree any
		raw, err := fs.ReadFile(schemas.FS, file)
		if err == nil {
			err = json.Unmarshal(raw, &tree)
		}
		if err != nil {
			t.Fatal(err)
		}
		walk(file, tree)
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

// TestExamplesOfPatterns: whoever writes forever reads what a period is like.
func TestExamplesOfPatterns(t *testing.T) {
	d, _ := document.ParseAs(document.YAML, "f.yaml", []byte("apiVersion: modelgate.dev/v1\nkind: DataCard\nname: d\nretention: {period: forever}\n"))
	found, err := Validate(DataCard, d)
	if err != nil || len(found) != 1 || found[0].Help != "Use a value of the form that the message names, such as P2Y." {
		t.Errorf("got %+v, %v", found, err)
	}
}

// TestHelpHasAnExample: what a pattern or a type means is shown by what to write.
func TestHelpHasAnExample(t *testing.T) {
	for text, want := range map[string]string{
		"rules: {card/x: {off: true}}":                "Write text, such as `off: \"…\"`.",
		"ignore: models":                              "Write a list, such as `ignore: [a, b]`, or `[]` for none.",
		"ignore: [[a]]":                               "Write text, such as `\"…\"`.",
		"enforce: [{mode: blocking, from: 1.1.2027}]": "Use a value of the form that the message names, such as 2027-01-31.",
		"conftest: [{name: x, policies: [a]}]":        "See the schema's description of the alternatives: at least one must be given.",
	} {
		d, _ := document.ParseAs(document.YAML, "f.yaml", []byte("apiVersion: modelgate.dev/v1\nkind: Config\n"+text+"\n"))
		found, err := Validate(Config, d)
		if err != nil || len(found) != 1 || found[0].Help != want {
			t.Errorf("%s: %+v, %v", text, found, err)
		}
		if strings.HasPrefix(text, "conftest") && !strings.HasSuffix(found[0].Message, `a required key is missing, such as "files"`) {
			t.Error(found[0].Message)
		}
	}
}
