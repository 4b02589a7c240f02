package promotion

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// ApprovalStanding is what one artifact has of the approvals that an environment requires.
type ApprovalStanding struct {
	Environment string   `json:"environment"`
	Model       string   `json:"model"`
	Digest      string   `json:"digest"`
	Deployed    bool     `json:"deployed,omitempty"` // in the environment
	Approved    []string `json:"approved_by,omitempty"`
	// WithoutEffect are approvals that do not count, with the reasons. Those of authors of
	// the model are not known here.
	WithoutEffect []string `json:"without_effect,omitempty"`
	Missing       string   `json:"missing,omitempty"` // what is still required, if it is not deployed
}

// Approvals lists the artifacts that environments of a branch require approvals of: those
// that have an approval, those that they deploy, and those that the environments that they
// need deploy. What was deployed before is left out. names chooses environments; none
// chooses all.
func Approvals(at Snapshot, names ...string) ([]ApprovalStanding, error) {
	all, err := environmentsOf(at.Tree)
	if err != nil {
		return nil, err
	}
	var out []ApprovalStanding
	for _, name := range slices.Sorted(maps.Keys(all.all)) {
		env := all.all[name]
		if len(env.approvals) == 0 || len(names) > 0 && !slices.Contains(names, name) {
			continue
		}
		p := &planner{Request: Request{Environment: env, Snapshot: at}, env: env, tree: at.Tree}
		standings, err := p.approvalStandings()
		if err != nil {
			return nil, fmt.Errorf("reading the approvals of %s: %w", name, err)
		}
		out = append(out, standings...)
	}
	return out, nil
}

func (p *planner) approvalStandings() ([]ApprovalStanding, error) {
	approved, candidates := map[modelIn][]string{}, map[modelIn][]string{} // digests, by model
	invalid := map[string]string{}                                         // why, by path
	for _, e := range p.tree.Under(ApprovalsDir + "/" + p.env.Name) {
		at, ok := approvalAt(e.Path)
		if !ok {
			continue
		}
		why, err := at.wrong(p.tree, p.env.approvers)
		if err != nil {
			return nil, err
		}
		if why == "" {
			withdrawn, err := p.withdrawn(e.Path)
			if err != nil {
				return nil, err
			}
			if withdrawn {
				why = "it was withdrawn"
			}
		}
		if why != "" {
			invalid[e.Path] = why
		}
		m := modelIn{at.environment, at.model}
		approved[m] = append(approved[m], e.Path)
	}
	for _, need := range p.env.Needs {
		q, err := p.of(need)
		if errors.Is(err, errElsewhere) {
			continue
		} else if err != nil {
			return nil, err
		}
		for _, m := range q.models() {
			digest, err := q.deployedDigest(need, m)
			if err != nil {
				return nil, err
			}
			if m.env == need && digest != "" {
				m := modelIn{p.env.Name, m.model}
				candidates[m] = append(candidates[m], digest)
			}
		}
	}
	models := map[modelIn]bool{}
	for _, from := range []map[modelIn][]string{approved, candidates} {
		for m := range from {
			models[m] = true
		}
	}
	var out []ApprovalStanding
	for _, m := range slices.SortedFunc(maps.Keys(models), func(a, b modelIn) int { return strings.Compare(a.model, b.model) }) {
		standings, err := p.approvalsOfModel(m, approved[m], candidates[m], invalid)
		if err != nil {
			return nil, err
		}
		out = append(out, standings...)
	}
	return out, nil
}

// approvalsOfModel are the standings of the artifacts of one model.
func (p *planner) approvalsOfModel(m modelIn, paths, candidates []string, invalid map[string]string) ([]ApprovalStanding, error) {
	deployed, err := p.deployedDigest(p.env.Name, m)
	if err != nil {
		return nil, err
	}
	before, err := p.digestsBefore(m)
	if err != nil {
		return nil, err
	}
	by := map[string]*ApprovalStanding{}
	of := func(digest string) *ApprovalStanding {
		if by[digest] == nil {
			by[digest] = &ApprovalStanding{Environment: p.env.Name, Model: m.model, Digest: digest, Deployed: digest == deployed}
		}
		return by[digest]
	}
	valid := map[string]map[string]RecordApproval{}
	for _, path := range paths {
		at, _ := approvalAt(path)
		if before[at.digest] && at.digest != deployed && !slices.Contains(candidates, at.digest) {
			continue
		}
		s := of(at.digest)
		if why := invalid[path]; why != "" {
			s.WithoutEffect = append(s.WithoutEffect, at.approver+": "+why)
			continue
		}
		s.Approved = append(s.Approved, at.approver)
		if valid[at.digest] == nil {
			valid[at.digest] = map[string]RecordApproval{}
		}
		valid[at.digest][at.approver] = RecordApproval{Approver: at.approver}
	}
	for _, digest := range candidates {
		if digest != deployed {
			of(digest)
		}
	}
	var out []ApprovalStanding
	for _, digest := range slices.Sorted(maps.Keys(by)) {
		s := by[digest]
		if !s.Deployed {
			s.Missing = p.env.lacks(digest, valid[digest])
		}
		out = append(out, *s)
	}
	return out, nil
}

// deployedDigest is that of the artifact that an environment deploys of a model, "" for
// none.
func (p *planner) deployedDigest(environment string, m modelIn) (string, error) {
	m.env = environment
	if len(p.tree.Under(recordDir(m.env, m.model))) == 0 {
		return "", nil
	}
	r, deploys, err := p.newest.deployed(p.tree, m.env, m.model)
	if err != nil || !deploys || len(r.Artifacts) == 0 {
		return "", err
	}
	return r.artifactDigest()
}

// digestsBefore are those of the artifacts that the records of a model have deployed.
func (p *planner) digestsBefore(m modelIn) (map[string]bool, error) {
	out := map[string]bool{}
	for _, e := range p.tree.Under(recordDir(p.env.Name, m.model)) {
		b, why, err := readFile(p.tree, e.Path, maxRecord)
		if err != nil {
			return nil, err
		}
		if why != "" {
			continue
		}
		r, why, err := parseRecord(e.Path, b)
		if err != nil || why != "" || len(r.Artifacts) == 0 { // what is wrong with a record is said of it
			continue
		}
		digest, err := r.artifactDigest()
		if err != nil {
			return nil, err
		}
		out[digest] = true
	}
	return out, nil
}
