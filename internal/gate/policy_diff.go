package gate

import (
	"context"
	"fmt"
	"slices"
	"sort"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/policy"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// PolicyEdit is one thing that differs between two states of policies.
type PolicyEdit struct {
	Effect        config.Effect
	Subject       string
	Before, After string
}

// DiffPolicies compares two states of policies: rules, their conditions, settings,
// thresholds and tables. Each must load; an error is a *config.Invalid or a
// *policy.LoadError if it does not.
func DiffPolicies(ctx context.Context, before, after source.Tree) ([]PolicyEdit, error) {
	cfgBefore, was, err := loadTree(ctx, source.Base{Tree: before})
	if err != nil {
		return nil, fmt.Errorf("loading the old policies: %w", err)
	}
	cfgAfter, is, err := loadTree(ctx, source.Base{Tree: after})
	if err != nil {
		return nil, fmt.Errorf("loading the new policies: %w", err)
	}
	var out []PolicyEdit
	add := func(effect config.Effect, subject, before, after string) {
		out = append(out, PolicyEdit{effect, subject, orNone(before), orNone(after)})
	}
	now := map[string]finding.Rule{}
	for _, r := range is.Rules() {
		now[r.ID] = r
	}
	for _, old := range was.Rules() {
		rule, there := now[old.ID]
		delete(now, old.ID)
		if !there {
			add(config.Loosened, "rule "+old.ID, severities(old), "")
			continue
		}
		for _, e := range ruleEdits(old, rule) {
			add(e.Effect, e.Key+" of the rule "+old.ID, e.Before, e.After)
		}
	}
	for _, id := range sortedKeys(now) {
		add(config.Tightened, "rule "+id, "", severities(now[id]))
	}
	for _, w := range policy.Weakened(policiesOf(before), policiesOf(after)) {
		effect := config.Changed
		if w.Certain {
			effect = config.Loosened
		}
		add(effect, "conditions of "+w.Subject, shortened(w.Before), shortened(w.After))
	}
	for _, e := range config.Edits(cfgBefore, cfgAfter) {
		add(e.Effect, e.Key, e.Before, e.After)
	}
	for _, e := range thresholdEdits(cfgBefore, cfgAfter) {
		effect := config.Tightened
		if slices.Contains([]policy.EditKind{policy.ThresholdLoosened, policy.ThresholdRemoved}, e.Kind) {
			effect = config.Loosened
		}
		add(effect, "threshold "+e.Subject, e.Before, e.After)
	}
	for _, name := range slices.Sorted(slices.Values(slices.Concat(is.ChangedTables(was), was.ChangedTables(is)))) {
		if !slices.ContainsFunc(out, func(e PolicyEdit) bool { return e.Subject == "table "+name }) {
			add(config.Changed, "table "+name, "", "changed")
		}
	}
	rank := []config.Effect{config.Loosened, config.Changed, config.Tightened}
	sort.SliceStable(out, func(i, j int) bool { // which is smaller in the program than what slices generates
		x, y := slices.Index(rank, out[i].Effect), slices.Index(rank, out[j].Effect)
		return x < y || x == y && out[i].Subject < out[j].Subject
	})
	return out, nil
}
