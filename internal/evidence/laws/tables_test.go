package laws

import (
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
)

// TestTableFaults: values that a table itself shows to be wrong, and tables that are right.
func TestTableFaults(t *testing.T) {
	t.Parallel()
	for table, want := range map[string]string{
		"Class,Precision,Recall,F1|spam,0.93,0.96,0.99":                                                            "f1_mean F1=0.99",
		"Class,Precision,Recall,F1|spam,0.93,0.96,0.90|ham,0.81,0.70,0.75":                                         "f1_harmonic F1=0.90",
		"Class,Precision,Recall,F1|spam,0.93,0.96,0.94|ham,0.81,0.70,0.75|macro avg,0.87,0.83,0.80":                "mean macro avg=0.80",
		"Class,Precision,Recall,F1|spam,0.93,0.96,0.94|ham,0.81,0.70,0.75|macro avg,0.87,0.83,0.84":                "",
		"Entity type,P,R,F1|PER,0.91,0.88,0.80|LOC,0.93,0.90,0.91":                                                 "f1_harmonic F1=0.80",
		"Dataset,Precision,Recall,F1|A,0.93,0.96,0.94|B,0.81,0.70,0.60":                                            "f1_harmonic F1=0.60",
		"Dataset,Precision,Recall,F1|A,0.93,0.96,0.94|B,0.81,0.70,0.68":                                            "f1_harmonic F1=0.68",
		"Class,Precision,Recall,F1|A,0.97,0.60,0.741|B,0.55,0.95,0.697|*Mean of the rows above*,0.760,0.775,0.719": "",
		"Class,Precision,Recall,F1|A,0.97,0.60,0.741|B,0.55,0.95,0.697|both classes,0.760,0.775,0.719":             "",
		"Class,Precision,Recall,F1|A,0.97,0.60,0.741|B,0.55,0.95,0.697|C,0.760,0.790,0.719":                        "f1_harmonic F1=0.719",
		"Class,Precision,Recall,F1|A,0.97,0.60,0.741|B,0.55,0.95,0.697|Mean of the rows above,0.760,0.775,0.819":   "f1_mean F1=0.819",
		"Metric,Base,Ours|Precision,0.80,0.91|Recall,0.70,0.88|F1,0.75,0.95":                                       "f1_mean F1=0.95",
		"Metric,Base,Ours|Precision,0.80,0.91|Recall,0.70,0.88|F1,0.75,0.89":                                       "",
		"Model,Top-1 accuracy,Top-5 accuracy|a,81.2,95.1|b,80.0,79.0":                                              "cutoff Top-5 accuracy=79.0",
		"Model,R@1,Recall@1,Recall@5|a,1,81.2,95.1|b,2,80.0,79.0":                                                  "cutoff Recall@5=79.0",
		"SQuAD,EM,F1|dev,80.1,87.2|test,84.1,79.9":                                                                 "em_f1 EM=84.1",
		"Dataset,SQuAD EM,SQuAD F1,NewsQA EM|a,80.1,87.2,90.0":                                                     "",
		"Dataset,Precision,Recall,F1|A,0.93,0.96,0.94|B,0.81,0.70,0.70":                                            "", // F1 may be a mean over classes
		"Dataset,Precision,Recall,F1|A,93.1,96.2,94.6|B,81.0,70.0,75.1|C,71.0,70.0,66.0":                           "f1_harmonic F1=66.0",
		"Language,WER|English,4.2|German,6.1|Average,7.3":                                                          "mean_range Average=7.3",
		"Language,WER|English,4.2|German,6.1|Average,5.0":                                                          "", // it may be weighted
		"Language,WER,CER|English,4.2,1.2|German,6.2,1.4|French,7.0,2.2|Average,5.8,2.1":                           "mean Average=2.1",
		"Language,WER,CER|English,4.2,1.2|German,6.2,1.4|French,7.0,2.2|Average,5.8,1.6":                           "",
		"Model,MMLU,ARC,Average|a,60.1,50.1,55.1|b,70.0,62.0,61.0|c,71.0,65.0,68.0":                                "mean_range Average=61.0",
		"Model,MMLU,ARC,Average|a,60.1,50.1,55.1|b,70.0,62.0,64.0|c,71.0,65.0,68.0":                                "mean Average=64.0",
		"Model,Params,MMLU,ARC,Average|a,7,60.1,50.1,55.1|b,13,70.0,62.0,66.0":                                     "",
		"Model,MMLU,ARC,Avg. (57 tasks)|a,60.1,50.1,48.1|b,70.0,62.0,52.0":                                         "",
		"Century,Lines,CER|18th,520,7.1|19th,720,4.9|all,1.240,0.058":                                              "mean_range all=0.058",
		"Century,Lines,CER|18th,520,7.1|19th,720,4.9|all,1.240,4.6":                                                "",
		"Class,AP@[.5:.95],AP@.5|helmet,0.712,0.941|head,0.684,0.926|mean,0.698,0.833":                             "mean_range mean=0.833",
		"Metric,Value|Accuracy,0.91|Loss,0.3|Average,0.95":                                                         "",
		"Split,Examples|train,8000|validation,1000|test,1000|total,11000":                                          "sum total Examples=11000",
		"Split,Examples|train,8000|validation,1000|test,1000|total,10000":                                          "",
		"Class,F1,Support|a,0.91,120|b,0.88,80|macro avg,0.90,210|weighted avg,0.90,210":                           "sum macro avg Support=210; sum weighted avg Support=210",
		"Class,F1,Support|a,0.91,120|b,0.88,80|macro avg,0.90,200|weighted avg,0.90,200":                           "",
		"Class,F1,Support|a,0.91,120|…,…,…|macro avg,0.90,210|weighted avg,0.90,210":                               "",
		"Metric,Base,Ours,Delta|BLEU,20.1,24.3,4.2|chrF,50.0,53.1,3.1|TER,60.0,55.0,-7.0":                          "difference Delta=-7.0",
		"Metric,Base,Ours,Delta|BLEU,20.1,24.3,4.2|chrF,50.0,53.1,3.1|TER,60.0,55.0,-5.0":                          "",
		"Metric,Value|Accuracy,0.874 [0.841 – 0.869]":                                                              "interval Value=0.874",
		"Metric,Value,95% CI|Accuracy,0.874,[0.861 – 0.887]|F1,0.812,[0.815 – 0.833]":                              "interval F1=0.812",
		"Model,YNAT,NER F1/EM,NLI,AVG|a,82.64,93.2/87.7,72.90,71.26|b,84.52,90.1/80.0,78.23,72.28":                 "",
		"Model,Average,Reranking,Reader,Perplexity|a,29.38,62.13,88.39,123.31|b,30.67,60.35,85,857":                "",
		"Model,Winrate,95% CI|a,83.9,(-1.8; 1.1)|b,71.2,(-2.0; 2.3)":                                               "",
		"Metric,Mean,Std|Accuracy,0.874,0.01|F1,0.812,-0.02":                                                       "spread F1=-0.02",
		"Metric,Value|Accuracy,0.874 ± -0.01":                                                                      "spread Value=0.874 ± -0.01",
		"Dataset,Accuracy|A,0.912|B,88.1|C,90.2":                                                                   "scale A=0.912",
		"Dataset,Accuracy|A,0.912|B,88.1%|C,0.902":                                                                 "",
		"Epoch,Accuracy|1,0.512|2,58.1|3,60.2":                                                                     "",
	} {
		if got := tableFaultsOf(table); got != want {
			t.Errorf("%s:\n got %s\nwant %s", table, got, want)
		}
	}
}

