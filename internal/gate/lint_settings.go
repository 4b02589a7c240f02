package gate

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/evidence/finder"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/policy"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// LintSettings finds settings of a tree that load and probably do not do what their author
// means: those that name no model or file, and days from which findings block that block
// already. What cannot be used is an error, as check refuses it.
func LintSettings(ctx context.Context, tree source.Tree) ([]policy.Problem, error) {
	cfg, set, err := loadInForce(ctx, source.Base{Tree: tree})
	if err != nil {
		return nil, err
	}
	out, err := unmatchedNames(cfg, tree)
	if err != nil {
		return nil, err
	}
	for _, e := range cfg.EnforcedInVain(everyFinding(append(set.Rules(), readingRules()...))) {
		if !policy.IsShared(e.At.Path) {
			out = append(out, problemAt(e.At, fmt.Sprintf("the day %s has no effect: these findings block already, because no later entry of enforce makes them advisory", e.From),
				"Add an entry with `mode: advisory` for the same rules after it, or remove `from`."))
		}
	}
	slices.SortStableFunc(out, func(a, b policy.Problem) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return out, tree.Lost()
}

// unmatchedNames are the globs and models of a repository's own settings that match nothing
// in it. A repository without a model, such as one of policies, has settings for others.
func unmatchedNames(cfg config.Config, tree source.Tree) ([]policy.Problem, error) {
	f := finder.New(tree, LayoutOf(cfg))
	models, err := f.All()
	if err != nil || len(models) == 0 {
		return nil, err
	}
	var out []policy.Problem
	for _, n := range namings(cfg) {
		named, err := isNamedBy(n, f, tree)
		if err != nil {
			return nil, err
		}
		if named || policy.IsShared(n.at.Path) || n.cards && len(cfg.DataRepositories) > 0 { // which are not at hand
			continue
		}
		message := fmt.Sprintf("%s applies to %q, which matches no %s", n.subject, n.model, n.what())
		if near := n.meant(models, tree); near != "" {
			message += fmt.Sprintf("; did you mean %q?", near)
		}
		out = append(out, problemAt(n.at, message, "Fix the name, or remove it."))
	}
	return out, nil
}

func problemAt(at finding.Position, message, remedy string) policy.Problem {
	return policy.Problem{Path: at.Path, Line: at.Line, Column: at.Column, Message: message, Remedy: remedy}
}

// everyFinding is a finding of each rule at each stage.
func everyFinding(rules []finding.Rule) []config.Enforced {
	var out []config.Enforced
	for _, rule := range rules {
		for _, stage := range finding.Stages {
			out = append(out, config.Enforced{Gate: string(finding.GateOf(rule.ID)), Rule: rule.ID, Stage: stage, Controls: rule.Controls})
		}
	}
	return out
}
