package finder

import (
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/inspection"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// CardFile is a file that is a data card, and what it says.
type CardFile struct {
	Document *document.Document // nil if reload reads it
	Card     evidence.DataCard

	reload func() (*document.Document, error)
}

func (c CardFile) document() (*document.Document, error) {
	return sharedDoc{doc: c.Document, reload: c.reload}.document()
}

// IsDataCard reports whether a path is one where data cards are looked for: those
// that models share, and those of one model.
func (f *Finder) IsDataCard(file string) (bool, error) {
	if f.isShared(file) {
		return true, nil
	}
	if is, err := f.describesData(file); is || err != nil {
		return is, err
	}
	if name := strings.ToLower(file); !strings.Contains(name, "data") || !strings.Contains(name, "card") {
		return false, nil
	}
	owner, err := f.Owner(file)
	return err == nil && owner != "" && isOwnDataCard(owner, file), err
}

// DataCards reads every data card of the tree, whatever model uses it, in the
// order of their paths.
func (f *Finder) DataCards() ([]CardFile, error) {
	return f.dataCards(func(string) bool { return true })
}

// dataCards reads those at paths that are wanted.
func (f *Finder) dataCards(wanted func(file string) bool) ([]CardFile, error) {
	var out []CardFile
	for _, e := range f.tree.Entries() {
		if e.Kind != source.File || !wanted(e.Path) {
			continue
		}
		is, err := f.IsDataCard(e.Path)
		if err != nil {
			return nil, err
		}
		if !is {
			continue
		}
		d, _, err := load(f.tree, e.Path)
		if err != nil {
			return nil, err
		}
		if format, ok := inspection.DataFormat(d); ok {
			for _, card := range f.cardsOf(format, d) {
				out = append(out, CardFile{Document: d, Card: card})
			}
		}
	}
	return out, nil
}
