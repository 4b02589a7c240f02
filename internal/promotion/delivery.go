package promotion

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/modelgate-dev/modelgate/internal/document"
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
	v.Environment = deliveredAs(v.Environment, r.cell)
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

// claim is what no other model may have: an object of a deployer, or a name in a namespace
// of a cluster. has and what are how two of them are told.
type claim struct{ has, what string }

// claims are those of a record. Of a cluster that Argo CD runs in itself, and of those that
// Flux runs in, it is not known which one it is.
func (r Record) claims() []claim {
	var out []claim
	for _, c := range r.perCell() {
		deliver := func(parameter string) string { return c.Render.Parameters[deliveryPrefix+parameter] }
		object := map[string]string{"argocd": "Application", "flux": "Kustomization"}[deliver("deployer")]
		if object == "" {
			continue
		}
		out = append(out, claim{"have", fmt.Sprintf("the %s %s-%s in %s", object, deliveredAs(r.Environment, c.cell), r.Model.Name, deliver("namespace"))})
		if cluster := clusterName(deliver("cluster")); object == "Application" && cluster != "" {
			out = append(out, claim{"deploy", fmt.Sprintf("%s to the namespace %s of %s", r.Model.Name, c.Namespace, cluster)})
		}
	}
	return out
}

// deliveredAs begins the names of the objects of a cluster of an environment; cell is ""
// where there is one only.
func deliveredAs(environment, cell string) string {
	return strings.TrimSuffix(environment+"-"+cell, "-")
}

// clusterName is one spelling of the address of a cluster, "" for that which a deployer
// runs in.
func clusterName(address string) string {
	name := strings.TrimSuffix(strings.ToLower(address), ":443")
	if strings.HasPrefix(name, "https://kubernetes.default") {
		return ""
	}
	return name
}

// overwrites says which model a record would overwrite in a cluster or a deployer: one that
// another environment deploys, or one of the same plan.
func (p *planner) overwrites(r Record) (string, error) {
	claims := r.claims()
	if len(claims) == 0 {
		return "", nil
	}
	var others []Record
	for _, c := range p.changes {
		if c.item.State == Promote {
			others = append(others, c.record)
		}
	}
	for _, m := range p.models() {
		if m.env == r.Environment && m.model == r.Model.Name || !r.mayClaimAs(m.model) {
			continue
		}
		other, deploys, err := p.newest.deployed(p.tree, m.env, m.model)
		if err != nil {
			return "", err
		}
		if deploys {
			others = append(others, other)
		}
	}
	for _, other := range others {
		for _, taken := range other.claims() {
			if slices.Contains(claims, taken) {
				return fmt.Sprintf("it would overwrite %s in %s: both %s %s; rename the model, or correct the delivery in %s", other.Model.Name, other.Environment, taken.has, taken.what, EnvPath), nil
			}
		}
	}
	return "", nil
}

// models are those that have records, with their environments.
func (p *planner) models() []modelIn {
	if p.recordedModels == nil {
		p.recordedModels = []modelIn{}
		for env, model := range modelsOf(p.tree) {
			p.recordedModels = append(p.recordedModels, modelIn{env, model})
		}
	}
	return p.recordedModels
}

type modelIn struct{ env, model string }

// mayClaimAs reports whether a model of another name could have the same objects.
func (r Record) mayClaimAs(model string) bool {
	return slices.ContainsFunc(r.perCell(), func(c Record) bool {
		return strings.HasSuffix(deliveredAs(r.Environment, c.cell)+"-"+r.Model.Name, "-"+model)
	})
}

// deliveries refuses clusters and environments whose objects would overwrite each other for
// every model.
func (l *loader) deliveries(doc *document.Document, all map[string]Environment) {
	objects := map[[3]string]string{} // whose they are
	for _, n := range doc.Root.Get("environments").Children {
		places := map[[2]string]string{}
		for _, c := range all[n.Key].cells() {
			at, what := document.Pointer("environments", n.Key), n.Key
			if c.name != "" {
				at, what = at+document.Pointer("matrix", c.name), c.name+" in "+n.Key
			}
			deployer := c.delivery["deployer"]
			if deployer != "argocd" && deployer != "flux" {
				continue
			}
			key := [3]string{deployer, c.delivery["namespace"], deliveredAs(n.Key, c.name)}
			if other, taken := objects[key]; taken {
				l.refuse(doc, at, fmt.Sprintf("the objects of %s have the same names as those of %s: %s-MODEL", what, other, key[2]), "Rename one of them, or give their deliveries different namespaces.")
			}
			objects[key] = what
			place := [2]string{c.namespace, clusterName(c.delivery["cluster"])}
			if deployer != "argocd" || place[1] == "" {
				continue
			}
			if other, taken := places[place]; taken {
				l.refuse(doc, at, fmt.Sprintf("%s deploys to the namespace %s of %s, as %s does: one would overwrite the other", c.name, c.namespace, c.delivery["cluster"], other), "Give each its own namespace or cluster.")
			}
			places[place] = c.name
		}
	}
}
