package gate_test

import (
	"testing"
	"testing/fstest"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/gate"
	"github.com/modelgate-dev/modelgate/internal/source"
	"github.com/modelgate-dev/modelgate/internal/source/sourcetest"
)

// TestDirectionsOfMetrics: which way is better is known of the metrics of regression, ranking
// and language, in the forms in which files write them; of a deviation it is not.
func TestDirectionsOfMetrics(t *testing.T) {
	scales, err := gate.Scales(t.Context(), source.Base{Tree: sourcetest.Tree("", fstest.MapFS{})})
	if err != nil {
		t.Fatal(err)
	}
	for want, names := range map[evidence.Direction][]string{
		"lower": {"rmse", "RMSE", "test_rmse", "rmse_test", "val_rmse", "best_val_rmse", "Prophet.rmse", "rmse_mean", "root_mean_squared_error", "mae", "mean_absolute_error", "MAE (test)", "mse",
			"median_absolute_error", "mape", "mean_absolute_percentage_error", "smape", "mdape", "rmsle", "rmspe", "rae", "rse", "perplexity", "eval_perplexity", "word_perplexity", "bits_per_byte", "bpc",
			"wer", "test_wer", "wer_clean", "word_error_rate", "cer", "val_loss", "rmse_cv", "oob_rmse", "crps", "log_loss", "mean_squared_log_error"},
		"higher": {"precision@k", "precision@10", "precision_at_5", "precision_at_k", "Precision@K", "recall@k", "recall@20", "recall_at_10", "ndcg", "ndcg@10", "NDCG@K", "ndcg_at_10", "ndcg@10 (test)", "nDCG@10_mean",
			"mrr", "mrr@10", "map@k", "map_at_100", "hit@10", "hits@10", "hit_rate@10", "hit_ratio@10", "r2", "r2_score", "test_r2", "adjusted_r2", "adj_r2", "explained_variance_score",
			"neg_mean_squared_error", "neg_root_mean_squared_error", "neg_log_loss", "d2_absolute_error_score"},
		"": {"rmse_std", "mae_std", "accuracy_std", "std_rmse", "coverage", "bias", "mbe", "p", "r", "n_test", "foo"},
	} {
		for _, name := range names {
			if got := scales.Direction(name); got != want {
				t.Errorf("%q: better is %q, want %q", name, got, want)
			}
		}
	}
}
