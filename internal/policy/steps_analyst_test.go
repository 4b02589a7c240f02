package policy

import (
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

// stepAnalyst finds out which rules are of steps: each way to deny takes one step from the
// steps of the lineage, and reads nothing else of the input but what is in stepKey.
type stepAnalyst struct {
	compiler *ast.Compiler
	sets     map[string]bool // by path: it is a set of steps, chosen one by one
	plain    map[string]bool // by path: it reads no steps, and of the input what is in stepKey
}

func newStepAnalyst(c *ast.Compiler) *stepAnalyst {
	return &stepAnalyst{c, map[string]bool{"data.modelgate.lib.ancestry.steps": true}, map[string]bool{}}
}

// ofSteps reports whether a rule is.
func (a *stepAnalyst) ofSteps(e entry) bool {
	deny := a.compiler.GetRulesExact(e.pkg.Append(ast.StringTerm(denyName)))
	if len(deny) == 0 || slices.ContainsFunc(deny, func(r *ast.Rule) bool { return !a.takesOne(r) }) {
		return false
	}
	applies := a.compiler.GetRulesExact(e.pkg.Append(ast.StringTerm(appliesName)))
	return !slices.ContainsFunc(applies, func(r *ast.Rule) bool { return !a.countsSteps(r) })
}

// takesOne reports whether a rule adds something for one step.
func (a *stepAnalyst) takesOne(r *ast.Rule) bool {
	if r.Head.Key == nil || len(r.Head.Args) > 0 || r.Default || r.Else != nil {
		return false
	}
	taken := 0
	rest := ast.Body{}
	for _, e := range r.Body {
		if a.takes(e) {
			taken++
		} else {
			rest = append(rest, e)
		}
	}
	return taken == 1 && a.isPlain(rest) && a.isPlain(r.Head.Key)
}

// takes reports whether an expression takes a step from a set: step = steps[_].
func (a *stepAnalyst) takes(e *ast.Expr) bool {
	if !e.IsEquality() || e.Negated {
		return false
	}
	for i, x := range e.Operands() {
		ref, isRef := x.Value.(ast.Ref)
		_, isVar := e.Operand(1 - i).Value.(ast.Var)
		if isRef && isVar && len(ref) > 2 && a.isSet(ref[:len(ref)-1]) {
			_, some := ref[len(ref)-1].Value.(ast.Var)
			return some
		}
	}
	return false
}

// isSet reports whether a path is a set of steps: the steps themselves, or those of such a
// set for which something holds.
func (a *stepAnalyst) isSet(path ast.Ref) bool {
	key := path.String()
	if is, known := a.sets[key]; known {
		return is
	}
	a.sets[key] = false
	rules := a.compiler.GetRulesExact(path)
	a.sets[key] = len(rules) > 0 && !slices.ContainsFunc(rules, func(r *ast.Rule) bool { return r.Head.DocKind() != ast.PartialSetDoc || !a.takesOne(r) })
	return a.sets[key]
}

// countsSteps reports whether a rule is that there is a step: count(steps) > 0.
func (a *stepAnalyst) countsSteps(r *ast.Rule) bool {
	if r.Default || r.Else != nil || len(r.Body) != 3 || r.Head.Value == nil || !r.Head.Value.Equal(ast.InternedTerm(true)) {
		return false
	}
	named, count, more := r.Body[0], r.Body[1], r.Body[2] // set = steps; count(set, n); n > 0
	if !named.IsEquality() || !count.IsCall() || !more.IsCall() || named.Negated || count.Negated || more.Negated || count.Operator().String() != "count" || more.Operator().String() != "gt" {
		return false
	}
	ref, isRef := named.Operand(1).Value.(ast.Ref)
	return isRef && a.isSet(ref) && count.Operand(0).Equal(named.Operand(0)) && more.Operand(0).Equal(count.Operand(1)) && more.Operand(1).Value.Compare(ast.Number("0")) == 0
}

// isPlain reports whether a part of a rule reads no steps.
func (a *stepAnalyst) isPlain(part any) bool {
	plain := true
	ast.WalkRefs(part, func(ref ast.Ref) bool {
		plain = plain && a.isPlainRef(ref)
		return false
	})
	return plain
}

func (a *stepAnalyst) isPlainRef(ref ast.Ref) bool {
	switch {
	case ref[0].Equal(ast.InputRootDocument):
		return len(ref) > 1 && (ref[1].Equal(ast.StringTerm("now")) || ref[1].Equal(ast.StringTerm("stage")))
	case !ref[0].Equal(ast.DefaultRootDocument):
		return true
	}
	for n := 1; n <= len(ref.GroundPrefix()); n++ {
		if rules := a.compiler.GetRulesExact(ref[:n]); len(rules) > 0 {
			return a.arePlain(ref[:n], rules)
		}
	}
	return len(a.compiler.GetRulesWithPrefix(ref.GroundPrefix())) == 0 // a table
}

func (a *stepAnalyst) arePlain(path ast.Ref, rules []*ast.Rule) bool {
	key := path.String()
	if key == "data.modelgate.lib.regimes.by_config" { // the laws of one card: those in stepKey
		return true
	}
	if is, known := a.plain[key]; known {
		return is
	}
	a.plain[key] = !a.isSet(path)
	for _, r := range rules {
		a.plain[key] = a.plain[key] && a.isPlain(r)
	}
	return a.plain[key]
}
