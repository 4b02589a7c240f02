package cli

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/gate"
	"github.com/modelgate-dev/modelgate/internal/policy"
	"github.com/modelgate-dev/modelgate/internal/report"
	"github.com/modelgate-dev/modelgate/internal/secret"
	"github.com/modelgate-dev/modelgate/internal/source"
)

const worktree = "worktree"

type checkFlags struct {
	repo                                clone
	base, head, stage, asOf, shard, tip string
	ci, envRepo                         string
	models, outputs, gates, dataRepos   []string
	all, preview, onlyNew               bool
	publish                             publishFlags
	set                                 *pflag.FlagSet // that they were read from
}

func newCheck(env *Env) *cobra.Command {
	var f checkFlags
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Check the models that changed",
		Long: `Check every model that differs between a trusted base and a proposed head.

Rules, thresholds and waivers come from .modelgate/ of the base; the head supplies
evidence only. Without flags, check compares your working tree with the commit where
your branch left the default branch.

On GitHub Actions, Azure Pipelines and GitLab CI, the base and the head come from the
event that started the job, and the report appears in the system's own views.

With -o input=FILE, check also writes the inputs of the rules, for modelgate policy preview --corpus.`,
		Example: `  # check your working tree before you push
  modelgate check

  # as on a pull request
  modelgate check --base origin/main --head HEAD -o text -o sarif=modelgate.sarif

  # fail only for what the branch makes worse
  modelgate check --only-new

  # check every model at stage production, as of a future date
  modelgate check --all --stage production --as-of 2027-01-01`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := noneEmpty(cmd, "base", "head", "stage", "as-of", "repo", "shard", "tip"); err != nil {
				return err
			}
			return env.check(cmd.Context(), f)
		},
	}
	requestFlags(cmd, &f)
	tipFlag(cmd, &f.tip)
	cmd.Flags().StringVar(&f.shard, "shard", "", "check only shard `I/N` of the models, as planned by modelgate plan; use modelgate merge for the overall decision")
	cmd.Flags().BoolVar(&f.onlyNew, "only-new", false, "fail only for what the change makes worse: the base is checked by the same rules; never counts as an approval")
	cmd.MarkFlagsMutuallyExclusive("only-new", "shard")
	outputFlag(cmd.Flags(), &f.outputs)
	addPublishFlags(cmd, &f.publish)
	complete(cmd, "output", report.FormatNames()...)
	return cmd
}

// requestFlags are the flags that say what is judged, by which rules, as of when.
func requestFlags(cmd *cobra.Command, f *checkFlags) {
	flags := cmd.Flags()
	cloneFlags(flags, &f.repo)
	flags.StringVar(&f.base, "base", "", "trusted `REV` that the rules come from (default: the merge base with the default branch, or its tip if the rules there are newer)")
	flags.StringVar(&f.head, "head", worktree, "proposed `REV` to check, or \"worktree\"")
	modelFlag(flags, &f.models)
	gateFlag(flags, &f.gates)
	flags.StringVar(&f.stage, "stage", "", "check at `STAGE`: draft, review or production (default: configured stage, or production)")
	flags.StringVar(&f.asOf, "as-of", "", "run the check as of `DATE` (YYYY-MM-DD or RFC 3339) instead of now")
	flags.BoolVar(&f.all, "all", false, "check every model, not only changed ones")
	dataRepoFlag(flags, &f.dataRepos)
	flags.BoolVar(&f.preview, "preview", false, "check with the rules from the head instead of the base, to test rule edits; never counts as an approval")
	flags.StringVar(&f.envRepo, "env-repo", "", "environment repository to read promoted baselines from, if the policy uses them: a git `REMOTE` or a directory")
	ciFlag(flags, &f.ci)
	f.set = flags
	complete(cmd, "ci", ciWords()...)
	complete(cmd, "stage", "draft", "review", "production")
	complete(cmd, "gate", gateWords()...)
}

// tipFlag is for the jobs of one run, which start one after the other.
func tipFlag(cmd *cobra.Command, p *string) {
	cmd.Flags().StringVar(p, "tip", "", "use the rules of `COMMIT`, the tip that modelgate plan found; refused if the branch has since changed what the check depends on")
}

// noneEmpty refuses flags that were given an empty value: that is a variable
// which was not set, and not a wish for the default.
func noneEmpty(cmd *cobra.Command, flags ...string) error {
	for _, name := range flags {
		if f := cmd.Flags().Lookup(name); f != nil && f.Changed && f.Value.String() == "" {
			return usage("--%s has an empty value; is an environment variable unset?", name)
		}
	}
	return nil
}

func repoFlag(flags *pflag.FlagSet, p *string) {
	flags.StringVar(p, "repo", ".", "use the model repository in `DIR`")
}

