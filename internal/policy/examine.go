package policy

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"time"

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
	Problems []Problem      // why the policies would be refused, and the tests that fail
}

// Examine loads the policies and tables of a tree as Load would once they are
// merged. They are a stranger's: what is wrong with them is no error but the
// result.
func Examine(ctx context.Context, tree source.Tree, opt Options) (Examination, error) {
	ctx, cancel := context.WithTimeout(ctx, ExamineTimeout)
	defer cancel()
	var e Examination
	set, err := Load(ctx, source.Base{Tree: tree}, opt)
	if err := e.refused(err); err != nil {
		return e, err
	}
	if set != nil {
		e.Rules = set.Rules()
	}
	return e, nil
}

// Test runs the tests of the policies, if there are any, and adds what fails.
func (e *Examination) Test(ctx context.Context, tree source.Tree) error {
	ctx, cancel := context.WithTimeout(ctx, ExamineTimeout)
	defer cancel()
	if !hasTests(tree) || checkEntries(source.Base{Tree: tree}) != nil { // what is behind a link cannot be read
		return nil
	}
	custom, err := fs.Sub(tree, customDir)
	if err != nil {
		return fmt.Errorf("reading %s of %s: %w", customDir, tree.Commit, err)
	}
	report, err := TestFS(ctx, policies.FS, custom)
	if err := e.refused(err); err != nil {
		return err
	}
	for _, c := range report.Failed() {
		if c.Endless {
			return fmt.Errorf("the test %s of %s did not end within %v", c.Name, c.Path, TestTimeout)
		}
		if !c.Skipped {
			e.Problems = append(e.Problems, Problem{Path: c.Path, Line: c.Line, Column: 1, Message: fmt.Sprintf("%s fails: %s", c.Name, c.Failure), Remedy: "Correct the rule or its test."})
		}
	}
	return nil
}

// refused keeps the problems of a *LoadError, each once; any other error stays one.
func (e *Examination) refused(err error) error {
	var refused *LoadError
	if !errors.As(err, &refused) {
		return err
	}
	for _, p := range refused.Problems {
		if !slices.Contains(e.Problems, p) {
			e.Problems = append(e.Problems, p)
		}
	}
	return nil
}

// hasTests reports whether an organisation's policies have tests.
func hasTests(tree source.Tree) bool {
	return slices.ContainsFunc(tree.Under(customDir+"/policies"), func(e source.Entry) bool { return isTest(e.Path) })
}
