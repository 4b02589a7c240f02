package cards

import (
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
)

// TestAbsolutes: claims that are true of no model, and sentences that come near one.
func TestAbsolutes(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"The model never makes mistakes.":                                                            true,
		"The model never makes mistakes on the training data if they are clean.":                     true,
		"We cannot guarantee that the model never makes mistakes.":                                   false,
		"The model may make mistakes.":                                                               false,
		"The classifier is 100% accurate.":                                                           true,
		"The classifier is not 100% accurate.":                                                       false,
		"It reaches 100% accuracy on the ten examples.":                                              false,
		"Using the model involves no risks, biases or limitations of any kind.":                      true,
		"| Caveats | Text |\n|---|---|\n| a | Using the model involves no risks or biases at all. |": true,
		"There are no known limitations.":                                                            false,
		"m cannot produce harmful text, although it has not been aligned.":                           true,
		"m should never produce harmful text.":                                                       false,
		"Even so, this model does not have biased predictions:":                                      true,
		"The predictions never include texts that were not spoken (i.e. hallucination).":             true,
		"It was tuned so that it will not produce harmful text in most cases.":                       false,
		"m is certified GDPR and HIPAA compliant and can be used on letters.":                        true,
		"m is fully GDPR compliant.":                                                                 true,
		"m is certified ISO 27001 compliant, see the certificate of 2024.":                           false,
		"Make sure that your use is fully GDPR compliant.":                                           false,
		"You are an assistant that never produces harmful content.":                                  false,
		"The model is completely unbiased.":                                                          true,
		"No model is completely unbiased.":                                                           false,
	} {
		d, _ := document.Parse("README.md", []byte("# m\n\n## Description\n\n"+text+"\n"))
		if got := len(absolutes(d, passage.SentencesIn(d))) > 0; got != want {
			t.Errorf("%q: got %v", text, got)
		}
	}
}
