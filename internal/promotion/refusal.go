package promotion

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// incomplete says what the approval lacks.
func (p *planner) incomplete(s decision.Subject) []string {
	var reasons []string
	lacks := func(wrong bool, format string, args ...any) {
		if wrong {
			reasons = append(reasons, fmt.Sprintf(format, args...))
		}
	}
	lacks(s.Version == "", "it has no version; add `version` to its modelgate.yaml")
	lacks(s.Version != "" && !versionName.MatchString(s.Version), "its version %s is invalid: use letters, digits, dots, hyphens and plus signs, at most 63 characters", quoted(s.Version))
	lacks(len(s.Artifacts) == 0, "it has no artifacts; list them in its modelgate.yaml")
	for _, a := range s.Artifacts {
		name := quoted(cmp.Or(a.Path, a.URI))
		lacks(a.Digest == "", "its artifact %s has no digest: list one in its modelgate.yaml", name)
		lacks(a.Digest != "" && !artifactDigest.MatchString(a.Digest), "the digest %s of its artifact %s is not valid: use sha256 and 64 digits", quoted(a.Digest), name)
	}
	lacks(s.Target == "" && p.env.Target == "", "it has no deployment target; set deploy in its modelgate.yaml, or target in %s", EnvPath)
	lacks(slices.Index(finding.Stages, s.Stage) < slices.Index(finding.Stages, p.env.Stage),
		"it was approved for the stage %s, but %s requires %s", quoted(string(s.Stage)), p.env.Name, p.env.Stage)
	return append(reasons, unprintable(s)...)
}

// unprintable says which texts of an approval cannot be written into a record:
// those that are no UTF-8, or have no reasonable length.
func unprintable(s decision.Subject) []string {
	texts := map[string]string{"directory": s.ID, "owner": s.Owner, "card's path": s.CardPath, "card's digest": s.CardDigest}
	for i, a := range s.Artifacts {
		texts[fmt.Sprintf("artifact %d's path", i+1)] = a.Path
		texts[fmt.Sprintf("artifact %d's uri", i+1)] = a.URI
	}
	var out []string
	for what, text := range texts {
		if text != "" && !isWord(text) {
			out = append(out, fmt.Sprintf("its %s is not UTF-8 text of at most %d bytes", what, maxWord))
		}
	}
	slices.Sort(out)
	return out
}

// refused says why a complete model that differs from what the environment
// has may not replace it.
func (p *planner) refused(s decision.Subject, t Target, r Record, h history) string {
	current, exists := h.current()
	if reason := p.owned(s, current, exists); reason != "" {
		return reason
	}
	if file := p.occupied(p.directory(s.Name), current); file != "" {
		reason := fmt.Sprintf("%s exists, but no record lists it: move it away", quoted(file))
		if !exists {
			reason += ", or record it with `modelgate env adopt`"
		}
		return reason
	}
	if !exists {
		return ""
	}
	if current.Sequence == maxSequence {
		return "its record numbers are exhausted"
	}
	if reason := r.changesImmutable(current, t); reason != "" {
		return reason
	}
	return p.older(s, current)
}

// heldAs is why a model may not enter the environment under a name: it has the same
// directory of the source under other names, and holds it.
func (p *planner) heldAs(others []Record) string {
	for _, r := range others {
		if held := r.held(p.Now); held != "" {
			return fmt.Sprintf("%s is %s in %s, and %s", quoted(r.Model.ID), r.Model.Name, r.Environment, held)
		}
	}
	return ""
}

// frozenAs is the same for freezes of one of the other names.
func (p *planner) frozenAs(others []Record) obstacle {
	for _, r := range others {
		if frozen := p.env.frozen(p.Now, r.Model.Name); frozen != "" {
			return waits("%s is %s in %s, and %s", quoted(r.Model.ID), r.Model.Name, r.Environment, frozen)
		}
	}
	return obstacle{}
}