func modelFlag(flags *pflag.FlagSet, p *[]string) {
	flags.StringArrayVar(p, "model", nil, "check only models whose directory matches `GLOB`; repeatable")
}

func gateFlag(flags *pflag.FlagSet, p *[]string) {
	flags.StringArrayVar(p, "gate", nil, "run only the rules of `GATE`: "+strings.Join(gateWords(), ", ")+"; repeatable (default: all)")
}

func gateWords() []string {
	words := make([]string, len(finding.Gates))
	for i, g := range finding.Gates {
		words[i] = string(g)
	}
	return words
}

func gatesOf(words []string) ([]finding.Gate, error) {
	var gates []finding.Gate
	for _, w := range words {
		if !finding.Gate(w).Valid() {
			return nil, usage("unknown gate %q%s", w, finding.DidYouMeanThen(w, gateWords(), "valid gates: "+strings.Join(gateWords(), ", ")))
		}
		gates = append(gates, finding.Gate(w))
	}
	return gates, nil
}

func outputFlag(flags *pflag.FlagSet, p *[]string) {
	flags.StringArrayVarP(p, "output", "o", nil, "`FORMAT[=PATH]` of a report: "+strings.Join(report.FormatNames(), ", ")+"; repeatable (default text)")
}

func complete(cmd *cobra.Command, flag string, words ...string) {
	_ = cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp))
}

func flagNames(cmd *cobra.Command) []string {
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	return names
}

// named reports whether base or head is given. A CI system is asked otherwise.
func (f checkFlags) named() bool { return f.set.Changed("base") || f.set.Changed("head") }

func (e *Env) check(ctx context.Context, f checkFlags) error {
	if err := f.publish.check(); err != nil {
		return err
	}
	var recorded string
	f.outputs, recorded = inputOutput(f.outputs)
	outputs, err := e.checkOutputs(f)
	if err != nil {
		return err
	}
	req, sides, err := e.request(ctx, f)
	if err != nil {
		return err
	}
	defer sides.close()
	if recorded != "" {
		req.Recorder = &gate.Recorder{}
	}
	req.Past = sides.shown(ctx, outputs)
	if f.shard != "" {
		if req.Shard, err = e.shard(f.shard, sides); err != nil {
			return err
		}
	}
	r, err := gate.Check(ctx, req)
	if err != nil {
		return promotionError(err) // of the environment repository, if one was asked
	}
	if recorded != "" {
		if err := e.writeRecorded(recorded, req.Recorder); err != nil {
			return err
		}
	}
	return e.conclude(ctx, outputs, r, f, sides, req.Now)
}

// inputOutput takes -o input=FILE, which is no format of a report, out of the words.
func inputOutput(words []string) (rest []string, file string) {
	for _, w := range words {
		if name, is := strings.CutPrefix(w, "input="); is && name != "" {
			file = name
			continue
		}
		rest = append(rest, w)
	}
	return rest, file
}

// writeRecorded writes the inputs of the rules.
func (e *Env) writeRecorded(file string, r *gate.Recorder) error {
	text, err := r.JSON(e.tool())
	if err != nil {
		return err
	}
	if err := writeFile(e.path(filepath.Clean(file)), []byte(secret.Mask(string(text)))); err != nil {
		return fmt.Errorf("writing the inputs of rules: %w", err)
	}
	return nil
}

// request is what the flags ask for. The sides are to be closed.
func (e *Env) request(ctx context.Context, f checkFlags) (gate.Request, sides, error) {
	req := gate.Request{All: f.all, Some: f.all, Models: f.models, Preview: f.preview, OnlyNew: f.onlyNew, Tolerant: true, Provenance: gate.Provenance{Tool: e.tool()}, Deadline: e.RulesDeadline, Progress: e.progress("checking models")}
	var s sides
	var err error
	if req.Stage, err = stageOf(f.stage); err != nil {
		return req, s, err
	}
	if req.Gates, err = gatesOf(f.gates); err != nil {
		return req, s, err
	}
	if req.Now, err = e.at("as-of", f.asOf); err != nil {
		return req, s, err
	}
	policy.Warm()
	if s, err = e.open(ctx, f); err != nil {
		return req, s, err
	}
	trusted := s.base
	if f.preview {
		trusted = source.Base{Tree: s.proposed.Tree}
	}
	if s.dataRepos, err = e.openDataRepos(ctx, f.dataRepos, trusted); err != nil {
		s.close()
		return req, s, err
	}
	req.DataRepositories = s.dataRepos
	if f.envRepo != "" {
		req.Promoted, s.closePromoted = e.openPromoted(ctx, s.repo, f.envRepo)
	}
	req.Contains = s.hasCommit(ctx)
	if err = s.fill(ctx, &req); err == nil {
		req.Review, err = e.review(ctx, s.event, req, f.publish.name)
		req.Review.Unseen = !req.Review.Present && len(req.Changes) > 0 && s.proposes(ctx)
	}
	if err != nil {
		s.close()
	}
	return req, s, err
}

