package results

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/decimal"
	"github.com/modelgate-dev/modelgate/internal/evidence/format"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
)

// formatVertex is the evaluation of a classification by Vertex AI
// (classification_metrics_1.0.0.yaml): the metrics themselves, or the resource around
// them.
const formatVertex = "vertex-evaluation"

func vertexMetrics(root place.Place) place.Place {
	if root.Get("metricsSchemaUri").Node != nil {
		return root.Get("metrics")
	}
	return root
}

func isVertex(d *document.Document) bool {
	m := vertexMetrics(place.Root(d))
	list := m.Get("confidenceMetrics").Node
	return list != nil && list.Kind == document.Sequence && (m.Get("auPrc").Node != nil || m.Get("auRoc").Node != nil || m.Get("logLoss").Node != nil)
}

// readVertex reads the metrics of the whole, whose n is that of the confusion matrix, and
// those at each threshold of confidence, by the variant of that name.
func readVertex(r *Reading) {
	r.Producer.Tool = "vertex-ai"
	r.Created = r.root.Get("createTime").Moment()
	m := vertexMetrics(r.root)
	n := r.vertexCount(m.Get("confusionMatrix"))
	for _, c := range m.InOrder() {
		if c.Node.Kind == document.Mapping || c.Node.Kind == document.Sequence {
			continue
		}
		x := vertexResult(c)
		x.Counted(n, "file")
		r.add(x)
	}
	for _, at := range m.Get("confidenceMetrics").Items() {
		threshold := at.Get("confidenceThreshold").Value()
		if threshold == "" {
			threshold = "0" // which is left out in JSON of protocol buffers
		}
		for _, c := range at.InOrder() {
			if c.Node.Key == "confidenceThreshold" || c.Node.Kind == document.Mapping {
				continue
			}
			x := vertexResult(c)
			x.Set("confidence_threshold", threshold)
			x.Set("max_predictions", at.Get("maxPredictions").Value())
			r.add(x)
		}
	}
}

// vertexResult is a number, which is text where it has 64 bits.
func vertexResult(p place.Place) evidence.Result {
	x := newResult(p, p.Node.Key, "")
	if strings.HasSuffix(p.Node.Key, "Count") {
		if n := decimal.Rational(p.Value()); n != nil && n.IsInt() && len(p.Value()) < document.MaxNumber {
			x.Value, x.Valid, x.Unit = n.Num().String(), true, "count"
		}
	}
	return x
}

func (r *Reading) vertexCount(matrix place.Place) string {
	total := new(big.Rat)
	rows := matrix.Get("rows").Items()
	for _, row := range rows {
		cells := row.Items()
		if row.Get("row").Node != nil {
			cells = row.Get("row").Items()
		}
		for _, c := range cells {
			n := decimal.Rational(c.Decimal())
			if n == nil {
				return ""
			}
			total.Add(total, n)
		}
	}
	if len(rows) == 0 || !total.IsInt() {
		return ""
	}
	return total.Num().String()
}

// formatAzure is what evaluate() of azure-ai-evaluation writes: rows, and the means of
// their scores.
const formatAzure = "azure-evaluation"

func isAzure(d *document.Document) bool {
	rows, metrics := d.Root.Get("rows"), d.Root.Get("metrics")
	return rows != nil && rows.Kind == document.Sequence && metrics != nil && metrics.Kind == document.Mapping
}

// readAzure reads each mean, whose n are the rows that have the score. Rows without one
// are errors.
func readAzure(r *Reading) {
	r.Producer.Tool = "azure-ai-evaluation"
	rows := r.root.Get("rows").Items()
	c := &r.Completeness
	c.Expected = fmt.Sprint(len(rows))
	for _, m := range r.root.Get("metrics").InOrder() {
		x := newResult(m, m.Node.Key, "")
		mean, n := decimal.NewWeighted(), 0
		for _, row := range rows {
			if v := decimal.Rational(row.Get("outputs." + m.Node.Key).Decimal()); v != nil {
				mean.Add(v, big.NewRat(1, 1))
				n++
			}
		}
		if n > 0 {
			x.Counted(fmt.Sprint(n), "file")
			f := decimal.Figures{Places: 6}
			if r.against(m, fmt.Sprintf("%q", m.Node.Key), f, mean.Mean(), "its rows have the mean"); n < len(rows) {
				r.incomplete(m, evidence.Failed, fmt.Sprintf("%d of %d rows have no %s", len(rows)-n, len(rows), m.Node.Key))
			}
		}
		r.add(x)
	}
	if len(rows) == 0 {
		r.incomplete(r.root.Get("rows"), evidence.Failed, "no row was evaluated")
	}
	r.incomplete(r.root.Get("rows"), evidence.Complete, "")
}

// formatWandb is the wandb-summary.json of a run of Weights & Biases: the last value of
// each key, and what wandb adds of the run itself.
const formatWandb = "wandb-summary"

func isWandb(d *document.Document) bool {
	return format.HasKeys("_wandb")(d) && (d.Root.Get("_timestamp") != nil || d.Root.Get("_runtime") != nil || d.Root.Get("_step") != nil)
}

