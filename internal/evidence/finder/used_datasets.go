package finder

import (
	"cmp"
	"slices"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/datasets"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// UsedDataset is a dataset and the models that use it.
type UsedDataset struct {
	evidence.Dataset
	ID     string   // of the dataset by itself, "" where a model uses it
	Models []string // directories, sorted
	Unread bool     // it is a file that cannot be read as a data card
}

// UsedDatasets are all datasets of the tree: those that models name, and those that
// shared data cards describe and no model names. None is left out: not a further card
// of a name, which is a dataset by itself, and not a file that cannot be read as a data
// card, which goes by its path. They are sorted by name and card.
func (f *Finder) UsedDatasets() ([]UsedDataset, error) {
	models, err := f.AllFetched()
	if err != nil {
		return nil, err
	}
	type key struct {
		name string
		card evidence.Anchor
	}
	at := map[key]int{}
	var out []UsedDataset
	add := func(d evidence.Dataset, model, id string, unread bool) {
		d.Name = cmp.Or(d.Name, d.Card.Path)
		k := key{d.Name, d.Card.At}
		if d.Card.Path == "" {
			k.card = ""
		}
		if _, known := at[k]; !known {
			at[k] = len(out)
			out = append(out, UsedDataset{Dataset: d, ID: id, Unread: unread})
		}
		if set := &out[at[k]]; model != "" && !slices.Contains(set.Models, model) {
			set.Models = append(set.Models, model)
		}
	}
	for _, id := range models {
		s, err := f.Read(id)
		if err != nil {
			return nil, err
		}
		for _, d := range s.Model.Datasets {
			add(d, id, "", false)
		}
	}
	described, err := f.Datasets()
	if err != nil {
		return nil, err
	}
	for _, id := range described {
		s, err := f.ReadDataset(id)
		if err != nil {
			return nil, err
		}
		for _, d := range s.Model.Datasets {
			add(d, "", id, false)
		}
	}
	for _, doc := range f.sharedDocs {
		for _, c := range doc.cards {
			if c.Format == datasets.FormatDataCard { // others fill one of ours
				d, err := f.madeFrom(evidence.Dataset{At: c.At, Name: c.Name.Value, Card: c})
				if err != nil {
					return nil, err
				}
				add(d, "", c.Path, false)
			}
		}
		if len(doc.cards) == 0 {
			add(evidence.Dataset{Card: evidence.DataCard{Path: doc.file, At: evidence.Anchor(doc.file + "#")}}, "", doc.file, true)
		}
	}
	slices.SortFunc(out, func(a, b UsedDataset) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Card.Path, b.Card.Path))
	})
	return out, nil
}

// madeFrom adds to a dataset by itself what it was made from.
func (f *Finder) madeFrom(d evidence.Dataset) (evidence.Dataset, error) {
	r := &reader{tree: f.tree, finder: f, places: map[string]*document.Document{}}
	return r.withOrigins(d)
}

// LocateShared resolves an anchor in the files of shared data cards, and in those that
// the cards were made from.
func (f *Finder) LocateShared(a evidence.Anchor) (finding.Position, bool) {
	if err := f.loadShared(); err != nil {
		return finding.Position{}, false
	}
	byFile := f.sharedIndex().byFile
	file, _ := a.Split(func(file string) bool { return byFile[file] != nil })
	docs := map[string]*document.Document{}
	for _, i := range byFile[file] {
		d, err := f.sharedDocs[i].document()
		if err != nil {
			return finding.Position{}, false
		}
		docs[file] = d
	}
	return Snapshot{places: docs}.Locate(a)
}

// UnusedDatasets are the datasets with a data card of ours that no model of the tree
// names, and that none of theirs is made from, by their ids. Descriptions in other
// formats are of many tables that no model is about.
func (f *Finder) UnusedDatasets() ([]string, error) {
	groups, err := f.listDescribed()
	if err != nil {
		return nil, err
	}
	isUnused := func(id string) bool {
		f.mu.Lock()
		defer f.mu.Unlock()
		return groups[id][0].Format == datasets.FormatDataCard && !slices.ContainsFunc(groups[id], func(c evidence.DataCard) bool { return f.used[c.Path] })
	}
	ids, err := f.Datasets()
	if err != nil || !slices.ContainsFunc(ids, isUnused) {
		return nil, err
	}
	models, err := f.AllFetched()
	if err != nil {
		return nil, err
	}
	for _, id := range models { // only reading a model tells which cards it uses
		f.mu.Lock()
		known := f.wasRead[id]
		f.mu.Unlock()
		if !known {
			if _, err := f.Read(id); err != nil {
				return nil, err
			}
		}
	}
	return slices.DeleteFunc(ids, func(id string) bool { return !isUnused(id) }), nil
}
