package evidence

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// FormatMLflowStore is a run in MLflow's file store, which is a directory:
// mlruns/<experiment>/<run> with meta.yaml, one file for each metric below
// metrics, and tags (mlflow/store/tracking/file_store.py). A store holds many
// runs; which of them is evidence is for the configuration to say, so that none
// is looked at by default.
const FormatMLflowStore = "mlflow-file-store"

// mlflowRunOf splits the path of a metric's file into the run's directory and
// the metric's name, which can have slashes.
func mlflowRunOf(file string) (run, metric string, ok bool) {
	parts := strings.Split(file, "/")
	i := slices.Index(parts, "mlruns")
	if i < 0 || len(parts) < i+5 || parts[i+3] != "metrics" {
		return "", "", false
	}
	return path.Join(parts[:i+3]...), path.Join(parts[i+4:]...), true
}

// mlflowRun reads the run in a directory from the files of its metrics.
func (r *reader) mlflowRun(run string, files []string) (Evaluation, error) {
	meta, err := r.parse(path.Join(run, "meta.yaml"))
	if err != nil {
		return Evaluation{}, err
	}
	if meta == nil {
		r.place(path.Join(run, "meta.yaml"))
		meta, _ = document.Parse(path.Join(run, "meta.yaml"), nil)
	}
	out := &Reading{Evaluation: newEvaluation(meta, FormatMLflowStore), doc: meta, root: rootOf(meta), others: map[string]*document.Document{}}
	out.Path, out.Producer.Tool = run, "mlflow"
	if meta.Root == nil {
		out.malformed(out.root, "the run has no readable meta.yaml, so its status is unknown", "Commit the whole directory of the run.")
	}
	out.mlflowState(out.root.get("status"), out.root.get("lifecycle_stage"), out.root.get("end_time"))
	sum, docs := sha256.New(), []*document.Document{meta}
	sum.Write(meta.Source)
	for _, file := range files {
		src, err := r.tree.Read(file, document.MaxBytes)
		switch {
		case source.IsRefusal(err):
			r.findings = append(r.findings, refused(file, document.MaxBytes, err))
			r.place(file)
			continue
		case err != nil:
			return Evaluation{}, fmt.Errorf("reading %s at %s: %w", file, r.tree.Commit, err)
		}
		d, found := document.ParseAs(document.Fields, file, src)
		r.places[file], out.others[file] = d, d
		r.findings = append(r.findings, found...)
		fmt.Fprintf(sum, "\x00%s\x00", file)
		sum.Write(src)
		docs = append(docs, d)
		_, metric, _ := mlflowRunOf(file)
		out.mlflowFile(metric, d)
	}
	out.SHA256, out.Content = hex.EncodeToString(sum.Sum(nil)), contentOf(docs...)
	commit := path.Join(run, "tags", "mlflow.source.git.commit")
	if src, err := r.tree.Read(commit, 1<<10); err == nil {
		out.Subject = Subject{At: Anchor(commit + "#"), Commit: strings.TrimSpace(string(src))}
		r.place(commit)
	} else if !errors.Is(err, fs.ErrNotExist) && !source.IsRefusal(err) {
		return Evaluation{}, fmt.Errorf("reading %s at %s: %w", commit, r.tree.Commit, err)
	}
	r.findings = append(r.findings, out.Findings...)
	return out.Evaluation, nil
}

// mlflowFile reads the points of one metric: a line is time, value and step.
func (r *Reading) mlflowFile(metric string, d *document.Document) {
	root := rootOf(d)
	var points []mlflowPoint
	for _, line := range root.items() {
		cells := line.items()
		if len(cells) != 2 && len(cells) != 3 { // without a step in the oldest stores
			r.malformed(line, "a line is not a time, a value and a step", "Log the metric again.")
			continue
		}
		p := mlflowPoint{value: cells[1], time: rational(decimal(cells[0].node))}
		if len(cells) == 3 {
			p.step = rational(decimal(cells[2].node))
		}
		points = append(points, p)
	}
	if len(points) == 0 {
		r.malformed(root, "the metric has no values", "Log the metric again, or remove the file.")
		return
	}
	r.mlflowMetric(metric, points, DatasetRef{})
}
