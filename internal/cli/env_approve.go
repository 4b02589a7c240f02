package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/envrepo"
	"github.com/modelgate-dev/modelgate/internal/evidence/finder"
	"github.com/modelgate-dev/modelgate/internal/gate"
	"github.com/modelgate-dev/modelgate/internal/git"
	"github.com/modelgate-dev/modelgate/internal/promotion"
	"github.com/modelgate-dev/modelgate/internal/source"
)

type approveFlags struct {
	to          environmentRepository
	env, key    string
	repo        string
	endorsement promotion.Endorsement
}

func newEnvApprove(env *Env) *cobra.Command {
	var f approveFlags
	cmd := &cobra.Command{
		Use:   "approve --env NAME --model NAME --digest DIGEST --to REMOTE",
		Short: "Approve an artifact for an environment",
		Long: `Sign the approval of an artifact with your key, and commit it to .modelgate/approvals. It is
for one model in one environment, and for the artifact with this digest: another artifact
requires other approvals. The key must belong to one of the approvers of .modelgate/env.yaml.
An approval has no effect on a model that the approver wrote. Before any environment has the
model, run this in a clone of its source repository, or pass --repo: another name is refused.

Exit codes: 0 approved, or approved before; 1 the approval has no effect in this environment.`,
		Example: `  modelgate env approve --env production --model churn --to ../environments.git --signing-key key.pem \
    --digest sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 --reason 'results reviewed'`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := noneEmpty(cmd, "env", "to", "branch", "host", "model", "digest", "reason", "signing-key", "repo"); err != nil {
				return err
			}
			return env.approve(cmd.Context(), f, cmd.Flags().Changed("repo"))
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&f.env, "env", "", "`NAME` of the environment")
	flags.StringVar(&f.endorsement.Model, "model", "", "`NAME` of the model in the environment")
	flags.StringVar(&f.endorsement.Digest, "digest", "", "approve the artifact with this `DIGEST`, such as sha256:9f86…")
	flags.StringVar(&f.endorsement.Reason, "reason", "", "sign `TEXT` as the reason")
	flags.StringVar(&f.key, "signing-key", "", "sign with the private key in `FILE` (PKCS #8 PEM, Ed25519 or ECDSA P-256)")
	flags.StringVar(&f.repo, "repo", ".", "read the names of models at HEAD of the source repository in `DIR`")
	f.to.register(cmd)
	f.to.registerHost(cmd)
	return cmd
}

// approve approves an artifact. A repository that was named must be readable.
func (e *Env) approve(ctx context.Context, f approveFlags, named bool) error {
	err := required(
		flagValue{"env", f.env, "production"}, flagValue{"model", f.endorsement.Model, "churn"}, flagValue{"digest", f.endorsement.Digest, "sha256:9f86…"},
		flagValue{"reason", f.endorsement.Reason, "'results reviewed'"}, flagValue{"signing-key", f.key, "key.pem"})
	if err == nil {
		err = f.to.check()
	}
	if err != nil {
		return err
	}
	if err := f.endorsement.Check(); err != nil {
		return &exit{Misused, err}
	}
	signer, err := e.signer(f.key)
	if err != nil {
		return err
	}
	if f.endorsement.Source, err = e.sourceModels(ctx, f.repo); err != nil && named {
		return err
	}
	target, err := f.to.openFor(ctx, e, f.env)
	if err != nil {
		return promotionError(err)
	}
	defer target.Close()
	c := pull{label: promotion.Approves + "-" + f.endorsement.Model, words: []string{f.endorsement.Digest, signer.ID()}}
	result, err := e.land(ctx, target, signer, c, func(r promotion.Request) (promotion.Plan, error) { return promotion.NewApproval(r, f.endorsement) })
	if err != nil {
		return promotionError(err)
	}
	return e.evidenced(result, target, "approved", fmt.Sprintf("%s of %s in %s", f.endorsement.Digest, f.endorsement.Model, f.env))
}

// sourceModels are the names of the models at HEAD of a repository.
func (e *Env) sourceModels(ctx context.Context, dir string) ([]string, error) {
	repo, err := git.Find(ctx, e.path(dir))
	if err != nil {
		return nil, err
	}
	tree, err := source.Open(ctx, repo, "HEAD")
	if err != nil {
		return nil, err
	}
	defer tree.Close()
	cfg, err := config.Load(source.Base{Tree: tree})
	if err != nil {
		return nil, err
	}
	f := finder.New(tree, gate.LayoutOf(cfg))
	ids, err := f.All()
	if err != nil {
		return nil, err
	}
	var names []string
	for _, id := range ids {
		name, err := f.Name(id)
		if err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, tree.Lost()
}

// evidenced says what became of evidence that a person or a job has given about a model.
func (e *Env) evidenced(r envrepo.Result, target *placed, done, what string) error {
	item := r.Plan.Items[0]
	var b strings.Builder
	switch {
	case item.State == promotion.Promote && r.Pulled != nil:
		fmt.Fprintf(&b, "in the pull request: %s\n", what)
	case item.State == promotion.Promote:
		fmt.Fprintf(&b, "%s: %s, by %s\n", done, what, item.By)
	case item.State == promotion.AlreadyPromoted:
		fmt.Fprintf(&b, "already %s: %s, by %s: nothing to commit\n", done, what, item.By)
	default:
		fmt.Fprintf(&b, "blocked: %s: %s\n", what, item.Reason)
	}
	if r.Pulled != nil {
		b.WriteString(told(r.Pulled))
	}
	for _, commit := range r.Commits {
		fmt.Fprintf(&b, "committed %s to %s\n", commit, target)
	}
	if _, err := fmt.Fprint(e.Stdout, visible(b.String())); err != nil {
		return err
	}
	if item.State == promotion.Blocked {
		return &exit{code: Denied}
	}
	return nil
}
