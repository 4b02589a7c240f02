package cli

import (
	"context"
	"io"

	"github.com/spf13/cobra"

	"github.com/modelgate-dev/modelgate/internal/evidence/finder"
	"github.com/modelgate-dev/modelgate/internal/ropa"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// ropaFormats are the outputs of data ropa.
var ropaFormats = map[string]func(io.Writer, ropa.Record) error{"csv": ropa.CSV, "dpv": ropa.DPV, "json": ropa.JSON, "markdown": ropa.Markdown}

func newDataROPA(env *Env) *cobra.Command {
	var repo clone
	var rev, as string
	var dataRepos []string
	cmd := &cobra.Command{
		Use:   "ropa",
		Short: "Write the record of processing activities",
		Long: `Write the record of processing activities (Art. 30(1) GDPR) from the data cards: each dataset
with personal data, by the letters of the article, and the parts that its card does not state.
E-mail addresses are left out. The output dpv is JSON-LD in the terms of the Data Privacy
Vocabulary 2.3. The record contains what the cards declare; it checks nothing.`,
		Example: `  modelgate data ropa -o markdown > record.md
  modelgate data ropa -o csv --head v1.4.0 > record.csv`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			render, ok := ropaFormats[as]
			if !ok {
				return usage("invalid value %q for --output: use csv, dpv, json or markdown", as)
			}
			r, err := env.ropa(cmd.Context(), repo, rev, dataRepos)
			if err != nil {
				return err
			}
			return render(env.Stdout, r)
		},
	}
	cloneFlags(cmd.Flags(), &repo)
	cmd.Flags().StringVar(&rev, "head", worktree, "read the data cards at `REV`, or \"worktree\"")
	dataRepoFlag(cmd.Flags(), &dataRepos)
	cmd.Flags().StringVarP(&as, "output", "o", "markdown", "`FORMAT`: csv, dpv, json or markdown")
	complete(cmd, "output", "csv", "dpv", "json", "markdown")
	return cmd
}

// ropa is the record of a revision. Nothing is written before all of it was read.
func (e *Env) ropa(ctx context.Context, of clone, rev string, dataRepos []string) (r ropa.Record, err error) {
	err = e.withData(ctx, of, rev, dataRepos, func(tree source.Tree, f *finder.Finder) error {
		used, err := f.UsedDatasets()
		var sets []ropa.Used
		for _, d := range used {
			sets = append(sets, ropa.Used{Name: d.Name, Card: d.Card, Models: d.Models})
		}
		r = ropa.New(tree.Commit, sets)
		return err
	})
	return r, err
}
