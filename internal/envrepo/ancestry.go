package envrepo

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/git"
)

// Precedes asks a clone of the source repository which of two commits came
// first, for promotion.Source. A clone that lacks one of them cannot tell,
// which is an error.
func Precedes(ctx context.Context, repo git.Repo) func(older, newer string) (bool, error) {
	repo = repo.Offline()
	return func(older, newer string) (bool, error) {
		if older == newer {
			return true, nil
		}
		for _, commit := range []string{older, newer} {
			if _, err := repo.Run(ctx, "cat-file", "-e", "--end-of-options", commit+"^{commit}"); err != nil {
				return false, fmt.Errorf("this clone does not have commit %s; fetch the whole history (fetch-depth: 0 in actions/checkout)", commit)
			}
		}
		_, err := repo.Run(ctx, "merge-base", "--is-ancestor", "--end-of-options", older, newer)
		var failed *git.Error
		if errors.As(err, &failed) && failed.ExitCode() == 1 {
			return shallowDenial(ctx, repo)
		}
		if err != nil {
			return false, fmt.Errorf("comparing commit %s with %s: %w", older, newer, err)
		}
		return true, nil
	}
}

// Between are the commits after an older one and before a newer one, oldest first,
// along first parents: a merge is one step. There are none where the older one is
// not on that way, as after a branch was set back, or where a shallow clone does not
// reach it.
func Between(ctx context.Context, repo git.Repo, older, newer string) ([]string, error) {
	out, err := repo.Offline().Run(ctx, "rev-list", "--first-parent", "--reverse", "--parents", newer, "^"+older)
	if err != nil {
		return nil, fmt.Errorf("listing the commits from %s to %s: %w", older, newer, err)
	}
	var commits []string
	for line := range strings.Lines(string(out)) {
		words := strings.Fields(line)
		if len(commits) == 0 && (len(words) < 2 || words[1] != older) {
			return nil, nil
		}
		commits = append(commits, words[0])
	}
	return commits[:max(len(commits)-1, 0)], nil
}

var errShallow = errors.New("this clone is shallow; fetch the whole history (fetch-depth: 0 in actions/checkout)")

// shallowDenial answers no, unless the history that was searched is cut off.
func shallowDenial(ctx context.Context, repo git.Repo) (bool, error) {
	if repo.IsShallow(ctx) {
		return false, errShallow
	}
	return false, nil
}
