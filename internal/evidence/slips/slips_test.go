package slips

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
)

// slipsOf are the slips of a page below the directory of a model, without where they are.
func slipsOf(page string, task string) string {
	d, _ := document.Parse("models/opus-mt-en-tr/README.md", []byte(page))
	c := evidence.Card{Task: evidence.Text{Value: task}}
	c.BaseModels.Items = []evidence.BaseModel{{Value: "acme/bert-1b"}}
	var out []string
	for _, s := range In(d, &c) {
		out = append(out, strings.TrimSpace(fmt.Sprintf("%s %s|%s", s.Kind, s.Value, s.Other)))
	}
	return strings.Join(out, "; ")
}

func TestSlips(t *testing.T) {
	for page, want := range map[string]string{
		"It has five classes: LOC, ORG, PER and MISC.":                                                                                             "count five classes|4",
		"It has four classes: LOC, ORG, PER and MISC.":                                                                                             "",
		"It has five classes (LOC, ORG, PER, MISC), see below.":                                                                                    "count five classes|4",
		"It supports 3 languages:\n\n- English\n- French\n":                                                                                        "count 3 languages|2",
		"It supports 5 languages, such as: English, French and German.":                                                                            "",
		"Three kinds of data: a, b and c, while d is left out.":                                                                                    "",
		"mean (0.485, 0.456, 0.406) and standard deviation (0.229, 0.225)":                                                                         "count mean (0.485, 0.456, 0.406)|deviation (0.229, 0.225)",
		"Papers between 2002 to 1998.":                                                                                                             "range between 2002 to 1998|",
		"Papers from 1998 to 2002.":                                                                                                                "",
		"The scores are between 0.9 and 0.4.":                                                                                                      "range between 0.9 and 0.4|",
		"The distance between 5 and 3 is small.":                                                                                                   "",
		"The model is able to sort letters, but it cannot yet sort the\n\n## Uses\n":                                                               "unfinished model is able to sort letters, but it cannot yet sort the|",
		"You can load the model in transformers with the\n\n```\nrun\n```\n":                                                                       "",
		"[Proximal Policy Optimization (DPO)](https://arxiv.org/abs/2305.18290)":                                                                   "acronym Proximal Policy Optimization|DPO",
		"Direct Preference Optimization (DPO) and Cross-Site Scripting (XSS)":                                                                      "",
		"[xlm-roberta-base](https://huggingface.co/xlm-roberta-large)":                                                                             "link xlm-roberta-base|xlm-roberta-large",
		"[xlm-roberta-base](https://huggingface.co/FacebookAI/xlm-roberta-base)":                                                                   "",
		"[a-7b](https://huggingface.co/acme/a-13b) [b-8](https://hf.co/acme/b-8b)":                                                                 "link a-7b|acme/a-13b",
		"[CC-BY-4.0](https://creativecommons.org/licenses/by-nc-nd/4.0/)":                                                                          "link CC-BY-4.0|cc-by-nc-nd-4.0",
		"[CC-BY-NC 4.0](https://creativecommons.org/licenses/by-nc/4.0/deed.de)":                                                                   "",
		"[MIT](https://opensource.org/licenses/Apache-2.0)":                                                                                        "link MIT|apache-2.0",
		"[Apache 2.0](https://www.apache.org/licenses/LICENSE-2.0)":                                                                                "",
		"[Spearman rank correlation](https://en.wikipedia.org/wiki/Pearson_correlation)":                                                           "link Spearman rank correlation|Pearson correlation",
		"Two: `0` for normal and `1` for rejection.\n\nTwo: `0` for rejection and `1` for normal.":                                                 "labels 0: rejection, 1: normal|0: normal, 1: rejection",
		"arXiv preprint arXiv:2112.08547 (2012)":                                                                                                   "paper_year 2012|arXiv preprint arXiv:2112",
		"arXiv preprint arXiv:2112.08547 (2021)":                                                                                                   "",
		"Run on Mon Apr 13 18:11:39 EEST 2022":                                                                                                     "weekday Mon Apr 13 18:11:39 EEST 2022|Wednesday",
		"Run on Wed Apr 13 18:11:39 EEST 2022":                                                                                                     "",
		"* Release: 2021-02-25\n* [m](a_2022-02-25.zip), [t](a_2022-02-25.test)":                                                                   "release 2021-02-25|2022-02-25",
		"# Bert 7B Alpha\n\nBert 7B Beta achieves 0.9. Bert 7B Alpha is good.":                                                                     "model Bert 7B Beta|Bert 7B Alpha",
		"# Bert 7B Alpha\n\nBert 7B Beta was trained on 2 TB, this one on 3. Bert 7B Alpha is good.":                                               "",
		"# Bert 7B Alpha\n\nBert 7B Beta was trained on 2 TB, as this model card says. Bert 7B Alpha is good.":                                     "model Bert 7B Beta|Bert 7B Alpha",
		"# M with ResNet-101\n\nThe ResNet-50 and the resnet-50 are resnet-50.":                                                                    "model ResNet-101|resnet-50",
		"This model uses [KBIR](https://huggingface.co/bloomberg/KBIR) as its base model.":                                                         "base bloomberg/KBIR|acme/bert-1b",
		"## M\n\nThis model is a fine-tuned version of acme/bert-300m.":                                                                            "base acme/bert-300m|acme/bert-1b",
		"Translating from Turkish (tr) to English (en).":                                                                                           "direction turkish>english|en>tr",
		"* source language(s): eng\n* target language(s): tat":                                                                                     "direction eng>tat|en>tr",
		"Trained on German abstracts only.":                                                                                                        "language german|only",
		"It works on any text in any language of the world.":                                                                                       "language any language of the world|any",
		"It does not work in any language.":                                                                                                        "",
		"Dialects of the swedish language.":                                                                                                        "language swedish|named",
		"```\n# expected output:\n#     Ich weiß, dass Tom das nicht will.\n```":                                                                   "language de>tr|output",
		"Not tested on medical or surveillance images and is well suited to surveillance cameras.":                                                 "use well suited to surveillance cameras|Not tested on medical or surveillance images",
		"It is ready for unsupervised clinical decisions.":                                                                                         "use ready for unsupervised clinical decisions|",
		"It is not ready for unsupervised clinical decisions.":                                                                                     "",
		"As with other speech recognition models, accuracy drops.":                                                                                 "likened speech recognition models|translation",
		"| O |\n|---|\n| B-PER |\n| I-PER |\n| B-LOC |\n| I-LOC |\n| B-ORG |":                                                                      "unlisted I-ORG|",
		"- Transformers 14.17.0":                                                                                                                   "framework transformers|14.17.0",
		"```\n@misc{a,\n  year = {2042}\n}\n```":                                                                                                   "year 2042|",
		"```\n@misc{a,\n  pages = {480--479}\n}\n```":                                                                                              "range 480–479|",
		"```\nt = AutoTokenizer.from_pretrained(\"a/b-large\")\nm = AutoModel.from_pretrained(\"a/b-base\")\n```":                                  "tokenizer a/b-large|a/b-base",
		"Suited.\n\nIt can be used for medical diagnosis.\n\n## Limits\n\nIt must not be used for medical diagnosis.":                              "use can be used for medical diagnosis|must not be used for medical diagnosis",
		"It can be used for medical diagnosis.\n\nIt must not be used for legal advice.":                                                           "",
		"## Out-of-scope use\n\nThe suite is ready for deployment.":                                                                                "use The suite is ready for deployment|Out-of-scope use",
		"## Out-of-scope use\n\n> Because it does not know facts, we support use-cases that require true text.":                                    "use we support use-cases that require true text|Out-of-scope use",
		"## Out-of-scope use\n\nThe suite is not ready for deployment. Other models are suitable for it.":                                          "",
		"## Intended and out-of-scope use\n\nThe suite is ready for deployment.":                                                                   "",
		"Use `[0, 0, 0.3, -0.33]` for the attributes (which outputs 9 float values)":                                                               "count 9 float values|4",
		"Use `[0, 0, 0.3, -0.33]` for the attributes (which outputs 4 float values)":                                                               "",
		"It detects **27 types** of data.\n\nSupported PII types: City, Email, Name, Password, Phone Number, Zipcode.":                             "count 27 types|6",
		"It detects **6 types** of data.\n\nSupported PII types: City, Email, Name, Password, Phone Number, Zipcode.":                              "",
		"* Works for documents in more than 50 languages.":                                                                                         "language more than 50 languages|several",
		"XLM-RoBERTa was trained on 100 languages. It does not support 50 languages.":                                                              "",
		"# Pythia-410M\n\nPythia-410M is a model. Pythia-410M is small.\n\nYou may also adapt Pythia-1.4B for deployment.\n\nPythia-410M may err.": "model Pythia-1.4B|pythia-410m",
		"# Pythia-410M\n\nPythia-410M is a model. Pythia-410M is small.\n\nYou may use Pythia-1.4B instead of it.\n\nPythia-410M may err.":         "",
		"| Date | March 22, 2012 |\n\nSee arXiv:2103.13413.":                                                                                       "order March 22, 2012|arXiv:2103.13413",
		"| Date | March 22, 2022 |\n\nSee arXiv:2103.13413.":                                                                                       "",
		"It was trained between December 2023 and May 2024.\n\nThe pretraining data has a cutoff of June 2025.":                                    "order pretraining data has a cutoff of June 2025|was trained between December 2023 and May 2024",
		"It was trained between December 2023 and May 2024.\n\nThe pretraining data has a cutoff of June 2023.":                                    "",
		"Word Error Rate (CER) and Named Entity Recognition (NER)":                                                                                 "acronym Word Error Rate|CER",
		"Run `pip install transformers==44.1`":                                                                                                     "framework transformers|44.1",
		"Run `pip install sentence-transformers==0.27.0`":                                                                                          "",
		"Lozhkov et al., 2042":                                "year 2042|",
		"```\nm.generate(min_length=200, max_length=50)\n```": "range min_length=200, max_length=50|",
		"Adults aged 65 to 18.":                               "range aged 65 to 18|",
		"| 0 | good |\n|---|---|\n| 1 | bad |\n\nThe class 0 is bad and 1 is good.":                                    "labels 0: bad, 1: good|0: good, 1: bad",
		"# bert-x-large\n\n```\nm(\"a/bert-x-base\")\nn(\"a/bert-x-base\")\n```":                                       "model a/bert-x-base|bert-x-large; model bert-x-large|a/bert-x-base",
		"It knows its training data only, and is limited by its training. It generalizes well for all use cases.":      "use generalizes well for all use cases|limited by its training",
		"```\n@misc{a,\n  title = {DeBERTa-v3 for letters},\n  url = {https://huggingface.co/a/opus-mt-en-tr}\n}\n```": "model DeBERTa-v3|opus-mt-en-tr",
	} {
		if got := slipsOf(page, "translation"); got != want {
			t.Errorf("%q: got %q, want %q", page, got, want)
		}
	}
}

