package envrepo

import (
	"context"
	"errors"
	"fmt"
	"slices"
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

// shallowDenial answers no, unless the history that was searched is cut off.
func shallowDenial(ctx context.Context, repo git.Repo) (bool, error) {
	if repo.IsShallow(ctx) {
		return false, errors.New("this clone is shallow; fetch the whole history (fetch-depth: 0 in actions/checkout)")
	}
	return false, nil
}

// Authors asks a clone of the source repository who wrote what lies at paths, for
// promotion.Source: the addresses of authors and co-authors as commits state them.
// Merges are left out: merging is no authorship. A clone that is cut off cannot tell.
func Authors(ctx context.Context, repo git.Repo) func(paths []string, older, newer string) ([]string, error) {
	repo = repo.Offline()
	return func(paths []string, older, newer string) ([]string, error) {
		if _, err := shallowDenial(ctx, repo); err != nil {
			return nil, err
		}
		question := []string{"log", "--no-merges", "--full-history", "--no-mailmap", "--format=%ae%n%(trailers:key=Co-authored-by,valueonly)", "--end-of-options", newer}
		if older != "" {
			question = append(question, "^"+older)
		}
		question = append(question, "--")
		question = append(question, paths...)
		out, err := repo.Run(ctx, question...)
		if err != nil {
			return nil, fmt.Errorf("reading who wrote commit %s: %w", newer, err)
		}
		return addresses(string(out)), nil
	}
}

// addresses are those of a list of authors and co-authors, each once.
func addresses(list string) []string {
	var out []string
	for line := range strings.Lines(list) {
		line = strings.TrimSpace(line)
		if i := strings.LastIndex(line, "<"); i >= 0 {
			line = strings.TrimSuffix(line[i+1:], ">")
		}
		if line != "" && !slices.Contains(out, line) {
			out = append(out, line)
		}
	}
	slices.Sort(out)
	return out
}
