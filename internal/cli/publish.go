package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/github"
	"github.com/modelgate-dev/modelgate/internal/report"
	"github.com/modelgate-dev/modelgate/internal/secret"
)

// publishFlags say where a report is shown beside the outputs of the command.
type publishFlags struct {
	comment          string // auto, always, never
	checkRun, status bool
	suggest          bool   // comments on the lines of the pull request that a fix would change
	name             string // of the check run and the status
	reportDir        string
	intro            string // stands before the page: Markdown of our own
}

// Words of --comment.
const (
	commentAuto   = "auto"
	commentAlways = "always"
	commentNever  = "never"
)

// maxMatrix is how many jobs a matrix can have, and so how many models the
// output "models" names.
const maxMatrix = 256

// maxLimits is how many code points of what limits a run its name has.
const maxLimits = 100

func addPublishFlags(cmd *cobra.Command, p *publishFlags) {
	flags := cmd.Flags()
	addCommentFlag(cmd, p)
	flags.BoolVar(&p.checkRun, "check-run", false, "create a check run with line annotations (GitHub; requires the checks:write permission)")
	flags.BoolVar(&p.suggest, "suggest", false, "suggest fixes on the lines of the pull request, to apply with one click (GitHub; requires the pull-requests:write permission)")
	flags.BoolVar(&p.status, "status", false, "set a commit status (GitHub; requires the statuses:write permission)")
	flags.StringVar(&p.name, "name", "", "call the check run and the commit status `NAME` (default: modelgate, with the gate)")
	flags.StringVar(&p.reportDir, "report-dir", "", "write the JSON report and the SARIF file of a CI job to `DIR` (default: modelgate/ in the job's temporary directory)")
}

func addCommentFlag(cmd *cobra.Command, p *publishFlags) {
	commentFlag(cmd, &p.comment, "auto (with findings, or a comment to update)")
}

func commentFlag(cmd *cobra.Command, when *string, auto string) {
	cmd.Flags().StringVar(when, "comment", commentAuto, "comment on the pull request `WHEN`: "+auto+", always or never; requires pull-requests:write")
	complete(cmd, "comment", commentAuto, commentAlways, commentNever)
}

func (p publishFlags) check() error { return checkComment(p.comment) }

func checkComment(when string) error {
	words := []string{commentAuto, commentAlways, commentNever}
	if slices.Contains(words, when) {
		return nil
	}
	return usage("invalid value %q for --comment%s", when, finding.DidYouMeanThen(when, words, "valid values: "+strings.Join(words, ", ")))
}

// suffix tells apart the files, comments and checks of runs of several gates and
// shards, and those that are less than a decision, in one job or pull request.
func suffix(r report.Report) string {
	var b strings.Builder
	for _, g := range r.Gates {
		b.WriteString("-" + string(g))
	}
	for _, limit := range []struct {
		holds bool
		name  string
	}{{len(r.Only) > 0, "some-models"}, {r.OnlyNew, "only-new"}, {r.OtherCommits, "other-commits"}, {r.OtherRules, "other-rules"}, {r.Stage != "", string(r.Stage)}, {r.OtherDay, "other-day"}, {r.Preview, "preview"}} {
		if limit.holds {
			b.WriteString("-" + limit.name)
		}
	}
	if r.Shard != nil {
		fmt.Fprintf(&b, "-%d-of-%d", r.Shard.Index, r.Shard.Of)
	}
	return b.String()
}

// publish shows the report where the CI system shows such things. What the
// system does not let us do is said in its log, and changes no decision; but a
// check run or status that was asked for and could not be set is an error: it
// may be the one that the branch waits for.
func (e *Env) publish(ctx context.Context, r report.Report, p publishFlags, event actions.Event) error {
	switch event.System {
	case actions.OnGitHub:
		files, err := e.writeFiles(r, p)
		if err != nil {
			return err
		}
		if err := e.writeSummary(r, p.intro); err != nil {
			return err
		}
		if err := e.writeOutputs(r, files); err != nil {
			return err
		}
		if r.Shard != nil {
			return nil // a part is shown by the job that joins the parts
		}
		return e.tellGitHub(ctx, r, p, event)
	case actions.OnAzure:
		return e.publishAzure(r, p)
	}
	return nil
}

