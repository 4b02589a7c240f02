package figures

import (
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
)

const (
	tableOfMetrics    = "| Metric | Value |\n|---|---|\n| Accuracy | 0.894 |\n| Macro F1 | 0.871 |\n| Weighted F1 | 0.9 |\n"
	tableOfDatasets   = "| Dataset | Accuracy | F1 |\n|---|---|---|\n| SST-2 | 89.4 | 89.1 |\n| IMDB | 93.0 | 92.8 |\n"
	tableOfModels     = "| Model | SST-2 | MNLI |\n|---|---|---|\n| BERT-base | 93.5 | 84.6 |\n| Churn | 94.1 | 86.2 |\n"
	tableOfBenchmarks = "| Benchmark | Churn | Llama-2-7B |\n|---|---|---|\n| MMLU (5-shot) | 68.4 | 45.3 |\n| GSM8K | 55.0 | 14.6 |\n| **Average** | 61.7 | 30.0 |\n"
	tableOfSplits     = "| Split | WER | CER |\n|---|---|---|\n| dev | 11.2 | 3.1 |\n| test | 12.6 | 3.6 |\n"
	tableOfRows       = "| Task | Dataset | Metric | Score |\n|---|---|---|---|\n| NER | CoNLL-2003 | F1 | 91.3 |\n| POS | UD-EWT | Accuracy | 96.9 |\n"
	tableOfClasses    = "| Class | Precision | Recall | F1 |\n|---|---|---|---|\n| churned | 0.81 | 0.7 | 0.75 |\n| stayed | 0.93 | 0.96 | 0.94 |\n"
)

