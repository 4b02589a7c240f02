package cli

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/envrepo"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/gate"
	"github.com/modelgate-dev/modelgate/internal/git"
	"github.com/modelgate-dev/modelgate/internal/policy"
	"github.com/modelgate-dev/modelgate/internal/promotion"
	"github.com/modelgate-dev/modelgate/internal/report"
	"github.com/modelgate-dev/modelgate/internal/source"
)

type promoteFlags struct {
	repo, rev, merged, env string
	to                     environmentRepository
	models, outputs        []string
	emergency, owner       string
	dryRun                 bool
	advance                bool // what may not go yet is no failure
}

func newPromote(env *Env) *cobra.Command {
	var f promoteFlags
	cmd := &cobra.Command{
		Use:   "promote --env NAME --to REMOTE",
		Short: "Commit approved models to an environment repository",
		Long: `Check a merged commit by its own .modelgate, never by an earlier report. Commit the
manifests and a record of every approved model that has a deployment to the environment
repository. What is already there is not promoted again. Any number of promoters can run
at once: each tries again until --timeout. A model that is blocked, denied or tampered
with does not stop the others.

Exit codes: 0 promoted or nothing to do; 1 a model was denied or blocked; 2 the call, a
permission or a branch protection must change first; 3 not finished, safe to run again;
4 the files of a model are not what its records state.`,
		Example: `  modelgate promote --env production --to git@example.com:platform/environments.git
  modelgate promote --env staging --to ../environments.git --model 'models/churn' --dry-run`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := noneEmpty(cmd, "rev", "merged-into", "env", "to", "branch", "repo", "landing"); err != nil {
				return err
			}
			return env.promote(cmd.Context(), f)
		},
	}
	flags := cmd.Flags()
	repoFlag(flags, &f.repo)
	flags.StringVar(&f.rev, "rev", "HEAD", "promote the merged commit `REV`")
	flags.StringVar(&f.merged, "merged-into", "", "require the promoted commit to be merged into `REV` (default: the default branch)")
	flags.StringVar(&f.env, "env", "", "promote to environment `NAME`")
	f.to.register(cmd)
	modelFlag(flags, &f.models)
	flags.StringVar(&f.emergency, "emergency", "", "go past freezes, windows and other environments, for a `REASON` that the records state")
	flags.StringVar(&f.owner, "owner", "", "`NAME` of the owner of an emergency (default: the actor of the CI job, or user.name of git)")
	flags.BoolVar(&f.dryRun, "dry-run", false, "print the changes without committing them")
	flags.StringArrayVarP(&f.outputs, "output", "o", nil, "also write the check report as `FORMAT=PATH`; repeatable")
	complete(cmd, "output", report.Formats()...)
	return cmd
}

// promoter is one promotion under way.
type promoter struct {
	*Env
	flags  promoteFlags
	repo   git.Repo
	tree   source.Tree
	judged map[finding.Stage]report.Report
	last   report.Report // of the attempt that counted
	target string        // that the environment gives to models which name none

	promoted  *promotedModels // what thresholds may compare with
	emergency *promotion.Statement
	newest    promotion.Newest
	leftovers []leftover
}

