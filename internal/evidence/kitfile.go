package evidence

import (
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
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

func decodeKitfile(d *document.Document) Card {
	root := rootOf(d)
	c := newCard(d, FormatKitfile)
	pack, model := root.get("package"), root.get("model")
	c.Name = model.get("name").text().Or(pack.get("name").text())
	c.Version = model.get("version").text().Or(pack.get("version").text())
	c.License.At = model.get("license").anchor
	for _, p := range []place{model.get("license"), pack.get("license")} {
		if id := p.text(); id.Present {
			c.license(id)
		}
	}
	c.Library = model.get("framework").text()
	for _, a := range pack.get("authors").items() {
		c.Contacts = append(c.Contacts, contact(a, "author", NewText(a.anchor, withoutMail(a.text().Value)), a.text()))
	}
	for _, p := range []place{model.get("description"), pack.get("description")} {
		c.Sections = append(c.Sections, structured(p, "description", "description")...)
	}
	c.kitModel(model)
	datasets := root.get("datasets")
	c.Datasets = UsedDatasets{At: datasets.anchor, Present: datasets.present(), Items: []UsedDataset{}}
	for _, s := range datasets.items() {
		name := s.get("name").text().Or(s.get("path").text())
		if name.Present {
			u := usedDataset(s, name.Value)
			u.At = name.At
			c.Datasets.Items = append(c.Datasets.Items, u)
		}
		c.file(s.get("path"), "dataset")
	}
	for _, s := range root.get("code").items() {
		c.file(s.get("path"), "code")
	}
	for _, s := range root.get("docs").items() {
		c.file(s.get("path"), "docs")
	}
	c.extended(model.get("parameters").get("modelgate"))
	return c.Card
}

// kitModel reads the model's files. A path may be a reference to another
// ModelKit, "registry/repository:tag", which this one builds on.
func (c *draft) kitModel(model place) {
	at := model.get("path")
	if value := at.text(); strings.Contains(value.Value, ":") && strings.Contains(value.Value, "/") && !strings.Contains(value.Value, "://") {
		name := value.Value[:strings.LastIndexByte(value.Value, ':')]
		c.BaseModels = BaseModels{At: at.anchor, Present: true, Items: []BaseModel{{At: at.anchor, Value: name,
			Revision: Text{At: at.anchor, Present: true, Value: value.Value[len(name)+1:]}, Relation: Text{At: at.anchor}}}}
	} else {
		c.file(at, "model")
	}
	for _, part := range model.get("parts").items() {
		c.file(part.get("path"), "model")
		if id := part.get("license").text(); id.Present {
			c.license(id)
		}
	}
}