// TestTableStatements: the cells that a sentence is about, and sentences that are about none.
func TestTableStatements(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ table, text, want string }{
		{tableOfMetrics, "The model reaches an accuracy of 91.2 %.", "91.2%: 0.894"},
		{tableOfMetrics, "It achieves 91.2% accuracy on the test set.", "91.2%: 0.894"},
		{tableOfMetrics, "Our classifier obtains a macro F1 of 0.91 and an accuracy of 0.88 on held-out data.", "0.91: 0.871; 0.88: 0.894"},
		{tableOfMetrics, "With a macro-averaged F1 score of 0.91, this model is ready for use.", "0.91: 0.871"},
		{tableOfMetrics, "Test accuracy: 0.91", "0.91: 0.894"},
		{tableOfMetrics, "The best baseline has an accuracy of 0.91.", ""},
		{tableOfMetrics, "It reaches about 90 % accuracy.", "90%: 0.894"},
		{tableOfMetrics, "Accuracy is above 0.91.", "0.91: 0.894"},
		{tableOfMetrics, "It has an XNLI accuracy of 0.91.", ""},
		{tableOfMetrics, "The F1 is 0.91.", ""}, // of which average?
		{tableOfDatasets, "The model reaches 91.2 % accuracy on SST-2.", "91.2%: 89.4"},
		{tableOfDatasets, "On SST2, the model scores 91.2 accuracy.", "91.2: 89.4"},
		{tableOfDatasets, "It achieves an F1 of 90.5 on IMDB.", "90.5: 92.8"},
		{tableOfDatasets, "The model reaches 91.2 on SST-2 and 94.0 on IMDB.", "91.2: 89.4 89.1; 94.0: 93.0 92.8"},
		{tableOfDatasets, "This model has 91.2 % accuracy on Yelp.", ""},
		{tableOfDatasets, "The model reaches an accuracy of 91.2 %.", ""},
		{tableOfDatasets, "On average, the model reaches an accuracy of 91.2 %.", ""},
		{tableOfDatasets, "The model reaches 91.2 % accuracy on SST-2-German.", ""},
		{tableOfModels, "Churn scores 95.0 on SST-2.", "95.0: 94.1"},
		{tableOfModels, "The model gets 95.0 on SST-2, while BERT-base has 93.5 on SST-2.", "95.0: 94.1"},
		{tableOfModels, "BERT-base scores 95.0 on SST-2.", ""},
		{"| Model | Retr. (15) | STS (10) | Summ. (1) |\n|---|---|---|---|\n| Churn | 57.9 | 81.4 | 30.9 |\n", "The results are from the leaderboard.", ""}, // numbers in a header
		{tableOfBenchmarks, "Churn reaches 70.1 on MMLU.", "70.1: 68.4"},
		{tableOfBenchmarks, "The model achieves an MMLU score of 70.1 and 57.2% on GSM8K.", "70.1: 68.4; 57.2%: 55.0"},
		{tableOfBenchmarks, "MMLU: 70.1", "70.1: 68.4"},
		{tableOfBenchmarks, "The model reaches 40.1 on MMLU-Pro.", ""},
		{tableOfBenchmarks, "Llama-2-7B reaches 40.1 on MMLU.", ""},
		{tableOfBenchmarks, "The previous version reached 60.2 on MMLU.", ""},
		{tableOfBenchmarks, "It is 5 points better on GSM8K.", ""},
		{tableOfSplits, "The model reaches a WER of 10.1 on the test set.", "10.1: 12.6"},
		{tableOfSplits, "The model reaches a WER of 10.1.", "10.1: 11.2 12.6"},
		{tableOfDatasets, "On the SST-2 development set, the accuracy is 91.2.", ""}, // the table states no split
		{tableOfDatasets, "On the SST-2 test set, the accuracy is 91.2.", "91.2: 89.4"},
		{tableOfMetrics, "A larger ZarNet trained on the same data reaches an accuracy of 0.912.", ""},
		{tableOfMetrics, "Version 1 of this model had an accuracy of 0.872.", ""},
		{tableOfModels, "File managers show less, such as 4.08 GiB for SST-2.", ""},
		{tableOfRows, "The model achieves 92.8 F1 on CoNLL-2003.", "92.8: 91.3"},
		{tableOfRows, "On CoNLL-2003, the F1 score is 92.8.", "92.8: 91.3"},
		{tableOfRows, "- CoNLL-2003: F1 92.8", "92.8: 91.3"},
		{"| Task | ZarBench | QuxEval |\n|---|---|---|\n| Score | 61.2 | 44.7 |\n", "The model scores 66.4 on ZarBench.", "66.4: 61.2"},
		{"| Task | System A | System B |\n|---|---|---|\n| Parsing | 61.2 | 44.7 |\n", "The model scores 66.4 on Parsing.", ""},
		{tableOfClasses, "The F1 is 0.91.", ""},
		{tableOfClasses, "Churned customers are hard to find (recall 0.78).", "0.78: 0.7"},
		{tableOfClasses, "The best class is stayed (0.97), the hardest churned (0.91).", "0.91: 0.81 0.7 0.75"},
		{tableOfMetrics, "Die Genauigkeit beträgt 91,2 %.", "91,2%: 0.894"},
		{tableOfMetrics, "L'exactitude est de 0,912 sur le jeu de test.", "0,912: 0.894"},
		{tableOfMetrics, "El modelo alcanza una exactitud de 0,912.", "0,912: 0.894"},
		{tableOfMetrics, "准确率为 91.2%。", "91.2%: 0.894"},
		{tableOfMetrics, "Accuracy and macro F1 are 0.912 and 0.85, respectively.", "0.912: 0.894; 0.85: 0.871"},
		{tableOfMetrics, "It reaches 0.91 accuracy, compared to 0.85 for the baseline.", "0.91: 0.894"},
		{tableOfMetrics, "Compared to the previous version, accuracy rose by 0.02 to 0.91.", ""},
		{tableOfMetrics, "On telephone calls the accuracy is 0.81.", ""},
		{tableOfMetrics, "With beam search, the accuracy is 0.91.", ""},
		{tableOfMetrics, "Human agreement is 0.97 (accuracy).", ""},
		{tableOfMetrics, "Accuracy is between 0.85 and 0.91.", ""},
		{tableOfMetrics, "The threshold for accuracy is 0.91.", ""},
		{tableOfMetrics, "Accuracy on the training set is 0.99.", ""},
		{tableOfMetrics, "An accuracy of 0.91 is our goal.", ""},
		{"| Test set | WER |\n|---|---|\n| LibriSpeech test-clean | 4.1 |\n| LibriSpeech test-other | 9.7 |\n", "On test-other, the WER is 7.9 %.", "7.9%: 9.7"},
		{"| Language | WER |\n|---|---|\n| de | 4.1 |\n| fr | 9.7 |\n", "The WER on French is 7.9 %.", "7.9%: 9.7"},
		{"| Class | AP@[.5:.95] | AP@.5 |\n|---|---|---|\n| helmet | 0.712 | 0.941 |\n| all | 0.645 | 0.907 |\n", "mAP is 67.5 %.", "67.5%: 0.645"},
		{tableOfClasses, "The model has a recall of 0.78 for churned customers.", "0.78: 0.7"},
	} {
		src := "---\nlicense: mit\n---\n# Churn\n\n" + c.text + "\n\n## Evaluation\n\n" + c.table
		if strings.HasPrefix(c.text, "It ") || strings.HasPrefix(c.text, "On ") || strings.HasPrefix(c.text, "- ") || strings.HasPrefix(c.text, "The F1") {
			src = "---\nlicense: mit\n---\n# Churn\n\n## Evaluation\n\n" + c.text + "\n\n" + c.table
		}
		d, _ := document.Parse("models/churn/README.md", []byte(src))
		var got []string
		for _, s := range TableStatements(d, passage.HeadingKeys(d), "churn") {
			cells := []string{}
			for _, cell := range s.Same {
				cells = append(cells, cell.Raw)
			}
			got = append(got, s.Stated.Raw+": "+strings.Join(cells, " "))
		}
		if g := strings.Join(got, "; "); g != c.want {
			t.Errorf("%q:\n got %s\nwant %s", c.text, g, c.want)
		}
	}
}

// TestTabled: a sentence whose value a cell of a table has as well.
func TestTabled(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]bool{"0.894": true, "89.4 %": true, "89.4": true, "0.87": false, "93 %": true, "0.93": true, "8.94": false} {
		d, _ := document.Parse("README.md", []byte("---\nlicense: mit\n---\n# m\n\n## Evaluation\n\nThe accuracy is "+value+".\n\n"+tableOfDatasets))
		stated := BodyMetrics(d, passage.HeadingKeys(d))
		MarkTabled(d, stated)
		if len(stated) == 0 || stated[0].Tabled != want {
			t.Errorf("%s: got %+v, want %v", value, stated[:1], want)
		}
	}
}
