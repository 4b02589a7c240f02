package gate

import (
	"context"
	"fmt"
	"time"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/evaluation"
	"github.com/modelgate-dev/modelgate/internal/evidence/finder"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// Remember is the lock of a commit's ratchets once the results of its models are
// known: the best of what it held and of what they show. Nothing in it ever gets
// worse. The notes say what was left out, and why.
func Remember(ctx context.Context, trusted source.Base, now time.Time) (best []config.Best, notes []string, err error) {
	cfg, rules, err := loadInForce(ctx, trusted)
	if err != nil {
		return nil, nil, err
	}
	finder := finder.New(trusted.Tree, LayoutOf(cfg))
	ids, err := finder.AllFetched()
	if err != nil {
		return nil, nil, err
	}
	there, known := map[string]bool{}, scales(rules)
	for _, id := range ids {
		there[id] = true
		snapshot, err := finder.Read(id)
		if err != nil {
			return nil, nil, fmt.Errorf("reading %s at %s: %w", id, trusted.Commit, err)
		}
		of, left := evaluation.Remember(evaluation.Inputs{Thresholds: cfg.Thresholds, Policy: cfg.Baseline, Evidence: cfg.Evidence, Locked: cfg.Locked,
			Head: snapshot.Model, Now: now, Scales: known}, trusted.Commit)
		best = append(best, of...)
		for _, l := range left {
			notes = append(notes, id+": "+l)
		}
	}
	for _, b := range cfg.Locked { // a model that is away may come back
		if !there[b.Model] {
			best = append(best, b)
		}
	}
	return best, notes, trusted.Lost()
}
