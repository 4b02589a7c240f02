// Package doctor owns advice: what in the set-up of a repository keeps the gate
// from being asked, from being believed, or from being passed. It is pure:
// facts of the default branch and of the forge go in, items come out. It judges
// no model.
package doctor

import (
	"fmt"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/codeowners"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/github"
)

// Level says what an item comes to.
type Level string

const (
	OK      Level = "ok"
	Unknown Level = "unknown" // it could not be looked at; the message says why
	Advice  Level = "advice"  // it works, and could be safer
	Problem Level = "problem" // the gate can be passed by, or stands in the way for ever
)

// Levels lists the levels, the gravest first.
var Levels = []Level{Problem, Advice, Unknown, OK}

// Item is one thing that was looked at.
type Item struct {
	ID      string           `json:"id"`
	Level   Level            `json:"level"`
	Message string           `json:"message"`
	Remedy  string           `json:"remedy,omitempty"`
	At      finding.Position `json:"location,omitzero"`
}

// Facts are what is known of a repository.
type Facts struct {
	Configured bool  // there is a .modelgate on the default branch
	Config     error // why it cannot be used
	NoSource   bool  // it could not be read: a policy source is not at hand
	Owners     codeowners.Owners
	Workflows  []Workflow // that run modelgate
	Elsewhere  []string   // other files that run modelgate, and that are not followed
	Check      string     // name of the check that should be required; "" for that of a job which runs the gate
	Forge      *github.Inspection
	ForgeWhy   string // why nothing is known of the forge
}

// Examine says what is right and what is not, the gravest first.
func Examine(f Facts) []Item {
	var items []Item
	items = append(items, f.config())
	items = append(items, f.workflows()...)
	items = append(items, f.owners()...)
	items = append(items, f.forge()...)
	slices.SortStableFunc(items, func(a, b Item) int { return slices.Index(Levels, a.Level) - slices.Index(Levels, b.Level) })
	return items
}

func (f Facts) config() Item {
	switch {
	case f.NoSource:
		return Item{ID: "config", Level: Unknown, Message: "whether the configuration can be used is unknown: " + f.Config.Error(), Remedy: "Run doctor again when the policy source can be read. Without it, every check exits with code 3."}
	case f.Config != nil:
		return Item{ID: "config", Level: Problem, Message: "the configuration is invalid, so every check exits with code 2: " + f.Config.Error(), Remedy: "Fix it in a pull request that changes only .modelgate/. The built-in rules check it, and an owner must approve it."}
	case !f.Configured:
		return Item{ID: "config", Level: Advice, Message: "the default branch has no .modelgate, so the built-in rules and defaults apply", Remedy: "Run `modelgate init` and merge the files it writes."}
	}
	return Item{ID: "config", Level: OK, Message: "the configuration on the default branch is valid"}
}

// guarded are the paths whose owners decide about the gate itself.
func (f Facts) guarded() []string {
	paths := []string{".modelgate/config.yaml", ".github/CODEOWNERS"}
	for _, w := range f.Workflows {
		paths = append(paths, w.Path)
	}
	return paths
}

func (f Facts) owners() []Item {
	if f.Owners.Path == "" {
		return []Item{{ID: "codeowners", Level: Problem, Message: "CODEOWNERS is missing: anyone who can merge can change the rules",
			Remedy: "Add .github/CODEOWNERS with owners of /.modelgate/, /.github/workflows/ and /.github/CODEOWNERS."}}
	}
	var items []Item
	for _, p := range f.guarded() {
		if len(f.Owners.Of(p)) == 0 {
			items = append(items, Item{ID: "codeowners", Level: Problem, Message: fmt.Sprintf("%s has no owner in %s", p, f.Owners.Path), Remedy: fmt.Sprintf("Add an entry that covers /%s.", p), At: finding.Start(f.Owners.Path)})
		}
	}
	if len(items) == 0 {
		items = append(items, Item{ID: "codeowners", Level: OK, Message: "the rules, the workflows and CODEOWNERS itself have owners"})
	}
	return items
}

