package policy

import (
	"fmt"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

// guardFindings sees to it that a rule whose conditions hold has a finding. In
// Rego a finding whose place, key or message is undefined is none: the member
// is evaluated apart, and that it has no value is the rule's error.
//
//	deny contains {"at": a, "message": m} if { conditions }
//	deny contains x if { conditions; all := guard.defined([y | y := {"at": a, "message": m}]); x := all[_] }
//
// It is done for deny, and for whatever else writes an object with a message.
func guardFindings(module *ast.Module) {
	names, always := 0, unconditional(module)
	guardFinding := func(member *ast.Term, body ast.Body) (*ast.Term, ast.Body) {
		names++
		return guardFinding(member, body, always, names)
	}
	ast.WalkTerms(module, func(t *ast.Term) bool {
		switch c := t.Value.(type) {
		case *ast.ArrayComprehension:
			if isFinding(c.Term, c.Body) {
				c.Term, c.Body = guardFinding(c.Term, c.Body)
			}
		case *ast.SetComprehension:
			if isFinding(c.Term, c.Body) {
				c.Term, c.Body = guardFinding(c.Term, c.Body)
			}
		case *ast.ObjectComprehension:
			if isFinding(c.Value, c.Body) {
				c.Value, c.Body = guardFinding(c.Value, c.Body)
			}
		}
		return false
	})
	for _, rule := range module.Rules {
		denies := headName(rule) == denyName
		for r := rule; r != nil; r = r.Else {
			switch head := r.Head; {
			case r.Default:
			case head.RuleKind() == ast.MultiValue && head.Key != nil && (denies || isFinding(head.Key, r.Body)):
				head.Key, r.Body = guardFinding(head.Key, r.Body)
			case head.RuleKind() == ast.SingleValue && head.Value != nil && isFinding(head.Value, r.Body):
				head.Value, r.Body = guardFinding(head.Value, r.Body)
			}
		}
	}
}

// isFinding reports whether a term is an object with a message, or a variable
// that the body says to be one.
func isFinding(t *ast.Term, body ast.Body) bool {
	switch v := t.Value.(type) {
	case ast.Object:
		return v.Get(ast.InternedTerm("message")) != nil || v.Get(ast.InternedTerm("msg")) != nil
	case ast.Var:
		return slices.ContainsFunc(body, func(e *ast.Expr) bool {
			return assigns(e) && e.Operand(0).Equal(t) && ast.TermValueIs[ast.Object](e.Operand(1)) && isFinding(e.Operand(1), nil)
		})
	}
	return false
}

// assigns reports whether an expression is v := value.
func assigns(e *ast.Expr) bool {
	return e.IsAssignment() && !e.Negated && len(e.With) == 0 && len(e.Operands()) == 2 && ast.TermValueIs[ast.Var](e.Operand(0))
}

// guardFinding gives the member and the body in their guarded form. The number
// tells the new variables of a module apart.
func guardFinding(member *ast.Term, body ast.Body, always map[string]bool, number int) (*ast.Term, ast.Body) {
	name := func(what string) *ast.Term { return ast.VarTerm(fmt.Sprintf("__%s%d__", what, number)) }
	conditions, wording := wordingOf(body, always)
	one, all, index := name("finding"), name("findings"), name("index")
	list := ast.ArrayComprehensionTerm(one, appended(wording, ast.Assign.Expr(one, member)))
	call := ast.CallTerm(ast.NewTerm(declared()[guardDefined].Ref()), list)
	guarded := appended(conditions, ast.Assign.Expr(all, call))
	setLocation(list, member.Location)
	call.SetLocation(member.Location)
	guarded[len(guarded)-1].SetLocation(member.Location)
	return ast.RefTerm(all, index).SetLocation(member.Location), guarded
}

func appended(body ast.Body, e *ast.Expr) ast.Body {
	var out ast.Body
	for _, was := range body {
		out.Append(was)
	}
	out.Append(e)
	return out
}

// setLocation places what was written for the list, which has no place yet.
func setLocation(list *ast.Term, at *ast.Location) {
	list.SetLocation(at)
	body := list.Value.(*ast.ArrayComprehension).Body
	body[len(body)-1].SetLocation(at)
}

// wordingOf parts the conditions of a body from what only words the finding:
// objects, lists and texts that are put together for it, and for nothing else.
func wordingOf(body ast.Body, always map[string]bool) (conditions, wording ast.Body) {
	words := make([]bool, len(body))
	for i, e := range body {
		words[i] = assigns(e) && isWording(e.Operand(1), always)
	}
	for again := true; again; {
		again = false
		for i, e := range body {
			if words[i] && slices.ContainsFunc(body, func(other *ast.Expr) bool {
				return !words[slices.Index(body, other)] && mentions(other, e.Operand(0))
			}) {
				words[i], again = false, true
			}
		}
	}
	for i, e := range body {
		if words[i] {
			wording.Append(e)
		} else {
			conditions.Append(e)
		}
	}
	return conditions, wording
}

// isWording reports whether a value is made for people: a lookup is not, as it
// may well be a condition, and so may a function that asks for something.
func isWording(t *ast.Term, always map[string]bool) bool {
	switch v := t.Value.(type) {
	case ast.Object, *ast.Array, ast.Set, *ast.TemplateString:
		return true
	case ast.Call:
		return always[v[0].String()] || slices.Contains([]string{"sprintf", "concat", "format_int", "json.marshal", "object.union", "object.union_n"}, v[0].String())
	}
	return false
}

// unconditional is the functions of a module that have one definition, and no
// condition: only what they are given can be undefined.
func unconditional(module *ast.Module) map[string]bool {
	out, seen := map[string]bool{}, map[string]bool{}
	for _, rule := range module.Rules {
		name := headName(rule)
		free := len(rule.Head.Args) > 0 && rule.Else == nil && len(rule.Body) == 1 && rule.Body[0].Equal(ast.NewExpr(ast.InternedTerm(true)))
		for _, arg := range rule.Head.Args {
			free = free && ast.TermValueIs[ast.Var](arg)
		}
		out[name] = free && !seen[name]
		seen[name] = true
	}
	return out
}

func mentions(e *ast.Expr, name *ast.Term) bool {
	found := false
	ast.WalkVars(e, func(v ast.Var) bool {
		found = found || v == name.Value
		return found
	})
	return found
}