// files are what a job leaves for the steps after it.
type files struct{ report, sarif, summary string }

func (e *Env) writeFiles(r report.Report, p publishFlags) (files, error) {
	dir := p.reportDir
	if dir == "" {
		if dir = e.Getenv("RUNNER_TEMP"); dir == "" {
			return files{}, nil
		}
		dir = filepath.Join(dir, "modelgate")
	}
	dir = e.path(dir)
	f := files{filepath.Join(dir, "report"+suffix(r)+".json"), filepath.Join(dir, "modelgate"+suffix(r)+".sarif"), filepath.Join(dir, "summary"+suffix(r)+".md")}
	return f, e.write([]output{{"json", f.report}, {"sarif", f.sarif}, {"markdown", f.summary}}, r)
}

func rendered(format string, r report.Report) (string, error) {
	var b bytes.Buffer
	err := report.Render(&b, format, r)
	return b.String(), err
}

func (e *Env) writeSummary(r report.Report, intro string) error {
	file := e.Getenv("GITHUB_STEP_SUMMARY")
	if file == "" || r.Shard != nil {
		return nil
	}
	page, err := rendered("markdown", r)
	if err == nil {
		err = actions.AppendSummary(file, intro+page)
	}
	if err != nil {
		e.warn("The job summary is missing: %v", err)
	}
	return nil
}

// writeOutputs sets the outputs of the step. The names are a contract: they are
// the outputs of every action.
func (e *Env) writeOutputs(r report.Report, f files) error {
	file := e.Getenv("GITHUB_OUTPUT")
	if file == "" {
		return nil
	}
	models, err := matrix(r)
	if err != nil {
		return err
	}
	outputs := []actions.Output{
		{Name: "result", Value: string(r.Result)},
		{Name: "decision", Value: report.Headline(report.Masked(r), 500)},
		{Name: "report", Value: f.report},
		{Name: "sarif", Value: f.sarif},
		{Name: "summary", Value: f.summary},
		{Name: "findings", Value: strconv.Itoa(r.Totals.Errors + r.Totals.Warnings + r.Totals.Notes + r.Totals.Waived + r.Totals.Pending + r.Totals.Baseline + r.Totals.Existing + r.Totals.Advisory)},
		{Name: "errors", Value: strconv.Itoa(r.Totals.Errors)},
		{Name: "warnings", Value: strconv.Itoa(r.Totals.Warnings)},
		{Name: "denied", Value: strconv.Itoa(r.Totals.Denied)},
		{Name: "models", Value: models},
		{Name: "enforcement", Value: string(enforcement(r))},
		{Name: "advisory", Value: strconv.Itoa(r.Totals.Advisory)},
		{Name: "baseline", Value: strconv.Itoa(r.Totals.Baseline)},
	}
	if err := actions.AppendOutputs(file, outputs, nil); err != nil {
		return &exit{Failed, err}
	}
	return nil
}

// enforcement says whether findings about models may block.
func enforcement(r report.Report) config.EnforcementMode {
	if r.Advisory {
		return config.AdvisoryMode
	}
	return config.BlockingMode
}

// matrix names the models for a matrix of jobs: the denied ones first, and no
// more than a matrix can have.
func matrix(r report.Report) (string, error) {
	type job struct {
		Model    string `json:"model"`
		Decision string `json:"decision"`
	}
	jobs := []job{}
	for _, want := range []decision.Result{decision.Deny, decision.Undecided, decision.Allow} {
		for _, d := range r.Models {
			if d.Result == want && len(jobs) < maxMatrix {
				jobs = append(jobs, job{d.Subject.ID, string(d.Result)})
			}
		}
	}
	raw, err := json.Marshal(map[string]any{"include": jobs})
	return string(raw), err
}

