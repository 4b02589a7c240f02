package promotion

import (
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
)

// delivery is what a deployer needs next to the manifests of a model: a pseudo-target
// whose parameters an environment sets for all of its models.
var delivery = sync.OnceValues(func() (Target, error) { return readBuiltIn("delivery", deliveryDir) })

// deliveryDir is in templates.FS.
const deliveryDir = "delivery"

// deliveryPrefix begins the names of these parameters in records.
const deliveryPrefix = "delivery."

// onKubernetes reports whether the target renders objects of Kubernetes.
func (t Target) onKubernetes() bool {
	return slices.ContainsFunc(t.manifests, manifest.onKubernetes)
}

func (m manifest) onKubernetes() bool {
	return m.format == formatYAML && !strings.HasPrefix(m.apiVersion, modelgateGroup)
}

// deliver adds the environment's delivery to the parameters of a record, and their
// names to those that were given. A target that is not of Kubernetes has none.
func (e Environment) deliver(t Target, r *Record) {
	if e.Delivery == nil || !t.onKubernetes() {
		return
	}
	r.Render.Parameters = maps.Clone(r.Render.Parameters)
	for name, value := range e.Delivery {
		r.Render.Parameters[deliveryPrefix+name] = value
		r.Render.Given = append(r.Render.Given, deliveryPrefix+name)
	}
	slices.Sort(r.Render.Given)
}

// renderDelivery renders the files of the delivery that a record has, next to those
// of its target.
func (r Record) renderDelivery(t Target, files []File) ([]File, error) {
	parameters := map[string]string{}
	for name, value := range r.Render.Parameters {
		if own, ok := strings.CutPrefix(name, deliveryPrefix); ok {
			parameters[own] = value
		}
	}
	if len(parameters) == 0 {
		return nil, nil
	}
	d, err := delivery()
	if err != nil {
		return nil, err
	}
	v, err := r.values(t)
	if err != nil {
		return nil, err
	}
	if v.Parameters, err = d.typed(parameters); err != nil {
		return nil, err
	}
	v.Directory = r.Render.Directory
	v.Overlay = path.Join(path.Dir(path.Dir(r.Render.Directory)), "overlays", r.Model.Name)
	for _, f := range files {
		name := path.Base(f.Path)
		if slices.ContainsFunc(t.manifests, func(m manifest) bool { return m.name == name && m.onKubernetes() }) {
			v.Resources = append(v.Resources, name)
		}
	}
	return d.render(r.Render.Directory, v)
}

// delivered is the digest of a target's templates together with those of the
// delivery, if the record has one.
func (e Environment) delivered(t Target) (string, error) {
	if e.Delivery == nil || !t.onKubernetes() {
		return t.Digest, nil
	}
	d, err := delivery()
	if err != nil {
		return "", err
	}
	b, err := canonical([]string{t.Digest, d.Digest})
	return digestOf(b), err
}
