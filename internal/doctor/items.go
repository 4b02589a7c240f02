package doctor

import (
	"fmt"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/finding"
)

// believed reports whether the workflow judges pull requests and its answer is
// known to be heeded.
func (w Workflow) believed() bool {
	return w.onPulls() && len(w.Filtered)+len(w.Narrowed)+len(w.Elsewhere)+len(w.Unmatched)+len(w.HeadCode)+len(w.Ambiguous) == 0 &&
		slices.ContainsFunc(w.Runs, func(r Run) bool { return r.Level == OK && !r.Shard })
}

// whole says where the gate is run, and what its runs leave out together.
func (f Facts) whole(gates []Workflow) []Item {
	var items []Item
	var runs []Run
	onPulls, called := false, ""
	for _, w := range gates {
		if w.onPulls() || w.On("workflow_call") {
			onPulls = onPulls || w.onPulls()
			called = w.Path
			runs = append(runs, w.Runs...)
		}
	}
	believed := slices.IndexFunc(gates, Workflow.believed)
	left := unasked(runs)
	switch {
	case len(f.Elsewhere) > 0 && !onPulls:
		items = append(items, Item{ID: "workflow", Level: Unknown, Message: strings.Join(f.Elsewhere, ", ") + " runs the gate, but its use of the exit code could not be followed", Remedy: "Make sure that its job fails if modelgate exits with a code other than 0."})
	case len(gates) == 0:
		items = append(items, Item{ID: "workflow", Level: Problem, Message: "no workflow on the default branch runs the gate", Remedy: "Run `modelgate init` and merge the files it writes, or require a workflow of the organization."})
	case !onPulls && called != "":
		items = append(items, Item{ID: "workflow", Level: Unknown, Message: called + " runs the gate when another workflow calls it; whether one does on pull requests was not followed", Remedy: "Make sure that a workflow calls it on every pull request, without a condition.", At: finding.Start(called)})
	case !onPulls:
		items = append(items, Item{ID: "workflow", Level: Problem, Message: "no workflow runs the gate on pull requests", Remedy: "Add `pull_request:` to the workflow's `on`.", At: finding.Start(gates[0].Path)})
	case len(left) > 0:
		items = append(items, Item{ID: "workflow-gates", Level: Problem, Message: "no run checks pull requests with the gate " + strings.Join(left, ", "), Remedy: "Remove `gate`, or run the other gates too.", At: runs[0].At})
	case believed >= 0:
		items = append(items, Item{ID: "workflow", Level: OK, Message: gates[believed].Path + " runs the gate"})
	}
	return items
}

// exits says which runs of the gate are not heeded, or not known to be.
func (w Workflow) exits() []Item {
	var items []Item
	shards := len(w.Runs) > 0
	for _, r := range w.Runs {
		shards = shards && r.Shard
		switch {
		case r.Why == "":
		case r.Level == Problem:
			items = append(items, Item{ID: "workflow-exit", Level: Problem, Message: "a failed check passes here: " + r.Why, Remedy: "Run the gate as a separate command, without settings that weaken it. Exit code 1 means that the check failed.", At: r.At})
		default:
			items = append(items, Item{ID: "workflow-exit", Level: Unknown, Message: "it is unknown whether a failed check fails this job: " + r.Why, Remedy: "Run the gate as a separate command. Exit code 1 means that the check failed.", At: r.At})
		}
	}
	if shards {
		items = append(items, Item{ID: "workflow-exit", Level: Problem, Message: "only shards are checked, and no job merges them into a decision", Remedy: "Add a job that runs `modelgate merge` after the shards.", At: w.Runs[0].At})
	}
	return items
}

// triggers says on which changes of a pull request the gate does not run.
func (w Workflow) triggers() []Item {
	var items []Item
	for _, at := range w.Narrowed {
		items = append(items, Item{ID: "workflow-types", Level: Problem, Message: "`types` omits opened or synchronize, so pushed commits are not checked", Remedy: "Use `types: [opened, synchronize, reopened, edited]`.", At: at})
	}
	for _, at := range w.Elsewhere {
		items = append(items, Item{ID: "workflow-branches", Level: Problem, Message: "the workflow does not run on pull requests to the default branch", Remedy: "Remove the branch filter.", At: at})
	}
	for _, at := range w.Unmatched {
		items = append(items, Item{ID: "workflow-branches", Level: Unknown, Message: "the default branch is unknown: whether the workflow runs on pull requests to it was not followed", Remedy: "Give --branch, or remove the filter of branches.", At: at})
	}
	if len(w.Narrowed) > 0 {
		return items
	}
	for _, at := range w.Unedited {
		items = append(items, Item{ID: "workflow-edited", Level: Advice, Message: "the gate does not run again when the base branch of a pull request changes, so the earlier result remains", Remedy: "Add edited to the types: `types: [opened, synchronize, reopened, edited]`.", At: at})
	}
	return items
}

func (f Facts) workflows() []Item {
	gates := slices.DeleteFunc(slices.Clone(f.Workflows), func(w Workflow) bool { return !w.Gates })
	items := f.whole(gates)
	for _, w := range gates {
		if w.onPulls() || w.On("merge_group") || w.On("workflow_call") {
			items = append(items, w.exits()...)
		}
		items = append(items, w.triggers()...)
		items = append(items, w.HeadCode...)
		items = append(items, w.Ambiguous...)
		for _, at := range w.Filtered {
			items = append(items, Item{ID: "workflow-filter", Level: Problem, Message: "a path filter can skip the workflow; a required check that never runs blocks the merge forever", Remedy: "Remove the filter. A change without models takes about a second to check.", At: at})
		}
		for _, at := range w.Ignored {
			items = append(items, Item{ID: "workflow-ignored", Level: Problem, Message: "continue-on-error turns a failed check green", Remedy: "Remove it. Exit code 1 means that the check failed.", At: at})
		}
		for _, at := range w.Skipped {
			items = append(items, Item{ID: "workflow-condition", Level: Advice, Message: "the gate skips drafts, and a required check that is skipped counts as passed", Remedy: "Remove the condition.", At: at})
		}
		if (w.On("pull_request") || w.On("pull_request_target")) && !w.On("pull_request_review") {
			items = append(items, Item{ID: "workflow-review", Level: Advice, Message: "the gate does not run again when a pull request is approved, so approvals of rule changes are missed", Remedy: "Add `pull_request_review: {types: [submitted, dismissed]}` to the workflow's `on`.", At: finding.Start(w.Path)})
		}
	}
	for _, w := range f.Workflows {
		if !w.Permissions {
			items = append(items, Item{ID: "workflow-permissions", Level: Advice, Message: "the workflow does not set the permissions of its token", Remedy: "Add `permissions: {}` at the top, and grant each job the permissions it needs.", At: finding.Start(w.Path)})
		}
		for _, u := range w.Uses {
			if !u.Pinned() {
				items = append(items, Item{ID: "workflow-pin", Level: Advice, Message: fmt.Sprintf("%s is a mutable reference, so its code can change", u.Word), Remedy: "Use the commit SHA of the release, with the version in a comment.", At: u.At})
			}
		}
	}
	return items
}