// readWandb reads each number, nested ones by dots. Media and histograms are none.
func readWandb(r *Reading) {
	r.Producer.Tool = "wandb"
	r.Created = r.root.Get("_timestamp").Moment()
	var walk func(place.Place, []string)
	walk = func(p place.Place, names []string) {
		for _, c := range p.InOrder() {
			path := append(names[:len(names):len(names)], c.Node.Key)
			switch {
			case len(names) == 0 && strings.HasPrefix(c.Node.Key, "_"), c.Get("_type").Node != nil:
			case c.Node.Kind == document.Mapping:
				walk(c, path)
			case isMeantAsNumber(c.Node):
				r.add(newResult(c, strings.Join(path, "."), ""))
			}
		}
	}
	walk(r.root, nil)
}

// formatClarify is the analysis.json of SageMaker Clarify: metrics of bias by facet.
const formatClarify = "clarify"

var clarifyStages = []string{"pre_training_bias_metrics", "post_training_bias_metrics"}

func isClarify(d *document.Document) bool {
	return slices.ContainsFunc(clarifyStages, func(s string) bool {
		f := d.Root.Get(s).Get("facets")
		return f != nil && f.Kind == document.Mapping
	})
}

func readClarify(r *Reading) {
	defer r.twice()
	r.Producer = evidence.Producer{At: r.root.Anchor, Tool: "sagemaker-clarify", Version: r.root.Get("version").Value()}
	for _, stage := range clarifyStages {
		of := r.root.Get(stage)
		for _, facet := range of.Get("facets").InOrder() {
			for _, group := range facet.Items() {
				slice := slicePart(facet.Node.Key, group.Get("value_or_threshold").Value())
				for _, m := range group.Get("metrics").Items() {
					x := newResult(m.Get("value"), m.Get("name").Value(), slice)
					if m.Get("value").Node == nil {
						x.At, x.Raw = m.Anchor, firstOf(m.Get("error"), m.Get("description"))
					}
					x.Set("stage", strings.TrimSuffix(stage, "_bias_metrics"))
					x.Set("label", of.Get("label").Value())
					r.add(x)
				}
			}
		}
	}
}

// formatPyCaret is a table that pull() of PyCaret gives: the folds of a model with their
// mean, or models with their scores.
const formatPyCaret = "pycaret"

var pycaretMetrics = []string{"Accuracy", "AUC", "Recall", "Prec.", "F1", "Kappa", "MCC", "MAE", "MSE", "RMSE", "R2", "RMSLE", "MAPE", "MASE", "RMSSE", "SMAPE"}

func isPyCaret(d *document.Document) bool {
	row := firstRow(d)
	if d.Syntax != document.CSV || row == nil || row.Get("Fold") == nil && row.Get("Model") == nil {
		return false
	}
	known := 0
	for _, m := range pycaretMetrics {
		if row.Get(m) != nil {
			known++
		}
	}
	return known >= 3
}

// readPyCaret reads the mean over the folds, which their values must have, with their
// deviation: folds share their training data, and are no independent runs. Of a table of
// models, each is a variant.
func readPyCaret(r *Reading) {
	r.Producer.Tool = "pycaret"
	defer r.twice()
	rows := r.root.Items()
	if len(rows) == 0 {
		return
	}
	if rows[0].Get("Fold").Node == nil {
		for _, row := range rows {
			r.pycaretRow(row, place.Place{}, nil, "model", row.Get("Model").Value())
		}
		return
	}
	var mean, std place.Place
	var folds []place.Place
	for _, row := range rows {
		switch row.Get("Fold").Value() {
		case "Mean":
			mean = row
		case "Std", "SD":
			std = row
		default:
			folds = append(folds, row)
		}
	}
	if mean.Node == nil {
		r.malformed(r.root, "the table of folds has no row Mean", "Write the table that pull() gives.")
		return
	}
	r.pycaretRow(mean, std, folds, "", "")
}

func (r *Reading) pycaretRow(row, std place.Place, folds []place.Place, setting, of string) {
	for _, c := range row.InOrder() {
		if c.Node.Key == "" || c.Node.Key == "Fold" || c.Node.Key == "Model" {
			continue
		}
		x := newResult(c, c.Node.Key, "")
		x.Set(setting, of)
		switch {
		case c.Node.Key == "TT (Sec)":
			x.Unit = "s"
		case slices.Contains([]string{"Accuracy", "AUC", "Recall", "Prec.", "F1", "Kappa", "MCC", "R2"}, c.Node.Key):
			x.Direction, x.DirectionFrom = "higher", "format"
		case slices.Contains(pycaretMetrics, c.Node.Key):
			x.Direction, x.DirectionFrom = "lower", "format"
		}
		if s := std.Get(c.Node.Key); s.Decimal() != "" {
			x.Uncertainty = evidence.Uncertainty{At: s.Anchor, Kind: evidence.StdDev, Value: s.Decimal(), Raw: s.Value(), Method: "of the folds"}
		}
		w, f := decimal.NewWeighted(), decimal.Figures{}
		for _, fold := range folds {
			f.Saw(fold.Get(c.Node.Key).Decimal())
			w.Add(decimal.Rational(fold.Get(c.Node.Key).Decimal()), big.NewRat(1, 1))
		}
		r.against(c, fmt.Sprintf("the mean of %q", c.Node.Key), f, w.Mean(), "the folds have")
		r.add(x)
	}
}
