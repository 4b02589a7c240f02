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
	"github.com/modelgate-dev/modelgate/internal/source"
)

type policyExplainFlags struct {
	check checkFlags
	model string
}

func newPolicyExplain(env *Env) *cobra.Command {
	var f policyExplainFlags
	cmd := &cobra.Command{
		Use:   "explain RULE",
		Short: "Explain what one rule finds in one model",
		Long: `Explain what a rule requires of a model, what it found and why: first in words, then line by
line with the values that decided. The rules and the model are those of the head. A rule that
compares reads the model of the base too. Reviews of pull requests are unknown here: a line
of the result names them if the rule reads them.`,
		Example: `  modelgate policy explain custom_governance/owner_is_a_team --model models/churn
  modelgate policy explain evaluation/regression --model models/churn --base main --head retrain`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := noneEmpty(cmd, "base", "head", "model", "as-of"); err != nil {
				return err
			}
			return env.explainRule(cmd.Context(), f, args[0])
		},
	}
	flags := cmd.Flags()
	f.check.set = flags
	cloneFlags(flags, &f.check.repo)
	flags.StringVar(&f.check.base, "base", "", "compare with the models at `REV` (default: the merge base with the default branch)")
	flags.StringVar(&f.check.head, "head", worktree, "explain with the rules and models at `REV`, or \"worktree\"")
	flags.StringVar(&f.model, "model", "", "explain the result of the model in `DIR` (required)")
	flags.StringVar(&f.check.asOf, "as-of", "", "explain as of `DATE` (YYYY-MM-DD or RFC 3339) instead of now")
	dataRepoFlag(flags, &f.check.dataRepos)
	return cmd
}

func (e *Env) explainRule(ctx context.Context, f policyExplainFlags, rule string) error {
	if f.model == "" {
		return usage("required flag --model not set; for example, --model models/churn")
	}
	req, s, err := e.explainable(ctx, f.check)
	if err != nil {
		return err
	}
	defer s.close()
	x, err := gate.Explain(ctx, req, rule, strings.TrimSuffix(f.model, "/"))
	if errors.Is(err, gate.ErrNoExplanation) {
		return usage("%v", err)
	}
	if err != nil {
		return err
	}
	return tellExplanation(e.Stdout, x, f.model, req)
}

// explainable is the request of an explanation. Where nobody names a base and none is
// found, the head is compared with nothing, which the explanation says.
func (e *Env) explainable(ctx context.Context, f checkFlags) (gate.Request, sides, error) {
	f.ci, f.preview, f.all = "none", true, true
	req, s, err := e.request(ctx, f)
	if err == nil || f.base != "" {
		return req, s, err
	}
	now, asOf := e.at("as-of", f.asOf)
	repo, none := e.find(ctx, f.repo, actions.NoSystem)
	if errors.Join(asOf, none) != nil {
		return req, s, err
	}
	tree, none := openAt(ctx, repo, f.head)
	if none != nil {
		return req, s, err
	}
	s = sides{proposed: source.Head{Tree: tree}}
	if s.proposed.Tree, err = e.withPolicies(ctx, repo, f.repo, tree); err != nil {
		s.close()
	}
	return gate.Recheck(s.proposed.Tree, "", now), s, err
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

func tellExplanation(w io.Writer, x gate.Explained, model string, req gate.Request) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n\n", x.Rule.ID, x.Rule.Title)
	fmt.Fprintf(&b, "Model:     %s, stage %s, as of %s\n", model, x.Stage, req.Now.UTC().Format(time.DateOnly))
	fmt.Fprintf(&b, "Required:  %s\n", oneLine(x.Rule.Description))
	fmt.Fprintf(&b, "Result:    %s%s\n", stateWords[x.State], reservation(x))
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
		if j.Key != "" {
			fmt.Fprintf(&b, "           key: %s\n", j.Key)
		}
		if j.Waiver != nil {
			fmt.Fprintf(&b, "           accepted by waiver %s of %s until %s: %s\n", j.Waiver.ID, j.Waiver.Owner, j.Waiver.Expires, j.Waiver.Reason)
		}
	}
	if len(x.Findings) > 0 {
		fmt.Fprintf(&b, "Fix:       %s\n", oneLine(x.Rule.Remediation))
	}
	fmt.Fprintf(&b, "Based on:  %s\n", strings.Join(x.Rule.Sources, "; "))
	b.WriteString(lackingWords(x, req) + "\nWhy, line by line\n")
	if len(x.Conditions) == 0 {
		b.WriteString("  no condition of the rule was checked: the facts that it needs are missing\n")
	}
	for _, c := range x.Conditions {
		fmt.Fprintf(&b, "  %s:%d: %s\n", c.Path, c.Line, c.Text)
		fmt.Fprintf(&b, "      %s\n", outcomeOf(c))
	}
	_, err := io.WriteString(w, visible(b.String()))
	return err
}

// reservation qualifies a result that a rule may not have where it has all that it reads.
func reservation(x gate.Explained) string {
	if len(x.Findings) == 0 && (x.NoBase || x.NoReview || x.NoTarget) {
		return ", as far as it is known here (see below)"
	}
	return ""
}

// lackingWords say what the rule reads and what there is of it.
func lackingWords(x gate.Explained, req gate.Request) string {
	var b strings.Builder
	switch {
	case x.NoBase:
		b.WriteString("Compared:  with nothing: the base and the head are one commit. Pass --base to compare\n")
	case x.Compares:
		fmt.Fprintf(&b, "Compared:  with the base %.12s\n", req.Base.Commit)
	}
	if x.NoReview {
		b.WriteString("Unknown:   the review: the rule reads who approved, which is known only in a check of a pull request on GitHub\n")
	}
	if x.NoTarget {
		b.WriteString("Unknown:   the environment: the rule reads it, and it is known only in `modelgate promote`\n")
	}
	return b.String()
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
