package source

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/git"
)

// Branch is a branch and the commit that it is at, as a clone knows them.
type Branch struct{ Name, Tip string }

// DefaultBase returns the commit to compare head with when nobody names one, for a
// head that Resolve has resolved to commit: the merge base of it and the default
// branch, which is returned, too. The default branch is the first that exists of
// origin/HEAD, origin/main, origin/master, main, master and init.defaultBranch. On the
// default branch itself, with nothing ahead, the base is HEAD, so that the local edits
// are what is judged.
//
// In a shallow clone the base is a commit that both share, though an older one
// than a full clone might find.
//
// Errors are ErrNoDefault, ErrUnborn, ErrUnrelated and ErrShallow.
func DefaultBase(ctx context.Context, repo git.Repo, head, commit string) (base string, of Branch, err error) {
	repo = repo.Offline()
	if of.Name, of.Tip, err = DefaultBranch(ctx, repo); err != nil {
		return "", of, err
	}
	base, err = findMergeBase(ctx, repo, of, head, commit)
	return base, of, err
}

// findMergeBase returns the commit that a head has in common with a branch.
func findMergeBase(ctx context.Context, repo git.Repo, of Branch, head, commit string) (string, error) {
	if of.Tip == commit {
		return commit, nil
	}
	base, err := commonAncestor(ctx, repo, of.Tip, commit)
	var failed *git.Error
	switch {
	case err == nil && isObjectID(base):
		return base, nil
	case errors.As(err, &failed) && failed.ExitCode() == 1: // git's word for: none
		if repo.IsShallow(ctx) {
			return "", shallowError(fmt.Sprintf("the commit that %s and %s have in common is not in it", head, of.Name), err)
		}
		return "", &Error{Kind: ErrUnrelated, Err: err, Message: fmt.Sprintf("%s and %s have no commit in common", head, of.Name),
			Remedy: "name the commit to compare with: --base"}
	case err == nil:
		return "", fmt.Errorf("finding the merge base of %s and %s: git merge-base printed %q", head, of.Name, base)
	}
	return "", classify(fmt.Sprintf("finding the merge base of %s and %s", head, of.Name), err)
}

// CommonAncestor is the commit that two commits have in common, as far as the
// clone knows; ok is false where it knows none.
func CommonAncestor(ctx context.Context, repo git.Repo, a, b string) (commit string, ok bool) {
	commit, err := commonAncestor(ctx, repo, a, b)
	return commit, err == nil && isObjectID(commit)
}

// BranchOf is the branch that a revision names, here or at the remote; "" if it
// names none.
func BranchOf(ctx context.Context, repo git.Repo, rev string) string {
	ref, err := repo.Offline().ReadLine(ctx, "rev-parse", "--symbolic-full-name", "--verify", "--end-of-options", rev)
	if err != nil {
		return ""
	}
	if branch, ok := strings.CutPrefix(ref, "refs/remotes/"+origin+"/"); ok {
		return branch
	}
	branch, ok := strings.CutPrefix(ref, "refs/heads/")
	if !ok {
		return ""
	}
	return branch
}

// SameAt reports whether two commits have the same file or directory at a path,
// or neither has one. The error is that of Complete.
func SameAt(ctx context.Context, repo git.Repo, a, b, path string) (bool, error) {
	if a == b {
		return true, nil
	}
	if err := Complete(ctx, repo, a, b); err != nil {
		return false, err
	}
	objects, end := objectsOf(ctx, repo)
	defer end() //nolint:errcheck // its answers were checked
	object := func(commit string) string {
		id, _ := objects.Resolve(commit + ":" + path)
		return id
	}
	return object(a) == object(b), nil
}

// DefaultBranch returns the name and the commit of the default branch, as
// DefaultBase finds it. Errors are ErrNoDefault and ErrShallow.
func DefaultBranch(ctx context.Context, repo git.Repo) (name, commit string, err error) {
	ref, commit, err := firstHead(ctx, repo)
	if err == nil && ref == "" {
		if configured, err := repo.ReadLine(ctx, "config", "--get", "init.defaultBranch"); err == nil && configured != "" {
			ref, commit, _ = findFirstRef(ctx, repo, []string{"refs/heads/" + configured})
		}
	}
	switch {
	case err != nil:
		return "", "", fmt.Errorf("finding the default branch: %w", err)
	case ref != "":
		return strings.TrimPrefix(strings.TrimPrefix(ref, "refs/remotes/"), "refs/heads/"), commit, nil
	case repo.IsShallow(ctx):
		return "", "", shallowError("it does not contain the default branch", nil)
	}
	return "", "", &Error{Kind: ErrNoDefault,
		Message: "no default branch was found: origin/HEAD does not exist, nor does main or master, here or at origin",
		Remedy:  "name the commit to compare with: --base, or run git remote set-head origin --auto"}
}

// firstHead is firstRef of git.DefaultHeads, without a process of its own where Find
// has found it.
func firstHead(ctx context.Context, repo git.Repo) (ref, commit string, err error) {
	if ref, known := repo.DefaultHead(); known {
		commit, err := repo.Objects().Resolve(ref)
		if commit != "" || err != nil {
			return ref, commit, err
		} // it was deleted since
	}
	return findFirstRef(ctx, repo, git.DefaultHeads())
}

// findFirstRef is the first of refs that exists, with its commit, or "". One process
// asks for all; git passes over a ref that names a branch which was not fetched.
func findFirstRef(ctx context.Context, repo git.Repo, refs []string) (ref, commit string, err error) {
	out, err := repo.Run(ctx, append([]string{"for-each-ref", "--format=%(refname) %(objectname)", "--"}, refs...)...)
	if err != nil {
		return "", "", err
	}
	there := map[string]string{}
	for line := range strings.Lines(string(out)) {
		name, object, _ := strings.Cut(strings.TrimSpace(line), " ")
		there[name] = object
	}
	for _, ref := range refs {
		if object, ok := there[ref]; ok {
			return ref, object, nil
		}
	}
	return "", "", nil
}
