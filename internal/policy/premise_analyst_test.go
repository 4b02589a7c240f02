package policy

import (
	"crypto/sha256"
	"fmt"
	"regexp"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

// premiseAnalyst finds the premises of compiled rules. What it does not understand is open.
type premiseAnalyst struct {
	compiler *ast.Compiler
	tables   tables
	folded   map[string]*ast.Rule
	slots    int // in use
	nodes    int // of the premise so far
	depth    int
}

// Bounds on one premise: what is beyond them is open.
const (
	maxPremiseNodes = 1200
	maxPremiseDepth = 120
)

// bindings are what variables are.
type bindings struct {
	name ast.Var
	is   symbol
	up   *bindings
}

func (s *bindings) with(name ast.Var, is symbol) *bindings { return &bindings{name, is, s} }

func (s *bindings) of(name ast.Var) (symbol, bool) {
	for ; s != nil; s = s.up {
		if s.name == name {
			return s.is, true
		}
	}
	return symbol{}, false
}

// symbol is what is known of a value.
type symbol struct {
	kind        int
	value       operand
	keys, items []symbol
	from        []branch
}

const (
	symbolOpen    = iota
	symbolValue   // an operand
	symbolItems   // an array of items
	symbolSet     // a set of items
	symbolObject  // of keys and items
	symbolAnswer  // what one of the branches comes to
	symbolMembers // a collection of what the branches come to
	symbolUnion   // of the items
	symbolLess    // the first item without the members of the second
	symbolCount   // the number of members of the first item
)

// branch is a body with what it comes to.
type branch struct {
	params []*ast.Term
	args   []symbol
	scope  *bindings
	body   ast.Body
	key    *ast.Term
	value  *ast.Term
	unless []branch // none of which has an answer
}

type then func(*bindings) premise

var open, always, never = premise{kind: premiseOpen}, premise{kind: premiseAll}, premise{kind: premiseAny}

func isAlways(p premise) bool { return p.kind == premiseAll && len(p.parts) == 0 }
func isNever(p premise) bool  { return p.kind == premiseAny && len(p.parts) == 0 }
func yes(*bindings) premise   { return always }

func all(parts ...premise) premise   { return joinedPremise(premiseAll, isNever, parts) }
func anyOf(parts ...premise) premise { return joinedPremise(premiseAny, isAlways, parts) }

func joinedPremise(kind byte, decides func(premise) bool, parts []premise) premise {
	out := premise{kind: kind}
	for _, p := range parts {
		switch {
		case decides(p):
			return p
		case p.kind == kind:
			out.parts = append(out.parts, p.parts...)
		default:
			out.parts = append(out.parts, p)
		}
	}
	seen := map[string]bool{}
	for _, p := range out.parts {
		if p.kind >= premiseTrue && p.kind != premiseDefined && kind == premiseAll {
			for _, o := range p.of { // it is undefined without them
				seen[premise{kind: premiseDefined, of: []operand{o}}.text()] = true
			}
		}
	}
	out.parts = slices.DeleteFunc(out.parts, func(p premise) bool {
		text := p.text()
		again := seen[text]
		seen[text] = true
		return again
	})
	if len(out.parts) == 1 {
		return out.parts[0]
	}
	return out.keyed()
}

// text tells a premise from others.
func (p premise) text() string {
	if p.key != "" {
		return p.key
	}
	h := sha256.New()
	fmt.Fprint(h, p.kind, " ", p.slot, " ", len(p.of))
	for _, o := range p.of {
		h.Write([]byte(o.text()))
	}
	for _, part := range p.parts {
		h.Write([]byte(part.text()))
	}
	return string(h.Sum(nil))
}

// keyed is a premise that knows its text.
func (p premise) keyed() premise {
	p.key = ""
	p.key = p.text()
	return p
}

func (o operand) text() string {
	if o.key != "" {
		return o.key
	}
	h := sha256.New()
	fmt.Fprint(h, o.kind, " ", o.slot, " ", o.name, " ", o.value, len(o.of))
	for _, list := range [][]operand{o.of, o.path} {
		for _, below := range list {
			h.Write([]byte(below.text()))
		}
	}
	return string(h.Sum(nil))
}

func (o operand) keyed() operand {
	o.key = ""
	o.key = o.text()
	return o
}

func negated(p premise) premise {
	switch {
	case isAlways(p):
		return never
	case isNever(p):
		return always
	case p.kind == premiseNot:
		return p.parts[0]
	case p.kind == premiseOpen:
		return open
	}
	return premise{kind: premiseNot, parts: []premise{p}}.keyed()
}

func constant(t *ast.Term) symbol {
	return symbol{kind: symbolValue, value: operand{kind: operandConstant, value: t}}
}

func (s symbol) constant() *ast.Term {
	if s.kind == symbolValue && s.value.kind == operandConstant && len(s.value.path) == 0 {
		return s.value.value
	}
	return nil
}

// of is what the rules at a path need, as far as one of them is to hold.
func (a *premiseAnalyst) of(path ast.Ref, negative, positive bool) premise {
	rules := a.compiler.GetRulesExact(path)
	set := len(rules) > 0 && rules[0].Head.RuleKind() == ast.MultiValue
	var parts []premise
	for _, b := range a.branches(rules, nil) {
		a.nodes, a.slots = 0, 1
		parts = append(parts, a.enter(b, func(s *bindings) premise {
			if set || b.value == nil {
				return always
			}
			return a.term(s, b.value, func(s *bindings, v symbol) premise { return a.isTrue(v) })
		}))
	}
	return pruned(anyOf(parts...), negative, positive)
}

// branches are those of rules or functions of one path.
func (a *premiseAnalyst) branches(rules []*ast.Rule, args []symbol) []branch {
	var out, others []branch
	for _, rule := range rules {
		if rule.Default {
			others = append(others, branch{value: rule.Head.Value, body: ast.NewBody(ast.NewExpr(ast.InternedTerm(true)))})
			continue
		}
		var before []branch
		for r := rule; r != nil; r = r.Else {
			b := branch{params: rule.Head.Args, args: args, body: r.Body, value: r.Head.Value, unless: slices.Clone(before)}
			if r.Head.Key != nil {
				b.value = r.Head.Key
			}
			before = append(before, branch{params: rule.Head.Args, args: args, body: r.Body})
			out = append(out, b)
		}
	}
	for _, b := range others {
		b.unless = nil
		for _, o := range out {
			o.unless = nil
			b.unless = append(b.unless, o)
		}
		out = append(out, b)
	}
	return out
}

func (a *premiseAnalyst) tooMuch() bool {
	return a.nodes > maxPremiseNodes || a.depth > maxPremiseDepth || a.slots+2 > maxPremiseSlots
}

func (a *premiseAnalyst) atom(kind byte, of ...operand) premise {
	a.nodes++
	return premise{kind: kind, of: of}.keyed()
}

func (a *premiseAnalyst) enter(b branch, k then) premise {
	if a.tooMuch() {
		return open
	}
	a.depth++
	defer func() { a.depth-- }()
	var before []premise
	for _, o := range b.unless {
		before = append(before, negated(a.enter(o, yes)))
	}
	return all(append(before, a.unifyAll(b.scope, b.params, b.args, func(s *bindings) premise { return a.body(s, b.body, k) }))...)
}

func (a *premiseAnalyst) body(s *bindings, body ast.Body, k then) premise {
	if len(body) == 0 {
		return k(s)
	}
	return a.expr(s, body[0], func(s *bindings) premise { return a.body(s, body[1:], k) })
}

func (a *premiseAnalyst) expr(s *bindings, e *ast.Expr, k then) premise {
	if a.tooMuch() || len(e.With) > 0 {
		return open
	}
	if e.Negated {
		return all(negated(a.positive(s, e, yes)), k(s))
	}
	return a.positive(s, e, k)
}

func (a *premiseAnalyst) positive(s *bindings, e *ast.Expr, k then) premise {
	switch terms := e.Terms.(type) {
	case *ast.Term:
		return a.term(s, terms, func(s *bindings, v symbol) premise { return all(a.isTrue(v), k(s)) })
	case *ast.Every:
		every := a.term(s, terms.Domain, func(s *bindings, domain symbol) premise {
			return negated(a.iterate(domain, func(key, value symbol) premise {
				inner := s
				if terms.Key != nil {
					inner = inner.with(terms.Key.Value.(ast.Var), key)
				}
				return negated(a.body(inner.with(terms.Value.Value.(ast.Var), value), terms.Body, yes))
			}))
		})
		return all(every, k(s))
	case []*ast.Term:
		return a.call(s, e, k)
	}
	return all(open, k(s))
}

func (a *premiseAnalyst) isUnbound(s *bindings, t *ast.Term) bool {
	v, isVar := t.Value.(ast.Var)
	if !isVar {
		return false
	}
	_, bound := s.of(v)
	return !bound
}

// hasUnbound reports whether a pattern has variables without a value.
func (a *premiseAnalyst) hasUnbound(s *bindings, t *ast.Term) bool {
	found := a.isUnbound(s, t)
	if list, isArray := t.Value.(*ast.Array); isArray {
		list.Foreach(func(item *ast.Term) { found = found || a.hasUnbound(s, item) })
	}
	return found
}

func (a *premiseAnalyst) equation(s *bindings, x, y *ast.Term, k then) premise {
	if a.hasUnbound(s, y) && !a.hasUnbound(s, x) {
		x, y = y, x
	}
	return a.term(s, y, func(s *bindings, v symbol) premise { return a.unify(s, x, v, k) })
}

// unify takes a value apart as a pattern has it.
func (a *premiseAnalyst) unify(s *bindings, pattern *ast.Term, v symbol, k then) premise {
	if a.isUnbound(s, pattern) {
		return k(s.with(pattern.Value.(ast.Var), v))
	}
	list, isArray := pattern.Value.(*ast.Array)
	if !isArray || !a.hasUnbound(s, pattern) {
		return a.term(s, pattern, func(s *bindings, p symbol) premise { return all(a.equal(p, v), k(s)) })
	}
	switch {
	case v.kind == symbolAnswer:
		return a.answer(v, func(v symbol) premise { return a.unify(s, pattern, v, k) })
	case v.kind == symbolItems && len(v.items) != list.Len():
		return never
	case v.kind == symbolItems:
		return a.unifyAll(s, arrayTerms(list), v.items, k)
	case v.kind == symbolValue && v.value.hasPath():
		items := make([]symbol, list.Len())
		var defined []premise
		for i := range items {
			items[i] = symbol{kind: symbolValue, value: a.below(v.value, constant(ast.InternedTerm(i)).value)}
			defined = append(defined, a.atom(premiseDefined, items[i].value))
		}
		return all(open, all(defined...), a.unifyAll(s, arrayTerms(list), items, k))
	}
	return all(open, a.unifyAll(s, arrayTerms(list), make([]symbol, list.Len()), k))
}

func arrayTerms(list *ast.Array) (out []*ast.Term) {
	list.Foreach(func(t *ast.Term) { out = append(out, t) })
	return out
}

func (a *premiseAnalyst) unifyAll(s *bindings, patterns []*ast.Term, values []symbol, k then) premise {
	if len(patterns) == 0 {
		return k(s)
	}
	return a.unify(s, patterns[0], values[0], func(s *bindings) premise { return a.unifyAll(s, patterns[1:], values[1:], k) })
}

func (a *premiseAnalyst) terms(s *bindings, terms []*ast.Term, k func(*bindings, []symbol) premise) premise {
	if len(terms) == 0 {
		return k(s, nil)
	}
	return a.term(s, terms[0], func(s *bindings, first symbol) premise {
		return a.terms(s, terms[1:], func(s *bindings, others []symbol) premise { return k(s, append([]symbol{first}, others...)) })
	})
}

// term is what is known of a term. Where it leads through a list, it is each member.
func (a *premiseAnalyst) term(s *bindings, t *ast.Term, k func(*bindings, symbol) premise) premise {
	if a.tooMuch() {
		return open
	}
	switch v := t.Value.(type) {
	case ast.Null, ast.Boolean, ast.Number, ast.String:
		return k(s, constant(t))
	case ast.Var:
		is, bound := s.of(v)
		if !bound {
			return all(open, k(s.with(v, symbol{}), symbol{}))
		}
		return k(s, is)
	case ast.Ref:
		return a.ref(s, v, k)
	case *ast.Array:
		return a.terms(s, arrayTerms(v), func(s *bindings, items []symbol) premise { return k(s, symbol{kind: symbolItems, items: items}) })
	case ast.Set:
		if t.IsGround() {
			return k(s, constant(t))
		}
		return a.terms(s, v.Slice(), func(s *bindings, items []symbol) premise { return k(s, symbol{kind: symbolSet, items: items}) })
	case ast.Object:
		if t.IsGround() {
			return k(s, constant(t))
		}
		var keys, values []*ast.Term
		v.Foreach(func(key, value *ast.Term) { keys, values = append(keys, key), append(values, value) })
		return a.terms(s, keys, func(s *bindings, keys []symbol) premise {
			return a.terms(s, values, func(s *bindings, values []symbol) premise {
				return k(s, symbol{kind: symbolObject, keys: keys, items: values})
			})
		})
	case *ast.ArrayComprehension:
		return k(s, symbol{kind: symbolMembers, from: []branch{{scope: s, body: v.Body, value: v.Term}}})
	case *ast.SetComprehension:
		return k(s, symbol{kind: symbolMembers, from: []branch{{scope: s, body: v.Body, key: v.Term, value: v.Term}}})
	case *ast.ObjectComprehension:
		return k(s, symbol{kind: symbolMembers, from: []branch{{scope: s, body: v.Body, key: v.Key, value: v.Value}}})
	}
	return all(open, k(s, symbol{}))
}

func (a *premiseAnalyst) ref(s *bindings, ref ast.Ref, k func(*bindings, symbol) premise) premise {
	switch head := ref[0].Value.(type) {
	case ast.Var:
		switch {
		case ref[0].Equal(ast.InputRootDocument):
			return a.steps(s, symbol{kind: symbolValue, value: operand{kind: operandSlot, total: true}}, ref[1:], false, k)
		case ref[0].Equal(ast.DefaultRootDocument):
			return a.document(s, ref, k)
		}
		if is, bound := s.of(head); bound {
			return a.steps(s, is, ref[1:], false, k)
		}
	}
	return a.steps(s, symbol{}, ref[1:], false, k)
}

// document is a rule or a table.
func (a *premiseAnalyst) document(s *bindings, ref ast.Ref, k func(*bindings, symbol) premise) premise {
	for n := 2; n <= len(ref.GroundPrefix()); n++ {
		rules := a.compiler.GetRulesExact(ref[:n])
		if len(rules) == 0 {
			continue
		}
		switch folded := a.folded[ref[:n].String()]; {
		case len(rules[0].Head.Args) > 0:
			return all(open, k(s, symbol{}))
		case folded != nil && ast.IsScalar(folded.Head.Value.Value):
			return a.steps(s, constant(folded.Head.Value), ref[n:], false, k)
		case rules[0].Head.RuleKind() == ast.MultiValue && len(rules[0].Ref()) == n:
			members := symbol{kind: symbolMembers, from: a.branches(rules, nil)}
			for i := range members.from {
				members.from[i].key = members.from[i].value
			}
			return a.steps(s, members, ref[n:], false, k)
		case rules[0].Head.RuleKind() == ast.MultiValue && len(rules[0].Ref()) == n+1:
			keyed := symbol{kind: symbolMembers, from: a.branches(rules, nil)}
			for i, rule := range rules {
				keyed.from[i].key, keyed.from[i].value = rule.Ref()[n], nil
			}
			return a.steps(s, keyed, ref[n:], false, k)
		case rules[0].Head.DocKind() != ast.CompleteDoc:
			return a.steps(s, symbol{}, ref[n:], false, k)
		}
		return a.answers(a.branches(rules, nil), func(v symbol) premise { return a.steps(s, v, ref[n:], false, k) })
	}
	if len(ref) > 2 && ref[1].Equal(ast.StringTerm(dataRoot)) {
		if name, isText := ref[2].Value.(ast.String); isText && a.tables[string(name)] != nil {
			return a.steps(s, symbol{kind: symbolValue, value: operand{kind: operandTable, name: string(name)}}, ref[3:], false, k)
		}
	}
	return a.steps(s, symbol{}, ref[1:], false, k)
}

// answers goes on with what a rule or function comes to, which holds if it does.
func (a *premiseAnalyst) answers(branches []branch, k func(symbol) premise) premise {
	if len(branches) == 1 {
		return a.answer(symbol{from: branches}, k)
	}
	some := make([]premise, len(branches))
	for i, b := range branches {
		some[i] = a.enter(b, yes)
	}
	return all(anyOf(some...), k(symbol{kind: symbolAnswer, from: branches}))
}

func (a *premiseAnalyst) answer(v symbol, k func(symbol) premise) premise {
	parts := make([]premise, len(v.from))
	for i, b := range v.from {
		parts[i] = a.enter(b, func(s *bindings) premise {
			if b.value == nil {
				return k(constant(ast.InternedTerm(true)))
			}
			return a.term(s, b.value, func(_ *bindings, v symbol) premise { return k(v) })
		})
	}
	return anyOf(parts...)
}

// hasPath reports whether what is looked up below an operand is a path of its own.
func (o operand) hasPath() bool {
	return o.kind != operandGet && o.kind != operandCount && o.kind != operandLower
}

func (a *premiseAnalyst) below(o operand, key operand) operand {
	isName := key.kind == operandConstant && len(key.path) == 0 && ast.TermValueIs[ast.String](key.value)
	o.path = append(slices.Clip(slices.Clone(o.path)), key)
	o.total = o.total && isName
	return o.keyed()
}

// steps goes down from a value. asked is whether it may be undefined.
func (a *premiseAnalyst) steps(s *bindings, v symbol, steps ast.Ref, asked bool, k func(*bindings, symbol) premise) premise {
	if a.tooMuch() {
		return open
	}
	if len(steps) == 0 {
		if row, known, isRow := a.row(v); isRow {
			switch {
			case !known:
				return never
			case row != nil:
				v = constant(row)
			}
			return k(s, v)
		}
		if asked && !v.value.total {
			return all(a.atom(premiseDefined, v.value), k(s, v))
		}
		return k(s, v)
	}
	step := steps[0]
	if a.hasUnbound(s, step) {
		return a.iterate(v, func(key, value symbol) premise {
			return a.unify(s, step, key, func(s *bindings) premise { return a.steps(s, value, steps[1:], false, k) })
		})
	}
	return a.term(s, step, func(s *bindings, key symbol) premise {
		name := key.constant()
		switch {
		case v.kind == symbolAnswer:
			return a.answer(v, func(v symbol) premise { return a.steps(s, v, steps, asked, k) })
		case key.kind == symbolAnswer:
			return a.answer(key, func(key symbol) premise { return a.child(s, v, key, steps, k) })
		case v.kind == symbolObject && name != nil:
			for i, known := range v.keys {
				if c := known.constant(); c != nil && c.Equal(name) {
					return a.steps(s, v.items[i], steps[1:], false, k)
				}
			}
		}
		return a.child(s, v, key, steps, k)
	})
}

// row is a part of a table that names lead to: known is whether it is there, and t what it
// is, if that is a single value.
func (a *premiseAnalyst) row(v symbol) (t *ast.Term, known, isRow bool) {
	if v.kind != symbolValue || v.value.kind != operandTable {
		return nil, false, false
	}
	var row any = a.tables.of(v.value.name)
	for _, step := range v.value.path {
		if step.kind != operandConstant || len(step.path) > 0 {
			return nil, false, false
		}
		key, isText := step.value.Value.(ast.String)
		table, isTable := row.(map[string]any)
		if !isText || !isTable {
			return nil, false, false
		}
		if row, known = table[string(key)]; !known {
			return nil, false, true
		}
	}
	value, err := ast.InterfaceToValue(row)
	if err != nil || !ast.IsScalar(value) {
		return nil, true, true
	}
	return ast.NewTerm(value), true, true
}

func (a *premiseAnalyst) child(s *bindings, v, key symbol, steps ast.Ref, k func(*bindings, symbol) premise) premise {
	switch {
	case v.kind == symbolValue && key.kind == symbolValue && v.value.hasPath():
		return a.steps(s, symbol{kind: symbolValue, value: a.below(v.value, key.value)}, steps[1:], true, k)
	case v.kind == symbolItems && key.constant() != nil:
		if n, isNumber := key.constant().Value.(ast.Number); isNumber {
			if i, isInt := n.Int(); isInt && i >= 0 && i < len(v.items) {
				return a.steps(s, v.items[i], steps[1:], false, k)
			}
		}
	case v.kind == symbolMembers || v.kind == symbolUnion || v.kind == symbolSet || v.kind == symbolObject || v.kind == symbolLess:
		return a.iterate(v, func(at, value symbol) premise {
			return all(a.equal(at, key), a.steps(s, value, steps[1:], false, k))
		})
	}
	return all(open, a.steps(s, symbol{}, steps[1:], false, k))
}

// iterate is that something is so of a member.
func (a *premiseAnalyst) iterate(v symbol, f func(key, value symbol) premise) premise {
	if a.tooMuch() {
		return open
	}
	var parts []premise
	switch v.kind {
	case symbolValue:
		slot := a.slots
		a.slots += 2
		key := symbol{kind: symbolValue, value: operand{kind: operandSlot, slot: slot}}
		value := symbol{kind: symbolValue, value: operand{kind: operandSlot, slot: slot + 1, total: v.value.total}}
		a.nodes++
		inner := f(key, value)
		a.slots -= 2
		if isNever(inner) {
			return never
		}
		return premise{kind: premiseSome, slot: slot, of: []operand{v.value}, parts: []premise{inner}}.keyed()
	case symbolItems:
		for i, item := range v.items {
			parts = append(parts, f(constant(ast.InternedTerm(i)), item))
		}
	case symbolSet:
		for _, item := range v.items {
			parts = append(parts, f(item, item))
		}
	case symbolObject:
		for i, item := range v.items {
			parts = append(parts, f(v.keys[i], item))
		}
	case symbolMembers:
		for _, b := range v.from {
			parts = append(parts, a.enter(b, func(s *bindings) premise {
				if b.value == nil { // a set of what is not looked at
					return a.term(s, b.key, func(s *bindings, key symbol) premise { return f(key, symbol{}) })
				}
				return a.term(s, b.value, func(s *bindings, value symbol) premise {
					if b.key == nil {
						return f(symbol{}, value)
					}
					if b.key == b.value {
						return f(value, value)
					}
					return a.term(s, b.key, func(s *bindings, key symbol) premise { return f(key, value) })
				})
			}))
		}
	case symbolAnswer:
		return a.answer(v, func(v symbol) premise { return a.iterate(v, f) })
	case symbolUnion:
		for _, part := range v.items {
			parts = append(parts, a.iterate(part, f))
		}
	case symbolLess:
		return a.iterate(v.items[0], func(key, value symbol) premise {
			return all(negated(a.contains(v.items[1], value)), f(key, value))
		})
	default:
		return all(open, f(symbol{}, symbol{}))
	}
	return anyOf(parts...)
}

func (a *premiseAnalyst) contains(collection, x symbol) premise {
	if collection.kind == symbolValue && x.kind == symbolValue {
		return a.atom(premiseMember, x.value, collection.value)
	}
	return a.iterate(collection, func(_, value symbol) premise { return a.equal(value, x) })
}

func (a *premiseAnalyst) equal(x, y symbol) premise { return a.compared(premiseEqual, x, y) }

func (a *premiseAnalyst) compared(kind byte, x, y symbol) premise {
	switch {
	case a.tooMuch():
		return open
	case x.kind == symbolAnswer:
		return a.answer(x, func(x symbol) premise { return a.compared(kind, x, y) })
	case y.kind == symbolAnswer:
		return a.answer(y, func(y symbol) premise { return a.compared(kind, x, y) })
	case x.kind == symbolCount && y.constant() != nil:
		return a.counted(kind, x, y.constant(), false)
	case y.kind == symbolCount && x.constant() != nil:
		return a.counted(kind, y, x.constant(), true)
	case x.constant() != nil && y.constant() != nil:
		if p := (&prospect{}); p.of(&premise{kind: kind, of: []operand{x.value, y.value}}) == holds {
			return always
		}
		return never
	case x.kind == symbolValue && y.kind == symbolValue:
		return a.atom(kind, x.value, y.value)
	case kind == premiseEqual && x.kind == symbolItems && y.kind == symbolItems:
		if len(x.items) != len(y.items) {
			return never
		}
		parts := make([]premise, len(x.items))
		for i := range parts {
			parts[i] = a.equal(x.items[i], y.items[i])
		}
		return all(parts...)
	}
	return open
}

// counted compares a number of members with a constant: whether there are any is known.
func (a *premiseAnalyst) counted(kind byte, count symbol, number *ast.Term, swapped bool) premise {
	n, isNumber := number.Value.(ast.Number)
	i, isInt := n.Int()
	if !isNumber || !isInt || i < 0 || i > 100 {
		return open
	}
	some := a.iterate(count.items[0], func(_, _ symbol) premise { return always })
	// compared(kind, 0, n) for no members; with any, it is open, except where all agree
	zero := compareInts(kind, 0, i, swapped)
	agree := true
	for m := 2; m <= i+2; m++ {
		agree = agree && compareInts(kind, m, i, swapped) == compareInts(kind, 1, i, swapped)
	}
	with := open
	switch {
	case agree && compareInts(kind, 1, i, swapped):
		with = always
	case agree:
		with = never
	}
	if zero {
		return anyOf(negated(some), with)
	}
	return all(some, with)
}

func (a *premiseAnalyst) isTrue(v symbol) premise {
	switch v.kind {
	case symbolValue:
		if c := v.constant(); c != nil {
			if c.Value == ast.Value(ast.Boolean(false)) {
				return never
			}
			return always
		}
		return a.atom(premiseTrue, v.value)
	case symbolAnswer:
		return a.answer(v, a.isTrue)
	case symbolOpen:
		return open
	}
	return always
}

// call is a builtin or a function of ours.
func (a *premiseAnalyst) call(s *bindings, e *ast.Expr, k then) premise {
	terms := e.Terms.([]*ast.Term)
	path := e.Operator()
	name := path.String()
	if name == "eq" || name == "assign" {
		return a.equation(s, terms[1], terms[2], k)
	}
	rules := a.compiler.GetRulesExact(path)
	arity := 0
	if len(rules) > 0 {
		arity = len(rules[0].Head.Args)
	} else if b := ast.BuiltinMap[name]; b != nil {
		arity = b.Decl.Arity()
	}
	var out *ast.Term
	if len(terms)-1 > arity {
		out = terms[arity+1]
	}
	return a.terms(s, terms[1:arity+1], func(s *bindings, args []symbol) premise {
		result := func(v symbol) premise {
			if out == nil {
				return all(a.isTrue(v), k(s))
			}
			return a.unify(s, out, v, k)
		}
		if len(rules) == 0 {
			return a.builtin(name, args, out != nil, result, func() premise { return k(s) })
		}
		branches := a.branches(rules, args)
		if out == nil {
			return all(a.answer(symbol{from: branches}, a.isTrue), k(s))
		}
		return a.answers(branches, result)
	})
}

// builtin is a call of one. result goes on with its result, and k without.
func (a *premiseAnalyst) builtin(name string, args []symbol, wanted bool, result func(symbol) premise, k func() premise) premise {
	test := func(p premise) premise {
		if wanted {
			return all(open, result(symbol{}))
		}
		return all(p, k())
	}
	values := func() bool { return !slices.ContainsFunc(args, func(s symbol) bool { return s.kind != symbolValue }) }
	switch name {
	case "equal":
		return test(a.equal(args[0], args[1]))
	case "neq":
		return test(a.compared(premiseDiffer, args[0], args[1]))
	case "lt":
		return test(a.compared(premiseLess, args[0], args[1]))
	case "gt":
		return test(a.compared(premiseLess, args[1], args[0]))
	case "lte":
		return test(a.compared(premiseLessOrEqual, args[0], args[1]))
	case "gte":
		return test(a.compared(premiseLessOrEqual, args[1], args[0]))
	case "internal.member_2":
		return test(a.contains(args[1], args[0]))
	case "startswith", "endswith", "contains":
		if kind := map[string]byte{"startswith": premisePrefix, "endswith": premiseSuffix, "contains": premiseContains}[name]; values() {
			return test(a.atom(kind, args[0].value, args[1].value))
		}
	case "regex.match":
		if values() && isPattern(args[0].constant()) {
			return test(a.atom(premiseMatch, args[0].value, args[1].value))
		}
	case "count":
		if values() {
			return result(symbol{kind: symbolValue, value: operand{kind: operandCount, of: []operand{args[0].value}}})
		}
		if args[0].kind != symbolOpen {
			return result(symbol{kind: symbolCount, items: args[:1]})
		}
	case "lower":
		if values() {
			return result(symbol{kind: symbolValue, value: operand{kind: operandLower, of: []operand{args[0].value}}})
		}
	case "sort":
		if args[0].kind == symbolMembers || args[0].kind == symbolUnion || args[0].kind == symbolLess {
			return result(symbol{kind: symbolUnion, items: args[:1]})
		}
	case "or", "array.concat":
		return result(symbol{kind: symbolUnion, items: args})
	case "minus":
		if k := args[0].kind; k == symbolMembers || k == symbolUnion || k == symbolLess || k == symbolSet || isSetConstant(args[0]) {
			return result(symbol{kind: symbolLess, items: args})
		}
	case "object.get":
		return a.get(args, result)
	case "sprintf": // never fails
		if wanted {
			return result(symbol{})
		}
	}
	if plainBuiltins[name] {
		if i := slices.IndexFunc(args, func(s symbol) bool { return s.kind == symbolAnswer }); i >= 0 {
			return a.answer(args[i], func(v symbol) premise {
				each := slices.Clone(args)
				each[i] = v
				return a.builtin(name, each, wanted, result, k)
			})
		}
		flat := make([]operand, len(args))
		for i, arg := range args {
			if arg.kind != symbolValue {
				return all(open, result(symbol{}))
			}
			flat[i] = arg.value
		}
		return result(symbol{kind: symbolValue, value: operand{kind: operandCall, name: name, of: flat}})
	}
	return all(open, result(symbol{}))
}

func isPattern(t *ast.Term) bool {
	if t == nil {
		return false
	}
	text, isText := t.Value.(ast.String)
	_, err := regexp.Compile(string(text))
	return isText && err == nil
}

func isSetConstant(s symbol) bool {
	c := s.constant()
	return c != nil && ast.TermValueIs[ast.Set](c)
}

func (a *premiseAnalyst) get(args []symbol, result func(symbol) premise) premise {
	keys := args[1:2]
	if args[1].kind == symbolItems {
		keys = args[1].items
	}
	if args[0].kind != symbolValue || args[2].constant() == nil || slices.ContainsFunc(keys, func(s symbol) bool { return s.kind != symbolValue }) {
		return all(open, result(symbol{}))
	}
	get := operand{kind: operandGet, of: []operand{args[0].value}, value: args[2].constant()}
	for _, key := range keys {
		get.path = append(get.path, key.value)
	}
	return result(symbol{kind: symbolValue, value: get})
}

// pruned leaves out of a premise what does not help to know that it fails, or that it holds.
func pruned(p premise, negative, positive bool) premise {
	switch p.kind {
	case premiseAll, premiseAny:
		out := premise{kind: p.kind}
		for _, part := range p.parts {
			part = pruned(part, negative, positive)
			wanted := p.kind == premiseAll && !positive && !mayFail(part) || p.kind == premiseAny && !negative && !mayHold(part)
			if !wanted {
				out.parts = append(out.parts, part)
			}
		}
		p = out
		if len(out.parts) == 1 {
			p = out.parts[0]
		}
	case premiseNot:
		p.parts = []premise{pruned(p.parts[0], positive, negative)}
	case premiseSome:
		p.parts = []premise{pruned(p.parts[0], negative, positive)}
	}
	if !(negative && mayFail(p)) && !(positive && mayHold(p)) {
		return open
	}
	return p.keyed()
}

func mayFail(p premise) bool {
	switch p.kind {
	case premiseOpen:
		return false
	case premiseAll:
		return slices.ContainsFunc(p.parts, mayFail)
	case premiseAny:
		return !slices.ContainsFunc(p.parts, func(p premise) bool { return !mayFail(p) })
	case premiseNot:
		return mayHold(p.parts[0])
	}
	return true
}

func mayHold(p premise) bool {
	switch p.kind {
	case premiseOpen:
		return false
	case premiseAll:
		return !slices.ContainsFunc(p.parts, func(p premise) bool { return !mayHold(p) })
	case premiseAny:
		return slices.ContainsFunc(p.parts, mayHold)
	case premiseNot:
		return mayFail(p.parts[0])
	case premiseSome:
		return mayHold(p.parts[0])
	}
	return true
}

// premiseWriter writes premises, those that several rules have once.
type premiseWriter struct {
	*writer
	times    map[string]int // how often there is a premise or an operand
	premises sharedTexts
	operands sharedTexts
}

// sharedTexts are what several rules have, written, and the numbers of these.
type sharedTexts struct {
	number  map[string]int
	written []string
}

// count counts a premise and what it consists of.
func (w *premiseWriter) count(p premise) {
	w.times[p.text()]++
	for _, o := range p.of {
		w.countOperand(o)
	}
	for _, part := range p.parts {
		w.count(part)
	}
}

func (w *premiseWriter) countOperand(o operand) {
	w.times[o.text()]++
	for _, list := range [][]operand{o.of, o.path} {
		for _, below := range list {
			w.countOperand(below)
		}
	}
}

// about is the one slot beside the input that something is about; ok is false if there are
// several.
func about(slots map[int]bool) (slot int, ok bool) {
	for s := range slots {
		if s != 0 && slot != 0 {
			return 0, false
		}
		slot = max(slot, s)
	}
	return slot, true
}

func (p premise) slotsOf(into map[int]bool, bound []int) {
	for _, o := range p.of {
		o.slotsOf(into, bound)
	}
	if p.kind == premiseSome {
		bound = append(slices.Clone(bound), p.slot, p.slot+1)
	}
	for _, part := range p.parts {
		part.slotsOf(into, bound)
	}
}

func (o operand) slotsOf(into map[int]bool, bound []int) {
	if o.kind == operandSlot && !slices.Contains(bound, o.slot) {
		into[o.slot] = true
	}
	for _, list := range [][]operand{o.of, o.path} {
		for _, below := range list {
			below.slotsOf(into, bound)
		}
	}
}

// written is the number of what is written once.
func (w *premiseWriter) once(texts *sharedTexts, text string, write func()) int {
	if number, known := texts.number[text]; known {
		return number
	}
	before := w.out
	w.out = nil
	write()
	body := string(w.out)
	w.out = before
	texts.number[text] = len(texts.written)
	texts.written = append(texts.written, body)
	return texts.number[text]
}

func (w *premiseWriter) premise(p premise) {
	text := p.text()
	slots := map[int]bool{}
	p.slotsOf(slots, nil)
	slot, one := about(slots)
	if len(p.parts)+len(p.of) == 0 || w.times[text] < 2 || !one || p.kind == premiseTrue || p.kind == premiseDefined {
		w.plainPremise(p)
		return
	}
	number := w.once(&w.premises, text, func() { w.plainPremise(p) })
	w.byte(premiseShared)
	w.number(slot)
	w.number(number)
}

func (w *premiseWriter) plainPremise(p premise) {
	w.byte(p.kind)
	w.number(p.slot)
	w.number(len(p.parts))
	for _, part := range p.parts {
		w.premise(part)
	}
	w.operandList(p.of)
}

func (w *premiseWriter) operandList(list []operand) {
	w.number(len(list))
	for _, o := range list {
		w.operand(o)
	}
}

func (w *premiseWriter) operand(o operand) {
	text := o.text()
	slots := map[int]bool{}
	o.slotsOf(slots, nil)
	slot, one := about(slots)
	if len(o.path)+len(o.of) == 0 || w.times[text] < 2 || !one {
		w.plainOperand(o)
		return
	}
	number := w.once(&w.operands, text, func() { w.plainOperand(o) })
	w.byte(operandShared)
	w.number(slot)
	w.number(number)
}

func (w *premiseWriter) plainOperand(o operand) {
	w.byte(o.kind)
	switch o.kind {
	case operandConstant:
		w.term(o.value)
	case operandSlot:
		w.number(o.slot)
	case operandTable:
		w.writer.string(o.name)
	case operandCall:
		w.writer.string(o.name)
		w.operandList(o.of)
	case operandGet:
		w.term(o.value)
		w.operandList(o.of)
	default:
		w.operandList(o.of)
	}
	w.operandList(o.path)
}

// pair writes those of a rule.
func (w *premiseWriter) pair(p premises) {
	before := w.out
	w.out = nil
	w.premise(p.deny)
	w.premise(p.applies)
	body := w.out
	w.out = before
	w.raw(string(body))
}

// shared writes those of several rules.
func (w *premiseWriter) shared() {
	for _, texts := range []sharedTexts{w.premises, w.operands} {
		w.number(len(texts.written))
		for _, text := range texts.written {
			w.raw(text)
		}
	}
}

// newPremiseWriter knows what of premises there is more than once.
func newPremiseWriter(w *writer, all []premises) *premiseWriter {
	out := &premiseWriter{writer: w, times: map[string]int{}, premises: sharedTexts{number: map[string]int{}}, operands: sharedTexts{number: map[string]int{}}}
	for _, p := range all {
		out.count(p.deny)
		out.count(p.applies)
	}
	return out
}

// premises are those of rules.
func (a *premiseAnalyst) premises(entries []entry) []premises {
	out := make([]premises, len(entries))
	for i, e := range entries {
		out[i] = premises{a.of(e.pkg.Append(ast.StringTerm(denyName)), true, false), a.of(e.pkg.Append(ast.StringTerm(appliesName)), true, true)}
	}
	return out
}
