package policy

import (
	"errors"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage"

	"github.com/modelgate-dev/modelgate/internal/finding"
)

// program is the compiled form of the rules of one part and one scope.
type program struct {
	rules    []*compiledRule // sorted by id, without those that are turned off
	compiler *ast.Compiler
	query    ast.QueryCompiler // may be nil
	facts    []fact            // that the demands of the rules are about
	sharing  sharing           // of their premises
	strict   bool              // nobody has tested the rules: what fails in them is to be said
	store    storage.Store
	steps    *stepAnswers // nil if no rule is of steps
}

// asking is the program with some of its rules.
func (p *program) asking(rules []*compiledRule) *program {
	q := *p
	q.rules, q.steps = rules, nil
	if slices.ContainsFunc(rules, func(r *compiledRule) bool { return r.ofSteps }) {
		q.steps = &stepAnswers{}
	}
	return &q
}

// compiledRule is one rule and the query that asks it.
type compiledRule struct {
	entry
	query    func() ast.Body
	demand   *demand          // nil if it is not known
	premises func() *premises // the same

	ofSteps bool // what it finds for an input is what it finds for each step of the lineage
}

// build compiles the parts side by side, to a program for each part and scope.
func build(parts []part, data tables, off map[string]string, caps *ast.Capabilities) (map[finding.Scope][]*program, error) {
	store := newTableStore(data)
	built := make([]map[finding.Scope]*program, len(parts))
	errs := make([]error, len(parts))
	var wg sync.WaitGroup
	for i, p := range parts {
		wg.Go(func() { built[i], errs[i] = p.compile(data, off, store, caps) })
	}
	wg.Wait()
	if err := joined(errs); err != nil {
		return nil, err
	}
	scopes := map[finding.Scope][]*program{}
	for _, programs := range built {
		for scope, p := range programs {
			scopes[scope] = append(scopes[scope], p)
		}
	}
	return scopes, nil
}

// part is a share of the rules, with the modules that they need.
type part struct {
	builtIn bool
	proven  bool // the project's tests have compiled it with every check
	modules map[string]*ast.Module
	entries []entry
}

// split deals the built-in rules out to as many parts as there are processors,
// at most 4. Each part has every helper package; no built-in rule uses another
// rule. An organisation's rules stay together, in a part of their own, since
// they may use each other's helpers. off has the ids of rules that are turned
// off.
func split(modules map[string]*ast.Module, entries []entry, off map[string]string) []part {
	parts := make([]part, min(runtime.GOMAXPROCS(0), 4)+1)
	own := len(parts) - 1
	for i := range parts {
		parts[i] = part{builtIn: i != own, modules: map[string]*ast.Module{}}
	}
	home := map[string]int{} // by package
	for i, e := range entries {
		at := own
		if builtIn.isPrefixOf(e.pkg) {
			if _, isOff := off[e.rule.ID]; isOff {
				home[e.pkg.String()] = nowhere
				continue
			}
			at = i % own
		}
		home[e.pkg.String()] = at
		parts[at].entries = append(parts[at].entries, e)
	}
	for file, m := range modules {
		if at, isRule := home[m.Package.Path.String()]; isRule {
			if at != nowhere {
				parts[at].modules[file] = m
			}
			continue
		}
		for i := range parts {
			if i == own || !organisation.isPrefixOf(m.Package.Path) {
				parts[i].modules[file] = m
			}
		}
	}
	return slices.DeleteFunc(parts, func(p part) bool { return len(p.entries) == 0 && !p.hasHelpers() })
}

// hasHelpers reports whether there are helpers of the organisation's among the
// modules: what is wrong with them is said even if no rule uses them.
func (p part) hasHelpers() bool {
	for _, m := range p.modules {
		if !p.builtIn && organisation.isPrefixOf(m.Package.Path) {
			return true
		}
	}
	return false
}

// nowhere is the part of a built-in rule that is turned off: it is not compiled.
const nowhere = -1

// prefix is the beginning of the names of packages.
type prefix string

const (
	builtIn      prefix = "data.modelgate.rules"
	organisation prefix = "data.modelgate.custom"
)

func (p prefix) isPrefixOf(pkg ast.Ref) bool { return strings.HasPrefix(pkg.String(), string(p)+".") }

// joined is all that the parts were refused for, each problem once: a helper
// package is compiled in every part.
func joined(errs []error) error {
	var all LoadError
	for _, err := range errs {
		var refused *LoadError
		switch {
		case errors.As(err, &refused):
			for _, p := range refused.Problems {
				if !slices.Contains(all.Problems, p) {
					all.Problems = append(all.Problems, p)
				}
			}
		case err != nil:
			return err
		}
	}
	if len(all.Problems) == 0 {
		return nil
	}
	return &all
}

