package results

import (
	"fmt"
	"slices"

	"github.com/modelgate-dev/modelgate/internal/document"
)

// formatModelTable is a table of own scripts with a row for each model that was compared,
// such as model_comparison.csv: model,accuracy,f1.
const formatModelTable = "model-table"

// modelColumns are what the column of the models is called, as plainColumn has it.
var modelColumns = []string{"model", "models", "modelname", "algorithm", "classifier", "regressor", "estimator", "method"}

// besideModels are columns by which one model would have several rows.
var besideModels = []string{"class", "classname", "label", "fold", "seed", "epoch", "step", "trial", "run", "runid", "threshold", "dataset", "split"}

// modelColumn is the column of the models of a table with a metric.
func modelColumn(d *document.Document) (string, bool) {
	row := firstRow(d)
	if d.Syntax != document.CSV || row == nil || row.Kind != document.Mapping {
		return "", false
	}
	column, measured := "", false
	for i, c := range row.Children {
		name := plainColumn(c.Key)
		switch {
		case slices.Contains(besideModels, name):
			return "", false
		case column == "" && c.Kind == document.String && slices.Contains(modelColumns, name) && i < 2:
			column = c.Key
		case isMeantAsNumber(c) && c.Kind != document.Null && namesMetric(c.Key):
			measured = true
		}
	}
	return column, column != "" && measured
}

// isModelTable wants each model once: what tells apart two rows of one is not known.
func isModelTable(d *document.Document) bool {
	column, ok := modelColumn(d)
	if !ok || isSklearn(d) || isMetricTable(d) || isPyCaret(d) || isTrials(d) || isRagas(d) || isEpochs(d) || isOpenCompass(d) || isAequitas(d) || isNannyML(d) {
		return false
	}
	seen := map[string]bool{}
	return !slices.ContainsFunc(d.Root.Children, func(row *document.Node) bool {
		model := row.Get(column)
		if model == nil || model.Value == "" || seen[model.Value] {
			return true
		}
		seen[model.Value] = true
		return false
	})
}

// readModelTable reads each number of each row by the variant model: which of them is the
// model of the repository is not in the table, so a threshold names it.
func readModelTable(r *Reading) {
	column, _ := modelColumn(r.doc)
	rows := r.root.Items()
	for _, row := range rows {
		for _, c := range row.InOrder() {
			if c.Node.Key == column || c.Node.Key == "" || slices.Contains(numberColumns, plainColumn(c.Node.Key)) || !isMeantAsNumber(c.Node) || c.Node.Kind == document.Null {
				continue
			}
			x := newResult(c, c.Node.Key, "")
			x.Set("model", row.Get(column).Value())
			if isCount(c.Node.Key) {
				x.Unit = "count"
			}
			r.add(x)
		}
	}
	if len(rows) == 1 {
		r.Subject.Model = rows[0].Get(column).Value()
	}
	if len(r.Results) == 0 {
		r.malformed(r.root, fmt.Sprintf("the table has no number except in its column %q", column), "Write the metrics of each model as numbers.")
	}
}
