package results_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/format"
	"github.com/modelgate-dev/modelgate/internal/evidence/inspection"
)

// TestContradictions: a number that a file states twice is one number. What is only
// rounded, or summed up otherwise, is no contradiction.
func TestContradictions(t *testing.T) {
	report := func(accuracy, macro, weighted string) string {
		return fmt.Sprintf(`{"a": {"precision": 0.9, "recall": 0.8, "f1-score": 0.85, "support": 100}, "b": {"precision": 0.5, "recall": 0.6, "f1-score": 0.55, "support": 300},
			"accuracy": %s, "macro avg": {"precision": 0.7, "recall": %s, "f1-score": 0.7, "support": 400}, "weighted avg": {"precision": 0.6, "recall": %s, "f1-score": 0.625, "support": 400}}`, accuracy, macro, weighted)
	}
	matrix := func(accuracy, cells string) string {
		return fmt.Sprintf(`{"multiclass_classification_metrics": {"confusion_matrix": %s, "accuracy": {"value": %s, "standard_deviation": "NaN"}}}`, cells, accuracy)
	}
	stat := func(count, sum, mean string) string {
		return fmt.Sprintf(`[{"name": {"name": "em", "split": "test"}, "count": %s, "sum": %s, "sum_squared": 1, "min": 0, "max": 1, "mean": %s}]`, count, sum, mean)
	}
	run := func(passed, failed, scores, passes string) string {
		one := `{"name": %q, "success": %v, "input": %q, "metricsData": [{"name": "relevancy", "score": %s, "success": %v}]}`
		return fmt.Sprintf(`{"testCases": [%s, %s], "metricsScores": [{"metric": "relevancy", "scores": %s, "passes": %s, "fails": 1, "errors": 0}], "testPassed": %s, "testFailed": %s}`,
			fmt.Sprintf(one, "x", true, "q1", "0.9", true), fmt.Sprintf(one, "y", false, "q2", "0.1", false), scores, passes, passed, failed)
	}
	group := func(value string) string {
		return fmt.Sprintf(`{"results": {"g": {"acc,none": %s}, "a": {"acc,none": 0.4}, "b": {"acc,none": 0.6}}, "group_subtasks": {"g": ["a", "b"]}, "versions": {"g": 1, "a": 1, "b": 1}}`, value)
	}
	counted := func(effective string) string {
		return fmt.Sprintf(`{"results": {"a": {"acc,none": 0.4}}, "versions": {"a": 1}, "n-samples": {"a": {"original": 100, "effective": %s}}}`, effective)
	}
	promptfoo := func(prompt, stats string) string {
		return fmt.Sprintf(`{"results": {"version": 3, "prompts": [{"id": "p", "provider": "o", "metrics": {"testPassCount": %s, "testFailCount": 1, "testErrorCount": 0}}], "stats": {"successes": %s, "failures": 1, "errors": 0},
			"results": [{"promptIdx": 0, "success": true, "vars": {"q": 1}}, {"promptIdx": 0, "success": false, "vars": {"q": 2}, "failureReason": 1}]}}`, prompt, stats)
	}
	mlflow := func(key, count string) string {
		return fmt.Sprintf(`{"mlflow": {"info": {"status": "FINISHED"}, "params": {}, "metrics": {"val_accuracy": [{"value": 0.9, "step": 0}], %q: [{"value": %s, "step": 0}]}, "tags": {}}}`, key, count)
	}
	gx := func(successful, percent string) string {
		return fmt.Sprintf(`{"success": false, "statistics": {"evaluated_expectations": 2, "successful_expectations": %s, "unsuccessful_expectations": 1, "success_percent": %s},
			"results": [{"success": true, "expectation_config": {"type": "a"}}, {"success": false, "expectation_config": {"type": "b"}}]}`, successful, percent)
	}
	evidently := func(count, share string) string {
		return fmt.Sprintf(`{"metrics": [{"metric_name": "DriftedColumnsCount", "value": {"count": %s, "share": %s}, "config": {"type": "evidently:metric_v2:DriftedColumnsCount"}}], "tests": []}`, count, share)
	}
	binary := func(name, value string) string {
		return fmt.Sprintf(`{"binary_classification_metrics": {"confusion_matrix": {"0": {"0": 80, "1": 10}, "1": {"0": 5, "1": 5}}, %q: {"value": %s, "standard_deviation": "NaN"}}}`, name, value)
	}
	lighteval := func(average, all string) string {
		return fmt.Sprintf(`{"config_general": {"lighteval_sha": "2"}, "results": {"l|mmlu:a|5": {"acc": 0.4}, "l|mmlu:b|5": {"acc": 0.6}, "l|gsm8k|5": {"acc": 0.2}, "l|mmlu:_average|5": {"acc": %s}, "all": {"acc": %s}}, "versions": {}}`, average, all)
	}
	fairness := func(metric, whole string) string {
		return fmt.Sprintf(`{"overall": {%q: %s}, "by_group": [{"sex": "F", %q: 0.7}, {"sex": "M", %q: 0.8}]}`, metric, whole, metric, metric)
	}
	for name, c := range map[string]struct{ file, src, want string }{
		"a recall":                         {"e.json", binary("recall", "0.5"), ""},
		"a recall beside a matrix":         {"e.json", binary("recall", "0.95"), "the recall is 0.95, but its confusion matrix comes to 0.5"},
		"a rate beside a matrix":           {"e.json", binary("true_positive_rate", "0.9"), "the true positive rate is 0.9, but its confusion matrix comes to 0.5"},
		"a precision":                      {"e.json", binary("precision", "0.3333"), ""},
		"a precision beside a matrix":      {"e.json", binary("precision", "0.9"), "the precision is 0.9, but its confusion matrix comes to 0.333333"},
		"a macro recall":                   {"e.json", strings.Replace(binary("recall", "0.6944"), "binary", "multiclass", 1), ""},
		"a weighted recall":                {"e.json", strings.Replace(binary("weighted_recall", "0.95"), "binary", "multiclass", 1), "the weighted recall is 0.95, but its confusion matrix comes to 0.85"},
		"a recall of no class":             {"e.json", strings.Replace(binary("recall", "0.99"), "binary", "multiclass", 1), "the recall is 0.99"},
		"means of tasks":                   {"l.json", lighteval("0.5", "0.4"), ""},
		"a mean of all tasks":              {"l.json", lighteval("0.5", "0.9"), `"acc" of "all" is 0.9, but its tasks have from 0.2 to 0.6`},
		"a mean of subsets":                {"l.json", lighteval("0.3", "0.4"), `"acc" of "l|mmlu:_average|5" is 0.3, but its tasks have from 0.4 to 0.6`},
		"a whole":                          {"f.json", fairness("accuracy", "0.75"), ""},
		"a whole above its groups":         {"f.json", fairness("accuracy", "0.95"), `"accuracy" of the whole is 0.95, but its groups have from 0.7 to 0.8`},
		"an area of a whole":               {"f.json", fairness("roc_auc", "0.95"), ""},
		"a report":                         {"r.json", report("0.65", "0.7", "0.65"), ""},
		"a report cut to two digits":       {"r.json", report("0.65", "0.71", "0.64"), ""},
		"an accuracy":                      {"r.json", report("0.95", "0.7", "0.65"), "the accuracy is 0.95, but its classes add up to 0.65"},
		"a macro average":                  {"r.json", report("0.65", "0.9", "0.65"), "the macro average of recall is 0.9, but its classes add up to 0.7"},
		"a weighted average":               {"r.json", report("0.65", "0.7", "0.9"), "the weighted average of recall is 0.9, but its classes add up to 0.65"},
		"a report in a tree":               {"m.json", `{"test": ` + report("0.95", "0.7", "0.65") + `}`, "the accuracy is 0.95"},
		"a support below 0":                {"r.json", strings.Replace(report("0.65", "0.7", "0.65"), `"support": 100`, `"support": -100`, 1), "the number of examples is -100"},
		"a matrix":                         {"e.json", matrix("0.75", `{"0": {"0": 2, "1": 1}, "1": {"0": 0, "1": 1}}`), ""},
		"an accuracy beside a matrix":      {"e.json", matrix("0.95", `{"0": {"0": 2, "1": 1}, "1": {"0": 0, "1": 1}}`), "the accuracy is 0.95, but its confusion matrix comes to 0.75"},
		"a matrix of halves":               {"e.json", matrix("0.75", `{"0": {"0": 1.5, "1": 0.5}}`), "the number of examples is 1.5"},
		"a statistic":                      {"stats.json", stat("4", "3", "0.75"), ""},
		"a mean":                           {"stats.json", stat("4", "2", "0.75"), `the mean of "em" is 0.75, but its sum and count come to 0.5`},
		"a mean above the maximum":         {"stats.json", stat("1", "1.5", "1.5"), `the mean of "em" is 1.5, above its maximum, 1`},
		"half a trial":                     {"stats.json", stat("0.5", "0.5", "1"), "the number of examples is 0.5"},
		"a run":                            {"t.json", run("1", "1", "[0.9, 0.1]", "1"), ""},
		"a rate of passed cases":           {"t.json", run("2", "0", "[0.9, 0.1]", "1"), "testPassed is 2, but the test cases have 1"},
		"scores":                           {"t.json", run("1", "1", "[0.9, 0.9]", "1"), `the scores of "relevancy" have the mean 0.9, but those of its test cases have 0.5`},
		"passes of a metric":               {"t.json", run("1", "1", "[0.9, 0.1]", "2"), `passes of "relevancy" is 2, but the test cases have 1`},
		"a group":                          {"l.json", group("0.55"), ""},
		"a group above its tasks":          {"l.json", group("0.8"), `"acc" of the group "g" is 0.8, but its tasks have from 0.4 to 0.6`},
		"more examples than there are":     {"l.json", counted("200"), "200 examples were used of 100"},
		"all examples":                     {"l.json", counted("100"), ""},
		"a prompt":                         {"p.json", promptfoo("1", "1"), ""},
		"a prompt's count":                 {"p.json", promptfoo("9", "1"), "successes is 1, but the prompts have 9 together"},
		"a count of examples":              {"run.json", mlflow("val_example_count", "200.0"), ""},
		"half an example":                  {"run.json", mlflow("val_example_count", "0.5"), "the number of examples is 0.5"},
		"half an example of any split":     {"run.json", mlflow("example_count", "0.5"), "the number of examples is 0.5"},
		"a metric named like a count":      {"run.json", mlflow("counterexample_count", "0.5"), ""},
		"expectations":                     {"gx.json", gx("1", "50.0"), ""},
		"a percentage of expectations":     {"gx.json", gx("1", "100.0"), "success_percent is 100.0, but its results come to 50"},
		"a count of expectations":          {"gx.json", gx("2", "50.0"), "successful_expectations is 2, but its results come to 1"},
		"a share":                          {"d.json", evidently("9", "0.5"), ""},
		"a share of 0":                     {"d.json", evidently("9", "0"), "the share is 0, but the count is 9"},
		"a distance":                       {"m.json", `{"accuracy": 0.9, "drift": {"psi": -0.2}}`, `the distance "psi" is -0.2`},
		"another value below 0":            {"m.json", `{"accuracy": 0.9, "psi_change": 0.1, "loss": -0.2}`, ""},
		"examples of plain metrics":        {"m.json", `{"accuracy": 0.9, "n": 100}`, ""},
		"half an example of plain":         {"m.json", `{"accuracy": 0.9, "n": 0.5}`, "the number of examples is 0.5"},
		"a size that is one of a model":    {"m.json", `{"accuracy": 0.9, "size": 12.5}`, ""},
		"epochs":                           {"results.csv", "epoch,metrics/mAP50(B)\n1,0.5\n2,0.6\n", ""},
		"epochs that are not in order":     {"results.csv", "epoch,metrics/mAP50(B)\n2,0.6\n1,0.9\n", `epoch "1" is after epoch "2"`},
		"samples of the trainer":           {"all_results.json", `{"eval_accuracy": 0.9, "eval_runtime": 1.5, "eval_samples": 0.5}`, "the number of examples is 0.5"},
		"a group of plain metrics":         {"m.json", `{"per_class": {"a": {"recall": 0.9, "n": 10}, "b": {"recall": 0.9, "n": -1}}}`, "the number of examples is -1"},
		"a number of examples that is NaN": {"m.json", `{"accuracy": 0.9, "n": "NaN"}`, "the number of examples is NaN"},
	} {
		in, err := inspection.Of(c.file, []byte(c.src), format.KindEvaluation)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var got []string
		for _, f := range in.Findings {
			got = append(got, f.Rule+" "+f.Message)
		}
		all := strings.Join(got, "\n")
		if c.want == "" && all != "" || c.want != "" && (!strings.Contains(all, c.want) || !strings.Contains(all, "evidence/contradiction")) {
			t.Errorf("%s: got %q, want %q", name, all, c.want)
		}
	}
}

