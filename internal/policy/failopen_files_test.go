package policy

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/evidence"
)

func TestFailOpenFilesThatWouldNotCount(t *testing.T) {
	rules := files(map[string]string{"rules/a/b/b.rego": header() + "package modelgate.rules.a.b\n\n" + loud, "data/countries.yaml": "eea: [AT]\n", "data/gdpr.yaml": "eea: [AT]\n"})
	ok := header() + "package modelgate.custom.acme.x\n\n" + loud
	for name, test := range map[string]struct {
		path, text, want string
	}{
		"misspelt extension":     {"policies/x.rgo", ok, "would have no effect"},
		"json policy":            {"policies/x.json", "{}", "would have no effect"},
		"empty policy":           {"policies/x.rego", "", ".modelgate/policies/x.rego:"},
		"only a comment":         {"policies/x.rego", "# nothing\n", ".modelgate/policies/x.rego:"},
		"old syntax":             {"policies/x.rego", "package main\n\ndeny[msg] { msg := \"m\" }\n", "--v0-v1"},
		"too large":              {"policies/x.rego", ok + "\n#" + strings.Repeat("x", MaxFileBytes), "too large (limit: 1 MiB)"},
		"rule named as a test":   {"policies/penetration_test.rego", header() + "package modelgate.custom.security.penetration_test\n\n" + loud, "is named like a test file, but it has the METADATA of a rule"},
		"deny named as a test":   {"policies/penetration_test.rego", "package modelgate.custom.security.penetration_test\n\n" + loud, "is named like a test file, but it has a deny"},
		"package is no test's":   {"policies/x_test.rego", "package modelgate.custom.acme.x\n\ntest_x if true\n", "has the package modelgate.custom.acme.x"},
		"conftest as a test":     {"policies/x_test.rego", "package main\n\nviolation contains \"m\"\n", "has the package main"},
		"broken test":            {"policies/x_test.rego", "package modelgate.custom.acme.x_test\n\ntest_x if {\n", ".modelgate/policies/x_test.rego:"},
		"byte order mark":        {"policies/x.rego", "\ufeff" + ok, "starts with a byte order mark"},
		"helpers of nobody":      {"policies/x.rego", "package modelgate.custom.lib.x\n\nf(x) := x + 1\n", "no rule uses the helpers of data.modelgate.custom.lib.x"},
		"conftest's input":       {"policies/x.rego", "package main\n\ndeny contains \"m\" if input.kind == \"Pod\"\n", "A policy in package main receives modelgate's input"},
		"table in the singular":  {"data/country.yaml", "eea: [AT]\n", `did you mean "countries"?`},
		"table in the plural":    {"data/gdprs.yaml", "eea: [AT]\n", `did you mean "gdpr"?`},
		"trace":                  {"policies/x.rego", header() + "package modelgate.custom.acme.x\n\n" + `deny contains {"at": input.head.at, "message": "m"} if trace("x")`, "undefined function trace"},
		"table as json":          {"data/terms.json", "{}", "would have no effect"},
		"table in a folder":      {"data/x/terms.yaml", "a: 1", "would have no effect"},
		"table's name":           {"data/My-Terms.yaml", "a: 1", "cannot be the name of a table"},
		"table named rules":      {"data/rules.yaml", "a: 1", "cannot be the name of a table"},
		"table is a list":        {"data/terms.yaml", "- a\n", "a table must be a mapping"},
		"table is empty":         {"data/terms.yaml", "", "terms.yaml"},
		"table with a key twice": {"data/terms.yaml", "a: 1\na: 2\n", ".modelgate/data/terms.yaml:2"},
		"table is broken":        {"data/terms.yaml", "a: [1\n", ".modelgate/data/terms.yaml"},
	} {
		t.Run(name, func(t *testing.T) {
			refused(t, rules, files(map[string]string{test.path: test.text}), Options{}, test.want)
		})
	}
	many := map[string]string{}
	for i := range maxFiles + 1 {
		many[fmt.Sprintf("policies/r%d.rego", i)] = fmt.Sprintf("package modelgate.custom.lib.r%d\n", i)
	}
	refused(t, rules, files(many), Options{}, "too many files (limit: 2000)")
	aside := files(map[string]string{"policies/README.md": "x", "policies/x_test.rego": "package modelgate.custom.acme.x_test\n\ntest_x if true\n", "policies/testdata/x.json": "{}", "policies/.gitkeep": "", "data/README.md": ""})
	if n := len(load(t, rules, aside, Options{}).Rules()); n != 1 {
		t.Errorf("%d rules, want 1", n)
	}
}

