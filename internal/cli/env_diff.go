package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/diff"
	"github.com/spf13/cobra"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/envrepo"
	"github.com/modelgate-dev/modelgate/internal/promotion"
	"github.com/modelgate-dev/modelgate/internal/release"
	"github.com/modelgate-dev/modelgate/internal/report"
	"github.com/modelgate-dev/modelgate/internal/source"
)

type diffFlags struct {
	checkFlags
	to   environmentRepository
	envs []string
	as   string
}

func newEnvDiff(env *Env) *cobra.Command {
	var f diffFlags
	cmd := &cobra.Command{
		Use:   "diff --to REMOTE",
		Short: "Show what merging a change would deploy",
		Long: `Check the models that a proposed commit changes, for each environment, by the rules of the
base. Show the manifests that a promotion after the merge would change, as a diff, and the
models that are blocked, with the reasons. Nothing is committed.

Exit codes: 0 the environments were compared; 2 the call or the configuration must change;
3 a repository could not be read.`,
		Example: `  # in the job of a pull request
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
	if err := f.to.check(); err != nil {
		return err
	}
	target, err := f.to.open(ctx, e)
	if err != nil {
		return promotionError(err)
	}
	defer target.Close()
	at, err := envrepo.Read(ctx, target, f.to.retry())
	if err != nil {
		return promotionError(err)
	}
	defer at.Close()
	at.Past = f.to.dated(ctx, e, at.Tree, at.Past, target.Branch())
	names, err := chosen(at.Tree, f.envs)
	if err != nil {
		return promotionError(err)
	}
	req, sides, err := e.request(ctx, f.checkFlags)
	if err != nil {
		return err
	}
	defer sides.close()
	baselines := release.NewBaselines(ctx, sides.repo)
	defer baselines.Close()
	origin, _ := originOf(ctx, sides.repo)
	p := previewer{at: at, release: release.New(release.Request{
		Check: req, Baselines: baselines, Tool: e.promotionTool(), Signer: promotion.Previewer(), Shown: true,
		// The merge will contain what its base contains.
		Source: promotion.Source{Repository: origin, Precedes: func(string, string) (bool, error) { return true, nil }},
	}, e.Now())}
	for _, name := range names {
		v, err := p.preview(ctx, name)
		if err != nil {
			return promotionError(err)
		}
		text := visible(v.text())
		if f.as == "markdown" {
			text = v.markdown()
		}
		if _, err := fmt.Fprint(e.Stdout, text); err != nil {
			return err
		}
	}
	return nil
}

// chosen are the environments that were named, else all of them in their order.
func chosen(tree source.Tree, names []string) ([]string, error) {
	order, err := promotion.Pipeline(tree)
	if err != nil {
		if len(names) > 0 && errors.Is(err, promotion.ErrUnknownEnvironment) { // none is declared
			return names, nil
		}
		return nil, err
	}
	for _, name := range names {
		if !slices.Contains(order, name) {
			return nil, usage("the environment repository has no environment %q", name)
		}
	}
	return slices.DeleteFunc(order, func(name string) bool { return len(names) > 0 && !slices.Contains(names, name) }), nil
}

// previewer plans what a merge would promote.
type previewer struct {
	at      promotion.Snapshot
	release *release.Release
}

func (p previewer) preview(ctx context.Context, name string) (preview, error) {
	c, err := p.release.Choose(ctx, p.at, name)
	if err != nil {
		return preview{}, err
	}
	v := preview{environment: name}
	for _, d := range c.Refused {
		v.lines = append(v.lines, fmt.Sprintf("%s: %s (%s): see the result of the check at stage %s", d.Result.Word(), d.Subject.Name, d.Subject.ID, c.Environment.Stage))
	}
	for _, i := range c.Plan.Items {
		v.lines = append(v.lines, itemLine(i, true, true))
	}
	v.diff, err = diffManifests(p.at.Tree, c.Plan)
	return v, err
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

// preview is what a merge would do to one environment.
type preview struct {
	environment, diff string
	lines             []string
}

func (v preview) text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "environment %s\n", v.environment)
	for _, line := range v.lines {
		b.WriteString(line + "\n")
	}
	if len(v.lines) == 0 {
		b.WriteString("no model of this change is deployed here\n")
	}
	for line := range strings.Lines(v.diff) {
		b.WriteString("    " + line)
	}
	return b.String()
}

// markdown has no text of models outside of code.
func (v preview) markdown() string {
	lines := v.lines
	if len(lines) == 0 {
		lines = []string{"no model of this change is deployed here"}
	}
	text := fmt.Sprintf("### Environment %s\n\n%s\n", actions.Clean(v.environment), report.Fenced(strings.Join(lines, "\n")))
	if v.diff != "" {
		text += "\n" + strings.Replace(report.Fenced(v.diff), "\n", "diff\n", 1) + "\n"
	}
	return text + "\n"
}
