package finder

import (
	"path"

	"github.com/modelgate-dev/modelgate/internal/evidence/results"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// ListUnownedResults lists the files of results that no model has, of some files of the
// tree, in their order. It looks into no more than maxLookedInto files.
func (f *Finder) ListUnownedResults(files []source.Entry) ([]string, error) {
	var near []source.Entry
	for _, e := range files {
		dir := path.Dir(e.Path)
		if e.Kind != source.File || f.ignored(dir) || f.never(dir) || isFixture(dir) || f.inStore(dir) {
			continue
		}
		if owner, err := f.Owner(e.Path); err != nil || owner != "" {
			if err != nil {
				return nil, err
			}
			continue
		}
		if !f.nearlyResults(e.Path) || path.Base(e.Path) == "meta.json" { // of a pipeline of spaCy: a copy, or the last state
			continue
		}
		if given, err := f.Claimants(e.Path); err != nil || len(given) > 0 {
			if err != nil {
				return nil, err
			}
			continue
		}
		if near = append(near, e); len(near) == maxLookedInto {
			break
		}
	}
	return f.resultsAmong(near)
}

// ListUnreadResults lists the first results below a model that are its own and lie where
// none are looked for.
func (f *Finder) ListUnreadResults(id string) ([]string, error) {
	var near []source.Entry
	for _, e := range f.tree.Under(id) {
		dir := path.Dir(e.Path)
		if e.Kind != source.File || f.never(dir) || isFixture(dir) || f.inStore(dir) || !f.nearlyResults(e.Path) {
			continue
		}
		if owner, err := f.Owner(e.Path); err != nil {
			return nil, err
		} else if owner != id {
			continue
		}
		if looked, _, err := f.isEvaluation(id, e.Path); err != nil {
			return nil, err
		} else if looked {
			continue
		}
		if near = append(near, e); len(near) == maxLookedInto {
			break
		}
	}
	return f.resultsAmong(near)
}

// HasResults reports whether results are found for a model, among the first files in which
// they are looked for.
func (f *Finder) HasResults(id string) (bool, error) {
	looked := 0
	for _, e := range append(f.listOwn(id), f.listPlaced(id)...) {
		is, _, err := f.isEvaluation(id, e.Path)
		if err != nil {
			return false, err
		}
		if !is || e.Kind != source.File {
			continue
		}
		if _, _, stored := results.StoredRunOf(e.Path, f.isStoredRun); stored {
			return true, nil
		}
		if looked++; looked > maxLookedInto { // so many are not all something else
			return true, nil
		}
		if is, err := f.isResults(e); is || err != nil {
			return is, err
		}
	}
	return false, nil
}

// resultsAmong are those of some files that are results.
func (f *Finder) resultsAmong(files []source.Entry) ([]string, error) {
	var out []string
	for _, e := range files {
		is, err := f.isResults(e)
		if err != nil {
			return nil, err
		}
		if is {
			out = append(out, e.Path)
		}
	}
	return out, nil
}
