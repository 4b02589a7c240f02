package gate

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/policy"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// What the base required is compared with what is proposed even where the base
// cannot be used: a repair must not hide what is loosened beside it.

// salvageAttempts is how often policies are loaded without those that were refused.
const salvageAttempts = 5

// rulesBefore are the rules that the proposal started from, as far as they can be
// read, and what could not be.
func (r *run) rulesBefore(ctx context.Context, before config.Config) ([]finding.Rule, []finding.Finding, error) {
	origin := r.origin()
	if !r.Preview && r.unusable == "" && len(compareRuleFiles(origin, r.Base.Tree)) == 0 {
		return r.rules.Rules(), nil, nil
	}
	opt := options(before)
	var lost []finding.Finding
	for range salvageAttempts {
		was, err := policy.Examine(ctx, origin, opt)
		if err != nil {
			return nil, nil, fmt.Errorf("reading the rules of the merge base: %w", err)
		}
		if len(was.Problems) == 0 {
			return was.Rules, lost, nil
		}
		bad := map[string]bool{}
		for _, p := range was.Problems {
			bad[p.Path] = true
			lost = append(lost, finding.Finding{Severity: finding.Error, At: finding.Start(p.Path), Message: p.Message})
			dropSetting(&opt, p)
		}
		origin = origin.Without(func(e source.Entry) bool { return bad[e.Path] && e.Path != config.ConfigPath })
	}
	return r.rules.Rules(), lost, nil
}

// dropSetting drops the setting of a rule that a problem is about.
func dropSetting(opt *policy.Options, p policy.Problem) {
	for id, at := range opt.At {
		if at.Path == p.Path && at.Line == p.Line {
			delete(opt.Severity, id)
			delete(opt.Off, id)
			delete(opt.Scoped, id)
		}
	}
}

// loadForRepair loads what a change that repairs the rules of a tree is judged by: its
// policy sources, or the built-in rules alone where those cannot be used either.
func loadForRepair(ctx context.Context, broken source.Tree) (source.Tree, config.Config, *policy.Set, error) {
	tree := source.Tree{Commit: broken.Commit, Above: broken.Above}
	cfg, rules, err := loadInForce(ctx, source.Base{Tree: tree})
	if isUnusable(err) && tree.Above != nil {
		tree.Above = nil
		cfg, rules, err = loadInForce(ctx, source.Base{Tree: tree})
	}
	return tree, cfg, rules, err
}

// addUnreadable says which of the changed files had errors before: what they
// required is compared as far as it can be read.
func (p *proposedRules) addUnreadable(changed []source.Change, found []finding.Finding) {
	told := map[string]bool{}
	for _, e := range p.edits {
		told[e.Path] = told[e.Path] || e.Kind == "unreadable"
	}
	for _, f := range found {
		is := slices.ContainsFunc(changed, func(c source.Change) bool { return c.Path == f.At.Path && c.Kind != source.Added })
		if f.Severity == finding.Error && is && !told[f.At.Path] {
			told[f.At.Path] = true
			p.add(finding.Start(f.At.Path), policy.RuleEdit{Kind: policy.Unreadable, Subject: strings.TrimPrefix(f.At.Path, config.Dir+"/"), Before: shortened(f.Message)})
		}
	}
}
