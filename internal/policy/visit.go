package policy

import "github.com/open-policy-agent/opa/v1/ast"

// visit looks at one expression of a compiled body. bound is the variables that
// have a value by then. What it returns takes the place of the expression.
type visit func(e *ast.Expr, bound ast.VarSet) []*ast.Expr

// eachExpr visits every expression of a rule in the order of evaluation: those
// of its else branches, and those of comprehensions and every in their place.
func eachExpr(rule *ast.Rule, see visit) {
	for ; rule != nil; rule = rule.Else {
		bound := ast.NewVarSet()
		for _, arg := range rule.Head.Args {
			bound.Update(arg.Vars())
		}
		rule.Body = eachOf(rule.Body, bound, see)
	}
}

// eachOf visits a body, and adds what it binds to bound.
func eachOf(body ast.Body, bound ast.VarSet, see visit) ast.Body {
	var out ast.Body
	for _, e := range body {
		eachClosure(e, bound, see)
		for _, next := range see(e, bound) {
			out.Append(next)
		}
		bound.Update(e.Vars(ast.VarVisitorParams{SkipClosures: true, SkipRefCallHead: true}))
	}
	return out
}

func eachClosure(e *ast.Expr, bound ast.VarSet, see visit) {
	if every, ok := e.Terms.(*ast.Every); ok {
		inner := bound.Copy()
		for _, t := range []*ast.Term{every.Key, every.Value} {
			if t != nil {
				inner.Update(t.Vars())
			}
		}
		every.Body = eachOf(every.Body, inner, see)
		return
	}
	ast.WalkTerms(e, func(t *ast.Term) bool {
		switch c := t.Value.(type) {
		case *ast.ArrayComprehension:
			c.Body = eachOf(c.Body, bound.Copy(), see)
		case *ast.SetComprehension:
			c.Body = eachOf(c.Body, bound.Copy(), see)
		case *ast.ObjectComprehension:
			c.Body = eachOf(c.Body, bound.Copy(), see)
		default:
			return false
		}
		return true
	})
}

// isBound reports whether all variables of the terms have a value.
func isBound(bound ast.VarSet, terms ...*ast.Term) bool {
	for _, t := range terms {
		for v := range t.Vars() {
			if !bound.Contains(v) && v != ast.DefaultRootDocument.Value && v != ast.InputRootDocument.Value {
				return false
			}
		}
	}
	return true
}

// eachRef visits every reference of a rule, with its place or that of what it is
// in: the compiler writes some of its own.
func eachRef(rule *ast.Rule, see func(ref ast.Ref, at *ast.Location)) {
	at := rule.Location
	ast.NewGenericVisitor(func(x any) bool {
		switch x := x.(type) {
		case *ast.Expr:
			if x.Location != nil {
				at = x.Location
			}
		case *ast.Term:
			if ref, isRef := x.Value.(ast.Ref); isRef {
				place := x.Location
				if place == nil {
					place = at
				}
				see(ref, place)
			}
		}
		return false
	}).Walk(rule)
}