// forge looks at what GitHub asks of the default branch.
func (f Facts) forge() []Item {
	if f.Forge == nil {
		return []Item{{ID: "forge", Level: Unknown, Message: "GitHub settings were not checked: " + f.ForgeWhy, Remedy: "Pass --repository OWNER/NAME, and set MODELGATE_TOKEN to a token that can read the repository's settings."}}
	}
	var items []Item
	items = append(items, f.required()...)
	items = append(items, f.reviews()...)
	items = append(items, f.queue(), f.branch("non_fast_forward", "force-push", "rewrites commits that were checked and promoted"), f.branch("deletion", "deletion", "deletes commits that were checked"))
	if errors := f.Forge.CodeownersErrors; errors.Known {
		for _, e := range errors.Value {
			items = append(items, Item{ID: "codeowners", Level: Problem, Message: fmt.Sprintf("GitHub cannot use line %d of %s: %s", e.Line, e.Path, e.Message), Remedy: "Fix the line. Until then, it has no effect.",
				At: finding.Position{Path: e.Path, Line: e.Line, Column: 1, EndLine: e.Line, EndColumn: 1}})
		}
	}
	if p := f.Forge.JobPermissions; p.Known && p.Value.Write {
		items = append(items, Item{ID: "job-permissions", Level: Advice, Message: "a workflow without `permissions` gets a token with write access", Remedy: "Set the default workflow permissions of the repository or organization to read."})
	}
	if p := f.Forge.JobPermissions; p.Known && p.Value.CanApprove {
		items = append(items, Item{ID: "job-approvals", Level: Problem, Message: "workflows can approve pull requests, including approvals that a rule requires", Remedy: "Turn off \"Allow GitHub Actions to create and approve pull requests\"."})
	}
	return items
}

// required looks for a rule that keeps a pull request from being merged without
// the gate: a required workflow, or a required check.
func (f Facts) required() []Item {
	rules := f.Forge.Rules
	if item, ok := f.requiredWorkflow(); ok {
		return []Item{item}
	}
	var checks []github.RequiredCheck
	for _, r := range rules.Value {
		checks = append(checks, r.Checks...)
	}
	check, is := f.ofGate(append(checks, f.Forge.ProtectionChecks.Value...))
	const remedy = "Require the check of the job that runs the gate, or its workflow, in a ruleset for the default branch."
	switch {
	case is == no && check.Context != "" && len(f.Elsewhere) == 0:
		return []Item{{ID: "required", Level: Problem, Message: fmt.Sprintf("the required check %q does not belong to a job that runs the gate", check.Context), Remedy: remedy}}
	case is != yes && check.Context != "":
		return []Item{{ID: "required", Level: Unknown, Message: fmt.Sprintf("whether the required check %q belongs to a job that runs the gate was not followed", check.Context), Remedy: remedy}}
	case is == yes && check.App == 0:
		return []Item{{ID: "required", Level: Advice, Message: fmt.Sprintf("the check %q is required, but anyone with write access to statuses can set it", check.Context), Remedy: "Set GitHub Actions as the source of the required check in the ruleset. Better, require the workflow in an organization ruleset."}}
	case is == yes:
		return []Item{{ID: "required", Level: OK, Message: fmt.Sprintf("the check %q is required from one App", check.Context)},
			{ID: "required-workflow", Level: Advice, Message: "a pull request from this repository can change the workflow that checks it", Remedy: "Require the workflow in a ruleset (\"Require workflows to pass\"), which reads it from a fixed branch or commit."}}
	case !rules.Known:
		return []Item{{ID: "required", Level: Unknown, Message: "required checks could not be read: " + rules.Reason}}
	case !f.Forge.ProtectionChecks.Known && f.Forge.Protected.Value:
		return []Item{{ID: "required", Level: Unknown, Message: "the branch is protected, but its required checks could not be read: " + f.Forge.ProtectionChecks.Reason}}
	}
	return []Item{{ID: "required", Level: Problem, Message: "no modelgate check or workflow is required: a failing pull request can be merged", Remedy: "Require the gate's check, or its workflow, in a ruleset for the default branch."}}
}

// requiredWorkflow is what is to be said of a workflow that a ruleset requires. One
// that lies in another repository is not followed.
func (f Facts) requiredWorkflow() (item Item, ok bool) {
	for _, r := range f.Forge.Rules.Value {
		for _, path := range r.Workflows {
			own := slices.ContainsFunc(f.Workflows, func(w Workflow) bool { return w.Gates && w.Path == path })
			switch {
			case r.Type != "workflows":
			case own:
				return Item{ID: "required", Level: OK, Message: fmt.Sprintf("a ruleset of %s requires the workflow %s, so a pull request cannot change it", r.Source, path)}, true
			case speaks(path):
				item, ok = Item{ID: "required", Level: Unknown, Message: fmt.Sprintf("a ruleset of %s requires the workflow %s, but whether it runs the gate was not followed", r.Source, path), Remedy: "Require a workflow that runs the gate."}, true
			}
		}
	}
	return item, ok
}

