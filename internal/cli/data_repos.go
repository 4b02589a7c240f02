package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/git"
	"github.com/modelgate-dev/modelgate/internal/source"
)

func dataRepoFlag(flags *pflag.FlagSet, p *[]string) {
	flags.StringArrayVar(p, "data-repo", nil, "read the data repository `NAME=DIR` of the configuration from the clone in DIR, at the commit that the base names; repeatable")
}

// openDataRepos opens the clones that the flags name, each at the commit that the
// trusted configuration names for it: never what is checked out there. The trees are to
// be closed.
func (e *Env) openDataRepos(ctx context.Context, words []string, trusted source.Base) (trees []source.Tree, err error) {
	if len(words) == 0 {
		return nil, nil // what is missing is found by the check
	}
	cfg, err := config.Load(trusted)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			closeAll(trees)
		}
	}()
	for _, word := range words {
		name, dir, ok := strings.Cut(word, "=")
		if !ok || name == "" || dir == "" {
			return trees, usage("invalid value %q for --data-repo: use NAME=DIR", word)
		}
		if slices.ContainsFunc(trees, func(t source.Tree) bool { return t.Name == name }) {
			return trees, usage("--data-repo names %s twice", name)
		}
		i := slices.IndexFunc(cfg.DataRepositories, func(r config.DataRepository) bool { return r.Name == name })
		if i < 0 {
			return trees, usage("--data-repo %s: %s of the base has no data repository of that name; add it to data_repositories, with its commit", word, config.ConfigPath)
		}
		repo, err := git.Find(ctx, e.path(dir))
		if err != nil {
			return trees, &exit{Misused, fmt.Errorf("--data-repo %s: %w", word, err)}
		}
		commit := cfg.DataRepositories[i].Commit
		tree, err := source.Open(ctx, repo, commit)
		switch {
		case errors.Is(err, source.ErrMissing), source.IsUsage(err):
			return trees, &exit{Failed, fmt.Errorf("--data-repo %s: the clone lacks commit %s, which %s names; fetch it: git -C %s fetch origin %s", word, commit, config.ConfigPath, dir, commit)}
		case err != nil:
			return trees, fmt.Errorf("--data-repo %s: %w", word, err)
		}
		tree.Name = name
		trees = append(trees, tree)
	}
	return trees, nil
}

func closeAll(trees []source.Tree) {
	for _, t := range trees {
		_ = t.Close()
	}
}
