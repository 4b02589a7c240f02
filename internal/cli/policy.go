package cli

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/git"
	"github.com/modelgate-dev/modelgate/internal/policy"
	"github.com/modelgate-dev/modelgate/internal/source"
)

func newPolicy(env *Env) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "policy",
		Short: "Develop the rules in .modelgate",
		Long:  "Commands for authors and reviewers of the rules in .modelgate/policies.",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newPolicyTest(env))
	return cmd
}

type policyTestFlags struct {
	repo     clone
	head     string
	coverage bool
	min      int
}

func newPolicyTest(env *Env) *cobra.Command {
	var f policyTestFlags
	cmd := &cobra.Command{
		Use:   "test",
		Short: "Run the tests of .modelgate/policies",
		Long: `Run the *_test.rego files of .modelgate/policies on the engine that checks models, with the
same helpers, tables and input schema.

Exit codes: 0 all tests passed; 1 a test failed, none ran, or coverage is too low;
2 the rules or their tests do not load; 3 a test did not finish.`,
		Example: `  modelgate policy test
  modelgate policy test --coverage --min 90`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return env.testPolicies(cmd.Context(), f) },
	}
	cloneFlags(cmd.Flags(), &f.repo)
	cmd.Flags().StringVar(&f.head, "head", worktree, "test the rules at `REV`, or \"worktree\"")
	cmd.Flags().BoolVar(&f.coverage, "coverage", false, "show how much of each rule the tests evaluate")
	cmd.Flags().IntVar(&f.min, "min", 0, "require each rule to be covered to `PERCENT` of its lines")
	return cmd
}

func (e *Env) testPolicies(ctx context.Context, f policyTestFlags) error {
	if f.min < 0 || f.min > 100 {
		return usage("invalid value %d for --min: use 0 to 100", f.min)
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
	r, err := policy.TestTree(ctx, tree)
	if err == nil {
		err = tree.Lost()
	}
	if err != nil {
		return err
	}
	low, err := tellTests(e.Stdout, r, f)
	if err != nil {
		return err
	}
	failed, ran := 0, 0
	for _, c := range r.Cases {
		switch {
		case c.Endless:
			return &exit{code: Failed}
		case c.Skipped: // the check of a change passes over it, too
			continue
		case !c.Passed:
			failed++
		}
		ran++
	}
	if ran == 0 {
		return &exit{Denied, fmt.Errorf(".modelgate/policies has no test that runs: add a file such as .modelgate/policies/NAME_test.rego")}
	}
	if low > 0 || failed > 0 {
		return &exit{code: Denied}
	}
	return nil
}

// openAt opens a revision, or the working tree.
func openAt(ctx context.Context, repo git.Repo, rev string) (source.Tree, error) {
	if rev == worktree {
		return source.OpenWorktree(ctx, repo)
	}
	return source.Open(ctx, repo, rev)
}

// tellTests shows what failed, and counts the files that are covered too little.
func tellTests(w io.Writer, r policy.TestReport, f policyTestFlags) (low int, err error) {
	var b strings.Builder
	passed := 0
	for _, c := range r.Cases {
		switch {
		case c.Passed:
			passed++
		case c.Skipped:
			fmt.Fprintf(&b, "%s:%d: %s is not written yet (todo_)\n", c.Path, c.Line, c.Name)
		default:
			fmt.Fprintf(&b, "%s:%d: %s failed: %s\n", c.Path, c.Line, c.Name, c.Failure)
		}
	}
	for _, c := range r.Coverage {
		short := c.Percent < float64(f.min)
		if short {
			low++
		}
		if !short && !f.coverage {
			continue
		}
		fmt.Fprintf(&b, "%s: %s%% covered", c.Path, strconv.FormatFloat(c.Percent, 'f', -1, 64))
		if short {
			fmt.Fprintf(&b, ", below the minimum %d%%", f.min)
		}
		if len(c.Missing) > 0 {
			fmt.Fprintf(&b, "; not covered: %s %s", plural(len(c.Missing), "line", "lines"), ranges(c.Missing))
		}
		b.WriteString("\n")
	}
	fmt.Fprintf(&b, "%d of %d tests passed\n", passed, len(r.Cases))
	_, err = io.WriteString(w, visible(b.String()))
	return low, err
}

// ranges are sorted numbers as people write them: 3-5, 8.
func ranges(lines []int) string {
	var parts []string
	for i := 0; i < len(lines); {
		j := i
		for j+1 < len(lines) && lines[j+1] == lines[j]+1 {
			j++
		}
		part := strconv.Itoa(lines[i])
		if j > i {
			part += "-" + strconv.Itoa(lines[j])
		}
		parts = append(parts, part)
		i = j + 1
	}
	return strings.Join(parts, ", ")
}
