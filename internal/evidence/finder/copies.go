package finder

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// Bounds of the search for copies. One that is written anew, edited or in another format
// is sought among the files that are nearest in size; one of the same bytes is always found.
const (
	maxTried  = 20_000   // files that are sorted by size
	maxRead   = 32 << 20 // bytes of files that are read
	maxCopies = 50       // files of the same content
)

// Like is a file of results that states what another one does.
type Like struct {
	Path   string
	Values int // as Copy has it
}

// Alike lists the other files of results that state what a file states, which may be
// one of another tree, sorted.
func (f *Finder) Alike(of source.Entry, e evidence.Evaluation) ([]Like, error) {
	var out []Like
	read := int64(0)
	values := evidence.TellingValues(e)
	nearest, err := f.nearestInSize(of)
	if err != nil {
		return nil, err
	}
	for _, other := range nearest {
		same := other.Object != "" && other.Object == of.Object
		if !same && read+other.Size > maxRead {
			continue
		}
		like := Like{Path: other.Path}
		if !same {
			read += other.Size
			is, err := f.essenceOf(other.Path)
			if err != nil {
				return nil, err
			}
			if same = is.content == e.Content; !same {
				like.Values = evidence.MostlyShared(values, is.values)
			}
		}
		if same || like.Values > 0 {
			out = append(out, like)
		}
		if len(out) == maxCopies {
			break
		}
	}
	slices.SortFunc(out, func(a, b Like) int { return strings.Compare(a.Path, b.Path) })
	return out, nil
}

// nearestInSize are the files in which results may be that are of about the size of
// one, the nearest first, and by path.
func (f *Finder) nearestInSize(of source.Entry) ([]source.Entry, error) {
	out, err := f.listSizedResults()
	if err != nil {
		return nil, err
	}
	distance := func(e source.Entry) int64 {
		if e.Object != "" && e.Object == of.Object {
			return -1
		}
		return max(e.Size-of.Size, of.Size-e.Size)
	}
	out = slices.DeleteFunc(slices.Clone(out), func(e source.Entry) bool { return e.Path == of.Path })
	slices.SortFunc(out, func(a, b source.Entry) int {
		return cmp.Or(cmp.Compare(distance(a), distance(b)), cmp.Compare(a.Path, b.Path))
	})
	return out[:min(len(out), maxTried)], nil
}

// listSizedResults returns the files in which results may be, with their sizes. They are
// listed once.
func (f *Finder) listSizedResults() ([]source.Entry, error) {
	f.resultsOnce.Do(func() {
		files := slices.DeleteFunc(f.Results(), func(e source.Entry) bool { return e.Kind != source.File || !f.mayHoldResults(e.Path) })
		if f.resultsErr = f.fetch(func() []source.Entry { return files }); f.resultsErr != nil {
			return
		}
		for i, e := range files {
			if files[i].Size, f.resultsErr = f.tree.Size(e); f.resultsErr != nil {
				return
			}
		}
		f.results = files
	})
	return f.results, f.resultsErr
}

// mayHoldResults reports whether results are looked for in a file, if a directory
// above it is a model.
func (f *Finder) mayHoldResults(file string) bool {
	for dir := path.Dir(file); ; dir = path.Dir(dir) {
		if looked, _ := f.layout.isEvaluation(dir, file); looked || dir == "." {
			return looked
		}
	}
}

// essence is what a file of results states: the digest of all of it, and the values
// that tell it from others.
type essence struct {
	content string
	values  map[string]bool
}

// essenceOf is what a file states; nothing if it cannot be read.
func (f *Finder) essenceOf(file string) (essence, error) {
	f.mu.Lock()
	known, ok := f.essences[file]
	f.mu.Unlock()
	if ok {
		return known, nil
	}
	owner, err := f.Owner(file)
	if err != nil {
		return essence{}, err
	}
	r := &reader{tree: f.tree, finder: f, dir: owner, places: map[string]*document.Document{}}
	var is essence
	e, ok, err := r.evaluation(file, false)
	if err != nil {
		return essence{}, err
	}
	if ok {
		is = essence{e.Content, evidence.TellingValues(e)}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.essences[file] = is
	return is, nil
}
