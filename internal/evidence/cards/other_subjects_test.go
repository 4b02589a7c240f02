package cards

import (
	"fmt"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
)

// TestHyperparametersOfOthers: numbers of other models, runs and readers are not those of the
// card's model; numbers of its own are, whatever the sentence begins with.
func TestHyperparametersOfOthers(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"BERT-large has 24 layers, a hidden size of 1,024 and 16 heads.":                                   "",
		"BERT-large has 24 layers; this model has 12.":                                                     "",
		"RoBERTa-large (355M parameters, 24 layers) is three times as big.":                                "",
		"The uncased BERT has a vocabulary of 30,522.":                                                     "",
		"The 70B model has 80 layers and 64 heads; ours has 12 and 12.":                                    "",
		"The Dolphin 2.9 70B model was trained with a learning rate of 1e-5, this one with 2e-5.":          "",
		"Music models use 44.1 kHz; this one takes 16 kHz.":                                                "sampling rate=16000",
		"A version with 6 layers would be twice as fast.":                                                  "",
		"At the pre-training resolution of 224×224 it would be 14 × 14 + 1 = 197.":                         "",
		"We also trained with a batch size of 16 and a learning rate of 2e-5.":                             "",
		"With a learning rate of 1e-4 the loss diverged.":                                                  "",
		"For SQA the authors used a learning rate of 1.25e-5.":                                             "",
		"The large sibling was trained with a learning rate of 1e-5.":                                      "",
		"To fine-tune the model yourself, start with a learning rate of 1e-5.":                             "",
		"On the four classes that all three models share it is better.":                                    "",
		"Other taggers use 17 labels.":                                                                     "",
		"For your own adapter, for instance:\n\n```python\nconfig = LoraConfig(r=64, lora_alpha=128)\n```": "",
		"```yaml\n# example for a smaller model\nlearning_rate: 1e-4\n```":                                 "",
		"```diff\n- learning_rate: 5e-5\n+ learning_rate: 3e-5\n```":                                       "",
		// The model's own.
		"BERT-base has 12 layers and a hidden size of 768.":                                        "hidden size=768, layers=12",
		"BERT has 12 layers.":                                                                      "layers=12",
		"The BERT model has 12 layers.":                                                            "layers=12",
		"acme-bert-ner has 12 layers.":                                                             "layers=12",
		"This model has 12 layers.":                                                                "layers=12",
		"With 12 layers and a hidden size of 768, our model is small.":                             "hidden size=768, layers=12",
		"We trained it with a learning rate of 2e-5, and this model is the result.":                "learning rate=2e-05",
		"The network has 24 layers.":                                                               "layers=24",
		"For NER the authors used a learning rate of 1.25e-5.":                                     "learning rate=1.25e-05",
		"The 110M model has 12 layers.":                                                            "layers=12",
		"The encoding of the text has 512 positions and the tokenizer a vocabulary of 400.":        "vocabulary size=400",
		"The model was trained with:\n\n```python\nconfig = LoraConfig(r=64, lora_alpha=128)\n```": "LoRA alpha=128",
		"```yaml\n# settings of the training\nlearning_rate: 1e-4\n```":                            "learning rate=0.0001",
	} {
		page := "---\nbase_model: google-bert/bert-base-cased\n---\n# acme-bert-ner\n\n## Training\n\n" + text + "\n"
		d, _ := document.Parse("models/acme-bert-ner/README.md", []byte(page))
		var out []string
		for _, h := range statedHyperparameters(d, passage.SentencesIn(d), "") {
			out = append(out, fmt.Sprintf("%s=%s", h.Name, h.Value))
		}
		if got := strings.Join(out, ", "); !sameWords(got, want) {
			t.Errorf("%q:\n got %s\nwant %s", text, got, want)
		}
	}
}

// sameWords reports whether two lists have the same parts, in any order.
func sameWords(a, b string) bool {
	x, y := strings.Split(a, ", "), strings.Split(b, ", ")
	for _, part := range x {
		if !strings.Contains(", "+b+", ", ", "+part+", ") {
			return false
		}
	}
	return len(x) == len(y)
}
