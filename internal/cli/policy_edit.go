package cli

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/gate"
	"github.com/modelgate-dev/modelgate/internal/git"
	"github.com/modelgate-dev/modelgate/internal/policy"
	"github.com/modelgate-dev/modelgate/internal/report"
	"github.com/modelgate-dev/modelgate/internal/source"
)

func newPolicyLint(env *Env) *cobra.Command {
	var repo clone
	var base, linter string
	cmd := &cobra.Command{
		Use:   "lint",
		Short: "Find probable mistakes in .modelgate/policies",
		Long: `Find what loads but probably is a mistake: conditions that contradict each other or that a
missing value makes silent, tables that no rule reads, labels that are not declared, helpers
that no test evaluates, and, with --base, conditions that let more pass than in the base.
Everything that modelgate refuses to load is reported first: unknown keys, facts of the other
scope, arguments of sprintf that do not fit, names of tables that are nearly those of built-in
tables, settings of .modelgate that cannot be used.

If regal (https://github.com/open-policy-agent/regal) is on the PATH, it checks a copy of the
rules, with the settings in .modelgate/policies/.regal. Its findings are listed as warnings and
notes. With --regal=require, its warnings fail the command, and regal must be installed.

Exit codes: 0 nothing found; 1 something found; 2 the rules or settings do not load, or regal is
required and missing; 3 regal did not finish.`,
		Example: `  modelgate policy lint
  modelgate policy lint --base origin/main
  modelgate policy lint --regal=require`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := noneEmpty(cmd, "base"); err != nil {
				return err
			}
			if !slices.Contains(regalModes, linter) {
				return usage("invalid value %q for --regal%s", linter, finding.DidYouMeanThen(linter, regalModes, "use auto, off or require"))
			}
			return env.lintPolicies(cmd.Context(), repo, base, linter)
		},
	}
	cloneFlags(cmd.Flags(), &repo)
	cmd.Flags().StringVar(&base, "base", "", "also compare the rules with those at `REV`")
	cmd.Flags().StringVar(&linter, "regal", regalAuto, "run the linter regal: `MODE` auto (if it is on the PATH), off or require")
	complete(cmd, "regal", regalModes...)
	return cmd
}

func (e *Env) lintPolicies(ctx context.Context, of clone, base, linter string) error {
	repo, tree, err := e.ownRules(ctx, of, config.Dir)
	if err != nil {
		return err
	}
	defer tree.Close()
	var before source.Tree
	if base != "" {
		if before, err = source.Open(ctx, repo, base); err != nil {
			return err
		}
		defer before.Close()
	}
	found, err := gate.LintSettings(ctx, tree)
	if err != nil {
		return err // as check refuses it
	}
	rules, err := policy.Lint(ctx, tree, before)
	if err != nil {
		return err
	}
	found = append(found, rules...)
	others, err := e.runRegal(ctx, repo, tree, linter)
	if err != nil {
		return err
	}
	for _, line := range lintLines(found, others) {
		fmt.Fprintln(e.Stdout, visible(line))
	}
	fails := func(f finding.Finding) bool { return linter == regalRequire && f.Severity == finding.Warning }
	switch {
	case len(found) > 0, slices.ContainsFunc(others, fails):
		return &exit{code: Denied}
	case len(others) == 0:
		fmt.Fprintln(e.Stdout, "no probable mistakes found")
	}
	return nil
}

// lintLines are our problems and the findings of another linter, in the order of files
// and lines.
func lintLines(ours []policy.Problem, others []finding.Finding) []string {
	type line struct {
		at   finding.Position
		text string
	}
	var lines []line
	for _, p := range ours {
		lines = append(lines, line{finding.Position{Path: p.Path, Line: p.Line, Column: p.Column}, p.String()})
	}
	for _, f := range others {
		p := policy.Problem{Path: f.At.Path, Line: f.At.Line, Column: f.At.Column, Message: fmt.Sprintf("%s: %s [%s]", f.Severity, f.Message, f.Rule), Remedy: f.Help}
		lines = append(lines, line{f.At, p.String()})
	}
	slices.SortStableFunc(lines, func(a, b line) int {
		return cmp.Or(cmp.Compare(a.at.Path, b.at.Path), cmp.Compare(a.at.Line, b.at.Line), cmp.Compare(a.at.Column, b.at.Column))
	})
	var out []string
	for _, l := range lines {
		out = append(out, l.text)
	}
	return out
}

