// Package manifest reads a model's own modelgate.yaml.
package manifest

import (
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/format"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
	"github.com/modelgate-dev/modelgate/internal/schema"
)

// FileName is the file that holds a model's manifest.
const FileName = "modelgate.yaml"

// Format is the one format of manifests, schemas/model.schema.json.
var Format = format.Format[evidence.Manifest]{Name: "modelgate-model", LooksFor: "YAML or JSON with kind: Model", Schema: schema.Model, Recognise: isManifest, Read: decodeManifest}

func isManifest(d *document.Document) bool {
	return d.Root.Get("kind") != nil && d.Root.Get("kind").Value == "Model" && d.Root.Get("apiVersion") != nil
}

func decodeManifest(d *document.Document) evidence.Manifest {
	m := manifestAt(place.Root(d))
	m.Present = true
	return m
}

// Absent is that of a model that has none.
func Absent(at evidence.Anchor) evidence.Manifest { return manifestAt(place.Place{Anchor: at}) }

func manifestAt(root place.Place) evidence.Manifest {
	deploy := root.Get("deploy")
	labels := []evidence.Item{}
	for _, l := range root.Get("labels").InOrder() {
		labels = append(labels, evidence.Item{At: l.Anchor, Value: l.Node.Key})
	}
	return evidence.Manifest{
		At: root.Anchor, Name: root.Get("name").Text(), Version: root.Get("version").Text(), Owner: root.Get("owner").Text(),
		Purposes: root.Get("purposes").List(), Target: deploy.Get("target").Text(), TargetSet: deploy.Present(), Labels: labels,
	}
}

// Parameters are the deployment parameters of a manifest, as written.
func Parameters(d *document.Document) map[string]string {
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

// Artifact is an artifact as the manifest lists it.
type Artifact struct {
	At                evidence.Anchor
	Path, URI, Digest string
	Size              int // in bytes, -1 if it is not stated
}

// Artifacts are those that a manifest lists, in its order; nil has none.
func Artifacts(d *document.Document) []Artifact {
	var out []Artifact
	if d == nil {
		return nil
	}
	root := place.Root(d)
	for _, a := range root.Get("artifacts").Items() {
		out = append(out, Artifact{
			At: a.Anchor, Path: strings.TrimPrefix(a.Get("path").Text().Value, "./"),
			URI: a.Get("uri").Text().Value, Digest: a.Get("digest").Text().Value, Size: sizeOf(a.Get("size").Text().Value),
		})
	}
	return out
}

// sizeOf is a number of bytes; -1 for what is none.
func sizeOf(text string) int {
	if n, err := strconv.ParseInt(text, 10, 63); err == nil && n >= 0 {
		return int(n)
	}
	return -1
}
