package policy

import (
	"fmt"
	"maps"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

// An organization's rules have premises too, which are read from a compiled rule when it is
// first asked. Nobody has tested these rules, and what fails in them must be said. So their
// premises are strict: they follow the expressions of a body in the evaluator's order, up to
// the first that is not understood, and whatever may fail there is open. A premise that does
// not hold says that the evaluator would have ended there, without a finding and without an
// error.

// maxOwnExpressions is how many expressions are read for one rule, with those of its helpers.
const maxOwnExpressions = 500

// ownPremises reads what a rule needs to find anything, and to apply.
func ownPremises(compiler *ast.Compiler, store tableStore, pkg ast.Ref) *premises {
	anew := func() *sequence { return (&sequence{compiler: compiler, store: store, used: &usage{slots: 1}}).apart() }
	out := &premises{deny: anew().denies(pkg.Append(ast.StringTerm(denyName)))}
	if applies, understood := anew().condition(pkg.Append(ast.StringTerm(appliesName)), nil); understood {
		out.applies = applies
	}
	return out
}

// sequence is a body under way.
type sequence struct {
	compiler *ast.Compiler
	store    tableStore
	known    map[ast.Var]knownValue
	used     *usage
}

// usage is what the bodies that a rule is made of share.
type usage struct {
	slots       int // the first that is free; none is used twice
	expressions int // that were read
}

// within is the sequence of a body inside of another.
func (s *sequence) within() *sequence {
	inner := *s
	inner.known = maps.Clone(s.known)
	return &inner
}

// apart is the sequence of the body of another rule, which sees no variables of this one.
func (s *sequence) apart() *sequence {
	other := *s
	other.known = map[ast.Var]knownValue{}
	return &other
}

// rules are those of a path, unless others are below it.
func (s *sequence) rules(path ast.Ref) []*ast.Rule {
	node := s.compiler.RuleTree.Find(path)
	if node == nil || len(node.Children) > 0 || slices.ContainsFunc(node.Values, func(r *ast.Rule) bool { return r.Default || r.Else != nil || len(r.Ref()) != len(path) }) {
		return nil
	}
	return node.Values
}

// denies is what the rules of a set need, for it to have a member.
func (s *sequence) denies(path ast.Ref) premise {
	out := premise{kind: premiseAny}
	for _, rule := range s.rules(path) {
		if rule.Head.RuleKind() != ast.MultiValue {
			return premise{}
		}
		body, _ := s.apart().rest(rule.Body)
		out.parts = append(out.parts, body)
	}
	if len(out.parts) == 0 {
		return premise{}
	}
	return out
}

// condition is that a rule or function is true, which is never anything else.
func (s *sequence) condition(path ast.Ref, args []operand) (premise, bool) {
	out := premise{kind: premiseAny}
	for _, rule := range s.rules(path) {
		value := rule.Head.Value
		if rule.Head.RuleKind() != ast.SingleValue || len(rule.Head.Args) != len(args) || value == nil || !value.Equal(ast.InternedTerm(true)) {
			return out, false
		}
		body := s.apart()
		given, bound := body.given(rule.Head.Args, args)
		rest, whole := body.rest(rule.Body)
		if !bound || !whole {
			return out, false
		}
		out.parts = append(out.parts, premise{kind: premiseAll, parts: append(given, rest)})
	}
	return out, len(out.parts) > 0
}

// given binds the parameters of a function to what it is given.
func (s *sequence) given(params []*ast.Term, args []operand) (needed []premise, understood bool) {
	for i, param := range params {
		needed = append(needed, premise{kind: premiseDefined, of: args[i : i+1]})
		switch v, isVar := param.Value.(ast.Var); {
		case s.isFree(param):
			s.known[v] = knownValue{value: args[i]}
		case isVar || !ast.IsScalar(param.Value):
			return nil, false
		default:
			needed = append(needed, premise{kind: premiseEqual, of: []operand{args[i], {kind: operandConstant, value: param}}})
		}
	}
	return needed, true
}

// alias is what a rule stands for that names a part of the input or of a table.
func (s *sequence) alias(path ast.Ref) (operand, bool) {
	rules := s.rules(path)
	if len(rules) != 1 || rules[0].Head.RuleKind() != ast.SingleValue || len(rules[0].Head.Args) > 0 || !ast.TermValueIs[ast.Var](rules[0].Head.Value) {
		return operand{}, false
	}
	inner, named := s.apart(), 0
	body, _ := inner.rest(rules[0].Body)
	for _, part := range body.parts {
		switch {
		case part.kind == premiseDefined:
			named++
		case part.kind != premiseTrue || part.of[0].value == nil || !part.of[0].value.Equal(ast.InternedTerm(true)):
			return operand{}, false
		}
	}
	value, understood := inner.operand(rules[0].Head.Value)
	return value, understood && named == 1
}

// knownValue is what a variable is.
type knownValue struct {
	kind    byte
	value   operand // of knownOperand
	members premise // of the others: that there is a member
}

const (
	knownOperand = iota
	knownMembers // the members of a comprehension
	knownCount   // the number of them
)

// rest is what the expressions need, one after the other. whole is whether all of them were
// understood.
func (s *sequence) rest(body ast.Body) (out premise, whole bool) {
	out.kind = premiseAll
	for i, e := range body {
		if s.used.expressions++; s.used.expressions > maxOwnExpressions {
			break
		}
		if some, inner, iterates := s.iteration(e); iterates {
			below, whole := s.rest(append(ast.Body{inner}, body[i+1:]...))
			some.parts = []premise{below}
			out.parts = append(out.parts, some)
			return out, whole
		}
		part, understood := s.expr(e)
		if !understood {
			break
		}
		if out.parts = append(out.parts, part); i == len(body)-1 {
			return out, true
		}
	}
	out.parts = append(out.parts, premise{kind: premiseOpen})
	return out, false
}

// iteration takes the first list out of an expression that the expression goes through, and
// puts a member in its place.
func (s *sequence) iteration(e *ast.Expr) (some premise, inner *ast.Expr, ok bool) {
	if e.Negated || len(e.With) > 0 || s.used.slots+2 > maxPremiseSlots {
		return some, nil, false
	}
	terms, isCall := e.Terms.([]*ast.Term)
	if t, isTerm := e.Terms.(*ast.Term); isTerm {
		terms = []*ast.Term{t}
	}
	for i, t := range terms {
		ref, isRef := t.Value.(ast.Ref)
		at := slices.IndexFunc(ref, s.isFree)
		if !isRef || i == 0 && isCall || at < 1 {
			continue
		}
		collection, understood := s.lookup(ref[:at])
		if !understood {
			return some, nil, false
		}
		inner = &ast.Expr{Terms: s.member(ref, at)}
		if isCall {
			others := slices.Clone(terms)
			others[i] = s.member(ref, at)
			inner.Terms = others
		}
		some = premise{kind: premiseSome, slot: s.used.slots, of: []operand{collection}}
		s.used.slots += 2
		return some, inner, true
	}
	return some, nil, false
}

// member is what is below a member of the collection that a path goes through, which is in
// the next slots.
func (s *sequence) member(ref ast.Ref, at int) *ast.Term {
	slot := func(n int) knownValue { return knownValue{value: operand{kind: operandSlot, slot: n}} }
	name := ast.Var(fmt.Sprint("member ", s.used.slots))
	s.known[ref[at].Value.(ast.Var)], s.known[name] = slot(s.used.slots), slot(s.used.slots+1)
	if at == len(ref)-1 {
		return ast.NewTerm(name)
	}
	return ast.NewTerm(append(ast.Ref{ast.NewTerm(name)}, ref[at+1:]...))
}

// isFree reports whether a term is a variable that has no value yet.
func (s *sequence) isFree(t *ast.Term) bool {
	v, isVar := t.Value.(ast.Var)
	_, bound := s.known[v]
	return isVar && !bound && !t.Equal(ast.InputRootDocument) && !t.Equal(ast.DefaultRootDocument)
}

func (s *sequence) expr(e *ast.Expr) (premise, bool) {
	if len(e.With) > 0 {
		return premise{}, false
	}
	if !e.Negated {
		return s.positive(e)
	}
	p, understood := s.within().positive(e)
	return premise{kind: premiseNot, parts: []premise{p}}, understood
}

func (s *sequence) positive(e *ast.Expr) (premise, bool) {
	switch terms := e.Terms.(type) {
	case *ast.Term:
		if ref, isRef := terms.Value.(ast.Ref); isRef && ref[0].Equal(ast.DefaultRootDocument) && ref.IsGround() {
			if condition, understood := s.condition(ref, nil); understood {
				return condition, true
			}
		}
		value, understood := s.operand(terms)
		return premise{kind: premiseTrue, of: []operand{value}}, understood
	case []*ast.Term:
		if name := e.Operator().String(); name != "eq" {
			return s.call(name, e.Operator(), terms[1:])
		}
		return s.equation(terms[1], terms[2])
	}
	return premise{}, false
}

// operand is what a term is.
func (s *sequence) operand(t *ast.Term) (operand, bool) {
	switch v := t.Value.(type) {
	case ast.Var:
		is, bound := s.known[v]
		return is.value, bound && is.kind == knownOperand
	case ast.Ref:
		return s.lookup(v)
	case ast.Null, ast.Boolean, ast.Number, ast.String, *ast.Array, ast.Set, ast.Object:
		return operand{kind: operandConstant, value: t}, ast.IsConstant(v)
	}
	return operand{}, false
}

// lookup is what a path leads to.
func (s *sequence) lookup(ref ast.Ref) (operand, bool) {
	out, steps, understood := s.root(ref)
	if !understood {
		return out, false
	}
	out.path = slices.Clone(out.path)
	for _, step := range steps {
		if ast.TermValueIs[ast.Ref](step) {
			return out, false
		}
		key, understood := s.operand(step)
		if !understood {
			return out, false
		}
		out.path = append(out.path, key)
	}
	return out, true
}

// root is where a path begins: at the input, a table or a variable.
func (s *sequence) root(ref ast.Ref) (operand, ast.Ref, bool) {
	switch {
	case ref[0].Equal(ast.InputRootDocument):
		return operand{kind: operandSlot}, ref[1:], true
	case !ref[0].Equal(ast.DefaultRootDocument):
		out, understood := s.operand(ref[0])
		return out, ref[1:], understood && ast.TermValueIs[ast.Var](ref[0])
	}
	for n := 3; n <= len(ref.GroundPrefix()); n++ {
		if value, understood := s.alias(ref[:n]); understood {
			return value, ref[n:], true
		}
	}
	if len(ref) < 3 || !ref[1].Equal(ast.StringTerm(dataRoot)) || s.compiler.RuleTree.Find(ref[:3]) != nil {
		return operand{}, nil, false
	}
	name, _ := ref[2].Value.(ast.String)
	_, isTable := s.store.tables[string(name)]
	if !isTable {
		return operand{}, nil, false
	}
	return operand{kind: operandTable, name: string(name), table: s.store.table(string(name))}, ref[3:], true
}

func (s *sequence) equation(x, y *ast.Term) (premise, bool) {
	if s.isFree(y) {
		x, y = y, x
	}
	if s.isFree(x) {
		return s.bind(x.Value.(ast.Var), y)
	}
	for _, pair := range [][2]*ast.Term{{x, y}, {y, x}} {
		list, isArray := pair[1].Value.(*ast.Array)
		if ast.TermValueIs[*ast.ArrayComprehension](pair[0]) && isArray && list.Len() == 0 {
			members, understood := s.comprehension(pair[0])
			return premise{kind: premiseNot, parts: []premise{members}}, understood
		}
	}
	return s.compare(premiseEqual, x, y)
}

// bind gives a variable its value, which the evaluator works out there, whether or not it is
// used.
func (s *sequence) bind(v ast.Var, t *ast.Term) (premise, bool) {
	if members, isComprehension := s.comprehension(t); isComprehension {
		s.known[v] = knownValue{kind: knownMembers, members: members}
		return premise{kind: premiseDecided, parts: []premise{members}}, true
	}
	value, understood := s.operand(t)
	if !understood {
		return premise{}, false
	}
	s.known[v] = knownValue{value: value}
	return premise{kind: premiseDefined, of: []operand{value}}, true
}

// comprehension is that it has a member.
func (s *sequence) comprehension(t *ast.Term) (premise, bool) {
	var member *ast.Term
	var body ast.Body
	switch c := t.Value.(type) {
	case *ast.ArrayComprehension:
		member, body = c.Term, c.Body
	case *ast.SetComprehension:
		member, body = c.Term, c.Body
	default:
		return premise{}, false
	}
	if !ast.TermValueIs[ast.Var](member) && !ast.IsConstant(member.Value) { // it may be undefined
		return premise{}, false
	}
	return s.within().rest(body)
}
