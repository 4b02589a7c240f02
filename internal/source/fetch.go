package source

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/git"
)

// depths are how far a shallow clone is deepened to find the commit that two
// others have in common, one after the other, before all of it is fetched.
var depths = []string{"--deepen=50", "--deepen=500", "--unshallow"}

// origin is the remote that commits are fetched from.
const origin = "origin"

// Fetch makes sure that the clone holds commits, by their full object ids. Those that
// it lacks come in one round trip. A clone that is shallow stays as shallow as it was.
// The error is ErrMissing.
func Fetch(ctx context.Context, repo git.Repo, commits ...string) error {
	var missing []string
	for _, commit := range commits {
		if !isObjectID(commit) {
			return &Error{Kind: ErrRevision, Message: fmt.Sprintf("%q is not an object id", commit), Remedy: "specify a full commit id"}
		}
		if !holds(ctx, repo, commit) && !slices.Contains(missing, commit) {
			missing = append(missing, commit)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	var args []string
	if repo.IsShallow(ctx) {
		args = append(args, "--depth=1")
	}
	err := fetch(ctx, repo, slices.Concat(args, []string{"--", origin}, missing)...)
	if err == nil && slices.ContainsFunc(missing, func(commit string) bool { return !holds(ctx, repo, commit) }) {
		err = errors.New("the remote did not send it")
	}
	return unfetched("commit "+strings.Join(missing, " or "), err)
}

// FetchBranch returns the commit that a branch of the remote is at, and makes
// sure that the clone holds it. The error is ErrMissing, or ErrRevision for
// what cannot be a branch or is none there.
func FetchBranch(ctx context.Context, repo git.Repo, branch string) (string, error) {
	ref := "refs/heads/" + branch
	if _, err := repo.Run(ctx, "check-ref-format", ref); err != nil {
		return "", &Error{Kind: ErrRevision, Err: err, Message: fmt.Sprintf("%q cannot be a branch", branch), Remedy: "name a branch"}
	}
	out, err := repo.Online().ReadLine(ctx, "ls-remote", "--", origin, ref)
	if err != nil {
		return "", unfetched("branch "+branch, err)
	}
	for line := range strings.Lines(out) { // a pattern matches at the end of a name, too
		commit, name, _ := strings.Cut(strings.TrimSpace(line), "\t")
		if name == ref && isObjectID(commit) {
			return commit, Fetch(ctx, repo, commit)
		}
	}
	return "", &Error{Kind: ErrRevision, Message: fmt.Sprintf("%s has no branch %q", origin, branch), Remedy: "name the commit to compare with: --base"}
}

// FindRemoteDefaultBranch returns the name of the remote's default branch and the commit
// that it is at, as the remote has them now. Errors are ErrMissing and ErrNoDefault.
func FindRemoteDefaultBranch(ctx context.Context, repo git.Repo) (name, tip string, err error) {
	out, err := repo.Online().Run(ctx, "ls-remote", "--symref", "--", origin, "HEAD")
	if err != nil {
		return "", "", unfetched("the default branch of "+origin, err)
	}
	for line := range strings.Lines(string(out)) {
		of, ref, _ := strings.Cut(strings.TrimSpace(line), "\t")
		if branch, ok := strings.CutPrefix(of, "ref: refs/heads/"); ok && ref == "HEAD" {
			name = branch
		} else if ref == "HEAD" && isObjectID(of) {
			tip = of
		}
	}
	if name != "" && tip != "" {
		return name, tip, nil
	}
	return "", "", &Error{Kind: ErrNoDefault, Message: origin + " does not name its default branch", Remedy: "name the commit to compare with: --base"}
}

// MergeBase returns the commit that two commits have in common. A shallow clone
// is deepened until it holds that commit. Errors are ErrUnrelated, ErrMissing.
func MergeBase(ctx context.Context, repo git.Repo, a, b string) (string, error) {
	var err error
	for _, depth := range append([]string{""}, depths...) {
		if depth != "" {
			if !repo.IsShallow(ctx) {
				break
			}
			if err := fetch(ctx, repo, depth, "--", origin, a, b); err != nil {
				return "", unfetched(fmt.Sprintf("the history that %s and %s have in common", a, b), err)
			}
		}
		var base string
		if base, err = commonAncestor(ctx, repo, a, b); err == nil && isObjectID(base) {
			return base, nil
		}
		var failed *git.Error
		if err != nil && (!errors.As(err, &failed) || failed.ExitCode() != 1) { // 1 is git's word for: none
			return "", classify(fmt.Sprintf("finding the merge base of %s and %s", a, b), err)
		}
	}
	return "", &Error{Kind: ErrUnrelated, Err: err, Message: fmt.Sprintf("%s and %s have no commit in common", a, b), Remedy: "name the commit to compare with: --base"}
}

// commonAncestor is what git merge-base prints of two commits, the first of which is
// often in the near history of the second: then git need not be asked.
func commonAncestor(ctx context.Context, repo git.Repo, a, b string) (string, error) {
	if descends(ctx, repo, b, a) {
		return a, nil
	}
	return repo.Offline().ReadLine(ctx, "merge-base", a, b)
}

// nearCommits is how many commits of a history are read before git is asked about it.
const nearCommits = 50

// descends reports whether a commit is another or in the near history of it, as the
// commits themselves name their parents. No means that nothing is known.
func descends(ctx context.Context, repo git.Repo, commit, ancestor string) bool {
	objects, end := objectsOf(ctx, repo)
	defer end() //nolint:errcheck // its answers were checked
	way, seen := []string{commit}, map[string]bool{commit: true}
	for i := 0; i < len(way) && i < nearCommits; i++ {
		if way[i] == ancestor {
			return true
		}
		ids, _ := parents(objects, way[i]) // none where a shallow clone ends
		for _, p := range ids {
			if !seen[p] {
				way, seen[p] = append(way, p), true
			}
		}
	}
	return false
}

// Contains reports whether a commit is another or one of its ancestors. A shallow
// clone that does not hold the way between them cannot tell: then known is false.
func Contains(ctx context.Context, repo git.Repo, commit, ancestor string) (is, known bool, err error) {
	if !isObjectID(commit) || !isObjectID(ancestor) {
		return false, true, nil
	}
	if commit == ancestor {
		return true, true, nil
	}
	if descends(ctx, repo, commit, ancestor) {
		return true, true, nil
	}
	_, err = repo.Offline().Run(ctx, "merge-base", "--is-ancestor", ancestor, commit)
	var failed *git.Error
	switch {
	case err == nil:
		return true, true, nil
	case !errors.As(err, &failed) || failed.ExitCode() != 1 && holds(ctx, repo, ancestor): // 1 is git's word for: no
		return false, false, classify(fmt.Sprintf("finding %s in the history of %s", ancestor, commit), err)
	}
	return false, !repo.IsShallow(ctx), nil
}

// Parents lists the parents of a commit as the commit itself names them, also
// those that a shallow clone does not hold.
func Parents(ctx context.Context, repo git.Repo, commit string) ([]string, error) {
	objects, end := objectsOf(ctx, repo)
	defer end() //nolint:errcheck // its answers were checked
	return parents(objects, commit)
}

func parents(objects *git.Objects, commit string) ([]string, error) {
	raw, err := objects.Commit(commit)
	if err != nil {
		return nil, classify("reading commit "+commit, err)
	}
	var ids []string
	for line := range strings.Lines(string(raw)) {
		if line == "\n" { // the message follows
			break
		}
		if id, ok := strings.CutPrefix(strings.TrimSuffix(line, "\n"), "parent "); ok {
			ids = append(ids, id)
		}
	}
	return ids, nil
}

// holds reports whether the clone has a commit and its tree. A partial clone may
// lack the tree, which is fetched with those of other commits.
func holds(ctx context.Context, repo git.Repo, commit string) bool {
	objects, end := objectsOf(ctx, repo)
	defer end() //nolint:errcheck // its answers were checked
	part := "^{tree}"
	if repo.IsPartial() {
		part = "^{commit}"
	}
	id, err := objects.Resolve(commit + part)
	return err == nil && id != ""
}

func fetch(ctx context.Context, repo git.Repo, args ...string) error {
	_, err := repo.Online().Run(ctx, append([]string{"fetch", "--quiet", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head"}, args...)...)
	return err
}

func unfetched(what string, err error) error {
	if err == nil {
		return nil
	}
	return &Error{Kind: ErrMissing, Err: err, Message: fmt.Sprintf("%s is not in this clone, and could not be fetched (%v)", what, err),
		Remedy: "give the checkout its history (fetch-depth: 0 in actions/checkout), or give modelgate a token that may read the repository"}
}
