package cli

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/modelgate-dev/modelgate/internal/envrepo"
	"github.com/modelgate-dev/modelgate/internal/git"
	"github.com/modelgate-dev/modelgate/internal/promotion"
)

func newEnv(env *Env) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "env",
		Short: "Inspect and change an environment repository",
		Long: `Show what an environment repository deploys, and change it other than by a promotion:
roll back, hold, retire and adopt models. Every change is a record in one commit, like a
promotion. A rollback restores earlier files byte for byte, and holds the model: the next
promotion does not undo it.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	for _, o := range []orderCommand{
		{promotion.Rollback, "Restore the files of an earlier record, and hold the model",
			`Write a record that restores the files of an earlier record byte for byte. The model is
then held: promotions do not replace it until ` + "`modelgate env unhold`" + `. Running it again
changes nothing. What was promoted once needs no new approval.`,
			`  modelgate env rollback --env production --model churn --to ../environments.git --reason 'error rate, incident 17'`},
		{promotion.Holds, "Keep a model at its current version",
			`Write a record that keeps a model at its current version. Promotions report it as blocked,
with the owner and the reason, until the hold ends or is lifted.`,
			`  modelgate env hold --env production --model churn --to ../environments.git --reason 'audit' --until 2026-12-31`},
		{promotion.Unhold, "Lift the hold on a model",
			`Write a record that lifts the hold on a model. The next promotion replaces it if the source
has another version.`,
			`  modelgate env unhold --env production --model churn --to ../environments.git --reason 'fixed in 2.1.1'`},
		{promotion.Retire, "Take a model out of an environment",
			`Write a record that deletes the files of a model, and hold the model: a promotion does not
bring it back until ` + "`modelgate env unhold`" + `.`,
			`  modelgate env retire --env production --model churn --to ../environments.git --reason 'replaced by churn-v2'`},
		{promotion.Adopt, "Record the files of a model that no promotion wrote",
			`Write a record of the files that are in a model's directory of the environment, as they are.
