package gate

import (
	"context"
	"slices"

	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// selectDatasets lists the datasets to judge where there is no model: those whose
// descriptions the proposal touches, or all. any reports whether there are some.
func (r *run) selectDatasets() (ids []string, any bool, err error) {
	every, err := r.head.Datasets()
	if err != nil || len(every) == 0 {
		return nil, false, err
	}
	r.datasets = map[string]bool{}
	for _, id := range every {
		files, err := r.head.DatasetFiles(id)
		if err != nil {
			return nil, true, err
		}
		if r.All || slices.ContainsFunc(r.Changes, func(c source.Change) bool { return slices.Contains(files, c.Path) }) {
			r.datasets[id] = true
			ids = append(ids, id)
		}
	}
	return ids, true, nil
}

// judgeDataset judges a dataset that no model is trained on, by the rules of data
// compliance: the others are about models.
func (r *run) judgeDataset(ctx context.Context, id string) (decision.Decision, error) {
	head, err := r.head.ReadDataset(id)
	if err != nil {
		return decision.Decision{}, err
	}
	base := head
	if !r.sameCommit() {
		if base, err = r.left.ReadDataset(id); err != nil {
			return decision.Decision{}, err
		}
	}
	in := r.inputOf(id, head, base)
	verdicts, err := r.ask(ctx, in, r.locator(head, base))
	if err != nil {
		return decision.Decision{}, err
	}
	verdicts = slices.DeleteFunc(verdicts, func(v finding.Verdict) bool {
		return finding.GateOf(v.Rule) != finding.GateDataCompliance
	})
	verdicts = finding.Merge(verdicts, readingVerdicts(r.own, finding.ScopeModel, head.Findings))
	correct(verdicts, head)
	r.setValues(verdicts, nil)
	subject := decision.Subject{ID: id, Kind: decision.Dataset, Name: head.Model.Name, Stage: finding.Stage(in.Stage), Commit: r.Head.Commit}
	if datasets := head.Model.Datasets; len(datasets) > 0 {
		subject.CardPath = datasets[0].Card.Path
		subject.Version = datasets[0].Card.Version.Value
	}
	return decision.Decide(subject, verdicts, r.terms), nil
}
