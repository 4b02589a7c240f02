package policy

import (
	"fmt"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

// analyst finds out what compiled rules need. What it does not understand needs
// nothing, so that the rule is asked.
type analyst struct {
	compiler *ast.Compiler
	facts    []fact
	index    map[string]int // of a fact
	done     map[string]needs
	called   map[string]function // by the path and the arguments that are constants
}

func newAnalyst(c *ast.Compiler) *analyst {
	return &analyst{compiler: c, index: map[string]int{}, done: map[string]needs{}, called: map[string]function{}}
}

// needs is what the rules at a path need, as far as one of them is to hold.
func (a *analyst) needs(path ast.Ref) needs {
	if known, done := a.done[path.String()]; done {
		return known
	}
	a.done[path.String()] = nil
	out := needs{}
	for _, rule := range a.compiler.GetRulesExact(path) {
		if rule.Default || len(rule.Head.Args) > 0 {
			return nil
		}
		for branch := rule; branch != nil; branch = branch.Else {
			body := a.body(branch.Body)
			if len(body.facts) == 0 && !body.exact {
				return nil
			}
			isTrue := branch.Head.Value != nil && branch.Head.Value.Value == ast.Value(ast.Boolean(true))
			body.exact = body.exact && isTrue && branch.Else == nil && branch == rule
			out = append(out, body)
		}
	}
	a.done[path.String()] = out
	return out
}

// function is what a function needs for constant arguments: to have a result that is not
// false, and to have one with a member.
type function struct{ holds, filled needs }

// function finds out what a function needs. The arguments that are not known are nil.
func (a *analyst) function(path ast.Ref, args []*ast.Term) function {
	key := fmt.Sprint(path, args)
	if known, done := a.called[key]; done {
		return known
	}
	a.called[key] = function{}
	out := function{needs{}, needs{}}
	for _, rule := range a.compiler.GetRulesExact(path) {
		if rule.Default {
			return function{}
		}
		for branch := rule; branch != nil; branch = branch.Else {
			r := a.reading()
			if !r.bind(rule.Head.Args, args) {
				continue
			}
			for _, e := range branch.Body {
				r.expr(e)
			}
			out.holds = append(out.holds, need{facts: slices.Clone(r.facts)})
			r.iterate(branch.Head.Value)
			out.filled = append(out.filled, need{facts: r.facts})
		}
	}
	for _, n := range []*needs{&out.holds, &out.filled} {
		if slices.ContainsFunc(*n, func(alternative need) bool { return len(alternative.facts) == 0 }) {
			*n = nil
		}
	}
	a.called[key] = out
	return out
}

// reading is a body under way.
type reading struct {
	*analyst
	stands    map[ast.Var]ast.Ref   // what a variable is
	counted   map[ast.Var]ast.Ref   // of what a variable is the number
	constants map[ast.Var]*ast.Term // arguments
	lists     map[ast.Var]ast.Body  // the body of the comprehension that a variable is
	results   map[ast.Var]fact      // that the result of a function which a variable is has a member
	facts     []int
}

func (a *analyst) reading() *reading {
	return &reading{analyst: a, stands: map[ast.Var]ast.Ref{}, counted: map[ast.Var]ast.Ref{}, constants: map[ast.Var]*ast.Term{}, lists: map[ast.Var]ast.Body{}, results: map[ast.Var]fact{}}
}

func (a *analyst) body(body ast.Body) need {
	r := a.reading()
	exact := true
	for _, e := range body {
		exact = r.expr(e) && exact
	}
	return need{r.facts, exact}
}

// bind takes the arguments of a call for those of a function, and reports whether they can
// be: a constant is no other one.
func (r *reading) bind(params, args []*ast.Term) bool {
	for i, param := range params {
		switch v, isVar := param.Value.(ast.Var); {
		case args[i] == nil:
		case isVar:
			r.constants[v] = args[i]
		case ast.IsScalar(param.Value) && !param.Equal(args[i]):
			return false
		}
	}
	return true
}

// constant is the constant that a term is, nil if that is not known.
func (r *reading) constant(t *ast.Term) *ast.Term {
	if v, isVar := t.Value.(ast.Var); isVar {
		return r.constants[v]
	}
	if ast.IsScalar(t.Value) {
		return t
	}
	return nil
}

// call adds what a call of a function of ours needs to hold.
func (r *reading) call(e *ast.Expr) {
	path, operands := e.Operator(), e.Operands()
	rules := r.compiler.GetRulesExact(path)
	if len(rules) == 0 || len(operands) < len(rules[0].Head.Args) {
		return
	}
	args := make([]*ast.Term, len(rules[0].Head.Args))
	ref := slices.Clone(path)
	for i := range args {
		if args[i] = r.constant(operands[i]); args[i] != nil {
			ref = ref.Append(ast.ArrayTerm(ast.InternedTerm(i), args[i]))
		}
	}
	f := r.function(path, args)
	if f.holds != nil {
		r.fact(fact{kind: factPossible, ref: ref, needs: f.holds})
	}
	if len(operands) == len(args)+1 && f.filled != nil {
		if v, isVar := operands[len(args)].Value.(ast.Var); isVar {
			r.results[v] = fact{kind: factPossible, ref: ref.Append(ast.InternedTerm("filled")), needs: f.filled}
		}
	}
}

// iterate adds what it needs that a comprehension or the result of a function has a member.
func (r *reading) iterate(t *ast.Term) {
	if t == nil {
		return
	}
	var body ast.Body
	switch v := t.Value.(type) {
	case ast.Var:
		if f, known := r.results[v]; known {
			r.fact(f)
		}
		body = r.lists[v]
	case *ast.ArrayComprehension:
		body = v.Body
	case *ast.SetComprehension:
		body = v.Body
	case *ast.ObjectComprehension:
		body = v.Body
	}
	for _, e := range body {
		r.expr(e)
	}
}

// expr adds what an expression needs, and reports whether that is all.
func (r *reading) expr(e *ast.Expr) bool {
	if term, isTerm := e.Terms.(*ast.Term); isTerm {
		switch ref, isRef := r.refOf(term); {
		case !isRef:
			return ast.Boolean(true).Equal(term.Value) && !e.Negated
		case e.Negated:
			return r.add(factUntrue, ref)
		default:
			return r.add(factTrue, ref)
		}
	}
	terms, isCall := e.Terms.([]*ast.Term)
	if !isCall || e.Negated {
		return false
	}
	switch e.Operator().String() {
	case "eq":
		return r.equal(terms[1], terms[2])
	case "count":
		ref, isRef := r.refOf(terms[1])
		if v, isVar := terms[len(terms)-1].Value.(ast.Var); isRef && isVar && len(terms) == 3 && isGround(ref) {
			r.counted[v] = ref
			return true
		}
	case "gt":
		if v, isVar := terms[1].Value.(ast.Var); isVar && r.counted[v] != nil && terms[2].Value.Compare(ast.Number("0")) == 0 {
			return r.add(factFilled, r.counted[v])
		}
	case "internal.member_2":
		if ref, isRef := r.refOf(terms[2]); isRef {
			r.add(factFilled, ref)
		}
		r.iterate(terms[2])
	default:
		r.call(e)
	}
	return false
}

func (r *reading) equal(x, y *ast.Term) bool {
	r.compare(x, y)
	r.compare(y, x)
	if v, isVar := y.Value.(ast.Var); isVar && r.stands[v] == nil {
		x, y = y, x
	}
	ref, isRef := r.refOf(y)
	if !isRef {
		if ref, isRef = r.refOf(x); isRef {
			r.add(factDefined, ref)
		}
		return false
	}
	all := r.add(factDefined, ref)
	if v, isVar := x.Value.(ast.Var); isVar && r.stands[v] == nil {
		r.stands[v] = ref
		return all
	}
	return false
}

// compare adds what an equation tells of comprehensions, results of functions and constants.
func (r *reading) compare(x, y *ast.Term) {
	switch v := y.Value.(type) {
	case *ast.ArrayComprehension:
		r.list(x, v.Body)
	case *ast.SetComprehension:
		r.list(x, v.Body)
	case *ast.ObjectComprehension:
		r.list(x, v.Body)
	case ast.Ref:
		if len(v) > 1 {
			r.iterate(v[0])
		}
	}
	wanted := r.constant(x)
	ref, isRef := r.refOf(y)
	if wanted == nil || !isRef || !ref[0].Equal(ast.InputRootDocument) {
		return
	}
	if passesLists(ref) {
		r.fact(fact{kind: factMember, ref: ref.Append(wanted)})
	}
}

// passesLists reports whether a path of the input leads through one list or two, and else
// through names.
func passesLists(ref ast.Ref) bool {
	vars := 0
	for _, step := range ref[1:] {
		switch step.Value.(type) {
		case ast.Var:
			vars++
		case ast.String:
		default:
			return false
		}
	}
	return vars == 1 || vars == 2
}

func (r *reading) list(x *ast.Term, body ast.Body) {
	if v, isVar := x.Value.(ast.Var); isVar {
		r.lists[v] = body
	}
}

// refOf is the path that a term is, through variables.
func (r *reading) refOf(t *ast.Term) (ast.Ref, bool) {
	switch v := t.Value.(type) {
	case ast.Var:
		return r.stands[v], r.stands[v] != nil
	case ast.Ref:
		if head, isVar := v[0].Value.(ast.Var); isVar && r.stands[head] != nil {
			return r.stands[head].Concat(v[1:]), true
		}
		return v, v[0].Equal(ast.InputRootDocument) || v[0].Equal(ast.DefaultRootDocument)
	}
	return nil, false
}

func isGround(ref ast.Ref) bool { return len(ref.GroundPrefix()) == len(ref) }

// add adds a fact about a path, and reports whether it is all that the path asks for.
// What is looked up by a variable needs that there is something to look up.
func (r *reading) add(kind int, ref ast.Ref) bool {
	prefix := ref.GroundPrefix()
	whole := len(prefix) == len(ref)
	if ref[0].Equal(ast.DefaultRootDocument) {
		return r.helper(kind, ref, len(prefix)) && whole
	}
	switch {
	case !whole && kind == factUntrue:
		return false
	case !whole && kind == factTrue && passesLists(ref):
		r.fact(fact{kind: factSome, ref: ref})
	case !whole:
		r.fact(fact{kind: factFilled, ref: prefix})
	case kind != factDefined || !isAlwaysThere(ref):
		r.fact(fact{kind: kind, ref: ref})
	}
	return whole
}

// isAlwaysThere reports whether a path of the input is always defined: by names alone.
func isAlwaysThere(ref ast.Ref) bool {
	for _, step := range ref[1:] {
		if _, isText := step.Value.(ast.String); !isText {
			return false
		}
	}
	return true
}

// helper adds a fact about a rule without arguments that a path leads to, if it does.
func (r *reading) helper(kind int, ref ast.Ref, ground int) bool {
	for n := 1; n <= ground; n++ {
		rules := r.compiler.GetRulesExact(ref[:n])
		if len(rules) == 0 {
			continue
		}
		if len(rules[0].Head.Args) > 0 {
			return false
		}
		exact := n == len(ref)
		switch partial := rules[0].Head.DocKind() != ast.CompleteDoc; {
		case exact && partial && kind != factFilled: // it is always defined, and perhaps empty
			return kind != factUntrue
		case !exact && kind == factUntrue:
			return false
		case exact:
		case partial:
			kind = factFilled
		default:
			kind = factDefined
		}
		r.fact(fact{kind: kind, ref: ref[:n], needs: r.analyst.needs(ref[:n])})
		return exact
	}
	return false
}

func (r *reading) fact(f fact) {
	key := fmt.Sprint(f.kind, f.ref)
	i, known := r.index[key]
	if !known {
		i = len(r.analyst.facts)
		r.index[key] = i
		r.analyst.facts = append(r.analyst.facts, f)
	}
	if !slices.Contains(r.facts, i) {
		r.facts = append(r.facts, i)
	}
}
