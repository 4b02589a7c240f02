package policy

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/cover"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/tester"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/modelgate-dev/modelgate/policies"
)

// testTimeout is the longest time that one Rego test may take.
const testTimeout = 10 * time.Minute

// TestReport is what the Rego tests of a set of policies said.
type TestReport struct {
	Cases    []TestCase // sorted by package, name and place
	Coverage []Coverage // of every policy that is no test, sorted by path
	// Exercises are the organisation's rules, sorted by id; nil for tests of the
	// built-in policies.
	Exercises []Exercise
}

// TestCase is one test_… rule, or one case of a rule.
type TestCase struct {
	Package string // modelgate.rules.card.missing_test; of a case, the id of the rule
	Name    string // test_fires
	Path    string
	Line    int
	Passed  bool
	Skipped bool   // a todo_test_… rule
	Endless bool   // it did not end in its time, which says nothing of the rules
	Failure string // why it did not pass: the cases or the expression that failed, or the error
	Output  string // what it printed
}

// Coverage says how much of one policy its tests have evaluated.
type Coverage struct {
	Path    string
	Percent float64 // of lines that hold expressions or rule heads; 100 for a file without any
	Missing []int   // the lines that no test has reached, sorted
}

// Failed lists the tests that did not pass; a skipped test did not.
func (r TestReport) Failed() []TestCase {
	var out []TestCase
	for _, c := range r.Cases {
		if !c.Passed {
			out = append(out, c)
		}
	}
	return out
}

// Test runs the Rego tests of built-in policies: rules, lib and data are at
// the root of fsys. The policies and their tests are compiled as strictly as
// Load does, with the same builtins, the same tables and the schema of the
// input. A *LoadError says what does not compile; a test that fails is in the
// report. Unless it is nil, watch is shown what they evaluate,
// by several goroutines.
func Test(ctx context.Context, fsys fs.FS, watch func(topdown.Event)) (TestReport, error) {
	return testFS(ctx, fsys, nil, math.MaxInt64, watch)
}

// TestFS runs the tests of an organisation's policies, which are at policies
// and data below the root of custom, together with the built-in helpers, rules
// and tables. Only their tests are run and only their coverage is told. With a
// nil custom it runs the tests of the built-in policies.
func TestFS(ctx context.Context, builtin, custom fs.FS) (TestReport, error) {
	return testFS(ctx, builtin, custom, maxTestSteps, nil)
}

// watched is the coverage of tests with somebody who looks on.
type watched struct {
	*cover.Cover
	watch func(topdown.Event)
}

func (w watched) TraceEvent(e topdown.Event) {
	w.Cover.TraceEvent(e)
	w.watch(e)
}

func testFS(ctx context.Context, builtin, custom fs.FS, steps int64, watch func(topdown.Event)) (TestReport, error) {
	var ps problems
	src, err := sourcesOfTests(builtin, custom, &ps)
	if err != nil {
		return TestReport{}, err
	}
	var cases []file
	src.rules = slices.DeleteFunc(src.rules, func(f file) bool {
		if isCases(f.path) {
			cases = append(cases, f)
		}
		return isCases(f.path) || custom != nil && isBuiltin(f.path) && isTest(f.path)
	})
	if custom != nil && !slices.ContainsFunc(src.rules, func(f file) bool { return isTest(f.path) }) {
		return onlyCases(ctx, builtin, custom, src, cases)
	}
	if custom != nil {
		if err := src.addTesting(builtin); err != nil {
			return TestReport{}, err
		}
	}
	modules := modulesOfTests(src.rules, custom != nil, &ps)
	if err := ps.err(); err != nil {
		return TestReport{}, err
	}
	compiler, err := newCompiler(capabilities())
	if err != nil {
		return TestReport{}, err
	}
	total := totals(modules)
	for file, m := range modules {
		if isRule(file) {
			guardFindings(m)
		}
	}
	distrust(compiler, src.tables, total, func(inference, []*ast.Module) {})
	coverage := cover.New()
	ctx, end := context.WithCancel(ctx)
	defer end()
	shown := newExercised(coverage)
	var tracer topdown.QueryTracer = shown
	if custom == nil {
		tracer = coverage
	}
	if watch != nil {
		tracer = watched{coverage, watch}
	}
	left := newAllowance(tracer, steps, math.MaxInt64, end)
	if custom != nil {
		left = newAllowance(tracer, steps, maxTestBytes, end)
	}
	runner := tester.NewRunner().SetCompiler(compiler.WithEnablePrintStatements(custom == nil)).SetModules(modules). // what is printed is not counted
																SetCoverageQueryTracer(left).SetCoverageRuns(nil).RaiseBuiltinErrors(true).SetTimeout(testTimeout).AddCustomBuiltins(left.guards())
	store := inmem.NewFromObjectWithOpts(src.tables.store(), inmem.OptRoundTripOnWrite(false), inmem.OptReturnASTValuesOnRead(true))
	txn, err := store.NewTransaction(ctx)
	if err != nil {
		return TestReport{}, fmt.Errorf("reading the tables: %w", err)
	}
	defer store.Abort(ctx, txn)
	report := TestReport{}
	report.Cases, err = runTests(ctx, runner.SetStore(store), txn, &ps)
	if excess := left.err(); excess != nil {
		first := slices.IndexFunc(src.rules, func(f file) bool { return isTest(f.path) })
		ps.in(src.rules[first].path, excess.Error(), "Give the tests smaller inputs, or remove some.")
		return TestReport{}, ps.err()
	}
	if err != nil {
		return TestReport{}, err
	}
	if custom != nil {
		if err := report.addCases(ctx, builtin, custom, cases, modules, shown); err != nil {
			return TestReport{}, err
		}
	}
	tested := func(path string) bool { return !isTest(path) && isBuiltin(path) == (custom == nil) && !IsShared(path) }
	report.Coverage = coverageOf(coverage, modules, tested)
	return report, nil
}

