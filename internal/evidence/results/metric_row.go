package results

import (
	"slices"

	"github.com/modelgate-dev/modelgate/internal/document"
)

// formatMetricRow is a table of own scripts with one row, as pandas.DataFrame([metrics])
// writes it: dataset,samples,accuracy,f1.
const formatMetricRow = "metric-row"

// isMetricRow wants one row, and a number in it that is named like a metric.
func isMetricRow(d *document.Document) bool {
	row := firstRow(d)
	if d.Syntax != document.CSV || row == nil || row.Kind != document.Mapping || len(d.Root.Children) != 1 || isOfOtherTable(d) || isModelTable(d) {
		return false
	}
	return slices.ContainsFunc(row.Children, func(c *document.Node) bool {
		return isMeantAsNumber(c) && c.Kind != document.Null && namesMetric(c.Key) && !namesSetting(c.Key)
	})
}

// isOfOtherTable recognizes the tables of tools and scripts whose rows are told by what they hold.
func isOfOtherTable(d *document.Document) bool {
	return isSklearn(d) || isClassTable(d) || isMetricTable(d) || isPyCaret(d) || isTrials(d) || isRagas(d) || isEpochs(d) || isOpenCompass(d) || isAequitas(d) || isNannyML(d) || isYOLO(d) || isLocust(d)
}

// readMetricRow reads each number of the row, and what was to be one. Other texts say what
// was measured, where, and on what.
func readMetricRow(r *Reading) {
	row := r.root.Items()[0]
	r.dataset, _ = wholeDataset(row)
	r.dataset.Split = row.Get("split").Value()
	n := r.sizeOf(row, wholeNames)
	for _, c := range row.InOrder() {
		if c.Node.Key == "" || slices.Contains(numberColumns, plainColumn(c.Node.Key)) || !isMeantAsNumber(c.Node) && !namesMetric(c.Node.Key) {
			continue
		}
		r.leaf(c, []string{c.Node.Key}, "", n, companions{})
	}
}