func (e *Env) promote(ctx context.Context, f promoteFlags) error {
	outputs, err := e.promoteOutputs(f)
	if err != nil {
		return err
	}
	event, err := e.promotable()
	if err != nil {
		return err
	}
	p := &promoter{Env: e, flags: f, judged: map[finding.Stage]report.Report{}}
	if p.emergency, err = e.emergency(ctx, f); err != nil {
		return err
	}
	if p.repo, err = git.Find(ctx, e.path(f.repo)); err != nil {
		return err
	}
	if p.tree, err = source.Open(ctx, p.repo, f.rev); err != nil {
		return err
	}
	defer p.tree.Close()
	p.promoted = e.promotedBy(ctx, p.repo, f.to.remote)
	defer p.promoted.close()
	if err := p.checkMerged(ctx, event); err != nil {
		return err
	}
	target, err := f.to.open(ctx, e)
	if err != nil {
		return promotionError(err)
	}
	defer target.Close()
	result, err := p.run(ctx, target)
	if p.last.Schema != "" { // it was judged, whatever became of it
		if err := e.write(outputs, p.last); err != nil {
			return err
		}
	}
	if err != nil && len(result.Commits) == 0 {
		return errors.Join(promotionError(err), p.writeOutputs(result, 0, retryable(err)))
	}
	told := p.tell(result, target.Branch(), retryable(err))
	if err != nil { // after some of its commits
		return promotionError(err)
	}
	return told
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

// promotable is the event of the job, if there is one. No pull request is promoted,
// whoever started the job.
func (e *Env) promotable() (actions.Event, error) {
	if actions.Detect(e.Getenv) == actions.NoSystem {
		return actions.Event{}, nil
	}
	event, err := actions.ReadEvent(e.Getenv)
	if err == nil && (event.PullRequest != 0 || event.Merge != "") {
		return event, usage("promote does not run for the event %q: only what is merged is promoted; run it on push to the default branch", event.Name)
	}
	return event, nil // of another kind of job
}

// mergedInto is the commit that the promoted one must be part of, and what names it.
func (p *promoter) mergedInto(ctx context.Context, event actions.Event) (name, tip string, err error) {
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
	name, tip, err = remoteDefault(ctx, fetching)
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
	name, tip, err := p.mergedInto(ctx, event)
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

// run plans and commits; a dry run plans once and commits nothing.
func (p *promoter) run(ctx context.Context, target envrepo.Repo) (envrepo.Result, error) {
	plan := func(at promotion.Snapshot) (promotion.Plan, error) { return p.plan(ctx, at) }
	if !p.flags.dryRun {
		return envrepo.Promote(ctx, target, plan, p.flags.to.retry())
	}
	at, err := envrepo.Read(ctx, target, p.flags.to.retry())
	if err != nil {
		return envrepo.Result{}, err
	}
	defer at.Close()
	made, err := plan(at)
	return envrepo.Result{Plan: made}, err
}

// plan judges the source commit for the stage that the environment asks for,
// and plans the promotion of what was approved.
func (p *promoter) plan(ctx context.Context, at promotion.Snapshot) (promotion.Plan, error) {
	environment, err := promotion.LoadEnvironment(at.Tree, p.flags.env)
	if err != nil {
		return promotion.Plan{}, err
	}
	p.target = environment.Target
	p.promoted.records = map[string][]promotion.Deployed{} // of this state of the environment
	p.promoted.env = func() (source.Tree, error) { return at.Tree, nil }
	if p.last, err = p.judge(ctx, environment.Stage); err != nil {
		return promotion.Plan{}, err
	}
	from := promotion.Source{Precedes: envrepo.Precedes(ctx, p.repo)}
	if url, err := p.repo.Line(ctx, "config", "--get", "remote.origin.url"); err == nil {
		from.Repository = url
	}
	if p.leftovers, err = p.leftOver(at.Tree, from); err != nil {
		return promotion.Plan{}, err
	}
	return promotion.NewPlan(promotion.Request{Approvals: deployable(p.last.Models, environment), Environment: environment, Snapshot: at, Source: from, Tool: p.promotionTool(), Now: p.Now(), Emergency: p.emergency})
}

// deployable are the approvals of models that have a deployment.
func deployable(models []decision.Decision, environment promotion.Environment) []decision.Approval {
	var out []decision.Approval
	for _, d := range models {
		if a, ok := d.Approval(); ok && (d.Subject.Target != "" || environment.Target != "") {
			out = append(out, a)
		}
	}
	return out
}

// leftover is a model that the environment has from this repository, and that the
// repository no longer deploys. It stays until somebody retires it.
type leftover struct {
	promotion.Record
	why string
}

func (p *promoter) leftOver(tree source.Tree, from promotion.Source) ([]leftover, error) {
	if len(p.flags.models) > 0 { // the others were not looked at
		return nil, nil
	}
	byName, byID := map[string]decision.Decision{}, map[string]decision.Decision{}
	for _, d := range p.last.Models {
		byName[d.Subject.Name], byID[d.Subject.ID] = d, d
	}
	deployed, err := p.newest.Deployed(tree, p.flags.env, func(model string) bool {
		d, there := byName[model]
		return !there || d.Subject.Target == "" && p.target == "" && !p.wanted(d)
	})
	var out []leftover
	for _, r := range deployed {
		if !from.Is(r.Source.Repository) {
			continue
		}
		why := "removed from the source"
		if _, there := byName[r.Model.Name]; there {
			why = "without a deployment in modelgate.yaml"
		} else if d, there := byID[r.Model.ID]; there {
			why = "renamed to " + d.Subject.Name + " in the source"
		}
		out = append(out, leftover{r, why})
	}
	return out, err
}

// wanted reports whether a denied model is one that would be deployed: it asks
// for a deployment, the environment deploys every model, it was asked for by
// name, or its manifest cannot be read well enough to tell.
func (p *promoter) wanted(d decision.Decision) bool {
	manifest := path.Join(d.Subject.ID, evidence.ManifestName)
	return d.Subject.Target != "" || p.target != "" || len(p.flags.models) > 0 || slices.ContainsFunc(d.Findings, func(f decision.Judged) bool {
		return f.At.Path == manifest && f.Denies() && gate.IsReadingRule(f.Rule)
	})
}

// judge judges every model of the source commit by its own rules: the merged
// commit is base and head.
func (p *promoter) judge(ctx context.Context, stage finding.Stage) (report.Report, error) {
	if r, ok := p.judged[stage]; ok {
		return r, nil
	}
	r, err := gate.Check(ctx, gate.Request{
		Base: source.Base{Tree: p.tree}, Head: source.Head{Tree: p.tree}, All: true, Models: p.flags.models, Stage: stage, Now: p.Now().UTC(),
		Target: policy.Target{Present: true, Environment: p.flags.env}, Tool: p.tool(), Deadline: p.RulesDeadline,
		Promoted: p.promoted.find, BaseRevision: p.flags.rev, HeadRevision: p.flags.rev, Progress: p.progress("checking models"),
	})
	if err == nil {
		p.judged[stage] = r
	}
	return r, err
}

// tell says what became of every model; it ends with Tampered if the files of one
// are not what its records state, else with Failed if one that has a deployment
// could not be decided about, else with Denied if one was denied or blocked.
func (p *promoter) tell(r envrepo.Result, branch string, again bool) error {
	var b strings.Builder
	var refused []decision.Decision
	idle, undecided := 0, 0
	for _, d := range p.last.Models {
		planned := slices.ContainsFunc(r.Plan.Items, func(i promotion.Item) bool { return i.ID == d.Subject.ID })
		switch {
		case d.Result != decision.Allow && p.wanted(d):
			refused = append(refused, d)
			if d.Result == decision.Undecided {
				undecided++
			}
		case !planned:
			idle++
		}
	}
	for _, i := range r.Plan.Items {
		b.WriteString(itemLine(i, p.flags.dryRun, p.flags.advance) + "\n")
	}
	for _, d := range refused {
		fmt.Fprintf(&b, "%s: %s (%s)\n", shownResults[d.Result], d.Subject.Name, d.Subject.ID)
		for _, f := range d.Findings {
			if f.Denies() {
				fmt.Fprintf(&b, "  %s\n", strings.ReplaceAll(f.Finding.String(), "\n", "\n  "))
			}
		}
		for _, o := range d.Outcomes {
			if o.State.Unanswered() {
				fmt.Fprintf(&b, "  %s could not run: %s\n", o.Rule, o.Error)
			}
		}
	}
	if idle > 0 {
		fmt.Fprintf(&b, "not deployed: %d %s no deployment in modelgate.yaml\n", idle, plural(idle, "model has", "models have"))
	}
	for _, l := range p.leftovers {
		fmt.Fprintf(&b, "%s, still deployed: %s %s (%s); to take it out, run `modelgate env retire --env %s --model %s`\n", l.why, l.Model.Name, l.Model.Version, l.Model.ID, l.Environment, l.Model.Name)
	}
	b.WriteString(p.committed(r, branch))
	if _, err := fmt.Fprint(p.Stdout, visible(b.String())); err != nil {
		return err
	}
	if err := p.writeOutputs(r, len(refused)-undecided, again || undecided > 0); err != nil {
		return err
	}
	if err := r.Plan.Err(); err != nil {
		return &exit{Tampered, err}
	}
	if undecided > 0 {
		return &exit{code: Failed}
	}
	blocked := slices.DeleteFunc(r.Plan.In(promotion.Blocked), func(i promotion.Item) bool { return p.flags.advance && i.Later })
	if len(refused) > 0 || len(blocked) > 0 {
		return &exit{code: Denied}
	}
	return nil
}

// shownResults are the words for models that are not promoted.
var shownResults = map[decision.Result]string{decision.Deny: "failed", decision.Undecided: "undecided"}

// itemLine is what became of a model, or would; what a later run may promote can
// be shown as such.
func itemLine(i promotion.Item, dry, later bool) string {
	state := map[promotion.State]string{promotion.Promote: "promoted", promotion.AlreadyPromoted: "already promoted", promotion.Blocked: "blocked",
		promotion.Waiting: "not promoted yet", promotion.Tampered: "tampered"}[i.State]
	switch {
	case dry && i.State == promotion.Promote:
		state = "would promote"
	case dry && i.State == promotion.Waiting:
		state = "would promote in a further commit"
	case later && i.Later:
		state = "not yet"
	}
	line := fmt.Sprintf("%s: %s %s (%s)", state, i.Model, i.Version, i.ID)
	switch {
	case i.State == promotion.Blocked, i.State == promotion.Tampered:
		line += ": " + i.Reason
	case i.Replaces != "":
		line += ", replacing " + i.Replaces
	}
	return line
}

// writeOutputs sets the outputs of the step: they are those of the action.
func (p *promoter) writeOutputs(r envrepo.Result, denied int, again bool) error {
	file := p.Getenv("GITHUB_OUTPUT")
	if file == "" || actions.Detect(p.Getenv) != actions.OnGitHub || p.flags.advance { // of one environment only
		return nil
	}
	type promoted struct {
		Model   string `json:"model"`
		Version string `json:"version"`
	}
	models := []promoted{}
	for _, i := range r.Plan.In(promotion.Promote) {
		models = append(models, promoted{i.ID, i.Version})
	}
	list, err := json.Marshal(map[string]any{"include": models})
	if err != nil {
		return err
	}
	err = actions.AppendOutputs(file, []actions.Output{
		{Name: "commit", Value: r.Commit()},
		{Name: "promoted", Value: strconv.Itoa(len(models))},
		{Name: "blocked", Value: strconv.Itoa(len(r.Plan.In(promotion.Blocked)))},
		{Name: "tampered", Value: strconv.Itoa(len(r.Plan.In(promotion.Tampered)))},
		{Name: "retry", Value: strconv.FormatBool(again)},
		{Name: "denied", Value: strconv.Itoa(denied)},
		{Name: "models", Value: string(list)},
	}, nil)
	if err != nil {
		return &exit{Failed, err}
	}
	return nil
}

func (p *promoter) committed(r envrepo.Result, branch string) string {
	var b strings.Builder
	switch {
	case p.flags.dryRun:
		for _, f := range r.Plan.Files {
			fmt.Fprintf(&b, "would write %s (%d bytes)\n", f.Path, len(f.Content))
			if strings.HasSuffix(f.Path, ".yaml") {
				b.WriteString("    " + strings.ReplaceAll(strings.TrimRight(string(f.Content), "\n"), "\n", "\n    ") + "\n")
			}
		}
		for _, path := range r.Plan.Deletes {
			fmt.Fprintf(&b, "would delete %s\n", path)
		}
		b.WriteString("dry run: nothing was committed\n")
	case len(r.Commits) == 0:
		fmt.Fprintf(&b, "environment %s is up to date: nothing to commit\n", p.flags.env)
	}
	for _, commit := range r.Commits {
		fmt.Fprintf(&b, "committed %s to %s of %s\n", commit, branch, envrepo.Masked(p.flags.to.remote))
	}
	return b.String()
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// promotionError gives the errors of promoting their exit codes.
func promotionError(err error) error {
	var invalid *promotion.Invalid
	switch {
	case errors.Is(err, promotion.ErrTampered):
		return &exit{Tampered, err}
	case errors.As(err, &invalid), promotion.IsUsage(err), envrepo.IsFinal(err):
		return &exit{Misused, err}
	}
	return err
}

// retryable reports whether running again can help.
func retryable(err error) bool {
	var chosen *exit
	return err != nil && !errors.As(promotionError(err), &chosen)
}
