package cli

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/gate"
)

// planFormats are the forms in which a plan can be written.
var planFormats = []string{"github", "json", "text"}

func newPlan(env *Env) *cobra.Command {
	var f checkFlags
	var shards, least int
	cmd := &cobra.Command{
		Use:   "plan --shards N",
		Short: "Split a check into shards for parallel jobs",
		Long: `Split the models of a check into at most N shards of about equal cost and print them as a
workflow matrix. Each job checks its shard with check --shard. A final job combines their
reports with merge, which gives the same report as a single check, byte for byte. All jobs
need the same commits, flags and time.

A change with few models has fewer shards, but always at least one, so a change without models
is reported too. The commits, the flags and N determine the models of each shard; the jobs do
not need the plan itself, only its time (--as-of) and the tip of the branch whose rules are in
force (--tip).`,
		Example: `  # matrix, shards and as_of, as outputs of a step
  modelgate plan --shards 8 -o github

  # by hand
  modelgate plan --base origin/main --head HEAD --shards 2 -o text
  modelgate check --base origin/main --head HEAD --as-of TIME --shard 1/2 -o json=shards/1.json
  modelgate check --base origin/main --head HEAD --as-of TIME --shard 2/2 -o json=shards/2.json
  modelgate merge --base origin/main --head HEAD --as-of TIME shards`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := noneEmpty(cmd, "base", "head", "stage", "as-of", "repo"); err != nil {
				return err
			}
			return env.plan(cmd.Context(), f, shards, least)
		},
	}
	requestFlags(cmd, &f)
	cmd.Flags().IntVar(&shards, "shards", 0, fmt.Sprintf("create at most `N` shards (1 to %d)", gate.MaxShards))
	cmd.Flags().IntVar(&least, "min-models", 1, "put at least about `N` models in each shard")
	cmd.Flags().StringArrayVarP(&f.outputs, "output", "o", nil, "write the matrix as `FORMAT[=PATH]`: "+strings.Join(planFormats, ", ")+"; github appends to $GITHUB_OUTPUT; repeatable (default text)")
	complete(cmd, "output", planFormats...)
	return cmd
}

func (e *Env) plan(ctx context.Context, f checkFlags, n, least int) error {
	outputs, err := parseOutputs(f.outputs, planFormats)
	if err != nil {
		return err
	}
	if n < 1 || n > gate.MaxShards {
		return usage("invalid value %d for --shards: use 1 to %d, the limit of a job matrix", n, gate.MaxShards)
	}
	req, sides, err := e.request(ctx, f)
	if err != nil {
		return err
	}
	defer sides.close()
	if err := needsCommit(sides); err != nil {
		return err
	}
	shares, err := gate.Plan(ctx, req, n, least)
	if err != nil {
		return err
	}
	p := planOf(shares, req.Now, sides.tip)
	for _, o := range outputs {
		if err := e.writePlan(o, p); err != nil {
			return fmt.Errorf("writing %s: %w", o.format, err)
		}
	}
	return nil
}

// shard is the shard that the command line names, of two commits.
func (e *Env) shard(word string, s sides) (gate.Shard, error) {
	shard, err := gate.ParseShard(word)
	if err != nil {
		return shard, usage("--shard: %v", err)
	}
	return shard, needsCommit(s)
}

// needsCommit refuses a working tree, which no other job can have.
func needsCommit(s sides) error {
	if s.head == worktree {
		return usage("--shards requires a commit that every job can fetch; pass --head, for example --head HEAD")
	}
	return nil
}

// plan is the matrix of a workflow: its members become the jobs.
// https://docs.github.com/en/actions/how-tos/write-workflows/choose-what-workflows-do/run-job-variations
type plan struct {
	Include []planned `json:"include"`
}

type planned struct {
	Shard  string `json:"shard"` // for check --shard
	Models int    `json:"models"`
	Cost   int64  `json:"cost"`  // an estimate in bytes to parse, to compare shards by
	AsOf   string `json:"as_of"` // for check --as-of and merge --as-of: RFC 3339
	Tip    string `json:"tip"`   // for check --tip and merge --tip
}

func planOf(shares []gate.Share, at time.Time, tip string) plan {
	var p plan
	for i, s := range shares {
		p.Include = append(p.Include, planned{Shard: gate.Shard{Index: i + 1, Of: len(shares)}.String(), Models: len(s.Models), Cost: s.Cost, AsOf: at.UTC().Format(time.RFC3339), Tip: tip})
	}
	return p
}

func (e *Env) writePlan(o output, p plan) error {
	write := map[string]func(io.Writer) error{"json": p.json, "text": p.text}[o.format]
	switch {
	case o.format == "github":
		return e.setPlan(o.path, p)
	case o.path == "":
		return write(e.Stdout)
	}
	return replaceFile(e.path(o.path), write)
}

// setPlan appends to the file from which the runner takes a step's outputs.
func (e *Env) setPlan(path string, p plan) error {
	if path == "" {
		if path = e.Getenv("GITHUB_OUTPUT"); path == "" {
			return usage("GITHUB_OUTPUT is not set; specify the file with -o github=PATH")
		}
	}
	outputs, err := p.outputs()
	if err != nil {
		return err
	}
	return actions.AppendOutputs(e.path(path), outputs, nil)
}

func (p plan) json(w io.Writer) error { return json.NewEncoder(w).Encode(p) }

// outputs are those of the step. No value holds text of the repository.
func (p plan) outputs() ([]actions.Output, error) {
	matrix, err := json.Marshal(p)
	return []actions.Output{
		{Name: "matrix", Value: string(matrix)},
		{Name: "shards", Value: strconv.Itoa(len(p.Include))},
		{Name: "as_of", Value: p.Include[0].AsOf},
		{Name: "tip", Value: p.Include[0].Tip},
	}, err
}

// text writes a table with a bar for each shard, so that a person sees the balance.
func (p plan) text(w io.Writer) error {
	const width = 40
	models, total, most := 0, int64(0), int64(0)
	for _, s := range p.Include {
		models, total, most = models+s.Models, total+s.Cost, max(most, s.Cost)
	}
	out := bufio.NewWriter(w)
	for _, s := range p.Include {
		bar := 0
		if most > 0 {
			bar = int(s.Cost * width / most)
		}
		fmt.Fprintf(out, "%7s %6d models %8d kB  %s\n", s.Shard, s.Models, s.Cost/1000, strings.Repeat("█", bar))
	}
	fmt.Fprintf(out, "models: %d, shards: %d, as of %s", models, len(p.Include), p.Include[0].AsOf)
	if total > 0 {
		fmt.Fprintf(out, "; largest shard: %.2f times the mean", float64(most)*float64(len(p.Include))/float64(total))
	}
	fmt.Fprintln(out)
	return out.Flush()
}
