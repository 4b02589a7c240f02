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
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// formatAzureML is what Azure Machine Learning gives of a run: its metrics, as
// Run.get_metrics() returns them; those of all runs of a pipeline's AutoML step or of a
// sweep, by run; or the confusion matrix that a run logs as an artifact.
const formatAzureML = "azureml-metrics"

// azureArtifact begins what stands in place of a metric that is a file.
const azureArtifact = "aml://artifactId/"

// azureRun is the name of a run of AutoML or of a sweep, or of any other job.
var azureRun = pattern.New(`^((AutoML|HD)_)?[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}(_[0-9]+|_setup|_ModelExplain|_featurize)?$`)

// azureMarks are metrics that only Azure's AutoML has under that name
// (learn.microsoft.com, "Evaluate AutoML experiment results").
var azureMarks = []string{"norm_macro_recall", "AUC_weighted", "AUC_macro", "average_precision_score_weighted", "average_precision_score_macro", "precision_score_weighted", "normalized_root_mean_squared_error", "normalized_mean_absolute_error", "spearman_correlation"}

// azureShares and azureErrors are metrics of AutoML, by the beginning of their names.
var (
	azureShares = pattern.New(`^(accuracy|balanced_accuracy|weighted_accuracy|AUC_\w+|(average_precision|f1|precision|recall)_score_\w+)$`)
	azureHigher = pattern.New(`^(norm_macro_recall|matthews_correlation|explained_variance|r2_score|spearman_correlation)$`)
	azureErrors = pattern.New(`^(log_loss|(normalized_)?(mean_absolute|median_absolute|root_mean_squared|root_mean_squared_log)_error|mean_absolute_percentage_error)$`)
)

func isAzureML(d *document.Document) bool {
	if d.Root == nil || d.Root.Kind != document.Mapping {
		return false
	}
	root := place.Root(d)
	return isAzureMatrix(root) || isAzureMetrics(root) || slices.ContainsFunc(root.InOrder(), isAzureRun)
}

func isAzureRun(p place.Place) bool {
	return azureRun.MatchString(p.Node.Key) && p.Node.Kind == document.Mapping
}

// isAzureMetrics recognises the metrics of one run: a file in place of one, or three that
// only AutoML has.
func isAzureMetrics(p place.Place) bool {
	known := 0
	for _, c := range p.InOrder() {
		if isAzureArtifact(c) {
			return true
		}
		if slices.Contains(azureMarks, c.Node.Key) {
			known++
		}
	}
	return known >= 3
}

func isAzureArtifact(p place.Place) bool { return strings.HasPrefix(p.Value(), azureArtifact) }

func isAzureMatrix(root place.Place) bool {
	return root.Get("schema_type").Value() == "confusion_matrix" && root.Get("data").Get("class_labels").Node != nil
}

func readAzureML(r *Reading) {
	r.Producer.Tool = "azureml"
	switch {
	case isAzureMatrix(r.root):
		r.azureMatrix(r.root.Get("data"))
	case isAzureMetrics(r.root):
		r.azureMetrics(r.root, "")
	default:
		r.azureRuns()
	}
}

// azureRuns reads each run by the variant trial. Which one is best is told by the run
// around them, if it is a sweep.
func (r *Reading) azureRuns() {
	trials := 0
	for _, run := range r.root.InOrder() {
		if !isAzureRun(run) {
			continue
		}
		if best := run.Get("best_child_by_primary_metric"); best.Node != nil {
			r.azureBest(best)
		}
		before := len(r.Results)
		r.azureMetrics(run, run.Node.Key)
		if len(r.Results) > before {
			trials++
		}
	}
	if f := &r.Trials; f.Present {
		f.Total = fmt.Sprint(trials)
	}
}

// azureBest reads the table that a sweep logs of its best run so far: the last row counts.
func (r *Reading) azureBest(table place.Place) {
	last := func(column string) place.Place {
		if items := table.Get(column).Items(); len(items) > 0 {
			return items[len(items)-1]
		}
		return table.Get(column)
	}
	f := &r.Trials
	f.At, f.Present = table.Anchor, true
	f.Metric, f.Selected = last("metric_name").Text(), last("run_id").Text()
	f.Direction = azureDirection(f.Metric.Value)
}

// azureMetrics reads the metrics of a run. One that was logged several times is a list, of
// which the last value counts; one that is a file or a table is none.
func (r *Reading) azureMetrics(run place.Place, trial string) {
	for _, c := range run.InOrder() {
		value, row := c, ""
		if items := c.Items(); len(items) > 0 {
			if value = items[len(items)-1]; len(items) > 1 {
				row = "last"
			}
		}
		if isAzureArtifact(value) || !isMeantAsNumber(value.Node) {
			continue
		}
		x := newResult(value, c.Node.Key, "")
		if x.Direction = azureDirection(c.Node.Key); x.Direction != "" {
			x.DirectionFrom = evidence.DirectionOfFormat
		}
		if azureShares.MatchString(c.Node.Key) {
			x.Unit = "proportion"
		}
		x.Set("trial", trial)
		x.Set("row", row)
		r.add(x)
	}
}

func azureDirection(metric string) evidence.Direction {
	switch {
	case azureShares.MatchString(metric), azureHigher.MatchString(metric):
		return evidence.Higher
	case azureErrors.MatchString(metric):
		return evidence.Lower
	}
	return ""
}

// azureMatrix reads the numbers of examples by actual and predicted class, and what they
// come to: the accuracy, and the recall and the precision of each class, each as k of n.
func (r *Reading) azureMatrix(data place.Place) {
	labels, rows := data.Get("class_labels").Items(), data.Get("matrix").Items()
	counts := matrixCounts{}
	for i, row := range rows {
		cells := row.Items()
		if len(rows) != len(labels) || len(cells) != len(labels) {
			r.malformed(row, fmt.Sprintf("the matrix is not %d by %d, one row and one column per class", len(labels), len(labels)), "Log the confusion matrix again.")
			return
		}
		actual := labels[i].Value()
		if counts[actual] != nil {
			r.malformed(labels[i], fmt.Sprintf("duplicate class %q", actual), "Log the confusion matrix again.")
			return
		}
		counts[actual] = map[string]*big.Rat{}
		for j, cell := range cells {
			n := decimal.Rational(r.examples(cell))
			if n == nil {
				return
			}
			counts[actual][labels[j].Value()] = n
		}
	}
	whole := func(string, string) bool { return true }
	r.azureShare(data, "accuracy", "", counts.sum(func(actual, predicted string) bool { return actual == predicted }), counts.sum(whole))
	for _, label := range labels {
		class := label.Value()
		hits := counts[class][class]
		if hits == nil {
			continue
		}
		r.azureShare(label, "recall", slicePart("class", class), hits, counts.sum(func(actual, _ string) bool { return actual == class }))
		r.azureShare(label, "precision", slicePart("class", class), hits, counts.sum(func(_, predicted string) bool { return predicted == class }))
	}
}

// azureShare adds k of n, which is no value where n is 0.
func (r *Reading) azureShare(p place.Place, metric, slice string, k, n *big.Rat) {
	x := newResult(p, metric, slice)
	x.Value, x.Valid, x.Raw = "", false, fmt.Sprintf("%s of %s", k.Num(), n.Num())
	x.Unit, x.Direction, x.DirectionFrom = "proportion", evidence.Higher, evidence.DirectionOfFormat
	if share := partOfWhole(k, n); share != nil {
		x.Value, x.Valid = ratText(share), true
	}
	x.Counted(n.Num().String(), "file")
	x.K = k.Num().String()
	r.add(x)
}