// ofGate is the required check that is surest to be one of the gate, and whether it
// is; the zero check if none may be. A name that is given to Facts is believed.
func (f Facts) ofGate(checks []github.RequiredCheck) (best github.RequiredCheck, is truth) {
	is = no
	for _, c := range checks {
		if f.Check != "" {
			if strings.EqualFold(c.Context, f.Check) {
				return c, yes
			}
			continue
		}
		for _, w := range f.Workflows {
			switch found := w.checks(c.Context); {
			case found == yes:
				return c, yes
			case found == maybe:
				best, is = c, maybe
			}
		}
		if best.Context == "" && speaks(c.Context) {
			best = c
		}
	}
	return best, is
}

// speaks reports whether a name is likely that of a check or workflow of the gate.
func speaks(name string) bool { return strings.Contains(strings.ToLower(name), "modelgate") }

func (f Facts) reviews() []Item {
	rules := f.Forge.Rules
	if !rules.Known {
		return []Item{{ID: "reviews", Level: Unknown, Message: "required reviews could not be read: " + rules.Reason}}
	}
	var all github.ReviewRule
	asked := false
	for _, r := range rules.Value {
		if r.Type == "pull_request" {
			asked = true
			all.Approvals = max(all.Approvals, r.Review.Approvals)
			all.CodeOwners = all.CodeOwners || r.Review.CodeOwners
			all.DismissStale = all.DismissStale || r.Review.DismissStale
			all.LastPushByAnother = all.LastPushByAnother || r.Review.LastPushByAnother
		}
	}
	switch {
	case !asked:
		return []Item{{ID: "reviews", Level: Problem, Message: "no ruleset requires a pull request: anyone with write access can push to the default branch, and those commits are promoted", Remedy: "Add \"Require a pull request before merging\" to a ruleset for the default branch."}}
	case !all.CodeOwners:
		return []Item{{ID: "reviews", Level: Problem, Message: "code owner review is not required: the rules can be changed without their owners' approval", Remedy: "Turn on \"Require review from code owners\"."}}
	case !all.DismissStale && !all.LastPushByAnother:
		return []Item{{ID: "reviews", Level: Advice, Message: "approvals remain valid after new commits are pushed", Remedy: "Turn on \"Dismiss stale approvals\" or \"Require approval of the most recent push\"."}}
	}
	return []Item{{ID: "reviews", Level: OK, Message: fmt.Sprintf("owners must review the commit that is merged (required approvals: %d)", max(all.Approvals, 1))}}
}

func (f Facts) queue() Item {
	queue := f.Forge.HasRule("merge_queue")
	listens := slices.ContainsFunc(f.Workflows, func(w Workflow) bool { return w.Gates && w.On("merge_group") })
	switch {
	case !queue.Known:
		return Item{ID: "merge-queue", Level: Unknown, Message: "the merge queue setting could not be read: " + queue.Reason}
	case queue.Value && !listens:
		return Item{ID: "merge-queue", Level: Problem, Message: "the branch has a merge queue, but no gate workflow runs on merge_group: the queue will wait forever", Remedy: "Add `merge_group:` to the workflow's `on`."}
	case queue.Value:
		return Item{ID: "merge-queue", Level: OK, Message: "the gate checks the commits of the merge queue"}
	}
	strict := slices.ContainsFunc(f.Forge.Rules.Value, func(r github.Rule) bool { return r.Strict })
	switch {
	case strict:
		return Item{ID: "merge-queue", Level: OK, Message: "a pull request must be up to date with the default branch before it is merged"}
	case f.Forge.Protected.Value:
		return Item{ID: "merge-queue", Level: Unknown, Message: "the branch has no merge queue, and this token cannot read whether branches must be up to date"}
	}
	return Item{ID: "merge-queue", Level: Advice, Message: "neither a merge queue nor an up-to-date branch is required: what is merged can differ from what was checked, and newer rules may not have been applied",
		Remedy: "Turn on \"Require branches to be up to date before merging\", or require a merge queue."}
}

func (f Facts) branch(rule, what, harm string) Item {
	has := f.Forge.HasRule(rule)
	switch {
	case !has.Known:
		return Item{ID: "branch", Level: Unknown, Message: fmt.Sprintf("protection from %s could not be read: %s", what, has.Reason)}
	case !has.Value && !f.Forge.Protected.Value:
		return Item{ID: "branch", Level: Advice, Message: fmt.Sprintf("no ruleset protects the default branch from %s, which %s", what, harm), Remedy: "Add the rule to a ruleset for the default branch."}
	}
	return Item{ID: "branch", Level: OK, Message: "the default branch is protected from " + what}
}
