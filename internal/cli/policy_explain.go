package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/gate"
	"github.com/modelgate-dev/modelgate/internal/policy"
)

type policyExplainFlags struct {
	repo              clone
	head, model, asOf string
}

func newPolicyExplain(env *Env) *cobra.Command {
	var f policyExplainFlags
	cmd := &cobra.Command{
		Use:   "explain RULE",
		Short: "Explain what one rule finds in one model",
		Long: `Explain what a rule requires of a model, what it found and why: first in words, then line by
line with the values that decided. The rules and the model are those of one tree, so rules
that compare with a base find nothing to compare with.`,
		Example: `  modelgate policy explain custom_governance/owner_is_a_team --model models/churn
  modelgate policy explain gdpr/legal_basis --model models/churn --head main`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := noneEmpty(cmd, "head", "model", "as-of"); err != nil {
				return err
			}
			return env.explainRule(cmd.Context(), f, args[0])
		},
	}
	cloneFlags(cmd.Flags(), &f.repo)
	cmd.Flags().StringVar(&f.head, "head", worktree, "explain with the rules and models at `REV`, or \"worktree\"")
	cmd.Flags().StringVar(&f.model, "model", "", "explain the result of the model in `DIR` (required)")
	cmd.Flags().StringVar(&f.asOf, "as-of", "", "explain as of `DATE` (YYYY-MM-DD or RFC 3339) instead of now")
	return cmd
}

func (e *Env) explainRule(ctx context.Context, f policyExplainFlags, rule string) error {
	if f.model == "" {
		return usage("required flag --model not set; for example, --model models/churn")
	}
	now, _, err := e.at(f.asOf)
	if err != nil {
		return err
	}
	repo, err := e.find(ctx, f.repo, actions.Detect(e.Getenv))
	if err != nil {
		return err
	}
	tree, err := openAt(ctx, repo, f.head)
	if err != nil {
		return err
	}
	defer tree.Close()
	if tree, err = e.withPolicies(ctx, repo, f.repo, tree); err != nil {
		return err
	}
	x, err := gate.Explain(ctx, tree, rule, strings.TrimSuffix(f.model, "/"), now)
	if errors.Is(err, gate.ErrNoExplanation) {
		return usage("%v", err)
	}
	if err != nil {
		return err
	}
	return tellExplanation(e.Stdout, x, f.model, now)
}

// stateWords say what a state means to somebody who does not know the words of reports.
var stateWords = map[decision.State]string{
	decision.Pass:          "passed: nothing is wrong",
	decision.Fail:          "failed: this blocks the change",
	decision.Warn:          "a warning or note: this does not block",
	decision.Pending:       "not in force yet: this does not block before its date",
	decision.Waived:        "accepted by a waiver: this does not block while the waiver is in force",
	decision.Tolerated:     "tolerated while modelgate is adopted: this does not block",
	decision.NotApplicable: "not applicable: the rule has nothing to check here",
	decision.Errored:       "the rule could not run, which blocks the change",
	decision.Unfinished:    "the rule did not finish; run it again",
}

func tellExplanation(w io.Writer, x gate.Explained, model string, now time.Time) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n\n", x.Rule.ID, x.Rule.Title)
	fmt.Fprintf(&b, "Model:     %s, stage %s, as of %s\n", model, x.Stage, now.UTC().Format(time.DateOnly))
	fmt.Fprintf(&b, "Required:  %s\n", oneLine(x.Rule.Description))
	fmt.Fprintf(&b, "Result:    %s\n", stateWords[x.State])
	if x.Verdict.Error != "" {
		fmt.Fprintf(&b, "Error:     %s\n", x.Verdict.Error)
	}
	if len(x.Findings) == 0 {
		b.WriteString("Found:     nothing\n")
	}
	for i, j := range x.Findings {
		label := "Found:    "
		if i > 0 {
			label = "          "
		}
		fmt.Fprintf(&b, "%s %s:%d:%d: %s: %s\n", label, j.At.Path, j.At.Line, j.At.Column, j.Severity, j.Message)
		if j.Waiver != nil {
			fmt.Fprintf(&b, "           accepted by waiver %s of %s until %s: %s\n", j.Waiver.ID, j.Waiver.Owner, j.Waiver.Expires, j.Waiver.Reason)
		}
	}
	if len(x.Findings) > 0 {
		fmt.Fprintf(&b, "Fix:       %s\n", oneLine(x.Rule.Remediation))
	}
	fmt.Fprintf(&b, "Based on:  %s\n", strings.Join(x.Rule.Sources, "; "))
	b.WriteString("\nWhy, line by line\n")
	if len(x.Conditions) == 0 {
		b.WriteString("  no condition of the rule was checked: the facts that it needs are absent\n")
	}
	for _, c := range x.Conditions {
		fmt.Fprintf(&b, "  %s:%d: %s\n", c.Path, c.Line, c.Text)
		fmt.Fprintf(&b, "      %s\n", outcomeOf(c))
	}
	_, err := io.WriteString(w, visible(b.String()))
	return err
}

// outcomeOf says whether a condition holds, with the values of one case of each kind.
func outcomeOf(c policy.Condition) string {
	with := func(words string, values ...[]policy.Value) string {
		sep := ": "
		for _, v := range slices.Concat(values...) {
			words += sep + v.Name + " is " + v.Value
			sep = ", "
		}
		return words
	}
	switch {
	case c.Failed == 0:
		return with("holds", c.Always, c.Held)
	case c.Failed >= c.Evaluated:
		return with("does not hold", c.Always, c.Missed)
	}
	cases := with(fmt.Sprintf("holds in %d of %d cases", c.Evaluated-c.Failed, c.Evaluated), c.Always)
	return cases + with("; one in which it holds", c.Held) + with("; one in which it does not", c.Missed)
}

// oneLine is a text without line breaks.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
