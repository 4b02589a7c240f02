package cli

import (
	"cmp"
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/modelgate-dev/modelgate/internal/promotion"
)

type healthFlags struct {
	to     environmentRepository
	env    string
	health promotion.Health
	result string
}

func newEnvHealth(env *Env) *cobra.Command {
	var f healthFlags
	cmd := &cobra.Command{
		Use:   "health --env NAME --model NAME --check NAME --digest DIGEST --result RESULT --to REMOTE",
		Short: "Record whether what is deployed passed a check",
		Long: `Commit the result of a check of a deployed model to .modelgate/health of its environment. An
environment that needs this one can require it (health in .modelgate/env.yaml). The digest is
that of the artifact that was checked: the command is blocked if the environment deploys
another one by now.

Exit codes: 0 recorded, whatever the result; 1 the environment does not deploy the artifact;
4 the files of the model differ from its records.`,
		Example: `  modelgate env health --env staging --model churn --check smoke --result passed --to "$ENVIRONMENTS" \
    --digest sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := noneEmpty(cmd, "env", "to", "branch", "host", "model", "check", "digest", "result", "owner", "detail"); err != nil {
				return err
			}
			return env.reportHealth(cmd.Context(), f)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&f.env, "env", "", "`NAME` of the environment")
	flags.StringVar(&f.health.Model, "model", "", "`NAME` of the model in the environment")
	flags.StringVar(&f.health.Check, "check", "", "`NAME` of the check, such as smoke")
	flags.StringVar(&f.health.Digest, "digest", "", "`DIGEST` of the artifact that was checked")
	flags.StringVar(&f.result, "result", "", "`RESULT` of the check: passed or failed")
	flags.StringVar(&f.health.Detail, "detail", "", "record `TEXT` about the result")
	flags.StringVar(&f.health.By, "owner", "", "`NAME` of the owner (default: the actor of the CI job, or user.name of git)")
	complete(cmd, "result", promotion.HealthResult("").Words()...)
	f.to.register(cmd)
	f.to.registerHost(cmd)
	return cmd
}

func (e *Env) reportHealth(ctx context.Context, f healthFlags) error {
	err := required(flagValue{"env", f.env, "staging"}, flagValue{"model", f.health.Model, "churn"}, flagValue{"check", f.health.Check, "smoke"},
		flagValue{"digest", f.health.Digest, "sha256:9f86…"}, flagValue{"result", f.result, "passed"})
	if err == nil {
		err = f.to.check()
	}
	if err != nil {
		return err
	}
	f.health.By, f.health.Result = cmp.Or(f.health.By, e.actor(ctx)), promotion.HealthResult(f.result)
	if err := f.health.Validate(); err != nil {
		return &exit{Misused, err}
	}
	target, err := f.to.openFor(ctx, e, f.env)
	if err != nil {
		return promotionError(err)
	}
	defer target.Close()
	c := pull{label: promotion.ReportsHealth + "-" + f.health.Model, words: []string{f.health.Check}}
	result, err := e.land(ctx, target, nil, c, func(r promotion.Request) (promotion.Plan, error) { return promotion.NewHealth(r, f.health) })
	if err != nil {
		return promotionError(err)
	}
	if err := result.Plan.Err(); err != nil {
		return &exit{Tampered, err}
	}
	return e.evidenced(result, target, "recorded", fmt.Sprintf("%s %s for %s of %s in %s", f.health.Check, f.result, f.health.Digest, f.health.Model, f.env))
}
