package policy

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/types"
)

// certainty is what is known of a condition before there is an input. In Rego
// only false and the undefined are not true: an empty text, 0 and an empty list
// hold, and so does the word "no".
type certainty int

const (
	decided  certainty = iota // it is a truth value, or asks whether something exists
	lookedUp                  // what it is if it exists is not known
	computed                  // it always has a value, of a kind that is not known
)

// checkCondition refuses a condition that can never be false.
func (in inference) checkCondition(e *ast.Expr, bound ast.VarSet, ps *problems) {
	if _, why := in.condition(e, bound); why != "" {
		ps.at(e.Location, why,
			"Compare the value, for example with != \"\" or count(…) > 0, or read `present`. Only false and what does not exist make a condition fail.")
	}
}

// condition says what is known of an expression that stands as a condition, and
// why it can never be false.
func (in inference) condition(e *ast.Expr, bound ast.VarSet) (certainty, string) {
	switch t := e.Terms.(type) {
	case *ast.Term:
		return in.conditionOfTerm(t, bound)
	case []*ast.Term:
		return in.conditionOfCall(e)
	}
	return decided, ""
}

func (in inference) conditionOfTerm(t *ast.Term, bound ast.VarSet) (certainty, string) {
	ref, isRef := t.Value.(ast.Ref)
	if ast.TermValueIs[ast.Boolean](t) || isRef && in.isPackage(ref) {
		return decided, ""
	}
	kind := in.kind(t)
	switch {
	case !isRef || isBound(bound, t) && in.always(t, maxAliases):
		return in.alwaysThere(t, kind)
	case kind == "a truth value", kind == "an object":
		return decided, ""
	}
	return lookedUp, in.misreadRow(t)
}

// maxAliases is how many names of names are followed.
const maxAliases = 8

// alwaysThere judges a condition that has a value whatever the input is.
func (in inference) alwaysThere(t *ast.Term, kind string) (certainty, string) {
	switch kind {
	case "":
		return computed, in.misreadRow(t)
	case "a truth value":
		if ref, isRef := t.Value.(ast.Ref); isRef && in.isTrueByDefault(ref.String()) {
			return decided, fmt.Sprintf("this condition is never false: %s is true by default", shownRef(ref))
		}
		return decided, ""
	}
	return decided, fmt.Sprintf("this condition is never false: it is %s, even if that is empty", kind)
}

func (in inference) conditionOfCall(e *ast.Expr) (certainty, string) {
	f, known := in.compiler.TypeEnv.GetByRef(e.Operator()).(*types.Function)
	path := e.Operator().String()
	if !known || f.Result() == nil || len(e.Operands()) != f.Arity() || isRelation(path) {
		return decided, ""
	}
	kind, own := kindOfType(f.Result()), len(in.rules[path]) > 0
	switch {
	case kind == "a truth value":
		if in.isTrueByDefault(path) {
			return decided, fmt.Sprintf("this condition is never false: %s is true by default", e.Operator())
		}
		return decided, ""
	case own && !in.alwaysAnswers(path):
		return lookedUp, ""
	case kind != "":
		return decided, fmt.Sprintf("this condition is never false: the result of %s is %s, even if that is empty", e.Operator(), kind)
	}
	return computed, ""
}

func isRelation(builtin string) bool {
	b, known := ast.BuiltinMap[builtin]
	return known && b.Relation
}

// isPackage reports whether a reference means a package as a whole.
func (in inference) isPackage(ref ast.Ref) bool {
	return ref[0].Equal(ast.DefaultRootDocument) && in.typeOfRule(ref) == nil && len(in.rows(ref[1:])) == 0
}

// isTrueByDefault reports whether a rule or function has the default true, and no
// other value.
func (in inference) isTrueByDefault(path string) bool {
	rules := in.rules[path]
	return slices.ContainsFunc(rules, func(r *ast.Rule) bool { return r.Default }) &&
		!slices.ContainsFunc(rules, func(r *ast.Rule) bool { return r.Head.Value == nil || !r.Head.Value.Equal(ast.InternedTerm(true)) })
}

// alwaysAnswers reports whether a function has a result whatever it is given.
func (in inference) alwaysAnswers(path string) bool {
	return slices.ContainsFunc(in.rules[path], func(r *ast.Rule) bool {
		return r.Default || in.isUnconditional(r, maxAliases)
	})
}

