package finder

import (
	"cmp"
	"maps"
	"reflect"
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
	finder *Finder
	named  map[string][]CardFile
	state  map[string]bool // by path: true while the card's own ancestors are followed
	steps  []*evidence.Origin
	read   map[string]*CardFile  // the cards that were reached, by path
	twice  map[string][]CardFile // by name: parents that have several cards
}

// stepKey is a step from a named card, which other datasets may have, too: most are
// ancestors of many.
type stepKey struct {
	child *evidence.DataCard
	entry int // of its lineage
	cycle bool
}

// stepOf makes a step from a named card once.
func (f *Finder) stepOf(key stepKey, parent *evidence.DataCard) *evidence.Origin {
	f.mu.Lock()
	defer f.mu.Unlock()
	known := f.steps[key]
	if known == nil {
		if f.steps == nil {
			f.steps = map[stepKey]*evidence.Origin{}
		}
		known = newStep(key, parent)
		f.steps[key] = known
	}
	return known
}

func newStep(key stepKey, parent *evidence.DataCard) *evidence.Origin {
	entry := key.child.Lineage[key.entry]
	step := &evidence.Origin{At: entry.At, Entry: entry, Child: *key.child, Cycle: key.cycle}
	if parent == nil {
		step.Parent = datasets.Absent(entry.Ref.At)
	} else {
		step.Parent = *parent
	}
	return step
}

// origins are the steps of a card's lineage, nearest first on each branch, and the
// documents that they are in.
func (f *Finder) origins(card evidence.DataCard) (*ancestry, error) {
	a := &ancestry{finder: f, state: map[string]bool{}, steps: []*evidence.Origin{}, read: map[string]*CardFile{}, twice: map[string][]CardFile{}}
	if len(card.Lineage) == 0 {
		return a, nil
	}
	var err error
	if a.named, err = f.listNamedCards(); err != nil {
		return nil, err
	}
	a.follow(a.known(&card))
	return a, nil
}

// known is a card among the named ones, if it is one of them: the steps from it are then
// those that its descendants have.
func (a *ancestry) known(card *evidence.DataCard) (child *evidence.DataCard, isNamed bool) {
	for i := range a.named[card.Name.Value] {
		if named := &a.named[card.Name.Value][i].Card; named.Path == card.Path && reflect.DeepEqual(named, card) {
			return named, true
		}
	}
	return card, false
}

func (a *ancestry) follow(child *evidence.DataCard, isNamed bool) {
	a.state[child.Path] = true
	defer func() { a.state[child.Path] = false }()
	for i, entry := range child.Lineage {
		if len(a.steps) == maxOrigins {
			last := *a.steps[maxOrigins-1]
			last.Cut = true
			a.steps[maxOrigins-1] = &last
			return
		}
		cards := a.named[originName(entry.Ref.Value)]
		key := stepKey{child: child, entry: i}
		if len(cards) == 0 {
			a.add(key, nil, isNamed)
			continue
		}
		parent := &cards[0]
		if len(cards) > 1 && cards[1].Card.Format == datasets.FormatDataCard {
			a.twice[parent.Card.Name.Value] = cards
		}
		following, seen := a.state[parent.Card.Path]
		key.cycle = following
		a.add(key, &parent.Card, isNamed)
		a.read[parent.Card.Path] = parent
		if !seen {
			a.follow(&parent.Card, true)
		}
	}
}

// add adds a step. One from a card that is not among the named ones is of one dataset.
func (a *ancestry) add(key stepKey, parent *evidence.DataCard, isNamed bool) {
	step := newStep
	if isNamed {
		step = a.finder.stepOf
	}
	a.steps = append(a.steps, step(key, parent))
}

// withOrigins adds to a dataset what it was made from.
func (r *reader) withOrigins(d evidence.Dataset) (evidence.Dataset, error) {
	a, err := r.finder.origins(d.Card)
	if err != nil {
		return d, err
	}
	d.Origins = a.steps
	r.finder.mu.Lock()
	for path := range a.read {
		r.finder.used[path] = true
	}
	r.finder.mu.Unlock()
	for path, file := range a.read {
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
