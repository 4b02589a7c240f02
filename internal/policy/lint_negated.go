package policy

import (
	"fmt"
	"maps"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/modelgate-dev/modelgate/policies"
)

// lintNegated tells of negated comparisons and tests of texts with an operand that may
// have no value. Rego evaluates operands before the negation, so such a condition does not
// hold where the value is missing, and the rule says nothing. == of references is evaluated
// otherwise: it is not true there, and its negation holds.
func lintNegated(modules map[string]*ast.Module, ps *problems) {
	all := maps.Clone(modules)
	var unread problems // the built-in rules have been loaded
	if helpers, err := read(policies.FS, "lib", builtinDir+"/lib", "", isRule, &unread); err == nil {
		maps.Copy(all, parseAll(helpers, capabilities(), false, &unread))
	}
	known := definiteIn(all)
	for _, name := range keysOf(modules) {
		for _, rule := range modules[name].Rules {
			for r := rule; r != nil; r = r.Else {
				l := negatedLint{scope{known, modules[name], localsOf(r)}, ps}
				l.body(r.Body, nil)
				l.inside(r.Head, nil)
			}
		}
	}
}

type negatedLint struct {
	scope
	ps *problems
}

// body looks at the conditions of a body and of those in it. required are the texts of
// values that other conditions require.
func (l negatedLint) body(body ast.Body, required []string) {
	for _, e := range body {
		if !e.Negated {
			required = append(slices.Clip(required), l.missing(e)...)
		}
	}
	for _, e := range body {
		if e.Negated && e.IsCall() && len(e.With) == 0 {
			l.call(e, required)
		}
		l.inside(e, required)
	}
}

// inside looks at the bodies of comprehensions and every.
func (l negatedLint) inside(x any, required []string) {
	ast.WalkClosures(x, func(x any) bool {
		switch c := x.(type) {
		case *ast.ArrayComprehension:
			l.body(c.Body, required)
		case *ast.SetComprehension:
			l.body(c.Body, required)
		case *ast.ObjectComprehension:
			l.body(c.Body, required)
		case *ast.Every:
			l.body(c.Body, required)
		}
		return true
	})
}

// call looks at the operands of a builtin. What an own function makes of a missing value
// is in its name.
func (l negatedLint) call(e *ast.Expr, required []string) {
	if _, own := l.resolve(e.Operator()); own {
		return
	}
	equality := slices.Contains([]string{"equal", "eq", "neq"}, e.Operator().String())
	for _, o := range e.Operands() {
		if _, isCall := o.Value.(ast.Call); equality && !isCall {
			continue // it is evaluated with the comparison
		}
		for _, v := range l.missing(o) {
			if slices.Contains(required, v) {
				continue
			}
			l.ps.at(e.Location, fmt.Sprintf("if %s has no value, this condition does not hold, and the rule finds nothing", shorten(v)),
				"Name what is negated in a rule of its own, such as `enough if size >= 3`, and write `not enough`. If the rule should find nothing there, require the value in another condition.")
			return
		}
	}
}
