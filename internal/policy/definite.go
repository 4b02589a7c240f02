package policy

import (
	"fmt"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

// definite is which functions and values of rules have a value whatever they are asked,
// as far as their text shows it.
type definite struct {
	rules map[string][]definedRule // by whole references
	yes   map[string]bool
}

type definedRule struct {
	rule   *ast.Rule
	module *ast.Module
}

// scope is where a reference stands: what its names mean.
type scope struct {
	definite definite
	module   *ast.Module
	local    map[ast.Var]bool // the variables of the rule, which hide names of the module
}

// definiteIn finds out which functions and values of modules always have a value.
func definiteIn(modules map[string]*ast.Module) definite {
	d := definite{map[string][]definedRule{}, map[string]bool{}}
	for _, m := range modules {
		for _, rule := range m.Rules {
			name := m.Package.Path.Extend(rule.Head.Ref()[:1]).String()
			d.rules[name] = append(d.rules[name], definedRule{rule, m})
		}
	}
	for found := true; found; { // one may be of another
		found = false
		for name, rules := range d.rules {
			if !d.yes[name] && d.always(rules) {
				d.yes[name], found = true, true
			}
		}
	}
	return d
}

// always reports whether the rules of one name have a value together.
func (d definite) always(rules []definedRule) bool {
	opposites := map[string]bool{}
	for _, r := range rules {
		if r.rule.Default || r.rule.Head.RuleKind() == ast.MultiValue || len(r.rule.Head.Ref()) > 1 {
			return true // a set or an object
		}
		if slices.ContainsFunc(r.rule.Head.Args, func(t *ast.Term) bool { return !ast.TermValueIs[ast.Var](t) }) {
			continue
		}
		for one := r.rule; one != nil; one = one.Else {
			s := scope{d, r.module, localsOf(one)}
			if one.Head.Value != nil && len(s.missing(one.Head.Value)) == 0 && s.succeeds(one.Body) {
				return true
			}
		}
		if len(r.rule.Body) == 1 { // two of them, of which one holds
			e := r.rule.Body[0].Copy()
			negated := e.Negated
			e.Negated = false
			if opposites[fmt.Sprint(!negated, e)] {
				return true
			}
			opposites[fmt.Sprint(negated, e)] = true
		}
	}
	return false
}

// succeeds reports whether a body holds whatever there is: it only names values.
func (s scope) succeeds(body ast.Body) bool {
	return !slices.ContainsFunc(body, func(e *ast.Expr) bool {
		if t, isTerm := e.Terms.(*ast.Term); isTerm {
			return e.Negated || !t.Equal(ast.InternedTerm(true))
		}
		return e.Negated || !e.IsAssignment() || !ast.TermValueIs[ast.Var](e.Operand(0)) || len(s.missing(e.Operand(1))) > 0
	})
}

// localsOf are the variables of a rule.
func localsOf(rule *ast.Rule) map[ast.Var]bool {
	out := map[ast.Var]bool{}
	add := func(t *ast.Term) {
		if t != nil {
			ast.WalkVars(t, func(v ast.Var) bool { out[v] = true; return false })
		}
	}
	for _, arg := range rule.Head.Args {
		add(arg)
	}
	ast.WalkNodes(rule, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SomeDecl:
			for _, t := range n.Symbols {
				if call, isIn := t.Value.(ast.Call); isIn {
					for _, o := range call[1 : len(call)-1] { // the last is what they are in
						add(o)
					}
					continue
				}
				add(t)
			}
		case *ast.Every:
			add(n.Key)
			add(n.Value)
		case *ast.Expr:
			if n.IsAssignment() {
				add(n.Operand(0))
			}
		}
		return false
	})
	return out
}

// resolve is the whole name of the rule that a reference is to.
func (s scope) resolve(ref ast.Ref) (string, bool) {
	head, isVar := ref[0].Value.(ast.Var)
	if !isVar || s.local[head] {
		return "", false
	}
	full := slices.Concat(s.module.Package.Path, ast.Ref{ast.StringTerm(string(head))}, ref[1:])
	if ref[0].Equal(ast.DefaultRootDocument) {
		full = ref
	}
	for _, i := range s.module.Imports {
		if path, isRef := i.Path.Value.(ast.Ref); isRef && i.Name() == head {
			full = slices.Concat(path, ref[1:])
		}
	}
	for n := 1; n <= len(full); n++ { // it may go on into the value
		if name := full[:n].String(); len(s.definite.rules[name]) > 0 {
			return name, true
		}
	}
	return "", false
}

// missing are the texts of what in a term or condition may have no value. Comprehensions
// always have one.
func (s scope) missing(x any) []string {
	var out []string
	call := func(whole fmt.Stringer, operator ast.Ref, operands []*ast.Term) {
		if name, own := s.resolve(operator); own && !s.definite.yes[name] {
			out = append(out, whole.String())
		}
		for _, o := range operands {
			out = append(out, s.missing(o)...)
		}
	}
	vis := ast.NewGenericVisitor(func(x any) bool {
		switch x := x.(type) {
		case *ast.ArrayComprehension, *ast.SetComprehension, *ast.ObjectComprehension, *ast.Every:
			return true
		case *ast.Term:
			switch v := x.Value.(type) {
			case ast.Var:
				if s.mayMiss(ast.Ref{x}) {
					out = append(out, x.String())
				}
			case ast.Ref:
				if s.mayMiss(v) {
					out = append(out, x.String())
				}
				return true // its keys belong to it
			case ast.Call:
				if operator, isRef := v[0].Value.(ast.Ref); isRef {
					call(x, operator, v[1:])
				}
				return true
			}
		case *ast.Expr:
			if x.IsCall() {
				call(x, x.Operator(), x.Operands())
				return true
			}
		}
		return false
	})
	vis.Walk(x)
	return out
}

// mayMiss reports whether a reference is to a value that may be missing, or looks one up
// by a number or by another value.
func (s scope) mayMiss(ref ast.Ref) bool {
	if name, own := s.resolve(ref); own && !s.definite.yes[name] {
		return true
	}
	return slices.ContainsFunc(ref[1:], func(key *ast.Term) bool {
		switch key.Value.(type) {
		case ast.Number, ast.Ref, ast.Call:
			return true
		}
		return false
	})
}
