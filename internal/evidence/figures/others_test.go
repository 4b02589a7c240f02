package figures

import (
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
)

// TestMetricsOfOthers: values that are supposed, of other models, of parts or means of several
// results, or that tell what a metric means; and those of the model, in sentences like them.
func TestMetricsOfOthers(t *testing.T) {
	t.Parallel()
	const (
		front  = "---\nbase_model: google-bert/bert-base-cased\nmodel-index:\n- name: bert-base-ner\n  results:\n  - dataset: {name: A, type: a}\n    metrics: [{type: f1, value: 0.9}]\n"
		second = "  - dataset: {name: B, type: b}\n    metrics: [{type: f1, value: 0.8}]\n"
	)
	for text, want := range map[string]string{
		"An F1 of 0.5 would be poor.":                                                 "",
		"A perfect F1 is 1.0.":                                                        "",
		"With a CRF an F1 of 0.92 seems possible.":                                    "",
		"For a recall of 0.919, a precision of 1.0 would give an F1 of 0.958.":        "recall 0.919",
		"An accuracy of 0.90 means one error in ten.":                                 "",
		"A BLEU of 50 or more is out of reach on any of the sets.":                    "",
		"A WER of 5 is often called human parity.":                                    "",
		"2 errors in 20 words give a WER of 10%.":                                     "",
		"The range over the test sets is 4.7 BLEU (42.6 to 47.3).":                    "",
		"On tweets the F1 is 0.211 lower.":                                            "",
		"At an operating point with a precision of 0.95 the recall is 0.87.":          "",
		"Per entity type the test F1 is 0.957 (PER) and more.":                        "",
		"The official BERT-base result is an F1 of 0.924.":                            "",
		"Devlin et al. report an F1 of 0.924 for BERT-base.":                          "",
		"[bert-large-NER](https://huggingface.co/dslim/b) reaches a test F1 of 0.91.": "",
		"BERT large has an F1 of 0.924.":                                              "",
		"With a 4-gram LM the WER is 1.71.":                                           "",
		"On our own call-center recordings the WER is about 21.":                      "",
		"The mean F1 is 0.85.":                                                        "",
		// The model's own.
		"An F1 of 0.95 was obtained on the test set.":                      "F1 0.95",
		"An accuracy of 0.84 is reached after training.":                   "accuracy 0.84",
		"The bert-base-NER tagger reaches an F1 of 0.95.":                  "F1 0.95",
		"BERT reaches an F1 of 0.95.":                                      "F1 0.95",
		"Using the test set the F1 is 0.95.":                               "F1 0.95",
		"With remarkable accuracy of 0.84 it is good.":                     "accuracy 0.84",
		"With an F1 of 0.95, it is good.":                                  "F1 0.95",
		"With a batch size of 8, our model reaches an F1 of 0.95.":         "F1 0.95",
		"After 3 epochs the F1 is 0.95.":                                   "F1 0.95",
		"The accuracy on the dataset of Devlin et al. is 0.84.":            "accuracy 0.84",
		"On our own test set the WER is 21.0.":                             "WER 21.0",
		"It has an F1 of 0.95 and, on a good day, makes no more mistakes.": "F1 0.95",
		"The overall F1 is 0.85.":                                          "overall F1 0.85",
	} {
		d, _ := document.Parse("models/bert-base-NER/README.md", []byte(front+second+"---\n# m\n\n## Evaluation\n\n"+text+"\n"))
		var got []string
		for _, m := range BodyMetrics(d, passage.HeadingKeys(d)) {
			got = append(got, m.Metric+" "+m.Raw)
		}
		if g := strings.Join(got, "; "); g != want {
			t.Errorf("%q:\n got %s\nwant %s", text, g, want)
		}
	}
	d, _ := document.Parse("models/bert-base-NER/README.md", []byte(front+"---\n# m\n\n## Evaluation\n\nThe mean F1 is 0.85.\n"))
	if got := BodyMetrics(d, passage.HeadingKeys(d)); len(got) != 1 {
		t.Errorf("a mean of the only result: %v", got)
	}
}

// TestTabledOfOthers: sentences like these next to a table.
func TestTabledOfOthers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ table, text, want string }{
		{tableOfSplits, "It has %12,6 words (WER) and %3,6 characters (CER) wrong on the test set.", ""},
		{tableOfSplits, "It has a WER of 10.1 and a CER of 3.9 on the test set.", "10.1 3.9"},
		{tableOfSplits, "A WER of 5 means one error in twenty words on the test set.", ""},
		{tableOfSplits, "It is 10.1 on the test set: a WER of 10.1 is measured.", "10.1"},
		{tableOfSplits, "The metadata has another WER of 10.1 on the test set.", ""},
		{tableOfSplits, "It has a macro WER of 10.1 on the test set.", ""},
		{tableOfMetrics, "It has a macro F1 of 0.91.", "0.91"},
		{tableOfMetrics, "It has a micro F1 of 0.91.", ""},
		{tableOfSplits, "The official results are a WER of 10.1 on the test set.", ""},
	} {
		d, _ := document.Parse("models/churn/README.md", []byte("---\nlicense: mit\n---\n# Churn\n\n## Evaluation\n\n"+c.text+"\n\n"+c.table))
		var got []string
		for _, s := range TableStatements(d, passage.HeadingKeys(d), "churn") {
			got = append(got, s.Stated.Raw)
		}
		if g := strings.Join(got, " "); g != c.want {
			t.Errorf("%q:\n got %s\nwant %s", c.text, g, c.want)
		}
	}
}
