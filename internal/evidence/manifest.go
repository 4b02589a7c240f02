package evidence

import (
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/schema"
)

// ManifestName is the file that holds a model's manifest.
const ManifestName = "modelgate.yaml"

// ManifestFormat is the one format of manifests, schemas/model.schema.json.
var ManifestFormat = Format[Manifest]{Name: "modelgate-model", LooksFor: "YAML or JSON with kind: Model", Schema: schema.Model, Recognise: isManifest, Read: decodeManifest}

func isManifest(d *document.Document) bool {
	return d.Root.Get("kind") != nil && d.Root.Get("kind").Value == "Model" && d.Root.Get("apiVersion") != nil
}

func decodeManifest(d *document.Document) Manifest {
	m := manifestAt(rootOf(d))
	m.Present = true
	return m
}

// AbsentManifest is that of a model that has none.
func AbsentManifest(at Anchor) Manifest { return manifestAt(place{anchor: at}) }

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
	root := rootOf(d)
	for _, a := range root.get("artifacts").items() {
		out = append(out, declared{
			at: a.anchor, path: strings.TrimPrefix(a.get("path").text().Value, "./"),
			uri: a.get("uri").text().Value, digest: a.get("digest").text().Value,
		})
	}
	return out
}
