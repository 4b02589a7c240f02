package cards

import (
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// TestModelStatements: what is read of the model itself, and nothing of others.
func TestModelStatements(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"This is a French model.":                                     "model: This is a French model",
		"The model was trained on SQuAD v2 and evaluated on XQuAD.":   "model: The model was | training: SQuAD v2",
		"Churn-7B is a 7 billion parameter model trained on tickets.": "model: Churn-7B is a 7 billion parameter model | training: tickets",
		"Fine-tuned bert-base-cased on German using tickets.":         "model: Fine-tuned bert-base-cased on German using tickets | training: German using tickets | base: bert-base-cased",
		"This model is based on T5, which was pre-trained on C4.":     "model: This model is | base: T5",
		"It is fast.": "",
		"This model is small, and it was trained to classify texts.":                   "model: This model is small | model: it was | purpose: classify texts",
		"The base model is an English model.":                                          "",
		"The teacher model was trained on C4.":                                         "",
		"We fine-tuned roberta-base on imdb.":                                          "model: We fine-tuned roberta-base on imdb | training: imdb | base: roberta-base",
		"BERT is a model that was trained on English text.":                            "",
		"If you want a French model, train one.":                                       "",
		"With its 13 billion parameters, it is large.":                                 "model: With its 13 billion parameters, it is large",
		"churn-7b-v2 is a 7 billion parameter model.":                                  "model: churn-7b-v2 is a 7 billion parameter model",
		"- Dolly-7B, with 6.9 billion parameters, based on pythia-6.9b":                "",
		"Unlike the German model, this model is for Dutch texts.":                      "model: this model is for Dutch texts",
		"This model is a bert-base-cased model that was fine-tuned on conll2003.":      "model: This model is a bert-base-cased model that was | training: conll2003 | base: bert-base-cased",
		"This model was initialized from the weights of roberta-large.":                "model: This model was | base: roberta-large",
		"This model is built on top of meta-llama/Llama-3-8B.":                         "model: This model is | base: meta-llama/Llama-3-8B",
		"The weights were distilled from bert-base-cased.":                             "model: The weights were | base: bert-base-cased",
		"This model is based on the encoder-decoder architecture of others.":           "model: This model is",
		"The training was done on 3,072 GPUs provided by LAION.":                       "model: The training was done on 3,072 GPUs provided by LAION | training: 3,072 GPUs",
		"## Related work\n\nThis model was trained on C4.":                             "",
		"Languages:\n\n- **Language(s) (NLP):** English\n- **Training data:** tickets": "language: English | training: tickets",
	} {
		d, _ := document.Parse("models/churn/README.md", []byte("---\nlicense: mit\n---\n# Churn 7B\n\nWords.\n\n## Model description\n\n"+text+"\n"))
		statements, bases := modelStatements(d, "")
		var got []string
		for _, s := range statements {
			if s.Topic != evidence.TopicTitle {
				got = append(got, string(s.Topic)+": "+s.Value)
			}
		}
		for _, b := range bases {
			got = append(got, "base: "+b.Value)
		}
		if g := strings.Join(got, " | "); g != want {
			t.Errorf("%q:\n got %s\nwant %s", text, g, want)
		}
	}
}

