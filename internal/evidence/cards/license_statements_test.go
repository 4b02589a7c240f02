package cards

import (
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
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

// TestLicenseStatements: clauses about the model, and none about others.
func TestLicenseStatements(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"This model is released under the MIT License.":                                         "This model is released under the MIT License",
		"Unlike the Apache-2.0 base model, this model is under CC-BY-4.0.":                      "this model is under CC-BY-4.0",
		"The base model is under Apache 2.0; this model is under MIT.":                          "this model is under MIT",
		"The base model is under Apache 2.0 and this model is under MIT.":                       "this model is under MIT",
		"The code is licensed under Apache 2.0, while the weights are under CC-BY-NC-4.0.":      "the weights are under CC-BY-NC-4.0",
		"The code (what little there is) is Apache-2 licensed.":                                 "",
		"Llama 3 is licensed under the Llama 3 Community License.":                              "",
		"This work is licensed under Attribution-NonCommercial 3.0 (CC BY-NC 3.0).":             "This work is licensed under Attribution-NonCommercial 3.0  CC BY-NC 3.0",
		"Earlier versions were under GPL-3.0.":                                                  "",
		"Apache 2.0 (the code: MIT)":                                                            "Apache 2.0",
		"The model was based on BERT, which is under Apache 2.0.":                               "The model was based on BERT, which is under Apache 2.0",
		"We release the model under MIT, and all the data is available under CC-BY-4.0 license": "We release the model under MIT",
	} {
		d, _ := document.Parse("README.md", []byte("---\nlicense: mit\n---\n# m\n\n## License\n\n"+text+"\n"))
		var got []string
		for _, s := range licenseStatements(d, passage.HeadingKeys(d)) {
			got = append(got, s.Value)
		}
		if g := strings.Join(got, " | "); g != want {
			t.Errorf("%q:\n got %s\nwant %s", text, g, want)
		}
	}
}
