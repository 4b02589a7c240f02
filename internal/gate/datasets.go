package gate

import (
	"context"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// selectDatasets lists the datasets to judge where there is no model: those whose
// descriptions the proposal touches, or all. any reports whether there are some.
func (r *run) selectDatasets() (ids []string, any bool, err error) {
	every, err := r.head.Datasets()
	if err != nil {
		return nil, false, err
	}
	if len(every) == 0 {
		if any, err = r.hasBrokenCard(); !any || err != nil {
			return nil, false, err
		}
		r.noModel = []string{"No data card of this repository can be read, so none was checked."}
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

// hasBrokenCard reports whether a data card cannot be read: that is what is wrong with a
// repository of data, not that it has no model.
func (r *run) hasBrokenCard() (bool, error) {
	cards, err := r.head.SharedDataCards()
	for _, file := range sortedKeys(cards) {
		if slices.ContainsFunc(cards[file], func(f finding.Finding) bool { return f.Severity == finding.Error }) {
			return true, err
		}
	}
	return false, err
}

// judgeUnused judges the datasets with a data card that no model uses: those that the
// proposal touches, or all. Else a card would pass as long as no model names it. A
// promotion is of models, and so is a run for some of them.
func (r *run) judgeUnused(ctx context.Context, models []decision.Decision) ([]decision.Decision, error) {
	if r.Target.Present || len(r.Models) > 0 || r.datasets != nil || r.noModel != nil {
		return models, nil
	}
	touched := func(id string) bool {
		files, err := r.head.DatasetFiles(id)
		return err == nil && slices.ContainsFunc(r.Changes, func(c source.Change) bool { return slices.Contains(files, c.Path) })
	}
	if every, err := r.head.Datasets(); err != nil || !r.All && !slices.ContainsFunc(every, touched) {
		return models, err
	}
	ids, err := r.head.UnusedDatasets()
	if err != nil {
		return nil, err
	}
	if !r.All {
		ids = slices.DeleteFunc(ids, func(id string) bool { return !touched(id) })
	}
	if len(ids) == 0 {
		return models, nil
	}
	r.unused = map[string]bool{}
	for _, id := range ids {
		r.unused[id] = true
	}
	more, err := r.judgeAll(ctx, ids)
	models = append(models, more...)
	slices.SortFunc(models, func(a, b decision.Decision) int { return strings.Compare(a.Subject.ID, b.Subject.ID) })
	return models, err
}

// isOfData reports whether a rule is one of data compliance.
func isOfData(rule string) bool { return finding.GateOf(rule) == finding.GateDataCompliance }

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
	verdicts, err := r.askThose(ctx, r.ofData, in, r.locator(head, base))
	if err != nil {
		return decision.Decision{}, err
	}
	verdicts = slices.DeleteFunc(verdicts, func(v finding.Verdict) bool { return !isOfData(v.Rule) })
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