// tableFaultsOf are the faults of a table, of which | ends a row and a comma a cell; a semicolon is a comma.
func tableFaultsOf(table string) string {
	rows := strings.Split(table, "|")
	line := func(row string) string {
		return "| " + strings.ReplaceAll(strings.ReplaceAll(row, ",", " | "), ";", ",") + " |\n"
	}
	page := "# M\n\n" + line(rows[0]) + strings.Repeat("|---", strings.Count(rows[0], ",")+1) + "|\n"
	for _, row := range rows[1:] {
		page += line(row)
	}
	d, _ := document.Parse("README.md", []byte(page))
	return faultsOf(tableFaults(d))
}

// TestTableFaultsAreBounded: a page full of faults is no burden.
func TestTableFaultsAreBounded(t *testing.T) {
	t.Parallel()
	d, _ := document.Parse("README.md", []byte("# M\n\n| Class | Precision | Recall | F1 |\n|---|---|---|---|\n"+strings.Repeat("| a | 0.5 | 0.5 | 0.9 |\n", 300)))
	if n := len(tableFaults(d)); n != maxFaults {
		t.Errorf("%d faults are told, want %d", n, maxFaults)
	}
}

func TestFarValues(t *testing.T) {
	t.Parallel()
	for table, want := range map[string]string{
		"| Dataset | Accuracy |\n|---|---|\n| A | 104.2 |\n| B | 91.0 |\n":    "accuracy 104.2",
		"| Metric | Value |\n|---|---|\n| WER | -4.2 |\n":                     "wer -4.2",
		"| Dataset | Accuracy change |\n|---|---|\n| A | -4.2 |\n":            "",
		"| Dataset | WER | Δ WER |\n|---|---|---|\n| A | 4.2 | -1.2 |\n":      "",
		"| Epoch | Accuracy |\n|---|---|\n| 1 | 104.2 |\n":                    "",
		"| Metric | Value |\n|---|---|\n| Perplexity | 0.82 |\n":              "perplexity 0.82",
		"| Metric | Value |\n|---|---|\n| Cross-entropy | -0.21 |\n":          "crossentropy -0.21",
		"| Metric | Value |\n|---|---|\n| Perplexity | 8.2 |\n":               "",
		"| Metric | Value | CI low |\n|---|---|---|\n| RMSE | 0.9 | -0.1 |\n": "",
	} {
		d, _ := document.Parse("README.md", []byte("# M\n\n"+table))
		var got []string
		for _, f := range FarValues(d) {
			got = append(got, f.Metric+" "+f.Raw)
		}
		if g := strings.Join(got, "; "); g != want {
			t.Errorf("%s:\n got %s\nwant %s", table, g, want)
		}
	}
}
