package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/gate"
	"github.com/modelgate-dev/modelgate/internal/report"
	"github.com/modelgate-dev/modelgate/internal/source"
)

func newWaivers(env *Env) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "waiver",
		Short: "Show accepted findings",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newWaiverList(env))
	return cmd
}

// waiverList is what waiver list writes, schemas/waiver-list.schema.json.
type waiverList struct {
	APIVersion string         `json:"apiVersion"`
	Kind       string         `json:"kind"`
	AsOf       string         `json:"as_of"`
	Days       int            `json:"expiring_within_days"`
	Waivers    []listedWaiver `json:"waivers"` // by last day, then id
}

type listedWaiver struct {
	report.Waiver
	Expiring  bool   `json:"expiring"` // in force, and its last day is near
	ReviewDue bool   `json:"review_due"`
	Key       string `json:"key,omitempty"` // of the only finding that it is for
	// Fingerprint of the only finding that it is for.
	Fingerprint string `json:"fingerprint,omitempty"`
	Created     string `json:"created"`
	Review      string `json:"review,omitempty"`
	Ticket      string `json:"ticket,omitempty"`
	Author      string `json:"author,omitempty"`
	Approver    string `json:"approver,omitempty"`
}

// maxWithin is the most days of --within: a hundred years, beyond any waiver.
const maxWithin = 36500

var waiverFormats = map[string]func(io.Writer, waiverList) error{"text": textWaivers, "json": jsonWaivers, "markdown": markdownWaivers}

func newWaiverList(env *Env) *cobra.Command {
	var f checkFlags
	var as string
	var days int
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the waivers, and which are no longer needed",
		Long: `List the waivers in the working tree by their last day: those that expire soon, have expired,
are due for review, or that no finding needs. Every model is checked to find that out.
Rules about changes and reviews find nothing without one: their waivers are out of scope.`,
		Example: `  modelgate waiver list
  modelgate waiver list --within 14 -o markdown >> "$GITHUB_STEP_SUMMARY"`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := noneEmpty(cmd, "as-of", "repo"); err != nil {
				return err
			}
			render, ok := waiverFormats[as]
			if !ok {
				return usage("invalid value %q for --output: use text, json or markdown", as)
			}
			if days < 0 || days > maxWithin {
				return usage("invalid value %d for --within: use 0 to %d days", days, maxWithin)
			}
			l, err := env.listWaivers(cmd.Context(), f, days)
			if err != nil {
				return err
			}
			return render(env.Stdout, l)
		},
	}
	flags := cmd.Flags()
	cloneFlags(flags, &f.repo)
	flags.IntVar(&days, "within", 30, "mark waivers that expire in at most `DAYS` as expiring")
	flags.StringVar(&f.asOf, "as-of", "", "list the waivers as of `DATE` (YYYY-MM-DD or RFC 3339) instead of now")
	dataRepoFlag(flags, &f.dataRepos)
	flags.StringVarP(&as, "output", "o", "text", "`FORMAT`: text, json or markdown")
	complete(cmd, "output", "text", "json", "markdown")
	return cmd
}

