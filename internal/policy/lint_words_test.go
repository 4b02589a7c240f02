package policy

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/modelgate-dev/modelgate/internal/source/sourcetest"
)

// TestLintOfWords: a word that no step of a lineage ends is told, with the one that is meant.
func TestLintOfWords(t *testing.T) {
	for body, want := range map[string]string{
		"count(ancestry.passing(input.head.datasets[0], \"special_categories\")) > 0":                 `x.rego:5:62: ` + "`ends` of a data card is never " + `"special_categories", so no step ends it; did you mean "special-categories"?`,
		"not data.modelgate.lib.ancestry.ends(input.head.datasets[0].origins[0].entry, \"personal\")": `is never "personal"`,
		"count(ancestry.passing(input.head.datasets[0], \"special-categories\")) > 0":                 "",
		"{ some what in [\"license\"]; count(ancestry.passing(input.head.datasets[0], what)) > 0 }":   "",
		"passing(input.head.datasets[0], \"special_categories\")":                                     "",
	} {
		module, err := parseOne(file{"x.rego", []byte("package modelgate.custom.g.x\n\nimport data.modelgate.lib.ancestry\n\ndeny contains {\"at\": input.head.at, \"message\": \"m\"} if " + body + "\n")}, capabilities(), false)
		if err != nil {
			t.Fatal(err)
		}
		var ps problems
		lintWords(module, &ps)
		if (want == "") != (len(ps) == 0) || want != "" && !strings.Contains(ps[0].String(), want) || len(ps) > 1 {
			t.Errorf("%s: %v, want %q", body, ps, want)
		}
	}
}

// TestLintOfTeams: a team of a table that no file names is told at its line, once; other texts
// of the table, and tables that are not asked about, are not.
func TestLintOfTeams(t *testing.T) {
	const table = "second:\n  credit: [\"@acme/risk\", \"@acme/privacy\"]\n  owner: somebody\n"
	for body, want := range map[string]string{
		"{ some team in data.modelgate.second.second.credit; count(review.people_of(team)) == 0 }": `.modelgate/data/second.yaml:2:12: neither CODEOWNERS nor .modelgate/data/approvers.yaml names the team "@acme/risk"`,
		"{ some team in data.modelgate.second.second.credit; team == input.head.id }":              "",
		"{ some team in [input.head.id]; count(review.people_of(team)) == 0 }":                     "",
	} {
		f := file{"x.rego", []byte("package modelgate.custom.g.x\n\nimport data.modelgate.lib.review\n\ndeny contains {\"at\": input.head.at, \"message\": \"m\"} if " + body + "\n")}
		module, err := parseOne(f, capabilities(), false)
		if err != nil {
			t.Fatal(err)
		}
		tree := sourcetest.Tree(strings.Repeat("a", 40), fstest.MapFS{
			".github/CODEOWNERS":          {Data: []byte("/.modelgate/ @acme/Privacy\n")},
			".modelgate/data/second.yaml": {Data: []byte(table)},
		})
		var ps problems
		lintTeams(tree, f, module, namedTeams(tree), &ps)
		if (want == "") != (len(ps) == 0) || want != "" && !strings.HasPrefix(ps[0].String(), want) || len(ps) > 1 {
			t.Errorf("%s: %v, want %q", body, ps, want)
		}
	}
}

// TestLintOfMembers: what can be no finding is told before the rule fires; what may be one is not.
func TestLintOfMembers(t *testing.T) {
	for member, want := range map[string]string{
		`"no owner"`:                     "the finding is text and has no place",
		`sprintf("%s", [input.head.id])`: "the finding is text and has no place",
		`{"message": "m"}`:               `the finding has no "at"`,
		`{"at": input.head.at}`:          `the finding has no "message"`,
		`{"at": input.head.at, "message": "m", "suggestion": {"replace": "mit"}}`:       `a suggestion has no key "replace"`,
		`{"at": input.head.at, "message": "m", "suggestion": {"replace_value": "mit"}}`: "",
		`{"at": input.head.at, "message": "m", "suggestion": edit}`:                     "",
		`found`:        "",
		`made("text")`: "",
	} {
		module, err := parseOne(file{"x.rego", []byte("package modelgate.custom.g.x\n\ndeny contains " + member + " if input.head.present\n")}, capabilities(), false)
		if err != nil {
			t.Fatal(err)
		}
		var ps problems
		lintMembers(module, &ps)
		if (want == "") != (len(ps) == 0) || want != "" && !strings.Contains(ps[0].Message, want) || len(ps) > 1 {
			t.Errorf("%s: %v, want %q", member, ps, want)
		}
	}
}
