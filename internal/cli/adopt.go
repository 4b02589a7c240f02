package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/diff"
	"github.com/spf13/cobra"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/gate"
	"github.com/modelgate-dev/modelgate/internal/source"
)

type adoptFlags struct {
	repo                 clone
	owner, ticket, until string
	models, rules        []string
	dataRepos            []string
	add, dryRun          bool
}

func newAdopt(env *Env) *cobra.Command {
	var f adoptFlags
	cmd := &cobra.Command{
		Use:   "adopt",
		Short: "Record today's findings, so only new ones block",
		Long: `Check every model of the working tree, and write the findings that block to
.modelgate/baseline.yaml, with an owner and a last day. They are still reported, but do not
block before that day, unless they get worse. New findings block at once.

Run the command again to drop findings that are fixed. It adds new ones only with --add.
Promotions ignore the baseline.`,
		Example: `  modelgate adopt --owner ml-platform --until 2026-12-31
  modelgate adopt --dry-run
  modelgate adopt --add --owner team-a --model 'models/a/**'`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := noneEmpty(cmd, "repo", "owner", "ticket", "until"); err != nil {
				return err
			}
			return env.adopt(cmd.Context(), f)
		},
	}
	flags := cmd.Flags()
	cloneFlags(flags, &f.repo)
	flags.StringVar(&f.owner, "owner", "", "`TEAM` that fixes the recorded findings")
	flags.StringVar(&f.ticket, "ticket", "", "`ID` of the ticket about them, if waivers require one")
	flags.StringVar(&f.until, "until", "", "last `DATE` (YYYY-MM-DD) on which they do not block (default: as long as a waiver may be)")
	flags.StringArrayVar(&f.models, "model", nil, "change only entries of models whose directory matches `GLOB`; repeatable")
	flags.StringArrayVar(&f.rules, "rule", nil, "change only entries of rules whose id matches `GLOB`; repeatable")
	flags.BoolVar(&f.add, "add", false, "also add findings that an existing baseline does not have, and renew expired ones")
	dataRepoFlag(flags, &f.dataRepos)
	flags.BoolVar(&f.dryRun, "dry-run", false, "print the changes without writing the file")
	return cmd
}

func (e *Env) adopt(ctx context.Context, f adoptFlags) (err error) {
	for _, g := range append(append([]string{}, f.models...), f.rules...) {
		if !source.ValidGlob(g) {
			return usage("%q is not a usable glob", g)
		}
	}
	repo, err := e.find(ctx, f.repo, actions.Detect(e.Getenv))
	if err != nil {
		return err
	}
	tree, err := source.OpenWorktree(ctx, repo)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, tree.Close()) }()
	if tree, err = e.withPolicies(ctx, repo, f.repo, tree); err != nil {
		return err
	}
	if err := f.checkTerm(tree, e.Now()); err != nil {
		return err
	}
	check := gate.Recheck(tree, worktree, e.Now())
	check.Some, check.Deadline, check.Progress, check.Provenance.Tool = true, e.RulesDeadline, e.progress("checking models"), e.tool()
	check.Contains = nil
	if check.DataRepositories, err = e.openDataRepos(ctx, f.dataRepos, source.Base{Tree: tree}); err != nil {
		return err
	}
	defer closeAll(check.DataRepositories)
	adopted, err := gate.Adopt(ctx, gate.AdoptRequest{Check: check, Models: f.models, Rules: f.rules, Owner: f.owner, Ticket: f.ticket, Until: f.until, Add: f.add})
	if err != nil {
		return err
	}
	if adopted.Added > 0 && f.owner == "" && !f.dryRun {
		return usage("required flag --owner not set; for example, --owner ml-platform")
	}
	was, err := tree.Read(config.BaselinePath, document.MaxBytes)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("reading %s: %w", config.BaselinePath, err)
	}
	return e.writeBaseline(repo.Dir, f, was, adopted)
}

// checkTerm refuses a last day that a baseline cannot have.
func (f adoptFlags) checkTerm(tree source.Tree, now time.Time) error {
	if f.until == "" {
		return nil
	}
	cfg, err := config.Load(source.Base{Tree: tree})
	if err != nil {
		return err
	}
	today, _ := time.Parse(time.DateOnly, now.UTC().Format(time.DateOnly))
	until, err := time.Parse(time.DateOnly, f.until)
	last := today.AddDate(0, 0, cfg.WaiverDays)
	switch {
	case err != nil:
		return usage("invalid value %q for --until: use YYYY-MM-DD", f.until)
	case until.Before(today):
		return usage("--until %s is in the past", f.until)
	case until.After(last):
		return usage("--until %s is later than %s, the last day that waivers.max_days (%d) in %s allows", f.until, last.Format(time.DateOnly), cfg.WaiverDays, config.ConfigPath)
	}
	return nil
}

// writeBaseline writes the file, if it changes, and says what changed.
func (e *Env) writeBaseline(dir string, f adoptFlags, was []byte, a gate.Adopted) error {
	changed := a.Added+a.Dropped > 0 // the words of messages alone change nothing
	verb := "wrote"
	switch {
	case !changed:
		verb = "unchanged"
	case f.dryRun:
		verb = "would write"
		text := string(diff.Diff("a/"+config.BaselinePath, was, "b/"+config.BaselinePath, []byte(a.Text)))
		_, text, _ = strings.Cut(text, "\n")
		for line := range strings.Lines(text) {
			fmt.Fprintln(e.Stdout, shownLine(line))
		}
	default:
		if err := putBaseline(dir, was, []byte(a.Text)); err != nil {
			return fmt.Errorf("writing %s: %w", config.BaselinePath, err)
		}
	}
	fmt.Fprintf(e.Stdout, "%s %s: %s (%d added, %d fixed and dropped)\n", verb, config.BaselinePath, counted(a.Findings, "finding", "findings"), a.Added, a.Dropped)
	if a.Added > 0 {
		fmt.Fprintf(e.Stdout, "the added findings do not block until %s\n", a.Until)
	}
	if a.Failures > 0 {
		fmt.Fprintf(e.Stdout, "%s could not run and still blocks; see modelgate check --all\n", counted(a.Failures, "rule", "rules"))
	}
	e.listBlocking("not in the baseline; pass --add to add", a.Waiting)
	e.listBlocking("cannot be in a baseline and must be fixed", a.Refused)
	return nil
}

func counted(n int, singular, plural string) string {
	if n == 1 {
		return "1 " + singular
	}
	return fmt.Sprintf("%d %s", n, plural)
}

// listBlocking lists findings that still block.
func (e *Env) listBlocking(why string, list []finding.Finding) {
	const most = 20
	for i, f := range list {
		if i == most {
			fmt.Fprintf(e.Stdout, "… and %d more\n", len(list)-i)
			return
		}
		fmt.Fprintf(e.Stdout, "%s: %s:%d:%d: %s [%s]\n", why, actions.Clean(f.At.Path), f.At.Line, f.At.Column, actions.Clean(f.Message), actions.Clean(f.Rule))
	}
}

// putBaseline writes the file into the working tree, if it is as it was.
func putBaseline(dir string, was, text []byte) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	if len(was) == 0 {
		wrote, err := writeNew(root, config.BaselinePath, text)
		if err == nil && !wrote {
			err = errors.New("it already exists")
		}
		return err
	}
	mode, err := checkUnchanged(root, config.BaselinePath, was)
	if err != nil {
		return err
	}
	return replaceIn(root, filepath.FromSlash(config.BaselinePath), mode, text)
}
