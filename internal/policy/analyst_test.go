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
}

func newAnalyst(c *ast.Compiler) *analyst {
	return &analyst{compiler: c, index: map[string]int{}, done: map[string]needs{}}
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

// reading is a body under way.
type reading struct {
	*analyst
	stands  map[ast.Var]ast.Ref // what a variable is
	counted map[ast.Var]ast.Ref // of what a variable is the number
	facts   []int
}

func (a *analyst) body(body ast.Body) need {
	r := &reading{analyst: a, stands: map[ast.Var]ast.Ref{}, counted: map[ast.Var]ast.Ref{}}
	exact := true
	for _, e := range body {
		exact = r.expr(e) && exact
	}
	return need{r.facts, exact}
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
	}
	return false
}

func (r *reading) equal(x, y *ast.Term) bool {
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
