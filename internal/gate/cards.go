package gate

import (
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/datasets"
	"github.com/modelgate-dev/modelgate/internal/evidence/finder"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/policy"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// changedCards is what becomes of data cards, and the documents that they are in.
type changedCards struct {
	changes   []policy.CardChange
	documents map[string]*document.Document // by path; the proposed one, where there is one
}

func (c changedCards) locate(a evidence.Anchor) (finding.Position, bool) {
	file, pointer := a.Split(func(file string) bool { return c.documents[file] != nil })
	d, ok := c.documents[file]
	if !ok {
		return finding.Position{}, false
	}
	return d.At(pointer), true
}

// changedCards pairs each data card that the proposal changes, moves or removes
// with what takes its place, and each that it brings with what it may stand for.
func (r *run) changedCards() (changedCards, error) {
	out := changedCards{changes: []policy.CardChange{}, documents: map[string]*document.Document{}}
	touched, err := listTouchedCards(r.Changes, r.left, r.head)
	if err != nil || len(touched) == 0 {
		return out, err
	}
	before, err := r.left.DataCards()
	if err != nil {
		return out, err
	}
	after, err := r.head.DataCards()
	if err != nil {
		return out, err
	}
	for _, c := range after {
		out.documents[c.Document.Path] = c.Document
	}
	was, is := byIdentity(before), byIdentity(after)
	for _, from := range before {
		placed := false
		for _, to := range after {
			if !touched[from.Card.Path] && !touched[to.Card.Path] {
				continue
			}
			by := replaces(from.Card, to.Card, is[identityOf(from)], was[identityOf(to)])
			if by == "" {
				continue
			}
			placed = true
			out.add(r, from, to.Card, by)
		}
		if !placed && touched[from.Card.Path] {
			out.add(r, from, datasets.Absent(evidence.Anchor(from.Card.Path+"#")), "")
		}
	}
	return out, nil
}

// cardIdentity is a dataset and the file that describes it.
type cardIdentity struct{ path, name string }

func identityOf(c finder.CardFile) cardIdentity {
	return cardIdentity{c.Card.Path, c.Card.Name.Value}
}

func byIdentity(cards []finder.CardFile) map[cardIdentity]bool {
	out := map[cardIdentity]bool{}
	for _, c := range cards {
		out[identityOf(c)] = true
	}
	return out
}

func (c *changedCards) add(r *run, from finder.CardFile, to evidence.DataCard, by string) {
	change := policy.CardChange{At: to.At, By: by, From: from.Card, To: to, Owners: []policy.Owner{}, Ended: []evidence.EndedControl{}}
	for _, name := range r.owners.Of(from.Card.Path) {
		change.Owners = append(change.Owners, policy.Owner{At: to.At, Name: name})
	}
	if to.Present {
		change.Ended = r.endedByDataCard(from.Card, to)
	} else {
		c.documents[from.Document.Path] = from.Document
	}
	c.changes = append(c.changes, change)
}

// listTouchedCards returns the changed paths that hold a data card on either side.
func listTouchedCards(changes []source.Change, finders ...*finder.Finder) (map[string]bool, error) {
	touched := map[string]bool{}
	for _, c := range changes {
		for _, finder := range finders {
			is, err := finder.IsDataCard(c.Path)
			if err != nil {
				return nil, err
			}
			if is {
				touched[c.Path] = true
			}
		}
	}
	return touched, nil
}

// replaces is what tells that a proposed card takes the place of one of the base,
// "" if nothing does. A card whose file and name are new is still told by the data:
// by what they are and where they are, and, where the one of the base does not
// stay, by where they come from.
func replaces(from, to evidence.DataCard, stays, known bool) string {
	switch {
	case from.Path == to.Path:
		return "its file"
	case sameText(from.Name, to.Name):
		return "its name"
	case known:
		return ""
	case sameText(from.Digest, to.Digest):
		return "its digest"
	case slices.ContainsFunc(from.Storage, func(x evidence.Storage) bool {
		return slices.ContainsFunc(to.Storage, func(y evidence.Storage) bool { return sameText(x.URI, y.URI) })
	}):
		return "its storage"
	case stays:
		return ""
	case sameText(from.Source.URI, to.Source.URI), sameText(from.Source.Name, to.Source.Name):
		return "its source"
	}
	return ""
}

func sameText(x, y evidence.Text) bool {
	return x.Present && strings.EqualFold(strings.TrimRight(x.Value, "/"), strings.TrimRight(y.Value, "/"))
}
