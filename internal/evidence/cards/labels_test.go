package cards_test

import (
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/format"
	"github.com/modelgate-dev/modelgate/internal/evidence/inspection"
)

// A label names a base model; a sentence about one is no name.
func TestBaseModelInALabel(t *testing.T) {
	for value, want := range map[string]int{
		"org/base-2b (Base-VL, 2.49B params)": 1, "org/a (small; old), org/b": 2, "org/a (small, org/b": 1,
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
		if value == "org/base-2b (Base-VL, 2.49B params)" && in.Document.(evidence.Card).BaseModels.Items[0].Value != "org/base-2b" {
			t.Errorf("%+v", in.Document.(evidence.Card).BaseModels)
		}
	}
}

// A section about the base model that begins with an identifier names it; text about it is no name.
func TestBaseModelInASection(t *testing.T) {
	for text, want := range map[string]string{
		"## Base model\n\nmd-nishat-008/TigerLLM-1B-it\n": "md-nishat-008/TigerLLM-1B-it", "### Base Model\n\n`org/base-2b`\n\nIt has 2B parameters.\n": "org/base-2b",
		"## Base model\n\n[org/base](https://huggingface.co/org/base)\n": "org/base", "## Base model used\n\nhttps://huggingface.co/org/base-2b\n": "org/base-2b", "## 2. Base model\n\n- **org/base-2b**\n": "org/base-2b",
		"## Base model\n\nThe base is read/write.\n": "", "## Base model performance\n\norg/base-2b\n": "", "## Model\n\norg/base-2b\n": "", "## Base model\n\nNone.\n": "",
		"## Base model\n\nhttps://github.com/org/base\n": "", "## Comparison with the base model\n\norg/base-2b\n": "", "## Base model\n\nWe compared org/a and org/b.\n": "",
	} {
		in, err := inspection.Of("MODEL_CARD.md", []byte("# Model card for X\n\n"+text), format.KindCard)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, m := range in.Document.(evidence.Card).BaseModels.Items {
			got += m.Value
		}
		if got != want {
			t.Errorf("%q names %q, want %q", text, got, want)
		}
	}
}

// A label names a license; a sentence about several is none.
func TestLicenseInALabel(t *testing.T) {
	for value, want := range map[string]string{
		"MIT": "mit", "Apache 2.0": "apache-2.0", "Made Up License": "Made Up License", "MIT (see LICENSE)": "MIT (see LICENSE)",
		"the code is MIT-licensed (see `LICENSE`); the underlying data has its own terms": "",
		"weights and code are under different terms":                                      "",
	} {
		in, err := inspection.Of("MODEL_CARD.md", []byte("# Model card for X\n\n## Model details\n\n- **License:** "+value+"\n"), format.KindCard)
		if err != nil {
			t.Fatal(err)
		}
		if got := in.Document.(evidence.Card).License.Value; got != want {
			t.Errorf("%q names %q, want %q", value, got, want)
		}
	}
}

// A label lists datasets by their names or addresses; a description of data names none.
func TestDatasetsInALabel(t *testing.T) {
	for value, want := range map[string]string{
		"MNIST, CIFAR-10":      "MNIST CIFAR-10",
		"squad_v2; allenai/c4": "squad_v2 allenai/c4",
		"The Pile, Corpus of Spoken English, Telco Customer Churn dataset":      "The Pile Corpus of Spoken English Telco Customer Churn dataset",
		"https://www.kaggle.com/datasets/crowdflower/twitter-airline-sentiment": "crowdflower/twitter-airline-sentiment",
		"https://huggingface.co/datasets/allenai/c4?row=1":                      "allenai/c4",
		"4,300 samples (2,150 JSON + 2,150 Q&A) across train/val/test splits":   "",
		"about 2k reviews that we collected, and Amazon":                        "",
		"12": "",
	} {
		in, err := inspection.Of("MODEL_CARD.md", []byte("# Model card for X\n\n## Model details\n\n- **Datasets:** "+value+"\n"), format.KindCard)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, d := range in.Document.(evidence.Card).Datasets.Items {
			got = append(got, d.Value)
		}
		if is := strings.Join(got, " "); is != want {
			t.Errorf("%q names %q, want %q", value, is, want)
		}
	}
}

// A label names a task; a sentence about one is no name.
func TestTaskInALabel(t *testing.T) {
	for value, want := range map[string]string{
		"text-classification":                "text-classification",
		"Zero-shot image classification":     "Zero-shot image classification",
		"Flag filings whose facts disagree.": "",
	} {
		in, err := inspection.Of("MODEL_CARD.md", []byte("# Model card for X\n\n## Model details\n\n- **Task:** "+value+"\n"), format.KindCard)
		if err != nil {
			t.Fatal(err)
		}
		if got := in.Document.(evidence.Card).Task.Value; got != want {
			t.Errorf("%q names the task %q, want %q", value, got, want)
		}
	}
}
