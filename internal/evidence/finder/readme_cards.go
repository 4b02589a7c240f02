package finder

import (
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence/cards"
	"github.com/modelgate-dev/modelgate/internal/evidence/manifest"
	"github.com/modelgate-dev/modelgate/internal/evidence/weights"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// Weights that a project writes to models/ are described by the README above, where nothing
// else can be meant: it reads like the card of one model, and the repository, or a directory
// in it, holds weights in no other directory, and no card. The configuration says it
// otherwise, as `card` of an entry of `models`.

// ReadmeOf is the README above a model that is its card, "" for none.
func (f *Finder) ReadmeOf(id string) string {
	readmes, err := f.readmeCards()
	if err != nil { // of whoever asks for models
		return ""
	}
	return readmes[id]
}

// readmeCards are the READMEs above models that are their cards, by model. What the base
// takes for a card is one as long as the model is there: a proposal does not unmake it.
func (f *Finder) readmeCards() (map[string]string, error) {
	f.readmesOnce.Do(func() {
		f.readmes = map[string]string{}
		if len(f.layout.Models) > 0 {
			return
		}
		if f.readmesErr = f.findReadmes(); f.readmesErr != nil || f.before == nil {
			return
		}
		var held map[string]string
		held, f.readmesErr = f.before.readmeCards()
		for id, readme := range held {
			if len(f.tree.Under(id)) > 0 {
				f.readmes[id] = readme
			}
		}
	})
	return f.readmes, f.readmesErr
}

func (f *Finder) findReadmes() error {
	roots, err := f.weightRoots()
	if err != nil {
		return err
	}
	scopes := slices.DeleteFunc(f.allScopes(roots), func(s scope) bool { _, ok := f.readmeAbove(s); return !ok })
	var wanted []source.Entry
	for _, s := range scopes {
		wanted = append(wanted, s.cards...)
	}
	if err := f.fetch(func() []source.Entry { return wanted }); err != nil {
		return err
	}
	for _, s := range scopes {
		readme, _ := f.readmeAbove(s)
		is, err := f.hasCard(s.cards)
		if err == nil && !is {
			is, err = f.describesWeights(readme)
			if is {
				f.readmes[s.weights] = readme.Path
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// readmeAbove is the nearest README above the weights of a scope, as far as names tell
// that it may be their card.
func (f *Finder) readmeAbove(s scope) (source.Entry, bool) {
	isReadme := func(e source.Entry) bool { return strings.EqualFold(path.Base(e.Path), "README.md") }
	named := slices.ContainsFunc(s.cards, func(e source.Entry) bool {
		return path.Base(e.Path) == manifest.FileName || !isReadme(e) || path.Dir(e.Path) == s.weights
	})
	outputs := slices.ContainsFunc(strings.Split(below(s.dir, s.weights), "/"), func(name string) bool { return IsOutputDir(name) || IsModelWord(name) })
	if named || !outputs || len(s.cards) > maxLookedAt || !slices.ContainsFunc(f.direct(s.weights), func(e source.Entry) bool { return weights.IsName(e.Path) && !isAuxiliary(e.Path) }) {
		return source.Entry{}, false
	}
	for dir := s.weights; dir != s.dir; {
		dir = path.Dir(dir)
		if i := slices.IndexFunc(f.direct(dir), isReadme); i >= 0 {
			e := f.direct(dir)[i]
			return e, e.Kind == source.File && !f.ignored(dir) && !f.never(dir)
		}
	}
	return source.Entry{}, false
}

// hasCard reports whether one of some files is a card by itself.
func (f *Finder) hasCard(files []source.Entry) (bool, error) {
	for _, e := range files {
		if is, err := f.isCard(e); is || err != nil {
			return is, err
		}
	}
	return false, nil
}

// describesWeights reports whether a README reads like the card of one model.
func (f *Finder) describesWeights(e source.Entry) (bool, error) {
	src, err := f.sniff(e)
	if src == nil || err != nil {
		return false, err
	}
	d, _ := document.Parse(e.Path, src)
	return cards.Describes(d), nil
}
