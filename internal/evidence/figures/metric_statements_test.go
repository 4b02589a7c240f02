package figures

import (
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
)

// statementsOf shows what is read of an evaluation: "metric|dataset|raw=value/places|split".
func statementsOf(text string) string {
	d, _ := document.Parse("README.md", []byte("---\nlicense: mit\n---\n# m\n\n## Evaluation\n\n"+text+"\n"))
	var out []string
	for _, m := range BodyMetrics(d, passage.HeadingKeys(d)) {
		s := m.Metric
		if m.Dataset != "" {
			s += " on " + m.Dataset
		}
		if s += " " + m.Raw; m.Value != strings.TrimSuffix(m.Raw, "%") {
			s += " (" + m.Value + ")"
		}
		if m.Split != "" {
			s += " " + m.Split
		}
		out = append(out, s)
	}
	return strings.Join(out, "; ")
}

func TestMetricsOfSentences(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		// Order, and words between.
		"Accuracy on Letters is 0.84.":                                 "Accuracy on Letters 0.84",
		"The accuracy on the test set is 0.84.":                        "accuracy 0.84 test",
		"On the held-out set, we reach an accuracy of 84.3%.":          "accuracy 84.3% test",
		"The model reaches 0.84 accuracy and 0.80 F1.":                 "accuracy 0.84; F1 0.80",
		"It has 84.3 % accuracy on the test split.":                    "accuracy 84.3% test",
		"We got 91 percent accuracy.":                                  "accuracy 91%",
		"WER: 12.3":                                                    "WER 12.3",
		"The F1 score (macro) was **0.71**.":                           "F1 score (macro) 0.71",
		"Macro-averaged F1 is 0.71.":                                   "Macro-averaged F1 0.71",
		"Accuracy = 0.84, F1 = 0.80":                                   "Accuracy 0.84; F1 0.80",
		"The model outperforms the baseline with an accuracy of 0.84.": "accuracy 0.84",
		"Numbers on the validation set were used to stop.\n\nThe accuracy on the test set is 0.84.": "accuracy 0.84 test",
		"The accuracy on the validation set is 0.91.":                                               "accuracy 0.91 validation",
		"- **Accuracy:** 0.64\n- **F1:** 84,3 %":                                                    "Accuracy 0.64; F1 84,3% (84.3); Accuracy 0.64; F1 84,3% (84.3)",
		"Accuracy 0.84":                                                                             "Accuracy 0.84",
		"metric|dev|test\n-|-|-\nprecision|95.3|91.2":                                               "",
		"An accuracy of roughly 74.3 percent was obtained on held-out reviews.":                     "accuracy 74.3% test",
		"The model obtained an accuracy of 74.3 % on average.":                                      "accuracy 74.3%",
		"* Accuracy - 74.3%\n* Loss - 0.4":                                                          "Accuracy 74.3%",
		"Sur le jeu de test, l'accuracy est de 74,3 %.":                                             "accuracy 74,3% (74.3) test",
		"Die Accuracy liegt bei 0,84":                                                               "Accuracy 0,84 (0.84)",
		// Numbers.
		"The perplexity is 1,234.5.":         "perplexity 1,234.5 (1234.5)",
		"The MSE is 1.2e-05.":                "MSE 1.2e-05 (1.2e-5)",
		"Recall at 10 is 0.81.":              "Recall at 10 0.81",
		"Recall@5: 0.7":                      "Recall@5 0.7",
		"Die Accuracy: 0,843":                "Accuracy 0,843 (0.843)",
		"MAE: 1.234,5":                       "MAE 1.234,5 (1234.5)",
		"R2 = -0.3":                          "R2 -0.3",
		"Accuracy: .84":                      "Accuracy .84 (0.84)",
		"An accuracy of 84% at 90% recall":   "accuracy 84%",
		"The perplexity is 1,234.":           "", // thousands or decimals
		"Accuracy is 0.80-0.84.":             "",
		"The accuracy is at least 0.8.":      "",
		"Accuracy: 5 points above":           "",
		"The accuracy reached 100 epochs":    "",
		"Version 0.84 accuracy2":             "",
		"The BLEU 4 of the paper is unknown": "",
		// Other subjects.
		"The baseline reaches an accuracy of 0.70, and an F1 of 0.65.":               "",
		"Compared to the baseline (0.70 accuracy), our model reaches 0.84 accuracy.": "accuracy 0.84",
		"Human accuracy is 0.95.":                                                                  "",
		"Chance accuracy is 0.5, while our accuracy is 0.84.":                                      "accuracy 0.84",
		"The required accuracy is 0.8.":                                                            "",
		"Accuracy must be 0.8.":                                                                    "",
		"The minimum accuracy is 0.8.":                                                             "",
		"The accuracy reported in the literature is 0.9.":                                          "",
		"The state of the art is an accuracy of 0.9.":                                              "",
		"The accuracy for class spam is 0.6.":                                                      "",
		"The accuracy of the base model is 0.6.":                                                   "",
		"A random baseline was trained. It has an accuracy of 0.5.":                                "",
		"Fine-tuning improves accuracy by 0.05.":                                                   "",
		"Accuracy and F1 are 0.84 and 0.80, respectively.":                                         "",
		"- **Accuracy (class spam):** 0.64\n- **Baseline accuracy:** 0.5":                          "",
		"### Baselines\n\nThe accuracy is 0.5.\n\n#### More\n\nAccuracy: 0.4":                      "",
		"- **Epoch:** 3\n- **Accuracy:** 0.5":                                                      "",
		"The map of 3 cities and the dice of 6 are shown; a em de 5":                               "",
		"The accuracy on the SST-2 benchmark is 0.9, and on the Letters test set accuracy is 0.84": "accuracy on SST-2 benchmark 0.9 test; accuracy on Letters 0.84 test",
	} {
		if got := statementsOf(text); got != want {
			t.Errorf("%q:\n got %s\nwant %s", text, got, want)
		}
	}
}

// TestMetricsOutsideTheEvaluation: what a card says of its model above the evaluation, or below it.
func TestMetricsOutsideTheEvaluation(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"This model classifies letters with an accuracy of 95%.":              "accuracy 95%",
		"A classifier of letters with 95% accuracy.":                          "accuracy 95%",
		"With a WER of 52%, it should not be used without review.":            "WER 52%",
		"The model reaches an accuracy of 0.91.":                              "accuracy 0.91",
		"A classifier of letters with at least 90% accuracy.":                 "",
		"Systems with an accuracy of 95% are common.":                         "",
		"A human reader has an accuracy of 95%.":                              "",
		"This model is for teams that compare it with an accuracy of others.": "",
	} {
		d, _ := document.Parse("README.md", []byte("---\nlicense: mit\n---\n# m\n\nIt reads letters.\n"+text+"\n"))
		got := ""
		for _, m := range BodyMetrics(d, passage.HeadingKeys(d)) {
			got += m.Metric + " " + m.Raw
		}
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
