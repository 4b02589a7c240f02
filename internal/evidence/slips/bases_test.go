package slips

import (
	"fmt"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// slipsFor are the slips of a card in a directory, of a model with a base model.
func slipsFor(dir, base, page string) string {
	d, _ := document.Parse("models/"+dir+"/README.md", []byte(page))
	c := evidence.Card{}
	c.BaseModels.Items = []evidence.BaseModel{{Value: base}}
	var out []string
	for _, s := range In(d, &c) {
		if s.Kind == evidence.SlipBase || s.Kind == evidence.SlipModel || s.Kind == evidence.SlipTokenizer {
			out = append(out, fmt.Sprintf("%s %s", s.Kind, s.Value))
		}
	}
	return strings.Join(out, "; ")
}

// TestNamedBases: labels and sentences that name another base model, and near misses.
func TestNamedBases(t *testing.T) {
	hub := func(id string) string { return "[" + id + "](https://huggingface.co/" + id + ")" }
	for page, want := range map[string]string{
		"- **Finetuned from model:** " + hub("m/Mistral-7B-Instruct-v0.1"):                                                         "base m/Mistral-7B-Instruct-v0.1",
		"- **Base model:** `m/Mistral-7B-v0.3`":                                                                                    "base m/Mistral-7B-v0.3",
		"**Base Model**: m/Mistral-22B-v0.1":                                                                                       "base m/Mistral-22B-v0.1",
		"- **Finetuned from model:** " + hub("m/Mistral-7B-v0.1"):                                                                  "",
		"- **Finetuned from model:** " + hub("m/Llama-3-8B") + " and " + hub("m/Mistral-7B-v0.3"):                                  "",
		"- **Compared with model:** " + hub("m/Mistral-7B-v0.3"):                                                                   "",
		"- **Base model:** `other/Mistral-7B-v0.1-sharded`":                                                                        "",
		"- **Base model:** `n/Zeph-alpha`":                                                                                         "",
		"**Zeph-alpha** is a chat model that was finetuned on data from the model " + hub("m/Mistral-7B-v0.2") + " by using LoRA.": "base m/Mistral-7B-v0.2",
		"This model was fine-tuned from " + hub("m/Mistral-22B-v0.1") + ".":                                                        "base m/Mistral-22B-v0.1",
		"The Zeph-alpha Mistral-7B-v0.1 is a model that was fine-tuned from " + hub("m/Mistral-7B-v0.2") + ".":                     "", // the text of the base model
		"The larger one was fine-tuned from " + hub("m/Mistral-22B-v0.1") + ".":                                                    "",
		"The teacher was fine-tuned from " + hub("m/Mistral-22B-v0.1") + ".":                                                       "",
		"If you fine-tuned it from " + hub("m/Mistral-22B-v0.1") + ", it fails.":                                                   "",
		"It allowed the base model **Mistral 22B** to be tuned.":                                                                   "base Mistral 22B",
		"It allowed the base model **Mistral AI/Mistral 7B** to be tuned.":                                                         "",
		"It beats the base model **everywhere** by far.":                                                                           "",
		"It beats the base model `Mistral`.":                                                                                       "",
	} {
		if got := slipsFor("Zeph-alpha", "m/Mistral-7B-v0.1", "# Zeph-alpha\n\n"+page+"\n"); got != want {
			t.Errorf("%q: got %q, want %q", page, got, want)
		}
	}
}

// TestNameWithBase: the name of the model has that of its base model in it.
func TestNameWithBase(t *testing.T) {
	const page = "## NER\n\n**ner-bert-base-pt** is a NER model that was finetuned from the model [a/bert-%s-pt](https://huggingface.co/a/bert-%[1]s-pt).\n"
	if got := slipsFor("ner-bert-base-pt", "a/bert-base-pt", fmt.Sprintf(page, "large")); got != "base a/bert-large-pt" {
		t.Error(got)
	}
	if got := slipsFor("ner-bert-base-pt", "a/bert-base-pt", fmt.Sprintf(page, "base")); got != "" {
		t.Error(got)
	}
}

// TestStrayLoads: code that loads a sibling in one place, and near misses.
func TestStrayLoads(t *testing.T) {
	block := func(ids ...string) string {
		return "```python\nm(\"" + strings.Join(ids, "\")\nm(\"") + "\")\n```\n\n"
	}
	const family = "- [rank-base-v1](https://huggingface.co/a/rank-base-v1)\n- [rank-large-v1](https://huggingface.co/a/rank-large-v1)\n\n"
	mine := block("a/rank-large-v1")
	text := "Some text.\n\nMore of it.\n\n"
	for _, c := range []struct{ dir, page, want string }{
		{"rank-large-v1", family + text + block("a/rank-base-v1") + text + mine + mine, "model a/rank-base-v1"},
		{"rank-large-v1", family + text + block("a/rank-base-v1") + text + mine, ""},
		{"rank-large-v1", family + text + "For the base model:\n\n" + block("a/rank-base-v1") + mine + mine, ""},
		{"rank-large-v1", family + text + block("a/rank-base-v1") + block("a/rank-base-v1") + mine + mine, ""},
		{"rank-large-v1", family + text + block("a/rank-base-v1", "a/rank-large-v1") + text + mine + mine, ""},
		{"rank-large-v1", family + text + block("a/rank-large-v1") + text + mine + mine, ""},
		{"mt-big-he-en", text + block("a/mt-big-en-he"), "model a/mt-big-en-he"},
		{"mt-big-he-en", "See mt-big-en-he for the other direction.\n\n" + block("a/mt-big-en-he"), ""},
		{"mt-big-he-en", text + block("a/mt-big-he-en", "a/mt-big-en-ar"), ""},
		{"rank-v1-v2", text + block("a/rank-v2-v1"), ""},
		{"vit-tiny-patch16-224", "```python\np = AutoFeatureExtractor.from_pretrained(\"f/vit-base-distilled-patch16-384\")\nm = V.from_pretrained(\"f/vit-tiny-patch16-224\")\n```\n", "tokenizer f/vit-base-distilled-patch16-384"},
		{"vit-tiny-patch16-224", "```python\np = AutoFeatureExtractor.from_pretrained(\"f/vit-tiny-patch16-224\")\nm = V.from_pretrained(\"f/vit-tiny-patch16-224\")\n```\n", ""},
		{"vit-tiny-patch16-224", "```python\np = AutoFeatureExtractor.from_pretrained(\"f/vit-base-distilled-patch16-224\")\nm = V.from_pretrained(\"f/vit-tiny-patch16-224\")\n```\n", ""},
		{"bart-large-cnn", "```python\np = AutoTokenizer.from_pretrained(\"f/bart-large\")\nm = V.from_pretrained(\"f/bart-large-cnn\")\n```\n", ""},
	} {
		if got := slipsFor(c.dir, "a/other", c.page); got != c.want {
			t.Errorf("%q: got %q, want %q", c.page, got, c.want)
		}
	}
}

// TestPrintedPooling: how a model pools, as it is printed, and near misses.
func TestPrintedPooling(t *testing.T) {
	for modes, want := range map[string]int{
		"'pooling_mode_cls_token': True, 'pooling_mode_mean_tokens': False": 1,
		"'pooling_mode_cls_token': False, 'pooling_mode_mean_tokens': True": 0,
		"'pooling_mode_cls_token': True, 'pooling_mode_mean_tokens': True":  0,
	} {
		d, _ := document.Parse("m/README.md", []byte("# M\n\n```\n(1): Pooling({"+modes+"})\n```\n"))
		if got := len(ContrarySettings(d, Settings{Pooling: "mean", PoolingAt: "m/1_Pooling/config.json#"})); got != want {
			t.Errorf("%s: %d, want %d", modes, got, want)
		}
	}
}

// TestDaysOfMonths: days with their weekday that a month does not have, and near misses.
func TestDaysOfMonths(t *testing.T) {
	for day, want := range map[string]bool{"Wed Apr 31 19:27:12 EEST 2022": true, "Tue, 30 February 2021": true, "Tue, 29 February 2022": true, "Sat Apr 30 19:27:12 EEST 2022": false, "Thu, 29 February 2024": false} {
		if got := strings.Contains(slipsOf("# M\n\nPorted on "+day+".\n", ""), "order "); got != want {
			t.Errorf("%s: got %t", day, got)
		}
	}
}

// TestCountedModels: a number of models above their list.
func TestCountedModels(t *testing.T) {
	const list = "\n\n- [rank-s](https://a.b/c)\n- [rank-m](https://a.b/c)\n- [rank-l](https://a.b/c)\n"
	for page, want := range map[string]bool{"We have two models:" + list: true, "We have three models:" + list: false, "It has three models: Stage A, Stage B and Stage C, in a row, so it is fast.": false, "It beats two models: see below." + list: false, "We compare the two models." + list: false} {
		if got := strings.Contains(slipsOf("# M\n\n"+page, ""), "count "); got != want {
			t.Errorf("%q: got %t", page, got)
		}
	}
}
