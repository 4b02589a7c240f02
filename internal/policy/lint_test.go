package policy

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/modelgate-dev/modelgate/internal/source"
	"github.com/modelgate-dev/modelgate/internal/source/sourcetest"
)

// parsed is a policy that denies under the conditions.
func parsed(t *testing.T, conditions string) (file, string) {
	t.Helper()
	f := file{"x.rego", []byte("package modelgate.custom.g.x\n\ndeny contains {\"at\": input.head.at, \"message\": \"m\"} if {\n\t" + strings.ReplaceAll(conditions, "; ", "\n\t") + "\n}\n")}
	module, err := parseOne(f, capabilities(), false)
	if err != nil {
		t.Fatal(err)
	}
	var ps problems
	lintConditions(module, &ps)
	var out []string
	for _, p := range ps {
		out = append(out, p.Message)
	}
	return f, strings.Join(out, "; ")
}

// TestConditionsThatNeverHold are told, and no others.
func TestConditionsThatNeverHold(t *testing.T) {
	for conditions, want := range map[string]string{
		`input.stage == "draft"; input.stage == "review"`: `input.stage cannot be both "draft" and "review"`,
		`"draft" == input.stage; input.stage == "review"`: `input.stage cannot be both`,
		`x := input.stage; x == "draft"; x == "review"`:   `x cannot be both`,
		`input.stage == "draft"; input.stage != "draft"`:  "2 opposite ways",
		`input.head.present; not input.head.present`:      "and its opposite are conditions of one body",
		`false`: "the condition is false",
		`count([a | some a in input.head.artifacts; a.path == "a"; a.path == "b"]) > 0`: `a.path cannot be both`,

		`input.stage == "draft"; input.stage == "draft"`:                           "",
		`input.stage == "draft"; input.stage != "review"`:                          "",
		`input.head.artifacts[_].path == "a"; input.head.artifacts[_].path == "b"`: "",
		`input.head.present; not input.base.present`:                               "",
		`some a in input.head.artifacts; a.path == "a"; not a.path == "b"`:         "",
		`not input.stage == "draft"; not input.stage == "review"`:                  "",
		`input.stage == "draft" with input as {}; input.stage == "review"`:         "",
	} {
		if _, got := parsed(t, conditions); (got == "") != (want == "") || !strings.Contains(got, want) {
			t.Errorf("%s: %q, want %q", conditions, got, want)
		}
	}
}

// TestLintOfFindingsAndCalls: what loads and fails only once it fires, or misleads, is told;
// near misses are not.
func TestLintOfFindingsAndCalls(t *testing.T) {
	const at = "\"at\": input.head.at, \"message\": \"m\""
	for body, want := range map[string]string{
		"deny contains {" + at + ", \"severity\": \"warning\"} if input.head.present":    `findings have no key "severity"`,
		"deny contains {" + at + ", \"kye\": \"a\"} if input.head.present":               `did you mean "key"?`,
		"deny contains {" + at + ", \"key\": \"\"} if input.head.present":                `"key" of a finding is empty`,
		"deny contains {" + at + "} if count(review.people_of(\"ml-governance\")) < 1":   `names the team "ml-governance"`,
		"deny contains {" + at + "} if count(review.people_of(\"@acme/none\")) < 1":      `names the team "@acme/none"`,
		"deny contains {" + at + "} if to_number(\"0.6\") - to_number(input.now) > 0.01": "the difference is not exact",

		"deny contains {" + at + "} if labels.of(\"famly\").value == \"a\"":             `the label "famly" is not declared, so the rule is in error wherever it reads it; did you mean "family"?`,
		"deny contains {" + at + "} if not data.modelgate.lib.labels.of(\"x\").present": `the label "x" is not declared`,

		"deny contains {" + at + "} if labels.of(\"family\").value == \"a\"":                        "",
		"deny contains {" + at + "} if {some name in [\"a\"]; labels.of(name).present}":             "",
		"deny contains {" + at + ", \"key\": input.head.id, \"related\": []} if input.head.present": "",
		"deny contains {" + at + "} if count(review.people_of(\"@acme/Privacy\")) < 1":              "",
		"deny contains {" + at + "} if count(review.people_of(\"@acme/owners\")) < 1":               "",
		"deny contains {" + at + "} if count(input.head.datasets) - 1 > 0":                          "",
	} {
		module, err := parseOne(file{"x.rego", []byte("package modelgate.custom.g.x\n\nimport data.modelgate.lib.labels\nimport data.modelgate.lib.review\n\n" + body + "\n")}, capabilities(), false)
		if err != nil {
			t.Fatal(err)
		}
		tree := sourcetest.Tree(strings.Repeat("a", 40), fstest.MapFS{
			".modelgate/config.yaml":         {Data: []byte("apiVersion: modelgate.dev/v1\nkind: Config\nlabels: {family: {type: text}}\n")},
			".github/CODEOWNERS":             {Data: []byte("/.modelgate/ @acme/owners\n")},
			".modelgate/data/approvers.yaml": {Data: []byte("apiVersion: modelgate.dev/v1\nkind: Approvers\napprovals:\n  - {teams: [\"@acme/privacy\"]}\n")},
		})
		var ps problems
		lintFindings(module, &ps)
		labels, err := labelsOf(tree)
		if err != nil {
			t.Fatal(err)
		}
		lintCalls(module, namedTeams(tree), labels, &ps)
		var got []string
		for _, p := range ps {
			got = append(got, p.Message)
		}
		if text := strings.Join(got, "; "); (len(got) > 0) != (want != "") || !strings.Contains(text, want) || len(got) > 1 {
			t.Errorf("%s: %q, want %q", body, text, want)
		}
	}
}

