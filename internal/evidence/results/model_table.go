package results

import (
	"fmt"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
)

// formatModelTable is a table of own scripts with a row for each model that was compared,
// such as model_comparison.csv: model,accuracy,f1.
const formatModelTable = "model-table"

// modelColumns are what the column of the models is called, as plainColumn has it.
var modelColumns = []string{"model", "models", "modelname", "algorithm", "classifier", "regressor", "estimator", "method"}

// besideModels are columns by which one model would have several rows.
var besideModels = []string{"class", "classname", "label", "fold", "seed", "epoch", "step", "trial", "run", "runid", "threshold"}

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

// isModelTable wants each model once, or texts that tell its rows apart: a dataset, features.
func isModelTable(d *document.Document) bool {
	column, ok := modelColumn(d)
	if !ok || isOfOtherTable(d) {
		return false
	}
	_, ok = rowNames(d, column)
	return ok
}

// maxRowTexts bounds the columns that may tell the rows of a table apart.
const maxRowTexts = 6

// rowNames are the columns of texts that tell the rows apart: that of the models, and where
// one model has several rows, another text that does, or two of them, from the left.
func rowNames(d *document.Document, column string) (names []string, ok bool) {
	if names = []string{column}; areApart(d, names) {
		return names, true
	}
	var texts []string
	for _, c := range d.Root.Children[0].Children {
		if c.Kind == document.String && c.Key != column && c.Key != "" && !isMeantAsNumber(c) && len(texts) < maxRowTexts {
			texts = append(texts, c.Key)
		}
	}
	for _, text := range texts {
		if names = []string{column, text}; areApart(d, names) {
			return names, true
		}
	}
	for i, text := range texts {
		for _, other := range texts[i+1:] {
			if names = []string{column, text, other}; areApart(d, names) {
				return names, true
			}
		}
	}
	return nil, false
}

// areApart reports whether no two rows have the same texts, none of which is empty.
func areApart(d *document.Document, columns []string) bool {
	seen := map[string]bool{}
	return !slices.ContainsFunc(d.Root.Children, func(row *document.Node) bool {
		name := ""
		for _, column := range columns {
			c := row.Get(column)
			if c == nil || c.Value == "" {
				return true
			}
			name += c.Value + "\x00"
		}
		is := seen[name]
		seen[name] = true
		return is
	})
}

// readModelTable reads each number of each row by the variant model: which of them is the
// model of the repository is not in the table, so a threshold names it.
func readModelTable(r *Reading) {
	column, _ := modelColumn(r.doc)
	names, _ := rowNames(r.doc, column)
	dataset, split := columnOf(r.doc, "dataset"), columnOf(r.doc, "split")
	rows := r.root.Items()
	for _, row := range rows {
		for _, c := range row.InOrder() {
			if c.Node.Key == column || c.Node.Key == "" || slices.Contains(numberColumns, plainColumn(c.Node.Key)) || !isMeantAsNumber(c.Node) || c.Node.Kind == document.Null {
				continue
			}
			x := newResult(c, c.Node.Key, "")
			x.Set("model", row.Get(column).Value())
			x.Dataset.Name, x.Dataset.Split = short(row.Get(dataset).Value()), short(row.Get(split).Value())
			for _, name := range names {
				if name != column && name != dataset && name != split {
					x.Set(strings.ToLower(name), row.Get(name).Value())
				}
			}
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

// columnOf is the column of texts with a plain name, "" if there is none.
func columnOf(d *document.Document, plain string) string {
	for _, c := range d.Root.Children[0].Children {
		if c.Kind == document.String && plainColumn(c.Key) == plain {
			return c.Key
		}
	}
	return ""
}