// isUnconditional reports whether a rule's body only names values.
func (in inference) isUnconditional(r *ast.Rule, aliases int) bool {
	bound := ast.NewVarSet()
	for _, arg := range r.Head.Args {
		v, isVar := arg.Value.(ast.Var)
		if !isVar || bound.Contains(v) {
			return false
		}
		bound.Add(v)
	}
	for _, e := range r.Body {
		named := e.IsEquality() && !e.Negated && len(e.Operands()) == 2 && varOf(e.Operand(0)) != "" && !bound.Contains(varOf(e.Operand(0))) && in.always(e.Operand(1), aliases-1)
		bound.Update(e.Vars(ast.VarVisitorParams{}))
		if t, isTerm := e.Terms.(*ast.Term); !named && !(isTerm && t.Equal(ast.InternedTerm(true))) {
			return false
		}
	}
	return true
}

// always reports whether a term has a value whatever the input is.
func (in inference) always(t *ast.Term, aliases int) bool {
	ref, isRef := t.Value.(ast.Ref)
	switch {
	case !isRef || len(ref) == 1:
		return true
	case aliases <= 0:
		return false
	case ref[0].Equal(ast.InputRootDocument):
		return isTotal(in.typeOfInput(ref[:1]), ref[1:])
	case ref[0].Equal(ast.DefaultRootDocument):
		return in.alwaysDocument(ref, aliases)
	}
	possible := in.possible(ref[0])
	for _, p := range possible {
		from, isRef := p.Value.(ast.Ref)
		if !isRef || !in.hasPath(from, ref[1:]) {
			return false
		}
	}
	return len(possible) > 0
}

// hasPath reports whether a part of the input, or of a table, always has what is
// below it.
func (in inference) hasPath(from, path ast.Ref) bool {
	if from[0].Equal(ast.InputRootDocument) {
		return isTotal(in.typeOfInput(from), path)
	}
	return from[0].Equal(ast.DefaultRootDocument) && len(in.rows(from[1:])) > 0 && allHave(in.rows(from[1:]), path)
}

// isTotal reports whether a value of a type always has a path.
func isTotal(t types.Type, path ast.Ref) bool {
	for _, step := range path {
		object, isObject := t.(*types.Object)
		key, isText := step.Value.(ast.String)
		if !isObject || !isText {
			return false
		}
		t = object.Select(string(key))
	}
	return t != nil
}

// allHave reports whether each of several values of tables has a path.
func allHave(values []any, path ast.Ref) bool {
	for _, step := range path {
		key, isText := step.Value.(ast.String)
		var below []any
		for _, v := range values {
			table, _ := v.(map[string]any)
			next, there := table[string(key)]
			if !isText || !there {
				return false
			}
			below = append(below, next)
		}
		values = below
	}
	return true
}

// alwaysDocument is always, for a rule or a table.
func (in inference) alwaysDocument(ref ast.Ref, aliases int) bool {
	for i := len(ref); i > 1; i-- {
		rules := in.rules[ref[:i].String()]
		if len(rules) == 0 || len(rules[0].Head.Args) > 0 {
			continue
		}
		if rules[0].Head.RuleKind() == ast.MultiValue {
			return i == len(ref)
		}
		if !slices.ContainsFunc(rules, func(r *ast.Rule) bool { return r.Default || in.isUnconditional(r, aliases) }) {
			return false
		}
		return i == len(ref) || !slices.ContainsFunc(rules, func(r *ast.Rule) bool { return !in.valueHas(r.Head.Value, ref[i:]) })
	}
	return allHave([]any{in.tables}, ref[1:])
}

func (in inference) valueHas(value *ast.Term, path ast.Ref) bool {
	possible := in.possible(value)
	for _, p := range possible {
		from, isRef := p.Value.(ast.Ref)
		if !isRef || !in.hasPath(from, path) {
			return false
		}
	}
	return len(possible) > 0
}

// misreadRow is the row of a table that a condition takes for true although it
// reads like the contrary, or for false among others that only have to exist.
func (in inference) misreadRow(t *ast.Term) string {
	for _, p := range in.possible(t) {
		ref, isRef := p.Value.(ast.Ref)
		if !isRef || !ref[0].Equal(ast.DefaultRootDocument) {
			continue
		}
		rows := in.rows(ref[1:])
		existence := slices.ContainsFunc(rows, func(v any) bool { return kindOfJSON(v) != "a truth value" })
		for _, row := range rows {
			switch {
			case looksFalse(row):
				return fmt.Sprintf("this condition reads %s in %s as true", shownRow(row), shownRef(ref))
			case row == false && existence:
				return fmt.Sprintf("this condition reads %s, which is false in one row and not a boolean in another", shownRef(ref))
			}
		}
	}
	return ""
}

