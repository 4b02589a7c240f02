package gate

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/policy"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// Rules that cannot be used decide nothing, so that no change could pass, the one
// that corrects them neither. A change of the rules and of nothing else is
// therefore judged by the built-in rules; one of those asks that the proposed
// rules can be used, and another for an owner's approval.

// wayOut says how rules that cannot be used are corrected.
const wayOut = "To fix the rules, open a pull request that changes only .modelgate/. The built-in rules check it, and an owner must approve it."

// isUnusable reports whether an error is that rules cannot be used.
func isUnusable(err error) bool {
	var invalid *config.Invalid
	var refused *policy.LoadError
	return errors.As(err, &invalid) || errors.As(err, &refused)
}

// reasonOf is the first of the reasons why rules cannot be used, in one line, and the file
// that it is about.
func reasonOf(err error) (reason, file string) {
	var invalid *config.Invalid
	var refused *policy.LoadError
	first, others := err.Error(), 0
	switch {
	case errors.As(err, &invalid) && len(invalid.Findings) > 0:
		first, others = invalid.Findings[0].String(), len(invalid.Findings)-1
		file = invalid.Findings[0].At.Path
	case errors.As(err, &refused) && len(refused.Problems) > 0:
		first, others = refused.Problems[0].String(), len(refused.Problems)-1
		file = refused.Problems[0].Path
	}
	first, _, _ = strings.Cut(first, "\n")
	if others > 0 {
		first += fmt.Sprintf(" (and %d more)", others)
	}
	return first, file
}

// changeAt is the place of a change as a whole: config.yaml, or what the change repairs.
func (r *run) changeAt(proposed *proposedRules) evidence.Anchor {
	changed := compareRuleFiles(r.origin(), r.Head.Tree)
	if r.unusable == "" || len(changed) == 0 {
		return config.ConfigPath + "#"
	}
	at := proposed.ownPlace(finding.Start(r.broken))
	if !slices.ContainsFunc(changed, func(c source.Change) bool { return c.Path == at.Path }) {
		at = finding.Start(changed[0].Path)
	}
	a := evidence.Anchor(at.Path + "#repair")
	proposed.places[a] = at
	return a
}

// repairs reports whether the proposal changes the rules and nothing else.
func (req Request) repairs() bool {
	return !req.Preview && !req.Target.Present && len(req.Changes) > 0 &&
		!slices.ContainsFunc(req.Changes, func(c source.Change) bool { return !config.IsRule(c.Path) })
}
