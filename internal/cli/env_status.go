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
	"github.com/modelgate-dev/modelgate/internal/source"
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
		Long:    "Show the newest record of every model in every environment: its version, its digest, its\nholds, and whether its files match the record. A record without a valid signature is shown as\nunsigned or as one whose signature is not valid, if the environment requires signatures.",
		Example: "  modelgate env status --to ../environments.git -o markdown",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return env.readStandings(cmd.Context(), f, func(tree source.Tree, names []string) ([]promotion.Standing, error) {
				return promotion.Standings(tree, env.Now(), names...)
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
			return env.readStandings(cmd.Context(), shown, func(tree source.Tree, names []string) ([]promotion.Standing, error) {
				return promotion.Histories(tree, env.Now(), f.model, names...)
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
			return env.readStandings(cmd.Context(), f, func(tree source.Tree, names []string) ([]promotion.Standing, error) {
				moment, err := env.at("at", f.at)
				if err != nil {
					return nil, err
				}
				return promotion.Standings(tree, endOfDay(f.at, moment), names...)
			})
		},
	}
	f.register(cmd)
	cmd.Flags().StringVar(&f.at, "at", "", "show the records as of `TIME`: 2026-03-01 (its end, UTC) or 2026-03-01T09:00:00Z")
	return cmd
}

// readStandings prints what an environment repository has, as of the moment of --at
// or as it is now.
func (e *Env) readStandings(ctx context.Context, f standingFlags, read func(source.Tree, []string) ([]promotion.Standing, error)) error {
	all := []promotion.Standing{}
	err := e.eachPlace(ctx, f.to, f.at, f.envs, func(tree source.Tree, names []string) error {
		standings, err := read(tree, names)
		all = append(all, standings...)
		return promotionError(err)
	})
	if err != nil {
		return err
	}
	slices.SortStableFunc(all, func(a, b promotion.Standing) int { return strings.Compare(a.Environment, b.Environment) })
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
// a model differ from its records or a signature is not what the environment requires, else with Misused if another version of
// modelgate must read them.
func (e *Env) standings(format string, all []promotion.Standing) error {
	var text string
	switch format {
	case "json":
		b, err := actions.IndentedJSON(map[string]any{"apiVersion": "modelgate.dev/v1", "kind": "EnvironmentStatus", "models": all}, "")
		if err != nil {
			return err
		}
		text = string(b)
	case "markdown":
		text = standingsMarkdown(all)
	case "mermaid":
		text = standingsMermaid(all)
	case mermaidHistory:
		text = historiesMermaid(all)
	case "html":
		page, err := standingsHTML(all)
		if err != nil {
			return err
		}
		text = page
	case "text":
		text = visible(standingsText(all))
	default:
		return usage("invalid value %q for --output: use text, json, markdown, mermaid or html", format)
	}
	if _, err := fmt.Fprint(e.Stdout, text); err != nil {
		return err
	}
	for _, s := range all {
		if s.Tampered != "" {
			return &exit{Tampered, fmt.Errorf("the files of %s in %s differ from its records: %s", s.Model, s.Environment, s.Tampered)}
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
	if s.Held != "" {
		state += ", held " + s.Held
	} else if s.Reason != "" {
		state += ", " + s.Owner + ": " + s.Reason
	}
	return []string{s.Environment, s.Model, cmp.Or(s.Version, "–"), fmt.Sprintf("%06d", s.Record), s.Operation, strings.TrimSuffix(s.CreatedAt, "Z"), state}
}

func standingsText(all []promotion.Standing) string {
	if len(all) == 0 {
		return "no records\n"
	}
	var b strings.Builder
	table := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, strings.Join(standingColumns, "\t"))
	for _, s := range all {
		fmt.Fprintln(table, strings.Join(standingRow(s), "\t"))
	}
	table.Flush() // a strings.Builder does not fail
	return b.String()
}

// standingsMarkdown is a table in which no cell is anything but text.
func standingsMarkdown(all []promotion.Standing) string {
	var b strings.Builder
	line := func(cells []string) { b.WriteString("| " + strings.Join(cells, " | ") + " |\n") }
	line(standingColumns)
	b.WriteString(strings.Repeat("|---", len(standingColumns)) + "|\n")
	for _, s := range all {
		cells := standingRow(s)
		for i, c := range cells {
			cells[i] = "`" + strings.NewReplacer("`", "'", "|", "/").Replace(c) + "`"
		}
		line(cells)
	}
	return b.String()
}
