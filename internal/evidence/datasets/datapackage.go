package datasets

import (
	"path"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
	"github.com/modelgate-dev/modelgate/internal/evidence/prose"
)

// formatDataPackage is a Data Package of Frictionless Data, version 1 or 2
// (https://datapackage.org/standard/data-package/).
const formatDataPackage = "datapackage"

func isDataPackage(d *document.Document) bool {
	root := place.Root(d)
	for _, r := range root.Get("resources").Items() {
		if r.Get("path").Present() || r.Get("data").Present() {
			return root.Get("name").Text().Present || root.Get("profile").Present() || root.Get("$schema").Present() || r.Get("schema").Present()
		}
	}
	return false
}

func decodeDataPackage(d *document.Document) evidence.DataCard {
	root := place.Root(d)
	c := foreignData(d, formatDataPackage, root)
	c.named(d, root.Get("name").Text())
	c.Version, c.Description = root.Get("version").Text(), root.Get("description").Text()
	for _, l := range append(root.Get("licenses").Items(), root.Get("license")) {
		c.License = c.License.Or(packageLicense(l))
	}
	if sources := root.Get("sources").Items(); len(sources) > 0 {
		c.Source.Name, c.Source.URI = sources[0].Get("title").Text(), sources[0].Get("path").Text()
		c.Source.Present = c.Source.Name.Present || c.Source.URI.Present
	}
	var digests []evidence.Text
	resources := root.Get("resources").Items()
	for _, r := range resources {
		above := ""
		if len(resources) > 1 {
			above = r.Get("name").Text().Value + "."
		}
		for _, at := range r.Get("path").Each() {
			uri := at.Text()
			if uri.Present && !prose.IsWebAddress(uri.Value) { // it lies beside the package
				uri.Value = path.Join(path.Dir(d.Path), uri.Value)
			}
			c.stored(uri, evidence.Text{})
		}
		if hash := r.Get("hash").Text(); hash.Present {
			digests = append(digests, hash)
		}
		for _, f := range r.Get("schema").Get("fields").Items() {
			name := f.Get("name").Text()
			name.Value = above + name.Value
			c.field(name, f.Get("type").Text(), evidence.Flag{})
		}
	}
	if len(resources) == 1 {
		c.Digest = c.Digest.Or(onlyDigest(digests))
	}
	return c.DataCard
}

// packageLicense is a license of a package. Before version 1 of the specification, it had a
// type or an id, and a url, and could be the only one, under license, or a text.
func packageLicense(l place.Place) evidence.Text {
	license := l.Text()
	for _, key := range []string{"name", "type", "id", "path", "url", "title"} {
		license = license.Or(l.Get(key).Text())
	}
	return license
}
