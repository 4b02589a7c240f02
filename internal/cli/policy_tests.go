package cli

import (
	"context"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/gate"
	"github.com/modelgate-dev/modelgate/internal/policy"
	"github.com/modelgate-dev/modelgate/internal/report"
	"github.com/modelgate-dev/modelgate/internal/source"
)

type policyTestFlags struct {
	repo     clone
	head     string
	coverage bool
	min      int
	require  string
	outputs  []string
	mutate   bool
	mutated  []string // globs over the rules that are changed
}

// What each rule must be shown to do.
var requirements = []string{"fires", "both", "none"}

func newPolicyTest(env *Env) *cobra.Command {
	var f policyTestFlags
	cmd := &cobra.Command{
		Use:   "test",
		Short: "Run the tests of .modelgate/policies",
		Long: `Run the *_test.rego files and the cases/*.yaml files of .modelgate/policies on the engine
that checks models, with the same helpers, tables and input schema. Each rule needs a test
or case in which it fires, and one in which it is silent; --require changes that.

Exit codes: 0 all tests passed; 1 a test failed, none ran, a rule has no test, or coverage is
too low; 2 the rules or their tests do not load; 3 a test did not finish.

With --mutate, the rules are also changed one place at a time: comparisons are reversed, and
conditions are dropped. A change that no test notices is named, and exits with 1. Of more than
100 places, some of every rule are tried; --mutate-rule tries those of single rules.`,
		Example: `  modelgate policy test
  modelgate policy test --coverage --min 90
  modelgate policy test -o text -o junit=policy-tests.xml`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return env.testPolicies(cmd.Context(), f) },
	}
	cloneFlags(cmd.Flags(), &f.repo)
	cmd.Flags().StringVar(&f.head, "head", worktree, "test the rules at `REV`, or \"worktree\"")
	cmd.Flags().BoolVar(&f.coverage, "coverage", false, "show how much of each rule the tests evaluate")
	cmd.Flags().IntVar(&f.min, "min", 0, "require each rule to be covered to `PERCENT` of its lines")
	cmd.Flags().StringVar(&f.require, "require", "both", "require tests of each rule in which it `DOES` something: both (fires and is silent), fires or none")
	cmd.Flags().BoolVar(&f.mutate, "mutate", false, "change the rules one place at a time, and name the changes that no test notices")
	cmd.Flags().StringArrayVar(&f.mutated, "mutate-rule", nil, "with --mutate, change only the rules that match `GLOB`, such as custom_governance/*; repeatable")
	cmd.Flags().StringArrayVarP(&f.outputs, "output", "o", nil, "`FORMAT[=PATH]` of the results: json, junit, text; repeatable (default text)")
	complete(cmd, "require", requirements...)
	complete(cmd, "output", "json", "junit", "text")
	return cmd
}

// mutatedRules says which rules are changed: those that a glob matches, all without one.
func mutatedRules(ctx context.Context, tree source.Tree, globs []string) (func(id string) bool, error) {
	if len(globs) == 0 {
		return nil, nil
	}
	rules, err := gate.Catalogue(ctx, source.Base{Tree: tree})
	if err != nil {
		return nil, err
	}
	var own []string
	for _, r := range rules {
		if strings.HasPrefix(r.Origin, config.PoliciesDir+"/") {
			own = append(own, r.ID)
		}
	}
	for _, glob := range globs {
		if !slices.ContainsFunc(own, func(id string) bool { return source.Match(glob, id) }) {
			return nil, usage("--mutate-rule %q matches no rule of %s%s", glob, config.PoliciesDir, finding.DidYouMean(glob, own))
		}
	}
	return func(id string) bool {
		return slices.ContainsFunc(globs, func(glob string) bool { return source.Match(glob, id) })
	}, nil
}

