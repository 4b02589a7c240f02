package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/gate"
	"github.com/modelgate-dev/modelgate/internal/git"
	"github.com/modelgate-dev/modelgate/internal/source"
)

func newRules(env *Env) *cobra.Command {
	var repo clone
	var base string
	var asJSON, asMarkdown bool
	cmd := &cobra.Command{
		Use:   "rules [ID]",
		Short: "List the rules, or explain one",
		Long: `List every rule in force with its severity at each stage. With an ID, print the rule's page:
what it checks, why, its sources, how to fix a finding, and an example. In a repository, the
rules and settings in its .modelgate are included.`,
		Example: `  modelgate rules
  modelgate rules gdpr/legal_basis`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			rules, forbidding, err := env.catalogueAnd(cmd.Context(), repo, base, strings.Join(args, ""))
			if err != nil {
				return err
			}
			if len(args) == 1 {
				if rules, err = one(rules, args[0]); err != nil {
					return env.elsewhere(cmd.Context(), repo, base, args[0], err)
				}
			}
			switch {
			case asJSON:
				return actions.WriteJSON(env.Stdout, rules)
			case asMarkdown:
				return markdownRules(env.Stdout, rules)
			case len(args) == 1:
				return rulePage(env.Stdout, rules[0], forbidding)
			}
			return listRules(env.Stdout, rules)
		},
		ValidArgsFunction: func(cmd *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
			rules, err := env.catalogue(context.WithoutCancel(cmd.Context()), repo, base)
			if err != nil {
				return nil, cobra.ShellCompDirectiveError
			}
			return ruleIDs(rules), cobra.ShellCompDirectiveNoFileComp
		},
	}
	cloneFlags(cmd.Flags(), &repo)
	cmd.Flags().StringVar(&base, "base", "HEAD", "read .modelgate at `REV`, or \"worktree\"")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	cmd.Flags().BoolVar(&asMarkdown, "markdown", false, "print the rules as Markdown, as in docs/rules.md")
	return cmd
}

// catalogue is the catalogue in force in a repository; outside of one, or
// before its first commit, that of the built-in rules.
func (e *Env) catalogue(ctx context.Context, of clone, rev string) ([]finding.Rule, error) {
	rules, _, err := e.catalogueAnd(ctx, of, rev, "")
	return rules, err
}

// catalogueAnd is the catalogue, and the policy sources that do not let a rule be waived.
func (e *Env) catalogueAnd(ctx context.Context, of clone, rev, id string) (rules []finding.Rule, forbidding []string, err error) {
	repo, err := e.find(ctx, of, actions.Detect(e.Getenv))
	var tree source.Tree
	if err == nil {
		tree, err = openAt(ctx, repo, rev)
	}
	if errors.Is(err, git.ErrNotRepository) || errors.Is(err, git.ErrNotFound) || errors.Is(err, source.ErrUnborn) {
		rules, err = gate.Catalogue(ctx, source.Base{})
		return rules, nil, err
	}
	if err != nil {
		return nil, nil, err
	}
	defer tree.Close()
	if tree, err = e.withPolicies(ctx, repo, of, tree); err != nil {
		return nil, nil, err
	}
	if rules, err = gate.Catalogue(ctx, source.Base{Tree: tree}); err == nil && id != "" {
		forbidding, err = gate.Forbidding(ctx, tree, id)
	}
	return rules, forbidding, err
}

// elsewhere adds to the error of an unknown rule that the working tree has it, if it has.
func (e *Env) elsewhere(ctx context.Context, of clone, rev, id string, unknown error) error {
	if rev == worktree {
		return unknown
	}
	rules, err := e.catalogue(ctx, of, worktree)
	if err != nil || !slices.Contains(ruleIDs(rules), id) {
		return unknown
	}
	return usage("unknown rule %q at %s; the working tree has it: pass --base worktree", id, rev)
}

func ruleIDs(rules []finding.Rule) []string {
	var ids []string
	for _, r := range rules {
		ids = append(ids, r.ID)
	}
	return ids
}

func one(rules []finding.Rule, id string) ([]finding.Rule, error) {
	for _, r := range rules {
		if r.ID == id {
			return []finding.Rule{r}, nil
		}
	}
	return nil, usage("unknown rule %q%s", id, finding.DidYouMeanThen(id, ruleIDs(rules), "run `modelgate rules` to list all rules"))
}