func TestFailOpenTableOverride(t *testing.T) {
	rules := files(map[string]string{
		"rules/a/b/b.rego": header() + "package modelgate.rules.a.b\n\n" + `deny contains {"at": input.head.at, "message": x} if some x in data.modelgate.terms.personal`,
		"data/terms.yaml":  "personal: [one, two]\ndate: \"2026-01-01\"\n",
	})
	messages := func(custom map[string]string) string {
		var out []string
		for _, f := range evaluate(t, load(t, rules, files(custom), Options{}), model())["a/b"].Findings {
			out = append(out, f.Message)
		}
		return strings.Join(out, " ")
	}
	if got := messages(nil); got != "one two" {
		t.Errorf("built in: %s", got)
	}
	if got := messages(map[string]string{"data/terms.yaml": "personal: [no]\n"}); got != "no" {
		t.Errorf("overridden: %s", got)
	}
	if got := messages(map[string]string{"data/colours.yaml": "red: 1\n"}); got != "one two" {
		t.Errorf("a table of one's own: %s", got)
	}
	refused(t, rules, files(map[string]string{"data/terms.yaml": "persnal: [x]\n"}), Options{}, `did you mean "personal"?`)
	refused(t, rules, files(map[string]string{"data/terms.yaml": "personal: x\n"}), Options{}, "must be a list")
	refused(t, rules, files(map[string]string{"data/term.yaml": "personal: [x]\n"}), Options{}, `did you mean "terms"?`)
}

// The input cannot hold a number that is not finite, or anything else that the
// schema does not know: its Go types have no such values.
func TestFailOpenInputShape(t *testing.T) {
	set := load(t, builtin(map[string]string{"a/b": loud}), nil, Options{})
	for name, in := range map[string]Input{"zero": {Stage: "draft", Scope: "model"}, "model": model(), "full": full()} {
		v := set.encode(in)
		text := []byte(v.String())
		found, err := validate(text)
		if err != nil || len(found) > 0 {
			t.Errorf("%s does not fit the schema: %v %v", name, err, found)
		}
	}
	found, err := validate([]byte(`{"now": 1}`))
	if err != nil || len(found) == 0 {
		t.Errorf("an input that is broken passes: %v %v", err, found)
	}
	if _, err := (encoders{}).of(typeOf[struct {
		F float64 `json:"f"`
	}]()); err == nil {
		t.Error("the encoder accepts floating-point numbers")
	}
	if _, err := (encoders{}).of(typeOf[struct {
		F *evidence.Text `json:"f"`
	}]()); err == nil {
		t.Error("the encoder accepts pointers, which may be null")
	}
	if _, err := (encoders{}).of(typeOf[struct {
		F string `json:"f,omitempty"`
	}]()); err == nil {
		t.Error("the encoder accepts a property that may be absent")
	}
}

// FuzzOwnPolicy: whatever stands in an organisation's policy, it is loaded and
// asked, or refused with a reason; it never passes unseen.
func FuzzOwnPolicy(f *testing.F) {
	for _, body := range []string{
		loud, quiet, "", "deny", "deny contains 1", "deny := 1", "deny contains x if x := input.head.at", "import data.modelgate.lib\n" + loud,
		"deny contains {\"at\": input.head.at, \"message\": \"m\"} if input[\"haed\"]", "applies := 1", "default deny := 1", "deny[x] := y if { some x, y in input.head }",
		"deny contains {k: 1 | some k, _ in input}", "deny contains x if { walk(input, [_, x]) }", "deny contains $\"{input.head.id}\"",
	} {
		f.Add(header()+"package modelgate.custom.acme.x\n\n", body)
		f.Add("package main\n\n", body)
	}
	rules := builtin(map[string]string{"a/b": loud})
	f.Fuzz(func(t *testing.T, head, body string) {
		set, err := LoadFS(t.Context(), rules, files(map[string]string{"policies/x.rego": head + body}), Options{Steps: 1_000_000})
		var refusal *LoadError
		switch {
		case errors.As(err, &refusal) && len(refusal.Problems) > 0:
			return
		case err != nil:
			t.Fatalf("an error that is no refusal: %v", err)
		}
		if got := evaluate(t, set, model()); state(got["a/b"]) != "fail" || len(got) != len(set.Rules()) {
			t.Errorf("%v", got)
		}
	})
}
