package gate

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/document"
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
	files   bool // it is about files, too
	cards   bool // it is about files alone, which are cards, those of data repositories included
	at      finding.Position
}

// matches reports whether a model is named.
func (n naming) matches(id string) bool {
	return !n.cards && (n.model == id || !n.exact && source.Match(n.model, id))
}

// matchesFile reports whether a name that is about files matches one of a tree.
func (n naming) matchesFile(tree source.Tree) bool {
	return (n.files || n.cards) && slices.ContainsFunc(tree.Entries(), func(e source.Entry) bool { return source.Match(n.model, tree.Named(e.Path)) })
}

// matchesCard reports whether a name that is about cards matches a file of a data repository.
func (r *run) matchesCard(n naming) bool {
	return n.cards && slices.ContainsFunc(r.DataRepositories, n.matchesFile)
}

// meant is the nearest name, "" for none. A directory is not the files in it.
func (n naming) meant(models []string, tree source.Tree) string {
	if !n.cards {
		return meant(n.model, models)
	}
	if below := strings.TrimSuffix(n.model, "/") + "/**"; (naming{model: below, cards: true}).matchesFile(tree) {
		return below
	}
	return ""
}

// what is that which a name is of.
func (n naming) what() string {
	switch {
	case n.cards:
		return "file"
	case n.files:
		return "model or file"
	}
	return "model"
}

// isNamedBy reports whether rules name a model of a tree, or a dataset, which baselines and
// waivers name by the file of its description.
func isNamedBy(n naming, f *finder.Finder, tree source.Tree) (bool, error) {
	if n.matchesFile(tree) {
		return true, nil
	}
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
			out = append(out, naming{subject: fmt.Sprintf("threshold %q", t.ID), model: glob, at: t.At})
		}
	}
	for _, e := range c.Exceptions {
		out = append(out, naming{subject: fmt.Sprintf("the exception to threshold %q", e.Threshold), model: e.Model, exact: true, at: e.At})
	}
	for _, w := range c.Waivers {
		out = append(out, naming{subject: fmt.Sprintf("waiver %q", w.ID), model: w.Model, exact: true, at: w.At})
	}
	for _, a := range c.Adoptions {
		for _, id := range sortedKeys(a.Findings) {
			if id != "" {
				out = append(out, naming{subject: "the baseline", model: id, exact: true, at: a.At})
			}
		}
	}
	return append(out, pathNamings(c)...)
}

// pathNamings are the globs over models and files of the repository's own approvers.yaml and
// config.yaml. Those of policy sources are for other repositories, too.
func pathNamings(c config.Config) []naming {
	var out []naming
	add := func(subject string, globs []string, files bool, at finding.Position, pointer ...string) {
		for i, glob := range globs {
			if policy.IsShared(at.Path) {
				return
			}
			where := at
			if exact, ok := c.Locate(at.Path + "#" + document.Pointer(append(pointer, strconv.Itoa(i))...)); ok && len(pointer) > 0 {
				where = exact
			}
			out = append(out, naming{subject: subject, model: glob, files: files, at: where})
		}
	}
	for _, a := range c.Approvals {
		add("an entry of approvers.yaml", a.Models, false, a.At)
	}
	for i, e := range c.Enforce {
		add("enforce", e.Paths, true, e.At, "enforce", strconv.Itoa(i), "paths")
	}
	for i, l := range c.Regimes {
		before := len(out)
		add(fmt.Sprintf("regimes %q", l.Name), l.Paths, false, l.At, "regimes", strconv.Itoa(i), "paths")
		for j := range out[before:] {
			out[before+j].cards = true
		}
	}
	for _, key := range sortedKeys(c.Rules) {
		add("rules."+key, c.Rules[key].Paths, true, c.Rules[key].At, "rules", key, "paths")
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
	r.nameless = map[string]bool{}
	models, err := r.listProposedModels(p.config)
	if err != nil {
		return err
	}
	for _, n := range now {
		if !slices.ContainsFunc(models, n.matches) && !n.matchesFile(r.Head.Tree) && !r.matchesCard(n) {
			r.nameless[n.subject+"\x00"+n.model] = true
			p.add(n.at, policy.RuleEdit{Kind: policy.ModelUnknown, Subject: n.subject, Before: n.meant(models, r.Head.Tree), After: n.model})
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
