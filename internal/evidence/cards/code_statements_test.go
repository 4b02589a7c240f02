package cards

import (
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
)

// topics are the statements as "topic: value".
func topics(statements []evidence.Told) string {
	var out []string
	for _, s := range statements {
		out = append(out, string(s.Topic)+": "+s.Value)
	}
	return strings.Join(out, " | ")
}

// TestCodeStatements: what code runs, loads and imports, and what the text around it names.
func TestCodeStatements(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"```python\nfrom transformers import pipeline\nner = pipeline(\"ner\", model=\"org/m\")\n```":              "import: transformers | call: ner | loaded: org/m",
		"```python\nner = pipeline(\n    task=\"ner\",\n    model=\"org/m\",\n)\n```":                              "call: ner | loaded: org/m",
		"```\nt = AutoTokenizer.from_pretrained(\"org/a\")\nm = BertForMaskedLM.from_pretrained('org/b')\n```":     "call: BertForMaskedLM | loaded: org/b",
		"```\n>>> import timm\n>>> m = timm.create_model(\"hf_hub:org/m\", pretrained=True)\n```":                  "import: timm | loaded: org/m",
		"~~~\nimport sentence_transformers.util\nm = SentenceTransformer(\"org/m\")\n~~~":                          "import: sentence_transformers | loaded: org/m",
		"```\nv = CLIPVisionModel.from_pretrained(\"org/v\")\np = PeftModel.from_pretrained(base, \"org/p\")\n```": "",
		"```\nm = AutoModel.from_pretrained(\"./local\")\n```":                                                     "call: AutoModel",
		"It is made from `org/base`, see [data](https://huggingface.co/datasets/org/data) and and/or.":             "named: org/base | named: org/data | named: and/or",
		"```\nimport timm":    "",
		"import timm and go.": "",
	} {
		d, _ := document.Parse("m/README.md", []byte("---\nbase_model: org/other\n---\n# M\n\n"+text+"\n"))
		if got := topics(codeStatements(d)); got != want {
			t.Errorf("%q:\n got %s\nwant %s", text, got, want)
		}
	}
	many, _ := document.Parse("m/README.md", []byte("# M\n\n"+strings.Repeat("```\nimport a, b\nm = AModel.load(\"x/y\")\n```\n\nsee org/a1.\n", 2000)))
	if n := len(codeStatements(many)); n != 4 {
		t.Errorf("%d statements of repeated code", n)
	}
}

// TestTrainingStatements: versions, devices, and parts of the data in sentences about training.
func TestTrainingStatements(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"It was trained on the train and test splits.":                                            "splits: It was trained on the train and test splits",
		"The threshold was chosen on the test set.":                                               "splits: The threshold was chosen on the test set",
		"The test split is small.":                                                                "",
		"本模型在训练集和测试集上训练。":                                                                         "splits: 本模型在训练集和测试集上训练",
		"Training ran on 8 A100 GPUs.":                                                            "hardware: Training ran on 8 A100 GPUs",
		"After training, inference runs on a T4.":                                                 "",
		"- **Version:** 1.2.0\n- **Hardware Type:** V100\n- **Compute Region:** us-east-1":        "version: 1.2.0 | hardware: V100 | hardware: Compute Region: us-east-1",
		"- **Versão:** 2.0\n- **Hardware Type:** [More Information Needed]\n- **Provider:** ACME": "version: 2.0 | hardware: Cloud Provider: ACME",
	} {
		d, _ := document.Parse("m/README.md", []byte("---\nlicense: mit\n---\n# M\n\n"+text+"\n"))
		if got := topics(trainingStatements(d)); got != want {
			t.Errorf("%q:\n got %s\nwant %s", text, got, want)
		}
	}
}

