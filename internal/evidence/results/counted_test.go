package results_test

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/format"
	"github.com/modelgate-dev/modelgate/internal/evidence/inspection"
)

// numbersIn counts the numbers of a file without this project's own readers.
func numbersIn(t *testing.T, file string, src []byte) int {
	t.Helper()
	isNumber := func(s string) bool {
		_, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
		return err == nil && !strings.ContainsAny(s, "nN")
	}
	n := 0
	switch filepath.Ext(file) {
	case ".json", ".jsonl":
		d := json.NewDecoder(strings.NewReader(strings.ReplaceAll(string(src), "NaN", "null")))
		for {
			token, err := d.Token()
			if err != nil {
				return n
			}
			if _, ok := token.(float64); ok {
				n++
			}
		}
	case ".csv":
		rows, err := csv.NewReader(strings.NewReader(string(src))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows[1:] {
			for _, cell := range row {
				if isNumber(cell) {
					n++
				}
			}
		}
	default:
		for _, word := range strings.Fields(string(src)) {
			if isNumber(word) {
				n++
			}
		}
	}
	return n
}

// TestNothingIsLostOrInvented counts the numbers of each file with a counter of its own:
// those that are read as results, and those that are not, each of a named kind.
func TestNothingIsLostOrInvented(t *testing.T) {
	for _, c := range []struct {
		file string
		left int    // numbers that are no results
		why  string // what they are
		made int    // results that are computed, or stand for no number of the file
	}{
		{"sklearn.txt", 3 + 3 + 1, "of the matrix in brackets, class labels, and the support of the accuracy", 0},
		{"sklearn-rows.csv", 3 + 2, "copies of the accuracy by pandas, and class labels", 0},
		{"sklearn-columns.csv", 3, "copies of the accuracy by pandas", 0},
		{"sklearn-pandas.json", 3, "copies of the accuracy by pandas", 0},
		{"sklearn-pandas-columns.json", 3, "copies of the accuracy by pandas", 0},
		{"epochs-lightning.csv", 10 + 3, "of other epochs than the last and the best", 0},
		{"epochs-keras.csv", 0, "", 2},
		{"epochs-history.json", 4, "of the first epoch", 0},
		{"metric-table.csv", 0, "", 0},
		{"evalplus.json", 0, "", 0},
		{"bigcodebench.json", 0, "", 1},
		{"bigcodebench-pass.json", 0, "", 0},
		{"opencompass.csv", 0, "", 1},
		{"ragas.csv", 6, "the scores of the rows, of which there are means, and a year", 2},
		{"simple-evals.json", 3, "deviations, which are the uncertainty of the means", 0},
		{"k6.json", 0, "", 0},
		{"k6-export.json", 0, "", 0},
		{"locust.csv", 0, "", 12},
		{"mlperf.txt", 4 + 1, "parameters of the test, and the name of a percentile", 0},
		{"coco.txt", 1, "a setting that stands by itself, maxDets=  1", 0},
		{"coco-mmdetection.json", 0, "", 0},
		{"coco-torchmetrics.json", 2 + 3, "-1 in place of lists by class, and the numbers of classes", 0},
		{"vertex.json", 4 + 1, "of the confusion matrix, and a threshold", 3},
		{"azure.json", 5, "the scores of the rows", 0},
		{"azureml.json", 2, "earlier values of a metric that was logged three times", 0},
		{"azureml-runs.json", 2, "the best value so far, of the sweep", 0},
		{"azureml-matrix.json", 4, "the counts that the shares are of", 5},
		{"wandb.json", 3 + 1 + 2, "of the run, and of media", 1},
		{"clarify.json", 0, "", 1},
		{"pycaret-folds.csv", 2*8 + 7, "the folds, and the deviations", 0},
		{"pycaret-models.csv", 0, "", 0},
		{"garak.report.jsonl", 9 + 2, "the counts that the rates are of, and the status of an attempt", 2},
		{"giskard.json", 0, "", 9},
		{"deepchecks.json", 0, "", 0},
		{"aequitas.csv", 2, "ids of the model", 0},
		{"nannyml.csv", 2*11 + 9, "of other chunks, and bounds", 1},
		{"mteb-nan.json", 0, "", 1},
	} {
		src, err := os.ReadFile(filepath.Join("testdata/files", c.file))
		if err != nil {
			t.Fatal(err)
		}
		in, err := inspection.Of(c.file, src, format.KindEvaluation)
		if err != nil {
			t.Fatal(err)
		}
		read := len(in.Document.(evidence.Evaluation).Results)
		if raw := numbersIn(t, c.file, src); read-c.made+c.left != raw {
			t.Errorf("%s: %d numbers, of which %d are results (and %d more are made) and %d are not: %s", c.file, raw, read-c.made, c.made, c.left, c.why)
		}
	}
}