From then on they are guarded, and a promotion can replace them.`,
			`  modelgate env adopt --env production --model churn --id models/churn --version 1.0.0 \
    --to ../environments.git --reason 'was deployed by hand'`},
	} {
		cmd.AddCommand(env.newOrder(o))
	}
	cmd.AddCommand(newEnvAdvance(env), newEnvDiff(env), newEnvStatus(env), newEnvHistory(env), newEnvShow(env), newEnvTarget(env), newEnvAttest(env), newEnvApprove(env), newEnvHealth(env))
	return cmd
}

// orderCommand is a command that changes one model of an environment.
type orderCommand struct{ operation, short, long, example string }

type orderFlags struct {
	to     environmentRepository
	env    string
	key    string
	dryRun bool
	order  promotion.Order
}

func (e *Env) newOrder(c orderCommand) *cobra.Command {
	f := orderFlags{order: promotion.Order{Operation: c.operation}}
	cmd := &cobra.Command{
		Use:   c.operation + " --env NAME --model NAME --to REMOTE --reason TEXT",
		Short: c.short, Long: c.long, Example: c.example,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := noneEmpty(cmd, "env", "to", "branch", "model", "reason", "owner", "signing-key", "host"); err != nil {
				return err
			}
			return e.order(cmd.Context(), f)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&f.env, "env", "", "`NAME` of the environment")
	flags.StringVar(&f.order.Model, "model", "", "`NAME` of the model in the environment")
	flags.StringVar(&f.order.Statement.Reason, "reason", "", "record `TEXT` as the reason")
	flags.StringVar(&f.order.Statement.Owner, "owner", "", "`NAME` of the owner (default: the actor of the CI job, or user.name of git)")
	switch c.operation {
	case promotion.Rollback:
		flags.IntVar(&f.order.Record, "record", 0, "`NUMBER` of the record to restore (default: the last one with other files)")
	case promotion.Adopt:
		flags.StringVar(&f.order.ID, "id", "", "`DIR` of the model in its source repository")
		flags.StringVar(&f.order.Version, "version", "", "`VERSION` that the files deploy")
	}
	if c.operation == promotion.Rollback || c.operation == promotion.Retire {
		flags.BoolVar(&f.order.Statement.Emergency, "emergency", false, "bypass a freeze; the record states it")
	}
	if c.operation == promotion.Rollback || c.operation == promotion.Retire || c.operation == promotion.Holds {
		flags.StringVar(&f.order.Until, "until", "", "last `DATE` of the hold (default: until it is lifted)")
	}
	signingKeyFlag(flags, &f.key)
	dryRunFlag(flags, &f.dryRun)
	f.to.register(cmd)
	f.to.registerHost(cmd)
	return cmd
}

func (e *Env) order(ctx context.Context, f orderFlags) error {
	err := required(flagValue{"env", f.env, "production"}, flagValue{"model", f.order.Model, "churn"}, flagValue{"reason", f.order.Statement.Reason, "'incident 17'"})
	if err == nil {
		err = f.to.check()
	}
	if err != nil {
		return err
	}
	f.order.Statement.Owner = cmp.Or(f.order.Statement.Owner, e.actor(ctx))
	if err := f.order.Check(e.Now()); err != nil {
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
	plan := func(r promotion.Request) (promotion.Plan, error) { return promotion.NewOrder(r, f.order) }
	var result envrepo.Result
	if f.dryRun {
		result.Plan, err = e.preview(ctx, target, signer, plan)
	} else {
		result, err = e.land(ctx, target, signer, pull{label: f.order.Operation + "-" + f.order.Model}, plan)
	}
	if err != nil {
		return promotionError(err)
	}
	return e.ordered(result, target, f)
}

// preview plans what would be committed to the branch of an environment now. It needs no key.
func (e *Env) preview(ctx context.Context, target *placed, signer *promotion.Signer, plan func(promotion.Request) (promotion.Plan, error)) (promotion.Plan, error) {
	at, err := envrepo.Read(ctx, target, target.at.retry(e))
	if err != nil {
		return promotion.Plan{}, err
	}
	defer at.Close()
	r, err := e.planRequest(at, target, cmp.Or(signer, promotion.Previewer()))
	if err != nil {
		return promotion.Plan{}, err
	}
	return plan(r)
}

// planRequest asks for a plan for the environment of a branch as it is, in its own mode.
func (e *Env) planRequest(at promotion.Snapshot, target *placed, signer *promotion.Signer) (promotion.Request, error) {
	environment, err := promotion.LoadEnvironment(at.Tree, target.environment)
	return promotion.Request{Mode: environment.Mode, Environment: environment, Snapshot: at, Tool: e.promotionTool(), Now: e.Now(), Signer: signer}, err
}

// land commits a plan to the branch of an environment, or brings its pull request up to
// date.
func (e *Env) land(ctx context.Context, target *placed, signer *promotion.Signer, c pull, plan func(promotion.Request) (promotion.Plan, error)) (envrepo.Result, error) {
	by := func(mode promotion.Mode) envrepo.Planner {
		return func(at promotion.Snapshot) (promotion.Plan, error) {
			r, err := e.planRequest(at, target, signer)
			if err != nil {
				return promotion.Plan{}, err
			}
			r.Mode = mode
			return plan(r)
		}
	}
	result, err := envrepo.Promote(ctx, target, by(promotion.Direct), target.at.retry(e))
	if isPullRequestOnly(err) {
		c.environment, c.plan = target.environment, by(promotion.PullRequest)
		result, err = e.propose(ctx, target, c)
	}
	return result, err
}

// flagValue is a flag that must be set, with an example.
type flagValue struct{ name, value, example string }

// required refuses a call without one of several flags.
func required(flags ...flagValue) error {
	for _, f := range flags {
		if f.value == "" {
			return usage("required flag --%s not set; for example, --%s %s", f.name, f.name, f.example)
		}
	}
	return nil
}

// actor is who runs the command, as far as the machine knows.
func (e *Env) actor(ctx context.Context) string {
	for _, name := range []string{"GITHUB_ACTOR", "GITLAB_USER_LOGIN", "BUILD_REQUESTEDFOR"} {
		if actor := strings.TrimSpace(e.Getenv(name)); actor != "" {
			return actor
		}
	}
	name, err := git.Repo{Dir: e.Dir}.ReadLine(ctx, "config", "--get", "user.name")
	if err != nil {
		return ""
	}
	return strings.TrimSpace(name)
}

// ordered says what became of an operation.
func (e *Env) ordered(r envrepo.Result, target *placed, f orderFlags) error {
	done := map[string]string{promotion.Rollback: "rolled back", promotion.Holds: "held", promotion.Unhold: "released", promotion.Retire: "retired", promotion.Adopt: "adopted"}[f.order.Operation]
	item := r.Plan.Items[0]
	var text string
	switch {
	case item.State == promotion.Promote && f.dryRun:
		text = fmt.Sprintf("would %s: %s %s in %s (%s)\n%s", strings.ReplaceAll(f.order.Operation, "rollback", "roll back"), item.Model, item.Version, f.env, item.Record, changes(r.Plan))
	case item.State == promotion.Promote && r.Pulled != nil:
		text = fmt.Sprintf("in the pull request: %s of %s %s in %s (%s)\n%s", f.order.Operation, item.Model, item.Version, f.env, item.Record, told(r.Pulled))
	case item.State == promotion.Promote:
		text = fmt.Sprintf("%s: %s %s in %s (%s)\n", done, item.Model, item.Version, f.env, item.Record)
		if f.order.Operation == promotion.Rollback {
			was := fmt.Sprintf("%s %s was replaced", item.Model, item.Replaces)
			if item.Replaces == "" { // nothing was deployed
				was = fmt.Sprintf("%s %s had been retired and is deployed again", item.Model, item.Version)
			}
			text += fmt.Sprintf("%s; promotions leave %s as it is until `modelgate env unhold`\n", was, item.Model)
		}
		text += fmt.Sprintf("committed %s to %s\n", r.Commit(), target)
	case item.State == promotion.AlreadyPromoted:
		text = fmt.Sprintf("already %s: %s %s in %s (%s): nothing to commit\n", done, item.Model, item.Version, f.env, item.Record)
	case item.State == promotion.Tampered:
		return &exit{Tampered, r.Plan.Err()}
	default:
		text = fmt.Sprintf("blocked: %s in %s: %s\n", item.Model, f.env, item.Reason)
	}
	if _, err := fmt.Fprint(e.Stdout, visible(text)); err != nil {
		return err
	}
	if item.State == promotion.Blocked {
		return &exit{code: Denied}
	}
	return nil
}

// readEnvironments reads the branch that an environment is on, "" for the one of --to,
// as it stands or stood.
func (e *Env) readEnvironments(ctx context.Context, to environmentRepository, at, environment string, show func(*placed, promotion.Snapshot) error) error {
	if err := to.check(); err != nil {
		return err
	}
	target, err := to.openFor(ctx, e, environment)
	if err != nil {
		return promotionError(err)
	}
	defer target.Close()
	var tree promotion.Snapshot
	if at == "" {
		tree, err = envrepo.Read(ctx, target, to.retry(e))
	} else {
		moment, atErr := e.at("at", at)
		if atErr != nil {
			return atErr
		}
		tree, err = target.At(ctx, endOfDay(at, moment))
	}
	if err != nil {
		return promotionError(err)
	}
	defer tree.Close()
	return show(target, tree)
}
