package results

import (
	"fmt"
	"math/big"
	"strings"
	"time"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/decimal"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
)

func isMLflow(d *document.Document) bool {
	run := d.Root.Get("mlflow")
	if run.Get("info") != nil && run.Get("metrics") != nil {
		return true
	}
	run = restRun(d.Root)
	return run.Get("info").Get("run_id") != nil && run.Get("data").Get("metrics") != nil
}

func restRun(root *document.Node) *document.Node {
	if run := root.Get("run"); run != nil {
		return run
	}
	return root
}

// infinite is the largest float64: MLflow's SQL store keeps it for infinity.
const infinite = 1.79e308

func readMLflow(r *Reading) {
	r.Producer = evidence.Producer{At: r.root.Get("system").Anchor, Tool: "mlflow", Version: r.root.Get("system").Get("mlflow_version").Value()}
	run, data := r.root.Get("mlflow"), r.root.Get("mlflow")
	if run.Node == nil {
		if run = r.root; run.Node.Get("run") != nil {
			run = run.Get("run")
		}
		data = run.Get("data")
	}
	tags := pairs(data.Get("tags"))
	r.Subject = evidence.Subject{At: data.Get("tags").Anchor, Commit: tags["mlflow.source.git.commit"].Value()}
	if r.Producer.Version == "" {
		r.Producer.Version = tags["mlflow_version"].Value()
	}
	info := run.Get("info")
	r.mlflowState(info.Get("status"), info.Get("lifecycle_stage"), info.Get("end_time"))
	dataset := mlflowDataset(run)
	points := map[string][]mlflowPoint{}
	var names []string
	for _, m := range data.Get("metrics").InOrder() {
		names = append(names, m.Node.Key)
		if m.Node.Kind != document.Sequence { // older exports hold the last value alone
			points[m.Node.Key] = []mlflowPoint{{value: m}}
			continue
		}
		for _, p := range m.Items() {
			points[m.Node.Key] = append(points[m.Node.Key], newMLflowPoint(p))
		}
	}
	for _, m := range data.Get("metrics").Items() {
		name := m.Get("key").Value()
		if points[name] == nil {
			names = append(names, name)
		}
		points[name] = append(points[name], newMLflowPoint(m))
	}
	for _, name := range names {
		r.mlflowMetric(name, points[name], dataset)
	}
	r.mlflowCounts()
}

// mlflowCounts gives n to what was measured beside PREFIX_example_count, which
// mlflow.evaluate logs with its metrics, with a prefix or without.
func (r *Reading) mlflowCounts() {
	counts := map[string]string{}
	for _, x := range r.Results {
		if prefix, ok := strings.CutSuffix(x.Metric, "example_count"); ok && (prefix == "" || strings.HasSuffix(prefix, "_")) && x.Raw != "" {
			counts[prefix] = r.examplesOfResult(x)
		}
	}
	for i := range r.Results {
		x := &r.Results[i]
		prefix, rest, _ := strings.Cut(x.Metric, "_")
		n, ok := counts[prefix+"_"]
		if !ok && mlflowSplit(x.Metric) == "" {
			n = counts[""]
		}
		if rest != "example_count" && x.Metric != "example_count" {
			x.Counted(n, "file")
		}
	}
}

// pairs are name and value of tags or parameters: a mapping, or a list of
// {key, value}.
func pairs(p place.Place) place.Index {
	out := p.ByKey()
	for _, item := range p.Items() {
		out[item.Get("key").Value()] = item.Get("value")
	}
	return out
}

// mlflowState: only a run that is finished and not deleted is evidence.
func (r *Reading) mlflowState(status, lifecycle, end place.Place) {
	switch s := status.Value(); {
	case lifecycle.Value() == "deleted":
		r.incomplete(lifecycle, evidence.Failed, "the run was deleted")
	case s == "FINISHED" || s == "3":
		r.incomplete(status, evidence.Complete, "")
	case s == "RUNNING" || s == "SCHEDULED" || s == "1" || s == "2":
		r.incomplete(status, evidence.Partial, "the run has not ended: its status is "+s)
	case s != "":
		r.incomplete(status, evidence.Failed, "the run's status is "+s)
	}
	if ms := decimal.Rational(end.Count()); ms != nil && ms.Cmp(big.NewRat(1e14, 1)) < 0 && ms.Sign() > 0 {
		r.Created = evidence.Text{At: end.Anchor, Present: true, Value: time.UnixMilli(ms.Num().Int64()).UTC().Format(time.RFC3339)}
	}
}

// mlflowDataset is the one dataset that was logged as the run's input.
func mlflowDataset(run place.Place) evidence.DatasetRef {
	inputs := run.Get("inputs").Get("dataset_inputs").Items()
	if len(inputs) != 1 {
		return evidence.DatasetRef{}
	}
	d := inputs[0].Get("dataset")
	return evidence.DatasetRef{Name: d.Get("name").Value(), Digest: d.Get("digest").Value(), Split: pairs(inputs[0].Get("tags"))["mlflow.data.context"].Value()}
}

// mlflowPoint is one value of a metric's history.
type mlflowPoint struct {
	value      place.Place
	step, time *big.Rat // nil for 0
}

func newMLflowPoint(p place.Place) mlflowPoint {
	return mlflowPoint{value: p.Get("value"), step: decimal.Rational(p.Get("step").Decimal()), time: decimal.Rational(p.Get("timestamp").Decimal())}
}

// compare orders points by step, then by time.
func (p mlflowPoint) compare(q mlflowPoint) int {
	zero := new(big.Rat)
	for _, pair := range [][2]*big.Rat{{p.step, q.step}, {p.time, q.time}} {
		a, b := pair[0], pair[1]
		if a == nil {
			a = zero
		}
		if b == nil {
			b = zero
		}
		if order := a.Cmp(b); order != 0 {
			return order
		}
	}
	return 0
}

// mlflowMetric takes the last point of a history, as MLflow itself does: that
// of the greatest step, and of the latest time among those.
func (r *Reading) mlflowMetric(name string, points []mlflowPoint, dataset evidence.DatasetRef) {
	if len(points) == 0 {
		r.malformed(r.root, fmt.Sprintf("the metric %q has no values", name), "Log a value, or remove the metric.")
		return
	}
	last, tie := points[0], false
	for _, p := range points[1:] {
		switch order := p.compare(last); {
		case order > 0:
			last, tie = p, false
		case order == 0 && p.value.Value() != last.value.Value():
			tie = true
		}
	}
	x := mlflowResult(last.value, name, dataset)
	if tie {
		r.malformed(last.value, fmt.Sprintf("the metric %q has two values at its last step and time", name), "Log one value per step.")
		x.Value, x.Valid = "", false
	}
	r.add(x)
}

// mlflowSplit is the split that the prefix of a metric names, "" for none.
func mlflowSplit(metric string) string {
	prefix, _, _ := strings.Cut(metric, "_")
	return map[string]string{"training": "train", "train": "train", "val": "validation", "validation": "validation", "test": "test"}[prefix]
}

func mlflowResult(p place.Place, name string, dataset evidence.DatasetRef) evidence.Result {
	x := newResult(p, name, "")
	x.Dataset = dataset
	if split := mlflowSplit(name); split != "" {
		x.Dataset.Split = split
	}
	if v, ok := decimal.Float(x.Value); ok && (v >= infinite || v <= -infinite) {
		x.Value, x.Valid = "", false
	}
	return x
}
