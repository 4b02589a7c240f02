package cli

import (
	"context"

	"github.com/spf13/pflag"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/git"
)

// clone is the repository that a command reads.
type clone struct {
	dir      string
	fetch    bool
	policies []string       // NAME=PATH of policy sources
	set      *pflag.FlagSet // that they were read from
}

// cloneFlags are the flags of commands that read commits.
func cloneFlags(flags *pflag.FlagSet, c *clone) {
	repoFlag(flags, &c.dir)
	fetchFlag(flags, c)
	policiesFlag(flags, c)
}

func policiesFlag(flags *pflag.FlagSet, c *clone) {
	flags.StringArrayVar(&c.policies, "policies", nil, "read the policy source `NAME=PATH` of .modelgate/lock.yaml from a clone or a bundle, instead of fetching it; repeatable")
}

func fetchFlag(flags *pflag.FlagSet, c *clone) {
	flags.BoolVar(&c.fetch, "fetch", false, "fetch the files that a partial clone lacks from origin (default: true in CI jobs, else false)")
	flags.Lookup("fetch").DefValue = "" // it is not the same everywhere
	c.set = flags
}

// find finds the repository of a command. What a partial clone lacks is fetched where
// that is asked for, and in a job, with its token: elsewhere nobody expects a check to
// use a network.
func (e *Env) find(ctx context.Context, c clone, system actions.System) (git.Repo, error) {
	repo, err := git.Find(ctx, e.path(c.dir))
	fetches := c.fetch || system != actions.NoSystem && !c.set.Changed("fetch")
	if err != nil || !fetches || !repo.IsPartial() {
		return repo, err
	}
	remote := repo
	if system != actions.NoSystem {
		event := actions.Event{System: system, Server: e.Getenv("GITHUB_SERVER_URL")}
		if remote, err = e.withToken(ctx, repo, event); err != nil {
			return repo, err
		}
	}
	repo.Objects().Partial().Allow(remote)
	return repo, nil
}
