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
		Short: "Convert a saved JSON report to another format",
		Long: `Convert the JSON report of an earlier check to another format. report checks nothing, and its
exit code shows only whether the conversion succeeded.

In a workflow_run job of GitHub Actions, --artifact reads the report from an artifact of the
triggering run and comments on that run's pull request, because runs of forks have no token
that can comment. The report is only as trustworthy as the workflow that wrote it, which may be
a fork's, and the comment states this. report sets no check run and no status.`,
		Example: `  modelgate check -o json=report.json
  modelgate report --from report.json -o markdown

  # in a job that runs on workflow_run
  modelgate report --artifact modelgate-report`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if (f.from == "") == (f.artifact == "") {
				return usage("specify a report: --from FILE (- for standard input) or --artifact NAME; create one with `modelgate check -o json=report.json`")
			}
			if f.artifact != "" {
				return env.reportArtifact(cmd.Context(), f)
			}
			outputs, err := env.outputs(f.outputs)
			if err != nil {
				return err
			}
			r, err := env.readRecorded(f.from)
			if err != nil {
				return err
			}
			return env.write(outputs, r)
		},
	}
	cmd.Flags().StringVar(&f.from, "from", "", "read the JSON report from `FILE`, or - for standard input")
	cmd.Flags().StringVar(&f.artifact, "artifact", "", "read the artifact `NAME` of the triggering workflow run")
	cmd.Flags().StringVar(&f.file, "artifact-file", "report.json", "read `FILE` in the artifact")
	outputFlag(cmd.Flags(), &f.outputs)
	addCommentFlag(cmd, &f.publish)
	complete(cmd, "output", report.FormatNames()...)
	return cmd
}

// foreignIntro is what a page says first that shows what another run reported,
// before the heading that may say "allow".
const foreignIntro = "> **⚠️ Reported by the pull request's own workflow; not a trusted decision**\n\n"

// foreignWord says so at length, in every format.
const foreignWord = "The pull request's own workflow reported this result. It was not checked again here and is not a decision."

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
		return usage("--artifact requires a job that runs on workflow_run, but this job runs on %q", event.Name)
	}
	repository, ok, err := e.github(event)
	switch {
	case err != nil:
		return err
	case !ok:
		return usage("--artifact requires a GitHub token; set MODELGATE_TOKEN, for example to ${{ github.token }}")
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
		e.warn("Skipped the comment: no open pull request has head commit %s.", event.Head)
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

// readRecorded reads a report from a regular file, or from standard input (-).
func (e *Env) readRecorded(from string) (report.Report, error) {
	var in io.Reader = e.Stdin
	if from != "-" {
		// Before opening: a pipe would wait for a writer, and no signal ends that.
		if info, err := os.Stat(e.path(from)); err == nil && !info.Mode().IsRegular() {
			return report.Report{}, &exit{Failed, fmt.Errorf("reading the report: %s is not a regular file; specify a report that `modelgate check -o json=FILE` wrote", from)}
		}
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
