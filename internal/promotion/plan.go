package promotion

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// maxCommit is the usual size in bytes of the files of one commit. What does
// not fit waits for the next commit.
const maxCommit = 2 << 20

// Snapshot is an environment repository as it stands at one commit of its branch.
type Snapshot struct {
	source.Tree
	Limit int  // bytes that one commit may have; 0 is maxCommit
	Past  Past // of the branch; nil where it is not known
	// Statuses asks the host of the branch for the newest statuses of a commit, by name;
	// nil where it has none.
	Statuses func(commit string) (map[string]CommitStatus, error)
	// Elsewhere reads the branch that another environment of the graph is on, as it is
	// now; nil where no other branch is read.
	Elsewhere func(environment string, at Place) (Snapshot, error)
}

func (s Snapshot) limit() int { return cmp.Or(s.Limit, maxCommit) }

// Request is what a promotion is planned from.
type Request struct {
	Approvals   []decision.Approval
	Policies    []finding.Floor // that the approvals were given by, beside the rules of the source
	Environment Environment
	Snapshot    Snapshot
	Source      Source // of the approvals
	Tool        Tool
	Now         time.Time // dates the records and ends freezes
	// Emergency lets promotions go past freezes, windows and what the environment
	// needs of others; their records state it. A hold stays.
	Emergency *Statement
	Signer    *Signer // of files that a target wants signed; nil blocks their models
	Mode      Mode    // by which the plan gets into the environment; "" is Direct
	// Manifests is asked about what was rendered for a model, by path: what denies it,
	// and what is worth a warning. An error is that it could not be told. nil asks nobody.
	Manifests func(model string, manifests map[string][]byte) (denied, warned []string, err error)
}

// NewPlan says what has to be committed so that the environment has the
// approved models, or as many of them as one commit may have.
//
// A model that cannot be promoted is a blocked item, and one whose files are
// not what its records say is a tampered one; neither keeps the others back.
// An error means that the repository could not be read.
func NewPlan(r Request) (Plan, error) {
	env := r.Environment
	if env.Name == "" || env.Path == "" || env.Namespace == "" || !env.Stage.Valid() {
		return Plan{}, errors.New("planning a promotion: the environment was not loaded")
	}
	if err := env.require(r.Mode); err != nil {
		return Plan{}, err
	}
	if !slices.EqualFunc(r.Policies, env.Policies, sameFloor) {
		return Plan{}, fmt.Errorf("planning a promotion: the models were not checked against the policies of %s", env.Name)
	}
	r.Source.Repository = withoutUserinfo(r.Source.Repository)
	p := &planner{Request: r, env: env, tree: r.Snapshot.Tree}
	p.Now = r.Now.UTC().Truncate(time.Second)
	as := slices.Clone(r.Approvals)
	slices.SortStableFunc(as, func(a, b decision.Approval) int {
		return cmp.Or(cmp.Compare(a.Subject().Name, b.Subject().Name), cmp.Compare(a.Subject().ID, b.Subject().ID))
	})
	names := make([]string, len(as)) // in their order
	for i, a := range as {
		names[i] = a.Subject().Name
	}
	if err := readAhead(p.tree, names...); err != nil {
		return Plan{}, fmt.Errorf("planning a promotion: %w", err)
	}
	for i, a := range as {
		c, err := p.change(a)
		if err != nil {
			return Plan{}, fmt.Errorf("planning the promotion of %s into %s: %w", quoted(a.Subject().Name), env.Name, err)
		}
		if twin := twinOf(as, i); twin != "" && c.item.State != Tampered {
			c = change{item: c.item}
			c.item.State, c.item.Later, c.item.Reason = Blocked, false, fmt.Sprintf("%s has the same name and would write the same files: rename one of them in its modelgate.yaml", quoted(twin))
		}
		p.changes = append(p.changes, c)
	}
	return p.plan(), nil
}

// twinOf is the directory of another model with the name of as[i], "" for none.
// The approvals are sorted by name.
func twinOf(as []decision.Approval, i int) string {
	for _, j := range []int{i - 1, i + 1} {
		if j >= 0 && j < len(as) && as[j].Subject().Name == as[i].Subject().Name {
			return as[j].Subject().ID
		}
	}
	return ""
}

// plan puts the changes together, up to what one commit may have. At least one
// change is in it, however large.
func (p *planner) plan() Plan {
	plan := Plan{Environment: p.env.Name}
	size, limit := 0, p.Snapshot.limit()
	var now []change
	for _, c := range p.changes {
		if c.item.State == Promote {
			if size += c.size(); size > limit && len(now) > 0 {
				c.item.State = Waiting
			} else {
				now = append(now, c)
				plan.Files = append(plan.Files, c.files...)
				plan.Deletes = append(plan.Deletes, c.deletes...)
			}
		}
		plan.Items = append(plan.Items, c.item)
		plan.Problems = append(plan.Problems, c.problems...)
	}
	slices.SortFunc(plan.Files, func(a, b File) int { return cmp.Compare(a.Path, b.Path) })
	slices.Sort(plan.Deletes)
	plan.Problems = sortProblems(plan.Problems)
	if !plan.Empty() {
		plan.Message = p.message(now)
	}
	return plan
}

func (c change) size() int {
	size := 0
	for _, f := range c.files {
		size += len(f.Content)
	}
	return size
}

func sortProblems(problems []Problem) []Problem {
	slices.SortFunc(problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Message, b.Message))
	})
	return slices.Compact(problems)
}
