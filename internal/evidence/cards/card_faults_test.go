package cards

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
)

// allFaults are the faults that the tables, the lists of results and the metadata of a page show.
func allFaults(page string) string {
	d, _ := document.Parse("models/m/README.md", []byte(page))
	var got []string
	for _, f := range decodeHuggingFace(d).TableFaults {
		got = append(got, fmt.Sprintf("%s %s=%s", f.Law, f.Value.Metric, f.Value.Raw))
	}
	return strings.Join(slices.Compact(got), "; ")
}

const (
	logTable = "\n| Training Loss | Epoch | Step | Validation Loss | Accuracy | F1 |\n|---|---|---|---|---|---|\n| 0.25 | 1.0 | 1094 | 0.0149 | 0.9969 | 0.9961 |\n| 0.01 | 2.0 | 2188 | 0.0103 | 0.9977 | 0.9971 |\n| 0.009 | 3.0 | 3282 | 0.0120 | 0.9979 | 0.9975 |\n"
	ofLog    = "# M\n\nIt achieves:\n- Loss: 0.0103\n- Accuracy: 0.9977\n- F1: 0.9971\n"
	index    = "---\nmodel-index:\n- name: m\n  results:\n  - task: {type: x}\n    dataset: {type: org/alpha, name: Alpha (5-shot), args: {num_few_shot: 5}}\n    metrics: [{type: wer, value: 6.07}, {type: cer, value: 1.92}]\n" +
		"  - task: {type: x}\n    dataset: {type: org/beta, name: Beta}\n    metrics: [{type: wer, value: 5.14}, {type: cer, value: 2.02}]\n" +
		"  - task: {type: x}\n    dataset: {type: org/gamma, name: Gamma}\n    metrics: [{type: wer, value: 11.21}, {type: cer, value: 7.32}]\n---\n# M\n\n"
	entries  = "| Dataset | WER | CER |\n|---|---|---|\n| Alpha (5-shot) | 6.07 | 1.92 |\n| Beta | 5.14 | 2.02 |\n| Gamma | 11.21 | 7.32 |\n"
	matrix   = "# M\n\n## Results\n\n- Accuracy: 0.9654\n\n| | no | yes |\n|---|---|---|\n| no | 1076 | 37 |\n| yes | 60 | 1627 |\n"
	classes  = "# M\n\nThe test set of 2,000 images is balanced. The accuracy is 99.5%.\n\n| Class | Recall | support |\n|---|---|---|\n| a | 0.990 | 500 |\n| b | 0.995 | 500 |\n| c | 0.995 | 500 |\n| d | 1.000 | 500 |\n"
	best     = "# M\n\nWe keep the best epoch: the weights are those of epoch 4.\n\n| Epoch | Validation loss |\n|---|---|\n| 2 | 0.84 |\n| 4 | 0.81 |\n| 6 | 0.83 |\n"
	counts   = "# M\n\n## Training examples per entity\n\n| Split | LOC | PER |\n|---|---|---|\n| Train | 7140 | 3438 |\n| Test | 668 | 702 |\n\nThe training split has 10,578 entities in total.\n\n| Split | Sentences |\n|---|---|\n| Train | 14,987 |\n\nWe used a batch size of 32 and 3 epochs (1,407 optimizer steps).\n"
	detector = "# DETR\n\nThe model was trained for 300 epochs.\n\n| Model | Epochs | AP |\n|---|---|---|\n| DETR | 300 | 42.0 |\n"
	units    = "# M\n\n## Results\n\nThe results below, in percent, are on the test sets:\n\n| Dataset | WER | CER |\n|---|---|---|\n| A | 6.07 | 1.92 |\n| B | 5.14 | 2.02 |\n"
	change   = "# M\n\n- AUC: 0.9948\n\nOn other images:\n\n- AUC: 0.9376 (↓ 5.75%)\n"
)

