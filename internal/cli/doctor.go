package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/codeowners"
	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/doctor"
	"github.com/modelgate-dev/modelgate/internal/gate"
	"github.com/modelgate-dev/modelgate/internal/git"
	"github.com/modelgate-dev/modelgate/internal/github"
	"github.com/modelgate-dev/modelgate/internal/source"
)

type doctorFlags struct {
	repo                           clone
	rev, repository, branch, check string
	outputs                        []string
}

var doctorFormats = []string{"json", "text"}

func newDoctor(env *Env) *cobra.Command {
	var f doctorFlags
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Check a repository's setup for ways to bypass the gate",
		Long: `Inspect the default branch (configuration, workflows, CODEOWNERS) and, if a token allows
it, the GitHub settings of that branch (rulesets, required checks, reviews, merge queue).
Each problem shows what to do.

doctor follows the gate's exit code through the scripts of workflows. Anything that it
cannot follow (a Makefile, a script, an action of the repository, a pipeline of another CI
system) is reported as unknown, never as ok. So is anything that the token cannot read.

Exit codes: 0 no problems, 1 at least one problem, 3 a policy source cannot be read; advice
and unknown items do not affect the exit code.`,
		Example: `  modelgate doctor
  MODELGATE_TOKEN=$(gh auth token) modelgate doctor --repository acme/models`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := noneEmpty(cmd, "repo", "rev", "repository", "branch", "check"); err != nil {
				return err
			}
			return env.doctor(cmd.Context(), f)
		},
	}
	flags := cmd.Flags()
	cloneFlags(flags, &f.repo)
	flags.StringVar(&f.rev, "rev", "", "inspect `REV` (default: the default branch)")
	flags.StringVar(&f.repository, "repository", "", "inspect the GitHub repository `OWNER/NAME` (default: the job's repository, or the remote origin)")
	flags.StringVar(&f.branch, "branch", "", "read the rules of `BRANCH` (default: the repository's default branch)")
	flags.StringVar(&f.check, "check", "", "expect check `NAME` to be required (default: the check of a job that runs the gate)")
	flags.StringArrayVarP(&f.outputs, "output", "o", nil, "write the result as `FORMAT[=PATH]`: "+strings.Join(doctorFormats, ", ")+"; repeatable (default text)")
	complete(cmd, "output", doctorFormats...)
	return cmd
}

func (e *Env) doctor(ctx context.Context, f doctorFlags) error {
	outputs, err := parseOutputs(f.outputs, doctorFormats)
	if err != nil {
		return err
	}
	facts, err := e.readFacts(ctx, f)
	if err != nil {
		return err
	}
	items := doctor.Examine(facts)
	for _, o := range outputs {
		write := func(w io.Writer) error { return writeItems(w, o.format, items) }
		if o.path != "" {
			err = replaceFile(e.path(o.path), write)
		} else {
			err = write(e.Stdout)
		}
		if err != nil {
			return fmt.Errorf("writing %s: %w", o.format, err)
		}
	}
	if facts.NoSource {
		return facts.Config
	}
	for _, i := range items {
		if i.Level == doctor.Problem {
			return &exit{code: Denied}
		}
	}
	return nil
}

// readFacts reads what doctor examines.
func (e *Env) readFacts(ctx context.Context, f doctorFlags) (doctor.Facts, error) {
	facts := doctor.Facts{Check: f.check}
	repo, err := e.find(ctx, f.repo, actions.Detect(e.Getenv))
	if err != nil {
		return facts, err
	}
	branch, rev := f.branch, f.rev
	if rev == "" {
		if branch, rev, err = source.DefaultBranch(ctx, repo); err != nil {
			return facts, err
		}
	}
	tree, err := source.Open(ctx, repo, rev)
	if err != nil {
		return facts, err
	}
	defer tree.Close()
	if tree, err = e.withPolicies(ctx, repo, f.repo, tree); err != nil {
		return facts, err
	}
	base := source.Base{Tree: tree}
	facts.Configured = len(tree.Under(".modelgate")) > 0
	_, facts.Config = gate.Catalogue(ctx, base)
	facts.NoSource = errors.Is(facts.Config, config.ErrSource)
	if ctx.Err() != nil {
		return facts, ctx.Err()
	}
	facts.Workflows = doctor.ReadWorkflows(tree, strings.TrimPrefix(branch, "origin/"))
	facts.Elsewhere = doctor.ReadCallers(tree)
	if facts.Owners, err = codeowners.Read(base); err != nil {
		return facts, err
	}
	if err := tree.Lost(); err != nil {
		return facts, err
	}
	facts.Forge, facts.ForgeWhy, err = e.forge(ctx, repo, f)
	return facts, err
}

// forge asks GitHub, if it is known which repository is meant and there is a token.
func (e *Env) forge(ctx context.Context, repo git.Repo, f doctorFlags) (*github.Inspection, string, error) {
	event := actions.Event{Server: e.Getenv("GITHUB_SERVER_URL"), API: e.Getenv("GITHUB_API_URL"), Repository: f.repository}
	if event.Repository == "" {
		event.Repository = e.Getenv("GITHUB_REPOSITORY")
	}
	if event.Repository == "" {
		url, _ := repo.ReadLine(ctx, "config", "--get", "remote.origin.url")
		event.Repository = onGitHubCom(url)
	}
	if event.Repository == "" {
		return nil, "the repository cannot be identified", nil
	}
	repository, ok, err := e.github(event)
	switch {
	case err != nil:
		return nil, "", usage("--repository: %v", err)
	case !ok:
		return nil, "there is no token", nil
	}
	inspection, err := repository.Inspect(ctx, f.branch)
	if err != nil {
		return nil, "", err
	}
	return &inspection, "", nil
}

// onGitHubCom is the OWNER/NAME of a remote on github.com, or "".
func onGitHubCom(remote string) string {
	for _, prefix := range []string{"https://github.com/", "git@github.com:", "ssh://git@github.com/"} {
		if rest, ok := strings.CutPrefix(remote, prefix); ok {
			return strings.TrimSuffix(rest, ".git")
		}
	}
	return ""
}

func writeItems(w io.Writer, format string, items []doctor.Item) error {
	if format == "json" {
		return actions.WriteJSON(w, map[string]any{"items": items})
	}
	var b strings.Builder
	for _, i := range items {
		fmt.Fprintf(&b, "%-8s %s: ", i.Level, i.ID)
		if i.At.Path != "" {
			fmt.Fprintf(&b, "%s:%d: ", actions.Clean(i.At.Path), i.At.Line)
		}
		fmt.Fprintf(&b, "%s\n", actions.Clean(i.Message))
		if i.Remedy != "" && i.Level != doctor.OK {
			fmt.Fprintf(&b, "         %s\n", actions.Clean(i.Remedy))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}
