package gate

import (
	"context"
	"fmt"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/policy"
)

// maxTrials is on how many of the proposal's models its own rules are tried.
const maxTrials = 100

// try asks the proposed rules of the organisation about models as they are now: a
// rule that cannot be evaluated is told of before it is merged. The first model for
// which one cannot is enough. Findings do not matter here. The rules meet the settings
// that they are proposed with: a label that comes with its rule is declared.
func (r *run) try(ctx context.Context, p *proposedRules, proposed *policy.Examination) error {
	if !proposed.HasRules() {
		return nil
	}
	merged := r.merged(p)
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
		if err := proposed.Try(ctx, merged.inputOf(id, head, base), p.locator(r.locator(head, base))); err != nil || len(proposed.Problems) > 0 {
			return err
		}
	}
	return nil
}

// merged is the run with the settings of the proposal, as far as they can be read. What
// results are held against was decided before, by those of the base.
func (r *run) merged(p *proposedRules) *run {
	out := *r
	if p.settled {
		out.config = p.config
	}
	return &out
}

// locator resolves the anchors that proposed rules report on: in the configuration that
// they come with, and in all that is known besides.
func (p *proposedRules) locator(known func(evidence.Anchor) (finding.Position, bool)) func(evidence.Anchor) (finding.Position, bool) {
	return func(a evidence.Anchor) (finding.Position, bool) {
		if at, ok := p.config.Locate(string(a)); ok {
			return at, true
		}
		return known(a)
	}
}

// tryOnChange asks those of the proposed rules that are about a change as a whole
// about this one.
func (r *run) tryOnChange(ctx context.Context, p *proposedRules, in policy.Input, locate func(evidence.Anchor) (finding.Position, bool)) error {
	if p.trial == nil || len(p.trial.Problems) > 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, policy.ExamineTimeout)
	defer cancel()
	in.Config = r.merged(p).configFor(".", "", nil)
	if err := p.trial.Try(ctx, in, locate); err != nil {
		return err
	}
	p.addInvalid(problemsOf(*p.trial))
	p.sort()
	return nil
}
