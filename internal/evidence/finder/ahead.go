package finder

import (
	"path"

	"github.com/modelgate-dev/modelgate/internal/evidence/dvc"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// What follows lists the files that are about to be read, by their names alone, for a
// clone that fetches them all at once. A file too few costs a round trip, and never a
// different result.

// maxNested is how many directories that may be models another one holds, if the
// files of all of them are listed with it.
const maxNested = 20

// Around lists what tells which models paths belong to, and the files of those models.
func (f *Finder) Around(paths []string) []source.Entry {
	marked := f.marked()
	around, above := map[string]bool{}, map[string]bool{}
	for _, file := range paths {
		dir := path.Dir(file)
		around[dir] = true
		for ; dir != "." && !marked[dir]; dir = path.Dir(dir) {
			above[dir] = true
		}
		around[dir] = true
		for ; ; dir = path.Dir(dir) {
			above[dir] = true
			if dir == "." {
				break
			}
		}
	}
	nested := map[string]int{}
	for dir := range marked {
		for ; dir != "."; dir = path.Dir(dir) {
			nested[path.Dir(dir)]++
		}
	}
	return f.listed(func(file string) bool {
		dir := path.Dir(file)
		if around[dir] || above[dir] && f.telling(file) {
			return true
		}
		for own := true; dir != "."; dir = path.Dir(dir) { // its model, or one that has this one in it
			if around[dir] && (own || nested[dir] <= maxNested) {
				return true
			}
			own = own && !marked[dir]
		}
		return false
	})
}

// Owned lists the files of every directory that may be a model, and of those below it.
func (f *Finder) Owned() []source.Entry {
	marked := f.marked()
	return f.listed(func(file string) bool {
		if f.telling(file) || f.mayTellOfData(file) {
			return true
		}
		dir := path.Dir(file)
		for dir != "." && !marked[dir] {
			dir = path.Dir(dir)
		}
		return marked[dir]
	})
}

// TellingFiles lists what tells which directories are models, and their names.
func (f *Finder) TellingFiles() []source.Entry { return f.listed(f.telling) }

// Results lists the files in which results may be.
func (f *Finder) Results() []source.Entry { return f.listed(f.mayHoldResults) }

// Descriptions lists the files in which datasets of any model may be described.
func (f *Finder) Descriptions() []source.Entry {
	return f.listed(func(file string) bool {
		return f.isShared(file) || f.mayDescribe(file) && !f.isOwnedByName(file)
	})
}

// AllFetched is All, before every model is read.
func (f *Finder) AllFetched() ([]string, error) {
	if err := f.fetch(f.Owned); err != nil {
		return nil, err
	}
	return f.All()
}

// fetch fetches what a partial clone lacks of what is about to be read.
func (f *Finder) fetch(wanted func() []source.Entry) error {
	if !f.tree.IsPartial() {
		return nil
	}
	return source.Ahead(source.Wanted{Tree: f.tree, Entries: wanted()})
}

// MayHoldResults reports whether results are looked for at a path.
func (f *Finder) MayHoldResults(file string) bool { return f.mayHoldResults(file) }

// MayMakeModel reports whether a file's name can make its directory a model.
func (f *Finder) MayMakeModel(file string) bool { return f.telling(file) }

func (f *Finder) mayTellOfData(file string) bool {
	return f.isShared(file) || f.mayDescribe(file)
}

// marked are the directories that a name makes a model, as far as names tell.
func (f *Finder) marked() map[string]bool {
	out := map[string]bool{}
	for dir, files := range f.directories() {
		out[dir] = len(f.layout.Models) > 0 && matches(f.layout.Models, dir)
		for _, e := range files {
			out[dir] = out[dir] || f.telling(e.Path)
		}
	}
	return out
}

func (f *Finder) listed(wanted func(file string) bool) []source.Entry {
	var out []source.Entry
	for _, e := range f.tree.Entries() {
		if e.Kind != source.Submodule && (dvc.IsFile(e.Path) || wanted(e.Path)) {
			out = append(out, e)
		}
	}
	return out
}