// conclude writes the report and shows it; its decision is the exit code.
func (e *Env) conclude(ctx context.Context, outputs []output, r report.Report, f checkFlags, s sides, asOf time.Time) error {
	r.Notices = append(r.Notices, s.notices...)
	if r.OtherDay = otherDay(asOf, e.Now()); r.OtherDay {
		r.Notices = append(r.Notices, "Checked as of "+asOf.Format(time.DateOnly)+", not as of today.")
	}
	r.OtherRules, r.OtherCommits = s.otherRules, s.otherCommits
	r.Source = sourceOf(s.event, r.Head.Commit)
	if err := e.show(outputs, r, s); err != nil {
		return err
	}
	if err := e.publish(ctx, r, f.publish, s.event); err != nil {
		return err
	}
	switch r.Result {
	case decision.Allow:
		return nil
	case decision.Undecided:
		return &exit{code: Failed}
	}
	return &exit{code: Denied}
}

// otherDay reports whether a run judges as of another day than its own, in UTC:
// other waivers and rules may be in force then. The jobs of one run share a time,
// which may be a little before midnight.
func otherDay(asOf, now time.Time) bool {
	const oneRun = 6 * time.Hour
	age := now.Sub(asOf)
	return age < 0 || age > oneRun && asOf.UTC().Format(time.DateOnly) != now.UTC().Format(time.DateOnly)
}

// sourceOf is where the change of an event is looked at. Nobody finds the test
// merge that was judged in a pull request, so that the proposed commit is named.
func sourceOf(event actions.Event, judged string) *report.Source {
	if event.Server == "" || event.Repository == "" {
		return nil
	}
	s := report.Source{Server: event.Server, Repository: event.Repository, PullRequest: event.PullRequest}
	if judged == event.Merge && event.Merge != event.Head {
		s.Commit = event.Head
	}
	return &s
}

const day = 24 * time.Hour

func stageOf(word string) (finding.Stage, error) {
	s := finding.Stage(word)
	if word == "" || s.Valid() {
		return s, nil
	}
	var names []string
	for _, s := range finding.Stages {
		names = append(names, string(s))
	}
	return "", usage("unknown stage %q%s", word, finding.DidYouMeanThen(word, names, "valid stages: "+strings.Join(names, ", ")))
}

func (e *Env) tool() report.Tool { return report.Tool{Name: "modelgate", Version: e.Version} }

// manyInALog is from how many on the log of a CI job shows how far a step has come.
const manyInALog = 500

// progress shows how far a long step has come: on a terminal as it goes, and in the log of a
// CI job at each tenth of a large step.
func (e *Env) progress(what string) func(done, total int) {
	if !e.Terminal {
		if actions.Detect(e.Getenv) == actions.NoSystem {
			return nil
		}
		return func(done, total int) {
			if tenth := total / 10; total >= manyInALog && done < total && done%tenth == 0 {
				fmt.Fprintf(e.Stderr, "%s: %d of %d\n", what, done, total)
			}
		}
	}
	last := time.Time{}
	return func(done, total int) {
		if now := e.Now(); total > 20 && (done == total || now.Sub(last) > 200*time.Millisecond) {
			last = now
			fmt.Fprintf(e.Stderr, "\r%s: %d of %d", what, done, total)
			if done == total {
				fmt.Fprint(e.Stderr, "\r\033[K")
			}
		}
	}
}

// output is one -o: a format and where it goes, "" for standard output.
type output struct{ format, path string }

func (e *Env) outputs(words []string) ([]output, error) {
	return parseOutputs(words, report.FormatNames())
}

func parseOutputs(words, formats []string) ([]output, error) {
	if len(words) == 0 {
		return []output{{format: "text"}}, nil
	}
	var out []output
	for _, w := range words {
		format, path, given := strings.Cut(w, "=")
		if !slices.Contains(formats, format) {
			return nil, usage("unknown format %q%s", format, finding.DidYouMeanThen(format, formats, "valid formats: "+strings.Join(formats, ", ")))
		}
		if given && path == "" {
			return nil, usage("-o %s: the path is missing after =", w)
		}
		switch {
		case path == "-":
			path = ""
		case strings.HasSuffix(path, "/"):
			return nil, usage("-o %s: path is a directory; specify a file", w)
		case path != "":
			path = filepath.Clean(path)
		}
		if i := slices.IndexFunc(out, func(o output) bool { return o.path == path }); i >= 0 {
			return nil, usage("-o %s and -o %s both go to %s", out[i].format, w, orStdout(path))
		}
		out = append(out, output{format, path})
	}
	return out, nil
}

func orStdout(path string) string {
	if path == "" {
		return "standard output"
	}
	return path
}