// ownRules is the working tree, which must have rules: files in dir.
func (e *Env) ownRules(ctx context.Context, of clone, dir string) (git.Repo, source.Tree, error) {
	repo, err := e.find(ctx, of, actions.Detect(e.Getenv))
	if err != nil {
		return repo, source.Tree{}, err
	}
	tree, err := source.OpenWorktree(ctx, repo)
	if err == nil {
		tree, err = e.withPolicies(ctx, repo, of, tree)
	}
	if err == nil && len(tree.Under(dir)) == 0 {
		_ = tree.Close()
		err = usage("%s has no rules; `modelgate policy new` creates one", dir)
	}
	return repo, tree, err
}

func newPolicyFormat(env *Env) *cobra.Command {
	var repo clone
	var check bool
	cmd := &cobra.Command{
		Use:   "fmt",
		Short: "Format the Rego files of .modelgate/policies",
		Long: `Format the Rego files of .modelgate/policies in the working tree as opa fmt does. With --check,
list the files that are not formatted, and exit with 1 if there are any.`,
		Example: "  modelgate policy fmt",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return env.formatPolicies(cmd.Context(), repo, check) },
	}
	cloneFlags(cmd.Flags(), &repo)
	cmd.Flags().BoolVar(&check, "check", false, "list the files that are not formatted, and write nothing")
	return cmd
}

func (e *Env) formatPolicies(ctx context.Context, of clone, check bool) error {
	repo, tree, err := e.ownRules(ctx, of, config.PoliciesDir)
	if err != nil {
		return err
	}
	defer tree.Close()
	changed, err := policy.Unformatted(tree)
	if err != nil {
		return err
	}
	return e.rewrite(repo.Dir, tree, changed, check, "not formatted", "formatted")
}

// rewrite writes files of the working tree, or lists them.
func (e *Env) rewrite(dir string, tree source.Tree, changed map[string][]byte, check bool, stale, done string) error {
	if check {
		for _, name := range slices.Sorted(maps.Keys(changed)) {
			fmt.Fprintf(e.Stdout, "%s: %s\n", visible(name), stale)
		}
		if len(changed) > 0 {
			return &exit{code: Denied}
		}
		return nil
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return fmt.Errorf("opening %s: %w", dir, err)
	}
	defer root.Close()
	for _, name := range slices.Sorted(maps.Keys(changed)) {
		if err := rewriteOne(root, tree, name, changed[name]); err != nil {
			return fmt.Errorf("writing %s: %w", name, err)
		}
		fmt.Fprintf(e.Stdout, "%s %s\n", done, visible(name))
	}
	return nil
}

// rewriteOne writes a file that is new, or that nobody has changed since it was read.
func rewriteOne(root *os.Root, tree source.Tree, name string, content []byte) error {
	if _, there := tree.Lookup(name); !there {
		wrote, err := writeNew(root, name, content)
		if err == nil && !wrote {
			err = fmt.Errorf("the file exists, but is not a regular file of the working tree")
		}
		return err
	}
	was, err := tree.Read(name, document.MaxBytes)
	if err != nil {
		return err
	}
	mode, err := checkUnchanged(root, name, was)
	if err != nil {
		return err
	}
	return replaceIn(root, filepath.FromSlash(name), mode, content)
}

func newPolicyDocs(env *Env) *cobra.Command {
	var repo clone
	var check bool
	cmd := &cobra.Command{
		Use:   "docs",
		Short: "Write the page of your own rules and their controls",
		Long: `Write .modelgate/policies/README.md: each rule of .modelgate/policies with its requirement,
severity, sources and remediation, and the controls that rules serve, yours and the built-in
ones. With --check, exit with 1 if the page is not up to date.`,
		Example: `  modelgate policy docs
  modelgate policy docs --check`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return env.documentPolicies(cmd.Context(), repo, check) },
	}
	cloneFlags(cmd.Flags(), &repo)
	cmd.Flags().BoolVar(&check, "check", false, "check that the page is up to date, and write nothing")
	return cmd
}

