package cli

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/report"
)

// reportFlags say which recorded run is shown, and where.
type reportFlags struct {
	from, artifact, file string
	outputs              []string
	publish              publishFlags
}

func newReport(env *Env) *cobra.Command {
	var f reportFlags
	cmd := &cobra.Command{
		Use:   "report --from report.json",
		Short: "Show a recorded run in another format",
		Long: `report reads the JSON report of an earlier check and renders it again. It judges
nothing: its exit code says only whether the report could be shown.

In a workflow_run job of GitHub Actions, --artifact reads the report out of what the
other run has uploaded, and comments on the pull request whose head that run was for:
the runs of forks have no token that may comment. The report is the word of whoever
wrote that run's workflow, a fork's author among them, and the comment says so. It sets
no check and no status.`,
		Example: `  modelgate check -o json=report.json
  modelgate report --from report.json -o markdown

  # in a job that runs on workflow_run
  modelgate report --artifact modelgate-report`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if (f.from == "") == (f.artifact == "") {
				return usage("give --from or --artifact: name the report.json that `modelgate check -o json=report.json` wrote, - for standard input, or the artifact that holds it")
			}
			if f.artifact != "" {
				return env.reportArtifact(cmd.Context(), f)
			}
			outputs, err := env.outputs(f.outputs)
			if err != nil {
				return err
			}
			r, err := env.recorded(f.from)
			if err != nil {
				return err
			}
			return env.write(outputs, r)
		},
	}
	cmd.Flags().StringVar(&f.from, "from", "", "the recorded `FILE`, or - for standard input")
	cmd.Flags().StringVar(&f.artifact, "artifact", "", "`NAME` of the artifact of the run that a workflow_run event speaks of")
	cmd.Flags().StringVar(&f.file, "artifact-file", "report.json", "`FILE` in the artifact")
	outputFlag(cmd.Flags(), &f.outputs)
	addCommentFlag(cmd, &f.publish)
	complete(cmd, "output", report.Formats()...)
	return cmd
}

// foreignIntro is what a page says first that shows what another run reported,
// before the heading that may say "allow".
const foreignIntro = "> **⚠️ The word of the proposal's own workflow, and no decision**\n\n"

// foreignWord says so at length, in every format.
const foreignWord = "This is what the run of the proposal's own workflow reported. It was not judged again here, and is no decision."

// maxArtifact is the size in bytes of a report that is taken from another run.
const maxArtifact = 32 << 20

// reportArtifact shows the report of the run that a workflow_run event speaks of.
// Which pull request it is about follows from the event, never from the report.
func (e *Env) reportArtifact(ctx context.Context, f reportFlags) error {
	if err := f.publish.check(); err != nil {
		return err
	}
	event, err := actions.ReadEvent(e.Getenv)
	switch {
	case err != nil:
		return &exit{Misused, err}
	case event.Name != "workflow_run":
		return usage("--artifact is for jobs that run on workflow_run, and this one runs on %q", event.Name)
	}
	repository, ok, err := e.github(event)
	switch {
	case err != nil:
		return err
	case !ok:
		return usage("--artifact needs a token: give MODELGATE_TOKEN, such as ${{ github.token }}")
	}
	raw, err := repository.ArtifactFile(ctx, event.RunID, f.artifact, f.file, maxArtifact)
	if err != nil {
		return err
	}
	r, err := report.Read(bytes.NewReader(raw))
	if err != nil {
		return &exit{Failed, fmt.Errorf("reading %s of the artifact %s: %w", f.file, f.artifact, err)}
	}
	r.Notices = append([]string{foreignWord}, r.Notices...)
	f.publish.intro = foreignIntro
	pulls, err := repository.PullRequestsOfHead(ctx, event.HeadOwner, event.HeadBranch, event.Head)
	switch {
	case err != nil:
		return err
	case len(pulls) == 0:
		e.warn("There is no open pull request whose head is commit %s any more, so that nothing was said.", event.Head)
		return nil
	}
	for _, pull := range pulls {
		r.Source = &report.Source{Server: event.Server, Repository: event.Repository, PullRequest: pull.Number}
		if f.publish.comment != commentNever {
			if err := e.comment(ctx, repository, pull.Number, "report", r, f.publish); err != nil {
				return err
			}
		}
	}
	if err := e.writeSummary(r, foreignIntro); err != nil || len(f.outputs) == 0 {
		return err
	}
	outputs, err := e.outputs(f.outputs)
	if err != nil {
		return err
	}
	return e.write(outputs, r)
}

func (e *Env) recorded(from string) (report.Report, error) {
	var in io.Reader = e.Stdin
	if from != "-" {
		f, err := os.Open(e.path(from))
		if err != nil {
			return report.Report{}, &exit{Failed, fmt.Errorf("reading the report: %w", err)}
		}
		defer f.Close()
		in = f
	}
	r, err := report.Read(in)
	if err != nil {
		return r, &exit{Failed, fmt.Errorf("reading the report %s: %w", from, err)}
	}
	return r, nil
}
