package results

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/decimal"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
)

// FormatMLflowStore is a run in MLflow's file store, which is a directory:
// <store>/<experiment>/<run> with meta.yaml, one file for each metric below
// metrics, and tags (mlflow/store/tracking/file_store.py). The store is mlruns where
// nobody says otherwise (MLFLOW_TRACKING_URI): its runs are known by their meta.yaml. A
// store holds many runs; which of them is evidence is for the configuration to say, so
// that none is looked at by default.
const FormatMLflowStore = "mlflow-file-store"

// StoredRunOf splits the path of a metric's file into the run's directory and
// the metric's name, which can have slashes. isRun reports whether a directory is that of
// a run by its meta.yaml.
func StoredRunOf(file string, isRun func(dir string) bool) (run, metric string, ok bool) {
	parts := strings.Split(file, "/")
	named := slices.Index(parts, "mlruns")
	for i := 1; i+1 < len(parts); i++ {
		if run = path.Join(parts[:i]...); parts[i] == "metrics" && (named >= 0 && i == named+3 || isRun(run)) {
			return run, path.Join(parts[i+1:]...), true
		}
	}
	return "", "", false
}

// StoredRun is a run of the file store, as far as it was read.
type StoredRun struct {
	Dir     string
	Meta    *document.Document            // meta.yaml; an empty document if there is none
	Metrics map[string]*document.Document // by path: the files of metrics, as document.Fields
	Commit  evidence.Text                 // of the code, if a tag has it
}

// ReadStoredRun reads a run as one evaluation. The files are those of its metrics, in the order of
// the tree.
func ReadStoredRun(run StoredRun, files []string) *Reading {
	out := &Reading{Evaluation: newEvaluation(run.Meta, FormatMLflowStore), doc: run.Meta, root: place.Root(run.Meta), others: run.Metrics}
	out.Path, out.Producer.Tool = run.Dir, "mlflow"
	if run.Meta.Root == nil {
		out.malformed(out.root, "the run has no readable meta.yaml, so its status is unknown", "Commit the whole directory of the run.")
	}
	out.mlflowState(out.root.Get("status"), out.root.Get("lifecycle_stage"), out.root.Get("end_time"))
	sum, docs := sha256.New(), []*document.Document{run.Meta}
	sum.Write(run.Meta.Source)
	for _, file := range files {
		d := run.Metrics[file]
		if d == nil {
			continue
		}
		fmt.Fprintf(sum, "\x00%s\x00", file)
		sum.Write(d.Source)
		docs = append(docs, d)
		out.mlflowFile(strings.TrimPrefix(file, run.Dir+"/metrics/"), d)
	}
	out.SHA256, out.Content = hex.EncodeToString(sum.Sum(nil)), contentOf(docs...)
	if run.Commit.Present {
		out.Subject = evidence.Subject{At: run.Commit.At, Commit: run.Commit.Value}
	}
	return out
}

// mlflowFile reads the points of one metric: a line is time, value and step, and in
// MLflow 3 the name and the digest of the dataset that was measured on, if one was given.
func (r *Reading) mlflowFile(metric string, d *document.Document) {
	root := place.Root(d)
	var of []evidence.DatasetRef
	points := map[evidence.DatasetRef][]mlflowPoint{}
	for _, line := range root.Items() {
		cells := line.Items()
		if len(cells) != 2 && len(cells) != 3 && len(cells) != 5 { // without a step in the oldest stores
			r.malformed(line, "a line is not a time, a value, a step and the name and digest of a dataset", "Log the metric again.")
			continue
		}
		p := mlflowPoint{value: cells[1], time: decimal.Rational(cells[0].Decimal())}
		if len(cells) > 2 {
			p.step = decimal.Rational(cells[2].Decimal())
		}
		var dataset evidence.DatasetRef
		if len(cells) == 5 {
			dataset = evidence.DatasetRef{Name: cells[3].Value(), Digest: cells[4].Value()}
		}
		if points[dataset] == nil {
			of = append(of, dataset)
		}
		points[dataset] = append(points[dataset], p)
	}
	if len(points) == 0 {
		r.malformed(root, "the metric has no values", "Log the metric again, or remove the file.")
		return
	}
	for _, dataset := range of {
		r.mlflowMetric(metric, points[dataset], dataset)
	}
}
