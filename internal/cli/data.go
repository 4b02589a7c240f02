package cli

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	"github.com/spf13/cobra"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/evidence/finder"
	"github.com/modelgate-dev/modelgate/internal/evidence/prose"
	"github.com/modelgate-dev/modelgate/internal/gate"
	"github.com/modelgate-dev/modelgate/internal/source"
)

func newData(env *Env) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "data",
		Short: "Show what the data cards of a repository state",
		Long:  "Read the data cards of a repository, without checking them.",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newDataLineage(env), newDataMatrix(env), newDataROPA(env), newDataSummary(env))
	return cmd
}

// lineageFormats are the outputs of data lineage.
var lineageFormats = map[string]func(io.Writer, finder.LineageGraph) error{"mermaid": mermaidLineage, "json": jsonLineage, "dot": dotLineage}

func newDataLineage(env *Env) *cobra.Command {
	var repo clone
	var rev, as string
	var dataRepos []string
	formats := []string{"mermaid", "json", "dot"}
	cmd := &cobra.Command{
		Use:   "lineage",
		Short: "Draw the lineage of each dataset",
		Long: `Show every dataset of the repository, what it is made from, what a transformation ends on the
way, and the models that use it. Datasets without a data card or with several of them, withdrawn
datasets, and files that cannot be read as data cards are marked.`,
		Example: `  modelgate data lineage > lineage.mmd
  modelgate data lineage -o dot | dot -Tsvg > lineage.svg`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			render, ok := lineageFormats[as]
			if !ok {
				return usage("invalid value %q for --output: use mermaid, json or dot", as)
			}
			g, err := env.lineage(cmd.Context(), repo, rev, dataRepos)
			if err != nil {
				return err
			}
			return render(env.Stdout, g)
		},
	}
	cloneFlags(cmd.Flags(), &repo)
	cmd.Flags().StringVar(&rev, "head", worktree, "read the data cards at `REV`, or \"worktree\"")
	dataRepoFlag(cmd.Flags(), &dataRepos)
	cmd.Flags().StringVarP(&as, "output", "o", "mermaid", "`FORMAT`: mermaid, json or dot")
	complete(cmd, "output", formats...)
	return cmd
}

func (e *Env) lineage(ctx context.Context, of clone, rev string, dataRepos []string) (g finder.LineageGraph, err error) {
	err = e.withData(ctx, of, rev, dataRepos, func(_ source.Tree, f *finder.Finder) error {
		g, err = f.Lineage()
		return err
	})
	return g, err
}

// withData reads the data cards of a revision, where its configuration says they are, and
// those of the data repositories that it names.
func (e *Env) withData(ctx context.Context, of clone, rev string, dataRepos []string, read func(source.Tree, *finder.Finder) error) error {
	repo, err := e.find(ctx, of, actions.Detect(e.Getenv))
	if err != nil {
		return err
	}
	tree, err := openAt(ctx, repo, rev)
	if err != nil {
		return err
	}
	defer tree.Close()
	if tree, err = e.withPolicies(ctx, repo, of, tree); err != nil {
		return err
	}
	cfg, err := config.Load(source.Base{Tree: tree})
	if err != nil {
		return err
	}
	f, done, err := e.finderOf(ctx, tree, cfg, dataRepos)
	if err != nil {
		return err
	}
	defer done()
	if err := read(tree, f); err != nil {
		return err
	}
	return tree.Lost()
}

// finderOf finds what is in a tree and in the data repositories that its configuration
// names, each of which must be given. done closes them.
func (e *Env) finderOf(ctx context.Context, tree source.Tree, cfg config.Config, dataRepos []string) (f *finder.Finder, done func(), err error) {
	trees, err := e.openDataRepos(ctx, dataRepos, source.Base{Tree: tree})
	if err != nil {
		return nil, nil, err
	}
	if err := gate.HoldDataRepositories(cfg, trees, tree); err != nil {
		closeAll(trees)
		return nil, nil, err
	}
	f = finder.New(tree, gate.LayoutOf(cfg))
	f.Attach(trees)
	return f, func() { closeAll(trees) }, nil
}

func jsonLineage(w io.Writer, g finder.LineageGraph) error {
	return actions.WriteJSON(w, struct {
		APIVersion string `json:"apiVersion"`
		Kind       string `json:"kind"`
		finder.LineageGraph
	}{"modelgate.dev/v1", "DataLineage", withoutAddresses(g)})
}

