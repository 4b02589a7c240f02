package finder

import (
	"cmp"
	"slices"

	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// UsedDataset is a dataset and the models that use it.
type UsedDataset struct {
	evidence.Dataset
	Models []string // directories, sorted
}

// UsedDatasets are all datasets of the tree: those that models name, and those that
// shared data cards describe and no model names. They are sorted by name and card.
func (f *Finder) UsedDatasets() ([]UsedDataset, error) {
	models, err := f.AllFetched()
	if err != nil {
		return nil, err
	}
	type key struct{ name, card string }
	at := map[key]int{}
	var out []UsedDataset
	add := func(d evidence.Dataset, model string) {
		k := key{d.Name, d.Card.Path}
		if _, known := at[k]; !known {
			at[k] = len(out)
			out = append(out, UsedDataset{Dataset: d})
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
			add(d, id)
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
			add(d, "")
		}
	}
	slices.SortFunc(out, func(a, b UsedDataset) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Card.Path, b.Card.Path))
	})
	return out, nil
}
