package policy

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/source"
	"github.com/modelgate-dev/modelgate/policies"
)

// ExamineTimeout is the longest time that loading proposed policies and running
// their tests may take. What does not end is not decided.
const ExamineTimeout = 2 * time.Minute

// Examination is what is known of policies that somebody proposes. It is no Set:
// nothing can be judged by it.
type Examination struct {
	Rules    []finding.Rule // sorted by id; none where there are problems
	Problems []Problem      // why the policies would be refused, the tests that fail, and the rules that cannot be evaluated
	Untested []Exercise     // rules of which no test shows that they fire, or that they are silent
	own      *Set           // the organisation's rules alone; nil where there are none to try
	all      *Set           // nil where there are problems
}

// ChangedTables names the tables that the proposed policies have otherwise than a set.
func (e *Examination) ChangedTables(from *Set) []string { return e.all.ChangedTables(from) }

// Examine loads the policies and tables of a tree as Load would once they are
// merged. They are a stranger's: what is wrong with them is no error but the
// result.
func Examine(ctx context.Context, tree source.Tree, opt Options) (Examination, error) {
	return within(ctx, "loading the policies of "+tree.Commit, func(ctx context.Context) (Examination, error) {
		set, err := Load(ctx, source.Base{Tree: tree}, opt)
		problems, err := refusals(err)
		if err != nil || set == nil {
			return Examination{Problems: problems}, err
		}
		return Examination{Rules: set.Rules(), own: set.organisations(), all: set}, nil
	})
}

// HasRules reports whether there are rules of the organisation's to try.
func (e *Examination) HasRules() bool { return e.own != nil }

// Try asks the organisation's rules about an input, and adds those that cannot be
// evaluated: once they are merged, they would deny whatever they found.
func (e *Examination) Try(ctx context.Context, in Input, locate func(evidence.Anchor) (finding.Position, bool)) error {
	if e.own == nil {
		return nil
	}
	on := "the model " + in.Head.ID
	if in.Scope == finding.ScopeRepository {
		on = "the change as a whole"
	}
	verdicts, err := e.own.Evaluate(ctx, in, locate)
	if err != nil {
		return fmt.Errorf("trying the proposed rules on %s: %w", on, err)
	}
	for _, v := range verdicts {
		switch {
		case v.Unfinished:
			return fmt.Errorf("trying the proposed rule %s on %s: %s", v.Rule, on, v.Error)
		case v.Error != "":
			at := e.own.placeOf(v.Rule)
			e.Problems = append(e.Problems, Problem{Path: at.File, Line: at.Row, Column: at.Col,
				Message: fmt.Sprintf("the rule %s cannot be evaluated for %s: %s", v.Rule, on, v.Error), Remedy: "Correct the rule."})
		}
	}
	return nil
}

// organisations is the set without the built-in rules; nil if nothing is left.
func (s *Set) organisations() *Set {
	own := *s
	own.scopes = map[finding.Scope][]*program{}
	for scope, programs := range s.scopes {
		for _, p := range programs {
			if !builtIn.isPrefixOf(p.rules[0].pkg) { // a program has rules of one origin
				own.scopes[scope] = append(own.scopes[scope], p)
			}
		}
	}
	if len(own.scopes) == 0 {
		return nil
	}
	return &own
}

// placeOf is where a rule is written.
func (s *Set) placeOf(rule string) *ast.Location {
	for _, programs := range s.scopes {
		for _, p := range programs {
			for _, r := range p.rules {
				if r.rule.ID == rule {
					return r.loc
				}
			}
		}
	}
	return &ast.Location{}
}

// Test runs the tests of the policies, if there are any, and adds what fails and which
// rules lack tests.
func (e *Examination) Test(ctx context.Context, tree source.Tree) error {
	if checkEntries(source.Base{Tree: tree}) != nil { // what is behind a link cannot be read
		return nil
	}
	if !hasTests(tree) {
		return e.findUntested(tree)
	}
	tested, err := within(ctx, "running the tests of the policies of "+tree.Commit, func(ctx context.Context) (Examination, error) {
		return testResults(ctx, tree)
	})
	for _, p := range tested.Problems {
		if !slices.Contains(e.Problems, p) { // what does not load is told already
			e.Problems = append(e.Problems, p)
		}
	}
	e.Untested = tested.Untested
	return err
}

// findUntested finds the rules of policies that have no tests at all.
func (e *Examination) findUntested(tree source.Tree) error {
	if len(e.Problems) > 0 {
		return nil
	}
	own, err := ownSources(tree)
	if err != nil {
		return err
	}
	var ps problems
	e.Untested = newExercised(nil).exercises(parse(own, capabilities(), &ps))
	return nil
}

// TestTree runs the tests of the organisation's policies in a tree, as TestFS does.
func TestTree(ctx context.Context, tree source.Tree) (TestReport, error) {
	if err := checkEntries(source.Base{Tree: tree}); err != nil {
		return TestReport{}, err
	}
	if len(tree.Under(customDir)) == 0 {
		return TestReport{}, nil
	}
	custom, err := layeredOf(tree)
	if err != nil {
		return TestReport{}, err
	}
	return TestFS(ctx, policies.FS, custom)
}

// testResults are the tests that fail, or why they do not compile, and the rules that
// lack tests.
func testResults(ctx context.Context, tree source.Tree) (Examination, error) {
	report, err := TestTree(ctx, tree)
	problems, err := refusals(err)
	if err != nil {
		return Examination{}, err
	}
	out := Examination{Problems: problems}
	for _, c := range report.Failed() {
		if c.Endless {
			return Examination{}, fmt.Errorf("the test %s in %s did not finish within %v", c.Name, c.Path, testTimeout)
		}
		if !c.Skipped {
			out.Problems = append(out.Problems, Problem{Path: c.Path, Line: c.Line, Column: 1, Message: fmt.Sprintf("%s fails: %s", c.Name, c.Failure), Remedy: "Fix the rule or its test."})
		}
	}
	for _, x := range report.Exercises {
		if x.Missing() != "" {
			out.Untested = append(out.Untested, x)
		}
	}
	return out, nil
}

// refusals are the problems of a *LoadError; any other error stays one.
func refusals(err error) ([]Problem, error) {
	var refused *LoadError
	if errors.As(err, &refused) {
		return refused.Problems, nil
	}
	return nil, err
}

// within does something that may take as long as a stranger likes: compiling heeds
// no context. What does not end is left to itself; the program ends soon.
func within[T any](ctx context.Context, doing string, do func(context.Context) (T, error)) (T, error) {
	ctx, cancel := context.WithTimeout(ctx, ExamineTimeout)
	defer cancel()
	type result struct {
		value T
		err   error
	}
	done := make(chan result, 1)
	go func() {
		value, err := do(ctx)
		done <- result{value, err}
	}()
	select {
	case r := <-done:
		return r.value, r.err
	case <-ctx.Done():
		var nothing T
		return nothing, fmt.Errorf("%s did not finish within %v", doing, ExamineTimeout)
	}
}

// hasTests reports whether an organisation's policies have tests.
func hasTests(tree source.Tree) bool {
	return slices.ContainsFunc(tree.Under(customDir+"/policies"), func(e source.Entry) bool { return IsTest(e.Path) })
}
