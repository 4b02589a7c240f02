package policy

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/storage/inmem"

	"github.com/modelgate-dev/modelgate/internal/finding"
)

// program is the compiled form of all rules of one scope. Asking them all in
// one prepared query shares what they share; a query for each rule alone is
// prepared only when one is needed to tell whose an error is.
type program struct {
	rules []*compiledRule // sorted by id, without those that are turned off
	all   rego.PreparedEvalQuery
}

// compiledRule is one rule and the query that asks it alone.
type compiledRule struct {
	entry
	alone func() (rego.PreparedEvalQuery, error) // prepared on first use
}

// build compiles the modules with one generated entry point for each scope.
func (s *Set) build(ctx context.Context, modules map[string]*ast.Module, entries []entry, data tables, caps *ast.Capabilities) error {
	var err error
	if s.encode, err = inputEncoder(); err != nil {
		return err
	}
	compiler, err := newCompiler(caps)
	if err != nil {
		return err
	}
	byScope := map[finding.Scope][]entry{}
	for _, e := range entries {
		if _, off := s.off[e.rule.ID]; !off {
			byScope[e.rule.Scope] = append(byScope[e.rule.Scope], e)
		}
	}
	all := make(map[string]*ast.Module, len(modules)+len(byScope))
	for file, m := range modules {
		all[file] = m
	}
	for scope, es := range byScope {
		name := "entry point " + string(scope)
		if all[name], err = ast.ParseModuleWithOpts(name, entryPoint(scope, es), ast.ParserOptions{Capabilities: caps, RegoVersion: ast.RegoV1}); err != nil {
			return fmt.Errorf("generating the entry point of scope %s: %w", scope, err)
		}
	}
	if compiler.Compile(all); compiler.Failed() {
		var ps problems
		ps.rego(compiler.Errors)
		return ps.err()
	}
	var ps problems
	checkReferences(compiler, modules, data, &ps)
	checkComparisons(compiler, modules, data, &ps)
	checkResults(compiler, entries, &ps)
	if err := ps.err(); err != nil {
		return err
	}
	store := inmem.NewFromObjectWithOpts(data.store(), inmem.OptRoundTripOnWrite(false), inmem.OptReturnASTValuesOnRead(true))
	for scope, es := range byScope {
		if s.scopes[scope], err = newProgram(ctx, scope, es, compiler, store); err != nil {
			return err
		}
	}
	return nil
}

// entryPoint is the Rego that asks every rule of a scope: an object of what
// each denies, by id, and a set of pairs of id and applies, for the rules where
// that is defined. (One object for each rule's own key would be merged anew for
// every rule.)
func entryPoint(scope finding.Scope, entries []entry) string {
	var b strings.Builder
	fmt.Fprintf(&b, "package modelgate.entry.%s\n\n%s := {\n", scope, denyName)
	for _, e := range entries {
		fmt.Fprintf(&b, "\t%q: %s.%s,\n", e.rule.ID, e.pkg, denyName)
	}
	b.WriteString("}\n")
	for _, e := range entries {
		if e.hasApplies {
			fmt.Fprintf(&b, "\n%s contains [%q, %s.%s]\n", appliesName, e.rule.ID, e.pkg, appliesName)
		}
	}
	return b.String()
}

// queryAlone asks one rule, and answers in the form of the entry point.
func queryAlone(e entry) string {
	applies := "set()"
	if e.hasApplies {
		applies = fmt.Sprintf("{[%q, a] | a := %s.%s}", e.rule.ID, e.pkg, appliesName)
	}
	return fmt.Sprintf("{%q: {%q: %s.%s}, %q: %s}", denyName, e.rule.ID, e.pkg, denyName, appliesName, applies)
}

func newProgram(ctx context.Context, scope finding.Scope, entries []entry, compiler *ast.Compiler, store storage.Store) (*program, error) {
	ctx = context.WithoutCancel(ctx) // a query that is prepared later outlives the loading
	prepare := func(query string) (rego.PreparedEvalQuery, error) {
		pq, err := rego.New(rego.Query(query), rego.Compiler(compiler), rego.Store(store), rego.GenerateJSON(rawValue)).PrepareForEval(ctx)
		if err != nil {
			return rego.PreparedEvalQuery{}, fmt.Errorf("preparing the query %s: %w", query, err)
		}
		return pq, nil
	}
	p := &program{}
	for _, e := range entries {
		p.rules = append(p.rules, &compiledRule{entry: e, alone: sync.OnceValues(func() (rego.PreparedEvalQuery, error) {
			return prepare(queryAlone(e))
		})})
	}
	var err error
	p.all, err = prepare("data.modelgate.entry." + string(scope))
	return p, err
}

// rawValue keeps what a query yields as it is.
func rawValue(t *ast.Term, _ *rego.EvalContext) (any, error) { return t.Value, nil }
