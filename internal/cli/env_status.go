package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/promotion"
)

// standingFlags are the flags of the commands that only read.
type standingFlags struct {
	to            environmentRepository
	envs          []string
	model, at, as string
}

func (f *standingFlags) register(cmd *cobra.Command) {
	f.to.register(cmd)
	cmd.Flags().StringArrayVar(&f.envs, "env", nil, "`NAME` of an environment (default: all); repeatable")
	cmd.Flags().StringVarP(&f.as, "output", "o", "text", "`FORMAT`: text, json, markdown, mermaid or html")
	complete(cmd, "output", "text", "json", "markdown", "mermaid", "html")
}

func newEnvStatus(env *Env) *cobra.Command {
	var f standingFlags
	cmd := &cobra.Command{
		Use:     "status --to REMOTE",
		Short:   "Show which version of each model each environment has",
		Long:    "Show the newest record of every model in every environment: its version, its digest, its\nholds, and whether its files match the record. For an environment that requires approvals,\nshow who has approved which artifact, and what is missing. A record without a valid signature is shown as\nunsigned or as one whose signature is not valid, if the environment requires signatures.",
		Example: "  modelgate env status --to ../environments.git -o markdown",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return env.readStandings(cmd.Context(), f, func(at promotion.Snapshot, names []string) (standings, error) {
				all, err := promotion.Standings(at.Tree, env.Now(), names...)
				if err == nil {
					all, err = promotion.WithLost(at, all, names...)
				}
				if err != nil {
					return standings{}, err
				}
				approvals, err := promotion.Approvals(at, names...)
				return standings{models: all, approvals: approvals}, err
			})
		},
	}
	f.register(cmd)
	return cmd
}

func newEnvHistory(env *Env) *cobra.Command {
	var f standingFlags
	cmd := &cobra.Command{
		Use:     "history --to REMOTE",
		Short:   "Show every record of each model, oldest first",
		Long:    "Show every promotion, rollback, hold, retirement and adoption, with the owner and the reason.",
		Example: "  modelgate env history --to ../environments.git --env production --model churn",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			shown := f
			if shown.as == "mermaid" {
				shown.as = mermaidHistory
			}
			return env.readStandings(cmd.Context(), shown, func(at promotion.Snapshot, names []string) (standings, error) {
				all, err := promotion.Histories(at.Tree, env.Now(), f.model, names...)
				if err == nil {
					all, err = promotion.WithLost(at, all, names...)
				}
				known := promotion.RecordedModels(at.Tree, names...)
				for _, s := range all { // one without any record left, too
					known = append(known, s.Model)
				}
				if f.model != "" {
					all = slices.DeleteFunc(all, func(s promotion.Standing) bool { return s.Model != f.model })
				}
				return standings{models: all, known: known}, err
			})
		},
	}
	f.register(cmd)
	cmd.Flags().StringVar(&f.model, "model", "", "`NAME` of a model (default: all)")
	return cmd
}

func newEnvShow(env *Env) *cobra.Command {
	var f standingFlags
	cmd := &cobra.Command{
		Use:   "show --to REMOTE --at TIME",
		Short: "Show what was deployed at a given time",
		Long: `Show the records that were the newest at a given time, according to the commit times in the
environment repository. --at is a day, which means its end in UTC (2026-03-01), or a time in
RFC 3339 with a time zone (2026-03-01T09:00:00Z, 2026-03-01T10:00:00+01:00).`,
		Example: `  modelgate env show --to ../environments.git --env production --at 2026-03-01
  modelgate env show --to ../environments.git --at 2026-03-01T10:00:00+01:00 -o json`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if f.at == "" {
				return usage("required flag --at not set; for example, --at 2026-03-01")
			}
			return env.readStandings(cmd.Context(), f, func(at promotion.Snapshot, names []string) (standings, error) {
				moment, err := env.at("at", f.at)
				if err != nil {
					return standings{}, err
				}
				all, err := promotion.Standings(at.Tree, endOfDay(f.at, moment), names...)
				if err == nil {
					all, err = promotion.WithLost(at, all, names...)
				}
				return standings{models: all}, err
			})
		},
	}
	f.register(cmd)
	cmd.Flags().StringVar(&f.at, "at", "", "show the records as of `TIME`: 2026-03-01 (its end, UTC) or 2026-03-01T09:00:00Z")
	return cmd
}

// standings are what environments have, and the approvals that artifacts have there.
type standings struct {
	models    []promotion.Standing
	approvals []promotion.ApprovalStanding
	known     []string // models that could have been asked for by name
}

// readStandings prints what an environment repository has, as of the moment of --at
// or as it is now.
func (e *Env) readStandings(ctx context.Context, f standingFlags, read func(promotion.Snapshot, []string) (standings, error)) error {
	all := standings{models: []promotion.Standing{}}
	err := e.eachPlace(ctx, f.to, f.at, f.envs, func(at promotion.Snapshot, names []string) error {
		here, err := read(at, names)
		all.models, all.approvals, all.known = append(all.models, here.models...), append(all.approvals, here.approvals...), append(all.known, here.known...)
		return promotionError(err)
	})
	if err != nil {
		return err
	}
	if f.model != "" {
		slices.Sort(all.known)
		if err := promotion.CheckModel(f.model, slices.Compact(all.known)); err != nil {
			return promotionError(err)
		}
	}
	slices.SortStableFunc(all.models, func(a, b promotion.Standing) int { return strings.Compare(a.Environment, b.Environment) })
	slices.SortStableFunc(all.approvals, func(a, b promotion.ApprovalStanding) int { return strings.Compare(a.Environment, b.Environment) })
	return e.standings(f.as, all)
}

