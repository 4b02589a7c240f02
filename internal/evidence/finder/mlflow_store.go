package finder

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/results"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// mlflowRun reads the run of MLflow's file store in a directory from the files of its
// metrics.
func (r *reader) mlflowRun(dir string, files []string) (evidence.Evaluation, error) {
	run := results.StoredRun{Dir: dir, Metrics: map[string]*document.Document{}}
	meta := path.Join(dir, "meta.yaml")
	var err error
	if run.Meta, err = r.parse(meta); err != nil {
		return evidence.Evaluation{}, err
	}
	if run.Meta == nil {
		r.place(meta)
		run.Meta, _ = document.Parse(meta, nil)
	}
	for _, file := range files {
		src, err := r.tree.Read(file, document.MaxBytes)
		switch {
		case source.IsRefusal(err):
			r.findings = append(r.findings, refused(file, document.MaxBytes, err))
			r.place(file)
			continue
		case err != nil:
			return evidence.Evaluation{}, fmt.Errorf("reading %s at %s: %w", file, r.tree.Commit, err)
		}
		d, found := document.ParseAs(document.Fields, file, src)
		r.places[file], run.Metrics[file] = d, d
		r.findings = append(r.findings, found...)
	}
	commit := path.Join(dir, "tags", "mlflow.source.git.commit")
	if src, err := r.tree.Read(commit, 1<<10); err == nil {
		run.Commit = evidence.Text{At: evidence.Anchor(commit + "#"), Present: true, Value: strings.TrimSpace(string(src))}
		r.place(commit)
	} else if !errors.Is(err, fs.ErrNotExist) && !source.IsRefusal(err) {
		return evidence.Evaluation{}, fmt.Errorf("reading %s at %s: %w", commit, r.tree.Commit, err)
	}
	read := results.ReadStoredRun(run, files)
	r.findings = append(r.findings, read.Findings...)
	return read.Evaluation, nil
}
