package laws

import (
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
)

// TestIntervals: intervals and spreads of sentences that cannot be, and those that can.
func TestIntervals(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"The F1 is 0.91 (95% CI 0.86-0.90).":                                 "interval F1=0.91",
		"The F1 is 0.91 (95% CI 0.89-0.93).":                                 "",
		"The AUC was 0.91 (95% confidence interval: 0.92 to 0.95).":          "interval AUC=0.91",
		"AUC 0.91 ± 0.02 (95% CI 0.95-0.97)":                                 "interval AUC=0.91",
		"The F1 is 0.91 ± 0.02 (95% CI: [0.89, 0.93]).":                      "",
		"L'exactitude est de 0,91 (IC 95 % : 0,92–0,94).":                    "interval exactitude=0,91",
		"Die Genauigkeit liegt bei 0,91 (95 %-Konfidenzintervall 0,86–0,93)": "",
		"The accuracy is 91% (95% CI 0.86–0.93).":                            "",
		"The accuracy is 0.912 (95% CI 0.90–0.91).":                          "", // rounded
		"The accuracy improves by 2.1 points (95% CI -0.3 to 4.5).":          "",
		"The accuracy is 82.6 (95% CI -1.8, +1.6).":                          "", // distances
		"The accuracy is 0.91 (95% CI: 0.93-0.89).":                          "bounds lower bound=0.93",
		"A 95% CI of [0.93, 0.89] was computed by bootstrap.":                "bounds lower bound=0.93",
		"At a 95% CI, 10-fold cross-validation gives 0.91 to 0.93.":          "",
		"The accuracy is 98.1% (95% CI 96.0-101.2).":                         "share_interval accuracy=98.1",
		"The recall is 0.02 (95% CI -0.01 to 0.05).":                         "share_interval recall=0.02",
		"We report 95% confidence intervals (1,000 resamples, seed 42).":     "",
		"The change of the recall is 0.02 (95% CI -0.01 to 0.05).":           "",
		"The model obtains an F1 of 91.2% (CI95: 92.0–94.1).":                "interval F1=91.2",
		"AUC of 0.91 with a 95% CI of 0.92 to 0.95.":                         "interval AUC=0.91",
		"The RMSE is 98.1 (95% CI 96.0-101.2).":                              "",
		"The accuracy is 0.91 ± 0.60 over 5 folds.":                          "spread_limit deviation of accuracy=0.60",
		"The accuracy is 91.2 ± 60.5 % over 5 folds.":                        "spread_limit deviation of accuracy=60.5",
		"The mean Dice is 0.71 ± 0.35.":                                      "",
		"The accuracy is 0.91 ± 1.2 points.":                                 "",
		"The RMSE is 0.91 ± 0.90.":                                           "",
	} {
		d, _ := document.Parse("README.md", []byte("# m\n\n## Evaluation\n\nIt was measured once.\n"+text+"\n"))
		if got := faultsOf(sentenceFaults(d, withLaws(passage.SentencesIn(d)))); got != want {
			t.Errorf("%q:\n got %s\nwant %s", text, got, want)
		}
	}
}