// TestNoExampleIsKnown: results of no example say so, whatever their value.
func TestNoExampleIsKnown(t *testing.T) {
	for name, c := range map[string]struct{ file, src, metric string }{
		"mlflow":           {"run.json", `{"mlflow": {"info": {"status": "FINISHED"}, "metrics": {"val_accuracy": 0.9, "val_example_count": 0}, "tags": {}}}`, "val_accuracy"},
		"mlflow, no split": {"run.json", `{"mlflow": {"info": {"status": "FINISHED"}, "metrics": {"accuracy_score": 0.9, "example_count": 0}, "tags": {}}}`, "accuracy_score"},
		"helm":             {"stats.json", `[{"name": {"name": "em"}, "count": 0, "sum": 0, "sum_squared": 0, "mean": 0.9}]`, "em"},
		"sagemaker":        {"e.json", `{"binary_classification_metrics": {"confusion_matrix": {"0": {"0": 0, "1": 0}, "1": {"0": 0, "1": 0}}, "recall": {"value": 0.9}}}`, "recall"},
		"plain":            {"m.json", `{"accuracy": 0.9, "n": 0}`, "accuracy"},
		"plain, nested":    {"m.json", `{"test": {"accuracy": 0.9, "num_examples": 0}}`, "test.accuracy"},
		"trainer":          {"all_results.json", `{"eval_accuracy": 0.9, "eval_runtime": 1.5, "eval_samples": 0}`, "eval_accuracy"},
	} {
		in, err := inspection.Of(c.file, []byte(c.src), format.KindEvaluation)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, r := range in.Document.(evidence.Evaluation).Results {
			if r.Metric == c.metric && r.N != "0" {
				t.Errorf("%s: %+v", name, r)
			}
		}
	}
}
