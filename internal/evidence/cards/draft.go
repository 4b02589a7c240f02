package cards

import (
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
)

// draft is a card while it is read: what several formats have in common is filled in
// by its methods.
type draft struct{ evidence.Card }

// newCard is a total card that says nothing but what it is: every field absent
// and at the place it would have in a document whose keys are those of the
// types. Decoders fill in what their format has, at the places where it has it.
func newCard(d *document.Document, format string) draft {
	c := draft{Absent(evidence.Anchor(d.Path + "#"))}
	c.Present, c.Path, c.Format = true, d.Path, format
	for _, k := range place.Root(d).InOrder() {
		c.Keys = append(c.Keys, evidence.Key{At: k.Anchor + "#", Name: k.Node.Key, Null: !k.Present(), Empty: isEmpty(k), Value: passage.Beginning(k.Text().Value), Kind: evidence.ValueKind(k.Node.Kind)})
	}
	return c
}

// isEmpty reports whether a value is one that Python takes for false.
func isEmpty(p place.Place) bool {
	switch {
	case !p.Present():
		return true
	case p.Scalar():
		return slices.Contains([]string{"", "false", "False", "FALSE", "0", "0.0"}, p.Node.Value)
	}
	return len(p.Node.Children) == 0
}

// Absent is the card of a model that has none.
func Absent(at evidence.Anchor) evidence.Card {
	var c evidence.Card
	place.Fill(place.Place{Anchor: at}, &c)
	for key, field := range map[string]*evidence.Text{"model_name": &c.Name, "library_name": &c.Library, "pipeline_tag": &c.Task} {
		field.At = at + evidence.Anchor(document.Pointer(key))
	}
	c.Languages.At, c.BaseModels.At = at+"/language", at+"/base_model"
	return c
}

// usedDatasets are datasets that are named and no more, with a revision behind
// an @ if there is one.
func usedDatasets(l evidence.List) evidence.UsedDatasets {
	refs := evidence.UsedDatasets{At: l.At, Present: l.Present, Items: []evidence.UsedDataset{}}
	for _, item := range l.Items {
		refs.Items = append(refs.Items, usedDataset(place.Place{Anchor: item.At}, item.Value))
	}
	return refs
}

// usedDataset is a dataset of which p says nothing but the name.
func usedDataset(p place.Place, name string) evidence.UsedDataset {
	return evidence.UsedDataset{At: p.Anchor, Value: name, Config: p.Get("config").Text(), Split: p.Get("split").Text(), Revision: p.Get("revision").Text(), Link: p.Get("link").Text()}
}

// baseModels are models that are named and no more. A revision may stand behind
// an @, as in the hub's own addresses (hf://org/name@revision).
func baseModels(l evidence.List, relation evidence.Text) evidence.BaseModels {
	models := evidence.BaseModels{At: l.At, Present: l.Present, Items: []evidence.BaseModel{}}
	for _, item := range l.Items {
		m := evidence.BaseModel{At: item.At, Value: item.Value, Revision: evidence.Text{At: item.At}, Relation: relation}
		if name, revision, ok := strings.Cut(item.Value, "@"); ok && name != "" && revision != "" {
			m.Value, m.Revision = name, evidence.Text{At: item.At, Present: true, Value: revision}
		}
		models.Items = append(models.Items, m)
	}
	return models
}
