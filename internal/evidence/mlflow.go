package evidence

import (
	"fmt"
	"math/big"
	"strings"
	"time"

	"github.com/modelgate-dev/modelgate/internal/document"
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
	r.Producer = Producer{At: r.root.get("system").anchor, Tool: "mlflow", Version: r.root.get("system").get("mlflow_version").value()}
	run, data := r.root.get("mlflow"), r.root.get("mlflow")
	if run.node == nil {
		if run = r.root; run.node.Get("run") != nil {
			run = run.get("run")
		}
		data = run.get("data")
	}
	tags := pairs(data.get("tags"))
	r.Subject = Subject{At: data.get("tags").anchor, Commit: tags["mlflow.source.git.commit"].value()}
	if r.Producer.Version == "" {
		r.Producer.Version = tags["mlflow_version"].value()
	}
	info := run.get("info")
	r.mlflowState(info.get("status"), info.get("lifecycle_stage"), info.get("end_time"))
	dataset := mlflowDataset(run)
	points := map[string][]mlflowPoint{}
	var names []string
	for _, m := range data.get("metrics").inOrder() {
		names = append(names, m.node.Key)
		if m.node.Kind != document.Sequence { // older exports hold the last value alone
			points[m.node.Key] = []mlflowPoint{{value: m}}
			continue
		}
		for _, p := range m.items() {
			points[m.node.Key] = append(points[m.node.Key], newMLflowPoint(p))
		}
	}
	for _, m := range data.get("metrics").items() {
		name := m.get("key").value()
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
			x.counted(n, "file")
		}
	}
}

// pairs are name and value of tags or parameters: a mapping, or a list of
// {key, value}.
func pairs(p place) members {
	out := p.members()
	for _, item := range p.items() {
		out[item.get("key").value()] = item.get("value")
	}
	return out
}

// mlflowState: only a run that is finished and not deleted is evidence.
func (r *Reading) mlflowState(status, lifecycle, end place) {
	switch s := status.value(); {
	case lifecycle.value() == "deleted":
		r.incomplete(lifecycle, Failed, "the run was deleted")
	case s == "FINISHED" || s == "3":
		r.incomplete(status, Complete, "")
	case s == "RUNNING" || s == "SCHEDULED" || s == "1" || s == "2":
		r.incomplete(status, Partial, "the run has not ended: its status is "+s)
	case s != "":
		r.incomplete(status, Failed, "the run's status is "+s)
	}
	if ms := rational(end.count()); ms != nil && ms.Cmp(big.NewRat(1e14, 1)) < 0 && ms.Sign() > 0 {
		r.Created = Text{At: end.anchor, Present: true, Value: time.UnixMilli(ms.Num().Int64()).UTC().Format(time.RFC3339)}
	}
}

// mlflowDataset is the one dataset that was logged as the run's input.
func mlflowDataset(run place) DatasetRef {
	inputs := run.get("inputs").get("dataset_inputs").items()
	if len(inputs) != 1 {
		return DatasetRef{}
	}
	d := inputs[0].get("dataset")
	return DatasetRef{Name: d.get("name").value(), Digest: d.get("digest").value(), Split: pairs(inputs[0].get("tags"))["mlflow.data.context"].value()}
}

// mlflowPoint is one value of a metric's history.
type mlflowPoint struct {
	value      place
	step, time *big.Rat // nil for 0
}

func newMLflowPoint(p place) mlflowPoint {
	return mlflowPoint{value: p.get("value"), step: rational(p.get("step").decimal()), time: rational(p.get("timestamp").decimal())}
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
func (r *Reading) mlflowMetric(name string, points []mlflowPoint, dataset DatasetRef) {
	if len(points) == 0 {
		r.malformed(r.root, fmt.Sprintf("the metric %q has no values", name), "Log a value, or remove the metric.")
		return
	}
	last, tie := points[0], false
	for _, p := range points[1:] {
		switch order := p.compare(last); {
		case order > 0:
			last, tie = p, false
		case order == 0 && p.value.value() != last.value.value():
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

func mlflowResult(p place, name string, dataset DatasetRef) Result {
	x := newResult(p, name, "")
	x.Dataset = dataset
	if split := mlflowSplit(name); split != "" {
		x.Dataset.Split = split
	}
	if v, ok := float(x.Value); ok && (v >= infinite || v <= -infinite) {
		x.Value, x.Valid = "", false
	}
	return x
}