// sourcesOfTests reads policies with their tests and cases. What the program has of its
// own is read already.
func sourcesOfTests(builtin, custom fs.FS, ps *problems) (sources, error) {
	keep := func(name string) bool { return isRule(name) || isTest(name) || isCases(name) }
	if custom == nil || !isShipped(builtin) {
		return readSources(builtin, custom, ps, keep)
	}
	own, err := compileBuiltins()
	if err != nil {
		return sources{}, fmt.Errorf("compiling the built-in rules: %w", err)
	}
	files, err := own.files()
	if err != nil {
		return sources{}, err
	}
	added := sources{tables: own.tables}
	err = added.addOwn(custom, ps, keep)
	return files.with(added), err
}

// modulesOfTests parses what tests are compiled with: those of an organisation with the
// built-in rules only if they may refer to them, since compiling all of them takes
// longer than most tests.
func modulesOfTests(rules []file, custom bool, ps *problems) map[string]*ast.Module {
	if !custom {
		return parse(rules, capabilities(), ps)
	}
	own := slices.DeleteFunc(slices.Clone(rules), func(f file) bool { return isBuiltin(f.path) })
	modules := parse(own, capabilities(), ps)
	if !checkSize(modules, ps) {
		return nil
	}
	all := readsRules(modules)
	shared := slices.DeleteFunc(slices.Clone(rules), func(f file) bool {
		return !isBuiltin(f.path) || !all && strings.HasPrefix(f.path, builtinDir+"/rules/")
	})
	maps.Copy(modules, parse(shared, capabilities(), ps))
	return modules
}

// addTesting adds what only tests of an organisation's rules may read.
func (s *sources) addTesting(builtin fs.FS) error {
	if _, err := fs.Stat(builtin, testingDir); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	const helper = testingDir + "/testing.rego"
	src, err := fs.ReadFile(builtin, helper)
	if err != nil {
		return fmt.Errorf("reading the inputs for tests: %w", err)
	}
	s.rules = append(s.rules, file{builtinDir + "/" + helper, src})
	inputs, err := testingData(builtin)
	s.tables = maps.Clone(s.tables)
	s.tables[testingTable] = tableOf(inputs)
	return err
}

// addCases runs the cases of rules, and says of each rule what was shown of it.
func (r *TestReport) addCases(ctx context.Context, builtin, custom fs.FS, files []file, modules map[string]*ast.Module, shown *exercised) error {
	if len(files) > 0 {
		set, err := loadForCases(ctx, builtin, custom)
		if err != nil {
			return err
		}
		var ps problems
		run := caseRun{set: set, tracer: shown, steps: maxTestSteps}
		cases, err := run.run(ctx, files, &ps)
		if err := cmp.Or(err, ps.err()); err != nil {
			return err
		}
		r.Cases = append(r.Cases, cases...)
		sortCases(r.Cases)
	}
	r.Exercises = slices.DeleteFunc(shown.exercises(modules), func(x Exercise) bool { return IsShared(x.Path) }) // whose tests are there
	return nil
}