func (e *Env) testPolicies(ctx context.Context, f policyTestFlags) error {
	if f.min < 0 || f.min > 100 {
		return usage("invalid value %d for --min: use 0 to 100", f.min)
	}
	if !slices.Contains(requirements, f.require) {
		return usage("invalid value %q for --require%s", f.require, finding.DidYouMeanThen(f.require, requirements, "use both, fires or none"))
	}
	if len(f.mutated) > 0 && !f.mutate {
		return usage("--mutate-rule limits --mutate; pass both")
	}
	outputs, err := parseOutputs(f.outputs, []string{"json", "junit", "text"})
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
	r, err := policy.TestTree(ctx, tree)
	if err == nil {
		err = tree.Lost()
	}
	if err != nil {
		return err
	}
	t := testResultsOf(r, f)
	if f.mutate && t.Failed == 0 && t.Ran > 0 {
		only, err := mutatedRules(ctx, tree, f.mutated)
		if err != nil {
			return err
		}
		m, err := policy.Mutate(ctx, tree, only, e.progress("changing the rules"))
		if err != nil {
			return err
		}
		t.add(m)
	}
	write := map[string]func(io.Writer) error{"text": t.text, "json": t.json, "junit": t.junit}
	if err := e.writeAll(outputs, func(w io.Writer, format string) error { return write[format](w) }); err != nil {
		return err
	}
	switch {
	case slices.ContainsFunc(r.Cases, func(c policy.TestCase) bool { return c.Endless }):
		return &exit{code: Failed}
	case t.Ran == 0:
		return &exit{Denied, fmt.Errorf(".modelgate/policies has no test that runs: add a file such as .modelgate/policies/NAME_test.rego; `modelgate policy new` writes a rule with its tests")}
	case !t.Passed:
		return &exit{code: Denied}
	}
	return nil
}

// testResults are the results of tests as they are written for machines.
type testResults struct {
	Schema   string         `json:"schema"`
	Passed   bool           `json:"passed"` // everything that is required
	Ran      int            `json:"ran"`    // those that are not yet written left out
	Failed   int            `json:"failed"`
	Tests    []testResult   `json:"tests"`
	Rules    []ruleTested   `json:"rules"`
	Coverage []fileCoverage `json:"coverage"`
	Mutation *mutation      `json:"mutation,omitempty"` // with --mutate

	flags policyTestFlags
}

type testResult struct {
	Package string `json:"package"` // of a test, or the rule of a case
	Name    string `json:"name"`
	Path    string `json:"path"`
	Line    int    `json:"line"`
	Result  string `json:"result"` // passed, failed or skipped
	Failure string `json:"failure,omitempty"`
}

type ruleTested struct {
	Rule    string `json:"rule"`
	Path    string `json:"path"`
	Line    int    `json:"line"`
	Fires   bool   `json:"fires"`
	Silent  bool   `json:"silent"`
	Missing string `json:"missing,omitempty"` // what is required, and in no test
}

type mutation struct {
	Tried     int      `json:"tried"`
	Left      int      `json:"left"` // not tried, since there are too many
	Survivors []mutant `json:"survivors"`
}

