package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/codeowners"
	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/git"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// branch is a branch in force: the default branch, or one that the default
// branch's own configuration names.
type branch struct {
	name, tip string
	holdsHead bool   // the run is for this branch itself: nothing is proposed to it
	aside     string // says that the run is for another branch, whose rules are not in force
	notice    string // says what is to be known of its name
}

// findBranchInForce is the branch whose rules decide about an event. A proposal to
// any other branch, and a commit on one, are judged as if they were proposed to
// the default branch: whoever may push can make a branch with rules of their own.
func findBranchInForce(ctx context.Context, repo git.Repo, e actions.Event) (branch, error) {
	var b branch
	var err error
	if b.name, b.tip, b.notice, err = defaultBranch(ctx, repo, e); err != nil {
		return b, err
	}
	if err := source.Fetch(ctx, repo, e.Head, b.tip); err != nil {
		return b, err
	}
	if e.System == actions.OnGitHub && e.BaseBranch != "" && e.BaseBranch == e.DefaultBranch { // it goes by another name now
		e.BaseBranch = b.name
	}
	wanted := cmp.Or(e.BaseBranch, e.On)
	if wanted != b.name && wanted != "" {
		named, err := namesBranch(ctx, repo, b.tip, wanted)
		if err != nil {
			return b, err
		}
		if named {
			if b.tip, err = source.FetchBranch(ctx, repo, wanted); err != nil {
				return b, err
			}
			b.name = wanted
		}
	}
	b.holdsHead = e.BaseBranch == "" && e.On == b.name
	switch {
	case e.BaseBranch != "" && e.BaseBranch != b.name:
		b.aside = fmt.Sprintf("This change targets %q, whose rules are not in force. It was checked as if it targeted the default branch, %q.", e.BaseBranch, b.name)
	case e.BaseBranch == "" && !b.holdsHead:
		b.aside = fmt.Sprintf("This run is not for a branch in force. The commit was checked as if it were proposed to the default branch, %q.", b.name)
	}
	return b, nil
}

// checkPinnedTip returns the tip that the jobs of one run share: they start one after the
// other, and the branch may move on meanwhile. What the branch has changed since must
// not matter to the proposal: neither the rules and their owners, nor what lies beside
// the files of the proposal, such as the baseline of its model. Else a job that is run
// again later would decide by what was.
func checkPinnedTip(ctx context.Context, repo git.Repo, b branch, pinned, head string) (string, error) {
	if pinned == "" || pinned == b.tip {
		return b.tip, nil
	}
	if err := source.Fetch(ctx, repo, pinned); err != nil {
		return "", fmt.Errorf("finding the commit of --tip: %w", err)
	}
	left, err := source.MergeBase(ctx, repo, b.tip, pinned)
	if err != nil || left != pinned {
		return "", &exit{Failed, errors.Join(fmt.Errorf("--tip %s is not in the history of %s; run all jobs again", pinned, b.name), err)}
	}
	since, err := source.ListChangedPaths(ctx, repo, pinned, b.tip)
	if err != nil {
		return "", err
	}
	if left, err = source.MergeBase(ctx, repo, pinned, head); err != nil {
		return "", fmt.Errorf("finding the merge base of the change: %w", err)
	}
	proposed, err := source.ListChangedPaths(ctx, repo, left, head)
	if err != nil {
		return "", err
	}
	dirs := map[string]bool{}
	for _, file := range proposed {
		dirs[path.Dir(file)] = true
	}
	for _, file := range since {
		switch {
		case strings.HasPrefix(file, config.Dir+"/"):
			return "", &exit{Failed, fmt.Errorf("the rules of %s changed after the plan was made; run all jobs again", b.name)}
		case codeowners.IsFile(file) || beside(path.Dir(file), dirs):
			return "", &exit{Failed, fmt.Errorf("%s changed on %s after the plan was made; run all jobs again", file, b.name)}
		}
	}
	return pinned, nil
}

// beside reports whether a directory is one of others, holds one, or lies in one. The
// top of a repository holds everything, and is only beside itself.
func beside(dir string, others map[string]bool) bool {
	for up := dir; up != "."; up = path.Dir(up) {
		if others[up] {
			return true
		}
	}
	for other := range others {
		if other == dir || dir != "." && strings.HasPrefix(other, dir+"/") {
			return true
		}
	}
	return false
}

// defaultBranch is the default branch as the remote names it now. An event is of
// then: it is believed only where the remote names none. A job of GitLab can be
// given any value for CI_DEFAULT_BRANCH by the proposal's own .gitlab-ci.yml.
// https://docs.gitlab.com/ci/variables/#cicd-variable-precedence
func defaultBranch(ctx context.Context, repo git.Repo, e actions.Event) (name, tip, notice string, err error) {
	name, tip, err = source.FindRemoteDefaultBranch(ctx, repo)
	switch {
	case errors.Is(err, source.ErrNoDefault) && e.DefaultBranch != "" && e.System == actions.OnGitHub:
		tip, err = source.FetchBranch(ctx, repo, e.DefaultBranch)
		return e.DefaultBranch, tip, fmt.Sprintf("origin does not name its default branch, so the one of the %s event, %q, was used.", e.Name, e.DefaultBranch), err
	case err != nil:
		return "", "", "", err
	case e.DefaultBranch != "" && e.DefaultBranch != name:
		notice = fmt.Sprintf("The default branch of origin is %q. The %s event names %q, which was ignored.", name, e.Name, e.DefaultBranch)
	}
	return name, tip, notice, nil
}

// originOf is the URL that a clone is from, if it has one.
func originOf(ctx context.Context, repo git.Repo) (url string, has bool) {
	url, err := repo.ReadLine(ctx, "config", "--get", "remote.origin.url")
	return url, err == nil
}

// findRemoteDefault is the name and the tip of the default branch, as the remote has
// them now. A repository that is no clone has its own.
func findRemoteDefault(ctx context.Context, repo git.Repo, isClone bool) (name, tip string, err error) {
	if !isClone {
		return source.DefaultBranch(ctx, repo)
	}
	if name, tip, err = source.FindRemoteDefaultBranch(ctx, repo); err == nil {
		err = source.Fetch(ctx, repo, tip)
	}
	return "origin/" + name, tip, err
}

// namesBranch reports whether the configuration at the tip of the default branch
// names a further branch. One that cannot be used names none: the gate says what
// is wrong with it.
func namesBranch(ctx context.Context, repo git.Repo, tip, name string) (bool, error) {
	tree, err := source.OpenCommit(ctx, repo, tip)
	if err != nil {
		return false, err
	}
	defer tree.Close()                                                                     //nolint:errcheck // nothing was written
	own := tree.Without(func(e source.Entry) bool { return e.Path == config.SourcesPath }) // no policy source names branches here
	c, err := config.Load(source.Base{Tree: own})
	var invalid *config.Invalid
	if errors.As(err, &invalid) {
		return false, nil
	}
	return err == nil && slices.ContainsFunc(c.Branches, func(glob string) bool { return source.Match(glob, name) }), err
}

// guessedDefault says that the clone does not know the default branch of its
// remote, so that a branch with a usual name was taken for it: anyone who may push
// may have made that one.
func guessedDefault(name string) string {
	if name == "origin/HEAD" || !strings.HasPrefix(name, "origin/") {
		return ""
	}
	return fmt.Sprintf("This clone does not record the default branch of origin, so %s was used. To record it, run `git remote set-head origin --auto`.", name)
}
