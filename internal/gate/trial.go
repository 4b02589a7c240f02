package gate

import (
	"context"
	"fmt"

	"github.com/modelgate-dev/modelgate/internal/policy"
)

// maxTrials is on how many of the proposal's models its own rules are tried.
const maxTrials = 10

// try asks the proposed rules of the organisation about models as they are now: a
// rule that cannot be evaluated is told of before it is merged. The first model for
// which one cannot is enough. Findings do not matter here.
func (r *run) try(ctx context.Context, proposed *policy.Examination) error {
	if !proposed.HasRules() {
		return nil
	}
	ids, err := r.head.All()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, policy.ExamineTimeout)
	defer cancel()
	for i, id := range ids {
		if i == maxTrials {
			r.untried = len(ids) - maxTrials
			return nil
		}
		head, base, err := r.sidesOf(id)
		if err != nil {
			return fmt.Errorf("reading %s: %w", id, err)
		}
		if err := proposed.Try(ctx, r.inputOf(id, head, base), r.locator(head, base)); err != nil || len(proposed.Problems) > 0 {
			return err
		}
	}
	return nil
}