func (e *Env) listWaivers(ctx context.Context, f checkFlags, days int) (l waiverList, err error) {
	now, err := e.at("as-of", f.asOf)
	if err != nil {
		return l, err
	}
	repo, err := e.find(ctx, f.repo, actions.Detect(e.Getenv))
	if err != nil {
		return l, err
	}
	tree, err := source.OpenWorktree(ctx, repo)
	if err != nil {
		return l, err
	}
	defer func() { err = errors.Join(err, tree.Close()) }()
	if tree, err = e.withPolicies(ctx, repo, f.repo, tree); err != nil {
		return l, err
	}
	cfg, err := config.Load(source.Base{Tree: tree})
	if err != nil {
		return l, err
	}
	l = waiverList{APIVersion: "modelgate.dev/v1", Kind: "WaiverList", AsOf: now.UTC().Format(time.RFC3339), Days: days, Waivers: []listedWaiver{}}
	if len(cfg.Waivers) == 0 {
		return l, nil
	}
	check := gate.Recheck(tree, worktree, now)
	check.Some, check.Contains = false, nil
	check.Deadline, check.Progress, check.Provenance.Tool = e.RulesDeadline, e.progress("checking models"), e.tool()
	if check.DataRepositories, err = e.openDataRepos(ctx, f.dataRepos, source.Base{Tree: tree}); err != nil {
		return l, err
	}
	defer closeAll(check.DataRepositories)
	r, err := gate.Check(ctx, check)
	if err != nil {
		return l, err
	}
	by := map[string]config.Waiver{}
	for _, w := range cfg.Waivers {
		by[w.ID] = w
	}
	for _, w := range r.Waivers {
		c := by[w.ID]
		l.Waivers = append(l.Waivers, listedWaiver{Waiver: w, Expiring: c.InForce(now) && c.Expired(now.AddDate(0, 0, days+1)), ReviewDue: c.InForce(now) && c.ReviewDue(now),
			Key: c.Key, Fingerprint: c.Fingerprint, Created: c.Created, Review: c.Review, Ticket: c.Ticket, Author: c.Author, Approver: c.Approver})
	}
	return l, nil
}

// state is what a reader has to know first.
func (w listedWaiver) state() string {
	words := []string{strings.ReplaceAll(w.Status, "_", " ")}
	if w.Expiring {
		words = append(words, "expiring")
	}
	if w.ReviewDue {
		words = append(words, "review due")
	}
	return strings.Join(words, ", ")
}

var waiverColumns = []string{"Expires", "State", "Waiver", "Rule", "Key", "Model", "Owner", "Approver", "Ticket"}

func (w listedWaiver) row() []string {
	key := w.Key
	if w.Fingerprint != "" { // the first digits tell waivers apart
		key = strings.TrimSpace(key + " fingerprint " + w.Fingerprint[:min(8, len(w.Fingerprint))] + "…")
	}
	return []string{w.Expires, w.state(), w.ID, w.Rule, key, w.Model, w.Owner, w.Approver, w.Ticket}
}

func (l waiverList) headline() string {
	n := map[string]int{}
	for _, w := range l.Waivers {
		n[w.Status]++
		if w.Expiring {
			n["expiring"]++
		}
		if w.ReviewDue {
			n["due"]++
		}
	}
	return fmt.Sprintf("%d %s: %d expiring within %d %s, %d expired, %d unused, %d due for review", len(l.Waivers), plural(len(l.Waivers), "waiver", "waivers"), n["expiring"], l.Days, plural(l.Days, "day", "days"), n["expired"], n["unused"], n["due"])
}

func textWaivers(w io.Writer, l waiverList) error {
	var b bytes.Buffer
	fmt.Fprintln(&b, l.headline())
	if len(l.Waivers) > 0 {
		fmt.Fprintln(&b)
		t := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
		fmt.Fprintln(t, strings.Join(waiverColumns, "\t"))
		for _, one := range l.Waivers {
			cells := one.row()
			for i, c := range cells {
				cells[i] = actions.Clean(c)
			}
			fmt.Fprintln(t, strings.Join(cells, "\t"))
		}
		t.Flush() // a bytes.Buffer does not fail
	}
	_, err := w.Write(b.Bytes())
	return err
}

func markdownWaivers(w io.Writer, l waiverList) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s\n", l.headline())
	if len(l.Waivers) > 0 {
		fmt.Fprintf(&b, "\n| %s |\n%s|\n", strings.Join(waiverColumns, " | "), strings.Repeat("|---", len(waiverColumns)))
		for _, one := range l.Waivers {
			cells := one.row()
			for i, c := range cells {
				cells[i] = report.InlineText(c)
			}
			fmt.Fprintf(&b, "| %s |\n", strings.Join(cells, " | "))
		}
	}
	_, err := w.Write(b.Bytes())
	return err
}

func jsonWaivers(w io.Writer, l waiverList) error { return actions.WriteJSON(w, l) }