// A paragraph twice in one section is a slip; in another section, or in an example, it is none.
func TestRepeatedParagraphs(t *testing.T) {
	p := "The team that has released this model did not write a card for it, so we have written one.\n\n"
	for page, want := range map[string]int{p + p: 1, "## A\n\n" + p + "## B\n\n" + p: 0, "## Examples\n\n" + p + "Then:\n\n" + p: 0} {
		if got := strings.Count(slipsOf(page, ""), "repeated"); got != want {
			t.Errorf("%q: %d are told, want %d", page, got, want)
		}
	}
}

// What a hostile page holds a thousand times is told a few times.
func TestSlipsAreBounded(t *testing.T) {
	for _, part := range []string{"Between 2002 and 1998. ", "five classes: a, b and c.\n\n", "[a-7b](https://hf.co/a/a-13b) ", "B-PER I-PER B-LOC\n", "from a to b ", "(", "five classes ("} {
		d, _ := document.Parse("m/README.md", []byte(strings.Repeat(part, 20_000)))
		if n := len(In(d, &evidence.Card{})); n > Max+10 {
			t.Errorf("%q: %d are told", part, n)
		}
	}
}

func TestUnlistedLabels(t *testing.T) {
	d, _ := document.Parse("m/README.md", []byte("| Label | Meaning |\n|---|---|\n| joy | a |\n| anger | b |\n| fear | c |\n"))
	if got := UnlistedLabels(d, []string{"joy", "anger", "fear", "love"}, "m/config.json"); len(got) != 1 || got[0].Value != "love" {
		t.Errorf("got %v", got)
	}
	if got := UnlistedLabels(d, []string{"joy", "anger", "fear", "LABEL_3"}, "m/config.json"); len(got) != 0 {
		t.Errorf("got %v", got)
	}
}

func TestContraryLabels(t *testing.T) {
	d, _ := document.Parse("m/README.md", []byte("The classes are 0: spam and 1: ham."))
	if got := ContraryLabels(d, "ham", "spam", "m/config.json"); len(got) != 1 {
		t.Errorf("got %v", got)
	}
	if got := ContraryLabels(d, "spam", "ham", "m/config.json"); len(got) != 0 {
		t.Errorf("got %v", got)
	}
}

// TestBlocksTakeNoMoreThanTheirText: a block of many lines is not copied for each of them.
func TestBlocksTakeNoMoreThanTheirText(t *testing.T) {
	d, _ := document.Parse("README.md", []byte("# M\n\n"+strings.Repeat("- accuracy: 0.91\n", 6_000)))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	blocks := passage.Blocks(d)
	runtime.ReadMemStats(&after)
	if taken := after.TotalAlloc - before.TotalAlloc; len(blocks) != 2 || taken > 10*uint64(len(d.Source)) {
		t.Errorf("%d blocks took %d bytes of %d", len(blocks), taken, len(d.Source))
	}
}
