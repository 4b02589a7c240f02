package promotion

import (
	"bytes"
	"fmt"
	"slices"

	"github.com/modelgate-dev/modelgate/internal/dsse"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// withdrawn reports whether the approval at a path is one that the branch has removed
// before: whoever may write can restore the file, and only the approver can sign another
// one. It is the statement that counts, which has many forms and signatures. One that the
// newest record relied on as it was removed was tampered with, and not withdrawn. Where the
// history is not known, nothing was.
func (p *planner) withdrawn(name string) (bool, error) {
	if p.Snapshot.Past == nil {
		return false, nil
	}
	if p.removed == nil {
		all, err := p.Snapshot.Past.Removed()
		if err != nil {
			return false, fmt.Errorf("reading the history of the environment repository: %w", err)
		}
		if p.removed = all; all == nil {
			p.removed = map[string][]Version{}
		}
	}
	if len(p.removed[name]) == 0 {
		return false, nil
	}
	is, ok, err := statementAt(p.tree, name)
	if err != nil || !ok {
		return false, err
	}
	for _, v := range p.removed[name] {
		if was, err := p.wasWithdrawn(name, v, is); was || err != nil {
			return was, err
		}
	}
	return false, nil
}

// wasWithdrawn reports whether a version of an approval that was removed has a statement,
// and no record of its time relied on it.
func (p *planner) wasWithdrawn(name string, v Version, statement []byte) (bool, error) {
	tree, err := p.Snapshot.Past.At(v.Commit)
	if err != nil {
		return false, fmt.Errorf("reading the history of the environment repository: %w", err)
	}
	defer tree.Close() // it has been read; a failure to close changes nothing
	if e, there := tree.Lookup(name); !there || e.Object != v.Object {
		return false, nil
	}
	was, ok, err := statementAt(tree, name)
	if err != nil || !ok || !bytes.Equal(was, statement) {
		return false, err
	}
	at, ok := approvalAt(name)
	if !ok {
		return false, nil
	}
	b, _, err := readFile(tree, name, MaxAttestation)
	if err != nil {
		return false, err
	}
	if len(tree.Under(recordDir(at.environment, at.model))) == 0 {
		return true, nil
	}
	newest, _, err := p.newest.deployed(tree, at.environment, at.model)
	relied := slices.ContainsFunc(newest.Approvals, func(a RecordApproval) bool { return a.SHA256 == sumOf(b) })
	return err == nil && !relied, err
}

// statementAt is what the envelope at a path has signed.
func statementAt(tree source.Tree, name string) ([]byte, bool, error) {
	b, why, err := readFile(tree, name, MaxAttestation)
	if err != nil || why != "" {
		return nil, false, err
	}
	envelope, err := dsse.Parse(b)
	return envelope.Payload, err == nil, nil
}

// Restored are the approvals that a change brings back after they were withdrawn, and the
// records it adds that rely on one. The history is that of the commit after the change; it
// is read only if there is something to look for.
func Restored(before source.Tree, after Snapshot) ([]Problem, error) {
	p := &planner{Request: Request{Snapshot: after}, tree: after.Tree}
	var out []Problem
	look := func(name, path, message string) error {
		withdrawn, err := p.withdrawn(name)
		if withdrawn {
			out = append(out, Problem{path, message})
		}
		return err
	}
	for _, e := range after.Under(ApprovalsDir) {
		if was, there := before.Lookup(e.Path); there && was.Object == e.Object {
			continue
		}
		if err := look(e.Path, e.Path, "it was withdrawn; remove the file, unless its approver signs it again with `modelgate env approve`"); err != nil {
			return nil, err
		}
	}
	for env, model := range modelsOf(after.Tree) {
		entries := after.Under(recordDir(env, model))
		if _, was := before.Lookup(entries[len(entries)-1].Path); was {
			continue
		}
		h, _, err := readHistory(after.Tree, env, model) // what is wrong with it is the audit's
		if err != nil {
			return nil, err
		}
		for _, r := range h {
			name := recordPath(env, model, r.Sequence)
			if _, was := before.Lookup(name); was || r.Operation != Promotes || len(r.Approvals) == 0 {
				continue
			}
			digest, err := r.artifactDigest()
			if err != nil {
				return nil, err
			}
			for _, a := range r.Approvals {
				err := look(approvalPath(env, model, digest, a.Approver), name, fmt.Sprintf("it relies on the approval of %s, which was withdrawn; revert the commit that added the record", quoted(a.Approver)))
				if err != nil {
					return nil, err
				}
			}
		}
	}
	return sortProblems(out), nil
}
