// Package finder finds the models and datasets of a tree, and reads each as evidence: which
// files belong to it, and what they say together.
package finder

import (
	"cmp"
	"crypto/sha256"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/cards"
	"github.com/modelgate-dev/modelgate/internal/evidence/datasets"
	"github.com/modelgate-dev/modelgate/internal/evidence/dvc"
	"github.com/modelgate-dev/modelgate/internal/evidence/manifest"
	"github.com/modelgate-dev/modelgate/internal/evidence/signature"
	"github.com/modelgate-dev/modelgate/internal/evidence/weights"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// Layout says where evidence lies, where the configuration says so. The zero
// value finds models by what their directories hold.
type Layout struct {
	Models      []string            // globs over directories
	Ignore      []string            // globs over directories
	Evaluations []string            // globs over files, relative to a model's directory
	Formats     map[string]string   // by such a glob: the one format that its files are read as
	DataCards   []string            // globs over files that hold shared data cards
	Headings    map[string][]string // further headings of card sections, by section key
	Defaults    datasets.Defaults   // of data cards
	DBT         datasets.Keys       // further names of what dbt files state
	Placed      []Placed            // evidence outside of the directories of models
	Signers     []signature.Signer  // whose signatures of models are accepted
}

// Where evidence is looked for when nothing is configured.
var (
	defaultDataCards = []string{"{datacards,data_cards,data-cards}/**/*.{yaml,yml,json,jsonld,md}", "governance/{datacards,data_cards,data-cards}/**/*.{yaml,yml,json,jsonld,md}"}
	ownDataCards     = []string{"{data_card,datacard,data-card}.{yaml,yml,json}", "*.{data_card,datacard,data-card}.{yaml,yml,json}", "{datacards,data_cards,data-cards}/**/*.{yaml,yml,json}"}
	neverModels      = []string{".git", "vendor", "testdata"}
	installed        = []string{".venv", "venv", "site-packages", "dist-packages", "node_modules", ".ipynb_checkpoints"} // in any directory
	settings         = []string{".github", ".modelgate", "docs/modelgate"}                                               // of the gate, and what `modelgate init` writes
)

var (
	sharedGlobs      = sync.OnceValue(func() globs { return newGlobs(defaultDataCards) })
	ownDataCardGlobs = sync.OnceValue(func() globs { return newGlobs(ownDataCards) })
	dataNameGlobs    = sync.OnceValue(func() globs { return newGlobs(dataNames) })
)

func isOwnDataCard(dir, file string) bool { return ownDataCardGlobs().match(below(dir, file)) }

func matches(globs []string, name string) bool {
	return slices.ContainsFunc(globs, func(g string) bool { return source.Match(g, name) })
}

// matchesFile is matches for file names, whose case does not count: a file
// system may not tell METRICS.JSON from metrics.json.
func matchesFile(globs []string, name string) bool {
	name = strings.ToLower(name)
	return slices.ContainsFunc(globs, func(g string) bool { return source.Match(strings.ToLower(g), name) })
}

// below is a path relative to a directory that it lies in.
func below(dir, file string) string {
	if dir == "." {
		return file
	}
	return strings.TrimPrefix(file, dir+"/")
}

// Finder finds and reads the models of one tree. It reads no more than it is
// asked for, and is safe for concurrent use.
type Finder struct {
	tree   source.Tree
	layout Layout

	mu      sync.Mutex
	models  map[string]bool     // by directory: asked before
	pages   map[string][]string // by directory: the Markdown files of its card
	owners  map[string]string   // by directory: the nearest model, "" for none
	assumed map[string]bool     // directories that are models, whatever is in them

	statementsOnce sync.Once
	statementsErr  error
	statements     map[[sha256.Size]byte][]string // files of signatures by what is signed, in the order of the tree

	mayRead int64           // bytes of weights
	left    int64           // of them
	allowed map[string]bool // by file: it is read for its weights

	essences *essences // what files of results state, in this tree and those beside it

	unionsOnce sync.Once
	unionsErr  error
	unions     []Union
	held       []Union // those of the base
	before     *Finder // of the base

	livingOnce sync.Once
	living     bool // a model card is in no directory of copies

	readmesOnce sync.Once
	readmesErr  error
	readmes     map[string]string // by model: the README above it that is its card

	stored map[string]bool // by directory: it is that of a run of MLflow

	resultsOnce sync.Once
	resultsErr  error
	results     []source.Entry // files in which results may be, with their sizes

	describes map[string]bool           // by file: it describes datasets
	tables    map[string]evidence.Table // by file: what a look into it shows
	used      map[string]bool           // by file: a model that was read uses a data card in it
	wasRead   map[string]bool           // by directory: the model was read

	projectsOnce sync.Once
	projects     []string // directories of dbt projects

	attached     []source.Tree // of data repositories
	repositories []*Finder     // of those trees, once the shared data cards are loaded

	lookInto   bool // into the files of datasets
	budgetOnce sync.Once
	budget     map[string]bool // the files that one run looks into

	filesOnce sync.Once
	files     map[string][]source.Entry // by directory: what lies in it

	shared     sync.Once
	sharedErr  error
	sharedDocs []sharedDoc
	indexOnce  sync.Once
	index      *sharedIndex // of sharedDocs

	datasetsOnce sync.Once
	datasets     map[string][]evidence.DataCard // by id of the dataset; of shared data cards

	lineage      sync.Once
	lineageErr   error
	lineageCards map[string][]CardFile // by the name of the dataset
	steps        map[stepKey]*evidence.Origin

	pipelinesOnce sync.Once
	pipelinesErr  error
	pipelinesRead []dvc.Pipeline

	dirsOnce sync.Once
	dirsErr  error
	dirs     []string // that may be models, sorted
}

// New prepares to find models in a tree.
func New(tree source.Tree, layout Layout) *Finder {
	return &Finder{tree: tree, layout: layout, mayRead: MaxWeights, left: MaxWeights, allowed: map[string]bool{}, models: map[string]bool{}, pages: map[string][]string{}, owners: map[string]string{}, assumed: map[string]bool{}, stored: map[string]bool{}, essences: newEssences(), describes: map[string]bool{}, used: map[string]bool{}, wasRead: map[string]bool{}, tables: map[string]evidence.Table{}}
}

// Beside prepares to find models in another tree with the same layout and data
// repositories. What both trees
// have in common is read once, as far as it follows from the bytes of one file.
func (f *Finder) Beside(tree source.Tree) *Finder {
	other := New(tree, f.layout)
	other.essences, other.attached = f.essences, f.attached
	return other
}

// Assume takes a directory for a model as long as a file lies in it: it was one
// on the base, and a proposal does not unmake it by spoiling its card. It is to
// be called before anything else.
func (f *Finder) Assume(dir string) {
	unions, err := f.Unions() // the error is that of whoever asks next
	merged := err == nil && slices.ContainsFunc(unions, func(u Union) bool { return u.Weights == dir && u.ID != dir })
	if !merged && (len(f.direct(dir)) > 0 || slices.ContainsFunc(f.held, func(u Union) bool { return u.ID == dir })) {
		f.assumed[dir] = true
	}
}

// ManifestName is the name in the manifest of a model, "" if it has none.
func (f *Finder) ManifestName(id string) (string, error) {
	d, _, err := load(f.tree, path.Join(id, manifest.FileName))
	if d == nil || err != nil {
		return "", err
	}
	return manifest.Format.Read(d).Name.Value, nil
}

// Name is the name of a model, by its manifest alone where it has a directory of its own.
func (f *Finder) Name(id string) (string, error) {
	if id == "." {
		s, err := f.Read(id)
		return s.Model.Name, err
	}
	name, err := f.ManifestName(id)
	return cmp.Or(name, path.Base(id)), err
}

// All lists every model, sorted.
func (f *Finder) All() ([]string, error) {
	out := []string{}
	if err := f.fetch(f.TellingFiles); err != nil {
		return nil, err
	}
	dirs, err := f.candidates()
	if err != nil {
		return nil, err
	}
	for _, dir := range dirs {
		ok, err := f.IsModel(dir)
		if err != nil {
			return nil, err
		}
		if ok {
			out = append(out, dir)
		}
	}
	return out, nil
}

// Any reports whether there is a model at all, without looking for the rest.
func (f *Finder) Any() (bool, error) {
	dirs, err := f.candidates()
	if err != nil {
		return false, err
	}
	for _, dir := range dirs {
		if ok, err := f.IsModel(dir); ok || err != nil {
			return ok, err
		}
	}
	return false, nil
}

// candidates are the directories that hold a file which makes a model, or of which
// DVC records one.
func (f *Finder) candidates() ([]string, error) {
	f.dirsOnce.Do(func() {
		last := ""
		for _, e := range f.tree.Entries() {
			dir := path.Dir(e.Path)
			if dir != last && (f.telling(e.Path) || f.isPipelineMeta(e.Path)) {
				f.dirs = append(f.dirs, dir)
				last = dir
			}
			if e.Kind != source.File && matches(f.layout.Models, e.Path) {
				f.dirs = append(f.dirs, e.Path)
			}
		}
		for dir := range f.assumed {
			f.dirs = append(f.dirs, dir)
		}
		unions, err := f.Unions()
		if err != nil {
			f.dirsErr = err
			return
		}
		for _, u := range unions {
			f.dirs = append(f.dirs, u.ID)
		}
		recorded, err := f.dvcModelDirs()
		f.dirs, f.dirsErr = append(f.dirs, recorded...), err
		if len(f.layout.Models) > 0 { // a configured directory is a model, whatever is in it
			for dir := range f.directories() {
				if matches(f.layout.Models, dir) {
					f.dirs = append(f.dirs, dir)
				}
			}
		}
		slices.Sort(f.dirs)
		f.dirs = slices.Compact(f.dirs)
	})
	return f.dirs, f.dirsErr
}

// Names reports whether what names models matches any directory that could be
// one. It reads no file of any.
func (f *Finder) Names(matches func(id string) bool) (bool, error) {
	dirs, err := f.candidates()
	return slices.ContainsFunc(dirs, matches), err
}

// telling reports whether a file's name can make its directory a model.
func (f *Finder) telling(file string) bool {
	base := path.Base(file)
	return base == manifest.FileName || weights.IsName(base) || cards.IsPageName(base) || cards.IsHint(base) || strings.EqualFold(base, "README.md")
}

// IsModel reports whether a directory is a model: as configured, else because
// it has a manifest, a model card, or a model's artifact.
func (f *Finder) IsModel(dir string) (bool, error) {
	f.mu.Lock()
	known, ok := f.models[dir]
	f.mu.Unlock()
	if ok {
		return known, nil
	}
	is, err := f.isModel(dir)
	if err != nil {
		return false, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.models[dir] = is
	return is, nil
}

func (f *Finder) isModel(dir string) (bool, error) {
	switch {
	case f.assumed[dir]:
		return true, nil
	case f.ignored(dir):
		return false, nil
	case len(f.layout.Models) > 0:
		if !matches(f.layout.Models, dir) || f.exists(dir) {
			return matches(f.layout.Models, dir), nil
		}
		return f.dvcModelDir(dir, false)
	case f.never(dir):
		return false, nil
	}
	unions, err := f.Unions()
	if err != nil {
		return false, err
	}
	if i := slices.IndexFunc(unions, func(u Union) bool { return u.ID == dir || u.Card == dir || u.Weights == dir }); i >= 0 {
		return slices.ContainsFunc(unions, func(u Union) bool { return u.ID == dir }), nil
	}
	if !f.exists(dir) {
		return f.dvcMakesModel(dir)
	}
	if is, err := f.isTrainerState(dir); is || err != nil || f.isSnapshot(dir) {
		return false, err
	}
	if f.isNamedModel(dir) {
		return true, nil
	}
	pages, err := f.pagesOf(dir)
	if len(pages) > 0 || err != nil {
		return len(pages) > 0, err
	}
	if is, err := f.otherCardMakesModel(dir); is || err != nil {
		return is, err
	}
	if is, err := f.artifactMakesModel(dir); is || err != nil {
		return is, err
	}
	if is, err := f.pipelineMakesModel(dir); is || err != nil {
		return is, err
	}
	return f.dvcMakesModel(dir)
}

// isNamedModel reports whether the name of a file in a directory makes it a model,
// unless models are looked for elsewhere.
func (f *Finder) isNamedModel(dir string) bool {
	return slices.ContainsFunc(f.direct(dir), func(e source.Entry) bool {
		base := path.Base(e.Path)
		return base == manifest.FileName || cards.IsPageName(base)
	})
}

// isOwnedByName reports whether names alone tell that a file belongs to a model.
func (f *Finder) isOwnedByName(file string) bool {
	for dir := path.Dir(file); ; dir = path.Dir(dir) {
		switch {
		case f.ignored(dir):
		case len(f.layout.Models) > 0 && matches(f.layout.Models, dir), len(f.layout.Models) == 0 && !f.never(dir) && f.isNamedModel(dir):
			return true
		}
		if dir == "." || isApart(dir) {
			return false
		}
	}
}

// exists reports whether there is something at dir: files below it, or a link
// or submodule in its place.
func (f *Finder) exists(dir string) bool {
	if len(f.tree.Under(dir)) > 0 {
		return true
	}
	e, ok := f.tree.Lookup(dir)
	return ok && e.Kind != source.File
}

// artifactMakesModel: weights without a card are a model that owes one, unless
// they lie below a model.
func (f *Finder) artifactMakesModel(dir string) (bool, error) {
	if isFixture(dir) || !slices.ContainsFunc(f.direct(dir), func(e source.Entry) bool { return weights.IsName(e.Path) && !isAuxiliary(e.Path) }) {
		return false, nil
	}
	return f.noModelAbove(dir)
}

// dvcMakesModel: what dvc.yaml calls a model is one that owes a card, unless it
// lies below a model.
func (f *Finder) dvcMakesModel(dir string) (bool, error) {
	if is, err := f.dvcModelDir(dir, true); !is || err != nil {
		return false, err
	}
	return f.noModelAbove(dir)
}

func (f *Finder) noModelAbove(dir string) (bool, error) {
	if dir == "." {
		return true, nil
	}
	above, err := f.ownerOf(path.Dir(dir))
	return above == "" && err == nil, err
}

// direct lists the files that lie in dir itself.
func (f *Finder) direct(dir string) []source.Entry { return f.directories()[dir] }

// directories groups the tree's files by the directory that they lie in. Each
// directory above a file is a key, with or without files of its own.
func (f *Finder) directories() map[string][]source.Entry {
	f.filesOnce.Do(func() {
		entries := f.tree.Entries()
		f.files = make(map[string][]source.Entry, len(entries)/2)
		for len(entries) > 0 {
			dir, n := path.Dir(entries[0].Path), 1
			for n < len(entries) && isDirectlyIn(dir, entries[n].Path) {
				n++
			}
			files, known := f.files[dir]
			if known {
				f.files[dir] = append(files, entries[:n]...)
			} else {
				f.files[dir] = slices.Clip(entries[:n])
			}
			entries = entries[n:]
			for above := dir; !known && above != "."; {
				above = path.Dir(above)
				if _, known = f.files[above]; !known {
					f.files[above] = nil
				}
			}
		}
	})
	return f.files
}

// isDirectlyIn reports whether a file lies in a directory, and in none below it.
func isDirectlyIn(dir, file string) bool {
	name := below(dir, file)
	return (dir == "." || len(name) < len(file)) && !strings.Contains(name, "/")
}
