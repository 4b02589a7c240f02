package promotion

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// maxPlan is the size in bytes of all files of a plan: manifests are small,
// and nothing else belongs into an environment.
const maxPlan = 1 << 20

// NewPlan says what has to be committed so that the environment has the
// approved models. tree is the environment repository as it stands; src is
// where the approvals come from; now dates the records and ends freezes.
//
// A model that cannot be promoted is a blocked item and does not keep the
// others back. Errors are ErrDuplicate, *Tampered when the tree is not what
// its records say of the models concerned, and what reading the tree fails
// with.
func NewPlan(as []decision.Approval, env Environment, tree source.Tree, src Source, tool Tool, now time.Time) (Plan, error) {
	if env.Name == "" || env.Path == "" || env.Namespace == "" || !env.Stage.Valid() {
		return Plan{}, errors.New("planning a promotion: the environment was not loaded")
	}
	src.Repository = withoutUserinfo(src.Repository)
	p := &planner{env: env, tree: tree, src: src, tool: tool, now: now.UTC().Truncate(time.Second), targets: map[string]Target{}}
	as = slices.Clone(as)
	slices.SortStableFunc(as, func(a, b decision.Approval) int {
		return cmp.Or(cmp.Compare(a.Subject().Name, b.Subject().Name), cmp.Compare(a.Subject().ID, b.Subject().ID))
	})
	for i := 1; i < len(as); i++ {
		if a, b := as[i-1].Subject(), as[i].Subject(); a.Name == b.Name {
			return Plan{}, fmt.Errorf("%w: %s and %s are both called %s, and would write the same files; rename one of them in its modelgate.yaml",
				ErrDuplicate, quoted(a.ID), quoted(b.ID), quoted(a.Name))
		}
	}
	plan := Plan{Environment: env.Name}
	for _, a := range as {
		c, err := p.change(a)
		if err != nil {
			return Plan{}, fmt.Errorf("planning the promotion of %s into %s: %w", quoted(a.Subject().Name), env.Name, err)
		}
		plan.Items = append(plan.Items, c.item)
		plan.Files = append(plan.Files, c.files...)
		plan.Deletes = append(plan.Deletes, c.deletes...)
		p.changes = append(p.changes, c)
	}
	if len(p.problems) > 0 {
		slices.SortFunc(p.problems, func(a, b Problem) int {
			return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Message, b.Message))
		})
		return Plan{}, &Tampered{Environment: env.Name, Problems: slices.Compact(p.problems)}
	}
	slices.SortFunc(plan.Files, func(a, b File) int { return cmp.Compare(a.Path, b.Path) })
	slices.Sort(plan.Deletes)
	if err := plan.checkSize(); err != nil {
		return Plan{}, err
	}
	if !plan.Empty() {
		plan.Message = p.message()
	}
	return plan, nil
}

func (p Plan) checkSize() error {
	size := 0
	for _, f := range p.Files {
		size += len(f.Content)
	}
	if size > maxPlan {
		return fmt.Errorf("planning the promotion into %s: its files have %d bytes, and one commit may have %d; promote fewer models at once", p.Environment, size, maxPlan)
	}
	return nil
}