const policiesPage = config.PoliciesDir + "/README.md"

func (e *Env) documentPolicies(ctx context.Context, of clone, check bool) error {
	repo, tree, err := e.ownRules(ctx, of, config.PoliciesDir)
	if err != nil {
		return err
	}
	defer tree.Close()
	rules, err := gate.Catalogue(ctx, source.Base{Tree: tree})
	if err != nil {
		return err
	}
	page := policiesMarkdown(rules)
	changed := map[string][]byte{policiesPage: []byte(page)}
	if was, err := tree.Read(policiesPage, document.MaxBytes); err == nil && string(was) == page {
		changed = nil
	}
	return e.rewrite(repo.Dir, tree, changed, check, "not up to date; run `modelgate policy docs`", "wrote")
}

// policiesMarkdown is the page of an organization's rules.
func policiesMarkdown(rules []finding.Rule) string {
	var b strings.Builder
	b.WriteString("# Rules of this repository\n\nGenerated by `modelgate policy docs` from the METADATA of the rules; do not edit.\n\n| Rule | Draft | Review | Production | Scope | Title |\n|---|---|---|---|---|---|\n")
	var own []finding.Rule
	for _, r := range rules {
		if isOwn(r) {
			own = append(own, r)
		}
	}
	for _, r := range own {
		draft, review, production := string(r.At(finding.Draft)), string(r.At(finding.Review)), string(r.At(finding.Production))
		if r.Off != "" {
			draft, review, production = "off", "off", "off"
		}
		fmt.Fprintf(&b, "| [%s](#%s) | %s | %s | %s | %s | %s |\n", r.ID, strings.ReplaceAll(r.ID, "/", ""), draft, review, production, r.Scope, report.InlineText(r.Title))
	}
	for _, r := range own {
		fmt.Fprintf(&b, "\n## %s\n\n**%s.** %s\n\n", r.ID, report.InlineText(r.Title), report.InlineText(r.Description))
		fmt.Fprintf(&b, "- To fix: %s\n- Source: %s\n", report.InlineText(r.Remediation), report.InlineText(strings.Join(r.Sources, "; ")))
		if len(r.Controls) > 0 {
			fmt.Fprintf(&b, "- Controls: %s\n", report.InlineText(strings.Join(r.Controls, ", ")))
		}
		if r.EffectiveOn != "" {
			fmt.Fprintf(&b, "- In force from: %s\n", r.EffectiveOn)
		}
		if r.Off != "" {
			fmt.Fprintf(&b, "- Turned off: %s\n", report.InlineText(r.Off))
		}
		fmt.Fprintf(&b, "- Can be waived: %s\n- File: %s\n", yesNo(r.Waivable), report.InlineCode(r.Origin))
	}
	b.WriteString(controlMatrix(rules))
	return b.String()
}

// isOwn reports whether a rule is of the repository itself: neither built in nor of a
// policy source.
func isOwn(r finding.Rule) bool { return r.Origin != finding.BuiltIn && !policy.IsShared(r.Origin) }

// controlMatrix lists each control that a rule of the organization serves, with all rules
// that serve it.
func controlMatrix(rules []finding.Rule) string {
	serving := map[string][]string{}
	owned := map[string]bool{}
	for _, r := range rules {
		for _, c := range r.Controls {
			serving[c] = append(serving[c], r.ID)
			owned[c] = owned[c] || isOwn(r)
		}
	}
	var b strings.Builder
	for _, c := range slices.Sorted(maps.Keys(serving)) {
		if !owned[c] {
			continue
		}
		if b.Len() == 0 {
			b.WriteString("\n## Controls\n\n| Control | Rules |\n|---|---|\n")
		}
		fmt.Fprintf(&b, "| %s | %s |\n", report.InlineText(c), strings.Join(serving[c], ", "))
	}
	return b.String()
}
