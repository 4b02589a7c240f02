package results

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/decimal"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
)

// formatEpochs is the log of one training, by epoch: metrics.csv of Lightning's CSVLogger
// (lightning.fabric.loggers.csv_logs), the CSVLogger and the History of Keras
// (keras.callbacks), the history of skorch, and what is shaped like one of them.
const formatEpochs = "epochs"

// epochNames are what the number of an epoch or a step is called.
var epochNames = []string{"epoch", "epochs", "step", "global_step", "iteration", "iter"}

// monitors are the losses of validation by which an epoch is the best: val_loss is what
// Keras's EarlyStopping and ModelCheckpoint monitor by default.
var monitors = []string{"val_loss", "valid_loss", "validation_loss", "eval_loss"}

func isEpochs(d *document.Document) bool {
	return isEpochTable(d) && !isYOLO(d) && !isTrials(d) && !isCOCO(d) || isHistory(historyOf(place.Root(d)))
}

// isEpochTable recognises rows that each have the number of their epoch or step, and
// numbers named like metrics.
func isEpochTable(d *document.Document) bool {
	if d.Root == nil || d.Root.Kind != document.Sequence || len(d.Root.Children) == 0 {
		return false
	}
	numbered, measured := false, false
	for _, row := range d.Root.Children {
		if row.Kind != document.Mapping || epochOf(row) == nil {
			return false
		}
		numbered = true
		for _, c := range row.Children {
			measured = measured || isMeantAsNumber(c) && c.Kind != document.Null && namesMetric(c.Key)
		}
	}
	return numbered && measured
}

// epochOf is the number of a row's epoch, or of its step.
func epochOf(row *document.Node) *document.Node {
	for _, name := range epochNames {
		for _, c := range row.Children {
			if strings.EqualFold(c.Key, name) && c.Kind == document.Number {
				return c
			}
		}
	}
	return nil
}

// historyOf is the mapping that holds the lists of a history, which some write below a
// key of that name.
func historyOf(root place.Place) place.Place {
	if h := root.Get("history"); h.Node != nil && h.Node.Kind == document.Mapping {
		return h
	}
	return root
}

// isHistory recognises lists of numbers by name, one of which is a metric's.
func isHistory(p place.Place) bool {
	lists, measured := 0, false
	for _, c := range p.InOrder() {
		if c.Node.Kind != document.Sequence {
			return false
		}
		if len(c.Node.Children) == 0 || slices.ContainsFunc(c.Node.Children, func(n *document.Node) bool { return !isMeantAsNumber(n) }) {
			return false
		}
		lists++
		measured = measured || namesMetric(c.Node.Key)
	}
	return lists > 0 && measured
}

// readEpochs reads two epochs, told apart by the variant row: the last one, and the best,
// which is that of the least loss in validation, the first of equals. A log without such
// a loss has no best row. There is no default: a policy names the row that it applies to.
func readEpochs(r *Reading) {
	var epochs [][]place.Place
	if h := historyOf(r.root); r.doc.Root.Kind == document.Mapping && isHistory(h) {
		epochs = r.historyEpochs(h)
	} else {
		epochs = r.tableEpochs()
	}
	last := map[string]place.Place{}
	var order []string
	var best []place.Place
	var least *big.Rat
	for _, epoch := range epochs {
		for _, c := range epoch {
			if _, ok := last[c.Node.Key]; !ok {
				order = append(order, c.Node.Key)
			}
			last[c.Node.Key] = c
			if loss := decimal.Rational(c.Decimal()); slices.Contains(monitors, strings.ToLower(c.Node.Key)) && loss != nil && (least == nil || loss.Cmp(least) < 0) {
				best, least = epoch, loss
			}
		}
	}
	for _, name := range order {
		r.epochValue(last[name], "last")
	}
	for _, c := range best {
		r.epochValue(c, "best")
	}
}

