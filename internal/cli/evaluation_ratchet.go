package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/gate"
	"github.com/modelgate-dev/modelgate/internal/git"
	"github.com/modelgate-dev/modelgate/internal/source"
)

func newEvaluationRatchet(env *Env) *cobra.Command {
	var repo, commit string
	cmd := &cobra.Command{
		Use:   "ratchet",
		Short: "Record the best results so far",
		Long: `ratchet writes .modelgate/thresholds.lock.yaml on standard output: for each threshold
with a ratchet the better of what the file of the commit remembers and of what the
commit's results show. Standard error says what was left out, and why. It never writes
anything worse than what is there; to allow less again, edit the file, which counts
as loosened.`,
		Example: `  modelgate evaluation ratchet > lock.yaml && mv lock.yaml .modelgate/thresholds.lock.yaml
  modelgate evaluation ratchet --commit v1.4.0`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return env.ratchet(cmd.Context(), repo, commit) },
	}
	repoFlag(cmd.Flags(), &repo)
	cmd.Flags().StringVar(&commit, "commit", "HEAD", "`REVISION` whose results are recorded")
	return cmd
}

func (e *Env) ratchet(ctx context.Context, dir, commit string) (err error) {
	repo, err := git.Find(ctx, e.path(dir))
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
