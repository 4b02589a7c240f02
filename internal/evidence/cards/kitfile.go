package cards

import (
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
)

// FormatKitfile is the manifest of a ModelKit (kitops-ml/kitops,
// pkg/artifact/kitfile.go).
const FormatKitfile = "kitfile"

func isKitfile(d *document.Document) bool {
	if d.Syntax == document.Markdown || d.Root.Get("manifestVersion") == nil {
		return false
	}
	model, pack := d.Root.Get("model"), d.Root.Get("package")
	return model != nil && model.Kind == document.Mapping || pack != nil && pack.Kind == document.Mapping && (d.Root.Get("code") != nil || d.Root.Get("datasets") != nil || d.Root.Get("docs") != nil)
}

func decodeKitfile(d *document.Document) evidence.Card {
	root := place.Root(d)
	c := newCard(d, FormatKitfile)
	pack, model := root.Get("package"), root.Get("model")
	c.Name = model.Get("name").Text().Or(pack.Get("name").Text())
	c.Version = model.Get("version").Text().Or(pack.Get("version").Text())
	c.License.At = model.Get("license").Anchor
	for _, p := range []place.Place{model.Get("license"), pack.Get("license")} {
		if id := p.Text(); id.Present {
			c.license(id)
		}
	}
	c.Library = model.Get("framework").Text()
	for _, a := range pack.Get("authors").Items() {
		c.Contacts = append(c.Contacts, contact(a, "author", evidence.NewText(a.Anchor, withoutMail(a.Text().Value)), a.Text()))
	}
	for _, p := range []place.Place{model.Get("description"), pack.Get("description")} {
		c.Sections = append(c.Sections, structured(p, "description", "description")...)
	}
	c.kitModel(model)
	datasets := root.Get("datasets")
	c.Datasets = evidence.UsedDatasets{At: datasets.Anchor, Present: datasets.Present(), Items: []evidence.UsedDataset{}}
	for _, s := range datasets.Items() {
		name := s.Get("name").Text().Or(s.Get("path").Text())
		if name.Present {
			u := usedDataset(s, name.Value)
			u.At = name.At
			c.Datasets.Items = append(c.Datasets.Items, u)
		}
		c.file(s.Get("path"), "dataset")
	}
	for _, s := range root.Get("code").Items() {
		c.file(s.Get("path"), "code")
	}
	for _, s := range root.Get("docs").Items() {
		c.file(s.Get("path"), "docs")
	}
	c.extended(model.Get("parameters").Get("modelgate"))
	c.leftBehind(root)
	return c.Card
}

// kitModel reads the model's files. A path may be a reference to another
// ModelKit, "registry/repository:tag", which this one builds on.
func (c *draft) kitModel(model place.Place) {
	at := model.Get("path")
	if value := at.Text(); strings.Contains(value.Value, ":") && strings.Contains(value.Value, "/") && !strings.Contains(value.Value, "://") {
		name := value.Value[:strings.LastIndexByte(value.Value, ':')]
		c.BaseModels = evidence.BaseModels{At: at.Anchor, Present: true, Items: []evidence.BaseModel{{At: at.Anchor, Value: name,
			Revision: evidence.Text{At: at.Anchor, Present: true, Value: value.Value[len(name)+1:]}, Relation: evidence.Text{At: at.Anchor}}}}
	} else {
		c.file(at, "model")
	}
	for _, part := range model.Get("parts").Items() {
		c.file(part.Get("path"), "model")
		if id := part.Get("license").Text(); id.Present {
			c.license(id)
		}
	}
}
