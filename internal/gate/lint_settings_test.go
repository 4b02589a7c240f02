package gate

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/modelgate-dev/modelgate/internal/source/sourcetest"
)

// TestLintSettings: what names no model or file and what delays nothing is told, at its line;
// near misses are not.
func TestLintSettings(t *testing.T) {
	const card = "---\nlicense: mit\n---\n# Model\n"
	for settings, want := range map[string]string{
		"enforce: [{mode: blocking, from: 2099-01-01, rules: [card/license_missing]}, {mode: advisory, rules: ['data/*']}]":     `config.yaml:3:11: the day 2099-01-01 has no effect`,
		"enforce: [{mode: blocking, paths: ['models/trige/**']}, {mode: advisory}]":                                             `config.yaml:3:36: enforce applies to "models/trige/**", which matches no model or file`,
		"rules: {card/license_missing: {severity: error, paths: ['model/triage']}}":                                             `did you mean "models/triage"?`,
		"enforce: [{mode: blocking, from: 2099-01-01, rules: [card/license_missing]}, {mode: advisory, rules: ['card/*']}]":     "",
		"enforce: [{mode: blocking, from: 2099-01-01, gates: [model-card]}, {mode: advisory, rules: [card/license_missing]}]":   "",
		"enforce: [{mode: blocking, paths: ['models/triage/**', models/triage, '**/*.md']}, {mode: advisory, paths: ['*/**']}]": "",
	} {
		files := fstest.MapFS{
			".modelgate/config.yaml":  {Data: []byte("apiVersion: modelgate.dev/v1\nkind: Config\n" + settings + "\n")},
			"models/triage/README.md": {Data: []byte(card)},
		}
		found, err := LintSettings(t.Context(), sourcetest.Tree(strings.Repeat("a", 40), files))
		if err != nil {
			t.Errorf("%s: %v", settings, err)
			continue
		}
		if (want == "") != (len(found) == 0) || want != "" && !strings.Contains(found[0].String(), want) || len(found) > 1 {
			t.Errorf("%s: %v, want %q", settings, found, want)
		}
		delete(files, "models/triage/README.md") // a repository of policies alone
		if found, err := LintSettings(t.Context(), sourcetest.Tree(strings.Repeat("a", 40), files)); err != nil || strings.Contains(want, "match") && len(found) > 0 {
			t.Errorf("%s, without a model: %v, %v", settings, found, err)
		}
	}
}
