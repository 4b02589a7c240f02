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
	} {
		if !licensed.MatchString(text) || !mayBeLicensed(text) || !mayBeLicensed(strings.ToUpper(text)) {
			t.Errorf("%q is not looked at", text)
		}
	}
	if mayBeLicensed("Sorts incoming tickets into five queues.") {
		t.Error("a text about tickets may speak of a license")
	}
}
