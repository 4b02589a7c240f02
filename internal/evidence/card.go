package evidence

import (
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
)

// draft is a card while it is read: what several formats have in common is filled in
// by its methods.
type draft struct{ Card }

// newCard is a total card that says nothing but what it is: every field absent
// and at the place it would have in a document whose keys are those of the
// types. Decoders fill in what their format has, at the places where it has it.
func newCard(d *document.Document, format string) draft {
	c := draft{absentCard(Anchor(d.Path + "#"))}
	c.Present, c.Path, c.Format = true, d.Path, format
	for _, k := range rootOf(d).inOrder() {
		c.Keys = append(c.Keys, Key{At: k.anchor + "#", Name: k.node.Key, Null: !k.present(), Kind: string(k.node.Kind)})
	}
	return c
}

// absentCard is the card of a model that has none.
func absentCard(at Anchor) Card {
	var c Card
	fill(place{anchor: at}, &c)
	for key, field := range map[string]*Text{"model_name": &c.Name, "library_name": &c.Library, "pipeline_tag": &c.Task} {
		field.At = at + Anchor(document.Pointer(key))
	}
	c.Languages.At, c.BaseModels.At = at+"/language", at+"/base_model"
	return c
}

// usedDatasets are datasets that are named and no more, with a revision behind
// an @ if there is one.
func usedDatasets(l List) UsedDatasets {
	refs := UsedDatasets{At: l.At, Present: l.Present, Items: []UsedDataset{}}
	for _, item := range l.Items {
		refs.Items = append(refs.Items, usedDataset(place{anchor: item.At}, item.Value))
	}
	return refs
}

// usedDataset is a dataset of which p says nothing but the name.
func usedDataset(p place, name string) UsedDataset {
	return UsedDataset{At: p.anchor, Value: name, Config: p.get("config").text(), Split: p.get("split").text(), Revision: p.get("revision").text(), Link: p.get("link").text()}
}

// baseModels are models that are named and no more. A revision may stand behind
// an @, as in the hub's own addresses (hf://org/name@revision).
func baseModels(l List, relation Text) BaseModels {
	models := BaseModels{At: l.At, Present: l.Present, Items: []BaseModel{}}
	for _, item := range l.Items {
		m := BaseModel{At: item.At, Value: item.Value, Revision: Text{At: item.At}, Relation: relation}
		if name, revision, ok := strings.Cut(item.Value, "@"); ok && name != "" && revision != "" {
			m.Value, m.Revision = name, Text{At: item.At, Present: true, Value: revision}
		}
		models.Items = append(models.Items, m)
	}
	return models
}