// warn says something in the log of a job, as the system shows warnings.
func (e *Env) warn(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	switch actions.Detect(e.Getenv) {
	case actions.OnGitHub:
		fmt.Fprintln(e.Stdout, actions.Command("warning", []actions.Prop{{Name: "title", Value: "modelgate"}}, text))
	case actions.OnAzure:
		fmt.Fprintln(e.Stdout, actions.Azure("task.logissue", []actions.Prop{{Name: "type", Value: "warning"}}, text))
	default:
		fmt.Fprintf(e.Stderr, "modelgate: warning: %s\n", visible(text))
	}
}

// publishAzure adds the page to the run's Extensions tab and sets the decision
// for later jobs.
func (e *Env) publishAzure(r report.Report, p publishFlags) error {
	dir := p.reportDir
	if dir == "" {
		if dir = e.Getenv("AGENT_TEMPDIRECTORY"); dir == "" {
			return nil
		}
		dir = filepath.Join(dir, "modelgate")
	}
	dir = e.path(dir)
	page := filepath.Join(dir, "modelgate"+suffix(r)+".md")
	outputs := []output{{"markdown", page}, {"json", filepath.Join(dir, "report"+suffix(r)+".json")}, {"junit", filepath.Join(dir, "junit"+suffix(r)+".xml")}}
	if err := e.write(outputs, r); err != nil {
		return err
	}
	fmt.Fprintln(e.Stdout, actions.Azure("task.uploadsummary", nil, page))
	fmt.Fprintln(e.Stdout, actions.Azure("task.setvariable", []actions.Prop{{Name: "variable", Value: "decision"}, {Name: "isoutput", Value: "true"}}, string(r.Result)))
	return nil
}

// github is the repository that a job of GitHub Actions is for. Without a
// token there is none, which is no error.
func (e *Env) github(event actions.Event) (github.Repository, bool, error) {
	token := e.token()
	if token == "" || event.Repository == "" {
		return github.Repository{}, false, nil
	}
	client, err := github.New(github.Options{BaseURL: event.API, ServerURL: event.Server, Token: token, Login: e.Getenv("MODELGATE_LOGIN"), UserAgent: "modelgate/" + e.Version})
	if err != nil {
		return github.Repository{}, false, err
	}
	r, err := client.Repository(event.Repository)
	return r, err == nil, err
}

// tellGitHub writes the comment, the check run and the status.
func (e *Env) tellGitHub(ctx context.Context, r report.Report, p publishFlags, event actions.Event) error {
	comments := p.comment != commentNever && event.PullRequest != 0
	suggests := p.suggest && event.PullRequest != 0
	if !comments && !suggests && !p.checkRun && !p.status {
		return nil
	}
	repository, ok, err := e.github(event)
	switch {
	case err != nil:
		return err
	case !ok && (suggests || p.checkRun || p.status || p.comment == commentAlways):
		return usage("no GitHub token; set MODELGATE_TOKEN, for example to ${{ github.token }}")
	case !ok:
		return nil
	}
	r = report.Masked(r)
	if comments {
		if err := e.comment(ctx, repository, event.PullRequest, "check", r, p); err != nil {
			e.warn("Could not update the pull request comment: %v", err)
		}
	}
	if suggests {
		if err := e.suggestFixes(ctx, repository, r, event); err != nil {
			e.warn("Could not update the suggestions on the pull request: %v", err)
		}
	}
	var problems []error
	if p.checkRun {
		problems = append(problems, e.checkRun(ctx, repository, r, p, event))
	}
	if p.status {
		problems = append(problems, e.setStatus(ctx, repository, r, p, event))
	}
	for _, err := range problems {
		switch {
		case err == nil:
		case event.Fork && errors.Is(err, github.ErrForbidden): // the token of a fork's run may only read
			e.warn("%v", err)
		default:
			return &exit{Failed, err}
		}
	}
	return nil
}

