package gate

import (
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/codeowners"
	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/evidence/finder"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// In a partial clone, what a run reads is fetched. These steps name it beforehand, by
// what the trees list, so that it comes in few round trips.

// lost is why a file of any side could not be had. A file that is missing from the
// clone must never pass for one that does not exist.
func (r *run) lost() error {
	for _, t := range slices.Concat(r.trees(), r.promoted.trees, r.DataRepositories) {
		if err := t.Lost(); err != nil {
			return err
		}
	}
	return nil
}

func (req Request) trees() []source.Tree {
	return []source.Tree{req.Base.Tree, req.Origin, req.Head.Tree}
}

// changed are the paths that the proposal changes.
func (req Request) changed() []string {
	paths := make([]string, len(req.Changes))
	for i, c := range req.Changes {
		paths[i] = c.Path
	}
	return paths
}

// fetchRules fetches the rules, and what the proposal changes as far as names tell
// without them.
func (req Request) fetchRules() error {
	var wanted []source.Wanted
	for _, t := range req.trees() {
		if !t.IsPartial() {
			continue
		}
		entries := finder.New(t, finder.Layout{}).Around(req.changed())
		for _, e := range t.Entries() {
			if strings.HasPrefix(e.Path, config.Dir+"/") || codeowners.IsFile(e.Path) || isWorkflow(e.Path) {
				entries = append(entries, e)
			}
		}
		wanted = append(wanted, source.Wanted{Tree: t, Entries: entries})
	}
	return source.Ahead(wanted...)
}

// fetchModels fetches the models to judge, and what is read of all others.
func (r *run) fetchModels() error {
	var wanted []source.Wanted
	for _, side := range []side{{r.base, r.Base.Tree}, {r.left, r.origin()}, {r.head, r.Head.Tree}} {
		if !side.tree.IsPartial() {
			continue
		}
		entries, err := r.listWanted(side.finder)
		if err != nil {
			return err
		}
		if side.finder == r.head {
			entries = append(entries, r.rawEntries()...)
		}
		wanted = append(wanted, source.Wanted{Tree: side.tree, Entries: entries})
	}
	return source.Ahead(wanted...)
}

// rawEntries are the files of the head that policies of conftest are about.
func (r *run) rawEntries() []source.Entry {
	var out []source.Entry
	for _, c := range r.rules.Conftest() {
		for _, e := range r.Head.Entries() {
			if c.For(e.Path) {
				out = append(out, e)
			}
		}
	}
	return out
}

func (r *run) listWanted(f *finder.Finder) ([]source.Entry, error) {
	if r.All {
		return f.Owned(), nil
	}
	entries := f.Around(r.changed())
	for _, c := range r.Changes {
		card, err := f.IsDataCard(c.Path)
		if err != nil {
			return nil, err
		}
		if card { // every model may use it
			return f.Owned(), nil
		}
	}
	if slices.ContainsFunc(r.Changes, r.addsModel) {
		entries = append(entries, f.TellingFiles()...)
	}
	if slices.ContainsFunc(r.Changes, func(c source.Change) bool {
		return c.Kind != source.Deleted && r.head.MayHoldResults(c.Path)
	}) { // it is held against those of all models
		entries = slices.Concat(entries, f.Results(), f.Descriptions())
	}
	return entries, nil
}

// addsModel reports whether a change may add a model: it is held against those that
// there are.
func (r *run) addsModel(c source.Change) bool {
	if c.Kind != source.Added || !r.head.MayMakeModel(c.Path) {
		return false
	}
	dir := path.Dir(c.Path)
	return !slices.ContainsFunc(r.origin().Under(dir), func(e source.Entry) bool { return path.Dir(e.Path) == dir && r.left.MayMakeModel(e.Path) })
}
