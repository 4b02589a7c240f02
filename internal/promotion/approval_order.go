package promotion

import (
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"time"

	"github.com/modelgate-dev/modelgate/internal/dsse"
)

// Approves is the operation of the items of an approval, which writes no record.
const Approves = "approve"

// Endorsement is an artifact that a person approves for a model in an environment.
type Endorsement struct {
	Model, Digest, Reason string
	Source                []string // names of the models of the source, as far as it was read
}

// Check says what is wrong with the endorsement itself, or nothing.
func (e Endorsement) Check() error {
	switch {
	case !modelName.MatchString(e.Model):
		return errors.New(checkModelName(e.Model))
	case !artifactDigest.MatchString(e.Digest):
		return fmt.Errorf("the digest %s is not valid: use sha256: and 64 digits, as `modelgate env status -o json` shows it", quoted(e.Digest))
	}
	return Statement{Owner: "approver", Reason: e.Reason}.Check()
}

// NewApproval plans the approval of an artifact by the approver whose key the request
// has. One that exists needs nothing.
func NewApproval(r Request, e Endorsement) (Plan, error) {
	if err := errors.Join(e.Check(), r.Environment.require(r.Mode)); err != nil {
		return Plan{}, err
	}
	p := &planner{Request: r, env: r.Environment, tree: r.Snapshot.Tree}
	item := Item{Model: e.Model, Operation: Approves, State: Blocked}
	var reason string
	if item.By, reason = p.approverOf(r.Signer); reason != "" {
		return p.given(item, reason), nil
	}
	a := approval{approvalPath(p.env.Name, e.Model, e.Digest, item.By), p.env.Name, e.Model, e.Digest, item.By}
	if _, there := p.tree.Lookup(a.path); there {
		why, err := a.wrong(p.tree, p.env.approvers)
		if err != nil {
			return Plan{}, err
		}
		withdrawn := false
		if why == "" {
			withdrawn, err = p.withdrawn(a.path)
		}
		if err != nil {
			return Plan{}, err
		}
		if why == "" && !withdrawn {
			item.State = AlreadyPromoted
			return p.given(item, ""), nil
		}
	}
	if err := p.checkExpected(e.Model, e.Source); err != nil {
		return Plan{}, err
	}
	payload, err := canonical(a.statement(e.Reason, r.Now.UTC().Truncate(time.Second).Format(time.RFC3339)))
	if err != nil {
		return Plan{}, err
	}
	b, err := dsse.Sign(r.Signer.key, dsse.InToto, payload)
	if err != nil {
		return Plan{}, fmt.Errorf("signing: %w", err)
	}
	return p.give(item, File{Path: a.path, Mode: regular, Content: b}, e.Digest, e.Reason), nil
}

// approverOf is the approver of a key, or why it has none whom the environment requires.
func (p *planner) approverOf(s *Signer) (name, reason string) {
	if s == nil || s.key == nil {
		return "", "a key is required: pass --signing-key"
	}
	public := s.key.Public()
	for _, name := range slices.Sorted(maps.Keys(p.env.approvers)) {
		if !p.env.approvers[name].key.Is(public) {
			continue
		}
		if !slices.ContainsFunc(p.env.approvals, func(r requirement) bool { return slices.Contains(r.from, name) }) {
			return "", fmt.Sprintf("%s does not require approvals of %s", p.env.Name, name)
		}
		return name, ""
	}
	return "", fmt.Sprintf("the key of --signing-key (%s) is not an approver in %s", public.ID(), EnvPath)
}

// given is a plan that gives no evidence.
func (p *planner) given(item Item, reason string) Plan {
	item.Reason = reason
	return Plan{Environment: p.env.Name, Items: []Item{item}}
}

// give is a plan of one file with evidence about a model, for a subject such as a digest.
func (p *planner) give(item Item, f File, about, reason string) Plan {
	if problem, blocked := blockedBy(p.tree, path.Dir(f.Path)); blocked {
		return p.given(item, quoted(problem.Path)+": "+problem.Message)
	}
	item.State = Promote
	return Plan{Environment: p.env.Name, Items: []Item{item}, Files: []File{f}, Message: fmt.Sprintf(
		"%s(%s): %s\n\nModelgate-Environment: %s\nModelgate-Evidence: %s\nModelgate-Owner: %s\nModelgate-Reason: %s\n",
		item.Operation, p.env.Name, item.Model, p.env.Name, about, item.By, quotedLine(reason))}
}
