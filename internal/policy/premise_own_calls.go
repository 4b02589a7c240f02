package policy

import (
	"maps"
	"regexp"
	"strings"
	"sync"

	"github.com/modelgate-dev/modelgate/internal/pattern"
	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// comparisons are the builtins that compare, as premises; if swapped, of their operands the
// other way round.
var comparisons = map[string]struct {
	kind    byte
	swapped bool
}{
	"equal": {kind: premiseEqual}, "neq": {kind: premiseDiffer}, "lt": {kind: premiseLess}, "lte": {kind: premiseLessOrEqual},
	"gt": {premiseLess, true}, "gte": {premiseLessOrEqual, true}, "internal.member_2": {kind: premiseMember},
	"startswith": {kind: premisePrefix}, "endswith": {kind: premiseSuffix}, "contains": {kind: premiseContains},
}

// calledBuiltins are the builtins that strict premises call: they need nothing but what they are
// given. Where one fails, the premise is open.
var calledBuiltins = sync.OnceValue(func() map[string]topdown.BuiltinFunc {
	out := map[string]topdown.BuiltinFunc{"count": topdown.GetBuiltin("count")}
	for _, name := range []string{"lower", "upper", "trim", "trim_space", "trim_prefix", "trim_suffix", "substring", "split"} {
		out[name] = topdown.GetBuiltin(name)
	}
	for name, guard := range callable() {
		out[name] = guard.Func
	}
	maps.DeleteFunc(out, func(name string, _ topdown.BuiltinFunc) bool {
		within, isBounded := strings.CutPrefix(name, bounded)
		return isBounded && out[within] == nil || name == guardDefined || name == guardResult
	})
	return out
})

func (s *sequence) call(name string, path ast.Ref, operands []*ast.Term) (premise, bool) {
	c, compares := comparisons[name]
	switch {
	case compares && len(operands) == 2 && c.swapped:
		return s.compare(c.kind, operands[1], operands[0])
	case compares && len(operands) == 2:
		return s.compare(c.kind, operands[0], operands[1])
	case name == "regex.match" && len(operands) == 2:
		return s.match(operands[0], operands[1])
	case name == guardNewMember, name == guardNewKey: // they count
		return premise{kind: premiseAll}, true
	case name == "count" && len(operands) == 2:
		if p, understood := s.count(operands[0], operands[1]); understood {
			return p, true
		}
	}
	if path[0].Equal(ast.DefaultRootDocument) {
		args, understood := s.operands(operands)
		if !understood {
			return premise{}, false
		}
		return s.condition(path, args)
	}
	return s.builtin(name, operands)
}

func (s *sequence) operands(terms []*ast.Term) ([]operand, bool) {
	out := make([]operand, len(terms))
	for i, t := range terms {
		var understood bool
		if out[i], understood = s.operand(t); !understood {
			return nil, false
		}
	}
	return out, true
}

// builtin is a call of a builtin that is called here as well.
func (s *sequence) builtin(name string, terms []*ast.Term) (premise, bool) {
	run, known := calledBuiltins()[name]
	if !known {
		return premise{}, false
	}
	arity := arityOf(name)
	of, understood := s.operands(terms[:arity])
	if !understood {
		return premise{}, false
	}
	result := operand{kind: operandCall, name: name, call: run, of: of}
	if len(terms) == arity {
		return premise{kind: premiseTrue, of: []operand{result}}, true
	}
	if !s.isFree(terms[arity]) {
		return premise{}, false
	}
	s.known[terms[arity].Value.(ast.Var)] = knownValue{value: result}
	return premise{kind: premiseDefined, of: []operand{result}}, true
}

func arityOf(name string) int {
	if guard := callable()[name]; guard != nil {
		return guard.Decl.Decl.Arity()
	}
	return ast.BuiltinMap[name].Decl.Arity()
}

func (s *sequence) match(expression, text *ast.Term) (premise, bool) {
	constant, isText := expression.Value.(ast.String)
	of, understood := s.operand(text)
	if _, err := regexp.Compile(string(constant)); !isText || !understood || err != nil {
		return premise{}, false
	}
	return premise{kind: premiseMatch, of: []operand{{kind: operandConstant, value: expression}, of}, match: pattern.New(string(constant))}, true
}

// count is the number of members of a comprehension, in a variable.
func (s *sequence) count(of, number *ast.Term) (premise, bool) {
	v, isVar := of.Value.(ast.Var)
	is := s.known[v]
	if !isVar || is.kind != knownMembers || !s.isFree(number) {
		return premise{}, false
	}
	s.known[number.Value.(ast.Var)] = knownValue{kind: knownCount, members: is.members}
	return premise{kind: premiseAll}, true
}

func (s *sequence) compare(kind byte, x, y *ast.Term) (premise, bool) {
	for i, t := range []*ast.Term{x, y} {
		v, isVar := t.Value.(ast.Var)
		if is := s.known[v]; isVar && is.kind == knownCount {
			return countIs(kind, is.members, []*ast.Term{y, x}[i], i == 1)
		}
	}
	a, understood := s.operand(x)
	b, both := s.operand(y)
	return premise{kind: kind, of: []operand{a, b}}, understood && both
}

// countIs compares the number of members with a constant, where all that matters is whether
// there are any.
func countIs(kind byte, members premise, constant *ast.Term, swapped bool) (premise, bool) {
	number, isNumber := constant.Value.(ast.Number)
	n, isInt := number.Int()
	if !isNumber || !isInt || n < 0 || n > 1 || kind > premiseLessOrEqual {
		return premise{}, false
	}
	empty, one := compareInts(kind, 0, n, swapped), compareInts(kind, 1, n, swapped)
	switch {
	case one != compareInts(kind, 2, n, swapped), one != compareInts(kind, 3, n, swapped):
		return premise{}, false
	case empty == one && one:
		return premise{kind: premiseAll}, true
	case empty == one:
		return premise{kind: premiseAny}, true
	case empty:
		return premise{kind: premiseNot, parts: []premise{members}}, true
	}
	return members, true
}

func compareInts(kind byte, a, b int, swapped bool) bool {
	if swapped {
		a, b = b, a
	}
	switch kind {
	case premiseEqual:
		return a == b
	case premiseDiffer:
		return a != b
	case premiseLess:
		return a < b
	}
	return a <= b
}