// TestCardFaults: what a page states in two places, as it is and with one value of them changed.
func TestCardFaults(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ page, old, new, want string }{
		{ofLog + logTable, "- Loss: 0.0103", "- Loss: 0.0101", "record Loss=0.0101"},
		{ofLog + logTable, "- Loss: 0.0103\n- Accuracy: 0.9977\n", "- Loss: 0.0101\n- Accuracy: 0.9901\n", ""}, // of another run
		{ofLog + logTable, "| 2188 |", "| 2888 |", "log Step=2888"},
		{ofLog + logTable, "- F1: 0.9971", "- F1: 99.7%", ""},
		{logTable + "| 0.008 | 4.0 | 4376 | 0.0130 | 0.9970 | 0.9970 |\n", "| 2188 |", "| 218 |", "log Step=218"},
		{index + entries, "11.21 | 7.32", "7.32 | 11.21", "entry Gamma (WER)=7.32; entry Gamma (CER)=11.21"},
		{strings.Replace(index, "org/gamma, name: Gamma", "org/gamma, config: test, name: Gamma", 1) + entries, "| Gamma |", "| Delta test |", ""},
		{index + entries, "5.14 | 2.02", "5.41 | 2.20", "entry Beta (WER)=5.41; entry Beta (CER)=2.20"},
		{index + entries, "| Alpha (5-shot) |", "| Alpha (0-shot) |", "shots examples in the prompt of Alpha (0-shot)=0"},
		{index, "num_few_shot: 5", "num_few_shot: 25", "shots num_few_shot=25"},
		{matrix, "| 60 | 1627 |", "| 160 | 1527 |", "matrix accuracy of the confusion matrix=2603/2800 = 0.93"},
		{matrix, "- Accuracy: 0.9654", "- F1: 0.9", ""},
		{matrix + "\nFor the yes class, the precision is 0.978 and the recall is 0.964.\n", "recall is 0.964", "recall is 0.946", "matrix recall of yes=0.946"},
		{"# M\n\n- Loss: 0.0103\n- Accuracy: 0.9977\n" + logTable, "- Loss: 0.0103", "- Loss: 0.0130", "record Loss=0.0130"},
		{classes, "99.5%", "95.9%", "recall accuracy=95.9%"},
		{classes, "2,000 images", "200 images", "tally size of the test set=200"},
		{classes, "| c | 0.995 | 500 |", "| c | 0.995 | 499 |", "balance support of c=499"},
		{best, "of epoch 4", "of epoch 2", "checkpoint weights of epoch 2, loss=0.84"},
		{best, "We keep the best epoch: the", "The", ""},
		{counts, "10,578 entities", "10,875 entities", "tally entities of the training data=10,875"},
		{counts, "1,407 optimizer", "14,070 optimizer", "log steps=14,070"},
		{change, "↓", "↑", "arrow AUC=0.9376 (↑ 5.75%)"},
		{ofLog, "- Loss: 0.0103", "- Loss: nan", "finite Loss=nan"},
		{ofLog + "- num_epochs: 3\n" + logTable, "- num_epochs: 3", "- num_epochs: 2", "epochs Epoch=3.0"},
		{ofLog + "- num_epochs: 3\n" + logTable, "- num_epochs: 3", "- num_epochs: 5", ""},
		{detector, "for 300 epochs", "for 500 epochs", "epochs epochs=500"},
		{units, "in percent", "as fractions", "unit unit of the table=fractions"},
	} {
		if strings.Count(test.page, test.old) != 1 {
			t.Fatalf("%q is not once in %s", test.old, test.page)
		}
		if test.want != "" && allFaults(test.page) != "" {
			t.Errorf("%s:\n got %s\nwant nothing", test.page, allFaults(test.page))
		}
		if got := allFaults(strings.Replace(test.page, test.old, test.new, 1)); got != test.want {
			t.Errorf("%q for %q:\n got %s\nwant %s", test.new, test.old, got, test.want)
		}
	}
}

