package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/git"
	"github.com/modelgate-dev/modelgate/internal/promotion"
	"github.com/modelgate-dev/modelgate/internal/source"
)

type verifyFlags struct {
	repo, rev, base string
	envs            []string
}

func newVerify(env *Env) *cobra.Command {
	var f verifyFlags
	cmd := &cobra.Command{
		Use:   "verify --env NAME",
		Short: "Compare an environment repository with its records",
		Long: `verify reads an environment repository and says what in it is not what its records
say: manifests that somebody changed by hand, files that no promotion wrote, records
that do not follow one another. With --base it also says which records a change
removes or rewrites; they are only ever added.

It judges no model. Exit codes: 0 all is as recorded, 4 tampered.`,
		Example: `  modelgate verify --env production
  modelgate verify --env production --env staging --base origin/main --rev HEAD`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := noneEmpty(cmd, "rev", "base", "repo"); err != nil {
				return err
			}
			if len(f.envs) == 0 {
				return usage("--env is missing: name the environment, such as --env production")
			}
			return env.verify(cmd.Context(), f)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&f.repo, "repo", ".", "`DIR` of the environment repository")
	flags.StringVar(&f.rev, "rev", "HEAD", "`REV` that is verified")
	flags.StringVar(&f.base, "base", "", "`REV` before the change, whose records must still be there")
	flags.StringArrayVar(&f.envs, "env", nil, "`NAME` of an environment; may be repeated")
	return cmd
}

func (e *Env) verify(ctx context.Context, f verifyFlags) error {
	repo, err := git.Find(ctx, e.path(f.repo))
	if err != nil {
		return err
	}
	tree, err := source.Open(ctx, repo, f.rev)
	if err != nil {
		return err
	}
	defer tree.Close()
	var before source.Tree
	if f.base != "" {
		if before, err = source.Open(ctx, repo, f.base); err != nil {
			return err
		}
		defer before.Close()
	}
	found := 0
	for _, name := range f.envs {
		environment, err := promotion.LoadEnvironment(tree, name)
		if err != nil {
			return promotionError(err)
		}
		problems, err := promotion.Verify(tree, environment)
		if err != nil {
			return promotionError(err)
		}
		if f.base != "" {
			problems = append(problems, promotion.Kept(before, tree, environment)...)
		}
		found += len(problems)
		if _, err := fmt.Fprint(e.Stdout, e.verified(name, problems)); err != nil {
			return err
		}
	}
	if found > 0 {
		return &exit{Tampered, fmt.Errorf("%d %s not what the records say: find the commit that did it (git log -- PATH), and revert it", found, plural(found, "file is", "files are"))}
	}
	return nil
}

// verified says what was found in one environment; in a job of GitHub, as
// annotations of the files.
func (e *Env) verified(name string, problems []promotion.Problem) string {
	if len(problems) == 0 {
		return fmt.Sprintf("environment %s is as its records say\n", visible(name))
	}
	var b strings.Builder
	for _, p := range problems {
		if actions.Detect(e.Getenv) == actions.OnGitHub {
			b.WriteString(actions.Command("error", []actions.Prop{{Name: "file", Value: p.Path}, {Name: "title", Value: "environment " + name}}, p.Message) + "\n")
			continue
		}
		b.WriteString(visible(fmt.Sprintf("%s: %s: %s", name, p.Path, p.Message)) + "\n")
	}
	return b.String()
}