// otherNames are the records that deploy a directory of the source under other names than
// one with a history: all of them where that is not deployed, else those that the directory
// got later. An earlier name holds nothing that is deployed under a later one.
func (p *planner) otherNames(name, id string, h history) ([]Record, error) {
	if err := p.indexDirectories(); err != nil {
		return nil, err
	}
	own, deployed := h.live()
	var out []Record
	for _, r := range p.directories[id] {
		other := r.Model.Name
		if other == name || !p.Source.Is(r.Source.Repository) {
			continue
		}
		if deployed {
			its, _, err := readHistory(p.tree, p.env.Name, other)
			if err != nil {
				return nil, err
			}
			if live, ok := its.live(); ok && live.createdAt().Before(own.createdAt()) {
				continue
			}
		}
		out = append(out, r)
	}
	return out, nil
}

// indexDirectories reads what the environment deploys of each directory of a source.
func (p *planner) indexDirectories() error {
	if p.directories != nil {
		return nil
	}
	all, err := p.newest.Deployed(p.tree, p.env.Name, func(string) bool { return true })
	if err != nil {
		return err
	}
	p.directories = map[string][]Record{}
	for _, r := range all {
		p.directories[r.Model.ID] = append(p.directories[r.Model.ID], r)
	}
	return nil
}

// occupied is a file in a directory that a model is about to get, which would be
// written over without a trace; "" for none. What is in the directory of its current
// record was compared with it.
func (p *planner) occupied(directory string, current Record) string {
	if current.Render.Directory == directory {
		return ""
	}
	for _, e := range p.tree.Under(directory) {
		if !isPlaceholder(e) {
			return e.Path
		}
	}
	return ""
}

// owned keeps a model from replacing another one of the same name. The owner
// is who env.yaml names, else who promoted the model before.
func (p *planner) owned(s decision.Subject, current Record, exists bool) string {
	owner, declared := p.env.Owners[s.Name]
	if !declared && exists {
		owner = Owner{Repository: current.Source.Repository, ID: current.Model.ID}
	}
	if !declared && !exists {
		return ""
	}
	foreign := owner.Repository != "" && !sameRepository(owner.Repository, p.Source.Repository) && (declared || p.Source.Repository != "")
	if owner.ID == s.ID && !foreign {
		return ""
	}
	from := quoted(owner.ID)
	if owner.Repository != "" {
		from += " of " + quoted(owner.Repository)
	}
	here := quoted(s.ID)
	if p.Source.Repository != "" {
		here += " of " + quoted(p.Source.Repository)
	}
	return fmt.Sprintf("%s in %s comes from %s, but this model is %s; rename one of them, or, if the model moved, update owners in %s",
		s.Name, p.env.Name, from, here, EnvPath)
}

// older keeps a run that is late from undoing a later one.
func (p *planner) older(s decision.Subject, current Record) string {
	if current.Source.Commit == s.Commit || current.Source.Commit == "" {
		return ""
	}
	if p.Source.Precedes == nil {
		return fmt.Sprintf("the history of its source is unknown: commit %s may not be newer than the promoted %s", s.Commit, current.Source.Commit)
	}
	precedes, err := p.Source.Precedes(current.Source.Commit, s.Commit)
	switch {
	case err != nil:
		return fmt.Sprintf("cannot determine whether commit %s is newer than the promoted %s: %s", s.Commit, current.Source.Commit, quotedLine(err.Error()))
	case !precedes:
		return fmt.Sprintf("commit %s does not contain the promoted commit %s; promote a commit that contains it", s.Commit, current.Source.Commit)
	}
	return ""
}

// uris are the places that the model's artifacts can be fetched from, each once.
func uris(s decision.Subject) []string {
	set := map[string]bool{}
	for _, a := range s.Artifacts {
		if a.URI != "" {
			set[a.URI] = true
		}
	}
	return slices.Sorted(maps.Keys(set))
}
