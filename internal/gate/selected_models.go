package gate

import (
	"cmp"
	"fmt"
	"path"
	"slices"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/dvc"
	"github.com/modelgate-dev/modelgate/internal/evidence/finder"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// selectModels lists the ids of the models to judge, sorted: every model, or
// those that a changed path belongs to on either side. A model that is only on
// the base was removed, which is a change too.
func (r *run) selectModels() ([]string, error) {
	ids, err := r.listModels()
	if err != nil {
		return nil, err
	}
	for _, side := range []*finder.Finder{r.base, r.head} {
		if err := side.Allot(ids, cmp.Or(r.Weights, finder.MaxWeights)); err != nil {
			return nil, err
		}
	}
	return ids, nil
}

func (r *run) listModels() ([]string, error) {
	if err := r.fetchModels(); err != nil {
		return nil, err
	}
	var ids []string
	var err error
	if r.All {
		ids, err = r.allModels()
	} else {
		ids, err = r.listChangedModels()
	}
	if err != nil {
		return nil, err
	}
	if err := r.identify(ids); err != nil {
		return nil, err
	}
	if err := r.noteUnions(ids); err != nil {
		return nil, err
	}
	if len(ids) == 0 {
		any, err := r.head.Any()
		if err != nil {
			return nil, err
		}
		if !any {
			if ids, any, err = r.selectDatasets(); err != nil {
				return nil, err
			}
			if any {
				if err := r.noteDataOnly(); err != nil {
					return nil, err
				}
			}
		}
		if !any && r.unusable == "" {
			if err := r.withoutModels(); err != nil {
				return nil, err
			}
		}
	}
	if len(r.Models) == 0 {
		return ids, nil
	}
	return r.matching(ids)
}

func (r *run) allModels() ([]string, error) {
	if r.sameCommit() {
		return r.head.All()
	}
	before, err := r.left.All() // what has come to the base since was not removed by the proposal
	if err != nil {
		return nil, err
	}
	for _, id := range before {
		r.head.Assume(id)
	}
	head, err := r.head.All()
	if err != nil {
		return nil, err
	}
	ids := append(head, before...)
	slices.Sort(ids)
	return slices.Compact(ids), nil
}

func (r *run) listChangedModels() ([]string, error) {
	ids := map[string]bool{}
	cards := map[string]bool{}
	for _, c := range r.Changes {
		was, err := r.base.Owner(c.Path)
		if err != nil {
			return nil, err
		}
		if was != "" {
			r.head.Assume(was)
		}
	}
	for _, c := range r.Changes {
		if config.IsRule(c.Path) {
			continue
		}
		for _, finder := range []*finder.Finder{r.base, r.head} {
			owner, err := finder.Owner(c.Path)
			if err != nil {
				return nil, err
			}
			if owner != "" {
				ids[owner] = true
			}
			given, err := finder.Claimants(c.Path)
			if err != nil {
				return nil, err
			}
			for _, id := range given {
				ids[id] = true
			}
			card, err := finder.IsDataCard(c.Path)
			if err != nil {
				return nil, err
			}
			if card {
				cards[c.Path] = true
			}
		}
	}
	if err := r.addStored(ids); err != nil {
		return nil, err
	}
	if slices.ContainsFunc(r.Changes, func(c source.Change) bool { return dvc.IsFile(c.Path) }) {
		if err := r.addRepiped(ids); err != nil {
			return nil, err
		}
	}
	if len(cards) > 0 {
		if err := r.usersOf(cards, ids); err != nil {
			return nil, err
		}
	}
	return sortedKeys(ids), nil
}

// addStored adds the models of the base that the proposal takes for what a run of MLflow
// logged, by a meta.yaml above them.
func (r *run) addStored(ids map[string]bool) error {
	for _, c := range r.Changes {
		if path.Base(c.Path) != "meta.yaml" {
			continue
		}
		before, err := r.base.All()
		if err != nil {
			return err
		}
		for _, id := range before {
			if source.Within(path.Join(path.Dir(c.Path), "artifacts"), id+"/") {
				ids[id] = true
			}
		}
	}
	return nil
}

// addRepiped adds the models of which the proposal changes what pipelines record.
func (r *run) addRepiped(ids map[string]bool) error {
	before, err := r.left.Outs()
	if err != nil {
		return err
	}
	after, err := r.head.Outs()
	if err != nil {
		return err
	}
	for _, sides := range [][2][]finder.Out{{before, after}, {after, before}} {
		for _, o := range sides[0] {
			if _, same := slices.BinarySearchFunc(sides[1], o, finder.Out.Compare); !same {
				ids[o.Model] = true
			}
		}
	}
	return nil
}

// usersOf adds the models whose datasets, or what these were made from, are described
// by one of the data cards, on either side: they must be judged again when a card
// changes.
func (r *run) usersOf(cards map[string]bool, ids map[string]bool) error {
	for _, finder := range []*finder.Finder{r.head, r.base} {
		all, err := finder.All()
		if err != nil {
			return err
		}
		for _, id := range all {
			if ids[id] {
				continue
			}
			s, err := finder.Read(id)
			if err != nil {
				return err
			}
			if slices.ContainsFunc(s.Model.Datasets, func(d evidence.Dataset) bool { return d.MadeFrom(cards) }) {
				ids[id] = true
			}
		}
	}
	return nil
}

// matching keeps the models that --model names. A glob that matches no model at
// all is a mistake; one that matches only unchanged models is not.
func (r *run) matching(ids []string) ([]string, error) {
	every, err := r.allModels()
	if err != nil {
		return nil, err
	}
	if len(r.datasets) > 0 {
		every = sortedKeys(r.datasets)
	}
	for _, g := range r.Models {
		if !source.ValidGlob(g) {
			return nil, fmt.Errorf("%w: %q is not a usable glob", ErrNoMatch, g)
		}
		if !slices.ContainsFunc(every, func(id string) bool { return source.Match(g, id) }) {
			return nil, fmt.Errorf("%w %q; there are %d models%s", ErrNoMatch, g, len(every), finding.DidYouMean(g, every))
		}
	}
	return slices.DeleteFunc(ids, func(id string) bool {
		return !slices.ContainsFunc(r.Models, func(g string) bool { return source.Match(g, id) })
	}), nil
}
