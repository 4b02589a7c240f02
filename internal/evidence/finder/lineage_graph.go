package finder

import (
	"cmp"
	"maps"
	"slices"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/datasets"
)

// LineageGraph is all datasets of a repository, its models, and what is made from what.
type LineageGraph struct {
	Datasets []LineageDataset `json:"datasets"` // by name
	Models   []LineageModel   `json:"models"`   // by id
	Steps    []LineageStep    `json:"steps"`    // by child, in the order of its cards
	// Unread are the files among the data cards that cannot be read as one, by path:
	// what is in them is not in the graph.
	Unread []string `json:"unread"`
}

// LineageDataset is a dataset that has a data card, or that one names.
type LineageDataset struct {
	Name      string `json:"name"`
	Path      string `json:"path,omitempty"` // of its data card; "" if it has none
	Status    string `json:"status,omitempty"`
	License   string `json:"license,omitempty"`
	Withdrawn string `json:"withdrawn,omitempty"` // the day

	// Others are further data cards of the name, by path: which of them describes the
	// data is open.
	Others []string `json:"others,omitempty"`
}

// LineageModel is a model and the datasets that it uses.
type LineageModel struct {
	ID       string   `json:"id"`
	Datasets []string `json:"datasets"`
}

// LineageStep says that a dataset is made from another, and what does not pass.
type LineageStep struct {
	Parent         string   `json:"parent"`
	Child          string   `json:"child"`
	Relation       string   `json:"relation"`
	Transformation string   `json:"transformation,omitempty"`
	Evidence       string   `json:"evidence,omitempty"`
	Ends           []string `json:"ends,omitempty"`
}

// Lineage reads the lineage of every dataset of the tree.
func (f *Finder) Lineage() (LineageGraph, error) {
	g := LineageGraph{Datasets: []LineageDataset{}, Models: []LineageModel{}, Steps: []LineageStep{}, Unread: []string{}}
	ids, err := f.AllFetched()
	if err != nil {
		return g, err
	}
	named, err := f.listNamedCards()
	if err != nil {
		return g, err
	}
	known := map[string]LineageDataset{}
	for name, cards := range named {
		c := cards[0].Card
		d := LineageDataset{Name: name, Path: c.Path, Status: c.PersonalData.Status.Value, License: c.License.Value, Withdrawn: c.Withdrawn.Date.Value}
		for _, other := range ownCards(cards[1:]) {
			d.Others = append(d.Others, other.Path)
			d.Withdrawn = cmp.Or(d.Withdrawn, other.Withdrawn.Date.Value)
		}
		known[name] = d
	}
	for _, s := range f.sharedDocs {
		if len(s.cards) == 0 {
			g.Unread = append(g.Unread, s.file)
		}
		for _, c := range s.cards {
			if !c.Name.Present {
				g.Unread = append(g.Unread, s.file)
				break
			}
		}
	}
	slices.Sort(g.Unread)
	for _, name := range slices.Sorted(maps.Keys(named)) {
		for _, entry := range lineageOf(named[name]) {
			step := LineageStep{Parent: originName(entry.Ref.Value), Child: name, Relation: entry.Relation.Value, Transformation: entry.Transformation.Value, Evidence: entry.EvidenceRef.Value}
			for _, end := range entry.Ends.Items {
				step.Ends = append(step.Ends, end.Value)
			}
			g.Steps = append(g.Steps, step)
			mention(known, step.Parent)
		}
	}
	for _, id := range ids {
		s, err := f.Read(id)
		if err != nil {
			return g, err
		}
		m := LineageModel{ID: id, Datasets: []string{}}
		for _, d := range s.Model.Datasets {
			m.Datasets = append(m.Datasets, d.Name)
			mention(known, d.Name)
		}
		g.Models = append(g.Models, m)
	}
	g.Datasets = slices.SortedFunc(maps.Values(known), func(a, b LineageDataset) int { return cmp.Compare(a.Name, b.Name) })
	return g, nil
}

// mention adds a dataset that has no card.
func mention(known map[string]LineageDataset, name string) {
	if _, is := known[name]; !is {
		known[name] = LineageDataset{Name: name}
	}
}

// ownCards are those of our format: others fill one of ours.
func ownCards(cards []CardFile) []evidence.DataCard {
	var out []evidence.DataCard
	for _, c := range cards {
		if c.Card.Format == datasets.FormatDataCard {
			out = append(out, c.Card)
		}
	}
	return out
}

// lineageOf are the entries of all cards of a name, each once.
func lineageOf(cards []CardFile) []evidence.Lineage {
	out := slices.Clone(cards[0].Card.Lineage)
	for _, c := range ownCards(cards[1:]) {
		out = evidence.Union(out, c.Lineage, func(l evidence.Lineage) string { return l.Ref.Value + " " + l.Relation.Value })
	}
	return out
}
