package cli

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/diff"
	"github.com/spf13/cobra"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/envrepo"
	"github.com/modelgate-dev/modelgate/internal/github"
	"github.com/modelgate-dev/modelgate/internal/promotion"
	"github.com/modelgate-dev/modelgate/internal/release"
	"github.com/modelgate-dev/modelgate/internal/report"
	"github.com/modelgate-dev/modelgate/internal/secret"
	"github.com/modelgate-dev/modelgate/internal/source"
)

type diffFlags struct {
	checkFlags
	to      environmentRepository
	envs    []string
	as      string
	comment string
}

func newEnvDiff(env *Env) *cobra.Command {
	var f diffFlags
	cmd := &cobra.Command{
		Use:   "diff --to REMOTE",
		Short: "Show what merging a change would deploy",
		Long: `Check the models that a proposed commit changes, for each environment, by the rules of the
base. Show the manifests that a promotion after the merge would change, as a diff, and the
models that are blocked, with the reasons. Nothing is committed.

In a pull request's job on GitHub, the same is kept in a comment. GITHUB_TOKEN is for the
model repository and the comment, MODELGATE_TOKEN for the environment repository.

Exit codes: 0 the environments were compared; 2 the call or the configuration must change;
3 a repository could not be read.`,
		Example: `  # in the job of a pull request, with a summary in addition to the comment
  modelgate env diff --to "$ENVIRONMENTS" -o markdown >> "$GITHUB_STEP_SUMMARY"

  # one environment, by hand
  modelgate env diff --base origin/main --to ../environments.git --env production`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := noneEmpty(cmd, "base", "head", "to", "branch", "repo", "landing"); err != nil {
				return err
			}
			return env.difference(cmd.Context(), f)
		},
	}
	flags := cmd.Flags()
	cloneFlags(flags, &f.repo)
	flags.StringVar(&f.base, "base", "", "trusted `REV` that the rules come from (default: the merge base with the default branch, or its tip if the rules there are newer)")
	flags.StringVar(&f.head, "head", "HEAD", "proposed `REV`")
	modelFlag(flags, &f.models)
	ciFlag(flags, &f.ci)
	flags.StringArrayVar(&f.envs, "env", nil, "`NAME` of an environment (default: all); repeatable")
	flags.StringVarP(&f.as, "output", "o", "text", "`FORMAT`: text or markdown")
	commentFlag(cmd, &f.comment, "auto (with something to show or update)")
	f.to.register(cmd)
	f.set = flags
	complete(cmd, "ci", ciWords()...)
	complete(cmd, "output", "text", "markdown")
	return cmd
}

func (e *Env) difference(ctx context.Context, f diffFlags) error {
	switch {
	case f.as != "text" && f.as != "markdown":
		return usage("invalid value %q for --output: use text or markdown", f.as)
	case f.head == worktree:
		return usage("invalid value %q for --head: use a commit, for example HEAD", f.head)
	}
	if err := cmp.Or(checkComment(f.comment), f.to.check()); err != nil {
		return err
	}
	target, err := f.to.openFor(ctx, e, "")
	if err != nil {
		return promotionError(err)
	}
	defer target.Close()
	at, err := envrepo.Read(ctx, target, f.to.retry(e))
	if err != nil {
		return promotionError(err)
	}
	defer at.Close()
	names, err := chosen(at.Tree, f.envs)
	if err != nil {
		return promotionError(err)
	}
	e = e.forSource()
	req, sides, err := e.request(ctx, f.checkFlags)
	if err != nil {
		return err
	}
	defer sides.close()
	baselines := release.NewBaselines(ctx, sides.repo)
	defer baselines.Close()
	origin, _ := originOf(ctx, sides.repo)
	p := previewer{target: target, at: at, release: release.New(release.Request{
		Check: req, Baselines: baselines, Tool: e.promotionTool(), Signer: promotion.Previewer(), Shown: true,
		// The merge will contain what its base contains.
		Source: promotion.Source{Repository: origin, Precedes: func(string, string) (bool, error) { return true, nil }, Authors: envrepo.Authors(ctx, sides.repo)},
	}, e.Now())}
	var list []report.Deployment
	for _, name := range names {
		d, err := p.preview(ctx, name)
		if err != nil {
			return promotionError(err)
		}
		list = append(list, d)
	}
	if f.as == "markdown" {
		fmt.Fprint(e.Stdout, report.DeploymentsSummary(list))
	} else {
		fmt.Fprint(e.Stdout, visible(report.DeploymentsText(list)))
	}
	return e.commentDeployments(ctx, f, sides.event, list)
}

