package evaluation

import (
	"fmt"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// told writes "metric value, metric value" as results of one measurement, and what of them
// is impossible as "law: metric raw > metric raw".
func told(t *testing.T, of string, edit func(i int, r *evidence.Result)) []string {
	t.Helper()
	var e evidence.Evaluation
	for i, part := range strings.Split(of, ", ") {
		cut := strings.LastIndex(part, " ")
		r := evidence.Result{At: evidence.Anchor(fmt.Sprintf("f#/%d", i)), Metric: part[:cut], Raw: part[cut+1:], Value: part[cut+1:], Valid: part[cut+1:] != "NaN"}
		if edit != nil {
			edit(i, &r)
		}
		e.Results = append(e.Results, r)
	}
	var out []string
	for _, x := range Impossible([]evidence.Evaluation{e}) {
		words := string(x.Law) + ": " + x.Value.Metric + " " + x.Value.Raw
		for _, o := range x.Others {
			words += ", " + o.Metric + " " + o.Raw
		}
		out = append(out, words)
	}
	return out
}

func TestImpossibleValues(t *testing.T) {
	t.Parallel()
	for of, want := range map[string]string{
		"f1 0.92, precision 0.71, recall 0.64":                                           "f1_mean: f1 0.92, precision 0.71, recall 0.64",
		"eval_f1 76.12, eval_precision 69.46, eval_recall 63.09":                         "f1_mean: eval_f1 76.12, eval_precision 69.46, eval_recall 63.09",
		"Macro F1-score 0.90, macro_precision 0.80, Macro recall 0.80":                   "f1_mean: Macro F1-score 0.90, macro_precision 0.80, Macro recall 0.80",
		"f1@10 0.50, precision@10 0.20, recall_at_10 0.60":                               "f1_mean: f1@10 0.50, precision@10 0.20, recall_at_10 0.60",
		"rmse 3.00, mse 4.00":                                                            "rmse_mse: rmse 3.00, mse 4.00",
		"rmse 3.1, mae 4.2":                                                              "mae_rmse: mae 4.2, rmse 3.1",
		"test_root_mean_squared_error 0.11, test_mean_absolute_error 0.4":                "mae_rmse: test_mean_absolute_error 0.4, test_root_mean_squared_error 0.11",
		"metrics/mAP50(B) 0.61, metrics/mAP50-95(B) 0.72":                                "map_map50: metrics/mAP50-95(B) 0.72, metrics/mAP50(B) 0.61",
		"metrics/mAP_0.5 0.61, metrics/mAP_0.5:0.95 0.72":                                "map_map50: metrics/mAP_0.5:0.95 0.72, metrics/mAP_0.5 0.61",
		"mAP@0.5 61.2, mAP@0.5:0.95 72.9":                                                "map_map50: mAP@0.5:0.95 72.9, mAP@0.5 61.2",
		"rouge1 40.1, rougeL 48.0":                                                       "rouge_l_rouge_1: rougeL 48.0, rouge1 40.1",
		"uas 90.11, las 93.20":                                                           "las_uas: las 93.20, uas 90.11",
		"recall@1 0.61, recall@5 0.55":                                                   "cutoff: recall@5 0.55, recall@1 0.61",
		"pass@1 61.2, pass@10 70.1, pass@100 66.0":                                       "cutoff: pass@100 66.0, pass@10 70.1",
		"top1_accuracy 0.81, top-5 accuracy 0.71":                                        "cutoff: top-5 accuracy 0.71, top1_accuracy 0.81",
		"cosine_accuracy@3 0.70, cosine_accuracy@1 0.75, hit_rate@1 0.75, hit_rate@3 .9": "cutoff: cosine_accuracy@3 0.70, cosine_accuracy@1 0.75",
		"accuracy_top_1 0.90, acc_top_5 0.80":                                            "cutoff: acc_top_5 0.80, accuracy_top_1 0.90",
		"top1 78.2, top5 61.0":                                                           "cutoff: top5 61.0, top1 78.2",
	} {
		if got := told(t, of, nil); strings.Join(got, "; ") != want {
			t.Errorf("%s: %q, want %q", of, got, want)
		}
	}
}

func TestPossibleValues(t *testing.T) {
	t.Parallel()
	for _, of := range []string{
		"f1 0.66, precision 0.71, recall 0.64",                      // harmonic
		"f1 0.675, precision 0.71, recall 0.64",                     // equal to the mean
		"f1 81, precision 80, recall 81",                            // rounded
		"f1 0.68, precision 0.71, recall 0.64",                      // rounded up
		"f1 0.20, precision 0.71, recall 0.64",                      // macro: below both
		"f1 92.0, precision 0.93, recall 0.91",                      // another scale
		"macro_f1 0.90, weighted_precision 0.80, macro_recall 0.80", // two averages
		"best_f1 0.90, precision 0.80, recall 0.80",                 // another threshold
		"f1 0.90, average_precision 0.50, recall 0.80",              // an area
		"f1 0.90, precision_at_recall 0.50, recall 0.80",            // two metrics in one name
		"f1 0.90, precision 0.50, precision 0.90, recall 0.80",      // which one?
		"f1 NaN, precision 0.50, recall 0.80",
		"f1 0.9, precision -0.5, recall -0.8",
		"f2 0.90, precision 0.50, recall 0.80",
		"rmse 3.1, mae 3.1", "neg_rmse -3, neg_mae -2", "rmse 0.30, mape 4.20", "mse 1.0, mae 2.0", "rmse 2.00, mse 4.00", "rmse 1.90, mse 4.00", "rmse 0.010, mse 0.0001", "rmse_std 3.00, mse_std 4.00",
		"mAP50 0.61, mAP75 0.72", "mAP50 0.61, mAP50-95 61", "map@10 0.50, map@5 0.60",
		"rouge1 0.4, rouge2 0.5", "rouge1 40, rougeL 0.41", "recall@1 0.61, recall@5 55",
		"recall@1 0.61, recall@5 0.61", "precision@1 0.61, precision@5 0.2", "ndcg@1 0.61, ndcg@5 0.2",
		"accuracy@25 0.61, accuracy@50 0.5",       // overlaps
		"recall@0.5 0.61, recall@0.75 0.5",        // thresholds
		"text_recall@1 0.90, image_recall@5 0.50", // two directions
		"recall_1 0.90, recall_2 0.50",            // classes
		"accuracy@1 0.90, recall@5 0.50",
		"nauc_mrr_at_1_diff1 47.5, nauc_mrr_at_1000_diff1 44.7", "nauc_recall_at_1_std 12.7, nauc_recall_at_10_std 8.7", // areas and differences
		"mae_std 0.412, rmse_std 0.201", "f1_std 0.200, precision_std 0.010, recall_std 0.010", "mae stddev 0.41, rmse stddev 0.20", "mae_standard_error 0.41, rmse_standard_error 0.20", // deviations
		"mae_rank 13, rmse_rank 1", "mae_p_value 0.412, rmse_p_value 0.101", "mae_pvalue 0.412, rmse_pvalue 0.101", "mae_diff 0.412, rmse_diff 0.101", "f1_upper 0.900, precision_upper 0.700, recall_upper 0.700",
		"top1_err 21.8, top5_err 6.1", "err_top1 21.8, err_top5 6.1", "top1_loss 21.8, top5_loss 6.1", "top1_acc_err 21.8, top5_acc_err 6.1",
	} {
		if got := told(t, of, nil); len(got) > 0 {
			t.Errorf("%s: %q", of, got)
		}
	}
	const f1 = "f1 0.92, precision 0.71, recall 0.64"
	for name, edit := range map[string]func(i int, r *evidence.Result){
		"task":    func(i int, r *evidence.Result) { r.Task = fmt.Sprint(i) },
		"dataset": func(i int, r *evidence.Result) { r.Dataset.Split = fmt.Sprint(i) },
		"variant": func(i int, r *evidence.Result) {
			r.Variant = []evidence.Setting{{Name: "fewshot", Value: fmt.Sprint(i)}}
		},
		"slice": func(i int, r *evidence.Result) { r.Slice = fmt.Sprint("class=", i) },
		"unit":  func(i int, r *evidence.Result) { r.Unit = fmt.Sprint(i) },
	} {
		if got := told(t, f1, edit); len(got) > 0 {
			t.Errorf("another %s: %q", name, got)
		}
	}
}

func TestImpossibleClaims(t *testing.T) {
	t.Parallel()
	claim := func(metric, name, value, dataset string) evidence.Claim {
		return evidence.Claim{At: evidence.Anchor("README.md#/" + metric), Metric: metric, MetricName: name, Dataset: dataset, Raw: value, Value: value, Valid: true}
	}
	got := Impossible(nil, []evidence.Claim{claim("f1", "NER F Score", "0.92", "x"), claim("precision", "NER Precision", "0.71", "x"), claim("recall", "NER Recall", "0.64", "x")})
	if len(got) != 1 || !got[0].Claimed || got[0].Law != evidence.LawF1 || got[0].At != "README.md#/f1" || len(got[0].Others) != 2 || got[0].Value.Metric != "NER F Score" {
		t.Errorf("%+v", got)
	}
	for name, claims := range map[string][]evidence.Claim{
		"another average": {claim("f1", "Macro F1", "0.92", "x"), claim("precision", "Micro precision", "0.71", "x"), claim("recall", "Macro recall", "0.64", "x")},
		"another dataset": {claim("f1", "", "0.92", "x"), claim("precision", "", "0.71", "y"), claim("recall", "", "0.64", "x")},
		"none":            nil,
	} {
		if got := Impossible(nil, claims); got == nil || len(got) > 0 {
			t.Errorf("%s: %+v", name, got)
		}
	}
	var many []evidence.Evaluation
	for range 100 {
		many = append(many, evidence.Evaluation{Results: []evidence.Result{{Metric: "rmse", Raw: "1", Value: "1.0", Valid: true}, {Metric: "mae", Raw: "2", Value: "2.0", Valid: true}}})
	}
	if got := Impossible(many); len(got) != maxImpossible {
		t.Errorf("%d", len(got))
	}
}
