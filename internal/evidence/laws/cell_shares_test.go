package laws

import (
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
)

// TestCellShares: a percentage in a cell is the share of the counts beside it.
func TestCellShares(t *testing.T) {
	t.Parallel()
	for cell, want := range map[string]string{
		"73.33% (21 / 30)": "percent percentage=73.33%", "70% (22/30)": "percent percentage=70%", "21 of 30 (73.3%)": "percent percentage=73.3%",
		"73.33% (22 / 30)": "", "73% (22/30)": "", "73.4% (22/30)": "", "22 / 30": "", "45 (1.8%)": "", "~70% (22/30)": "", "95% (1.2/1.3)": "", "73.33% (n=30)": "", "0.73 (22/30)": "",
	} {
		d, _ := document.Parse("README.md", []byte("# m\n\n## Results\n\n| Metric | Value |\n|---|---|\n| Accuracy | "+cell+" |\n"))
		if got := faultsOf(cellShares(d)); got != want {
			t.Errorf("%q: got %s, want %s", cell, got, want)
		}
	}
}

// TestMatrixCounts: the counts of a confusion matrix are those that its section states.
func TestMatrixCounts(t *testing.T) {
	t.Parallel()
	matrix := func(last string) string {
		return "\n\n| | Predicted 0 | Predicted 1 |\n|---|---|---|\n| **True 0** | 24 | 5 |\n| **True 1** | 3 | " + last + " |\n"
	}
	for text, want := range map[string]string{
		"- **Loaded saved model test accuracy:** **0.87** (53 of 61 rows)" + matrix("19"):                                "matrix accuracy of the confusion matrix=43/51 = 0.843",
		"It has 53 of 61 rows." + matrix("19"):                                                                           "",
		"The accuracy is 53/61." + matrix("28"):                                                                          "matrix accuracy of the confusion matrix=52/60 = 0.867",
		"- **Test accuracy:** 0.87 (53 of 61 rows)" + matrix("29"):                                                       "",
		"The accuracy is 53/61, on the validation accuracy 70/80.\n\nAccuracy on the other 80: 70 of 80." + matrix("19"): "",
		"Accuracy on all data: 530 of 610." + matrix("19"):                                                               "",
		"Correct labels for 53 of 61 rows.\n\n## Other\n" + matrix("19"):                                                 "",
	} {
		d, _ := document.Parse("README.md", []byte("# m\n\n## Results\n\n"+text))
		if got := faultsOf(matrixFaults(d, withLaws(passage.SentencesIn(d)), nil)); got != want {
			t.Errorf("%q:\n got %s\nwant %s", text, got, want)
		}
	}
}
