package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/envrepo"
	"github.com/modelgate-dev/modelgate/internal/gate"
	"github.com/modelgate-dev/modelgate/internal/git"
	"github.com/modelgate-dev/modelgate/internal/promotion"
	"github.com/modelgate-dev/modelgate/internal/release"
	"github.com/modelgate-dev/modelgate/internal/report"
	"github.com/modelgate-dev/modelgate/internal/source"
)

type promoteFlags struct {
	repo             clone
	rev, merged, env string
	to               environmentRepository
	models, outputs  []string
	dataRepos        []string
	emergency, owner string
	signingKey       string
	statements       string
	dryRun           bool
	advance          bool // what may not go yet is no failure
	announce         announceFlags
}

func newPromote(env *Env) *cobra.Command {
	var f promoteFlags
	cmd := &cobra.Command{
		Use:   "promote --env NAME --to REMOTE",
		Short: "Commit approved models to an environment repository",
		Long: `Check a merged commit by its own .modelgate, never by an earlier report. Commit the
manifests and a record of every approved model that has a deployment to the environment
repository. Models that are already promoted are skipped. Any number of promoters can run
at once: each retries until --timeout. A model that is blocked, denied or tampered
with does not stop the others.

Exit codes: 0 promoted or nothing to do; 1 a model was denied or blocked; 2 the call, a
permission or a branch protection must change first; 3 not finished, safe to run again;
4 the files of a model differ from its records.`,
		Example: `  modelgate promote --env production --to git@example.com:platform/environments.git
  modelgate promote --env staging --to ../environments.git --model 'models/churn' --dry-run`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := noneEmpty(cmd, "rev", "merged-into", "env", "to", "branch", "repo", "landing", "host", "signing-key", "statements"); err != nil {
				return err
			}
			return env.promote(cmd.Context(), f)
		},
	}
	flags := cmd.Flags()
	cloneFlags(flags, &f.repo)
	dataRepoFlag(flags, &f.dataRepos)
	flags.StringVar(&f.rev, "rev", "HEAD", "promote the merged commit `REV`")
	flags.StringVar(&f.merged, "merged-into", "", "require the promoted commit to be merged into `REV` (default: the default branch)")
	flags.StringVar(&f.env, "env", "", "promote to environment `NAME`")
	f.to.register(cmd)
	f.to.registerHost(cmd)
	f.announce.register(cmd)
	modelFlag(flags, &f.models)
	flags.StringVar(&f.emergency, "emergency", "", "bypass freezes, windows and other environments; the records state `REASON`")
	flags.StringVar(&f.owner, "owner", "", "`NAME` of the owner of an emergency (default: the actor of the CI job, or user.name of git)")
	signingKeyFlag(flags, &f.signingKey)
	statementsFlag(flags, &f.statements)
	dryRunFlag(flags, &f.dryRun)
	flags.StringArrayVarP(&f.outputs, "output", "o", nil, "also write the check report as `FORMAT=PATH`; repeatable")
	complete(cmd, "output", report.FormatNames()...)
	return cmd
}

func dryRunFlag(flags *pflag.FlagSet, f *bool) {
	flags.BoolVar(f, "dry-run", false, "print the changes without committing them")
}

// promoter is one promotion under way.
type promoter struct {
	*Env
	flags   promoteFlags
	repo    git.Repo
	origin  string // the URL that the repository is from
	isClone bool   // it is from one
	tree    source.Tree
	release *release.Release

	dataRepos []source.Tree
}

