package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/modelgate-dev/modelgate/internal/promotion"
)

func newEnvAdvance(env *Env) *cobra.Command {
	f := promoteFlags{advance: true}
	var envs []string
	cmd := &cobra.Command{
		Use:   "advance --to REMOTE",
		Short: "Promote into every environment, each after those it needs",
		Long: `Promote a merged commit into every environment of .modelgate/env.yaml, each after the
environments that it needs. A model that cannot be promoted yet (soaking, held, frozen or
outside its window) is reported, but is not a failure. Run the command on a schedule.

The exit code is the most severe of all environments: 4 tampered, 3 not finished, 2 the call or
a permission must change, 1 a model was denied or blocked, 0 otherwise.`,
		Example: `  modelgate env advance --to git@example.com:platform/environments.git`,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := noneEmpty(cmd, "rev", "merged-into", "to", "branch", "repo", "landing", "host", "signing-key"); err != nil {
				return err
			}
			return env.advance(cmd.Context(), f, envs)
		},
	}
	flags := cmd.Flags()
	cloneFlags(flags, &f.repo)
	flags.StringVar(&f.rev, "rev", "HEAD", "merged `REV` to promote")
	flags.StringVar(&f.merged, "merged-into", "", "require the promoted commit to be merged into `REV` (default: the default branch)")
	flags.StringArrayVar(&envs, "env", nil, "`NAME` of an environment (default: all); repeatable")
	modelFlag(flags, &f.models)
	signingKeyFlag(flags, &f.signingKey)
	f.to.register(cmd)
	f.to.registerHost(cmd)
	f.announce.register(cmd)
	return cmd
}

func (e *Env) advance(ctx context.Context, f promoteFlags, envs []string) error {
	var order []string
	err := e.readEnvironments(ctx, f.to, "", "", func(_ *placed, tree promotion.Snapshot) error {
		var err error
		order, err = promotion.Pipeline(tree.Tree)
		return promotionError(err)
	})
	if err != nil {
		return err
	}
	if err := promotion.CheckNames(envs, order); err != nil {
		return promotionError(err)
	}
	var gravest error
	for _, name := range order {
		if len(envs) > 0 && !slices.Contains(envs, name) {
			continue
		}
		if _, err := fmt.Fprintf(e.Stdout, "environment %s\n", name); err != nil {
			return err
		}
		f.env = name
		err := e.promote(ctx, f)
		if err != nil && err.Error() != "" {
			fmt.Fprintln(e.Stderr, e.complaint(fmt.Sprintf("environment %s: %v", name, err)))
		}
		if err != nil && (gravest == nil || codeOf(ctx, err) > codeOf(ctx, gravest)) {
			gravest = err
		}
	}
	if gravest == nil {
		return nil
	}
	return &exit{code: codeOf(ctx, errors.Join(gravest))}
}
