package gate

import (
	"cmp"
	"context"
	"fmt"
	"path"
	"slices"
	"sort"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/finder"
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
		old, now := policy.Differing(w.Before, w.After)
		add(effect, "conditions of "+w.Subject, old, now)
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
	approvals := config.ApprovalEdits(cfgBefore, cfgAfter)
	for _, e := range approvals {
		add(e.Effect, e.Key, e.Before, e.After)
	}
	tables, err := diffTables(ctx, was, is, len(approvals) > 0)
	if err != nil {
		return nil, err
	}
	out = append(out, tables...)
	rank := []config.Effect{config.Loosened, config.Changed, config.Tightened}
	sort.SliceStable(out, func(i, j int) bool { // which is smaller in the program than what slices generates
		x, y := slices.Index(rank, out[i].Effect), slices.Index(rank, out[j].Effect)
		return x < y || x == y && out[i].Subject < out[j].Subject
	})
	return out, nil
}

// diffTables compares the tables in force, but for approvers.yaml where it is compared.
func diffTables(ctx context.Context, was, is *policy.Set, compared bool) ([]PolicyEdit, error) {
	var edits []policy.RuleEdit
	for _, name := range slices.Compact(slices.Sorted(slices.Values(slices.Concat(is.ChangedTables(was), was.ChangedTables(is))))) {
		if name != approversTable || !compared {
			edits = append(edits, tableEdits(name, was, is)...)
		}
	}
	effects, err := effectsOf(ctx, was, edits)
	if err != nil {
		return nil, err
	}
	out := make([]PolicyEdit, len(edits))
	for i, e := range edits {
		out[i] = PolicyEdit{effects[i], "table " + e.Subject, orNone(e.Before), orNone(e.After)}
	}
	return out, nil
}

// approversTable is what approvers.yaml is among the tables.
var approversTable = strings.TrimSuffix(path.Base(config.ApproversPath), ".yaml")

// effectsOf are the effects of edits of tables, as the old policies have them: the rules
// about edits know which tables permit and which demand, an organization's own too.
func effectsOf(ctx context.Context, was *policy.Set, edits []policy.RuleEdit) ([]config.Effect, error) {
	const loosened, changed = "governance/rules_loosened", "governance/rules_changed"
	none := finder.Absent(".")
	in := policy.Input{Now: "2026-01-01T00:00:00Z", Stage: finding.Production, Scope: finding.ScopeRepository, Base: none, Head: none}
	in.Change.Rules = edits
	for i := range edits {
		edits[i].At = evidence.Anchor(config.TablesDir + "#")
	}
	verdicts, err := was.Only(func(rule string) bool { return rule == loosened || rule == changed }).Evaluate(ctx, in, func(evidence.Anchor) (finding.Position, bool) {
		return finding.Start(config.TablesDir), true
	})
	if err != nil {
		return nil, fmt.Errorf("comparing tables: %w", err)
	}
	found := map[string]config.Effect{}
	for _, v := range verdicts {
		if v.Error != "" {
			return nil, fmt.Errorf("comparing tables: %s: %s", v.Rule, v.Error)
		}
		for _, f := range v.Findings {
			found[f.Key] = map[string]config.Effect{loosened: config.Loosened, changed: config.Changed}[v.Rule]
		}
	}
	out := make([]config.Effect, len(edits))
	for i, e := range edits {
		out[i] = cmp.Or(found[string(e.Kind)+" "+e.Subject], config.Tightened)
	}
	return out, nil
}
