package policy

import (
	"strings"
	"testing"
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
