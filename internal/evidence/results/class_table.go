package results

import (
	"fmt"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
)

// formatClassTable is a table of own scripts with a row for each class, such as
// per_class_metrics.csv: 68 public repositories have a file of that name in results/ or
// reports/ alone.
const formatClassTable = "class-table"

// classColumns are what the column of the classes is called, in lower case and without
// what stands between words. That of pandas, of an index, has no name.
var classColumns = []string{"", "class", "classname", "classlabel", "label", "labelname", "category", "categoryname"}

// otherRows are what a column is called whose rows are no classes of one model.
var otherRows = []string{"model", "modelname", "run", "runid", "fold", "seed", "epoch", "step", "trial", "experiment", "method", "algorithm", "classifier", "estimator", "variant", "config", "dataset", "split", "threshold", "name"}

// numberColumns are columns of numbers that measure nothing.
var numberColumns = []string{"classid", "labelid", "categoryid", "id", "index", "rank", "ranking", "#", "№", "no"}

var countColumns = []string{"images", "instances", "predictedpositive", "tp", "fp", "fn", "tn"}

func plainColumn(name string) string {
	return strings.NewReplacer("_", "", "-", "", " ", "", ".", "").Replace(strings.ToLower(name))
}

// classColumn is the column of the classes: one that is called so, or the first of a table
// with a support, which classes have and models do not.
func classColumn(d *document.Document) (column string, ok bool) {
	row := firstRow(d)
	if d.Syntax != document.CSV || row == nil || row.Kind != document.Mapping || len(row.Children) < 2 {
		return "", false
	}
	has := map[string]bool{}
	measured := false
	for _, c := range row.Children {
		has[plainColumn(c.Key)] = true
		measured = measured || isMeantAsNumber(c) && namesMetric(c.Key)
	}
	if !measured || slices.ContainsFunc(otherRows, func(name string) bool { return has[name] }) {
		return "", false
	}
	scored := has["precision"] && has["recall"]
	for i, c := range row.Children {
		name := plainColumn(c.Key)
		if named := slices.Contains(classColumns, name) && (name != "" || i == 0 && scored); named || i == 0 && c.Kind == document.String && scored && has["support"] {
			return c.Key, true
		}
	}
	return "", false
}

// isClassTable wants each class once: a class in two rows is one of two models.
func isClassTable(d *document.Document) bool {
	column, ok := classColumn(d)
	if !ok || isSklearn(d) || isMetricTable(d) || isPyCaret(d) || isTrials(d) || isRagas(d) {
		return false
	}
	seen := map[string]bool{}
	return !slices.ContainsFunc(d.Root.Children, func(row *document.Node) bool {
		class := row.Get(column)
		if class == nil || class.Value == "" || seen[class.Value] {
			return true
		}
		seen[class.Value] = true
		return false
	})
}

// wholeRows are rows of all classes together; averages over the classes are slices of their
// own, as in a classification_report.
var (
	wholeRows   = []string{"all", "overall", "total"}
	averageRows = map[string]string{"macroavg": "macro", "macro": "macro", "mean": "macro", "average": "macro", "microavg": "micro", "micro": "micro", "weightedavg": "weighted", "weighted": "weighted"}
)

// readClassTable reads each number of each class. The support of a class is the n of its
// recall; what its other numbers are shares of is not in the table.
func readClassTable(r *Reading) {
	column, _ := classColumn(r.doc)
	attribute := "class"
	if !slices.Contains(classColumns, plainColumn(column)) {
		attribute = strings.ToLower(column)
	}
	for _, row := range r.root.Items() {
		class := row.Get(column).Value()
		slice := slicePart(attribute, class)
		if average := averageRows[plainColumn(class)]; average != "" {
			slice = slicePart("average", average)
		} else if slices.Contains(wholeRows, strings.ToLower(class)) {
			slice = ""
		}
		var support place.Place
		for _, c := range row.InOrder() {
			if plainColumn(c.Node.Key) == "support" {
				support = c
			}
		}
		for _, c := range row.InOrder() {
			name := plainColumn(c.Node.Key)
			if c.Node.Key == column || c.Node.Key == "" || slices.Contains(numberColumns, name) || !isMeantAsNumber(c.Node) || c.Node.Kind == document.Null {
				continue
			}
			x := newResult(c, c.Node.Key, slice)
			switch {
			case isCount(c.Node.Key) || slices.Contains(countColumns, name):
				x.Unit = "count"
			case name == "recall" && support.Node != nil && strings.HasPrefix(slice, attribute+"="):
				x.Counted(r.examples(support), "file")
				if x.N != "" {
					x.K = proportionOf(x.Value, x.N)
				}
			}
			r.add(x)
		}
	}
	if len(r.Results) == 0 {
		r.malformed(r.root, fmt.Sprintf("the table has no number except in its column %q", column), "Write the metrics of each class as numbers.")
	}
}
