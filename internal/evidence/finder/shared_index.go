package finder

import (
	"cmp"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/conflict"
	"github.com/modelgate-dev/modelgate/internal/evidence/datasets"
)

// sharedIndex finds shared data cards without a look at each: there may be thousands, and
// each of thousands of models asks.
type sharedIndex struct {
	byFile  map[string][]int     // indices of sharedDocs
	byName  map[string][]cardPos // by the name in the card
	foreign map[string][]cardPos // the same, of cards in other formats
	atHub   map[string][]cardPos // by the name with its owner
}

// cardPos is the place of a card in sharedDocs.
type cardPos struct{ doc, card int }

// sharedIndex is made once. The shared data cards must have been loaded.
func (f *Finder) sharedIndex() *sharedIndex {
	f.indexOnce.Do(func() {
		x := &sharedIndex{map[string][]int{}, map[string][]cardPos{}, map[string][]cardPos{}, map[string][]cardPos{}}
		for i := range f.sharedDocs {
			s := &f.sharedDocs[i]
			x.byFile[s.file] = append(x.byFile[s.file], i)
			for j := range s.cards {
				c, at := &s.cards[j], cardPos{i, j}
				x.byName[c.Name.Value] = append(x.byName[c.Name.Value], at)
				if c.Format == datasets.FormatDataCard {
					continue
				}
				x.foreign[c.Name.Value] = append(x.foreign[c.Name.Value], at)
				for _, name := range datasets.NamesAtHub(*c) {
					x.atHub[name] = append(x.atHub[name], at)
				}
			}
		}
		f.index = x
	})
	return f.index
}

// describing are the cards for which datasets.Describes holds, in the order of their files.
func (x *sharedIndex) describing(name string) []cardPos {
	out := slices.Clone(x.byName[name])
	if last := conflict.LastPart(name); last != name {
		out = append(out, x.foreign[last]...)
	}
	if strings.Contains(name, "/") {
		out = append(out, x.atHub[name]...)
	}
	slices.SortFunc(out, func(a, b cardPos) int { return cmp.Or(cmp.Compare(a.doc, b.doc), cmp.Compare(a.card, b.card)) })
	return slices.Compact(out)
}

// sharedDocsOf are the files that cards are in, in the order of the files.
func (f *Finder) sharedDocsOf(cards []evidence.DataCard) []*sharedDoc {
	var at []int
	for i := range cards {
		at = append(at, f.sharedIndex().byFile[cards[i].Path]...)
	}
	slices.Sort(at)
	var out []*sharedDoc
	for _, i := range slices.Compact(at) {
		out = append(out, &f.sharedDocs[i])
	}
	return out
}
