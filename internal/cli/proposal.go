package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/git"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// proposal is what to compare: which commit is trusted, which is proposed, and
// where the second left the first.
type proposal struct {
	base, origin, head string // full object ids; head may be "worktree"
	baseName, headName string // as reports show them
	everything         bool   // nothing is proposed: all of head is judged, by its own rules
	notices            []string
}

// proposalOf turns an event into commits that the clone holds. What it lacks is
// fetched; a clone that cannot be completed is an error that says what to set.
func proposalOf(ctx context.Context, repo git.Repo, e actions.Event) (proposal, error) {
	p := proposal{base: e.Base, head: e.Head, baseName: "base of the " + e.Name + " event", headName: "head of the " + e.Name + " event"}
	if err := source.Fetch(ctx, repo, e.Head); err != nil {
		return p, err
	}
	if e.Everything {
		return p.itself(), nil
	}
	if e.Merge != "" && e.Merge != e.Head {
		if merged, err := p.merged(ctx, repo, e.Merge); err != nil || merged.origin != "" {
			return merged, err
		}
	}
	var err error
	if e.BaseBranch != "" { // its tip as it is now, which may be stricter than what it was
		p.base, err = source.FetchBranch(ctx, repo, e.BaseBranch)
	} else {
		err = source.Fetch(ctx, repo, p.base)
	}
	switch {
	case err != nil && e.Name == "push" && e.BaseBranch == "" && errors.Is(err, source.ErrMissing):
		p.notices = append(p.notices, "The commit before this push is gone: every model was judged, by the rules of the commit itself.")
		return p.itself(), nil
	case err != nil:
		return p, fmt.Errorf("finding the base: %w", err)
	}
	if e.Name == "push" && e.BaseBranch == "" { // what the branch was before is what it is compared with
		p.origin = p.base
		return p, nil
	}
	if p.origin, err = source.MergeBase(ctx, repo, p.base, p.head); err != nil {
		return p, fmt.Errorf("finding where the proposal left the base: %w", err)
	}
	return p, nil
}

// itself is a head that is in force already.
func (p proposal) itself() proposal {
	p.base, p.origin, p.baseName, p.everything = p.head, p.head, p.headName, true
	return p
}

// merged is the proposal as the CI system merged it into the newest base: what
// the base would become. Its origin is "" if the commit is no such merge.
func (p proposal) merged(ctx context.Context, repo git.Repo, merge string) (proposal, error) {
	if err := source.Fetch(ctx, repo, merge); err != nil {
		return p, err
	}
	parents, err := source.Parents(ctx, repo, merge)
	if err != nil || len(parents) != 2 || parents[1] != p.head {
		return p, err
	}
	if err := source.Fetch(ctx, repo, parents[0]); err != nil {
		return p, fmt.Errorf("finding the base: %w", err)
	}
	p.base, p.origin, p.head = parents[0], parents[0], merge
	p.headName += ", merged into the base"
	return p, nil
}

// named is the proposal that the command line names; base and head may be "".
func (e *Env) named(ctx context.Context, repo git.Repo, base, head string) (proposal, error) {
	p := proposal{baseName: base, headName: head, head: head}
	tip := head // the commit that the default base is looked for from
	if head == worktree {
		tip = "HEAD"
	}
	tipCommit, headErr := source.Resolve(ctx, repo, tip)
	var err error
	switch {
	case base != "":
		p.base, err = source.Resolve(ctx, repo, base)
	case headErr == nil:
		p.base, err = source.DefaultBaseOf(ctx, repo, tip, tipCommit)
		p.baseName = p.base
	}
	if err == nil && (base == "" || head != worktree) {
		err = headErr
	}
	if head != worktree {
		p.head = tipCommit
	}
	p.origin = p.base
	if err == nil && base != "" && headErr == nil {
		// What the base has got since the proposal left it is no change of the
		// proposal's. A head that the base has already is compared as it is.
		if left, ok := source.CommonAncestor(ctx, repo, p.base, tipCommit); ok && left != tipCommit {
			p.origin = left
		}
	}
	return p, err
}
