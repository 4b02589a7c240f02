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

// formatMTEB is the result of one task of the Massive Text Embedding Benchmark, as
// mteb writes it since 1.11 (embeddings-benchmark/mteb, mteb/results/task_result.py:
// TaskResult.to_disk). The fixture has that shape, and values made for it.
const formatMTEB = "mteb"

func isMTEB(d *document.Document) bool {
	scores := d.Root.Get("scores")
	if d.Root.Get("task_name") == nil || d.Root.Get("dataset_revision") == nil || scores == nil || scores.Kind != document.Mapping || len(scores.Children) == 0 {
		return false
	}
	first := scores.Children[0]
	return first.Kind == document.Sequence && len(first.Children) > 0 && (first.Children[0].Get("main_score") != nil || first.Children[0].Get("hf_subset") != nil)
}

// mtebFacts are the members of scores that are no metrics.
var mtebFacts = []string{"hf_subset", "languages", "mteb_version", "scores_per_experiment", "v_measures"}

// readMTEB reads each score of each split and subset. Which way is better, and of how
// many examples a score is, is not in the file.
func readMTEB(r *Reading) {
	version := r.root.Get("mteb_version")
	r.Producer = evidence.Producer{At: version.Anchor, Tool: "mteb", Version: version.Value()}
	r.Created = r.root.Get("date").Moment()
	for _, split := range r.root.Get("scores").InOrder() {
		for _, scores := range split.Items() {
			r.mtebScores(split.Node.Key, scores)
		}
	}
	for _, measured := range []struct{ name, unit string }{{"evaluation_time", "s"}, {"kg_co2_emissions", "kg"}} {
		if p := r.root.Get(measured.name); p.Present() {
			x := newResult(p, measured.name, "")
			x.Task, x.Unit = r.root.Get("task_name").Value(), measured.unit
			r.add(x)
		}
	}
}

// mtebScores reads the scores of one subset; that named default is the whole.
func (r *Reading) mtebScores(split string, scores place.Place) {
	subset, main := scores.Get("hf_subset").Value(), scores.Get("main_score")
	if subset == "" || main.Node == nil {
		r.malformed(scores, "a score has no hf_subset or no main_score", "Write the file again with mteb.")
	}
	slice := ""
	if subset != "" && subset != "default" {
		slice = slicePart("subset", subset)
	}
	cells := scores.ByKey()
	for _, cell := range scores.InOrder() {
		name := cell.Node.Key
		if base, spread := strings.CutSuffix(name, "_std"); slices.Contains(mtebFacts, name) || spread && cells[base].Node != nil {
			continue
		}
		x := newResult(cell, name, slice)
		x.Task, x.Dataset.Split, x.Dataset.Revision = r.root.Get("task_name").Value(), split, r.root.Get("dataset_revision").Value()
		if spread := cells[name+"_std"]; spread.Node != nil {
			x.Uncertainty = evidence.Uncertainty{At: spread.Anchor, Kind: evidence.StdDev, Value: spread.Decimal(), Raw: spread.Value(), Method: "of repeated runs"}
		}
		r.mtebRuns(&x, cell, scores.Get("scores_per_experiment"))
		r.add(x)
	}
}

// mtebRuns gives a score its values in the experiments, of which it is the mean. A
// score that one of them does not have has no runs.
func (r *Reading) mtebRuns(x *evidence.Result, cell, experiments place.Place) {
	f, mean := decimal.Figures{}, decimal.NewWeighted()
	var runs []string
	for _, e := range experiments.Items() {
		value := e.Get(cell.Node.Key)
		if value.Decimal() == "" {
			return
		}
		f.Saw(value.Decimal())
		mean.Add(decimal.Rational(value.Decimal()), big.NewRat(1, 1))
		runs = append(runs, value.Decimal())
	}
	if len(runs) == 0 {
		return
	}
	x.Runs = runs
	r.against(cell, fmt.Sprintf("%q", cell.Node.Key), f, mean.Mean(), "the experiments have the mean")
}