type mutant struct {
	Path   string `json:"path"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
	Before string `json:"before"`
	After  string `json:"after"`
}

// add adds the rule changes that no test noticed.
func (t *testResults) add(m policy.Mutation) {
	t.Mutation = &mutation{Tried: m.Tried, Left: m.Left, Survivors: []mutant{}}
	for _, s := range m.Survivors {
		t.Mutation.Survivors = append(t.Mutation.Survivors, mutant{s.Path, s.Line, s.Column, oneLine(s.Before), oneLine(s.After)})
		t.Passed = false
	}
}

type fileCoverage struct {
	Path    string  `json:"path"`
	Percent float64 `json:"percent"`
	Missing []int   `json:"missing"` // lines
	Low     bool    `json:"low"`     // below the minimum
}

// percent is the coverage with one decimal, rounded down: below a minimum, it looks so.
func (c fileCoverage) percent() string {
	return strconv.FormatFloat(math.Floor(c.Percent*10)/10, 'f', -1, 64) + "%"
}

// testResultsSchema names the form of the JSON.
const testResultsSchema = "https://modelgate.dev/schemas/policy-tests.schema.json"

func testResultsOf(r policy.TestReport, f policyTestFlags) testResults {
	t := testResults{Schema: testResultsSchema, Tests: []testResult{}, Rules: []ruleTested{}, Coverage: []fileCoverage{}, flags: f}
	for _, c := range r.Cases {
		one := testResult{Package: c.Package, Name: c.Name, Path: c.Path, Line: c.Line, Result: "passed", Failure: c.Failure}
		switch {
		case c.Skipped: // the check of a change passes over it, too
			one.Result, one.Failure = "skipped", ""
		case !c.Passed:
			one.Result = "failed"
			t.Failed++
		}
		if !c.Skipped {
			t.Ran++
		}
		t.Tests = append(t.Tests, one)
	}
	t.Passed = t.Failed == 0 && t.Ran > 0
	for _, x := range r.Exercises {
		one := ruleTested{Rule: x.Rule, Path: x.Path, Line: x.Line, Fires: x.Fires, Silent: x.Silent}
		if f.require == "both" || f.require == "fires" && !x.Fires {
			one.Missing = x.Missing()
		}
		t.Passed = t.Passed && one.Missing == ""
		t.Rules = append(t.Rules, one)
	}
	for _, c := range r.Coverage {
		one := fileCoverage{Path: c.Path, Percent: c.Percent, Missing: append([]int{}, c.Missing...), Low: c.Percent < float64(f.min)}
		t.Passed = t.Passed && !one.Low
		t.Coverage = append(t.Coverage, one)
	}
	return t
}

func (t testResults) json(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(t)
}

// text shows what failed and what is missing.
func (t testResults) text(w io.Writer) error {
	var b strings.Builder
	passed := 0
	for _, c := range t.Tests {
		switch c.Result {
		case "passed":
			passed++
		case "skipped":
			fmt.Fprintf(&b, "%s:%d: %s is not written yet (todo_)\n", c.Path, c.Line, oneLine(c.Name))
		default:
			fmt.Fprintf(&b, "%s:%d: %s failed: %s\n", c.Path, c.Line, oneLine(c.Name), oneLine(c.Failure))
		}
	}
	for _, r := range t.Rules {
		if r.Missing != "" {
			fmt.Fprintf(&b, "%s:%d: %s: %s\n", r.Path, r.Line, r.Rule, r.Missing)
		}
	}
	for _, c := range t.Coverage {
		if !c.Low && !t.flags.coverage {
			continue
		}
		fmt.Fprintf(&b, "%s: %s covered", c.Path, c.percent())
		if c.Low {
			fmt.Fprintf(&b, ", below the minimum %d%%", t.flags.min)
		}
		if len(c.Missing) > 0 {
			fmt.Fprintf(&b, "; not covered: %s %s", plural(len(c.Missing), "line", "lines"), ranges(c.Missing))
		}
		b.WriteString("\n")
	}
	if m := t.Mutation; m != nil {
		for _, s := range m.Survivors {
			fmt.Fprintf(&b, "%s:%d:%d: no test fails if %q becomes %q\n", s.Path, s.Line, s.Column, s.Before, s.After)
		}
		fmt.Fprintf(&b, "tests noticed %d of %d rule changes", m.Tried-len(m.Survivors), m.Tried)
		if m.Left > 0 {
			fmt.Fprintf(&b, "; %d more were not tried: pass --mutate-rule GLOB to try those of single rules", m.Left)
		}
		b.WriteString("\n")
	}
	fmt.Fprintf(&b, "%d of %d tests passed\n", passed, len(t.Tests))
	_, err := io.WriteString(w, visible(b.String()))
	return err
}

// junit writes a test case for each test, and for what is required of each rule.
func (t testResults) junit(w io.Writer) error {
	s := report.JUnitSuite{Name: "modelgate policy test", Time: "0"}
	add := func(class, name, path string, line int, failure string) {
		c := report.JUnitCase{ClassName: actions.Clean(class), Name: actions.Clean(name), File: actions.Clean(path), Time: "0"}
		if failure != "" {
			failure = actions.Clean(failure)
			c.Failure = &report.JUnitReason{Message: failure, Text: fmt.Sprintf("%s:%d: %s", c.File, line, failure)}
			s.Failures++
		}
		s.Cases = append(s.Cases, c)
	}
	for _, c := range t.Tests {
		add(c.Package, c.Name, c.Path, c.Line, c.Failure)
		if c.Result == "skipped" {
			s.Cases[len(s.Cases)-1].Skipped = &report.JUnitReason{Message: "the test is not written yet"}
			s.Skipped++
		}
	}
	for _, r := range t.Rules {
		if t.flags.require != "none" {
			add(r.Rule, "has tests", r.Path, r.Line, r.Missing)
		}
	}
	for _, c := range t.Coverage {
		if c.Low {
			add(c.Path, "coverage", c.Path, 1, fmt.Sprintf("%s covered, below the minimum %d%%", c.percent(), t.flags.min))
		}
	}
	if t.Mutation != nil {
		for _, m := range t.Mutation.Survivors {
			add(m.Path, fmt.Sprintf("line %d: %s", m.Line, m.Before), m.Path, m.Line, fmt.Sprintf("no test fails if %q becomes %q", m.Before, m.After))
		}
	}
	s.Tests = len(s.Cases)
	text, err := xml.MarshalIndent(s, "", "  ")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "%s%s\n", xml.Header, text)
	return err
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