// TestOrdersInTables: values of one row that cannot be next to each other.
func TestOrdersInTables(t *testing.T) {
	t.Parallel()
	for table, want := range map[string]string{
		"Set|P@5|R@5|F1@5|R@10|P@M\n-|-|-|-|-|-\nTest|0.45|0.40|0.39|0.53|0.47":                                         "",
		"Set|P@5|R@5|F1@5|R@10|P@M\n-|-|-|-|-|-\nTest|0.45|0.40|0.39|0.35|0.47":                                         "cutoff R@10=0.35",
		"Set|P@5|R@5|F1@5|R@10|P@M\n-|-|-|-|-|-\nTest|0.45|0.40|0.39|0.53|4.70":                                         "scale P@M=4.70",
		"Model|AP|AP50|AP75\n-|-|-|-\nDETR|42.0|26.4|24.0":                                                              "map_map50 AP50=26.4",
		"Model|AP|AP50|AP75\n-|-|-|-\nDETR|42.0|62.4|44.2":                                                              "",
		"Step|Rewards/chosen|Rewards/rejected|Rewards/margins\n-|-|-|-\n1|-0.5|-1.8|1.3\n2|-0.6|-1.9|3.1":               "margin Rewards/margins=3.1",
		"Step|Rewards/accuracies\n-|-\n1|0.71\n2|8.12\n3|0.78\n4|0.80":                                                  "scale Rewards/accuracies=8.12",
		"Metric|Value\n-|-\nAvg.|48.5\nARC (25-shot)|46.0\nMMLU|45.0\nGSM8k|4.0\nHellaSwag|75.0":                        "benchmarks Avg.=48.5",
		"Metric|Value\n-|-\nAvg.|42.5\nARC (25-shot)|46.0\nMMLU|45.0\nGSM8k|4.0\nHellaSwag|75.0":                        "",
		"Set|chr-F|BLEU\n-|-|-\na|0.68|42.3\nb|62.8|31.4\nc|0.58|21.9\nd|0.61|22.0":                                     "scale b=62.8",
		"Model|Accuracy@1|Accuracy@3|Accuracy@10\n-|-|-|-\nx|0.61|0.72|0.80\ny|0.60|0.52|0.81":                          "cutoff Accuracy@3=0.52",
		"Split|Articles|Sentences|Tokens\n-|-|-|-\nTrain|946|14,987|203,621\nDev|216|3,466|1,362":                       "nested Tokens=1,362",
		"Class|Precision|Recall|F1\n-|-|-|-\na|0.9|0.9|0.9\nb|0.8|0.8|0.8\nb|0.7|0.7|0.7\nd|0.6|0.6|0.6\ne|0.5|0.5|0.5": "repeated Class=b",
		"Model|Accuracy|F1|Recall\n-|-|-|-\nx|**0.91**|0.88|**0.95**\ny|0.90|**0.89**|0.94\nz|0.80|0.79|0.97":           "bold z, not in bold,=0.97",
		"Model|Accuracy|F1|Recall\n-|-|-|-\nx|**0.91**|**0.88**|**0.95**\ny|0.90|0.89|0.94\nz|0.80|0.79|0.97":           "",
		"Epoch|Validation loss\n-|-\n2|0.84\n4|0.82\n6|-0.81\n8|0.80":                                                   "sign Validation loss=-0.81",
		"Epoch|Validation loss\n-|-\n2|0.84\n4|0.22\n6|0.01\n8|-0.02":                                                   "",
		"Epoch|Validation loss\n-|-\n2|0.84\n14|0.82\n6|0.81\n8|0.80":                                                   "log Epoch=14",
		"Model|NDCG@1|NDCG@3|NDCG@10\n-|-|-|-\nx|0.61|0.52|0.60":                                                        "",
		"Epoch|Step|Loss\n-|-|-\n0.5|100|0.6\n1.0|201|0.5\n1.5|301|0.4\n2.0|402|0.3":                                    "",
		"Epoch|Step|Loss\n-|-|-\n1|500|0.6\n1|1000|0.5\n2|1500|0.4\n2|2000|0.3":                                         "",
		"Epoch|Step|Loss\n-|-|-\n1.0|500|0.6\n2.0|1000|0.5\n3.0|1500|0.4\n1.0|500|0.3\n2.0|1000|0.2\n3.0|1500|0.1":      "",
	} {
		if got := allFaults("# M\n\n" + table + "\n"); got != want {
			t.Errorf("%s:\n got %s\nwant %s", table, got, want)
		}
	}
}
