package gate

import (
	"fmt"
	"slices"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/evidence/finder"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/policy"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// naming is one place of the rules that names models.
type naming struct {
	subject string // in words: threshold "accuracy"
	model   string
	exact   bool // it is an id, and no glob
	at      finding.Position
}

// matches reports whether a model is named.
func (n naming) matches(id string) bool {
	return n.model == id || !n.exact && source.Match(n.model, id)
}

// isNamedBy reports whether rules name a model of a tree, or a dataset, which baselines and
// waivers name by the file of its description.
func isNamedBy(n naming, f *finder.Finder) (bool, error) {
	if named, err := f.Names(n.matches); named || err != nil || !n.exact {
		return named, err
	}
	datasets, err := f.Datasets()
	return slices.ContainsFunc(datasets, n.matches), err
}

// namings lists the places where rules name models.
func namings(c config.Config) []naming {
	var out []naming
	for _, t := range c.Thresholds {
		for _, glob := range t.Models {
			out = append(out, naming{fmt.Sprintf("threshold %q", t.ID), glob, false, t.At})
		}
	}
	for _, e := range c.Exceptions {
		out = append(out, naming{fmt.Sprintf("the exception to threshold %q", e.Threshold), e.Model, true, e.At})
	}
	for _, w := range c.Waivers {
		out = append(out, naming{fmt.Sprintf("waiver %q", w.ID), w.Model, true, w.At})
	}
	for _, a := range c.Adoptions {
		for _, id := range sortedKeys(a.Findings) {
			if id != "" {
				out = append(out, naming{"the baseline", id, true, a.At})
			}
		}
	}
	return out
}

// addIdle says which models the proposal newly names, and does not have.
func (r *run) addIdle(p *proposedRules, before config.Config) error {
	was := map[string]bool{}
	for _, n := range namings(before) {
		was[n.subject+"\x00"+n.model] = true
	}
	now := slices.DeleteFunc(namings(p.config), func(n naming) bool { return was[n.subject+"\x00"+n.model] })
	if len(now) == 0 {
		return nil
	}
	models, err := r.listProposedModels(p.config)
	if err != nil {
		return err
	}
	for _, n := range now {
		if !slices.ContainsFunc(models, n.matches) {
			p.add(n.at, policy.RuleEdit{Kind: policy.ModelUnknown, Subject: n.subject, Before: meant(n.model, models), After: n.model})
		}
	}
	return nil
}

// listProposedModels returns the models and the datasets of the proposal: models by the
// layout in force and by the one that it proposes.
func (r *run) listProposedModels(proposed config.Config) ([]string, error) {
	models, err := r.head.All()
	if err != nil {
		return nil, err
	}
	more, err := finder.New(r.Head.Tree, LayoutOf(proposed)).All()
	if err != nil {
		return nil, err
	}
	datasets, err := r.head.Datasets() // which baselines and waivers name as well
	if err != nil {
		return nil, err
	}
	models = slices.Concat(models, more, datasets)
	slices.Sort(models)
	return slices.Compact(models), nil
}

// meant is the model that was probably meant: one that the name would match as a
// glob, or the nearest; "" for none.
func meant(name string, models []string) string {
	if i := slices.IndexFunc(models, func(id string) bool { return source.Match(name, id) }); i >= 0 {
		return models[i]
	}
	nearest, _ := finding.Nearest(name, models)
	return nearest
}
