package cli

import (
	"context"
	"io"

	"github.com/spf13/cobra"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/compliance"
	"github.com/modelgate-dev/modelgate/internal/gate"
)

// matrixFormats are the outputs of data matrix.
var matrixFormats = map[string]func(io.Writer, compliance.Matrix) error{"html": compliance.HTML, "json": compliance.JSON, "markdown": compliance.Markdown}

func newDataMatrix(env *Env) *cobra.Command {
	var f checkFlags
	var as string
	cmd := &cobra.Command{
		Use:   "matrix",
		Short: "Write the matrix of cards and controls of laws",
		Long: `Write the compliance matrix: each dataset and model card against each control of the laws
that apply to it, with the article, the dates, the line and the waiver. Rules, packs and
waivers come from the base, the cards from the head. "Met" means that no contradiction was
found in the declared evidence. E-mail addresses are left out.`,
		Example: `  modelgate data matrix > matrix.md
  modelgate data matrix -o html --base main --head main > matrix.html`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := noneEmpty(cmd, "base", "head", "as-of", "repo"); err != nil {
				return err
			}
			render, ok := matrixFormats[as]
			if !ok {
				return usage("invalid value %q for --output: use html, json or markdown", as)
			}
			m, err := env.complianceMatrix(cmd.Context(), f)
			if err != nil {
				return err
			}
			return render(env.Stdout, m)
		},
	}
	flags := cmd.Flags()
	cloneFlags(flags, &f.repo)
	flags.StringVar(&f.base, "base", "", "trusted `REV` of the rules, packs and waivers (default: as for check)")
	flags.StringVar(&f.head, "head", worktree, "read the cards at `REV`, or \"worktree\"")
	flags.StringVar(&f.asOf, "as-of", "", "write the matrix as of `DATE` (YYYY-MM-DD or RFC 3339) instead of now")
	dataRepoFlag(flags, &f.dataRepos)
	flags.StringVarP(&as, "output", "o", "markdown", "`FORMAT`: html, json or markdown")
	complete(cmd, "output", "html", "json", "markdown")
	return cmd
}

// complianceMatrix is that of two commits of a clone, whatever job runs it. Nothing is written
// before all of it was read.
func (e *Env) complianceMatrix(ctx context.Context, f checkFlags) (m compliance.Matrix, err error) {
	req := gate.Request{All: true, Provenance: gate.Provenance{Tool: e.tool()}, Deadline: e.RulesDeadline}
	if req.Now, err = e.at("as-of", f.asOf); err != nil {
		return m, err
	}
	var s sides
	if s.repo, err = e.find(ctx, f.repo, actions.Detect(e.Getenv)); err != nil {
		return m, err
	}
	if s.proposal, err = e.takeNamed(ctx, s.repo, f.base, f.head); err != nil {
		return m, err
	}
	defer func() { s.close() }()
	if err := s.openTrees(ctx); err != nil {
		return m, err
	}
	if err := s.addPolicies(ctx, e, f.repo); err != nil {
		return m, err
	}
	if s.dataRepos, err = e.openDataRepos(ctx, f.dataRepos, s.base); err != nil {
		return m, err
	}
	req.DataRepositories = s.dataRepos
	if err := s.fill(ctx, &req); err != nil {
		return m, err
	}
	return gate.Matrix(ctx, req)
}