// TestMutants: comparisons are turned round and conditions are dropped, each at its place.
func TestMutants(t *testing.T) {
	for conditions, want := range map[string][]string{
		`input.stage == "draft"`:                 {`input.stage != "draft"`, "true"},
		`count(input.head.artifacts) >= 2`:       {"count(input.head.artifacts) < 2", "true"},
		`not endswith(input.head.id, " == ")`:    {`endswith(input.head.id, " == ")`, "true"},
		`x := input.stage; startswith(x, "d")`:   {"true"},
		`some a in input.head.artifacts; a.code`: {"true"},
	} {
		f, _ := parsed(t, conditions)
		module, err := parseOne(f, capabilities(), false)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, m := range mutants(f, module) {
			got = append(got, m.After)
			if m.Line < 4 || !strings.Contains(string(m.text), m.After) || string(m.text) == string(f.src) {
				t.Errorf("%s: %+v", conditions, m.Mutant)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", conditions, got, want)
		}
	}
	if got := spread([]int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, 3); !slices.Equal(got, []int{0, 3, 6}) {
		t.Error(got)
	}
}

// TestLintAndMutate: what loads and is a mistake is told with its line, and what no test
// would notice.
func TestLintAndMutate(t *testing.T) {
	contents := fstest.MapFS{}
	for name, text := range cased("  - {name: fires, patch: {/head/manifest/owner: alice}, expect: [{contains: alice}]}\n  - {name: silent, patch: {/head/manifest/owner: m-team}, expect: []}\n") {
		contents[".modelgate/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	contents[".modelgate/policies/owner.rego"].Data = append(contents[".modelgate/policies/owner.rego"].Data, "\nunused(x) := x + 1\n"...)
	contents[".modelgate/data/teams.yaml"] = &fstest.MapFile{Data: []byte("names: [m-team]\n")}
	contents[".modelgate/data/approvers.yaml"] = &fstest.MapFile{Data: []byte("apiVersion: modelgate.dev/v1\nkind: Approvers\napprovals:\n  - {count: 1}\n")} // modelgate itself reads these two
	contents[".modelgate/data/defaults.yaml"] = &fstest.MapFile{Data: []byte("apiVersion: modelgate.dev/v1\nkind: DataDefaults\nrights: {models: retraining}\n")}
	tree := sourcetest.Tree("", contents)
	found, err := Lint(t.Context(), tree, source.Tree{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range found {
		got = append(got, strings.SplitN(p.String(), "\n", 2)[0])
	}
	want := []string{`.modelgate/data/teams.yaml:1:1: no rule reads the table "teams"`, `.modelgate/policies/owner.rego:16:1: no test evaluates "unused"`}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	m, err := Mutate(t.Context(), tree, nil, nil)
	if err != nil || m.Tried != 3 || len(m.Survivors) != 1 || m.Survivors[0].Before != "owner.present" || m.Survivors[0].Line != 12 {
		t.Errorf("%v %+v", err, m)
	}
	for id, tried := range map[string]int{"custom_g/owner": 3, "custom_g/other": 0} {
		m, err := Mutate(t.Context(), tree, func(is string) bool { return is == id }, nil)
		if err != nil || m.Tried != tried {
			t.Errorf("%s: %v %+v", id, err, m)
		}
	}
}
