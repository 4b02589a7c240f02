package cli

import (
	"context"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/finder"
	"github.com/modelgate-dev/modelgate/internal/source"
	"github.com/modelgate-dev/modelgate/internal/summary"
)

// summaryFormats are the outputs of data summary.
var summaryFormats = map[string]func(io.Writer, summary.Summary) error{"json": summary.JSON, "markdown": summary.Markdown}

func newDataSummary(env *Env) *cobra.Command {
	var repo clone
	var rev, as, model string
	var dataRepos []string
	cmd := &cobra.Command{
		Use:   "summary",
		Short: "Write the public summary of training content",
		Long: `Write the public summary of training content (Art. 53(1)(d) of the EU AI Act) from model cards
and data cards, by the sections of the Commission's template: what the cards state, and what is
missing. Data cards that no model uses are listed. E-mail addresses are left out. It contains what the cards declare; it checks nothing.`,
		Example: `  modelgate data summary > summary.md
  modelgate data summary --model models/lm -o json --head v1.4.0`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			render, ok := summaryFormats[as]
			if !ok {
				return usage("invalid value %q for --output: use json or markdown", as)
			}
			s, err := env.summary(cmd.Context(), repo, rev, model, dataRepos)
			if err != nil {
				return err
			}
			return render(env.Stdout, s)
		},
	}
	cloneFlags(cmd.Flags(), &repo)
	cmd.Flags().StringVar(&rev, "head", worktree, "read the cards at `REV`, or \"worktree\"")
	cmd.Flags().StringVar(&model, "model", "", "write the summary of the model in `DIR` (default: of every model)")
	dataRepoFlag(cmd.Flags(), &dataRepos)
	cmd.Flags().StringVarP(&as, "output", "o", "markdown", "`FORMAT`: json or markdown")
	complete(cmd, "output", "json", "markdown")
	return cmd
}

// summary is that of a revision. Nothing is written before all of it was read.
func (e *Env) summary(ctx context.Context, of clone, rev, model string, dataRepos []string) (s summary.Summary, err error) {
	err = e.withData(ctx, of, rev, dataRepos, func(tree source.Tree, f *finder.Finder) error {
		ids, err := f.AllFetched()
		if err != nil {
			return err
		}
		if model != "" {
			if !slices.Contains(ids, model) {
				return usage("invalid value %q for --model: it is not the directory of a model", model)
			}
			ids = []string{model}
		}
		var models []evidence.Model
		for _, id := range ids {
			read, err := f.Read(id)
			if err != nil {
				return err
			}
			models = append(models, read.Model)
		}
		s = summary.New(tree.Commit, models)
		used, err := f.UsedDatasets()
		for _, d := range used {
			if len(d.Models) == 0 {
				s.AddUnused(d.Name, d.Card.Path)
			}
		}
		return err
	})
	return s, err
}