// withoutAddresses is a graph for readers of other repositories: names may be addresses.
func withoutAddresses(g finder.LineageGraph) finder.LineageGraph {
	g.Datasets, g.Models, g.Steps = slices.Clone(g.Datasets), slices.Clone(g.Models), slices.Clone(g.Steps)
	for i, d := range g.Datasets {
		g.Datasets[i].Name, g.Datasets[i].License = prose.WithoutAddresses(d.Name), prose.WithoutAddresses(d.License)
	}
	for i, m := range g.Models {
		g.Models[i].Datasets = slices.Clone(m.Datasets)
		for j, name := range m.Datasets {
			g.Models[i].Datasets[j] = prose.WithoutAddresses(name)
		}
	}
	for i, s := range g.Steps {
		g.Steps[i].Parent, g.Steps[i].Child = prose.WithoutAddresses(s.Parent), prose.WithoutAddresses(s.Child)
		g.Steps[i].Transformation, g.Steps[i].Evidence = prose.WithoutAddresses(s.Transformation), prose.WithoutAddresses(s.Evidence)
	}
	return g
}

// drawing is a graph in the words of a language for graphs.
type drawing struct {
	start, end string
	dataset    string // id, label
	absent     string // a dataset without a card
	withdrawn  string
	model      string
	step       string // from, to, label
	escape     func(string) string
	newline    string
}

func mermaidLineage(w io.Writer, g finder.LineageGraph) error {
	return draw(w, g, drawing{
		start: "flowchart LR\n", dataset: "  %s[\"%s\"]\n", absent: "  %s[/\"%s\"/]\n", withdrawn: "  %s{{\"%s\"}}\n", model: "  %s([\"%s\"])\n",
		step: "  %s -->|\"%s\"| %s\n", escape: mermaidText, newline: "<br/>",
	})
}

func dotLineage(w io.Writer, g finder.LineageGraph) error {
	return draw(w, g, drawing{
		start: "digraph lineage {\n  rankdir=LR\n", end: "}\n", dataset: "  %s [shape=box, label=\"%s\"]\n", absent: "  %s [shape=box, style=dashed, label=\"%s\"]\n",
		withdrawn: "  %s [shape=octagon, label=\"%s\"]\n", model: "  %s [shape=ellipse, label=\"%s\"]\n",
		step: "  %[1]s -> %[3]s [label=\"%[2]s\"]\n", escape: dotText, newline: `\n`,
	})
}

// draw writes a graph. Names of datasets and models are data: they are escaped, and
// no id is made of them.
func draw(w io.Writer, g finder.LineageGraph, d drawing) error {
	var b strings.Builder
	b.WriteString(d.start)
	ids := map[string]string{}
	for i, set := range g.Datasets {
		ids[set.Name] = fmt.Sprintf("d%d", i)
		form, lines := d.dataset, []string{d.escape(set.Name)}
		switch {
		case set.Path == "":
			form, lines = d.absent, append(lines, "no data card")
		case set.Withdrawn != "":
			form, lines = d.withdrawn, append(lines, "withdrawn "+d.escape(set.Withdrawn))
		}
		if set.Status != "" {
			lines = append(lines, d.escape(set.Status))
		}
		for _, other := range set.Others {
			lines = append(lines, "another data card: "+d.escape(other))
		}
		fmt.Fprintf(&b, form, ids[set.Name], strings.Join(lines, d.newline))
	}
	for i, m := range g.Models {
		fmt.Fprintf(&b, d.model, fmt.Sprintf("m%d", i), d.escape(m.ID))
	}
	for i, file := range g.Unread {
		fmt.Fprintf(&b, d.absent, fmt.Sprintf("u%d", i), d.escape(file)+d.newline+"not read as a data card")
	}
	for _, s := range g.Steps {
		label := d.escape(s.Relation)
		if s.Transformation != "" {
			label += d.newline + d.escape(s.Transformation)
		}
		if len(s.Ends) > 0 {
			label += d.newline + "ends " + d.escape(strings.Join(s.Ends, ", "))
		}
		fmt.Fprintf(&b, d.step, ids[s.Parent], label, ids[s.Child])
	}
	for i, m := range g.Models {
		for _, name := range m.Datasets {
			fmt.Fprintf(&b, d.step, ids[name], "used by", fmt.Sprintf("m%d", i))
		}
	}
	b.WriteString(d.end)
	_, err := io.WriteString(w, b.String())
	return err
}

// maxLabel is how much of a name a drawing shows.
const maxLabel = 80

// mermaidText writes all but letters, digits and the usual signs of names as the
// entities that Mermaid has for them.
func mermaidText(s string) string {
	return label(s, func(b *strings.Builder, r rune) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune(" -_./:,@+", r) {
			b.WriteRune(r)
			return
		}
		fmt.Fprintf(b, "#%d;", r)
	})
}

func dotText(s string) string {
	return label(s, func(b *strings.Builder, r rune) {
		if r == '"' || r == '\\' {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	})
}

// label is a name for a drawing: one line, of characters that can be seen, without addresses.
func label(s string, write func(*strings.Builder, rune)) string {
	var b strings.Builder
	for i, r := range []rune(prose.WithoutAddresses(s)) {
		switch {
		case i == maxLabel:
			b.WriteString("...")
			return b.String()
		case !unicode.IsPrint(r):
			r = ' '
		}
		write(&b, r)
	}
	return b.String()
}
