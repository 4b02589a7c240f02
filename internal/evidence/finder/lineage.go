package finder

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/datasets"
)

// maxOrigins is how many steps of one dataset's lineage are followed.
const maxOrigins = 1000

// listNamedCards returns all data cards of the tree by the dataset that they describe, in
// the order of their paths, ours before those in other formats.
func (f *Finder) listNamedCards() (map[string][]CardFile, error) {
	f.lineage.Do(func() { f.lineageCards, f.lineageErr = f.cardsByName() })
	return f.lineageCards, f.lineageErr
}

func (f *Finder) cardsByName() (map[string][]CardFile, error) {
	if err := f.loadShared(); err != nil {
		return nil, err
	}
	out := map[string][]CardFile{}
	shared := map[string]bool{}
	for _, s := range f.sharedDocs {
		shared[s.file] = true
		for _, c := range s.cards {
			if c.Name.Present {
				out[c.Name.Value] = append(out[c.Name.Value], CardFile{Document: s.doc, Card: c, reload: s.reload})
			}
		}
	}
	own, err := f.dataCards(func(file string) bool { return !shared[file] })
	if err != nil {
		return nil, err
	}
	for _, c := range own {
		if c.Card.Name.Present {
			out[c.Card.Name.Value] = append(out[c.Card.Name.Value], c)
		}
	}
	for _, cards := range out {
		slices.SortFunc(cards, func(a, b CardFile) int { return datasets.Compare(a.Card, b.Card) })
	}
	return out, nil
}

// originName is the name of the dataset that a lineage entry names. Addresses of the
// Hub name one, too.
func originName(ref string) string {
	for _, prefix := range []string{"hf://datasets/", "https://huggingface.co/datasets/"} {
		if rest, ok := strings.CutPrefix(ref, prefix); ok {
			ref = strings.TrimRight(rest, "/")
		}
	}
	return ref
}

// ancestry follows the lineage of a card.
type ancestry struct {
	named map[string][]CardFile
	state map[string]bool // by path: true while the card's own ancestors are followed
	steps []evidence.Origin
	read  map[string]CardFile   // the cards that were reached, by path
	twice map[string][]CardFile // by name: parents that have several cards
}

// origins are the steps of a card's lineage, nearest first on each branch, and the
// documents that they are in.
func (f *Finder) origins(card evidence.DataCard) (*ancestry, error) {
	a := &ancestry{state: map[string]bool{}, steps: []evidence.Origin{}, read: map[string]CardFile{}, twice: map[string][]CardFile{}}
	if len(card.Lineage) == 0 {
		return a, nil
	}
	var err error
	if a.named, err = f.listNamedCards(); err != nil {
		return nil, err
	}
	a.follow(card)
	return a, nil
}

func (a *ancestry) follow(child evidence.DataCard) {
	a.state[child.Path] = true
	defer func() { a.state[child.Path] = false }()
	for _, entry := range child.Lineage {
		if len(a.steps) == maxOrigins {
			a.steps[maxOrigins-1].Cut = true
			return
		}
		step := evidence.Origin{At: entry.At, Entry: entry, Child: child}
		cards := a.named[originName(entry.Ref.Value)]
		if len(cards) == 0 {
			step.Parent = datasets.Absent(entry.Ref.At)
			a.steps = append(a.steps, step)
			continue
		}
		parent := cards[0]
		if len(cards) > 1 && cards[1].Card.Format == datasets.FormatDataCard {
			a.twice[parent.Card.Name.Value] = cards
		}
		following, seen := a.state[parent.Card.Path]
		step.Parent, step.Cycle = parent.Card, following
		a.steps = append(a.steps, step)
		a.read[parent.Card.Path] = parent
		if !seen {
			a.follow(parent.Card)
		}
	}
}

// withOrigins adds to a dataset what it was made from.
func (r *reader) withOrigins(d evidence.Dataset) (evidence.Dataset, error) {
	a, err := r.finder.origins(d.Card)
	if err != nil {
		return d, err
	}
	d.Origins = a.steps
	for path, file := range a.read {
		r.finder.mu.Lock()
		r.finder.used[path] = true
		r.finder.mu.Unlock()
		if r.places[path] == nil {
			if r.places[path], err = file.document(); err != nil {
				return d, err
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(a.twice)) {
		for _, second := range a.twice[name][1:] {
			if second.Card.Format != datasets.FormatDataCard {
				break
			}
			at, err1 := second.document()
			first, err2 := a.twice[name][0].document()
			if err := cmp.Or(err1, err2); err != nil {
				return d, err
			}
			r.findings = append(r.findings, duplicateCard(name, at.At("/name"), first.At("/name")))
		}
	}
	return d, nil
}