// commentDeployments keeps the pull request's comment on what merging it deploys.
func (e *Env) commentDeployments(ctx context.Context, f diffFlags, event actions.Event, list []report.Deployment) error {
	if event.System != actions.OnGitHub || event.PullRequest == 0 || f.comment == commentNever {
		return nil
	}
	repository, ok, err := e.github(event)
	switch {
	case err != nil:
		return err
	case !ok && f.comment == commentAlways:
		return usage("no GitHub token to comment with; set GITHUB_TOKEN, for example to ${{ github.token }}")
	case !ok:
		return nil
	}
	create := f.comment == commentAlways || slices.ContainsFunc(list, report.Deployment.HasEffect)
	result, err := repository.PublishComment(ctx, event.PullRequest, github.Comment{Key: f.commentKey(), Body: secret.Mask(report.DeploymentsComment(list)), Create: create})
	if err != nil {
		e.warn("Could not update the pull request comment: %v", err)
	} else if result.Action != github.CommentAbsent {
		fmt.Fprintf(e.Stderr, "comment %s: %s\n", result.Action, visible(result.URL))
	}
	return nil
}

// commentKey tells apart the comments on other environments and repositories.
func (f diffFlags) commentKey() string {
	of := sha256.Sum256([]byte(strings.Join(append([]string{promotion.RepositoryName(f.to.remote), f.to.branch}, f.envs...), "\x00")))
	return "env-diff-" + hex.EncodeToString(of[:6])
}

// chosen are the environments that were named, else all of them in their order.
func chosen(tree source.Tree, names []string) ([]string, error) {
	order, err := promotion.Pipeline(tree)
	switch {
	case errors.Is(err, promotion.ErrUnknownEnvironment) && len(names) > 0: // none is declared
		return names, nil
	case errors.Is(err, promotion.ErrUnknownEnvironment):
		return nil, fmt.Errorf("%w, or pass --env, for example --env production", err)
	case err != nil:
		return nil, err
	}
	if err := promotion.CheckNames(names, order); err != nil {
		return nil, err
	}
	return slices.DeleteFunc(order, func(name string) bool { return len(names) > 0 && !slices.Contains(names, name) }), nil
}

// previewer plans what a merge would promote.
type previewer struct {
	target  *placed
	at      promotion.Snapshot
	release *release.Release
}

// preview plans for an environment, on the branch that it is on.
func (p previewer) preview(ctx context.Context, name string) (report.Deployment, error) {
	places, err := promotion.Places(p.at.Tree)
	if err != nil {
		return report.Deployment{}, err
	}
	here, err := p.target.isAt(places[name])
	if err != nil {
		return report.Deployment{}, err
	}
	if !here {
		at, err := p.target.elsewhere(ctx, name, places[name])
		if err != nil {
			return report.Deployment{}, err
		}
		p.at = at
	}
	c, err := p.release.Choose(ctx, p.at, name)
	if err != nil {
		return report.Deployment{}, err
	}
	d := report.Deployment{Environment: name}
	for _, r := range c.Refused {
		d.Models = append(d.Models, refusedLines(r, c.Environment)...)
	}
	for _, i := range c.Plan.Items {
		d.Models = append(d.Models, itemLine(i, true, true))
	}
	d.Diff, err = diffManifests(p.at.Tree, c.Plan)
	return d, err
}

// mostReasons is how many reasons why a check failed are shown of a model.
const mostReasons = 10

// refusedLines say that a model would not be deployed for the result of its check, and why.
func refusedLines(d decision.Decision, env promotion.Environment) []string {
	lines := []string{fmt.Sprintf("%s: %s (%s), checked at stage %s", d.Result.Word(), actions.Clean(d.Subject.Name), actions.Clean(d.Subject.ID), env.Stage)}
	for _, o := range d.Outcomes {
		if o.State.Unanswered() {
			lines = append(lines, fmt.Sprintf("  %s: %s", o.Rule, actions.Clean(o.Error)))
		}
	}
	for _, j := range d.Findings {
		if j.Denies() {
			line := fmt.Sprintf("  %s:%d:%d: %s [%s]", actions.Clean(j.At.Path), j.At.Line, j.At.Column, actions.Clean(j.Message), j.Rule)
			if why := voided(j, env.Name); why != "" {
				line += "; " + why
			}
			lines = append(lines, line)
		}
	}
	if more := len(lines) - 1 - mostReasons; more > 0 {
		lines = append(lines[:1+mostReasons], fmt.Sprintf("  … and %d more", more))
	}
	return lines
}

// diffManifests is what a plan does to manifests, without its records.
func diffManifests(tree source.Tree, plan promotion.Plan) (string, error) {
	after := map[string][]byte{}
	for _, f := range plan.Files {
		after[f.Path] = f.Content
	}
	for _, path := range plan.Deletes {
		after[path] = nil
	}
	var b strings.Builder
	for _, path := range sortedPaths(after) {
		if strings.HasPrefix(path, promotion.RecordsDir+"/") {
			continue
		}
		var before []byte
		if e, there := tree.Lookup(path); there {
			size, err := tree.Size(e)
			if err == nil {
				before, err = tree.Read(path, size)
			}
			if err != nil {
				return "", fmt.Errorf("reading %s of the environment repository: %w", path, err)
			}
		}
		_, text, _ := strings.Cut(string(diff.Diff("a/"+path, before, "b/"+path, after[path])), "\n") // the first line is that of diff -r
		b.WriteString(text)
	}
	return b.String(), nil
}
