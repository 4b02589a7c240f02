package prose

import (
	"testing"

	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// TestGeneric: texts that could stand in the card of any model, and those that say something.
func TestGeneric(t *testing.T) {
	for text, want := range map[string]evidence.SectionState{
		"Like every model, this model has some limitations. Please use it with care.":                         evidence.Placeholder,
		"As with all language models, it can make mistakes.":                                                  evidence.Placeholder,
		"This model has some limitations. Use at your own risk.":                                              evidence.Placeholder,
		"As with all language models, it can make mistakes. It confuses Catalan with Spanish.":                evidence.Filled,
		"As with other models of speech, the error rate of the model rises with noise and accents by a third": evidence.Filled,
		"Please use it with care.": evidence.Filled,
	} {
		if got := WorthOf(text, 0).State; got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}