// comment keeps the one comment of this kind of run up to date. What another run
// reports is of a kind of its own: it never takes the place of what was judged.
func (e *Env) comment(ctx context.Context, repository github.Repository, number int, kind string, r report.Report, p publishFlags) error {
	body, err := rendered("comment", r)
	if err != nil {
		return err
	}
	useful := r.Result != decision.Allow || r.Totals.Warnings+r.Totals.Advisory > 0
	result, err := repository.PublishComment(ctx, number, github.Comment{Key: kind + suffix(r), Body: secret.Mask(p.intro + body), Create: useful || p.comment == commentAlways})
	if err == nil && result.Action != github.CommentAbsent {
		fmt.Fprintf(e.Stdout, "comment %s: %s\n", result.Action, visible(result.URL))
	}
	return err
}

// suggestFixes keeps the suggestions of this kind of run up to date.
func (e *Env) suggestFixes(ctx context.Context, repository github.Repository, r report.Report, event actions.Event) error {
	var list []github.Suggestion
	for _, p := range report.Proposals(r) {
		list = append(list, github.Suggestion{Key: p.Key, Path: p.Path, Line: p.Line, Before: p.Before, Body: secret.Mask(p.Body)})
	}
	result, err := repository.PublishSuggestions(ctx, event.PullRequest, event.Head, "check"+suffix(r), list)
	if err == nil && result != (github.SuggestionsResult{}) {
		fmt.Fprintf(e.Stdout, "suggestions: %d added, %d removed, %d unchanged, %d not on lines of the pull request, %d over the limit of %d\n",
			result.Created, result.Removed, result.Kept, result.Outside, result.Omitted, github.MaxSuggestions)
	}
	return err
}

// checkName is the name of the check run and the status. One that is less than a
// decision never has the name of a full check, which a branch may wait for.
func checkName(r report.Report, p publishFlags) string {
	if r.Advisory { // nor has one that blocks nothing
		r.Advisory = false
		return checkName(r, p) + " (advisory)"
	}
	if p.name == "" {
		return "modelgate" + strings.ReplaceAll(suffix(r), "-", "/")
	}
	if limits := report.Limits(r); len(limits) > 0 {
		return p.name + " (" + actions.Shorten(actions.Clean(strings.Join(limits, "; ")), maxLimits) + ")"
	}
	return p.name
}

func (e *Env) checkRun(ctx context.Context, repository github.Repository, r report.Report, p publishFlags, event actions.Event) error {
	list, omitted := report.Annotations(r, github.AnnotationLimit)
	run := github.CheckRun{
		Name: checkName(r, p), HeadSHA: event.Head, DetailsURL: event.Run, Conclusion: github.Success,
		ExternalID: strings.Join([]string{e.Getenv("GITHUB_RUN_ID"), e.Getenv("GITHUB_RUN_ATTEMPT"), e.Getenv("GITHUB_JOB")}, "/"),
		Title:      report.Headline(r, 200), Summary: secret.Mask(report.CheckSummary(r)),
	}
	switch {
	case r.Result == decision.Undecided:
		run.Conclusion = github.TimedOut
	case r.Result != decision.Allow:
		run.Conclusion = github.Failure
	case r.Advisory, len(report.Limits(r)) > min(len(r.Gates), 1): // of gates, each has its own check
		run.Conclusion = github.Neutral
	}
	for _, a := range list {
		run.Annotations = append(run.Annotations, github.Annotation{Path: a.Path, StartLine: a.StartLine, EndLine: a.EndLine, StartColumn: a.StartColumn, EndColumn: a.EndColumn,
			Level: github.AnnotationLevel(a.Level), Title: a.Title, Message: secret.Mask(a.Message)})
	}
	result, err := repository.PublishCheckRun(ctx, run)
	if err == nil {
		fmt.Fprintf(e.Stdout, "check run with %d annotations (%d not among them): %s\n", result.Annotations, omitted, visible(result.URL))
	}
	return err
}

func (e *Env) setStatus(ctx context.Context, repository github.Repository, r report.Report, p publishFlags, event actions.Event) error {
	s := github.Status{State: github.StatusSuccess, Context: checkName(r, p), Description: report.Headline(r, github.StatusDescriptionLimit), TargetURL: event.Run}
	switch r.Result {
	case decision.Allow:
	case decision.Undecided:
		s.State = github.StatusError
	default:
		s.State = github.StatusFailure
	}
	return repository.SetStatus(ctx, event.Head, s)
}
