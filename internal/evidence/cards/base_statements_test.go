package cards

import (
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
)

func TestBaseStatements(t *testing.T) {
	for text, want := range map[string]string{
		"This model is a fine-tuned version of [facebook/wav2vec2-xls-r-300m](https://huggingface.co/facebook/wav2vec2-xls-r-300m) on the data.": "facebook/wav2vec2-xls-r-300m",
		"This model was fine-tuned from `xlm-roberta-large`.":                                        "xlm-roberta-large",
		"The English NER model is a quantized version of the model Qwen2.5-7B-Instruct.":             "Qwen2.5-7B-Instruct",
		"- **Finetuned from model:** google/gemma-2b\n- **Base model:** see below":                   "google/gemma-2b",
		"**Base model:** org/a and org/b":                                                            "",
		"This model is a fine-tuned version of BERT.":                                                "",
		"The baseline was fine-tuned from roberta-base.":                                             "",
		"We compare it with models that are fine-tuned versions of org/x.":                           "",
		"This model is based on the encoder-decoder architecture.":                                   "",
		"Our data was annotated by a model.\nAnother model was fine-tuned from a bert-base encoder.": "",
	} {
		d, _ := document.Parse("README.md", []byte("---\nlicense: mit\n---\n# M\n\n"+text+"\n"))
		var got []string
		for _, s := range baseStatements(d) {
			got = append(got, s.Value)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q states %q, want %q", text, got, want)
		}
	}
}
