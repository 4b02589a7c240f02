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
	histories := map[string]history{}
	historyOf := func(env, model string) (history, error) {
		key := env + "/" + model
		if h, ok := histories[key]; ok {
			return h, nil
		}
		h, _, err := readHistory(a.tree, env, model) // what is wrong with it was said
		histories[key] = h
		return h, err
	}
	valid := map[string]map[int]bool{}
	for _, e := range a.tree.Under(AttestationsDir) {
		if isPlaceholder(e.Path) || path.Ext(e.Path) == ".md" && path.Dir(e.Path) == AttestationsDir {
			continue
		}
		at, ok := attestationAt(e)
		if !ok {
			a.problem(e.Path, "%s", notAnAttestation)
			continue
		}
		h, err := historyOf(at.environment, at.model)
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
			valid[key] = map[int]bool{}
		}
		valid[key][at.sequence] = true
	}
	for env, model := range modelsOf(a.tree) {
		h, err := historyOf(env, model)
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
// and have none after it.
func (a *auditor) checkAttestationsKept(before source.Tree, old environments, valid map[string]map[int]bool) error {
	for _, e := range before.Under(AttestationsDir) {
		at, ok := attestationAt(e)
		if _, there := a.tree.Lookup(e.Path); !ok || there || valid[at.environment+"/"+at.model][at.sequence] { // one that has changed is invalid
			continue
		}
		h, _, err := readHistory(before, at.environment, at.model)
		if err != nil {
			return err
		}
		why, err := at.wrong(before, h, old.signers)
		if err != nil {
			return err
		}
		if why == "" {
			a.problem(e.Path, "the change removes this signature, and its record has no other one")
		}
	}
	return nil
}

// sameAt reports whether a tree has a file as it is.
func sameAt(tree source.Tree, e source.Entry) bool {
	other, ok := tree.Lookup(e.Path)
	return ok && other.Kind == e.Kind && other.Object == e.Object && other.Executable == e.Executable
}
