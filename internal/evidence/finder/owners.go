package finder

import (
	"path"

	"github.com/modelgate-dev/modelgate/internal/source"
)

// listOwn lists the files below dir that belong to no model further down.
func (f *Finder) listOwn(dir string) []source.Entry {
	var out []source.Entry
	for _, e := range f.tree.Under(dir) {
		if owner, err := f.Owner(e.Path); err == nil && owner == dir {
			out = append(out, e)
		}
	}
	return out
}

// Owner is the model that a file belongs to: the nearest directory above it
// that is one, or "". A link or submodule that stands where a model should be
// is that model's.
func (f *Finder) Owner(file string) (string, error) {
	if e, ok := f.tree.Lookup(file); ok && e.Kind != source.File {
		if is, err := f.IsModel(file); is || err != nil {
			return file, err
		}
	}
	return f.ownerOf(path.Dir(file))
}

func (f *Finder) ownerOf(dir string) (string, error) {
	var asked []string // directories that are no models
	owner := ""
	for {
		f.mu.Lock()
		known, ok := f.owners[dir]
		f.mu.Unlock()
		if ok {
			owner = known
			break
		}
		asked = append(asked, dir)
		is, err := f.IsModel(dir)
		if err != nil {
			return "", err
		}
		if is {
			owner = dir
			break
		}
		if dir == "." || isApart(dir) {
			break
		}
		dir = path.Dir(dir)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, d := range asked {
		f.owners[d] = owner
	}
	return owner, nil
}
