package envrepo

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/modelgate-dev/modelgate/internal/github"
	"github.com/modelgate-dev/modelgate/internal/promotion"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// GitHub is a branch of a repository on GitHub that is used through its API:
// no clone and no git credentials, and commits that GitHub signs for an App.
// It may be used by several goroutines.
type GitHub struct {
	repo   github.Repository
	branch string
	mu     sync.Mutex
	trees  map[string]string // tree by commit, of those that Head has read
}

var _ Repo = (*GitHub)(nil)

// OpenGitHub prepares the use of a branch; "" is the default branch. Errors
// are ErrRemote, ErrAccess and ErrUnreachable.
func OpenGitHub(ctx context.Context, repo github.Repository, branch string) (*GitHub, error) {
	if branch == "" {
		var err error
		if branch, err = repo.DefaultBranch(ctx); err != nil {
			return nil, apiError(err)
		}
	}
	if err := checkBranch(branch); err != nil {
		return nil, err
	}
	return &GitHub{repo: repo, branch: branch, trees: map[string]string{}}, nil
}

// Close does nothing: there is no clone.
func (g *GitHub) Close() error { return nil }

// Branch is the branch that commits are added to.
func (g *GitHub) Branch() string { return g.branch }

// Head reads the newest commit of the branch: three calls, and one for each
// file that is read. A tree that GitHub's API cuts off is an error.
func (g *GitHub) Head(ctx context.Context) (promotion.Snapshot, error) {
	tip, err := g.repo.Tip(ctx, g.branch)
	switch {
	case errors.Is(err, github.ErrEmpty):
		return promotion.Snapshot{}, nil
	case errors.Is(err, github.ErrNotFound):
		return promotion.Snapshot{}, g.absence(ctx, err)
	case err != nil:
		return promotion.Snapshot{}, apiError(err)
	}
	listed, err := g.repo.Tree(ctx, tip.Tree)
	if err != nil {
		return promotion.Snapshot{}, apiError(err)
	}
	entries := make([]source.Entry, 0, len(listed))
	for _, e := range listed {
		entry := source.Entry{Path: e.Path, Size: e.Size, Object: e.Object}
		switch e.Mode {
		case "100644", "100755", "100664":
			entry.Kind, entry.Executable = source.File, e.Mode == "100755"
		case "120000":
			entry.Kind = source.Symlink
		case "160000":
			entry.Kind = source.Submodule
		default:
			return promotion.Snapshot{}, fmt.Errorf("reading the environment repository: %q has the mode %q", e.Path, e.Mode)
		}
		entries = append(entries, entry)
	}
	tree, err := source.Listed(tip.Commit, entries, func(e source.Entry) ([]byte, error) {
		return g.repo.Blob(ctx, e.Object, e.Size)
	})
	if err != nil {
		return promotion.Snapshot{}, fmt.Errorf("reading the environment repository: %w", err)
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.trees[tip.Commit] = tip.Tree
	return promotion.Snapshot{Tree: tree}, nil
}

// absence tells a branch that is not there from a repository that is not.
func (g *GitHub) absence(ctx context.Context, err error) error {
	standard, readErr := g.repo.DefaultBranch(ctx)
	if readErr != nil {
		return apiError(err)
	}
	return fmt.Errorf("%w: the environment repository has no branch %q; its default branch is %q", ErrBranch, g.branch, standard)
}

// Commit adds a commit with the plan to the branch. The API cannot make the
// first commit of a repository.
func (g *GitHub) Commit(ctx context.Context, base promotion.Snapshot, plan promotion.Plan) (string, error) {
	if base.Commit == "" {
		return "", fmt.Errorf("%w: the environment repository %s has no commit; make its first one, such as a README, by hand", ErrBranch, g.repo)
	}
	g.mu.Lock()
	tip := github.Tip{Commit: base.Commit, Tree: g.trees[base.Commit]}
	g.mu.Unlock()
	change := github.Change{Branch: g.branch, Parent: tip, Message: plan.Message}
	for _, f := range plan.Files {
		change.Files = append(change.Files, github.FileChange{Path: f.Path, Mode: string(f.Mode), Content: f.Content})
	}
	for _, path := range plan.Deletes {
		change.Files = append(change.Files, github.FileChange{Path: path, Delete: true})
	}
	done, err := g.repo.Commit(ctx, change)
	return done.Commit, apiError(err)
}

// apiError gives an error of the API its kind. A rate limit has none: trying
// again at once would only make it last.
func apiError(err error) error {
	if err == nil {
		return nil
	}
	for _, k := range []struct{ from, to error }{
		{github.ErrConflict, ErrStale},
		{github.ErrRejected, ErrRejected},
		{github.ErrLost, ErrAmbiguous},
		{github.ErrUnauthorized, ErrAccess},
		{github.ErrForbidden, ErrAccess},
		{github.ErrNotFound, ErrAccess},
		{github.ErrUnavailable, ErrUnreachable},
	} {
		if errors.Is(err, k.from) {
			return fmt.Errorf("%w: %w", k.to, err)
		}
	}
	return err
}
