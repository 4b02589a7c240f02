package finder

import (
	"cmp"
	"fmt"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/results"
	"github.com/modelgate-dev/modelgate/internal/finding"
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
// one of another tree, sorted. Left is how many files were not read, because there are too
// many or they are too large.
func (f *Finder) Alike(of source.Entry, e evidence.Evaluation) (alike []Like, left int, err error) {
	nearest, left, err := f.nearestInSize(of)
	if err != nil {
		return nil, 0, err
	}
	all := len(nearest)
	nearest = withinBudget(of, nearest)
	left += all - len(nearest)
	sought, values := evidence.TraceOf(e), evidence.TellingValues(e)
	var out []Like
	for batch := range slices.Chunk(nearest, batched) {
		read, err := f.essencesOf(of, batch, sought)
		if err != nil {
			return nil, 0, err
		}
		for i, other := range batch {
			like := Like{Path: other.Path}
			same := isSame(of, other) || read[i].parsed && read[i].content == e.Content
			if !same {
				like.Values = evidence.MostlyShared(values, read[i].values)
			}
			if same || like.Values > 0 {
				out = append(out, like)
			}
			if len(out) == maxCopies {
				return sortLikes(out), left, nil
			}
		}
	}
	return sortLikes(out), left, nil
}

// batched is how many files are read at once. They are counted one after the other: how
// many are read does not decide what is found.
const batched = 256

// isSame reports whether two files have the same bytes, as git knows without reading.
func isSame(a, b source.Entry) bool { return a.Object != "" && a.Object == b.Object }

// withinBudget leaves out the files that would have to be read and are too many bytes.
func withinBudget(of source.Entry, files []source.Entry) []source.Entry {
	read := int64(0)
	return slices.DeleteFunc(files, func(other source.Entry) bool {
		switch {
		case isSame(of, other):
			return false
		case read+other.Size > maxRead:
			return true
		}
		read += other.Size
		return false
	})
}

// essencesOf is what files state. Those that are the same bytes as of are not read.
func (f *Finder) essencesOf(of source.Entry, files []source.Entry, sought evidence.Trace) ([]essence, error) {
	out, errs := make([]essence, len(files)), make([]error, len(files))
	f.tree.ReadAhead(slices.DeleteFunc(slices.Clone(files), func(e source.Entry) bool { return isSame(of, e) || f.isEssenceKnown(e, sought) }))
	var next atomic.Int64
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(files); i = int(next.Add(1)) - 1 {
				if !isSame(of, files[i]) {
					out[i], errs[i] = f.essenceOf(files[i], sought)
				}
			}
		})
	}
	workers.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

func sortLikes(out []Like) []Like {
	slices.SortFunc(out, func(a, b Like) int { return strings.Compare(a.Path, b.Path) })
	return out
}

// nearestInSize are the files in which results may be that are of about the size of
// one, the nearest first, and by path. Left is how many more there are.
func (f *Finder) nearestInSize(of source.Entry) (nearest []source.Entry, left int, err error) {
	out, err := f.listSizedResults()
	if err != nil {
		return nil, 0, err
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
	return out[:min(len(out), maxTried)], max(len(out)-maxTried, 0), nil
}

// listSizedResults returns the files in which results may be, with their sizes. They are
// listed once.
func (f *Finder) listSizedResults() ([]source.Entry, error) {
	f.resultsOnce.Do(func() {
		var files []source.Entry
		for _, e := range f.tree.Entries() {
			if e.Kind == source.File && f.mayHoldResults(e.Path) {
				files = append(files, e)
			}
		}
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
	if f.layout.mayBePlaced(file) || !f.layout.replacesEvaluations() && isMeasuredName(path.Base(file)) && strings.EqualFold(path.Ext(file), ".json") {
		return true
	}
	for dir := path.Dir(file); ; dir = path.Dir(dir) {
		if looked, _ := f.layout.isEvaluation(dir, file); looked || dir == "." {
			return looked
		}
	}
}

// essence is what a file of results states: the digest of all of it, and the values
// that tell it from others. Of a file that was not parsed yet, it is the leading digits
// of its numbers.
type essence struct {
	content string
	values  map[string]bool
	parsed  bool
	leads   []uint16
}

// essences is what files state, by all that it follows from.
type essences struct {
	mu     sync.Mutex
	known  map[essenceKey]essence
	read   int // files
	parsed int // of those that were read
}

func newEssences() *essences { return &essences{known: map[essenceKey]essence{}} }

// essenceKey is the bytes of a file and how they are read: by its name, or as the
// configuration says.
type essenceKey struct{ object, name, format string }

func (s *essences) look(key essenceKey) (essence, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	is, ok := s.known[key]
	return is, ok
}

func (s *essences) keep(key essenceKey, is essence) essence {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.known[key] = is
	s.read++
	if is.parsed {
		s.parsed++
	}
	return is
}

// essenceOf is what a file states; nothing if it cannot be read, or if it has no trace of
// what is sought.
func (f *Finder) essenceOf(e source.Entry, sought evidence.Trace) (essence, error) {
	key, owner, err := f.essenceKeyOf(e)
	if err != nil {
		return essence{}, err
	}
	if is, ok := f.essences.look(key); ok && (is.parsed || !sought.MayBeIn(is.leads)) {
		return is, nil
	}
	d, found, err := loadUpTo(f.tree, e.Path, results.MaxBytes(e.Path), func(file string, src []byte) (*document.Document, []finding.Finding) {
		if leads, ok := results.LeadingDigits(file, src); ok && key.format == "" && !sought.MayBeIn(leads) {
			f.essences.keep(key, essence{leads: leads})
			return nil, nil
		}
		return results.Parse(file, src)
	})
	if err != nil {
		return essence{}, err
	}
	if d == nil {
		is, _ := f.essences.look(key)
		return is, nil
	}
	if owner == "" {
		if owner, err = f.resultsOwner(e.Path); err != nil {
			return essence{}, err
		}
	}
	r := &reader{tree: f.tree, finder: f, dir: owner, places: map[string]*document.Document{}}
	is := essence{parsed: true}
	x, ok, err := r.evaluationOf(d, found, false)
	if err != nil {
		return essence{}, err
	}
	if ok {
		is.content, is.values = x.Content, evidence.TellingValues(x)
	}
	return f.essences.keep(key, is), nil
}

// resultsOwner is the model that a file of results is of.
func (f *Finder) resultsOwner(file string) (string, error) {
	given, err := f.Claimants(file)
	if len(given) > 0 || err != nil {
		return slices.Concat(given, []string{""})[0], err
	}
	return f.Owner(file)
}

// essenceKeyOf is the key of a file, and its model where the key depends on that.
func (f *Finder) essenceKeyOf(e source.Entry) (key essenceKey, owner string, err error) {
	key = essenceKey{object: e.Object, name: path.Base(e.Path)}
	if e.Object == "" { // of a working tree: its place tells it from others
		key.object = fmt.Sprintf("%p %s", f, e.Path)
	}
	if len(f.layout.Formats) > 0 {
		if owner, err = f.resultsOwner(e.Path); err == nil {
			key.format = f.formatFor(owner, e.Path)
		}
	}
	return key, owner, err
}

// isEssenceKnown reports whether a file need not be read. Where that depends on more than
// its bytes, it is not asked.
func (f *Finder) isEssenceKnown(e source.Entry, sought evidence.Trace) bool {
	if len(f.layout.Formats) > 0 {
		return false
	}
	key, _, err := f.essenceKeyOf(e)
	is, ok := f.essences.look(key)
	return err == nil && ok && (is.parsed || !sought.MayBeIn(is.leads))
}