// mermaidHistory is the form of mermaid that shows every record.
const mermaidHistory = "mermaid history"

// endOfDay is the last second of a day, or the moment itself.
func endOfDay(written string, moment time.Time) time.Time {
	if len(written) == len(time.DateOnly) {
		return moment.AddDate(0, 0, 1).Add(-time.Second)
	}
	return moment
}

// standings prints what environments have; it ends with Tampered if the files of
// a model differ from its records, if records are gone, or if a signature is not what the environment requires, else with Misused if another version of
// modelgate must read them.
func (e *Env) standings(format string, shown standings) error {
	var text string
	all := shown.models
	switch format {
	case "json":
		members := map[string]any{"apiVersion": "modelgate.dev/v1", "kind": "EnvironmentStatus", "models": all}
		if len(shown.approvals) > 0 {
			members["approvals"] = shown.approvals
		}
		b, err := actions.IndentedJSON(members, "")
		if err != nil {
			return err
		}
		text = string(b)
	case "markdown":
		text = standingsMarkdown(shown)
	case "mermaid":
		text = standingsMermaid(all)
	case mermaidHistory:
		text = historiesMermaid(all)
	case "html":
		page, err := standingsHTML(shown)
		if err != nil {
			return err
		}
		text = page
	case "text":
		text = visible(standingsText(shown))
	default:
		return usage("invalid value %q for --output: use text, json, markdown, mermaid or html", format)
	}
	if _, err := fmt.Fprint(e.Stdout, text); err != nil {
		return err
	}
	for _, s := range all {
		if s.Tampered != "" {
			return &exit{Tampered, fmt.Errorf("%s in %s was tampered with: %s", s.Model, s.Environment, s.Tampered)}
		}
	}
	for _, s := range all {
		if s.Problem != "" {
			return &exit{Tampered, fmt.Errorf("the signature of record %06d of %s in %s: %s", s.Record, s.Model, s.Environment, s.Problem)}
		}
	}
	for _, s := range all {
		if s.Unreadable != "" {
			return &exit{Misused, errors.New(s.Unreadable)}
		}
	}
	return nil
}

var standingColumns = []string{"Environment", "Model", "Version", "Record", "Operation", "Date", "State"}

func standingRow(s promotion.Standing) []string {
	state := "deployed"
	switch {
	case s.Tampered != "":
		state = "tampered"
	case s.Unreadable != "":
		state = "unreadable"
	case s.Signature != "" && s.Retired:
		state = s.Signature + ", retired"
	case s.Signature != "":
		state = s.Signature
	case s.Retired:
		state = "retired"
	}
	if len(s.Matrix) > 0 {
		state += " in " + strings.Join(s.Matrix, ", ")
	}
	if len(s.Health) > 0 {
		state += ", " + strings.Join(s.Health, ", ")
	}
	if len(s.Approved) > 0 {
		state += ", approved by " + strings.Join(s.Approved, ", ")
	}
	if s.Emergency {
		state += ", emergency"
	}
	if s.Held != "" {
		state += ", held " + s.Held
	} else if s.Reason != "" {
		state += ", " + s.Owner + ": " + s.Reason
	}
	return []string{s.Environment, s.Model, cmp.Or(s.Version, "–"), fmt.Sprintf("%06d", s.Record), s.Operation, s.CreatedAt, state}
}

var approvalColumns = []string{"Environment", "Model", "Digest", "Approved by", "Approvals"}

func approvalRow(a promotion.ApprovalStanding) []string {
	by := a.Approved
	if len(by) == 0 {
		by = []string{"–"}
	}
	state := cmp.Or(a.Missing, "complete")
	if a.Deployed {
		state = "deployed"
	}
	if len(a.WithoutEffect) > 0 {
		state += "; without effect: " + strings.Join(a.WithoutEffect, ", ")
	}
	return []string{a.Environment, a.Model, a.Digest, strings.Join(by, ", "), state}
}

// rows are those of the table of approvals.
func (s standings) rows() [][]string {
	var out [][]string
	for _, a := range s.approvals {
		out = append(out, approvalRow(a))
	}
	return out
}

func standingsText(all standings) string {
	var b strings.Builder
	table := func(columns []string, rows [][]string) {
		w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
		fmt.Fprintln(w, strings.Join(columns, "\t"))
		for _, row := range rows {
			fmt.Fprintln(w, strings.Join(row, "\t"))
		}
		w.Flush() // a strings.Builder does not fail
	}
	if len(all.models) == 0 {
		b.WriteString("no records\n")
	} else {
		table(standingColumns, standingRows(all.models))
	}
	if len(all.approvals) > 0 {
		b.WriteString("\n")
		table(approvalColumns, all.rows())
	}
	return b.String()
}

func standingRows(all []promotion.Standing) [][]string {
	var out [][]string
	for _, s := range all {
		out = append(out, standingRow(s))
	}
	return out
}

// standingsMarkdown are tables in which no cell is anything but text.
func standingsMarkdown(all standings) string {
	var b strings.Builder
	line := func(cells []string) { b.WriteString("| " + strings.Join(cells, " | ") + " |\n") }
	table := func(columns []string, rows [][]string) {
		line(columns)
		b.WriteString(strings.Repeat("|---", len(columns)) + "|\n")
		for _, cells := range rows {
			for i, c := range cells {
				cells[i] = "`" + strings.NewReplacer("`", "'", "|", "/").Replace(c) + "`"
			}
			line(cells)
		}
	}
	table(standingColumns, standingRows(all.models))
	if len(all.approvals) > 0 {
		b.WriteString("\n")
		table(approvalColumns, all.rows())
	}
	return b.String()
}
