package finder

import (
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence/cards"
	"github.com/modelgate-dev/modelgate/internal/evidence/hub"
	"github.com/modelgate-dev/modelgate/internal/evidence/manifest"
	"github.com/modelgate-dev/modelgate/internal/evidence/weights"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// pagesOf are the Markdown files of a directory that are its model card: those
// that are called one, then a README that is one.
func (f *Finder) pagesOf(dir string) ([]string, error) {
	f.mu.Lock()
	known, ok := f.pages[dir]
	f.mu.Unlock()
	if ok {
		return known, nil
	}
	pages, err := f.findPages(dir)
	if err != nil {
		return nil, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.pages[dir] = pages
	return pages, nil
}

func (f *Finder) findPages(dir string) ([]string, error) {
	var pages []string
	var readmes []source.Entry
	marked := false
	if card := f.cardOf(dir); strings.EqualFold(path.Ext(card), ".md") {
		if _, there := f.tree.Lookup(card); there {
			pages = append(pages, card)
		}
	}
	for _, part := range f.partsOf(dir)[1:] {
		for _, e := range f.direct(part) {
			if base := path.Base(e.Path); !cards.IsPageName(base) && !strings.EqualFold(base, "README.md") {
				continue
			}
			is, err := f.isCard(e)
			if err != nil {
				return nil, err
			}
			if is {
				pages = append(pages, e.Path)
			}
		}
	}
	for _, e := range f.direct(dir) {
		base := path.Base(e.Path)
		switch {
		case slices.Contains(pages, e.Path):
		case cards.IsPageName(base):
			pages = append(pages, e.Path)
		case strings.EqualFold(base, "README.md"):
			readmes = append(readmes, e)
		case base == manifest.FileName || weights.IsName(base) && !isAuxiliary(e.Path):
			marked = true
		}
	}
	known := marked || f.assumed[dir] || matches(f.layout.Models, dir)
	if !known && len(readmes) > 0 {
		var err error
		if known, err = f.isModelWithoutPage(dir); err != nil {
			return nil, err
		}
	}
	for i, e := range readmes {
		is, err := false, error(nil)
		switch {
		case len(pages) > 0:
			is, err = f.isSecondPage(e)
		case i == 0 && known: // the directory is a model, so its README is its card, unless another file is
			is, err = f.isOnlyCard(e.Path)
		default:
			is, err = f.isCardPage(e.Path)
		}
		if err != nil {
			return nil, err
		}
		if is {
			pages = append(pages, e.Path)
		}
	}
	return pages, nil
}

// isModelWithoutPage reports whether something else than a page makes a directory a model.
func (f *Finder) isModelWithoutPage(dir string) (bool, error) {
	if len(f.layout.Models) > 0 || f.never(dir) || f.ignored(dir) {
		return false, nil
	}
	for _, makes := range []func(string) (bool, error){f.otherCardMakesModel, f.pipelineMakesModel, f.dvcMakesModel} {
		if is, err := makes(dir); is || err != nil {
			return is, err
		}
	}
	return false, nil
}

// isOnlyCard reports whether a README is the card of a directory that is a model:
// it is one, or no other file is.
func (f *Finder) isOnlyCard(readme string) (bool, error) {
	other, err := f.hasFullCard(path.Dir(readme))
	if err != nil || !other {
		return !other, err
	}
	return f.isCardPage(readme)
}

// isCardPage reports whether a README makes its directory a model.
func (f *Finder) isCardPage(readme string) (bool, error) {
	src, err := f.tree.Read(readme, document.MaxBytes)
	if err == nil && hub.IsModel(document.ParseFront(readme, src)) {
		return true, nil
	}
	d, found, err := load(f.tree, readme)
	if err != nil || d == nil {
		return false, err
	}
	return cards.IsCardInPlace(d) || isBrokenCard(d, found), nil
}

// isSecondPage reports whether a README beside a file that is called a model card
// speaks of the model too. A link says nothing of its own.
func (f *Finder) isSecondPage(e source.Entry) (bool, error) {
	if e.Kind != source.File {
		return false, nil
	}
	d, found, err := load(f.tree, e.Path)
	if err != nil || d == nil {
		return false, err
	}
	return cards.IsPage(d) || isBrokenCard(d, found), nil
}

// hasFullCard reports whether a directory has a card that is no Markdown and says
// what the model is for. MLmodel and Kitfile are lists of parts: a README beside
// one is the card.
func (f *Finder) hasFullCard(dir string) (bool, error) {
	others, err := f.otherCards([]string{dir}, "", f.direct(dir))
	return slices.ContainsFunc(others, func(c otherCard) bool {
		return c.one && c.format.Name != cards.FormatKitfile && c.format.Name != cards.FormatMLmodel
	}), err
}

// isList reports whether the metadata of a page is a list: its keys were forgotten.
func isList(d *document.Document) bool {
	if d.Source == nil {
		return false
	}
	_, below, _ := strings.Cut(string(d.Source[d.Front.Start:d.Front.End]), "\n")
	return strings.HasPrefix(strings.TrimLeft(below, " \t\r\n"), "- ")
}

// isBrokenCard reports whether a README whose metadata cannot be read was
// meant to be a model card: breaking the front matter must not hide a model.
func isBrokenCard(d *document.Document, found []finding.Finding) bool {
	if d.Root != nil || len(found) == 0 {
		return false
	}
	if isList(d) && cards.IsPage(d) {
		return true
	}
	if d.Source == nil { // refused: nothing is known of it, and at the root it is mostly the repository's own page
		return path.Dir(d.Path) != "."
	}
	for i, line := range strings.Split(string(d.Source[:min(len(d.Source), 16<<10)]), "\n") {
		key, _, ok := strings.Cut(strings.TrimSpace(line), ":")
		if i > 200 {
			break
		}
		if ok && slices.Contains(hub.ModelKeys, key) {
			return true
		}
	}
	return false
}
