package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/git"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// proposal is what to compare: which commit is trusted, which is proposed, and
// where the second left the first.
type proposal struct {
	base, origin, head string // full object ids; head may be "worktree"
	tip                string // of the branch in force; the base where the command line names it
	baseName, headName string // as reports show them
	everything         bool   // nothing is proposed: all of head is judged
	otherRules         bool   // those of the base are not those in force
	otherCommits       bool   // than the event proposes
	notices            []string
}

// proposalOf turns an event into commits that the clone holds. What it lacks is
// fetched; a clone that cannot be completed is an error that says what to set.
//
// Rules come from the tip, as it is now, of a branch in force, whatever commit,
// merge or branch the run was handed (docs/adr/0005-branches-in-force.md).
//
// The tip is the one that the jobs of a run share, if one is pinned.
func proposalOf(ctx context.Context, repo git.Repo, e actions.Event, pinned string) (proposal, error) {
	p := proposal{head: e.Head, headName: "head of the " + e.Name + " event"}
	b, err := findBranchInForce(ctx, repo, e)
	if err != nil {
		return p, fmt.Errorf("finding the base: %w", err)
	}
	if b.tip, err = checkPinnedTip(ctx, repo, b, pinned, e.Head); err != nil {
		return p, err
	}
	p.tip, p.base, p.baseName = b.tip, b.tip, "tip of "+b.name
	for _, notice := range []string{b.notice, b.aside} {
		if notice != "" {
			p.notices = append(p.notices, notice)
		}
	}
	if b.holdsHead {
		return p.takePush(ctx, repo, e)
	}
	if e.Merge != "" && e.Merge != e.Head {
		if merged, err := p.takeMerge(ctx, repo, e.Merge); err != nil || merged.origin != "" {
			return merged, err
		}
	}
	if p.origin, err = source.MergeBase(ctx, repo, p.base, p.head); err != nil {
		return p, fmt.Errorf("finding the merge base of the change: %w", err)
	}
	return p, nil
}

// takePush takes a commit that a branch in force has got already. It is compared with
// what the branch was before, by the rules of then; once the branch has moved on,
// by those of now. Where there is no before, all of it is judged.
func (p proposal) takePush(ctx context.Context, repo git.Repo, e actions.Event) (proposal, error) {
	p.origin = e.Before
	if e.Before != "" {
		err := source.Fetch(ctx, repo, e.Before)
		switch {
		case errors.Is(err, source.ErrMissing):
			p.notices = append(p.notices, "The commit before this push no longer exists. Every model was checked, with the rules in force.")
			p.origin = ""
		case err != nil:
			return p, fmt.Errorf("finding the commit before the push: %w", err)
		case p.base == p.head:
			p.base, p.baseName = e.Before, "commit before the "+e.Name+" event"
		}
	}
	if p.origin == "" {
		p.origin, p.everything = p.head, true
	}
	return p, nil
}

// takeMerge takes the proposal as the CI system merged it into the tip of the base: what
// the base would become. Its origin is "" if the commit is no such merge: one into
// another branch, or into what the base was, decides nothing; nor does one that is
// gone, since a newer one took its place.
func (p proposal) takeMerge(ctx context.Context, repo git.Repo, merge string) (proposal, error) {
	err := source.Fetch(ctx, repo, merge)
	switch {
	case errors.Is(err, source.ErrMissing):
		return p, nil
	case err != nil:
		return p, err
	}
	parents, err := source.Parents(ctx, repo, merge)
	if err != nil || len(parents) != 2 || parents[0] != p.base || parents[1] != p.head {
		return p, err
	}
	p.origin, p.head = p.base, merge
	p.headName += ", merged into the base"
	return p, nil
}

// takeNamed takes the proposal that the command line names; base and head may be "".
// Without a base it is what the head did since it left the default branch, by the
// rules of there, or by those of the tip where they are newer. The rules of a base
// that is named decide, and the report says so where others are in force.
func (e *Env) takeNamed(ctx context.Context, repo git.Repo, base, head string) (proposal, error) {
	p := proposal{baseName: base, headName: head, head: head}
	tip := head // the commit that the default base is looked for from
	if head == worktree {
		tip = "HEAD"
	}
	tipCommit, headErr := source.Resolve(ctx, repo, tip)
	var left source.Branch
	var err error
	switch {
	case base != "":
		p.base, err = source.Resolve(ctx, repo, base)
	case headErr == nil:
		p.base, left, err = source.DefaultBase(ctx, repo, tip, tipCommit)
		p.baseName = p.base
	}
	if err == nil && (base == "" || head != worktree) {
		err = headErr
	}
	if head != worktree {
		p.head = tipCommit
	}
	p.origin = p.base
	if err != nil {
		return p, err
	}
	if base != "" && headErr == nil {
		// What the base has got since the proposal left it is no change of the
		// proposal's. A head that the base has already is compared as it is.
		if left, ok := source.CommonAncestor(ctx, repo, p.base, tipCommit); ok && left != tipCommit {
			p.origin = left
		}
	}
	if base != "" {
		return p.noteOtherRules(ctx, repo)
	}
	if notice := guessedDefault(left.Name); notice != "" {
		p.notices = append(p.notices, notice)
	}
	same, err := source.SameAt(ctx, repo, left.Tip, p.base, config.Dir)
	if !same && err == nil && left.Tip != p.head { // else it proposes those very rules
		p.base, p.baseName = left.Tip, "tip of "+left.Name
		p.notices = append(p.notices, fmt.Sprintf("The rules of %s changed after this branch left it. The newer rules were used.", left.Name))
	}
	return p, err
}

// passingOver says that the commits are named, and are not those that the event
// of the job proposes.
func (p proposal) passingOver(event string) proposal {
	if event != "" {
		p.otherCommits = true
		p.notices = append(p.notices, fmt.Sprintf("--base and --head select the commits. The change of the %s event was not checked.", event))
	}
	return p
}

// noteOtherRules says where a base that is named decides by other rules than those
// of the default branch, as the clone knows it. A branch that the default branch
// names has rules of its own.
func (p proposal) noteOtherRules(ctx context.Context, repo git.Repo) (proposal, error) {
	name, tip, err := source.DefaultBranch(ctx, repo)
	if err != nil || tip == p.head {
		return p, nil // nothing else is known to be in force, or it is what is proposed
	}
	if same, err := source.SameAt(ctx, repo, tip, p.base, config.Dir); same || err != nil {
		return p, err
	}
	if own := source.BranchOf(ctx, repo, p.baseName); own != "" {
		if named, err := namesBranch(ctx, repo, tip, own); err != nil || named {
			return p, err
		}
	}
	p.otherRules = true
	p.notices = append(p.notices, fmt.Sprintf("The rules of --base %s differ from those of %s. The rules of %s were not used.", p.baseName, name, name))
	return p, nil
}
