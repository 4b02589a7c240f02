package promotion

import (
	"errors"
	"maps"
	"path"
	"slices"
)

// approvals audits the approvals of a tree: their form, those that the newest records
// rely on, and what a change adds. An approver who has left stays in the records.
func (a *auditor) approvals(sides []environments) error {
	for _, e := range a.tree.Under(ApprovalsDir) {
		if isPlaceholder(e) || isText(e) && path.Dir(e.Path) == ApprovalsDir {
			continue
		}
		at, ok := approvalAt(e.Path)
		if !ok {
			a.problem(e.Path, "%s", notAnApproval)
			continue
		}
		if a.before == nil || sameAt(*a.before, e) {
			why, err := at.misnamed(a.tree)
			if err != nil {
				return err
			}
			if why != "" {
				a.problem(e.Path, "it is not the approval that its name states: %s; remove the file", why)
			}
			continue
		}
		for i, side := range sides {
			why, err := at.wrong(a.tree, side.approvers)
			if err != nil {
				return err
			}
			if why != "" {
				if i > 0 {
					why += " in the commit before the change: a change cannot bring its own approver"
				}
				a.problem(e.Path, "%s", why)
				break
			}
		}
	}
	for env, model := range modelsOf(a.tree) {
		h, _, err := a.histories.of(env, model) // what is wrong with it was said
		if err == nil {
			err = a.reliedOn(h)
		}
		if err == nil && a.before != nil {
			old := sides[len(sides)-1]
			a.judged(h, old)
			a.emergencies(h)
			err = errors.Join(a.entered(h, old), a.adopted(h, old))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// reliedOn looks for the approvals of the newest record of a model.
func (a *auditor) reliedOn(h history) error {
	r, _ := h.current()
	if len(r.Approvals) == 0 {
		return nil
	}
	digest, err := r.artifactDigest()
	if err != nil {
		return err
	}
	for _, named := range r.Approvals {
		name := approvalPath(r.Environment, r.Model.Name, digest, named.Approver)
		b, why, err := readFile(a.tree, name, MaxAttestation)
		switch {
		case err != nil:
			return err
		case why != "":
			a.problem(name, "record %06d relies on this approval, and %s", r.Sequence, why)
		case sumOf(b) != named.SHA256:
			a.problem(name, "record %06d relies on this approval, which has changed", r.Sequence)
		}
	}
	return nil
}

// entered looks for promotions that a change adds without the approvals that the
// configuration before it requires.
func (a *auditor) entered(h history, old environments) error {
	for _, r := range h {
		env, known := old.all[r.Environment]
		name := recordPath(r.Environment, r.Model.Name, r.Sequence)
		if _, was := a.before.Lookup(name); was || !known || r.Operation != Promotes || len(env.approvals) == 0 {
			continue
		}
		digest, err := r.artifactDigest()
		if err != nil {
			return err
		}
		valid, err := approvalsOf(a.tree, r.Environment, r.Model.Name, digest, old.approvers)
		if err != nil {
			return err
		}
		maps.DeleteFunc(valid, func(_ string, v RecordApproval) bool { return !slices.Contains(r.Approvals, v) })
		if lacks := env.lacks(digest, valid); lacks != "" {
			a.problem(name, "%s; revert the commit that added the record", lacks)
		}
	}
	return nil
}

func (a approver) equal(other approver) bool {
	return a.key.Is(other.key) && a.owner == other.owner && slices.Equal(a.accounts, other.accounts)
}

// editedApprovals lists how the approvals differ that two configurations require.
func editedApprovals(old, now environments) []Problem {
	var out []Problem
	edit := func(message string) { out = append(out, Problem{EnvPath, message}) }
	out = editedPeople("approver", old.approvers, now.approvers, func(a approver) (string, string) { return a.owner, a.key.ID() }, approver.equal)
	for _, name := range slices.Sorted(maps.Keys(old.all)) {
		is, still := now.all[name]
		if still && !slices.EqualFunc(old.all[name].approvals, is.approvals, requirement.equal) {
			edit("the approvals that " + name + " requires change")
		}
		if still && !slices.Equal(old.all[name].health, is.health) {
			edit("the evidence of health that " + name + " requires changes")
		}
	}
	return out
}

func (r requirement) equal(other requirement) bool {
	return r.count == other.count && slices.Equal(r.from, other.from)
}
