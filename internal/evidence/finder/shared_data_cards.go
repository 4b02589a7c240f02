package finder

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/conflict"
	"github.com/modelgate-dev/modelgate/internal/evidence/datasets"
	"github.com/modelgate-dev/modelgate/internal/evidence/inspection"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// sharedDoc is a file that holds data cards which any model may use.
type sharedDoc struct {
	file     string
	doc      *document.Document // nil if there is none, or reload reads it
	reload   func() (*document.Document, error)
	cards    []evidence.DataCard
	findings []finding.Finding
}

// maxKept is how many bytes of files of shared data cards have their documents kept, which
// take about ten times as much. The others are read again where positions in them are
// needed: a repository may have thousands.
const maxKept = 8 << 20

// document is the parsed file, nil if there is none.
func (s sharedDoc) document() (*document.Document, error) {
	if s.reload != nil {
		return s.reload()
	}
	return s.doc, nil
}

// let drops the document if those that are kept are enough.
func (s *sharedDoc) let(tree source.Tree, file string, kept *int) {
	if s.doc == nil {
		return
	}
	if *kept += len(s.doc.Source); *kept <= maxKept {
		return
	}
	s.doc, s.reload = nil, func() (*document.Document, error) {
		d, _, err := load(tree, file)
		return d, err
	}
}

func (f *Finder) isShared(file string) bool {
	if strings.EqualFold(path.Base(file), "README.md") {
		return false
	}
	if len(f.layout.DataCards) > 0 {
		return matchesFile(f.layout.DataCards, file)
	}
	return sharedGlobs().match(file)
}

// SharedDataCards lists the files that hold shared data cards, with what is
// wrong with each.
func (f *Finder) SharedDataCards() (map[string][]finding.Finding, error) {
	if err := f.loadShared(); err != nil {
		return nil, err
	}
	out := map[string][]finding.Finding{}
	for _, s := range f.sharedDocs {
		out[s.file] = s.findings
	}
	return out, nil
}

// IsSharedDataCard reports whether a path is where shared data cards lie, or a file
// there describes data.
func (f *Finder) IsSharedDataCard(file string) bool {
	if f.isShared(file) {
		return true
	}
	is, err := f.describesData(file)
	return is && err == nil
}

func (f *Finder) loadShared() error {
	f.shared.Do(func() {
		if f.sharedErr = f.fetch(f.Descriptions); f.sharedErr != nil {
			return
		}
		kept := 0
		for _, e := range f.tree.Entries() {
			is, err := f.holdsShared(e.Path)
			if err == nil && is {
				var s sharedDoc
				if s, err = f.readShared(e.Path); err == nil {
					s.let(f.tree, e.Path, &kept)
					f.sharedDocs = append(f.sharedDocs, s)
				}
			}
			if err != nil {
				f.sharedErr = err
				return
			}
		}
		for _, t := range f.attached {
			if f.sharedErr = f.loadAttached(t, &kept); f.sharedErr != nil {
				return
			}
		}
	})
	return f.sharedErr
}

// Attach adds the trees of data repositories: what lies there is described as if it lay
// among the shared data cards. It is to be called before anything else.
func (f *Finder) Attach(trees []source.Tree) { f.attached = trees }

// loadAttached reads the descriptions of a data repository, wherever they lie in it.
func (f *Finder) loadAttached(t source.Tree, kept *int) error {
	there := New(t, Layout{DataCards: f.layout.DataCards, Defaults: f.layout.Defaults, DBT: f.layout.DBT})
	f.repositories = append(f.repositories, there)
	if err := there.fetch(there.Descriptions); err != nil {
		return err
	}
	for _, e := range t.Entries() {
		is, err := there.describesData(e.Path)
		if err == nil && (is || there.isShared(e.Path)) {
			var s sharedDoc
			if s, err = there.readShared(e.Path); err == nil {
				s.file = t.Named(e.Path)
				s.let(t, e.Path, kept)
				f.sharedDocs = append(f.sharedDocs, s)
			}
		}
		if err != nil {
			return fmt.Errorf("reading the data repository %s: %w", t.Name, err)
		}
	}
	return nil
}

