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

// deliver adds the delivery to the parameters of a cell, and their names to those that
// were given. A target that is not of Kubernetes has none.
func (c cell) deliver(t Target, to *RenderedCell) {
	if c.delivery == nil || !t.onKubernetes() {
		return
	}
	to.Parameters = maps.Clone(to.Parameters)
	for name, value := range c.delivery {
		to.Parameters[deliveryPrefix+name] = value
		to.Given = append(to.Given, deliveryPrefix+name)
	}
	slices.Sort(to.Given)
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
	models := path.Dir(strings.TrimSuffix(r.Render.Directory, "/"+r.cell))
	v.Overlay = path.Join(path.Dir(models), "overlays", r.Model.Name, r.cell)
	if r.cell != "" { // its objects lie next to those of the others
		v.Environment += "-" + r.cell
	}
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
	if !t.onKubernetes() || !slices.ContainsFunc(e.cells(), func(c cell) bool { return c.delivery != nil }) {
		return t.Digest, nil
	}
	d, err := delivery()
	if err != nil {
		return "", err
	}
	b, err := canonical([]string{t.Digest, d.Digest})
	return digestOf(b), err
}
