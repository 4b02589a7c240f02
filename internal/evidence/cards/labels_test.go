package cards_test

import (
	"testing"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/format"
	"github.com/modelgate-dev/modelgate/internal/evidence/inspection"
)

// A label names a base model; a sentence about one is no name.
func TestBaseModelInALabel(t *testing.T) {
	for value, want := range map[string]int{
		"roberta-large": 1, "[Llama 2](https://huggingface.co/meta-llama/Llama-2-7b), mistral": 2,
		"This model is a fine-tuned version of the RoBERTa large model. See its card.": 0,
	} {
		in, err := inspection.Of("MODEL_CARD.md", []byte("# Model card for X\n\n## Model details\n\n- **Parent Model:** "+value+"\n"), format.KindCard)
		if err != nil {
			t.Fatal(err)
		}
		if got := in.Document.(evidence.Card).BaseModels.Items; len(got) != want {
			t.Errorf("%q names %d base models: %+v", value, len(got), got)
		}
	}
}
