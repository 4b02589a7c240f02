package evidence

import (
	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/schema"
)

// sharedCard is a data card that any model may use.
type sharedCard struct {
	file     string
	doc      *document.Document
	card     DataCard
	findings []finding.Finding
	known    bool
}

func (f *Finder) isShared(file string) bool {
	globs := f.layout.DataCards
	if len(globs) == 0 {
		globs = defaultDataCards
	}
	return matchesFile(globs, file)
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

// IsSharedDataCard reports whether a path is where shared data cards lie.
func (f *Finder) IsSharedDataCard(file string) bool { return f.isShared(file) }

func (f *Finder) loadShared() error {
	f.shared.Do(func() {
		for _, e := range f.tree.Entries() {
			if !f.isShared(e.Path) {
				continue
			}
			s, err := f.readShared(e.Path)
			if err != nil {
				f.sharedErr = err
				return
			}
			f.sharedDocs = append(f.sharedDocs, s)
		}
	})
	return f.sharedErr
}

func (f *Finder) readShared(file string) (sharedCard, error) {
	d, found, err := load(f.tree, file)
	if err != nil || d == nil {
		return sharedCard{file: file}, err
	}
	s := sharedCard{file: file, doc: d, findings: found}
	if _, ok := recognise(KindData, d); !ok {
		if d.Root != nil {
			s.findings = append(s.findings, finding.Finding{Rule: "evidence/not_recognised", Severity: finding.Warning, At: d.At(""),
				Message: "a data card is expected here, but the file is not in a supported data card format", Help: "Start it with apiVersion: modelgate.dev/v1 and kind: DataCard, or move it."})
		}
		return s, nil
	}
	invalid, err := schema.Validate(schema.DataCard, d)
	if err != nil {
		return s, err
	}
	s.findings = finding.Sort(append(s.findings, invalid...))
	s.card, s.known = readDataCard(d, f.tree), true
	return s, nil
}

// sharedDataCard is the shared card of the named dataset, or nil. What is wrong
// with it is reported on every model that uses it.
func (f *Finder) sharedDataCard(r *reader, name string) (found *DataCard, err error) {
	if err := f.loadShared(); err != nil {
		return nil, err
	}
	for _, s := range f.sharedDocs {
		if !s.known || s.card.Name.Value != name {
			continue
		}
		r.places[s.file] = s.doc
		r.findings = append(r.findings, s.findings...)
		if found == nil {
			card := s.card
			found = &card
			continue
		}
		r.findings = append(r.findings, duplicateCard(name, s.doc.At("/name"), r.places[found.Path].At("/name")))
	}
	return found, nil
}
