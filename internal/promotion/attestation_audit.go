package promotion

import (
	"path"
	"slices"

	"github.com/modelgate-dev/modelgate/internal/source"
)

// attestations audits the signatures of a tree by one configuration or more, and by
// that before a change first: what the change adds must be signed by a key that was
// known before it.
func (a *auditor) attestations(before *source.Tree, sides []environments) error {
	valid := map[string]signatures{}
	for _, e := range a.tree.Under(AttestationsDir) {
		if isPlaceholder(e) || isText(e) && path.Dir(e.Path) == AttestationsDir {
			continue
		}
		at, ok := attestationAt(e)
		if !ok {
			a.problem(e.Path, "%s", notAnAttestation)
			continue
		}
		h, _, err := a.histories.of(at.environment, at.model) // what is wrong with it was said
		if err != nil {
			return err
		}
		added := before != nil && !sameAt(*before, e)
		why := ""
		for i, side := range sides {
			if i > 0 && !added { // what the base holds was checked by its own signers
				break
			}
			if why, err = at.wrong(a.tree, h, side.signers); err != nil {
				return err
			}
			if why != "" {
				if i > 0 {
					why += " in the commit before the change: a change cannot bring the signer of its own records"
				}
				break
			}
		}
		if why != "" {
			a.problem(e.Path, "%s", why)
			continue
		}
		key := at.environment + "/" + at.model
		if valid[key] == nil {
			valid[key] = signatures{}
		}
		valid[key][at.sequence] = append(valid[key][at.sequence], at.signer)
	}
	for env, model := range modelsOf(a.tree) {
		h, _, err := a.histories.of(env, model)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(sides, func(s environments) bool { return s.all[env].Signed }) {
			a.result.Problems = append(a.result.Problems, h.unsigned(env, valid[env+"/"+model])...)
		}
	}
	if before == nil {
		return nil
	}
	return a.checkAttestationsKept(*before, sides[len(sides)-1], valid)
}

// checkAttestationsKept looks for records that had a valid attestation before a change
// and that nothing vouches for after it.
func (a *auditor) checkAttestationsKept(before source.Tree, old environments, valid map[string]signatures) error {
	histories := histories{tree: before}
	for _, e := range before.Under(AttestationsDir) {
		at, ok := attestationAt(e)
		if _, there := a.tree.Lookup(e.Path); !ok || there || valid[at.environment+"/"+at.model].vouch(at.sequence, at.signer) { // one that has changed is invalid
			continue
		}
		h, _, err := histories.of(at.environment, at.model)
		if err != nil {
			return err
		}
		why, err := at.wrong(before, h, old.signers)
		if err != nil {
			return err
		}
		if why == "" {
			a.problem(e.Path, "the change removes this signature, and its record has no other one; keep it, or first promote the model with another signer's key")
		}
	}
	return nil
}

// sameAt reports whether a tree has a file as it is.
func sameAt(tree source.Tree, e source.Entry) bool {
	other, ok := tree.Lookup(e.Path)
	return ok && other.Kind == e.Kind && other.Object == e.Object && other.Executable == e.Executable
}