// AttachedCards are the data cards of data repositories.
func (f *Finder) AttachedCards() ([]CardFile, error) {
	if err := f.loadShared(); err != nil {
		return nil, err
	}
	var out []CardFile
	for _, s := range f.sharedDocs {
		if f.elsewhere(s.file) {
			for _, c := range s.cards {
				out = append(out, CardFile{Document: s.doc, Card: c})
			}
		}
	}
	return out, nil
}

// repositoryOf is the finder of the data repository that a path is of, nil if it is of none.
// The shared data cards must have been loaded.
func (f *Finder) repositoryOf(file string) *Finder {
	for _, there := range f.repositories {
		if strings.HasPrefix(file, there.tree.Name+":") {
			return there
		}
	}
	return nil
}

// elsewhere reports whether a path is of a data repository.
func (f *Finder) elsewhere(file string) bool {
	return slices.ContainsFunc(f.attached, func(t source.Tree) bool { return strings.HasPrefix(file, t.Name+":") })
}

// holdsShared reports whether a file is looked into for shared data cards. What lies
// in a model's directory is that model's.
func (f *Finder) holdsShared(file string) (bool, error) {
	if f.isShared(file) {
		return true, nil
	}
	if !f.mayDescribe(file) || f.isOwnedByName(file) { // most READMEs are of models, and need no reading
		return false, nil
	}
	is, err := f.describesData(file)
	if !is || err != nil {
		return false, err
	}
	owner, err := f.Owner(file)
	return owner == "", err
}

func (f *Finder) readShared(file string) (sharedDoc, error) {
	d, found, err := load(f.tree, file)
	if err != nil || d == nil {
		return sharedDoc{file: file}, err
	}
	s := sharedDoc{file: file, doc: d, findings: found}
	format, ok := inspection.DataFormat(d)
	if !ok {
		if d.Root != nil || d.Syntax == document.Markdown {
			s.findings = append(s.findings, finding.Finding{Rule: "evidence/not_recognised", Severity: finding.Warning, At: d.At(""),
				Message: "a data card is expected here, but the file is not in a supported data card format", Help: "Start it with apiVersion: modelgate.dev/v1 and kind: DataCard, or move it."})
		}
		return s, nil
	}
	invalid, err := format.Validate(d)
	if err != nil {
		return s, err
	}
	s.findings = finding.Sort(append(s.findings, invalid...))
	s.cards = f.cardsOf(format, d)
	return s, nil
}

// readSharedDataCards returns the shared cards of the named dataset. What is wrong with them
// is reported on every model that uses them.
func (f *Finder) readSharedDataCards(r *reader, name string) ([]evidence.DataCard, error) {
	if err := f.loadShared(); err != nil {
		return nil, err
	}
	var out []evidence.DataCard
	last := -1
	for _, at := range f.sharedIndex().describing(name) {
		s := &f.sharedDocs[at.doc]
		out = append(out, s.cards[at.card])
		if at.doc == last {
			continue
		}
		last = at.doc
		f.mu.Lock()
		f.used[s.file] = true
		f.mu.Unlock()
		if _, known := r.places[s.file]; !known {
			d, err := s.document()
			if err != nil {
				return nil, err
			}
			r.places[s.file] = d
			r.findings = append(r.findings, s.findings...)
		}
	}
	return out, nil
}

// DatasetPages are the dataset cards in Markdown without metadata of whose dataset there is
// no data card.
func (f *Finder) DatasetPages() ([]string, error) {
	if err := f.loadShared(); err != nil {
		return nil, err
	}
	answered := map[string]bool{}
	var pages []evidence.DataCard
	for _, s := range f.sharedDocs {
		for _, c := range s.cards {
			switch {
			case c.Format == datasets.FormatDataCard:
				answered[conflict.Normal(c.Name.Value)], answered[conflict.Normal(conflict.LastPart(c.Name.Value))] = true, true
			case c.Format == datasets.FormatDatasetPage && !f.elsewhere(s.file):
				pages = append(pages, c)
			}
		}
	}
	var out []string
	for _, c := range pages {
		if !answered[conflict.Normal(c.Name.Value)] {
			out = append(out, c.Path)
		}
	}
	return out, nil
}
