package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/gate"
	"github.com/modelgate-dev/modelgate/internal/report"
	"github.com/modelgate-dev/modelgate/internal/source"
)

type policyPreviewFlags struct {
	check   checkFlags
	corpus  string
	failOn  []string
	outputs []string
}

// What a preview can fail on.
var previewFailures = []string{"newly-passing", "newly-failing", "errors", "none"}

func newPolicyPreview(env *Env) *cobra.Command {
	var f policyPreviewFlags
	cmd := &cobra.Command{
		Use:   "preview",
		Short: "Show what an edit to the rules does",
		Long: `Apply the .modelgate of the base and that of the head (rules, tables, thresholds, settings
and waivers) to every model of the head, and show which models newly pass, newly fail or
change, which rules cannot run or never fire, and what the rules cost.

With --corpus, the rules are also applied to inputs that other repositories recorded with
` + "`modelgate check --all -o input=FILE`" + `. A preview never counts as an approval. Rules of scope
repository are not previewed: they need a change to check.

Exit codes: 0 the preview is complete; 1 --fail-on found something; 2 one of the two does not
load; 3 the preview did not finish.`,
		Example: `  modelgate policy preview
  modelgate policy preview --base origin/main --head HEAD --fail-on newly-passing
  modelgate policy preview --corpus ../inputs --as-of 2027-01-01 -o markdown=preview.md`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := noneEmpty(cmd, "base", "head", "corpus", "as-of"); err != nil {
				return err
			}
			return env.previewPolicies(cmd.Context(), f)
		},
	}
	flags := cmd.Flags()
	cloneFlags(flags, &f.check.repo)
	flags.StringVar(&f.check.base, "base", "", "compare with the rules at `REV` (default: the merge base with the default branch)")
	flags.StringVar(&f.check.head, "head", worktree, "preview the rules and models at `REV`, or \"worktree\"")
	modelFlag(flags, &f.check.models)
	flags.StringVar(&f.check.stage, "stage", "", "preview at `STAGE`: draft, review or production (default: configured stage, or production)")
	flags.StringVar(&f.check.asOf, "as-of", "", "preview as of `DATE` (YYYY-MM-DD or RFC 3339) instead of now")
	dataRepoFlag(flags, &f.check.dataRepos)
	flags.StringVar(&f.corpus, "corpus", "", "also preview the inputs that the JSON files in `DIR` record")
	flags.StringArrayVar(&f.failOn, "fail-on", nil, "exit with 1 on `WHAT`: newly-passing, newly-failing or errors; repeatable (default none)")
	flags.StringArrayVarP(&f.outputs, "output", "o", nil, "`FORMAT[=PATH]` of the preview: json, markdown, text; repeatable (default text)")
	f.check.set = flags
	complete(cmd, "fail-on", previewFailures...)
	complete(cmd, "output", report.PreviewFormats...)
	complete(cmd, "stage", "draft", "review", "production")
	return cmd
}

func (e *Env) previewPolicies(ctx context.Context, f policyPreviewFlags) error {
	for _, word := range f.failOn {
		if !slices.Contains(previewFailures, word) {
			return usage("invalid value %q for --fail-on%s", word, finding.DidYouMeanThen(word, previewFailures, "use newly-passing, newly-failing, errors or none"))
		}
	}
	outputs, err := parseOutputs(f.outputs, report.PreviewFormats)
	if err != nil {
		return err
	}
	req := gate.PreviewRequest{Models: f.check.models, Deadline: e.RulesDeadline, Progress: e.progress("previewing models")}
	if req.Stage, err = stageOf(f.check.stage); err != nil {
		return err
	}
	if req.Now, err = e.at("as-of", f.check.asOf); err != nil {
		return err
	}
	if req.Inputs, err = e.readCorpus(f.corpus); err != nil {
		return err
	}
	f.check.ci = "none"
	s, err := e.open(ctx, f.check)
	if err != nil {
		return err
	}
	defer func() { s.close() }()
	if s.dataRepos, err = e.openDataRepos(ctx, f.check.dataRepos, source.Base{Tree: s.proposed.Tree}); err != nil {
		return err
	}
	req.Base, req.Head, req.DataRepositories = s.base.Tree, s.proposed.Tree, s.dataRepos
	req.Provenance = gate.Provenance{Tool: e.tool(), BaseRevision: s.baseName, HeadRevision: s.headName}
	p, err := gate.Preview(ctx, req)
	if err != nil {
		return err
	}
	if err := e.writeAll(outputs, func(w io.Writer, format string) error { return report.RenderPreview(w, format, p) }); err != nil {
		return err
	}
	found := map[string]int{"newly-passing": p.Counts.NewlyPassing, "newly-failing": p.Counts.NewlyFailing, "errors": p.Counts.Errors}
	for _, word := range f.failOn {
		if found[word] > 0 {
			return &exit{code: Denied}
		}
	}
	return nil
}

// maxCorpus is how many files of recorded inputs a preview reads.
const maxCorpus = 1000

// readCorpus reads the recorded inputs of a directory, in the order of their names.
func (e *Env) readCorpus(dir string) ([]gate.RecordedInputs, error) {
	if dir == "" {
		return nil, nil
	}
	names, err := filepath.Glob(filepath.Join(e.path(dir), "*.json"))
	if err != nil || len(names) == 0 {
		return nil, usage("--corpus %s has no .json file; `modelgate check --all -o input=FILE` writes one", dir)
	}
	if len(names) > maxCorpus {
		return nil, usage("--corpus %s has %d files (limit: %d)", dir, len(names), maxCorpus)
	}
	var out []gate.RecordedInputs
	for _, name := range names {
		src, err := readCorpusFile(name, gate.MaxRecorded)
		if err != nil {
			return nil, usage("--corpus: %v", err)
		}
		recorded, err := gate.ReadRecorded(filepath.Base(name), src)
		if err != nil {
			return nil, usage("--corpus: %v", err)
		}
		out = append(out, recorded)
	}
	return out, nil
}

// readCorpusFile reads a regular file that is not too large. Opening a pipe would wait
// for a writer, and no signal ends that.
func readCorpusFile(name string, limit int64) ([]byte, error) {
	if info, err := os.Stat(name); err != nil {
		return nil, err
	} else if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is not a regular file", filepath.Base(name))
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	src, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err == nil && int64(len(src)) > limit {
		err = fmt.Errorf("%s is larger than %d MiB", filepath.Base(name), limit>>20)
	}
	return src, err
}
