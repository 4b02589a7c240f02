package gate

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/modelgate-dev/modelgate/internal/source"
	"github.com/modelgate-dev/modelgate/internal/source/sourcetest"
)

func catalogueUnder(t *testing.T, settings string) error {
	t.Helper()
	text := "apiVersion: modelgate.dev/v1\nkind: Config\n" + settings + "\n"
	_, err := Catalogue(t.Context(), source.Base{Tree: sourcetest.Tree(strings.Repeat("a", 40), fstest.MapFS{".modelgate/config.yaml": {Data: []byte(text)}})})
	return err
}

// A word of a collection that matches nothing would leave the collection another one than
// it seems to be: each is told at its line, once, with what is meant.
func TestCollectionsNameWhatThereIs(t *testing.T) {
	for lists, want := range map[string]string{
		"include: ['gdpr/*', custm/nothing]":                                                         `config.yaml:3:40: include of the collection "eu" refers to the unknown rule "custm/nothing"`,
		"include: ['gdpr/*', 'gdprr/*']":                                                             `did you mean "gdpr/*"?`,
		"include: ['gdpr/*', card/licence_mising]":                                                   `did you mean "card/license_missing"?`,
		"include: ['gdpr/*'], exclude: ['nix/*']":                                                    `config.yaml:3:51: exclude of the collection "eu" refers to the unknown rule "nix/*"`,
		"controls: ['eu-ai-act/*', 'iso-42001/Z.99']":                                                `config.yaml:3:46: controls of the collection "eu" refers to the unknown control "iso-42001/Z.99"`,
		"controls: ['eu-ai-act/*', 'eu-ai-atc/*']":                                                   `did you mean "eu-ai-act/*"?`,
		"controls: ['gdpr/Art. 6(1)', nofw/1]":                                                       `the unknown control "nofw/1"`,
		"include: [schema/*, 'c*/license_*'], exclude: [card/license_missing], controls: ['gdpr/*']": "",
	} {
		err := catalogueUnder(t, "collections: {eu: {"+lists+"}}")
		got := fmt.Sprint(err)
		if want == "" && err != nil || want != "" && (strings.Count(got, "of the collection") != 1 || !strings.Contains(got, want)) {
			t.Errorf("%s: %v", lists, err)
		}
	}
}

// A collection with a word that matches nothing can be empty for that reason: what uses it
// is not wrong, and the words are told in the order of their lines.
func TestUsesOfCollectionsThatNameNothing(t *testing.T) {
	err := catalogueUnder(t, "collections: {iso: {controls: ['iso_42001/*']}}\nenforce:\n  - {mode: advisory, rules: ['@iso', nothing/at_all], stage: review}")
	got := fmt.Sprint(err)
	if strings.Contains(got, `"@iso"`) || strings.Count(got, "config.yaml:") != 2 || strings.Index(got, "config.yaml:3:") > strings.Index(got, "config.yaml:5:") {
		t.Error(got)
	}
	// So is one that `rules` uses, with what its word may be.
	err = catalogueUnder(t, "collections: {eu: {controls: ['gdpr/Art. 6(1']}}\nrules: {'@eu': {severity: warning}}")
	if got := fmt.Sprint(err); !strings.Contains(got, `controls of the collection "eu" refers to the unknown control "gdpr/Art. 6(1"; did you mean "gdpr/Art. 6(1)"`) || strings.Contains(got, "has no rule") {
		t.Error(got)
	}
	// One that is empty by its lists is still refused where it is used.
	err = catalogueUnder(t, "collections: {none: {include: ['gdpr/*'], exclude: ['gdpr/*']}}\nenforce:\n  - {mode: advisory, rules: ['@none'], stage: review}")
	if got := fmt.Sprint(err); !strings.Contains(got, `enforce uses the collection "none", which has no rule`) {
		t.Error(got)
	}
}
