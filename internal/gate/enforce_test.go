package gate

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/modelgate-dev/modelgate/internal/source"
	"github.com/modelgate-dev/modelgate/internal/source/sourcetest"
)

// An entry of enforce that blocks nothing, because a word of it is misspelled, would leave
// advisory what it means to block: each such word is told once, with what is meant.
func TestEnforceNamesWhatThereIs(t *testing.T) {
	for entries, want := range map[string]string{
		"[{mode: blocking, rules: [card/license_missing, card/licence_mising]}, {mode: advisory}]": `config.yaml:3:58: enforce refers to the unknown rule "card/licence_mising"; did you mean "card/license_missing"?`,
		"[{mode: advisory, except: [gdpr/*, gdprr/*]}]":                                            `config.yaml:3:45: enforce refers to the unknown rule "gdprr/*"`,
		"[{mode: blocking, controls: ['eu-ai-act/*', 'euaiact/*']}]":                               `config.yaml:3:54: enforce refers to the unknown control "euaiact/*"`,
		"[{mode: advisory, rules: [schema/*, 'c*/license_*'], controls: ['gdpr/Art. 6(1)']}]":      "",
	} {
		base := source.Base{Tree: sourcetest.Tree(strings.Repeat("a", 40), fstest.MapFS{".modelgate/config.yaml": {Data: []byte("apiVersion: modelgate.dev/v1\nkind: Config\nenforce: " + entries + "\n")}})}
		_, err := Catalogue(t.Context(), base)
		got := fmt.Sprint(err)
		if want == "" && err != nil || want != "" && (strings.Count(got, "enforce refers to") != 1 || !strings.Contains(got, want)) {
			t.Errorf("%s: %v", entries, err)
		}
	}
}
