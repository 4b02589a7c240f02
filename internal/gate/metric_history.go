package gate

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/evaluation"
	"github.com/modelgate-dev/modelgate/internal/evidence/finder"
	"github.com/modelgate-dev/modelgate/internal/report"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// How much of the past a report shows: commits of a model, and models. Each commit is read
// like a baseline, so that this is what the work is bounded by.
const (
	maxPastCommits = 20
	maxPastModels  = 20
)

// Past asks for the history of the base. Nothing is decided by it.
type Past struct {
	// List lists the last commits that changed one of some files, the oldest first; known
	// is false where the clone does not hold the history.
	List func(paths []string, most int) (past []source.Past, known bool, err error)
	Open func(commit string) (source.Tree, error)
}

const (
	pastLacking = "The history of the metrics is not shown, because this clone does not contain it. To see it, fetch the full history (fetch-depth: 0)."
	pastOfSome  = "The history of the metrics is shown for %d of %d models."
)

// pastOf reads what the metrics with thresholds were at the last commits of the base that
// changed the results of each model. The note says what is not shown, and why.
func (r *run) pastOf(models []decision.Decision) (out []report.MetricHistory, note string, err error) {
	if r.Past == nil {
		return nil, "", nil
	}
	asked, total := 0, 0
	for _, d := range models {
		paths := resultFiles(d.Checks)
		if len(paths) == 0 {
			continue
		}
		if total++; asked == maxPastModels {
			continue
		}
		asked++
		past, known, err := r.Past.List(paths, maxPastCommits)
		if err != nil {
			return nil, "", err
		}
		if !known {
			return nil, pastLacking, nil
		}
		of, err := r.pastOfModel(d, past)
		if err != nil {
			return nil, "", err
		}
		out = append(out, of...)
	}
	if total > asked {
		note = fmt.Sprintf(pastOfSome, asked, total)
	}
	return out, note, nil
}

// resultFiles are the files that values of a model's checks are from, sorted.
func resultFiles(checks []decision.Check) []string {
	var out []string
	for _, c := range checks {
		if c.Value != "" && c.At.Path != "" && c.At.Repository == "" {
			out = append(out, c.At.Path)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// series names the values that a check is one of.
type series struct{ threshold, metric, slice string }

// pastOfModel asks the thresholds of a model at each commit, as they are now: what the
// values were, and not whether they were good enough then.
func (r *run) pastOfModel(d decision.Decision, past []source.Past) ([]report.MetricHistory, error) {
	var order []series
	points := map[series][]report.MetricPoint{}
	for _, c := range d.Checks {
		s := series{c.Threshold, c.Metric, c.Slice}
		if _, known := points[s]; !known && c.Value != "" {
			order, points[s] = append(order, s), []report.MetricPoint{}
		}
	}
	for _, p := range past {
		tree, err := r.Past.Open(p.Commit)
		if err != nil {
			return nil, fmt.Errorf("reading the history of %s: %w", d.Subject.ID, err)
		}
		values, err := r.valuesAt(tree, d.Subject.ID)
		err = cmp.Or(err, tree.Close())
		if err != nil {
			return nil, fmt.Errorf("reading %s at %.12s: %w", d.Subject.ID, p.Commit, err)
		}
		for _, s := range order {
			if value := values[s]; value != "" {
				points[s] = append(points[s], report.MetricPoint{Commit: p.Commit, Date: p.Date, Value: value})
			}
		}
	}
	var out []report.MetricHistory
	for _, s := range order {
		if len(points[s]) > 0 {
			out = append(out, report.MetricHistory{Model: d.Subject.ID, Threshold: s.threshold, Metric: s.metric, Slice: s.slice, Points: points[s]})
		}
	}
	return out, nil
}

// valuesAt are the values that the thresholds of a model are about, at a commit.
func (r *run) valuesAt(tree source.Tree, id string) (map[series]string, error) {
	snapshot, err := finder.New(tree, r.layout).Read(id)
	if err != nil || !snapshot.Model.Present {
		return nil, err
	}
	checks, err := evaluation.Check(evaluation.Inputs{
		Thresholds: r.config.Thresholds, Head: snapshot.Model, Base: finder.Absent(id), Now: r.Now, Scales: r.scales,
		Compared: evaluation.Baseline{Model: finder.Absent(id)}, HeadColumns: snapshot.ColumnReader().Read, BaseColumns: snapshot.ColumnReader().Read, ComparedColumns: snapshot.ColumnReader().Read,
	})
	if err != nil {
		return nil, err
	}
	out := map[series]string{}
	for _, c := range checks {
		if s := (series{c.Threshold, c.Metric, c.Slice}); out[s] == "" {
			out[s] = c.Value
		}
	}
	return out, nil
}
