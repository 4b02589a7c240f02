package promotion

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/modelgate-dev/modelgate/internal/source"
)

// NotReady are the records that a change adds and that may not get into their
// environment at a moment: for a freeze, a window, a hold or an environment that needs
// to have them first, by the configuration before the change. An emergency that a record
// states goes past all but a hold.
//
// A pull request was right when it was opened; this is asked when it is to be merged.
func NotReady(before Snapshot, after source.Tree, now time.Time) ([]Problem, error) {
	known, err := environmentsOf(before.Tree)
	if err != nil {
		return nil, fmt.Errorf("reading the configuration before the change: %w", err)
	}
	var out []Problem
	seen := map[string]bool{}
	planners := map[string]*planner{}
	for _, e := range after.Under(RecordsDir) {
		parts := strings.Split(strings.TrimPrefix(e.Path, RecordsDir+"/"), "/")
		if _, was := before.Lookup(e.Path); was || len(parts) != 3 || seen[parts[0]+"/"+parts[1]] {
			continue
		}
		seen[parts[0]+"/"+parts[1]] = true
		env, exists := known.all[parts[0]]
		if !exists {
			if known.declared {
				continue // an environment that the change adds; its audit refuses it together with records
			}
			env = known.undeclared(parts[0])
		}
		p := planners[env.Name]
		if p == nil {
			p = &planner{Request: Request{Environment: env, Snapshot: before, Now: now}, env: env, tree: before.Tree}
			planners[env.Name] = p
		}
		h, _, err := readHistory(after, parts[0], parts[1]) // what is wrong with it is the audit's
		if err != nil {
			return nil, err
		}
		for i, r := range h {
			name := recordPath(parts[0], parts[1], r.Sequence)
			if _, was := before.Lookup(name); was {
				continue
			}
			o, err := p.standsAgainst(r, h[:i])
			if err != nil {
				return nil, err
			}
			if o.reason != "" {
				out = append(out, Problem{name, o.reason})
			}
		}
	}
	return sortProblems(slices.Clone(out)), nil
}

// standsAgainst is why a record may not follow those before it now, or nothing.
func (p *planner) standsAgainst(r Record, before history) (obstacle, error) {
	emergency := r.Statement != nil && r.Statement.Emergency
	current, _ := before.current()
	if held := current.held(p.Now); r.Operation == Promotes && held != "" {
		return obstacle{held, true}, nil
	}
	var others []Record
	if r.Operation == Promotes {
		var err error
		p.Source.Repository = r.Source.Repository
		if others, err = p.otherNames(r.Model.Name, r.Model.ID, before); err != nil {
			return obstacle{}, err
		}
		if held := p.heldAs(others); held != "" {
			return obstacle{held, true}, nil
		}
	}
	switch {
	case emergency, r.Operation != Promotes && !(Order{Operation: r.Operation}).changesFiles():
		return obstacle{}, nil
	case r.Operation != Promotes:
		return obstacle{p.env.frozen(p.Now, r.Model.Name), true}, nil
	}
	o, err := p.findObstacle(r.wants(p.env))
	if o.reason == "" && err == nil {
		o = p.frozenAs(others)
	}
	return o, err
}