func shownRow(row any) string {
	raw, _ := json.Marshal(row)
	return shorten(string(raw))
}

// looksFalse reports whether a single value is true to Rego, and false to a
// reader. (An entry with an empty list may well be asked for.)
func looksFalse(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case string:
		return slices.Contains([]string{"", "no", "off", "false", "null", "~", "0"}, strings.ToLower(strings.TrimSpace(v)))
	case json.Number:
		return v == "0" || v == "-1"
	}
	return false
}

// checkCount refuses to count the keys of a part of the input, all of which are
// always there.
func (in inference) checkCount(e *ast.Expr, ps *problems) {
	possible := in.possible(e.Operand(0))
	for _, p := range possible {
		ref, isRef := p.Value.(ast.Ref)
		if !isRef || !ref[0].Equal(ast.InputRootDocument) || kindOfType(in.typeOfInput(ref)) != "an object" {
			return
		}
	}
	if len(possible) > 0 {
		ps.at(e.Location, fmt.Sprintf("this counts the keys of %s, all of which are always there", shownRef(possible[0].Value.(ast.Ref))),
			"Read its `present`, or count a list.")
	}
}

const (
	guardCondition = "modelgate.guard.condition"
	guardExisting  = "modelgate.guard.existing"
	guardAnswer    = "modelgate.guard.answer"
)

// conditionGuards fail for a value that is no truth value where one is meant.
func conditionGuards() []guard {
	existing := func(name string, misread func(ast.Value) bool) guard {
		return guard{name, 1, types.B, func(_ rego.BuiltinContext, o []*ast.Term) (*ast.Term, error) {
			b, isBool := o[0].Value.(ast.Boolean)
			if !isBool && misread(o[0].Value) {
				return nil, errors.New("a condition is true of a value that reads like false: " + shorten(o[0].String()))
			}
			return ast.InternedTerm(!isBool || bool(b)), nil
		}}
	}
	return []guard{
		{guardCondition, 1, types.B, func(_ rego.BuiltinContext, o []*ast.Term) (*ast.Term, error) {
			if b, isBool := o[0].Value.(ast.Boolean); isBool {
				return ast.InternedTerm(bool(b)), nil
			}
			return nil, fmt.Errorf("a condition is %s, which is never false: %s", kindOfValue(o[0].Value), shorten(o[0].String()))
		}},
		existing(guardExisting, readsFalse),
		existing(guardAnswer, func(v ast.Value) bool {
			members, several := membersOf(v)
			return several && len(members) == 0 || readsFalse(v)
		}),
	}
}

// readsFalse is looksFalse for a value of Rego.
func readsFalse(v ast.Value) bool {
	switch v := v.(type) {
	case ast.Null:
		return true
	case ast.String:
		return looksFalse(string(v))
	case ast.Number:
		return looksFalse(json.Number(v))
	}
	return false
}

// condition guards an expression that stands as a condition, if what it is cannot
// be told. It returns the expressions in its place.
func (g *guarding) condition(e *ast.Expr, bound ast.VarSet) ([]*ast.Expr, bool) {
	sure, why := g.inference.condition(e, bound)
	if sure == decided || why != "" || len(e.With) > 0 {
		return nil, false
	}
	name := guardCondition
	switch {
	case sure == lookedUp && e.IsCall():
		name = guardAnswer
	case sure == lookedUp:
		name = guardExisting
	}
	value := g.fresh()
	negated := e.Negated
	var out []*ast.Expr
	switch t := e.Terms.(type) {
	case *ast.Term:
		out = append(out, ast.Equality.Expr(value, t).SetLocation(e.Location))
	case []*ast.Term:
		call := e.Copy()
		call.Negated, call.Terms = false, append(slices.Clone(t), value)
		out = append(out, g.guarded(call, bound)...)
	}
	out = append(out, declared()[name].Expr(value).SetLocation(e.Location))
	if negated {
		return []*ast.Expr{none(out, e.Location)}, true
	}
	return out, true
}

// none is that a body has no solution: not e is written as [1 | e] = [].
func none(body []*ast.Expr, at *ast.Location) *ast.Expr {
	return ast.Equality.Expr(ast.ArrayComprehensionTerm(ast.InternedTerm(1), ast.NewBody(body...)), ast.ArrayTerm()).SetLocation(at)
}