// tableEpochs are the values of each epoch of a table, in which an epoch may have several
// rows, each with other columns: the last value of each. One that is empty is none.
func (r *Reading) tableEpochs() [][]place.Place {
	var out [][]place.Place
	was := ""
	for _, row := range r.root.Items() {
		n := epochOf(row.Node)
		if n == nil {
			continue
		}
		if a, b := decimal.Rational(was), decimal.Rational(n.Value); a != nil && b.Cmp(a) < 0 {
			r.contradicted(row.Get(n.Key), fmt.Sprintf("%s %q is after %s %q, so the last row is not the last epoch", n.Key, n.Value, n.Key, was))
		}
		if len(out) == 0 || n.Value != was {
			out = append(out, nil)
		}
		was = n.Value
		epoch := &out[len(out)-1]
		for _, c := range row.InOrder() {
			if c.Node.Key == "" || !isMeantAsNumber(c.Node) || c.Node.Kind == document.Null {
				continue
			}
			if i := slices.IndexFunc(*epoch, func(p place.Place) bool { return p.Node.Key == c.Node.Key }); i >= 0 {
				(*epoch)[i] = c
			} else {
				*epoch = append(*epoch, c)
			}
		}
	}
	return out
}

// historyEpochs are the values of each epoch of lists, all of which have one for each.
func (r *Reading) historyEpochs(h place.Place) [][]place.Place {
	lists := h.InOrder()
	out := make([][]place.Place, len(lists[0].Node.Children))
	for _, list := range lists {
		items := list.Items()
		if len(items) != len(out) {
			r.malformed(list, fmt.Sprintf("%q has %d values, but %q has %d", list.Node.Key, len(items), lists[0].Node.Key, len(out)), "Write one value per epoch in each list.")
			return nil
		}
		for i, item := range items {
			named := *item.Node
			named.Key = list.Node.Key
			out[i] = append(out[i], place.Place{Node: &named, Anchor: item.Anchor})
		}
	}
	return out
}

func (r *Reading) epochValue(p place.Place, which string) {
	x := newResult(p, p.Node.Key, "")
	switch prefix, _, _ := strings.Cut(strings.ToLower(strings.ReplaceAll(p.Node.Key, "/", "_")), "_"); prefix {
	case "val", "valid", "validation", "eval":
		x.Dataset.Split = "val"
	case "train", "test":
		x.Dataset.Split = prefix
	}
	x.Set("row", which)
	r.add(x)
}

// formatMetricTable is a table of two columns, the name of a metric and its value.
const formatMetricTable = "metric-table"

// metricColumns are the columns of such a table.
func metricColumns(d *document.Document) (name, value string, ok bool) {
	row := firstRow(d)
	if row == nil || row.Kind != document.Mapping {
		return "", "", false
	}
	columns := row.Children
	if len(columns) > 2 && columns[0].Key == "" { // an index of pandas
		columns = columns[1:]
	}
	if len(columns) < 2 || slices.ContainsFunc(columns[2:], func(c *document.Node) bool { return !slices.Contains(besideValues, plainColumn(c.Key)) }) {
		return "", "", false
	}
	known := func(key string, names ...string) bool { return slices.Contains(names, strings.ToLower(key)) }
	return columns[0].Key, columns[1].Key, known(columns[0].Key, "metric", "metrics", "metric_name", "name", "measure") && known(columns[1].Key, "value", "values", "score", "result", "metric_value")
}

// besideValues are columns that may follow, of which a deviation is a result of its own.
var besideValues = []string{"stddev", "std", "stdev", "stderr", "n", "unit", "units", "description", "notes", "note", "interpretation"}

// isMetricTable asks for a name of a metric, unless the column says that they are.
func isMetricTable(d *document.Document) bool {
	name, value, ok := metricColumns(d)
	if !ok {
		return false
	}
	said := strings.HasPrefix(strings.ToLower(name), "metric")
	return slices.ContainsFunc(d.Root.Children, func(row *document.Node) bool {
		v := row.Get(value)
		return v != nil && isMeantAsNumber(v) && row.Get(name) != nil && (said || namesMetric(row.Get(name).Value))
	})
}

