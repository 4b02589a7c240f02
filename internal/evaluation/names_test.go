package evaluation

import (
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/policies"
)

// TestNamesOfOneMetric: a claim and a result that have two names of one metric are compared, as
// the table of metrics has the names.
func TestNamesOfOneMetric(t *testing.T) {
	t.Parallel()
	for a, b := range map[string]string{
		"R²": "r2_score", "R^2": "r2", "R-squared": "eval_r2", "AUROC": "roc_auc", "Root mean squared error": "rmse", "Mean absolute error": "test_mae",
		"Word error rate": "wer", "Exact match": "em", "F-measure": "f1_score",
	} {
		if plain(a) != plain(b) {
			t.Errorf("%s is %q, %s is %q", a, plain(a), b, plain(b))
		}
	}
	for a, b := range map[string]string{"R@2": "r2", "MSE": "RMSE", "WER": "CER"} {
		if plain(a) == plain(b) {
			t.Errorf("%s and %s are %q", a, b, plain(a))
		}
	}
	src, err := policies.FS.ReadFile("data/metrics.yaml")
	if err != nil {
		t.Fatal(err)
	}
	d, _ := document.Parse("metrics.yaml", src)
	aliases := d.Lookup("/aliases")
	if aliases == nil || len(aliases.Children) == 0 {
		t.Fatal("the table has no aliases")
	}
	for _, a := range aliases.Children {
		if plain(a.Key) != plain(a.Value) {
			t.Errorf("%s is %s in the table, and %q here", a.Key, a.Value, plain(a.Key))
		}
	}
}
