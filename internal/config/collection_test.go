package config

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/modelgate-dev/modelgate/internal/source/sourcetest"
)

func configOf(text string) (Config, string, error) {
	c, found, err := Read(sourcetest.Tree(strings.Repeat("a", 40), fstest.MapFS{ConfigPath: {Data: []byte("apiVersion: modelgate.dev/v1\nkind: Config\n" + text)}}))
	return c, fmt.Sprint(found), err
}

// Settings name a collection where a glob could be. It has rules by id and by control, and
// not those that are excluded.
func TestCollections(t *testing.T) {
	c, found, err := configOf("collections:\n  eu: {include: ['gdpr/*'], controls: ['eu-ai-act/*'], exclude: [gdpr/dpo_missing]}\nrules:\n  '@eu': {severity: error}\n  gdpr/legal_basis: {severity: note}\nenforce:\n  - {mode: blocking, rules: ['@eu']}\n  - {mode: advisory}\n")
	if err != nil || found != "[]" {
		t.Fatal(found, err)
	}
	for rule, want := range map[string]struct {
		controls []string
		key      string
		mode     EnforcementMode
	}{
		"gdpr/purpose":      {nil, "@eu", BlockingMode},
		"card/missing":      {[]string{"eu-ai-act/Art. 11"}, "@eu", BlockingMode},
		"card/link_broken":  {[]string{"iso-42001/A.6.2.7"}, "card/link_broken", AdvisoryMode},
		"gdpr/dpo_missing":  {[]string{"eu-ai-act/Art. 10"}, "gdpr/dpo_missing", AdvisoryMode},
		"gdpr/legal_basis":  {nil, "gdpr/legal_basis", BlockingMode},
		"custom_eu/@strict": {nil, "custom_eu/@strict", AdvisoryMode},
	} {
		if key := c.RuleKey(rule, want.controls); key != want.key {
			t.Errorf("%s: set by %s", rule, key)
		}
		if mode, _ := EnforcedAt(c.Enforce, Enforced{Rule: rule, Controls: want.controls}, time.Now()); mode != want.mode {
			t.Errorf("%s: %s", rule, mode)
		}
	}
}

// A glob counts before a collection, however long the name of the collection is.
func TestGlobsBeforeCollections(t *testing.T) {
	c, found, err := configOf("collections:\n  a_very_long_name: {include: ['gdpr/*', 'card/*']}\nrules:\n  '@a_very_long_name': {severity: error}\n  'gdpr/*': {severity: note}\n")
	if err != nil || found != "[]" {
		t.Fatal(found, err)
	}
	for rule, want := range map[string]string{"gdpr/purpose": "gdpr/*", "card/missing": "@a_very_long_name", "data/x": "data/x"} {
		if key := c.RuleKey(rule, nil); key != want {
			t.Errorf("%s: set by %s, want %s", rule, key, want)
		}
	}
}

func TestCollectionsThatAreRefused(t *testing.T) {
	for text, want := range map[string]string{
		"rules:\n  '@eu': {severity: error}\n":                                                       `unknown collection "eu"`,
		"collections: {eu: {include: ['gdpr/*']}}\nrules:\n  '@ue': {severity: error}\n":             `unknown collection "ue"; did you mean "eu"?`,
		"collections: {eu: {include: ['gdpr/*']}}\nenforce: [{mode: advisory, rules: ['@other']}]\n": `unknown collection "other"`,
		"collections: {eu: {exclude: ['gdpr/*']}}\n":                                                 "a required key is missing",
		"collections: {EU: {include: ['gdpr/*']}}\n":                                                 "EU",
		"collections: {eu: {include: ['../*']}}\n":                                                   "is not a usable glob",
		"collections: {eu: {include: ['gdpr/*']}, all: {include: [\"@eu\"]}}\n":                      `a collection cannot contain the collection "@eu"`,
		"collections: {all: {include: ['gdpr/*'], exclude: ['@eu']}}\n":                              `a collection cannot contain the collection "@eu"`,
	} {
		if _, found, err := configOf(text); err != nil || !strings.Contains(found, want) {
			t.Errorf("%s: got %s, %v, want %q", text, found, err, want)
		}
	}
}

// A collection more is free, and one that changes or goes may let more pass.
func TestEditsOfCollections(t *testing.T) {
	one, _, _ := configOf("collections: {eu: {include: ['gdpr/*']}}\n")
	for text, want := range map[string]Effect{
		"collections: {eu: {include: ['gdpr/*']}, us: {include: ['card/*']}}\n": Tightened,
		"collections: {eu: {include: ['gdpr/d*']}}\n":                           Loosened,
		"stage: production\n": Loosened,
	} {
		after, found, err := configOf(text)
		if edits := Edits(one, after); err != nil || len(edits) != 1 || edits[0].Key != "collections" || edits[0].Effect != want {
			t.Errorf("%s: got %+v, %s, %v", text, edits, found, err)
		}
	}
}