// TestStatementsAbroad: what the text tells of the model and of its base in other languages.
func TestStatementsAbroad(t *testing.T) {
	t.Parallel()
	for text, base := range map[string]string{
		"Dieses Modell ist eine feinabgestimmte Version von deepset/gbert-base.":          "deepset/gbert-base",
		"Ce modèle est une version affinée de camembert-base pour les noms.":              "camembert-base",
		"Este modelo es una versión ajustada de openai/whisper-small.":                    "openai/whisper-small",
		"Este modelo é uma versão ajustada de neuralmind/bert-base-portuguese-cased.":     "neuralmind/bert-base-portuguese-cased",
		"Questo modello è una versione affinata di gsarti/it5-base.":                      "gsarti/it5-base",
		"Dit model is een gefinetunede versie van GroNLP/bert-base-dutch-cased.":          "GroNLP/bert-base-dutch-cased",
		"本模型是 hfl/chinese-roberta-wwm-ext 的微调版本。":                                         "hfl/chinese-roberta-wwm-ext",
		"このモデルは tohoku-nlp/bert-base-japanese-v3 をファインチューニングしたモデルです。":                     "tohoku-nlp/bert-base-japanese-v3",
		"Le modèle de base est une version affinée de camembert-base.":                    "",
		"Le modèle est comparé à camembert-base.":                                         "",
		"Wer ein feinabgestimmtes Modell sucht, findet Versionen von bert-base anderswo.": "",
	} {
		d, _ := document.Parse("m/README.md", []byte("---\nlicense: mit\n---\n# M\n\nWords.\n\n## Details\n\n"+text+"\n"))
		_, bases := modelStatements(d, "")
		var got []string
		for _, b := range bases {
			got = append(got, b.Value)
		}
		if g := strings.Join(got, " "); g != base {
			t.Errorf("%q: %q, want %q", text, g, base)
		}
	}
}

// TestLicenseBadges: the licenses that images show.
func TestLicenseBadges(t *testing.T) {
	t.Parallel()
	for target, want := range map[string]string{
		"https://img.shields.io/badge/license-Apache%202.0-blue.svg":              "Apache 2.0",
		"https://img.shields.io/badge/License-CC--BY--NC%204.0-lightgrey?style=x": "CC-BY-NC 4.0",
		"https://img.shields.io/badge/Model_License-MIT-green":                    "MIT",
		"https://img.shields.io/static/v1?label=license&message=MIT&color=green":  "MIT",
		"https://img.shields.io/badge/Code_License-MIT-green":                     "",
		"https://img.shields.io/badge/python-3.10-blue":                           "",
		"https://example.com/badge/license-MIT-green":                             "",
	} {
		if got := licenseBadge(document.Link{Target: target, Image: true}); got != want {
			t.Errorf("%s: %q, want %q", target, got, want)
		}
		if got := licenseBadge(document.Link{Target: target}); got != "" {
			t.Errorf("%s is a link and no image: %q", target, got)
		}
	}
}

// TestPraise: praise and terms in the place of limits, and limits.
func TestPraise(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"Our model is the best on the market and works flawlessly in every situation.":                  true,
		"The model is highly accurate and ready for production. Contact our sales team for a demo.":     true,
		"There are no limitations: the model delivers outstanding results across all groups.":           true,
		"By using this model you agree to our terms of service. All trademarks belong to their owners.": true,
		"Unser Modell liefert in jeder Situation hervorragende Ergebnisse.":                             true,
		"The best results are reached on short texts only.":                                             false,
		"Accuracy is excellent, but dialects are read badly.":                                           false,
		"The model is excellent. Texts before 1900 were left out.":                                      false,
		"Ergebnisse sind nur bei kurzen Texten hervorragend.":                                           false,
		"": false,
	} {
		if got := onlyPraises(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

// TestManyStatementsOfOneTopic: they hide none of another.
func TestManyStatementsOfOneTopic(t *testing.T) {
	t.Parallel()
	text := strings.Repeat("The model was trained and tested on the letters of the same customers.\n\n", 2*passage.MaxStatements) + "## Compute\n\nIt was trained on 8 A100 GPUs.\n"
	d, _ := document.Parse("README.md", []byte("# M\n\n## Training\n\n"+text))
	n := map[evidence.Topic]int{}
	for _, s := range trainingStatements(d) {
		n[s.Topic]++
	}
	if n[evidence.TopicSplits] != passage.MaxStatements || n[evidence.TopicHardware] != 1 {
		t.Errorf("%d of splits, %d of hardware", n[evidence.TopicSplits], n[evidence.TopicHardware])
	}
}
