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
	"github.com/modelgate-dev/modelgate/internal/correction"
	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evaluation"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/finder"
	"github.com/modelgate-dev/modelgate/internal/gate"
	"github.com/modelgate-dev/modelgate/internal/git"
	"github.com/modelgate-dev/modelgate/internal/source"
)

type newFlags struct {
	makes, needs  bool // makes the directory of the model; needs one that is a model
	unnamed       bool // no directory is named
	repo          string
	stdout        bool
	append        bool
	higher, lower []string // metrics of which a person says which way is better
	from          string   // a description of datasets in another format
	datasets      []string // of it
	dataRepos     []string // clones of data repositories
	cards         bool     // data cards are begun, so that those of data repositories matter
	waiver        waiverFlags
}

func newNew(env *Env) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "new card|data|evaluation-policy|waiver",
		Short: "Create a draft document from the repository's contents",
		Long: `Create a draft document. Values found in the model's files are filled in and marked
"review". Values that cannot be inferred are left as placeholders, and the check fails until
you fill them in.

Existing files are never overwritten: the command exits with 2, and --stdout prints the draft
instead. For thresholds and waivers, --append adds missing entries to the existing file and
changes nothing else.`,
		Example: `  modelgate new card models/churn
  modelgate new data models/churn
  modelgate new data --from warehouse/models/schema.yml --dataset customers
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
		{"card", "Create a draft model card for the model in DIR", beginning.card},
		{"data", "Create missing data cards for the model in DIR", beginning.data},
		{"evaluation-policy", "Draft thresholds from a model's evaluation results", beginning.thresholds},
	} {
		var f newFlags
		sub := &cobra.Command{
			Use: d.name + " [DIR]", Short: d.short, Args: cobra.MaximumNArgs(1),
			Example: "  modelgate new " + d.name + " models/churn",
			RunE: func(cmd *cobra.Command, args []string) error {
				f.makes, f.needs, f.cards = d.name == "card", d.name == "evaluation-policy", d.name == "data"
				dir := "."
				switch {
				case len(f.datasets) > 0 && f.from == "":
					return usage("--dataset names datasets of the file that --from names; --from is missing")
				case f.from != "" && len(args) > 0:
					return usage("--from names the datasets; leave out the directory of a model")
				case f.from != "":
					return env.dataFrom(cmd.Context(), f)
				case len(args) > 0:
					dir = args[0]
				default:
					f.unnamed = true
				}
				return env.begin(cmd.Context(), f, dir, d.begin)
			},
		}
		newCommonFlags(sub, &f)
		if d.name == "data" {
			sub.Long = "Create a data card for each dataset of a model that has none. With --from, start from a file that\n" +
				"describes datasets in any format that is read: dbt, Croissant, data contracts, DCAT, Feast, AWS Glue\n" +
				"and others. Each value is marked with the line that it is from, and each question stays open."
			sub.Example += "\n  modelgate new data --from warehouse/models/schema.yml --dataset customers"
			sub.Flags().StringVar(&f.from, "from", "", "start from `FILE`, a description of datasets in another format")
			sub.Flags().StringArrayVar(&f.datasets, "dataset", nil, "start only the data card of the dataset `NAME` of that file; repeatable")
			dataRepoFlag(sub.Flags(), &f.dataRepos)
		}
		if d.name == "evaluation-policy" {
			sub.Example += "\n  modelgate new evaluation-policy models/churn --append --higher accuracy --lower latency_ms"
			appendFlag(sub, &f)
			sub.Flags().StringArrayVar(&f.higher, "higher", nil, "treat higher values of `METRIC` as better; repeatable")
			sub.Flags().StringArrayVar(&f.lower, "lower", nil, "treat lower values of `METRIC` as better; repeatable")
		}
		cmd.AddCommand(sub)
	}
	cmd.AddCommand(newWaiver(env))
	return cmd
}

func newCommonFlags(cmd *cobra.Command, f *newFlags) {
	repoFlag(cmd.Flags(), &f.repo)
	cmd.Flags().BoolVar(&f.stdout, "stdout", false, "print the document and write nothing")
}

func appendFlag(cmd *cobra.Command, f *newFlags) {
	cmd.Flags().BoolVar(&f.append, "append", false, "add missing entries to the end of an existing file")
	cmd.MarkFlagsMutuallyExclusive("append", "stdout")
}

// begun is a document that was begun: its path in the repository, and its text.
// One that is a list of entries can be appended to: items are the entries that
// are not there yet, each from its dash, and list is the pointer of the list.
type begun struct {
	path, text string
	list       string
	items      []string
	rest       []string // the metrics that were left out, clean: nobody says which way is better
	beyond     int      // the results beyond the limit of a draft
	sliced     int      // the results on slices
	others     int      // the results of baselines and of the training
	rivals     []string // the models of which one table has results, clean
	rivalry    int      // how many results these are
	disputed   []string // those that files of the model state otherwise, with how
}

// beginning is what is known when a document is begun.
type beginning struct {
	newFlags
	isCard  func(file string) (bool, error) // by itself; nil if every card is
	unowned func() ([]string, error)        // lists the results that no model has
	unread  func() ([]string, error)        // lists the results of the model that are not read
	runs    func() []string                 // lists the directories of runs of MLflow
	stored  func() finder.StoredModel       // the model that MLflow registered last, or the run that ended last
	tree    source.Tree
	config  config.Config
	model   evidence.Model
	scales  evaluation.Scales
	now     time.Time
}

// begin writes the beginnings of documents about the model in a directory.
func (e *Env) begin(ctx context.Context, f newFlags, dir string, compose func(beginning) ([]begun, error)) error {
	repo, tree, cfg, err := e.beginIn(ctx, f)
	if err != nil {
		return err
	}
	defer tree.Close()
	id, ok := modelDir(tree, repo.Dir, e.path(dir), dir)
	if !ok && f.makes {
		id, ok = newModelDir(repo.Dir, e.path(dir))
	}
	if !ok {
		return usage("%s is not a directory in the repository, or is empty", dir)
	}
	finder := finder.New(tree, gate.LayoutOf(cfg))
	if f.cards {
		var done func()
		if finder, done, err = e.finderOf(ctx, tree, cfg, f.dataRepos); err != nil {
			return err
		}
		defer done()
	}
	switch {
	case f.needs:
		id, err = e.needModel(finder, id)
	case f.unnamed:
		id, err = e.onlyModel(finder, id)
	}
	if err != nil {
		return err
	}
	finder.Assume(id)
	s, err := finder.Read(id)
	if err != nil {
		return err
	}
	s.Model.ID = id
	scales, err := gate.Scales(ctx, source.Base{Tree: tree})
	if err != nil {
		return err
	}
	documents, err := compose(beginning{newFlags: f, isCard: finder.IsCard, unowned: func() ([]string, error) { return finder.ListUnownedResults(tree.Entries()) }, unread: func() ([]string, error) { return finder.ListUnreadResults(id) }, runs: finder.ListRuns, stored: finder.ChooseStored, tree: tree, config: cfg, model: s.Model, scales: scales, now: e.Now().UTC()})
	if err != nil {
		return err
	}
	return e.writeBegun(ctx, repo, tree, f, documents)
}

// beginIn is the repository as it is on disk, with its configuration.
func (e *Env) beginIn(ctx context.Context, f newFlags) (git.Repo, source.Tree, config.Config, error) {
	repo, err := git.Find(ctx, e.path(f.repo))
	if err != nil {
		return repo, source.Tree{}, config.Config{}, err
	}
	tree, err := source.OpenWorktree(ctx, repo)
	if err != nil {
		return repo, tree, config.Config{}, err
	}
	if tree, err = e.withPolicies(ctx, repo, clone{}, tree); err != nil {
		return repo, tree, config.Config{}, err
	}
	cfg, err := config.Load(source.Base{Tree: tree})
	if err != nil {
		return repo, tree, cfg, errors.Join(err, tree.Close())
	}
	return repo, tree, cfg, nil
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

// newModelDir is the id of a directory that is not there yet, or has no file.
func newModelDir(root, full string) (string, bool) {
	rel, err := filepath.Rel(root, full)
	if err != nil || !filepath.IsLocal(rel) || strings.HasPrefix(filepath.ToSlash(rel), ".git/") {
		return "", false
	}
	if is, err := os.Stat(full); err == nil && !is.IsDir() {
		return "", false
	}
	return filepath.ToSlash(rel), true
}

// onlyModel is the model that a command is about which names none: the directory, if it is
// one, else the only model of the repository. A card beside a model would make two of it.
func (e *Env) onlyModel(f *finder.Finder, id string) (string, error) {
	is, err := f.IsModel(id)
	if err != nil || is || id != "." {
		return id, err
	}
	models, err := f.All()
	switch {
	case err != nil || len(models) == 0:
		return id, err
	case len(models) > 1:
		return id, usage("this repository has several models; name the directory of one of them: %s", listed(models))
	}
	fmt.Fprintf(e.Stderr, "modelgate: using the only model of this repository, %s\n", visible(models[0]))
	return models[0], nil
}

// needModel refuses a directory that is no model, as check sees it: what names it would
// apply to none. For the root of a repository with one model it takes that.
func (e *Env) needModel(f *finder.Finder, id string) (string, error) {
	id, err := e.onlyModel(f, id)
	if err != nil {
		return id, err
	}
	is, err := f.IsModel(id)
	if err != nil || is {
		return id, err
	}
	models, err := f.All()
	switch {
	case err != nil:
		return id, err
	case len(models) == 0:
		return id, usage("%s is not a model, and this repository has none; `modelgate check --all` shows what to write", id)
	}
	return id, usage("%s is not a model, so thresholds would apply to nothing; models: %s", id, listed(models))
}

// listed are the first models of a list.
func listed(models []string) string { return strings.Join(models[:min(len(models), 10)], ", ") }

// writeBegun writes the documents, or prints them. Nothing is written if one of
// them is there already, unless what is missing is to be appended, and nothing
// that would be of no use.
func (e *Env) writeBegun(ctx context.Context, repo git.Repo, tree source.Tree, f newFlags, documents []begun) error {
	contents, original := map[string][]byte{}, map[string][]byte{}
	for i, d := range documents {
		_, there := tree.Lookup(d.path)
		if there && d.list != "" {
			if len(d.items) == 0 {
				return usage("%s already has every entry of the draft", d.path)
			}
			documents[i].text = indented(d.items)
		}
		switch {
		case there && f.append && d.list != "":
			was, err := tree.Read(d.path, document.MaxBytes)
			if err != nil {
				return fmt.Errorf("reading %s: %w", d.path, err)
			}
			now, ok := correction.Append(d.path, was, d.list, d.items)
			if !ok {
				return usage("cannot append to the list in %s as it is written; use --stdout to print the entries", d.path)
			}
			original[d.path], contents[d.path] = was, now
		case there && !f.stdout && d.list != "":
			return usage("%s already exists; use --append to add missing entries, or --stdout to print them", d.path)
		case there && !f.stdout:
			return usage("%s already exists; use --stdout to print the draft instead", d.path)
		case !there:
			contents[d.path] = []byte(d.text)
		}
	}
	if err := usable(ctx, tree, contents); err != nil {
		return err
	}
	for _, d := range documents {
		for _, why := range d.leftOut() {
			fmt.Fprintf(e.Stderr, "modelgate: left out, because %s\n", why)
		}
	}
	if f.stdout {
		return e.printBegun(documents)
	}
	return e.storeBegun(repo.Dir, documents, original, contents)
}

// usable refuses documents with which nothing could be judged any more.
func usable(ctx context.Context, tree source.Tree, contents map[string][]byte) error {
	if contents[config.ThresholdsPath] == nil && contents[config.WaiversPath] == nil {
		return nil
	}
	if _, err := gate.Catalogue(ctx, source.Base{Tree: tree.With(contents)}); err != nil {
		return usage("the generated document would be invalid: %v", err)
	}
	return nil
}

// printBegun prints the documents; several are parted by their names.
func (e *Env) printBegun(documents []begun) error {
	for _, d := range documents {
		if len(documents) > 1 {
			fmt.Fprintf(e.Stdout, "---\n# %s\n", visible(d.path))
		}
		fmt.Fprint(e.Stdout, d.text)
	}
	return nil
}

// storeBegun writes new files, and appends to those that have an original.
func (e *Env) storeBegun(dir string, documents []begun, original, contents map[string][]byte) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return fmt.Errorf("opening %s: %w", dir, err)
	}
	defer root.Close()
	for _, d := range documents {
		if was, ok := original[d.path]; ok {
			mode, err := checkUnchanged(root, d.path, was)
			if err == nil {
				err = replaceIn(root, filepath.FromSlash(d.path), mode, contents[d.path])
			}
			if err != nil {
				return fmt.Errorf("writing %s: %w", d.path, err)
			}
			fmt.Fprintf(e.Stdout, "appended %d to %s\n", len(d.items), visible(d.path))
			continue
		}
		wrote, err := writeNew(root, d.path, contents[d.path])
		switch {
		case err != nil:
			return fmt.Errorf("writing %s: %w", d.path, err)
		case !wrote:
			return usage("%s already exists and is never overwritten", d.path)
		}
		fmt.Fprintf(e.Stdout, "wrote %s\n", visible(d.path))
	}
	return nil
}

// indented are entries as they stand in a list.
func indented(items []string) string {
	var b strings.Builder
	for _, item := range items {
		for line := range strings.Lines(item) {
			b.WriteString("  " + line)
		}
	}
	return b.String()
}

type waiverFlags struct {
	id, rule, model, key, owner, reason, expires, fingerprint, from string
	ticket, author, approver, review                                string // what waivers.require can require
}
