package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/modelgate-dev/modelgate/internal/envrepo"
	"github.com/modelgate-dev/modelgate/internal/promotion"
)

type approveFlags struct {
	to          environmentRepository
	env, key    string
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
An approval has no effect on a model that the approver wrote.

Exit codes: 0 approved, or approved before; 1 the approval has no effect in this environment.`,
		Example: `  modelgate env approve --env production --model churn --to ../environments.git --signing-key key.pem \
    --digest sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 --reason 'results reviewed'`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := noneEmpty(cmd, "env", "to", "branch", "host", "model", "digest", "reason", "signing-key"); err != nil {
				return err
			}
			return env.approve(cmd.Context(), f)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&f.env, "env", "", "`NAME` of the environment")
	flags.StringVar(&f.endorsement.Model, "model", "", "`NAME` of the model in the environment")
	flags.StringVar(&f.endorsement.Digest, "digest", "", "approve the artifact with this `DIGEST`, such as sha256:9f86…")
	flags.StringVar(&f.endorsement.Reason, "reason", "", "sign `TEXT` as the reason")
	flags.StringVar(&f.key, "signing-key", "", "sign with the private key in `FILE` (PKCS #8 PEM, Ed25519 or ECDSA P-256)")
	f.to.register(cmd)
	f.to.registerHost(cmd)
	return cmd
}

func (e *Env) approve(ctx context.Context, f approveFlags) error {
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