func (e *Env) promote(ctx context.Context, f promoteFlags) error {
	if err := f.announce.check(); err != nil {
		return err
	}
	outputs, err := e.promoteOutputs(f)
	if err != nil {
		return err
	}
	event, err := e.promotable()
	if err != nil {
		return err
	}
	p := &promoter{Env: e, flags: f}
	emergency, err := e.emergency(ctx, f)
	if err != nil {
		return err
	}
	if p.repo, err = e.find(ctx, f.repo, actions.Detect(e.Getenv)); err != nil {
		return err
	}
	p.origin, p.isClone = originOf(ctx, p.repo)
	if p.tree, err = source.Open(ctx, p.repo, f.rev); err != nil {
		return err
	}
	defer p.tree.Close()
	if p.tree, err = e.withPolicies(ctx, p.repo, f.repo, p.tree); err != nil {
		return err
	}
	if err := p.checkMerged(ctx, event); err != nil {
		return err
	}
	dataRepos, err := e.openDataRepos(ctx, f.dataRepos, source.Base{Tree: p.tree})
	if err != nil {
		return err
	}
	defer closeAll(dataRepos)
	p.dataRepos = dataRepos
	baselines := release.NewBaselines(ctx, p.repo)
	defer baselines.Close()
	request := p.releaseRequest(ctx, baselines, emergency)
	if request.Signer, err = e.signer(f.signingKey); err != nil {
		return err
	}
	p.release = release.New(request, e.Now())
	target, err := f.to.openFor(ctx, e, f.env)
	if err != nil {
		return promotionError(err)
	}
	defer target.Close()
	result, chosen, err := p.run(ctx, target)
	if chosen.Report.Schema != "" { // it was checked, whatever became of it
		if err := e.write(outputs, chosen.Report); err != nil {
			return err
		}
	}
	if err != nil && len(result.Commits) == 0 { // nothing of it, or of a pull request, is certain
		return errors.Join(promotionError(err), p.writeOutputs(result, 0, retryable(err)))
	}
	if len(result.Commits) > 0 {
		if err := p.writeStatements(p.flags.statements, result.Plan.Files); err != nil {
			return err
		}
	}
	if !f.dryRun {
		p.announce(ctx, result, chosen)
	}
	told := p.tell(result, chosen, target, retryable(err))
	if err != nil { // after some of its commits
		return promotionError(err)
	}
	return told
}

// releaseRequest asks for the models of the merged commit, by its own rules.
func (p *promoter) releaseRequest(ctx context.Context, baselines *release.Baselines, emergency *promotion.Statement) release.Request {
	check := gate.Recheck(p.tree, p.flags.rev, p.Now())
	check.Models, check.Deadline, check.Progress = p.flags.models, p.RulesDeadline, p.progress("checking models")
	check.Provenance.Tool, check.DataRepositories = p.tool(), p.dataRepos
	return release.Request{
		Check: check, Baselines: baselines,
		Source: promotion.Source{Repository: p.origin, Precedes: envrepo.Precedes(ctx, p.repo), Authors: envrepo.Authors(ctx, p.repo)},
		Tool:   p.promotionTool(), Emergency: emergency,
	}
}

// emergency is the statement that the records of an emergency have.
func (e *Env) emergency(ctx context.Context, f promoteFlags) (*promotion.Statement, error) {
	if f.emergency == "" {
		return nil, nil
	}
	s := promotion.Statement{Owner: cmp.Or(f.owner, e.actor(ctx)), Reason: f.emergency}
	if err := s.Check(); err != nil {
		return nil, &exit{Misused, fmt.Errorf("--emergency: %w", err)}
	}
	return &s, nil
}

func signingKeyFlag(flags *pflag.FlagSet, key *string) {
	flags.StringVar(key, "signing-key", "", "sign records, and what targets require, with the private key in `FILE` (PKCS #8 PEM, Ed25519 or ECDSA P-256)")
}

// maxKey is the size in bytes of the largest key file that is read.
const maxKey = 1 << 14

// signer is that of a key file, or nil.
func (e *Env) signer(file string) (*promotion.Signer, error) {
	if file == "" {
		return nil, nil
	}
	src, err := e.readFile("signing-key", file, maxKey)
	if err != nil {
		return nil, err
	}
	signer, err := promotion.NewSigner(src)
	if err != nil {
		return nil, &exit{Misused, fmt.Errorf("--signing-key: %w", err)}
	}
	return signer, nil
}

// readFile reads the file that a flag names, up to a size.
func (e *Env) readFile(flag, file string, limit int64) ([]byte, error) {
	f, err := os.Open(e.path(file))
	if err != nil {
		return nil, &exit{Misused, fmt.Errorf("--%s: %w", flag, err)}
	}
	defer f.Close()
	src, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err == nil && int64(len(src)) > limit {
		err = fmt.Errorf("%s is too large (limit: %d bytes)", file, limit)
	}
	if err != nil {
		return nil, &exit{Misused, fmt.Errorf("--%s: %w", flag, err)}
	}
	return src, nil
}