func listRules(w io.Writer, rules []finding.Rule) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "RULE\tDRAFT\tREVIEW\tPRODUCTION\tTITLE")
	for _, r := range rules {
		draft, review, production := string(r.At(finding.Draft)), string(r.At(finding.Review)), string(r.At(finding.Production))
		if r.Off != "" {
			draft, review, production = "off", "off", "off"
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\n", r.ID, draft, review, production, visible(r.Title))
	}
	return t.Flush()
}

func rulePage(w io.Writer, r finding.Rule, forbidding []string) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n\n%s\n\n", r.ID, r.Title, strings.TrimSpace(r.Description))
	fmt.Fprintf(&b, "Severity:  draft %s, review %s, production %s\n", r.At(finding.Draft), r.At(finding.Review), r.At(finding.Production))
	fmt.Fprintf(&b, "Source:    %s\n", strings.Join(r.Sources, "\n           "))
	if len(r.Controls) > 0 {
		fmt.Fprintf(&b, "Controls:  %s\n", strings.Join(r.Controls, ", "))
	}
	if r.EffectiveOn != "" {
		fmt.Fprintf(&b, "In force:  from %s\n", r.EffectiveOn)
	}
	if r.Off != "" {
		fmt.Fprintf(&b, "Off here:  %s\n", r.Off)
	}
	for _, s := range r.Scoped {
		what := "another severity"
		if s.Off != "" {
			what = "off: " + s.Off
		}
		fmt.Fprintf(&b, "Here:      %s for %s\n", what, strings.Join(s.Paths, ", "))
	}
	waivable := yesNo(r.Waivable)
	if r.Waivable && len(forbidding) > 0 {
		waivable = fmt.Sprintf("no: the policies of %s do not allow it (`allow: {waivers: [%s]}`)", strings.Join(forbidding, " and "), r.ID)
	}
	fmt.Fprintf(&b, "Waivable:  %s\n", waivable)
	if r.Fixed {
		b.WriteString("Fixed:     cannot be turned off or given a lower severity\n")
	}
	fmt.Fprintf(&b, "Origin:    %s\n\n", r.Origin)
	fmt.Fprintf(&b, "How to fix\n  %s\n", indent(r.Remediation))
	if r.Example != "" {
		fmt.Fprintf(&b, "\nExample\n  %s\n", indent(r.Example))
	}
	_, err := io.WriteString(w, visible(b.String()))
	return err
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

func indent(s string) string { return strings.ReplaceAll(strings.TrimSpace(s), "\n", "\n  ") }

// markdownRules writes docs/rules.md.
func markdownRules(w io.Writer, rules []finding.Rule) error {
	var b strings.Builder
	b.WriteString("# Rules\n\nGenerated by `make docs` from the rules themselves; do not edit.\n\n| Rule | Draft | Review | Production | Title |\n|---|---|---|---|---|\n")
	for _, r := range rules {
		fmt.Fprintf(&b, "| [%s](#%s) | %s | %s | %s | %s |\n", r.ID, strings.ReplaceAll(r.ID, "/", ""), r.At(finding.Draft), r.At(finding.Review), r.At(finding.Production), r.Title)
	}
	for _, r := range rules {
		fmt.Fprintf(&b, "\n## %s\n\n**%s.** %s\n\n", r.ID, r.Title, strings.TrimSpace(r.Description))
		fmt.Fprintf(&b, "- Severity: draft %s, review %s, production %s\n", r.At(finding.Draft), r.At(finding.Review), r.At(finding.Production))
		fmt.Fprintf(&b, "- Source: %s\n", strings.Join(r.Sources, "; "))
		if len(r.Controls) > 0 {
			fmt.Fprintf(&b, "- Controls: %s\n", strings.Join(r.Controls, ", "))
		}
		fmt.Fprintf(&b, "- Can be waived: %s\n", yesNo(r.Waivable))
		if r.Fixed {
			b.WriteString("- Cannot be turned off or given a lower severity\n")
		}
		fmt.Fprintf(&b, "\n%s\n", strings.TrimSpace(r.Remediation))
		if r.Example != "" {
			fmt.Fprintf(&b, "\n```yaml\n%s\n```\n", strings.TrimSpace(r.Example))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}
