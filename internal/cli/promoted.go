package cli

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/modelgate-dev/modelgate/internal/envrepo"
	"github.com/modelgate-dev/modelgate/internal/gate"
	"github.com/modelgate-dev/modelgate/internal/git"
	"github.com/modelgate-dev/modelgate/internal/promotion"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// promotedModels finds the commits that are promoted, for thresholds that compare
// with them. Each commit is opened once.
type promotedModels struct {
	ctx  context.Context
	repo git.Repo // of the models
	env  func() (source.Tree, error)

	mu      sync.Mutex
	records map[string][]promotion.Deployed // by environment
	trees   map[string]source.Tree          // by commit
	closing []func() error
}

// promotedBy reads the environment repository at a remote, once it is needed.
func (e *Env) promotedBy(ctx context.Context, repo git.Repo, remote string) *promotedModels {
	p := &promotedModels{ctx: ctx, repo: repo, records: map[string][]promotion.Deployed{}, trees: map[string]source.Tree{}}
	p.env = sync.OnceValues(func() (source.Tree, error) {
		target, err := envrepo.OpenGit(ctx, remote, "", envrepo.Options{Dir: e.Dir, Now: e.Now})
		if err != nil {
			return source.Tree{}, promotionError(err)
		}
		p.closing = append(p.closing, target.Close)
		at, err := envrepo.Read(ctx, target, envrepo.Retry{})
		if err == nil {
			p.closing = append(p.closing, at.Close)
		}
		return at.Tree, promotionError(err)
	})
	return p
}

// find is the gate's question. The records of a model in several environments,
// or of several models of one directory, are never mixed: one that cannot be told
// apart is an error.
func (p *promotedModels) find(environment, model, name string) (source.Tree, string, bool, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	records, known := p.records[environment]
	if !known {
		env, err := p.env()
		if err != nil {
			return source.Tree{}, "", false, err
		}
		if records, err = promotion.Promoted(env, environment); err != nil {
			return source.Tree{}, "", false, promotionError(err)
		}
		p.records[environment] = records
	}
	record, err := recordOf(records, model, name)
	if record == nil || err != nil {
		return source.Tree{}, "", false, err
	}
	tree, err := p.at(record.Source.Commit)
	return tree, record.Model.ID, err == nil, err
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
				return nil, promotionError(r.Fault)
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

// at opens a commit once.
func (p *promotedModels) at(commit string) (source.Tree, error) {
	if tree, open := p.trees[commit]; open {
		return tree, nil
	}
	tree, err := source.Open(p.ctx, p.repo, commit)
	if err != nil {
		return source.Tree{}, fmt.Errorf("the promoted commit %s cannot be read; in a shallow clone, fetch the whole history (fetch-depth: 0): %w", commit, err)
	}
	p.trees[commit] = tree
	p.closing = append(p.closing, tree.Close)
	return tree, nil
}

func (p *promotedModels) close() {
	if p == nil {
		return
	}
	var errs []error
	for i := len(p.closing) - 1; i >= 0; i-- {
		errs = append(errs, p.closing[i]())
	}
	_ = errors.Join(errs...) // temporary copies: nothing depends on them
}

var _ gate.Promoted = (*promotedModels)(nil).find
