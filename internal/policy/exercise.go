package policy

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// Exercise says what the tests have shown of one rule of an organisation's.
type Exercise struct {
	Rule         string // id
	Path         string
	Line, Column int
	Fires        bool // for some input the rule has a finding
	Silent       bool // for some input it has none
}

// Missing is what no test has shown; "" if nothing is.
func (e Exercise) Missing() string {
	switch {
	case !e.Fires && !e.Silent:
		return "no test or case evaluates the rule"
	case !e.Fires:
		return "the rule fires in no test or case"
	case !e.Silent:
		return "the rule is silent in no test or case"
	}
	return ""
}

// exercised watches which rules were asked, and for which inputs they had findings.
// Tests run side by side, and each gives rules inputs of its own.
type exercised struct {
	topdown.QueryTracer
	mu    sync.Mutex
	asked map[string]map[*ast.Term]bool // package → input → whether it fired
}

// maxExercised is of how many inputs it is remembered whether a rule fired.
const maxExercised = 10_000

func newExercised(next topdown.QueryTracer) *exercised {
	return &exercised{QueryTracer: next, asked: map[string]map[*ast.Term]bool{}}
}

// TraceEvent notes that a rule is looked up, and that it has a finding.
func (x *exercised) TraceEvent(e topdown.Event) {
	switch rule, isRule := e.Node.(*ast.Rule); {
	case e.Op == topdown.IndexOp && e.Ref != nil:
		if pkg, isDeny := strings.CutSuffix(e.Ref.String(), "."+denyName); isDeny && organisation.isPrefixOf(*e.Ref) {
			x.note(pkg, e.Input(), false)
		}
	case e.Op == topdown.ExitOp && isRule && headName(rule) == denyName && organisation.isPrefixOf(rule.Module.Package.Path):
		x.note(rule.Module.Package.Path.String(), e.Input(), true)
	}
	x.QueryTracer.TraceEvent(e)
}

func (x *exercised) note(pkg string, input *ast.Term, fires bool) {
	x.mu.Lock()
	defer x.mu.Unlock()
	of := x.asked[pkg]
	if of == nil {
		of = map[*ast.Term]bool{}
		x.asked[pkg] = of
	}
	if _, known := of[input]; known || len(of) < maxExercised {
		of[input] = of[input] || fires
	}
}

// exercises are the organisation's rules among the modules, and what was shown of
// them. Plain conftest policies share a package, so that it is not known of them.
func (x *exercised) exercises(modules map[string]*ast.Module) []Exercise {
	out := []Exercise{}
	for _, name := range keysOf(modules) {
		pkg := modules[name].Package
		id, _, _ := identify(modules[name], name)
		if isBuiltin(name) || isTest(name) || id.id == "" || id.conftest {
			continue
		}
		one := Exercise{Rule: id.id, Path: name, Line: pkg.Location.Row, Column: pkg.Location.Col}
		for _, fired := range x.asked[pkg.Path.String()] {
			one.Fires = one.Fires || fired
			one.Silent = one.Silent || !fired
		}
		out = append(out, one)
	}
	slices.SortFunc(out, func(a, b Exercise) int { return cmp.Compare(a.Rule, b.Rule) })
	return out
}