// onlyCases runs the cases of rules that have no tests in Rego: there is nothing to
// compile beside the rules.
func onlyCases(ctx context.Context, builtin, custom fs.FS, src sources, files []file) (TestReport, error) {
	var ps problems
	own := slices.DeleteFunc(slices.Clone(src.rules), func(f file) bool { return isBuiltin(f.path) })
	modules := parse(own, capabilities(), &ps)
	if err := ps.err(); err != nil {
		return TestReport{}, err
	}
	coverage := cover.New()
	report := TestReport{Cases: []TestCase{}}
	if err := report.addCases(ctx, builtin, custom, files, modules, newExercised(coverage)); err != nil {
		return TestReport{}, err
	}
	report.Coverage = coverageOf(coverage, modules, func(path string) bool { return !IsShared(path) })
	return report, nil
}

// loadForCases loads the rules as Load does.
func loadForCases(ctx context.Context, builtin, custom fs.FS) (*Set, error) {
	if isShipped(builtin) {
		return loadOver(custom, Options{})
	}
	return LoadFS(ctx, builtin, custom, Options{})
}

// isShipped reports whether a file system is the built-in policies of the program.
func isShipped(builtin fs.FS) bool {
	return builtin == fs.FS(policies.FS)
}

func sortCases(cases []TestCase) {
	slices.SortFunc(cases, func(a, b TestCase) int {
		return cmp.Or(cmp.Compare(a.Package, b.Package), cmp.Compare(a.Path, b.Path), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Name, b.Name))
	})
}

func runTests(ctx context.Context, runner *tester.Runner, txn storage.Transaction, ps *problems) ([]TestCase, error) {
	results, err := runner.RunTests(ctx, txn)
	if err != nil {
		ps.rego(err)
		return nil, ps.err()
	}
	var cases []TestCase
	for r := range results {
		cases = append(cases, testCase(r))
	}
	sortCases(cases)
	if ctx.Err() != nil {
		return nil, fmt.Errorf("running the tests of policies: %w", ctx.Err())
	}
	return cases, nil
}

func testCase(r *tester.Result) TestCase {
	c := TestCase{Package: strings.TrimPrefix(r.Package, "data."), Name: r.Name, Passed: r.Pass(), Skipped: r.Skip, Output: string(r.Output)}
	if r.Location != nil {
		c.Path, c.Line = r.Location.File, r.Location.Row
	}
	var why []string
	if r.Skip {
		why = append(why, "the test is marked as not yet written")
	}
	if r.Error != nil {
		c.Endless = topdown.IsCancel(r.Error)
		why = append(why, failureText(r.Error))
	}
	for name, sub := range r.SubResults.Iter {
		if sub.Fail && len(sub.SubResults) == 0 {
			why = append(why, "case "+strings.Join(name, "/"))
		}
	}
	if r.FailedAt != nil && r.FailedAt.Location != nil {
		why = append(why, fmt.Sprintf("%s:%d: %s", r.FailedAt.Location.File, r.FailedAt.Location.Row, r.FailedAt.Location.Text))
	}
	if len(why) == 0 && !c.Passed {
		why = append(why, "the test is not true")
	}
	c.Failure = strings.Join(why, "; ")
	return c
}

func coverageOf(c *cover.Cover, modules map[string]*ast.Module, tested func(path string) bool) []Coverage {
	report := c.Report(modules)
	var out []Coverage
	for _, path := range keysOf(modules) {
		if !tested(path) {
			continue
		}
		one := Coverage{Path: path, Percent: 100}
		if f := report.Files[path]; f != nil && f.CoveredLines+f.NotCoveredLines > 0 {
			one.Percent = f.Coverage
			for _, r := range f.NotCovered {
				for line := r.Start.Row; line <= r.End.Row; line++ {
					one.Missing = append(one.Missing, line)
				}
			}
			slices.Sort(one.Missing)
			one.Missing = slices.Compact(one.Missing)
		}
		out = append(out, one)
	}
	return out
}
