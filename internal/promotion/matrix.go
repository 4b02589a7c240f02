package promotion

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/document"
)

// cell is one cluster or region of an environment: what it has of its own.
type cell struct {
	name, namespace string
	parameters      map[string]map[string]string // by target; they go before those of the model
	delivery        map[string]string
}

// RenderedCell is what a record has rendered for one cluster or region, in the directory
// of its name.
type RenderedCell struct {
	Name       string            `json:"name"`
	Namespace  string            `json:"namespace"`
	Parameters map[string]string `json:"parameters"`
	Given      []string          `json:"given"`
}

// matrix reads the clusters and regions of an environment, sorted by name.
func (l *loader) matrix(doc *document.Document, env *document.Node, at string, e Environment) []cell {
	var out []cell
	for _, n := range children(env.Get("matrix")) {
		pointer := at + document.Pointer("matrix", n.Key)
		c := cell{name: n.Key, namespace: e.Namespace}
		if v := n.Get("namespace"); v != nil {
			c.namespace = v.Value
		}
		c.parameters = l.parameters(doc, n, pointer, "parameters")
		c.delivery = l.delivery(doc, pointer, env.Get(deliveryDir), n.Get(deliveryDir))
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b cell) int { return strings.Compare(a.name, b.name) })
	return out
}

// cells are those of an environment, or the environment itself as the only one.
func (e Environment) cells() []cell {
	if len(e.matrix) > 0 {
		return e.matrix
	}
	return []cell{{namespace: e.Namespace, delivery: e.Delivery}}
}

// parameterize gives a record the parameters of its target, for each cluster if there are
// several, or returns why they cannot be used.
func (p *planner) parameterize(r *Record, t Target, s decision.Subject) []string {
	var reasons []string
	for _, c := range p.env.cells() {
		set := c.settings(settings{model: s.Parameters, defaults: p.env.Parameters[t.Name], fixed: p.env.Fixed[t.Name], uris: uris(s)}, t.Name)
		resolved, wrong := t.resolve(set)
		for _, reason := range wrong {
			if c.name != "" {
				reason = c.name + ": " + reason
			}
			reasons = append(reasons, reason)
		}
		given := slices.DeleteFunc(slices.Sorted(maps.Keys(resolved)), func(name string) bool { return !set.given(name) })
		one := RenderedCell{c.name, c.namespace, resolved, given}
		c.deliver(t, &one)
		if c.name == "" {
			r.Render.Parameters, r.Render.Given = one.Parameters, one.Given
			continue
		}
		r.APIVersion, r.Render.Matrix = apiVersion2, append(r.Render.Matrix, one)
	}
	if len(r.Render.Matrix) > 0 {
		r.Render.Parameters, r.Render.Given = map[string]string{}, []string{}
	}
	return reasons
}

// settings are those of a promotion for one cluster: what it sets goes before what the
// model and the environment set, because neither knows the clusters.
func (c cell) settings(of settings, target string) settings {
	own := c.parameters[target]
	if len(own) == 0 {
		return of
	}
	of.model, of.fixed = maps.Clone(of.model), maps.Clone(of.fixed)
	if of.fixed == nil {
		of.fixed = map[string]string{}
	}
	for name, value := range own {
		delete(of.model, name)
		of.fixed[name] = value
	}
	return of
}

// perCell are the records of each cluster of a record, as if each were alone; the record
// itself where there is one only.
func (r Record) perCell() []Record {
	if len(r.Render.Matrix) == 0 {
		return []Record{r}
	}
	var out []Record
	for _, c := range r.Render.Matrix {
		one := r
		one.cell, one.Namespace = c.Name, c.Namespace
		one.Render.Parameters, one.Render.Given, one.Render.Directory = c.Parameters, c.Given, path.Join(r.Render.Directory, c.Name)
		out = append(out, one)
	}
	return out
}

// inCells says why the files of a record are not those of its clusters, or nothing.
func (r Record) inCells() string {
	if !r.deploys() {
		return ""
	}
	for _, c := range r.perCell() {
		if !slices.ContainsFunc(r.Render.Files, func(f RenderedFile) bool { return path.Dir(f.Path) == c.Render.Directory }) {
			return fmt.Sprintf("it has no files for %s", c.Render.Directory)
		}
	}
	return ""
}

// cellNames are the clusters of a record, "" for none.
func (r Record) cellNames() []string {
	var out []string
	for _, c := range r.Render.Matrix {
		out = append(out, c.Name)
	}
	return out
}

func (e Environment) cellNames() []string {
	var out []string
	for _, c := range e.matrix {
		out = append(out, c.name)
	}
	return out
}

func listOrNone(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}

// changesImmutable is why a parameter that a running service cannot change would change,
// or nothing.
func (r Record) changesImmutable(current Record, t Target) string {
	if !current.deploys() || current.Render.Target != t.Name {
		return ""
	}
	old := current.perCell()
	for _, is := range r.perCell() {
		i := slices.IndexFunc(old, func(o Record) bool { return o.cell == is.cell })
		if i < 0 {
			continue
		}
		for _, param := range t.Parameters {
			before, was := old[i].Render.Parameters[param.Name]
			if after := is.Render.Parameters[param.Name]; param.Immutable && was && before != after {
				return fmt.Sprintf("parameter %s is %s in %s and cannot become %s, because a running service does not support the change; promote the model under another name",
					param.Name, before, path.Join(r.Environment, is.cell), after)
			}
		}
	}
	return ""
}
