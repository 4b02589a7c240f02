package finder

import (
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/datasets"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// Datasets lists the datasets that shared data cards describe, sorted: what there is
// to judge in a repository without models. The id of a dataset is the path of its
// card, and its name where a file has several.
func (f *Finder) Datasets() ([]string, error) {
	groups, err := f.listDescribed()
	if err != nil {
		return nil, err
	}
	var ids []string
	for id := range groups {
		if !f.elsewhere(id) { // which its own repository judges
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids, nil
}

// DatasetFiles are the files that describe a dataset.
func (f *Finder) DatasetFiles(id string) ([]string, error) {
	groups, err := f.listDescribed()
	var files []string
	for _, c := range groups[id] {
		files = append(files, c.Path)
	}
	return files, err
}

// ReadDataset reads a dataset of a repository without models: as that of a model that
// is not there. One that is not described has no datasets.
func (f *Finder) ReadDataset(id string) (Snapshot, error) {
	groups, err := f.listDescribed()
	if err != nil {
		return Snapshot{}, err
	}
	r := &reader{tree: f.tree, finder: f, places: map[string]*document.Document{}}
	s := Snapshot{places: r.places, tree: f.tree, Parameters: map[string]string{}, Model: Absent(id)}
	cards := slices.Clone(groups[id])
	if len(cards) == 0 {
		return s, nil
	}
	for _, doc := range f.sharedDocs {
		if slices.ContainsFunc(cards, func(c evidence.DataCard) bool { return c.Path == doc.file }) {
			r.places[doc.file] = doc.doc
			r.findings = append(r.findings, doc.findings...)
		}
	}
	d := evidence.Dataset{Name: cards[0].Name.Value}
	d.Card, d.Disagree = r.together(d.Name, cards)
	d.At = d.Card.At
	if d, err = r.withOrigins(d); err != nil {
		return Snapshot{}, err
	}
	if d, err = r.withTables(d, cards); err != nil {
		return Snapshot{}, err
	}
	s.Model.At, s.Model.Name, s.Model.Datasets = d.At, d.Name, []evidence.Dataset{d}
	s.Findings = finding.Sort(r.findings)
	return s, nil
}

// listDescribed returns the cards of each dataset, ours first, by the id of the dataset.
func (f *Finder) listDescribed() (map[string][]evidence.DataCard, error) {
	if err := f.loadShared(); err != nil {
		return nil, err
	}
	f.datasetsOnce.Do(func() { f.datasets = f.groupCards() })
	return f.datasets, nil
}

func (f *Finder) groupCards() map[string][]evidence.DataCard {
	var groups [][]evidence.DataCard
	byName := map[string]int{}
	add := func(c evidence.DataCard, to int) {
		if to < 0 {
			to = len(groups)
			groups = append(groups, nil)
		}
		groups[to] = append(groups[to], c)
		byName[c.Name.Value] = to
	}
	several := map[string]bool{}
	var others []evidence.DataCard
	for _, s := range f.sharedDocs {
		several[s.file] = len(s.cards) > 1
		for _, c := range s.cards {
			if c.Format != datasets.FormatDataCard {
				others = append(others, c)
			} else if to, ok := byName[c.Name.Value]; ok {
				add(c, to)
			} else {
				add(c, -1)
			}
		}
	}
	for _, c := range others {
		add(c, f.groupOf(c, groups, byName))
	}
	out := map[string][]evidence.DataCard{}
	for _, g := range groups {
		id := g[0].Path
		if several[id] {
			id += "#" + g[0].Name.Value
		}
		out[id] = append(out[id], g...)
	}
	return out
}

// groupOf is the dataset that a description in another format is of, -1 for one of
// its own: the one of its name, or the only other one that its directory describes,
// if one of the two is the README of the directory.
func (f *Finder) groupOf(c evidence.DataCard, groups [][]evidence.DataCard, byName map[string]int) int {
	if to, ok := byName[c.Name.Value]; ok {
		return to
	}
	for i, g := range groups {
		if datasets.Describes(c, g[0].Name.Value) {
			return i
		}
	}
	beside := slices.DeleteFunc(slices.Clone(f.sharedDocs), func(s sharedDoc) bool {
		return path.Dir(s.file) != path.Dir(c.Path) || len(s.cards) != 1 || s.file == c.Path
	})
	if len(beside) != 1 || !isReadme(c.Path) && !isReadme(beside[0].file) {
		return -1
	}
	return slices.IndexFunc(groups, func(g []evidence.DataCard) bool {
		return slices.ContainsFunc(g, func(o evidence.DataCard) bool { return o.Path == beside[0].file })
	})
}

func isReadme(file string) bool { return strings.EqualFold(path.Base(file), "README.md") }
