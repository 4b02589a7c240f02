package cards

import (
	"strings"
	"testing"
)

// Whatever speaks of a license is looked at.
func TestMayBeLicensed(t *testing.T) {
	for _, text := range []string{
		"Licensed under MIT", "released by us", "published BY the team", "available Under a contract", "shared under terms", "covered by law", "governed by it",
		"under the MIT license", "under an open licence", "License: MIT", "the license of this model is MIT", "LICENCE is MIT",
		"it carries an Apache licence", "made available for research under MIT", "This model is GPL-3.0 licensed", "an MIT-licensed model", "open source (MIT)",
	} {
		if !licensed.MatchString(text) || !mayBeLicensed(text) || !mayBeLicensed(strings.ToUpper(text)) {
			t.Errorf("%q is not looked at", text)
		}
	}
	if mayBeLicensed("Sorts incoming tickets into five queues.") {
		t.Error("a text about tickets may speak of a license")
	}
}

// Two subjects of one verb are one clause.
func TestClauses(t *testing.T) {
	for sentence, want := range map[string]string{
		"The model and its code are released under MIT":             "The model and its code are released under MIT",
		"Both the weights and the tokenizer are licensed under MIT": "Both the weights and the tokenizer are licensed under MIT",
		"The model is under MIT and the data is under CC0":          "The model is under MIT|the data is under CC0",
		"We use code under GPL and the weights are under MIT":       "We use code under GPL|the weights are under MIT",
	} {
		if got := strings.Join(clauses(sentence), "|"); got != want {
			t.Errorf("%q:\n got %s\nwant %s", sentence, got, want)
		}
	}
}
