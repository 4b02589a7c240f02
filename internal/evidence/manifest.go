package evidence

import (
	"path"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
)

// ManifestName is the file that holds a model's manifest.
const ManifestName = "modelgate.yaml"

// ManifestName is the name in the manifest of a model, "" if it has none.
func (f *Finder) ManifestName(id string) (string, error) {
	d, _, err := load(f.tree, path.Join(id, ManifestName))
	if d == nil || err != nil {
		return "", err
	}
	return decodeManifest(d).Name.Value, nil
}

func decodeManifest(d *document.Document) Manifest {
	root := place{node: d.Root, anchor: Anchor(d.Path + "#")}
	m := manifestAt(root)
	m.Present = true
	return m
}

func manifestAt(root place) Manifest {
	deploy := root.get("deploy")
	return Manifest{
		At: root.anchor, Name: root.get("name").text(), Version: root.get("version").text(), Owner: root.get("owner").text(),
		Purposes: root.get("purposes").list(), Target: deploy.get("target").text(), TargetSet: deploy.present(),
	}
}

// parameters are the deployment parameters of a manifest, as written.
func parameters(d *document.Document) map[string]string {
	out := map[string]string{}
	if d == nil {
		return out
	}
	if p := d.Root.Get("deploy").Get("parameters"); p != nil {
		for _, c := range p.Children {
			if c.Kind != document.Mapping && c.Kind != document.Sequence && c.Kind != document.Null {
				out[c.Key] = c.Value
			}
		}
	}
	return out
}

// declared is an artifact as the manifest lists it.
type declared struct {
	at                Anchor
	path, uri, digest string
}

func declaredArtifacts(d *document.Document) []declared {
	var out []declared
	if d == nil {
		return nil
	}
	root := place{node: d.Root, anchor: Anchor(d.Path + "#")}
	for _, a := range root.get("artifacts").items() {
		out = append(out, declared{
			at: a.anchor, path: strings.TrimPrefix(a.get("path").text().Value, "./"),
			uri: a.get("uri").text().Value, digest: a.get("digest").text().Value,
		})
	}
	return out
}
