package finder

import (
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/conflict"
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
	for _, s := range f.sharedDocsOf(cards) {
		if r.places[s.file], err = s.document(); err != nil {
			return Snapshot{}, err
		}
		r.findings = append(r.findings, s.findings...)
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
	g := newGrouping(f.sharedDocs)
	several := map[string]bool{}
	var others []*evidence.DataCard
	for i := range f.sharedDocs {
		s := &f.sharedDocs[i]
		several[s.file] = len(s.cards) > 1
		for j := range s.cards {
			c := &s.cards[j]
			if c.Format != datasets.FormatDataCard {
				others = append(others, c)
			} else if to, ok := g.byName[c.Name.Value]; ok {
				g.add(c, to)
			} else {
				g.add(c, -1)
			}
		}
	}
	for _, c := range others {
		g.add(c, g.groupOf(c))
	}
	out := map[string][]evidence.DataCard{}
	for _, cards := range g.groups {
		id := cards[0].Path
		if several[id] {
			id += "#" + cards[0].Name.Value
		}
		for _, c := range cards {
			out[id] = append(out[id], *c)
		}
	}
	return out
}

// grouping puts the cards of one dataset together. What it looks up is known by maps: a
// repository may have thousands of datasets.
type grouping struct {
	groups  [][]*evidence.DataCard
	byName  map[string]int      // by the name in any card: the group that had it last
	byFirst map[string]int      // by the name in the first card of a group: the first such group
	byLast  map[string]int      // by the last part of that name: the first such group
	byPath  map[string]int      // by the path of a card: the first group with it
	single  map[string][]string // by directory: its files with one card
}

func newGrouping(docs []sharedDoc) *grouping {
	g := &grouping{byName: map[string]int{}, byFirst: map[string]int{}, byLast: map[string]int{}, byPath: map[string]int{}, single: map[string][]string{}}
	for _, s := range docs {
		if dir := path.Dir(s.file); len(s.cards) == 1 {
			g.single[dir] = append(g.single[dir], s.file)
		}
	}
	return g
}

// add adds a card to a group, which is a new one if it is negative.
func (g *grouping) add(c *evidence.DataCard, to int) {
	first := func(of map[string]int, key string) {
		if known, ok := of[key]; !ok || to < known {
			of[key] = to
		}
	}
	if to < 0 {
		to = len(g.groups)
		g.groups = append(g.groups, nil)
		first(g.byFirst, c.Name.Value)
		first(g.byLast, conflict.LastPart(c.Name.Value))
	}
	g.groups[to] = append(g.groups[to], c)
	g.byName[c.Name.Value] = to
	first(g.byPath, c.Path)
}

// groupOf is the dataset that a description in another format is of, -1 for one of
// its own: the one of its name, or the only other one that its directory describes,
// if one of the two is the README of the directory.
func (g *grouping) groupOf(c *evidence.DataCard) int {
	if to, ok := g.byName[c.Name.Value]; ok {
		return to
	}
	described := -1
	take := func(of map[string]int, name string) {
		if to, ok := of[name]; ok && (described < 0 || to < described) {
			described = to
		}
	}
	take(g.byLast, c.Name.Value)
	for _, name := range datasets.NamesAtHub(*c) {
		take(g.byFirst, name)
	}
	if described >= 0 {
		return described
	}
	beside := ""
	for _, file := range g.single[path.Dir(c.Path)] {
		switch {
		case file == c.Path:
		case beside != "":
			return -1
		default:
			beside = file
		}
	}
	if to, ok := g.byPath[beside]; ok && (isReadme(c.Path) || isReadme(beside)) {
		return to
	}
	return -1
}

func isReadme(file string) bool { return strings.EqualFold(path.Base(file), "README.md") }
