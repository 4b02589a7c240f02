package laws

import (
	"fmt"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
)

// faultsOf shows faults: "law metric=raw".
func faultsOf(found []evidence.Impossible) string {
	var out []string
	for _, f := range found {
		out = append(out, fmt.Sprintf("%s %s=%s", f.Law, f.Value.Metric, f.Value.Raw))
	}
	return strings.Join(out, "; ")
}

// TestSentenceFaults: sentences whose own numbers show one to be wrong, and sentences that are right.
func TestSentenceFaults(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		// Totals.
		"The three splits have 8,000, 1,000 and 1,000 examples, 12,000 in total.":                                           "sum total=12,000",
		"The three splits have 8,000, 1,000 and 1,000 examples, 10,000 in total.":                                           "",
		"We use 8,000 letters for training, 1,000 for validation and 1,000 for testing (12,000 in total).":                  "sum total=12,000",
		"A total of 12,500 images: 8,000 for training, 1,000 for validation and 1,000 for testing.":                         "sum total=12,500",
		"Train: 8000, validation: 1000, test: 1000, total: 11000":                                                           "sum total=11000",
		"Train: 8000, validation: 1000, test: 1000, total: 10000":                                                           "",
		"Insgesamt 12.000 Briefe: 8.000 für das Training, 1.000 zur Validierung und 1.000 zum Test":                         "sum total=12.000",
		"The corpus has 12,000 letters in total, 8,000 of them for training and 1,000 for testing.":                         "",
		"About 12,000 in total: 8,000 for training, 1,000 for validation and 1,000 for testing":                             "",
		"12,000 in total: 8,012 for training, 1,981 for validation and 1,992 for testing":                                   "", // rounded
		"It has 3 classes and 12,000 examples in total, 8,000 for training and 4,000 for testing.":                          "",
		"The model was trained on 12,000 letters in total, in 2021 and 2022.":                                               "",
		"The split is 80:10:10 (train:test:val): 8,000 training, 1,000 test and 1,000 validation samples, 12,000 in total.": "sum total=12,000",
		"The split is 80:10:10 (train:test:val): 8,000 training, 1,000 test and 1,000 validation samples, 10,000 in total.": "",
		"80 % for training (8,000), 10 % for validation (1,000) and 10 % for testing (1,000), in total 10,000.":             "",
		// Shares.
		"The data were split into training, validation and test sets (70/20/20).": "shares shares=70/20/20",
		"The data were split 80/10/10 into train, validation and test.":           "",
		"We use a 70:20:15 split.":       "shares shares=70/20/15",
		"The train/test split is 80/30.": "shares shares=80/30",
		"The split is 0.8/0.15/0.15.":    "shares shares=0.8/0.15/0.15",
		"The split is 0.8/0.1/0.1.":      "",
		"The data were split 80/20, and 10% of the training part was used for validation.":      "",
		"We used 80% of the data for training, 15% for validation and 10% for testing.":         "shares shares=80% + 15% + 10%",
		"We used 80% of the data for training and 10% for validation; the rest is for testing.": "",
		"80% for training, 5% for validation and 10% for testing":                               "shares shares=80% + 5% + 10%",
		"We used 90% for training and 10% for testing.":                                         "",
		"We used 90% for training and 20% for testing.":                                         "shares shares=90% + 20%",
		"The corpus consists of 60% news, 30% books and 30% web pages.":                         "shares shares=60% + 30% + 30%",
		"The corpus consists of 60% news, 30% books and 10% web pages.":                         "",
		"Of the letters, 45% are complaints, 30% are questions and 12% are invoices.":           "",
		"60% of speakers are men, 55% are older than 40 and 30% live in cities.":                "",
		"Released on 12/11/20 for the test split.":                                              "",
		"We split at 50/60 Hz.": "",
		// Changes.
		"It improves the accuracy by 3.1 points, from 81.2 to 85.0.":                                                      "change change=3.1",
		"Q4 is 31.2 GB smaller than F32 (5.8 GB vs. 37.0 GB), a reduction of 84%.":                                        "",
		"Q4 is 31.2 GB smaller than F32 (5.8 GB vs. 37.0 GB), a reduction of 74%.":                                        "change change=74 %",
		"The latency falls from 40 ms to 80 ms, an increase of 50%.":                                                      "change change=50 %",
		"It improves the accuracy by 3.8 points, from 81.2 to 85.0.":                                                      "",
		"The WER drops from 12.4% to 9.8%, a reduction of 3.6 points.":                                                    "change change=3.6",
		"The WER drops from 12.4% to 9.8%, a reduction of 21%.":                                                           "",
		"The WER drops from 12.4% to 9.8%, a reduction of 31% relative.":                                                  "change change=31 %",
		"F1 rose from 0.81 to 0.85 (+4 points).":                                                                          "",
		"F1 rose from 0.81 to 0.85 (+9 points).":                                                                          "change change=9",
		"The number of users grew by 300% from 2019 to 2023.":                                                             "",
		"Accuracy rose from 81.2 to 85.0 after cleaning, and by another 1.2 points with more data, by 5.0 points in all.": "",
		"The error falls by a factor of 2 from 10.0 to 5.0.":                                                              "",
		"The model reduces the WER by 31% (12.4 to 9.8).":                                                                 "change change=31 %",
		"The model reduces the WER by 21% (12.4 to 9.8).":                                                                 "",
		"WER 12.4 → 9.8, a reduction of 31%":                                                                              "change change=31 %",
		"The accuracy improves by 2.1 points (1.2 to 3.0).":                                                               "", // its interval
		"The WER was reduced by 30%, from 12.0 to 9.0.":                                                                   "change change=30 %",
		"The WER was reduced by 25%, from 12.0 to 9.0.":                                                                   "",
		"It is 2x faster: the latency drops from 100 ms to 80 ms.":                                                        "factor factor=2",
		"It is 2x faster: the latency drops from 100 ms to 50 ms.":                                                        "",
		"It is 3 times faster: the latency drops from 1.0 s to 250 ms.":                                                   "", // as fast
		"It is 10x faster: the latency drops from 1.0 s to 500 ms.":                                                       "factor factor=10",
		"It is 3 times smaller (420 MB → 210 MB).":                                                                        "factor factor=3",
		"It is up to 4x faster: from 100 ms to 80 ms.":                                                                    "",
		"A speed-up of 1.8x, from 90 to 50 tokens in each batch":                                                          "",
		"WER falls from 12.4 to 9.8 with the language model, and by 10% on noisy speech.":                                 "",
		"We increased the learning rate from 0.1 to 0.5 and accuracy by 2 points.":                                        "",
		"It needs half the memory, from 16 GB to 8 GB, and is 3x faster than the first model":                             "",
		"Latency went from 100 ms to 80 ms (a 50% reduction).":                                                            "change change=50 %",
		"It is twice as fast as the teacher, from 100 ms to 80 ms.":                                                       "factor factor=twice as fast",
		"Throughput doubled from 100 to 150 tokens per second.":                                                           "factor factor=doubled",
		"Throughput doubled from 100 to 190 tokens per second.":                                                           "",
		// Outcomes.
		"TP = 90, FP = 10, FN = 5, TN = 95, so precision is 0.80 and recall is 0.95.": "outcomes precision=0.80",
		"TP = 90, FP = 10, FN = 5, TN = 95, so precision is 0.90 and recall is 0.95.": "",
		"With 90 true positives and 10 false positives, the precision is 85%.":        "outcomes precision=85%",
		"The accuracy is 0.91 and the error rate is 12%.":                             "complement accuracy=0.91",
		"The accuracy is 0.91 and the error rate is 9%.":                              "",
		"The accuracy is 0.91 and the word error rate is 12%.":                        "",
		"The MSE is 4.0 and the RMSE is 3.0.":                                         "rmse_mse RMSE=3.0",
		"The MSE is 4.0 and the RMSE is 2.0.":                                         "",
		// Amounts.
		"Of 1,000 letters, 912 (93%) were classified correctly.":                                    "percent percentage=93%",
		"The model was trained for 72 hours, i.e. 2 days, on one device.":                           "units amount=2 days",
		"It answers 912 of 1,000 questions (93%).":                                                  "percent percentage=93%",
		"It answers 912 of 1,000 questions (91.2%).":                                                "",
		"It answers 912 of 1,000 questions (91%).":                                                  "",
		"Of the letters, 80% (912/1,000) were read.":                                                "percent percentage=80%",
		"It has 12 of the 24 languages (80% of the data).":                                          "",
		"The model was trained for 3 days (24 hours).":                                              "units amount=24 hours",
		"The model was trained for 3 days (72 hours).":                                              "",
		"The model was trained for 1 day (8 hours).":                                                "units amount=8 hours",
		"The model was trained for 3 days (576 hours).":                                             "", // of 8 devices
		"The model was trained for 3 days (24 hours per epoch).":                                    "",
		"The file has 1.5 GB (150 MB).":                                                             "units amount=150 MB",
		"The file has 1.5 GB (1,536 MB).":                                                           "",
		"The model was evaluated on 0 examples.":                                                    "no_examples number of examples=0",
		"The model was evaluated with 0 examples in the prompt.":                                    "",
		"The model was tested on -120 examples.":                                                    "count number of examples=-120",
		"The test loss is NaN.":                                                                     "finite test loss=NaN",
		"If the loss is NaN, lower the learning rate.":                                              "",
		"It has 7B parameters in fp16, and the file has 3 GB.":                                      "file_size size=3 GB",
		"It has 7B parameters in fp16, and the file has 14 GB.":                                     "",
		"It has 7B parameters in int4, and the file has 4.1 GB.":                                    "",
		"It has 110M parameters in float32, and takes 440 MB on disk.":                              "",
		"It has 7B parameters in fp16 and requires 3 GB of VRAM on disk.":                           "",
		"It was trained on 10,000 examples for 3 epochs with a batch size of 100, for 3,000 steps.": "steps steps=3,000",
		"It was trained on 10,000 examples for 3 epochs with a batch size of 100, for 300 steps.":   "",
		"It was trained on 10,000 examples for 3 epochs with a batch size of 100, for 75 steps.":    "", // on 4 devices
		// Metrics.
		"The model reaches an exact match of 84.1 and an F1 of 79.9 on the SQuAD test set.":                   "em_f1 exact match=84.1",
		"The model reaches an exact match of 79.9 and an F1 of 84.1 on the SQuAD test set.":                   "",
		"On SQuAD, EM is 84.1 and F1 is 79.9.":                                                                "em_f1 EM=84.1",
		"The exact match on the development set is 84.1, and the F1 on the test set is 79.9.":                 "",
		"The model reaches a top-1 accuracy of 81.2 % and a top-5 accuracy of 79.9 %.":                        "cutoff top-1 accuracy=81.2%",
		"Top-1 accuracy is 81.2 % on ImageNet, and top-5 accuracy is 79.9 % on iNaturalist.":                  "",
		"Precision is 0.91, recall is 0.88 and F1 is 0.95.":                                                   "f1_mean F1=0.95",
		"Precision is 0.91, recall is 0.88 and F1 is 0.70.":                                                   "f1_harmonic F1=0.70",
		"Precision is 0.91, recall is 0.88 and F1 is 0.89.":                                                   "",
		"The baseline has a precision of 0.91, a recall of 0.88 and an F1 of 0.95.":                           "",
		"Precision, recall and F1 are 0.91, 0.88 and 0.95.":                                                   "f1_mean F1=0.95",
		"Precision is 0.91 and recall is 0.88 for complaints; precision is 0.88 and F1 is 0.95 for invoices.": "",
	} {
		d, _ := document.Parse("README.md", []byte("---\nlicense: mit\npipeline_tag: question-answering\n---\n# m\n\n## Evaluation\n\nIt was measured once.\n"+text+"\n"))
		found := sentenceFaults(d, withLaws(passage.SentencesIn(d)))
		if got := faultsOf(found); got != want {
			t.Errorf("%q:\n got %s\nwant %s", text, got, want)
		}
		for _, f := range found {
			if at, _ := locate(d, f.At); at.Line != 10 || at.Column != 1 {
				t.Errorf("%q: is said to stand at %d:%d", text, at.Line, at.Column)
			}
		}
	}
}

// locate is where an anchor leads.
func locate(d *document.Document, a evidence.Anchor) (struct{ Line, Column int }, bool) {
	p := d.At(strings.TrimPrefix(string(a), d.Path+"#"))
	return struct{ Line, Column int }{p.Line, p.Column}, true
}