// compile compiles one part, to a program for each scope. What is wrong with it is told
// by the names of all helpers that there are.
func (p part) compile(data tables, off map[string]string, store tableStore, caps *ast.Capabilities) (map[finding.Scope]*program, error) {
	less := p
	less.modules = p.needed()
	programs, err := less.compileAll(data, off, store, caps)
	if err != nil && len(less.modules) < len(p.modules) {
		return p.compileAll(data, off, store, caps)
	}
	return programs, err
}

func (p part) compileAll(data tables, off map[string]string, store tableStore, caps *ast.Capabilities) (map[finding.Scope]*program, error) {
	compiler := provenCompiler(caps)
	if !p.proven {
		var err error
		if compiler, err = newCompiler(caps); err != nil {
			return nil, err
		}
	}
	byScope := map[finding.Scope][]entry{}
	for _, e := range p.entries {
		if _, isOff := off[e.rule.ID]; !isOff {
			byScope[e.rule.Scope] = append(byScope[e.rule.Scope], e)
		}
	}
	all := maps.Clone(p.modules)
	var ps problems
	if !p.proven {
		own := make(map[string]*ast.Module, len(p.modules)) // the other parts have the same: even a walk changes them
		for file, m := range p.modules {
			own[file] = m.Copy()
		}
		total := totals(own)
		for file, m := range own {
			guardFindings(m)
			all[file] = m
		}
		distrust(compiler, data, total, func(in inference, modules []*ast.Module) {
			p.check(in, modules, &ps)
		})
	}
	if compiler.Compile(all); compiler.Failed() {
		ps.rego(compiler.Errors)
	}
	p.explainInput(ps)
	if err := ps.err(); err != nil {
		return nil, err
	}
	programs := map[finding.Scope]*program{}
	for scope, es := range byScope {
		programs[scope] = &program{compiler: compiler, store: store, strict: !p.proven}
		for _, e := range es {
			rule := newCompiledRule(e)
			if !p.proven {
				rule.expect(compiler, store)
			}
			programs[scope].rules = append(programs[scope].rules, rule)
		}
	}
	return programs, nil
}

// check refuses what Rego would let pass in silence, as far as it can be known
// before there is an input.
func (p part) check(in inference, modules []*ast.Module, ps *problems) {
	in.checkReferences(modules, ps)
	in.checkArguments(ps)
	for _, m := range modules {
		in.checkComparisons(m, ps)
		in.checkWritten(m, ps)
	}
	used, reads := map[*ast.Rule]bool{}, map[*ast.Rule][]inputRead{}
	for _, e := range p.entries {
		reached := in.reached(e)
		for _, rule := range reached {
			used[rule] = true
		}
		in.checkScope(e, reached, reads, ps)
	}
	in.checkReach(modules, used, ps)
	checkResults(in.compiler, p.entries, ps)
}

// explainInput adds to the problems of conftest policies what their authors may
// not expect.
func (p part) explainInput(ps problems) {
	for _, e := range p.entries {
		for i := range ps {
			if e.id.conftest && ps[i].Path == e.loc.File {
				ps[i].Remedy = strings.TrimSpace(ps[i].Remedy + " A policy in package main receives modelgate's input (schemas/input.schema.json), not the file that conftest would pass.")
			}
		}
	}
}

// The variables of a query.
const (
	denyVar    = ast.Var(denyName)
	appliesVar = ast.Var(appliesName)
)

// newCompiledRule is a rule and its query: deny = data.…deny, and, for a rule that
// has it, applies = [a | a = data.…applies], which is empty where that is undefined. Of
// most rules the query is never made, as they are not asked.
func newCompiledRule(e entry) *compiledRule {
	return &compiledRule{entry: e, query: sync.OnceValue(e.query)}
}

func (e entry) query() ast.Body {
	read := func(v ast.Var, name string) *ast.Expr {
		return ast.Equality.Expr(ast.NewTerm(v), ast.NewTerm(e.pkg.Append(ast.StringTerm(name))))
	}
	query := ast.NewBody(read(denyVar, denyName))
	if e.hasApplies {
		const a = ast.Var("a")
		values := ast.ArrayComprehensionTerm(ast.NewTerm(a), ast.NewBody(read(a, appliesName)))
		query.Append(ast.Equality.Expr(ast.NewTerm(appliesVar), values))
	}
	return query
}

// expect gives a rule the premise that is read from its compiled form.
func (r *compiledRule) expect(compiler *ast.Compiler, store tableStore) {
	r.demand = &demand{}
	r.premises = sync.OnceValue(func() *premises {
		return ownPremises(compiler, store, r.pkg)
	})
}
