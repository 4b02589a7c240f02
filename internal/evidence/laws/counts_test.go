package laws

import (
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
)

// TestCountFaults: numbers of examples, shares, signs and values of tables that cannot be.
func TestCountFaults(t *testing.T) {
	t.Parallel()
	for table, want := range map[string]string{
		// Intervals.
		"Metric,Value,95% CI|Accuracy,0.91,[0.93–0.89]|F1,0.90,[0.88–0.92]": "bounds Accuracy=[0.93–0.89]",
		"Metric,Value|Accuracy,0.98 [0.95–1.02]":                            "share_interval Value=0.98 [0.95–1.02]",
		"Metric,Value|RMSE,0.98 [0.95–1.02]":                                "",
		"Metric,Value,CI low,CI high|Accuracy,0.91,0.92,0.94":               "interval Value=0.91",
		"Metric,Value,CI low,CI high|Accuracy,0.91,0.90,0.94":               "",
		"Metric,Value,Lower,Upper|Accuracy,0.91,0.95,0.90|F1,0.8,0.7,0.9":   "bounds Lower=0.95",
		"Metric,Mean,Std|Accuracy,0.91,0.62":                                "spread_limit Std=0.62",
		"Metric,Mean,Std|Accuracy,0.91,0.12":                                "",
		"Metric,Mean,Std|RMSE,0.91,0.92":                                    "",
		"Dataset,Accuracy|A,0.91 ± 0.60|B,0.90 ± 0.02":                      "spread_limit A=0.91 ± 0.60",
		// Examples.
		"Dataset,Examples,Accuracy|A,0,0.91|B,120,0.90": "no_examples Accuracy=0.91",
		"Class,F1,Support|A,0.00,0|B,0.90,120":          "",
		"Split,Examples|train,8000|test,-1000":          "count test Examples=-1000",
		"Split,Examples|train,8000|difference,-1000":    "",
		// Values.
		"Dataset,Accuracy,F1|A,0.91,NaN|B,0.90,0.88":       "finite A F1=NaN",
		"Metric,Value|Accuracy,0.91|Loss,inf":              "",
		"Metric,Value|Perplexity,inf|Accuracy,0.91":        "finite Perplexity=inf",
		"Class,F1,Recall,Support|A,NaN,0,0|B,0.90,0.88,12": "",
		"Model,Accuracy,F1|A,0.91,NaN|B,0.90,0.88":         "",
		"Dataset,Accuracy|A,0.91|B,0;88|C,0.87":            "decimal_mark B=0,88",
		"Dataset,Accuracy,F1|A,0.91,0;88|B,0.90,0.86":      "decimal_mark A F1=0,88",
		"Dataset,Accuracy|A,0;91|B,0;88|C,0;87":            "",
		"Dataset,Accuracy,Examples|A,0.91,1;200|B,0.9,800": "",
		"Setting,Value|Rate,0.01|Layers,3;5":               "",
		"Metric,Value|Accuracy,0.91|F1,0;88":               "decimal_mark F1=0,88",
		"Metric,Value|Delta accuracy,0.01 [-0.01 to 0.03]": "",
		"Metric,Value|MSE,4.0|RMSE,3.0":                    "rmse_mse RMSE=3.0",
		"Metric,Value|MSE,4.0|RMSE,2.0":                    "",
		// Shares.
		"Split,Share|train,80%|validation,15%|test,15%":     "shares sum of Share=110",
		"Split,Share|train,80%|validation,10%|test,5%":      "shares sum of Share=95",
		"Split,Share|train,80%|validation,10%|test,10%":     "",
		"Split,Ratio|train,0.8|validation,0.15|test,0.15":   "shares sum of Ratio=1.1",
		"Split,Accuracy (%)|train,90|validation,85|test,84": "",
		"Source,Share|web,60%|books,30%|code,20%":           "shares sum of Share=110",
		"Source,Share|web,60%|books,30%|code,10%":           "",
		"Label,Percentage|a,60%|b,50%|c,20%":                "",
		// Confusion matrices.
		",pred spam,pred ham,support|spam,90,10,120|ham,5,95,100": "sum spam support=120",
		",pred spam,pred ham,support|spam,90,10,100|ham,5,95,100": "",
		",spam,ham,other|spam,90,10,120|ham,5,95,100":             "",
		// Changes.
		"Metric,Base,Ours,Change|WER,12.4,9.8,21|CER,5.0,4.0,20|TER,60.0,54.0,19": "difference Change=19",
	} {
		if got := tableFaultsOf(table); got != want {
			t.Errorf("%s:\n got %s\nwant %s", table, got, want)
		}
	}
}

// TestListedSizes: sizes of weights in lists and tables of properties.
func TestListedSizes(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"- Parameters: 7B\n- Precision: fp16\n- Size on disk: 3 GB":                                             "file_size Size on disk=3 GB",
		"- **Parameters:** 7B\n- **Precision:** fp16\n- **Size:** 14 GB":                                        "",
		"| Property | Value |\n|---|---|\n| Parameters | 7B |\n| Precision | fp16 |\n| Model size | 3 GB |":     "file_size Model size=3 GB",
		"| Property | Value |\n|---|---|\n| Parameters | 110M |\n| Precision | fp32 |\n| Model size | 440 MB |": "",
		"- Parameters: 7B\n- Precision: fp16\n\n## Adapter\n\n- Size on disk: 3 MB":                             "",
		"- Parameters: 7B\n- Precision: fp16, int8\n- Size on disk: 3 GB":                                       "",
	} {
		d, _ := document.Parse("README.md", []byte("# m\n\n## Model\n\n"+text+"\n"))
		if got := faultsOf(sentenceFaults(d, withLaws(passage.SentencesIn(d)))); got != want {
			t.Errorf("%q: got %s, want %s", text, got, want)
		}
	}
}