// promotable is the event of the job, if there is one. No change that is still to be
// merged is promoted, whoever started the job.
func (e *Env) promotable() (actions.Event, error) {
	if actions.Detect(e.Getenv) == actions.NoSystem {
		return actions.Event{}, nil
	}
	event, err := actions.ReadEvent(e.Getenv)
	switch {
	case event.Unread:
		return event, &exit{Misused, fmt.Errorf("promote cannot tell what the job is for: %w", err)}
	case event.IsChange():
		return event, usage("promote does not run for the event %q: only what is merged is promoted; run it on push to the default branch", event.Name)
	}
	return event, nil // of another kind of job
}

// findMergeTarget returns the commit that the promoted one must be part of, and what names it.
func (p *promoter) findMergeTarget(ctx context.Context, event actions.Event) (name, tip string, err error) {
	if name = p.flags.merged; name != "" {
		tip, err = source.Resolve(ctx, p.repo, name)
		return name, tip, err
	}
	fetching := p.repo
	if event.System == actions.OnGitHub { // its token is for the server that the clone is from
		if fetching, err = p.withToken(ctx, p.repo, event); err != nil {
			return "", "", err
		}
	}
	name, tip, err = findRemoteDefault(ctx, fetching, p.isClone)
	if errors.Is(err, source.ErrMissing) && event.System == actions.OnGitHub && event.DefaultBranch != "" {
		name = "refs/remotes/origin/" + event.DefaultBranch // as the job fetched it
		tip, err = source.Resolve(ctx, p.repo, name)
	}
	if err != nil {
		return name, tip, &exit{Misused, fmt.Errorf("%w\nName the branch with --merged-into, such as --merged-into refs/remotes/origin/main", err)}
	}
	return name, tip, nil
}

// checkMerged refuses a commit that was not merged: its .modelgate is a
// proposal, which must not judge itself.
func (p *promoter) checkMerged(ctx context.Context, event actions.Event) error {
	name, tip, err := p.findMergeTarget(ctx, event)
	if err != nil {
		return fmt.Errorf("checking whether %s is merged: %w", p.flags.rev, err)
	}
	merged, err := envrepo.Precedes(ctx, p.repo)(p.tree.Commit, tip)
	if err != nil {
		return fmt.Errorf("checking whether %s is merged into %s: %w", p.flags.rev, name, err)
	}
	if !merged && p.tree.Commit != tip {
		return usage("%s (%s) is not merged into %s; only merged commits can be promoted (use --merged-into to specify another branch)", p.flags.rev, p.tree.Commit, name)
	}
	return nil
}

func (e *Env) promoteOutputs(f promoteFlags) ([]output, error) {
	switch {
	case f.env == "":
		return nil, usage("required flag --env not set; for example, --env production")
	case len(f.outputs) == 0:
		return nil, f.to.check()
	}
	if err := f.to.check(); err != nil {
		return nil, err
	}
	outputs, err := e.outputs(f.outputs)
	if i := slices.IndexFunc(outputs, func(o output) bool { return o.path == "" }); err == nil && i >= 0 {
		return nil, usage("-o %s requires a path, because standard output lists the promoted models", outputs[i].format)
	}
	return outputs, err
}

// run plans and commits; a dry run plans once and commits nothing. The choice is
// that of the last attempt.
func (p *promoter) run(ctx context.Context, target *placed) (envrepo.Result, release.Choice, error) {
	var chosen release.Choice
	plan := func(at promotion.Snapshot) (promotion.Plan, error) {
		var err error
		chosen, err = p.release.Choose(ctx, at, p.flags.env)
		return chosen.Plan, err
	}
	if !p.flags.dryRun {
		result, err := envrepo.Promote(ctx, target, plan, p.flags.to.retry(p.Env))
		if isPullRequestOnly(err) {
			result, err = p.proposePromotion(ctx, target, plan, func() int { return chosen.Undecided() })
		}
		return result, chosen, err
	}
	p.release.Shown = true
	at, err := envrepo.Read(ctx, target, p.flags.to.retry(p.Env))
	if err != nil {
		return envrepo.Result{}, chosen, err
	}
	defer at.Close()
	made, err := plan(at)
	return envrepo.Result{Plan: made}, chosen, err
}
