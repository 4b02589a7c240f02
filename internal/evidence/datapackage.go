package evidence

import (
	"path"

	"github.com/modelgate-dev/modelgate/internal/document"
)

// FormatDataPackage is a Data Package of Frictionless Data, version 1 or 2
// (https://datapackage.org/standard/data-package/).
const FormatDataPackage = "datapackage"

func isDataPackage(d *document.Document) bool {
	root := rootOf(d)
	for _, r := range root.get("resources").items() {
		if r.get("path").present() || r.get("data").present() {
			return root.get("name").text().Present || root.get("profile").present() || root.get("$schema").present() || r.get("schema").present()
		}
	}
	return false
}

func decodeDataPackage(d *document.Document) DataCard {
	root := rootOf(d)
	c := foreignData(d, FormatDataPackage, root)
	c.named(d, root.get("name").text())
	c.Version, c.Description = root.get("version").text(), root.get("description").text()
	for _, l := range root.get("licenses").items() {
		c.License = c.License.Or(l.get("name").text().Or(l.get("path").text()))
	}
	if sources := root.get("sources").items(); len(sources) > 0 {
		c.Source.Name, c.Source.URI = sources[0].get("title").text(), sources[0].get("path").text()
		c.Source.Present = c.Source.Name.Present || c.Source.URI.Present
	}
	var digests []Text
	resources := root.get("resources").items()
	for _, r := range resources {
		above := ""
		if len(resources) > 1 {
			above = r.get("name").text().Value + "."
		}
		for _, at := range r.get("path").each() {
			uri := at.text()
			if uri.Present && !isWebAddress(uri.Value) { // it lies beside the package
				uri.Value = path.Join(path.Dir(d.Path), uri.Value)
			}
			c.stored(uri, Text{})
		}
		if hash := r.get("hash").text(); hash.Present {
			digests = append(digests, hash)
		}
		for _, f := range r.get("schema").get("fields").items() {
			name := f.get("name").text()
			name.Value = above + name.Value
			c.field(name, f.get("type").text(), Flag{})
		}
	}
	if len(resources) == 1 {
		c.Digest = c.Digest.Or(onlyDigest(digests))
	}
	return c.DataCard
}
