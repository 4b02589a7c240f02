package promotion

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// wanted is a version of a model that is to get into the environment, and what the model
// itself states of how it is deployed.
type wanted struct {
	name, version string
	artifacts     []Artifact
	target        string            // "" where it states none
	parameters    map[string]string // before what an environment sets
	partly        bool              // they are from a record: the model may have stated more
}

// wants is what a record asks of the environments that its own one needs. A record does
// not say who has set a parameter: those that its environment sets are left out.
func (r Record) wants(e Environment) wanted {
	w := wanted{name: r.Model.Name, version: r.Model.Version, artifacts: r.Artifacts, parameters: map[string]string{}, partly: true}
	if r.Render.Target != e.Target {
		w.target = r.Render.Target
	}
	for _, one := range r.perCell() {
		of := e.settingsOf(one.cell, wanted{}, r.Render.Target)
		for _, name := range one.Render.Given {
			if !of.given(name) && !strings.HasPrefix(name, deliveryPrefix) {
				w.parameters[name] = one.Render.Parameters[name]
			}
		}
	}
	return w
}

// cellOf is the cluster or region of a name, without anything of its own where the
// environment has none.
func (e Environment) cellOf(name string) cell {
	cells := e.cells()
	if i := slices.IndexFunc(cells, func(c cell) bool { return c.name == name }); i >= 0 {
		return cells[i]
	}
	return cell{name: name}
}

// settingsOf are those of a model in one cluster of the environment.
func (e Environment) settingsOf(cell string, w wanted, target string) settings {
	set := settings{model: w.parameters, defaults: e.Parameters[target], fixed: e.Fixed[target]}
	for _, a := range w.artifacts {
		if a.URI != "" && !slices.Contains(set.uris, a.URI) {
			set.uris = append(set.uris, a.URI)
		}
	}
	return e.cellOf(cell).settings(set, target)
}

// differs is how a record of an environment deploys something other than what is wanted,
// or nothing. A parameter that the environment sets for itself is not compared, unless
// the model states it as well: environments may differ. What differs here makes another
// promotion into that environment, so that there is always a way on.
func (w wanted) differs(r Record, e Environment, t Target) string {
	if !slices.Equal(digests(r.Artifacts), digests(w.artifacts)) {
		return fmt.Sprintf("the same artifacts in %s first, which has version %s", e.Name, quoted(r.Model.Version))
	}
	if r.Model.Version != w.version {
		return fmt.Sprintf("version %s in %s first, which has version %s", w.version, e.Name, r.Model.Version)
	}
	has := byDigest(r.Artifacts)
	for i, a := range byDigest(w.artifacts) {
		if a.URI != has[i].URI {
			return fmt.Sprintf("the artifact %s from %s in %s first, which has it from %s: promote the model to %s first", a.Digest, shownValue(a.URI), e.Name, shownValue(has[i].URI), e.Name)
		}
	}
	if target := cmp.Or(w.target, e.Target); target != r.Render.Target && !(w.partly && w.target == "") {
		return fmt.Sprintf("the target %s in %s first, which has the target %s: promote the model to %s first", shownValue(target), e.Name, r.Render.Target, e.Name)
	}
	for _, one := range r.perCell() {
		if name, want := w.otherParameter(one, e, t); name != "" {
			place := e.Name
			if one.cell != "" {
				place += "/" + one.cell
			}
			return fmt.Sprintf("the parameter %s %s in %s first, which has it %s: promote the model to %s first",
				quoted(name), shownSetting(want), place, shownSetting(one.Render.Parameters[name]), e.Name)
		}
	}
	return ""
}

// otherParameter is the first parameter that one cluster of a record has with another value
// than the model wants there, and that value; "" for none.
func (w wanted) otherParameter(r Record, e Environment, t Target) (name, want string) {
	set, own := e.settingsOf(r.cell, w, r.Render.Target), e.cellOf(r.cell).parameters[r.Render.Target]
	resolved, _ := t.resolve(set) // what is wrong with them is told where they are promoted
	names := slices.Concat(slices.Collect(maps.Keys(w.parameters)), r.Render.Given)
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		stated, states := w.parameters[name]
		_, overrides := own[name]
		if overrides || strings.HasPrefix(name, deliveryPrefix) || !states && (w.partly || set.given(name)) {
			continue
		}
		want := resolved[name]
		if states {
			want = stated
			if p, ok := t.parameter(name); ok {
				if same, err := p.check(stated, set.uris); err == nil {
					want = same
				}
			}
		}
		if want != r.Render.Parameters[name] {
			return name, want
		}
	}
	return "", ""
}

// byDigest are artifacts in the order of their digests.
func byDigest(artifacts []Artifact) []Artifact {
	return slices.SortedFunc(slices.Values(artifacts), func(a, b Artifact) int {
		return cmp.Or(cmp.Compare(a.Digest, b.Digest), cmp.Compare(a.URI, b.URI))
	})
}

// shownValue is a value as messages show it.
func shownValue(s string) string {
	if s == "" {
		return "none"
	}
	return quoted(s)
}

// shownSetting is what a parameter is set to, as messages show it.
func shownSetting(s string) string {
	if s == "" {
		return "without a value"
	}
	return "with the value " + quoted(s)
}

// neededAs plans for a needed environment by the configuration of the branch that it is on.
func (p *planner) neededAs(need string) (*planner, error) {
	if q, known := p.needed[need]; known {
		return q, nil
	}
	q, err := p.as(need)
	if errors.Is(err, ErrUnknownEnvironment) {
		e := Environment{Name: need}
		q, err = &planner{Request: Request{Environment: e, Snapshot: p.Snapshot, Now: p.Now}, env: e, tree: p.tree}, nil
	}
	if err != nil {
		return nil, err
	}
	if p.needed == nil {
		p.needed = map[string]*planner{}
	}
	p.needed[need] = q
	return q, nil
}

// comparer tells how records of a needed environment differ from what is wanted.
func (p *planner) comparer(w wanted, need string) (func(Record) (string, error), error) {
	q, err := p.neededAs(need)
	if err != nil {
		return nil, err
	}
	return func(r Record) (string, error) {
		t, err := q.target(r.Render.Target)
		if err != nil && !errors.Is(err, errNoTarget) {
			return "", err
		}
		return w.differs(r, q.env, t), nil
	}, nil
}

// deployedSince is the oldest record since which an environment deploys the same without
// a break: the version, the artifacts, and what the model states of how it is deployed.
// There is at least one record.
func (h history) deployedSince(differs func(Record) (string, error)) (Record, error) {
	since := len(h) - 1
	for since > 0 && h[since-1].deploys() {
		why, err := differs(h[since-1])
		if err != nil {
			return Record{}, err
		}
		if why != "" {
			break
		}
		since--
	}
	return h[since], nil
}