// readMetricTable reads each row. The n of the table is that of all its metrics.
func readMetricTable(r *Reading) {
	name, value, _ := metricColumns(r.doc)
	seen := map[string]bool{}
	n := ""
	for _, row := range r.root.Items() {
		if slices.Contains(wholeNames, strings.ToLower(row.Get(name).Value())) {
			n = r.examples(row.Get(value))
		}
	}
	for _, row := range r.root.Items() {
		metric := row.Get(name).Value()
		if metric == "" {
			r.malformed(row, "the row has no name of a metric", "Write one metric per row, with its name and value.")
			continue
		}
		if seen[metric] {
			r.malformed(row.Get(name), fmt.Sprintf("duplicate row for %q", metric), "Write one metric per row, with its name and value.")
		}
		seen[metric] = true
		x := newResult(row.Get(value), metric, "")
		var beside []evidence.Result
		if isCount(metric) {
			x.Unit = "count"
		} else {
			x.Counted(n, "file")
			beside = r.statedBeside(&x, row)
			r.shareOf(&x)
		}
		r.add(x)
		for _, deviation := range beside {
			r.add(deviation)
		}
	}
}

// statedBeside takes what further columns say of a value; deviations are results of their own.
func (r *Reading) statedBeside(x *evidence.Result, row place.Place) (deviations []evidence.Result) {
	for _, c := range row.InOrder() {
		if !c.Scalar() || c.Value() == "" {
			continue
		}
		switch plainColumn(c.Node.Key) {
		case "n":
			x.Counted(r.examples(c), "file")
		case "stderr":
			r.statedError(x, c)
		case "std", "stddev", "stdev":
			deviations = append(deviations, newResult(c, x.Metric+"_std", ""))
		}
	}
	return deviations
}

// perRow is a table that has one row for each example, and columns of scores.
type perRow struct {
	scores []string // the columns that are read
	shown  string   // what the examples are called
}

// means reads the mean of each column over all rows. Rows without a number in one are
// errors: the mean of the others is that of other examples.
func (r *Reading) means(rows []place.Place, of perRow) {
	c := &r.Completeness
	c.Expected, c.Observed = fmt.Sprint(len(rows)), fmt.Sprint(len(rows))
	missing := 0
	for _, name := range of.scores {
		mean, n, ones := decimal.NewWeighted(), 0, 0
		var first, bad place.Place
		for _, row := range rows {
			cell := row.Get(name)
			if first.Node == nil && cell.Node != nil {
				first = cell
			}
			v := decimal.Rational(cell.Decimal())
			if v == nil {
				if bad.Anchor == "" {
					bad = row
				}
				missing++
				continue
			}
			mean.Add(v, big.NewRat(1, 1))
			n++
			if v.Cmp(big.NewRat(1, 1)) == 0 {
				ones++
			} else if v.Sign() != 0 {
				ones = -len(rows) - 1 // no share
			}
		}
		if bad.Anchor != "" {
			r.incomplete(bad, evidence.Failed, fmt.Sprintf("%d of %d %s have no %s", len(rows)-n, len(rows), of.shown, name))
		}
		if first.Node == nil {
			first = r.root
		}
		x := newResult(first, name, "")
		x.Value, x.Raw = "", fmt.Sprintf("the mean of %d %s", n, of.shown)
		if m := mean.Mean(); m != nil {
			x.Value = ratText(m)
			x.Counted(fmt.Sprint(n), "file")
			if x.Mean = true; ones >= 0 {
				x.K = fmt.Sprint(ones)
			}
		}
		x.Valid = x.Value != ""
		r.add(x)
	}
	c.Errors = fmt.Sprint(missing)
	r.incomplete(r.root, evidence.Complete, "")
}

// ratText is a computed number as a literal: exactly where it ends, else to 17 figures.
func ratText(x *big.Rat) string {
	if n, ok := x.FloatPrec(); ok && n <= 20 {
		return x.FloatString(n)
	}
	return x.FloatString(17)
}
