package finder

import (
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence/cards"
	"github.com/modelgate-dev/modelgate/internal/evidence/dvc"
	"github.com/modelgate-dev/modelgate/internal/evidence/hub"
	"github.com/modelgate-dev/modelgate/internal/evidence/weights"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// Unjudged reports whether a file would make its directory a model, and does not
// because the configuration's globs say otherwise without ignoring it.
func (f *Finder) Unjudged(file string) bool {
	dir := path.Dir(file)
	if len(f.layout.Models) == 0 || !f.telling(file) || f.ignored(dir) || f.never(dir) {
		return false
	}
	if given, err := f.Claimants(file); len(given) > 0 || err != nil {
		return false
	}
	return f.wouldMakeModel(file)
}

// Fixture reports whether a file holds weights by its name, and makes no model: it lies
// among files for tests, or is named like what goes with a model.
func (f *Finder) Fixture(file string) bool {
	dir := path.Dir(file)
	if !weights.IsName(file) || !isFixture(dir) && !isAuxiliary(file) || f.ignored(dir) || f.never(dir) {
		return false
	}
	owner, err := f.Owner(file)
	return err == nil && owner == ""
}

// Hidden reports whether a file would be a part of a model, did it not lie where no
// model is looked for, whatever the configuration says.
func (f *Finder) Hidden(file string) bool {
	dir := path.Dir(file)
	if !f.Telling(file) || !f.never(dir) && !isFixture(dir) {
		return false
	}
	owner, err := f.Owner(file)
	return err == nil && owner == ""
}

// Telling reports whether a file's name tells that it is a part of a model.
func (f *Finder) Telling(file string) bool { return f.telling(file) || strings.HasSuffix(file, ".dvc") }

// wouldMakeModel reports whether a file that belongs to no model would make its
// directory one, were it looked for there.
func (f *Finder) wouldMakeModel(file string) bool {
	dir := path.Dir(file)
	if owner, err := f.Owner(file); err != nil || owner != "" {
		return false
	}
	if base := path.Base(file); cards.IsHint(base) && !weights.IsName(base) {
		is, err := f.otherCardMakesModel(dir)
		return is && err == nil
	} else if !strings.EqualFold(base, "README.md") {
		return true
	}
	src, err := f.tree.Read(file, document.MaxBytes)
	return err == nil && hub.IsModel(document.ParseFront(file, src))
}

// Stray reports whether a file holds weights that belong to no model, whatever
// its name.
func (f *Finder) Stray(file string) (bool, error) {
	e, ok := f.tree.Lookup(file)
	if dir := path.Dir(file); !ok || e.Kind != source.File || weights.IsName(file) || f.ignored(dir) || f.never(dir) {
		return false, nil
	}
	if owner, err := f.Owner(file); err != nil || owner != "" {
		return false, err
	}
	is, err := f.isWeights(e)
	if source.IsRefusal(err) {
		return false, nil
	}
	return is, err
}

// HoldsWeights reports whether an entry is weights, by its name or its content, or
// cannot be looked into.
func (f *Finder) HoldsWeights(e source.Entry) (bool, error) {
	if e.Kind != source.File || weights.IsName(e.Path) || dvc.IsPointer(e.Path) && !hasWord(path.Base(e.Path), dataWords) {
		return true, nil
	}
	is, err := f.isWeights(e)
	if err == nil && !is {
		is, err = f.isStored(e)
	}
	if source.IsRefusal(err) {
		return true, nil
	}
	return is, err
}

// IsModelWord reports whether a name is likely that of a model's weights.
func IsModelWord(name string) bool { return hasWord(name, modelWords) }

// Ignored is the glob by which the configuration ignores the model that a file
// would be a part of, "" if none does.
func (f *Finder) Ignored(file string) string {
	dir := path.Dir(file)
	if f.never(dir) || !f.telling(file) {
		return ""
	}
	if glob := f.ignoredBy(dir); glob != "" && f.wouldMakeModel(file) {
		return glob
	}
	return ""
}

// PassedOver is what the metadata of a README is about ("model" or "dataset") that is
// the card of no model, "" if it has none or is one.
func (f *Finder) PassedOver(file string) (string, error) {
	dir := path.Dir(file)
	if e, ok := f.tree.Lookup(file); !ok || e.Kind != source.File {
		return "", nil
	}
	if !strings.EqualFold(path.Base(file), "README.md") || f.ignored(dir) || f.never(dir) || f.isShared(file) {
		return "", nil
	}
	if counts, err := f.countsAsData(file); counts || err != nil {
		return "", err
	}
	if is, err := f.isPage(dir, file); is || err != nil {
		return "", err
	}
	if is, err := f.isTrainerState(dir); is || err != nil {
		return "", err
	}
	src, err := f.tree.Read(file, document.MaxBytes)
	if source.IsRefusal(err) {
		return "", nil
	}
	return hub.About(document.ParseFront(file, src)), err
}

// countsAsData reports whether a file is a data card of a model, or of a repository
// that has no models.
func (f *Finder) countsAsData(file string) (bool, error) {
	if is, err := f.describesData(file); !is || err != nil {
		return false, err
	}
	owner, err := f.Owner(file)
	if owner != "" || err != nil {
		return owner != "", err
	}
	f.mu.Lock()
	used := f.used[file]
	f.mu.Unlock()
	if used {
		return true, nil
	}
	any, err := f.Any()
	return !any, err
}

// isPage reports whether a file in dir is a page of the card of the model that it belongs to.
func (f *Finder) isPage(dir, file string) (bool, error) {
	models, err := f.Claimants(file)
	if err != nil {
		return false, err
	}
	owner, err := f.Owner(path.Join(dir, path.Base(file)))
	if owner != "" {
		models = append(slices.Clone(models), owner)
	}
	for _, id := range models {
		pages, err := f.pagesOf(id)
		if slices.Contains(pages, file) || err != nil {
			return err == nil, err
		}
	}
	return false, err
}
