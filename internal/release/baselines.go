package release

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/modelgate-dev/modelgate/internal/gate"
	"github.com/modelgate-dev/modelgate/internal/git"
	"github.com/modelgate-dev/modelgate/internal/promotion"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// Baselines finds the commits of models that an environment repository has, for
// thresholds that compare with what is promoted. Each commit is opened once, until
// Close. It is safe for concurrent use.
type Baselines struct {
	ctx  context.Context
	repo git.Repo // of the models

	mu      sync.Mutex
	trees   map[string]source.Tree // by commit
	closing []func() error
	faults  map[string]error // of records that were tampered with, by what they say
}

// NewBaselines opens nothing yet: repo is the repository of the models.
func NewBaselines(ctx context.Context, repo git.Repo) *Baselines {
	return &Baselines{ctx: ctx, repo: repo, trees: map[string]source.Tree{}, faults: map[string]error{}}
}

// In answers by the records of an environment repository at one commit.
func (b *Baselines) In(env source.Tree) gate.Promoted {
	return b.Lazily(func() (source.Tree, error) { return env, nil })
}

// Lazily is In for an environment repository that is opened once it is asked for.
//
// The records of a model in several environments, or of several models of one
// directory, are never mixed: one that cannot be distinguished is an error.
func (b *Baselines) Lazily(env func() (source.Tree, error)) gate.Promoted {
	records := map[string][]promotion.Deployed{} // by environment
	return func(environment, model, name string) (source.Tree, string, bool, error) {
		b.mu.Lock()
		defer b.mu.Unlock()
		all, known := records[environment]
		if !known {
			tree, err := env()
			if err != nil {
				return source.Tree{}, "", false, err
			}
			if all, err = promotion.Promoted(tree, environment); err != nil {
				return source.Tree{}, "", false, err
			}
			records[environment] = all
		}
		record, err := recordOf(all, model, name)
		var tampered *promotion.TamperedError
		switch {
		case errors.As(err, &tampered):
			b.faults[err.Error()] = err
			first := tampered.Problems[0] // one line, as findings are
			err = &gate.BaselineFault{Err: fmt.Errorf("%s: %s", first.Path, first.Message)}
		case err != nil:
			err = &gate.BaselineFault{Err: err}
		}
		if record == nil || err != nil {
			return source.Tree{}, "", false, err
		}
		tree, err := b.openCommit(record.Source.Commit)
		return tree, record.Model.ID, err == nil, err
	}
}

// recordOf is what is promoted of a model, by its directory, else by its name: it
// keeps that where it moves. It is nil where nothing is.
func recordOf(records []promotion.Deployed, model, name string) (*promotion.Deployed, error) {
	for _, is := range []func(promotion.RecordModel) bool{
		func(m promotion.RecordModel) bool { return m.ID == model },
		func(m promotion.RecordModel) bool { return name != "" && m.Name == name },
	} {
		var found *promotion.Deployed
		for i, r := range records {
			if !is(r.Model) {
				continue
			}
			if r.Fault != nil {
				return nil, r.Fault
			}
			if found != nil && (found.Source.Commit != r.Source.Commit || found.Model.ID != r.Model.ID) {
				return nil, fmt.Errorf("two models with the directory or name %s are promoted in %s", model, r.Environment)
			}
			found = &records[i]
		}
		if found != nil {
			return found, nil
		}
	}
	return nil, nil
}

// Tampered is what was found tampered with, of the baselines that were asked for.
// The models that are compared with it are denied; the others are judged.
func (b *Baselines) Tampered() error {
	if b == nil {
		return nil
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	var errs []error
	for _, why := range slices.Sorted(maps.Keys(b.faults)) {
		errs = append(errs, b.faults[why])
	}
	return errors.Join(errs...)
}

// openCommit opens a commit once.
func (b *Baselines) openCommit(commit string) (source.Tree, error) {
	if tree, open := b.trees[commit]; open {
		return tree, nil
	}
	if from, fetches := b.repo.Fetching(); fetches {
		if err := source.Fetch(b.ctx, from, commit); err != nil {
			return source.Tree{}, err
		}
	}
	tree, err := source.Open(b.ctx, b.repo, commit)
	if err != nil {
		return source.Tree{}, fmt.Errorf("the promoted commit %s cannot be read; in a shallow clone, fetch the whole history (fetch-depth: 0): %w", commit, err)
	}
	b.trees[commit] = tree
	b.closing = append(b.closing, tree.Close)
	return tree, nil
}

// Close removes what was opened. A nil Baselines has nothing open.
func (b *Baselines) Close() error {
	if b == nil {
		return nil
	}
	var errs []error
	for _, f := range slices.Backward(b.closing) {
		errs = append(errs, f())
	}
	return errors.Join(errs...)
}