// TestStatedDays: days on which something has happened.
func TestStatedDays(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"The model was trained on 2021-06-30.":                            "trained 2021-06-30",
		"It was trained from June to August 2021.":                        "trained 2021-08",
		"The model was released on 30 November 2021.":                     "released 2021-11-30",
		"Released on November 3rd, 2021.":                                 "released 2021-11-03",
		"It was trained in 2021.":                                         "trained 2021",
		"The texts were collected in Februar 2020.":                       "other 2020-02",
		"Le modèle a été entraîné en juillet 2021.":                       "trained 2021-07",
		"Knowledge cutoff: 2025-13-01":                                    "other 2025-13-01",
		"It was trained with a sequence length of 2048.":                  "",
		"The next model will be trained in 2087.":                         "",
		"It is supported until 2087-01-01.":                               "",
		"The model of 2021-06-30 is old.":                                 "",
		"It was trained with seed 2021-06-30-17.":                         "",
		"## References\n\nJane Doe. Released in 2031. A paper.":           "",
		"- **Last updated:** 2026-02-31\n- **Supported:** 2087-01-01":     "other 2026-02-31",
		"The model was trained in June 2024 and evaluated on 2024-03-01.": "evaluated 2024-03-01; trained 2024-06",
		"It was tested in March 2024.":                                    "evaluated 2024-03",
		"It was tested on letters of March 2024.":                         "",
		// A day that no calendar has is wrong whatever the sentence says.
		"- 2024/13/1: We correct the results.":                                         "other 2024-13-01",
		"So far, as on June 31, 2022, the developers report 40 days.":                  "other 2022-06-31",
		"Estará listo antes del 31 de noviembre de 2026.":                              "other 2026-11-31",
		"The larger model will be released on 2027-02-30.":                             "other 2027-02-30",
		"It was trained on 2021-06-31.":                                                "trained 2021-06-31",
		"So far, as on June 30, 2022, the developers report 40 days.":                  "",
		"It is the best model of the Hub as of 06.06.62.":                              "other 2062",
		"It runs with version 06.06.62 as of version 3.10.12.":                         "",
		"It reads a date such as 2021-02-30 as it is.":                                 "",
		"The text \"June 31, 2022\" becomes 2022-06-31.":                               "",
		"It marks `2021-02-30` as wrong.":                                              "",
		"Dates that do not exist (2021-02-30) are left out.":                           "",
		"See case 2019/45/77 and directive 2004/38/EC.":                                "",
		"## Example\n\nThe parser reads 2021-02-30.":                                   "",
		"See https://example.com/2021/02/30 and [here](https://b.example/2021/02/31).": "",
	} {
		d, _ := document.Parse("models/churn/README.md", []byte("---\nlicense: mit\n---\n# Churn\n\n"+text+"\n"))
		var got []string
		for _, day := range statedDays(d) {
			got = append(got, string(day.Event)+" "+day.Value)
		}
		if g := strings.Join(got, "; "); g != want {
			t.Errorf("%q:\n got %s\nwant %s", text, g, want)
		}
	}
}

// TestCitations: the papers of entries.
func TestCitations(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"```\n@article{m,\n url = {http://arxiv.org/abs/1910.13461},\n eprint = {1910.13461v2}\n}\n```": "m 1910.13461",
		"@misc{m, eprint={1810.04805}, journal={arXiv preprint arXiv:1910.13461}}":                      "m 1810.04805 1910.13461",
		"@misc{m, eprint={1810.04805}\n}\n\nSee arXiv:1910.13461.":                                      "m 1810.04805",
		"    @misc{m, title={BERT},\n      eprint={1810.04805}\n    }\n\nSee arXiv:1910.13461.":         "m 1810.04805",
		"    @misc{m,\n      eprint={1810.04805},\n      url={https://arxiv.org/abs/1910.13461}\n    }": "m 1810.04805 1910.13461",
		"It was introduced in [this paper](https://arxiv.org/abs/1910.13461).":                          "",
		"@article{m, year = {2019}, pages = {1910.13461}}":                                              "",
	} {
		d, _ := document.Parse("models/churn/README.md", []byte("---\nlicense: mit\n---\n# Churn\n\n"+text+"\n"))
		var got []string
		for _, c := range citations(d) {
			got = append(got, c.Key+" "+strings.Join(c.Papers, " "))
		}
		if g := strings.Join(got, "; "); g != want {
			t.Errorf("%q:\n got %s\nwant %s", text, g, want)
		}
	}
}

// A model of another size is not the card's.
func TestSiblingsAreNotTheModel(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{
		"dolly-v2-7b, with 6.9 billion parameters, based on pythia-6.9b": 0, "dolly-v2-7b is a model with 6.9 billion parameters.": 0,
		"dolly-v2-12b is a model with 12 billion parameters.": 1,
	} {
		d, _ := document.Parse("models/dolly-v2-12b/README.md", []byte("# dolly-v2-12b\n\n## Summary\n\n"+text+"\n"))
		statements, _ := modelStatements(d, "")
		got := 0
		for _, s := range statements {
			if s.Topic == evidence.TopicModel {
				got++
			}
		}
		if got != want {
			t.Errorf("%q: %+v", text, statements)
		}
	}
}
