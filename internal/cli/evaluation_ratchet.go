package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/gate"
	"github.com/modelgate-dev/modelgate/internal/source"
)

func newEvaluationRatchet(env *Env) *cobra.Command {
	var repo clone
	var commit string
	cmd := &cobra.Command{
		Use:   "ratchet",
		Short: "Record the best results so far for thresholds with a ratchet",
		Long: `Print .modelgate/thresholds.lock.yaml to standard output. For each threshold with a
ratchet, it contains the recorded value or the commit's result, whichever is better.
Standard error lists what was left out, and why.

A recorded value never gets worse. To relax one, edit the file; the check reports the edit
as a loosened threshold.`,
		Example: `  modelgate evaluation ratchet > lock.yaml && mv lock.yaml .modelgate/thresholds.lock.yaml
  modelgate evaluation ratchet --commit v1.4.0`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return env.ratchet(cmd.Context(), repo, commit) },
	}
	cloneFlags(cmd.Flags(), &repo)
	cmd.Flags().StringVar(&commit, "commit", "HEAD", "record the results of `REV`")
	return cmd
}

func (e *Env) ratchet(ctx context.Context, of clone, commit string) (err error) {
	repo, err := e.find(ctx, of, actions.Detect(e.Getenv))
	if err != nil {
		return err
	}
	if commit, err = source.Resolve(ctx, repo, commit); err != nil {
		return err
	}
	tree, err := source.OpenCommit(ctx, repo, commit)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, tree.Close()) }()
	if tree, err = e.withPolicies(ctx, repo, of, tree); err != nil {
		return err
	}
	best, notes, err := gate.Remember(ctx, source.Base{Tree: tree}, e.Now())
	if err != nil {
		return err
	}
	for _, n := range notes {
		fmt.Fprintf(e.Stderr, "not recorded: %s\n", visible(n))
	}
	_, err = fmt.Fprint(e.Stdout, config.LockText(best))
	return err
}
