package envrepo

import (
	"context"
	"errors"
	"fmt"

	"github.com/modelgate-dev/modelgate/internal/git"
)

// Precedes asks a clone of the source repository which of two commits came
// first, for promotion.Source. A clone that lacks one of them cannot tell,
// which is an error.
func Precedes(ctx context.Context, repo git.Repo) func(older, newer string) (bool, error) {
	repo = repo.Offline()
	return func(older, newer string) (bool, error) {
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

// shallowDenial answers no, unless the history that was searched is cut off.
func shallowDenial(ctx context.Context, repo git.Repo) (bool, error) {
	shallow, err := repo.Line(ctx, "rev-parse", "--is-shallow-repository")
	if err != nil {
		return false, fmt.Errorf("checking whether the clone is shallow: %w", err)
	}
	if shallow == "true" {
		return false, errors.New("this clone is shallow; fetch the whole history (fetch-depth: 0 in actions/checkout)")
	}
	return false, nil
}
