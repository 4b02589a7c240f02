package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/git"
	"github.com/modelgate-dev/modelgate/internal/schema"
	"github.com/modelgate-dev/modelgate/internal/source"
)

type newFlags struct {
	repo   string
	stdout bool
	waiver waiverFlags
}

func newNew(env *Env) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "new card|data|evaluation-policy|waiver",
		Short: "Begin a document with what the repository already says",
		Long: `new writes the beginning of a document: what the files of a model already say is filled
in and marked "review"; what only a person knows is left open, and fails until it is
written. It never overwrites: where a file is already, it exits with 2, and --stdout
prints what it would have written.`,
		Example: `  modelgate new card models/churn
  modelgate new data models/churn
  modelgate new evaluation-policy models/churn --stdout
  modelgate new waiver --rule card/section_missing --model models/churn \
    --owner governance-board --reason "The study is due with the next release." --expires 2027-01-15`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	for _, d := range []struct {
		name, short string
		begin       func(beginning) ([]begun, error)
	}{
		{"card", "Begin the model card of the model in DIR", beginning.card},
		{"data", "Begin a data card for each dataset of the model in DIR that has none", beginning.data},
		{"evaluation-policy", "Begin .modelgate/thresholds.yaml with the results of the model in DIR", beginning.thresholds},
	} {
		var f newFlags
		sub := &cobra.Command{
			Use: d.name + " [DIR]", Short: d.short, Args: cobra.MaximumNArgs(1),
			Example: "  modelgate new " + d.name + " models/churn",
			RunE: func(cmd *cobra.Command, args []string) error {
				dir := "."
				if len(args) > 0 {
					dir = args[0]
				}
				return env.begin(cmd.Context(), f, dir, d.begin)
			},
		}
		newCommonFlags(sub, &f)
		explainArgs(sub)
		cmd.AddCommand(sub)
	}
	cmd.AddCommand(newWaiver(env))
	return cmd
}

func newCommonFlags(cmd *cobra.Command, f *newFlags) {
	repoFlag(cmd.Flags(), &f.repo)
	cmd.Flags().BoolVar(&f.stdout, "stdout", false, "print the document and write nothing")
}

// begun is a document that was begun: its path in the repository, and its text.
type begun struct{ path, text string }

// beginning is what is known when a document is begun.
type beginning struct {
	tree  source.Tree
	model evidence.Model
	now   time.Time
}

// begin writes the beginnings of documents about the model in a directory.
func (e *Env) begin(ctx context.Context, f newFlags, dir string, compose func(beginning) ([]begun, error)) error {
	repo, err := git.Find(ctx, e.path(f.repo))
	if err != nil {
		return err
	}
	tree, err := source.Worktree(ctx, repo)
	if err != nil {
		return err
	}
	defer tree.Close()
	id, ok := modelDir(tree, repo.Dir, e.path(dir), dir)
	if !ok {
		return usage("%s is no directory of the repository with a file in it", dir)
	}
	finder := evidence.NewFinder(tree, evidence.Layout{})
	finder.Assume(id)
	s, err := finder.Read(id)
	if err != nil {
		return err
	}
	s.Model.ID = id
	documents, err := compose(beginning{tree: tree, model: s.Model, now: e.Now().UTC()})
	if err != nil {
		return err
	}
	return e.writeBegun(repo.Dir, f.stdout, documents)
}

// modelDir is the id of the directory that an argument names: relative to the
// working directory, else to the root of the repository.
func modelDir(tree source.Tree, root, full, arg string) (string, bool) {
	var names []string
	if rel, err := filepath.Rel(root, full); err == nil && filepath.IsLocal(rel) {
		names = append(names, filepath.ToSlash(rel))
	}
	for _, name := range append(names, path.Clean(filepath.ToSlash(arg))) {
		if len(tree.Under(name)) > 0 {
			return name, true
		}
	}
	return "", false
}

// writeBegun writes the documents, or prints them. Nothing is written if one of
// them is there already.
func (e *Env) writeBegun(dir string, stdout bool, documents []begun) error {
	if stdout {
		for _, d := range documents {
			fmt.Fprint(e.Stdout, d.text)
		}
		return nil
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return fmt.Errorf("opening %s: %w", dir, err)
	}
	defer root.Close()
	for _, d := range documents {
		if _, err := root.Lstat(filepath.FromSlash(d.path)); !errors.Is(err, os.ErrNotExist) {
			return usage("%s is there already, and is never overwritten: --stdout prints the beginning instead", d.path)
		}
	}
	for _, d := range documents {
		wrote, err := writeNew(root, d.path, []byte(d.text))
		switch {
		case err != nil:
			return fmt.Errorf("writing %s: %w", d.path, err)
		case !wrote:
			return usage("%s is there already, and is never overwritten", d.path)
		}
		fmt.Fprintf(e.Stdout, "wrote %s\n", visible(d.path))
	}
	return nil
}

