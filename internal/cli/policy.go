package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/modelgate-dev/modelgate/internal/git"
	"github.com/modelgate-dev/modelgate/internal/source"
)

func newPolicy(env *Env) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "policy",
		Short: "Develop the rules in .modelgate",
		Long:  "Commands for authors and reviewers of the rules in .modelgate/policies.",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newPolicyNew(env), newPolicyTest(env), newPolicyPreview(env), newPolicyExplain(env), newPolicyLint(env), newPolicyFormat(env), newPolicyDocs(env), newPolicyInput(env), newPolicyLock(env), newPolicyBundle(env), newPolicySign(env), newPolicyVerify(env), newPolicyDiff(env))
	return cmd
}

// openAt opens a revision, or the working tree.
func openAt(ctx context.Context, repo git.Repo, rev string) (source.Tree, error) {
	if rev == worktree {
		return source.OpenWorktree(ctx, repo)
	}
	return source.Open(ctx, repo, rev)
}
