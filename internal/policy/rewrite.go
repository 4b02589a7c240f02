package policy

import (
	"fmt"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

// guarding puts guards into compiled modules, wherever the types do not show
// that Rego's own way is safe.
type guarding struct {
	inference
	swap  map[string]string
	total map[string]bool // functions and rules that always have a value
	next  int             // of the names of new variables
}

// guardBodies rewrites the rules of the modules.
func guardBodies(in inference, modules []*ast.Module, total map[string]bool) {
	g := &guarding{inference: in, swap: guarded(), total: total}
	for _, m := range modules {
		for _, rule := range m.Rules {
			if isTest(m.Package.Location.File) {
				g.bound(rule)
			} else {
				g.rule(rule)
			}
		}
	}
}

func (g *guarding) rule(rule *ast.Rule) {
	for r := rule; r != nil; r = r.Else {
		r.Body = g.results(r.Body)
		if head := r.Head; head.RuleKind() == ast.MultiValue && head.Key != nil && headName(rule) != denyName {
			r.Body = g.counting(guardNewMember, head.Key, r.Body)
		}
	}
	ast.NewGenericVisitor(func(x any) bool {
		switch c := x.(type) {
		case *ast.Every:
			c.Body = g.results(c.Body)
		case *ast.ArrayComprehension:
			c.Body = g.results(c.Body)
		case *ast.SetComprehension:
			c.Body = g.counting(guardNewMember, c.Term, g.results(c.Body))
		case *ast.ObjectComprehension:
			c.Body = g.counting(guardNewKey, c.Key, g.results(c.Body))
		}
		return false
	}).Walk(rule)
	eachExpr(rule, g.expr)
}

func (g *guarding) expr(e *ast.Expr, bound ast.VarSet) []*ast.Expr {
	before := g.collections(e, bound)
	if instead, ok := g.condition(e, bound); ok {
		return append(before, instead...)
	}
	return append(before, g.guarded(e, bound)...)
}

// guarded puts the guard of a builtin in its place.
func (g *guarding) guarded(e *ast.Expr, bound ast.VarSet) []*ast.Expr {
	if e.IsCall() && len(e.With) == 0 && g.needed(e, bound) {
		return g.call(e)
	}
	return []*ast.Expr{e}
}

// call puts the guard into an expression. A builtin is given values, no
// references, so that these are evaluated before. What is negated stays true if
// one of them is undefined.
func (g *guarding) call(e *ast.Expr) []*ast.Expr {
	negated := e.Negated
	e.Negated = false
	e.SetOperator(ast.NewTerm(declared()[g.swap[e.Operator().String()]].Ref()).SetLocation(e.Location))
	var out []*ast.Expr
	for i, o := range e.Operands() {
		switch o.Value.(type) {
		case ast.Ref, *ast.ArrayComprehension, *ast.SetComprehension, *ast.ObjectComprehension:
			value := g.fresh()
			given := ast.Equality.Expr(value, o).SetLocation(e.Location)
			given.With = e.With // of a test
			out = append(out, given)
			e.Operands()[i] = value
		}
	}
	out = append(out, e)
	if !negated {
		return out
	}
	if len(out) == 1 {
		e.Negated = true
		return out
	}
	return []*ast.Expr{none(out, e.Location)}
}

// needed reports whether a call is to be guarded.
func (g *guarding) needed(e *ast.Expr, bound ast.VarSet) bool {
	operands := e.Operands()
	switch name := e.Operator().String(); name {
	case "eq":
		return len(operands) == 2 && isBound(bound, operands...) && !g.comparable(operands[0], operands[1])
	case "equal", "neq":
		return !g.comparable(operands[0], operands[1])
	case "lt", "lte", "gt", "gte":
		return g.kind(operands[0]) != "a number" || g.kind(operands[1]) != "a number"
	case "internal.member_2":
		return !g.comparable(operands[0], element(operands[1]))
	default:
		_, ok := g.swap[name]
		return ok
	}
}

// comparable reports whether two values are known to be scalars of one kind.
func (g *guarding) comparable(a, b *ast.Term) bool {
	switch kind := g.kind(a); kind {
	case "text":
		return kind == g.kind(b) && !g.isDecimal(a) && !g.isDecimal(b)
	case "a number", "a truth value":
		return kind == g.kind(b)
	}
	return false
}

// isDecimal reports whether a term may be a number that a policy or table has as
// text.
func (g *guarding) isDecimal(t *ast.Term) bool {
	return slices.ContainsFunc(g.constants(t), func(c *ast.Term) bool {
		text, isText := c.Value.(ast.String)
		return isText && isDecimal(string(text))
	})
}

// collections guards what an expression iterates over.
func (g *guarding) collections(e *ast.Expr, bound ast.VarSet) []*ast.Expr {
	if e.Negated {
		return nil // nothing in it iterates
	}
	if every, ok := e.Terms.(*ast.Every); ok {
		return g.collection(every.Domain, e)
	}
	var out []*ast.Expr
	vis := ast.NewGenericVisitor(func(x any) bool {
		switch x := x.(type) {
		case *ast.ArrayComprehension, *ast.SetComprehension, *ast.ObjectComprehension:
			return true
		case ast.Ref:
			for i, step := range x {
				if v, isVar := step.Value.(ast.Var); i > 0 && isVar && !bound.Contains(v) {
					out = append(out, g.collection(ast.NewTerm(slices.Clone(x[:i])), e)...)
				}
			}
		}
		return false
	})
	vis.Walk(e)
	return out
}

func (g *guarding) collection(t *ast.Term, of *ast.Expr) []*ast.Expr {
	ref, isRef := t.Value.(ast.Ref)
	if isRef && len(ref) == 1 {
		t = ref[0]
	}
	switch g.kind(t) {
	case "an array", "an object", "a set":
		return nil
	}
	if isRef && ref[0].Equal(ast.DefaultRootDocument) && g.typeOfRule(ref) == nil && len(g.rows(ref[1:])) == 0 {
		return nil // packages
	}
	value := g.fresh()
	return []*ast.Expr{
		ast.Equality.Expr(value, t).SetLocation(of.Location),
		declared()[guardCollection].Expr(value).SetLocation(of.Location),
	}
}

// results guards the results of functions, and rules, that may be undefined
// where they are compared with !=: undefined differs from nothing.
func (g *guarding) results(body ast.Body) ast.Body {
	var out ast.Body
	for _, e := range body {
		result := g.partialResult(e)
		if result == nil || !isDiffered(body, result, 5) {
			out.Append(e)
			continue
		}
		for _, next := range g.result(e, result) {
			next.SetLocation(e.Location)
			out.Append(next)
		}
	}
	return out
}

// isDiffered reports whether a body compares a variable, under whatever name,
// with !=.
func isDiffered(body ast.Body, v *ast.Term, aliases int) bool {
	return slices.ContainsFunc(body, func(e *ast.Expr) bool {
		if !e.IsCall() || !slices.ContainsFunc(e.Operands(), v.Equal) {
			return false
		}
		name := e.Operands()[0] // of name = v
		return e.Operator().String() == "neq" || e.IsEquality() && e.Operand(1).Equal(v) && !name.Equal(v) && ast.TermValueIs[ast.Var](name) && aliases > 0 && isDiffered(body, name, aliases-1)
	})
}

// partialResult is the variable that an expression binds to what may be undefined.
func (g *guarding) partialResult(e *ast.Expr) *ast.Term {
	if !e.IsCall() || e.Negated || len(e.With) > 0 {
		return nil
	}
	operands := e.Operands()
	if rules := g.rules[e.Operator().String()]; len(rules) > 0 && len(operands) == len(rules[0].Head.Args)+1 && !g.total[e.Operator().String()] {
		return operands[len(operands)-1]
	}
	if !e.IsEquality() || len(operands) != 2 {
		return nil
	}
	if rules := g.rules[operands[1].String()]; len(rules) > 0 && len(rules[0].Head.Args) == 0 && rules[0].Head.RuleKind() == ast.SingleValue && !g.total[operands[1].String()] {
		return operands[0]
	}
	return nil
}

func (g *guarding) result(e *ast.Expr, result *ast.Term) []*ast.Expr {
	inner, list, all, index := g.fresh(), g.fresh(), g.fresh(), g.fresh()
	call := e.Copy()
	operands := call.Operands()
	for i, o := range operands {
		if o.Equal(result) {
			operands[i] = inner
		}
	}
	return []*ast.Expr{
		ast.Equality.Expr(list, ast.ArrayComprehensionTerm(inner, ast.NewBody(call))),
		declared()[guardResult].Expr(list, all),
		ast.Equality.Expr(result, ast.RefTerm(all, index)),
	}
}

func (g *guarding) fresh() *ast.Term {
	g.next++
	return ast.VarTerm(fmt.Sprintf("__guard%d__", g.next))
}

// totals is the functions and rules of parsed modules that have a value
// whatever they are asked.
func totals(modules map[string]*ast.Module) map[string]bool {
	total := map[string]bool{}
	for _, m := range modules {
		for _, rule := range m.Rules {
			if hasValue(rule) {
				total[m.Package.Path.Extend(rule.Head.Ref()).String()] = true
			}
		}
	}
	return total
}

func hasValue(rule *ast.Rule) bool {
	for _, arg := range rule.Head.Args {
		if !ast.TermValueIs[ast.Var](arg) {
			return false
		}
	}
	last := rule
	for last.Else != nil {
		last = last.Else
	}
	always := len(last.Body) == 1 && last.Body[0].Equal(ast.NewExpr(ast.InternedTerm(true)))
	return rule.Default || always && last.Head.Value != nil && !looksUp(last.Head.Value)
}

// looksUp reports whether a value is computed of what may be undefined.
func looksUp(t *ast.Term) bool {
	found := false
	ast.WalkTerms(t, func(t *ast.Term) bool {
		switch t.Value.(type) {
		case ast.Ref, ast.Call, *ast.TemplateString:
			found = true
		}
		return found
	})
	return found
}