type waiverFlags struct{ id, rule, model, owner, reason, expires, fingerprint, from string }

func newWaiver(env *Env) *cobra.Command {
	var f newFlags
	cmd := &cobra.Command{
		Use:   "waiver",
		Short: "Begin .modelgate/waivers.yaml with the waiver of a finding",
		Example: `  modelgate new waiver --rule card/section_missing --model models/churn --owner governance-board \
    --reason "The study is due with the next release." --expires 2027-01-15

  modelgate new waiver --from report.json --fingerprint 0123456789abcdef0123456789abcdef \
    --owner governance-board --reason "The study is due with the next release." --expires 2027-01-15 --stdout`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			repo, err := git.Find(cmd.Context(), env.path(f.repo))
			if err != nil {
				return err
			}
			text, err := env.waiver(f.waiver)
			if err != nil {
				return err
			}
			return env.writeBegun(repo.Dir, f.stdout, []begun{{config.WaiversPath, text}})
		},
	}
	newCommonFlags(cmd, &f)
	w := &f.waiver
	for _, flag := range []struct {
		p           *string
		name, usage string
	}{
		{&w.rule, "rule", "the rule `ID` whose finding is accepted"}, {&w.model, "model", "the model's `DIR`"},
		{&w.owner, "owner", "the `TEAM` that answers for it"}, {&w.reason, "reason", "the `TEXT` of why it is accepted, of at least ten characters"},
		{&w.expires, "expires", "the last `DAY` on which it counts, YYYY-MM-DD"}, {&w.id, "id", "the waiver's `ID` (default: W- and the day of today)"},
		{&w.from, "from", "the JSON report `FILE` that has the finding"}, {&w.fingerprint, "fingerprint", "the finding's `FINGERPRINT`; with --from it gives rule and model"},
	} {
		cmd.Flags().StringVar(flag.p, flag.name, "", flag.usage)
	}
	return cmd
}

// waiver is a file with one waiver in it.
func (e *Env) waiver(f waiverFlags) (string, error) {
	if f.from != "" {
		if f.fingerprint == "" {
			return "", usage("--from needs --fingerprint: which finding of the report is accepted?")
		}
		if err := e.findWaived(&f); err != nil {
			return "", err
		}
	}
	for _, owed := range []struct{ name, value string }{{"rule", f.rule}, {"model", f.model}, {"owner", f.owner}, {"reason", f.reason}, {"expires", f.expires}} {
		if strings.TrimSpace(owed.value) == "" {
			return "", usage("a waiver needs --rule, --model, --owner, --reason and --expires; --%s is missing", owed.name)
		}
	}
	today := e.Now().UTC().Format(time.DateOnly)
	if f.id == "" {
		f.id = "W-" + today
	}
	if day, err := time.Parse(time.DateOnly, f.expires); err != nil || day.Format(time.DateOnly) < today {
		return "", usage("--expires %q is not a day from today on: write YYYY-MM-DD", f.expires)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "# Begun by modelgate new. It counts once it is merged.\napiVersion: modelgate.dev/v1\nkind: Waivers\nwaivers:\n")
	fmt.Fprintf(&b, "  - id: %s\n    rule: %s\n    model: %s\n", yamlText(f.id), yamlText(f.rule), yamlText(f.model))
	if f.fingerprint != "" {
		fmt.Fprintf(&b, "    fingerprint: %s\n", yamlText(f.fingerprint))
	}
	fmt.Fprintf(&b, "    owner: %s\n    reason: %s\n    created: %s # review\n    expires: %s\n", yamlText(f.owner), yamlText(f.reason), yamlText(today), yamlText(f.expires))
	d, _ := document.Parse(config.WaiversPath, []byte(b.String()))
	problems, err := schema.Validate(schema.Waivers, d)
	if err != nil {
		return "", err
	}
	for _, p := range problems {
		return "", usage("no waiver can say that: %s: %s", p.At.Pointer, p.Message)
	}
	return b.String(), nil
}
