package cli

import (
	"strings"
	"testing"
)

// TestLintReadsSettings: what check would refuse about settings is no clean bill of lint.
func TestLintReadsSettings(t *testing.T) {
	t.Parallel()
	const rule = "# METADATA\n# title: Family\n# description: Models name their family.\n# custom:\n#   severity: {draft: note, review: warning, production: error}\n#   remediation: Name it.\n#   sources: [our policy]\n" +
		"package modelgate.custom.g.family\n\nimport data.modelgate.lib.labels\n\ndeny contains {\"at\": input.head.at, \"message\": \"no family\"} if labels.of(\"LABEL\").value == \"a\"\n"
	for settings, want := range map[string]struct {
		label, text string
		code        int
	}{
		"rules: {'@oures': {severity: error}}\ncollections: {ours: {include: ['gdpr/*']}}\n":                                {"family", `unknown collection "oures"; did you mean "ours"?`, 2},
		"rules: {'@ours': {severity: error}}\ncollections: {ours: {include: ['gdpr/*'], exclude: ['gdpr/*']}}\n":            {"family", `the collection "ours" has no rule`, 2},
		"rules: {'@ours': {severity: error}}\ncollections: {ours: {include: ['gdpr/*']}}\nlabels: {family: {type: text}}\n": {"family", "no probable mistakes found", 0},
		"labels: {family: {type: text}}\n": {"famly", `family.rego:12:64: the label "famly" is not declared, so the rule is in error wherever it reads it; did you mean "family"?`, 1},
	} {
		r := newRepo(t)
		r.write(".modelgate/config.yaml", "apiVersion: modelgate.dev/v1\nkind: Config\n"+settings)
		r.write(".modelgate/policies/g/family.rego", strings.Replace(rule, "LABEL", want.label, 1))
		if got := run(t, r.Dir, "policy", "lint"); got.code != want.code || !strings.Contains(got.all(), want.text) {
			t.Errorf("%s: exit %d: %s", settings, got.code, got.all())
		}
	}
}
