package policy

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/topdown"
	"github.com/open-policy-agent/opa/v1/types"

	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// guard is a builtin that does what Rego's own does, or that Rego does by itself,
// and fails where Rego would go on in silence: the rule is then in error. The
// loader puts guards where it cannot tell by the types alone that all is well.
type guard struct {
	name     string
	operands int
	result   types.Type
	call     func(rego.BuiltinContext, []*ast.Term) (*ast.Term, error)
}

// The names of guards begin like a package that is kept for the built-in rules.
const (
	guardEqual      = "modelgate.guard.equal"
	guardDiffer     = "modelgate.guard.differ"
	guardMember     = "modelgate.guard.member"
	guardKeyMember  = "modelgate.guard.key_member"
	guardDefined    = "modelgate.guard.defined"
	guardResult     = "modelgate.guard.result"
	guardCollection = "modelgate.guard.collection"
	guardFormat     = "modelgate.guard.format"
	boundedFormat   = bounded + "sprintf"
)

// guarded is the guard that takes the place of each builtin.
var guarded = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	for _, b := range ast.CapabilitiesForThisVersion().Builtins {
		if grows(b) {
			out[b.Name] = bounded + b.Name
		}
	}
	maps.Copy(out, map[string]string{
		"lt": "modelgate.guard.lt", "lte": "modelgate.guard.lte", "gt": "modelgate.guard.gt", "gte": "modelgate.guard.gte",
		"equal": guardEqual, "eq": guardEqual, "neq": guardDiffer,
		"internal.member_2": guardMember, "internal.member_3": guardKeyMember,
		"max": "modelgate.guard.max", "min": "modelgate.guard.min", "sort": "modelgate.guard.sort", "sprintf": guardFormat,
	})
	return out
})

var guards = sync.OnceValue(func() []guard {
	order := func(name string, holds func(int) bool) guard {
		return guard{"modelgate.guard." + name, 2, types.B, func(b rego.BuiltinContext, o []*ast.Term) (*ast.Term, error) {
			if err := ordered(o[0].Value, o[1].Value); err != nil {
				return nil, err
			}
			return ast.InternedTerm(holds(o[0].Value.Compare(o[1].Value))), nil
		}}
	}
	among := func(builtin string, ordering bool) guard {
		return guard{"modelgate.guard." + builtin, 1, types.A, func(b rego.BuiltinContext, o []*ast.Term) (*ast.Term, error) {
			if err := oneKind(o[0].Value, ordering); err != nil {
				return nil, err
			}
			return own(b, builtin, o)
		}}
	}
	return slices.Concat(conditionGuards(), boundedBuiltins(), collisionGuards(), []guard{
		order("lt", func(c int) bool { return c < 0 }), order("lte", func(c int) bool { return c <= 0 }),
		order("gt", func(c int) bool { return c > 0 }), order("gte", func(c int) bool { return c >= 0 }),
		{guardEqual, 2, types.B, func(b rego.BuiltinContext, o []*ast.Term) (*ast.Term, error) {
			return ast.InternedTerm(o[0].Equal(o[1])), alike(o[0].Value, o[1].Value)
		}},
		{guardDiffer, 2, types.B, func(b rego.BuiltinContext, o []*ast.Term) (*ast.Term, error) {
			return ast.InternedTerm(!o[0].Equal(o[1])), alike(o[0].Value, o[1].Value)
		}},
		{guardMember, 2, types.B, func(b rego.BuiltinContext, o []*ast.Term) (*ast.Term, error) {
			if err := amongThem(o[0].Value, o[1].Value); err != nil {
				return nil, err
			}
			return own(b, "internal.member_2", o)
		}},
		{guardKeyMember, 3, types.B, func(b rego.BuiltinContext, o []*ast.Term) (*ast.Term, error) {
			if err := amongThem(o[1].Value, o[2].Value); err != nil {
				return nil, err
			}
			return own(b, "internal.member_3", o)
		}},
		among("max", true), among("min", true), among("sort", false),
		{guardDefined, 1, types.A, func(b rego.BuiltinContext, o []*ast.Term) (*ast.Term, error) {
			return defined(o[0], "the finding is undefined, although the rule's conditions are true: its at, key or message reads a value that does not exist")
		}},
		{guardResult, 1, types.A, func(b rego.BuiltinContext, o []*ast.Term) (*ast.Term, error) {
			return defined(o[0], "a value compared with != is undefined; add a default or an unconditional else to the function")
		}},
		{guardCollection, 1, types.B, func(b rego.BuiltinContext, o []*ast.Term) (*ast.Term, error) {
			if isScalar(o[0].Value) {
				return nil, fmt.Errorf("the rule iterates over %s (%s), which is not a list", kindOfValue(o[0].Value), shorten(o[0].Value.String()))
			}
			return ast.InternedTerm(true), nil
		}},
		{boundedFormat, 2, types.S, func(b rego.BuiltinContext, o []*ast.Term) (*ast.Term, error) { return own(b, "sprintf", o) }},
		{guardFormat, 2, types.S, func(b rego.BuiltinContext, o []*ast.Term) (*ast.Term, error) {
			if err := checkedFormat(o[0].Value, o[1].Value); err != nil {
				return nil, err
			}
			return own(b, "sprintf", o)
		}},
	})
})

// own is what Rego's builtin returns; nil is undefined.
func own(bctx rego.BuiltinContext, builtin string, operands []*ast.Term) (*ast.Term, error) {
	if err := charge(bctx, builtin, operands); err != nil {
		return nil, err
	}
	var out *ast.Term
	err := topdown.GetBuiltin(builtin)(bctx, operands, func(t *ast.Term) error { out = t; return nil })
	return out, err
}

// defined is the list of a guarded expression's values, of which there is at
// least one.
func defined(list *ast.Term, why string) (*ast.Term, error) {
	if values, ok := list.Value.(*ast.Array); ok && values.Len() > 0 {
		return list, nil
	}
	return nil, errors.New(why)
}

// alike fails unless two values could be equal: they are of one kind, and so is
// what they hold at the same places. Null is like everything, since it is what
// object.get returns for what is missing.
func alike(a, b ast.Value) error {
	kind, other := kindOfValue(a), kindOfValue(b)
	switch {
	case kind == null || other == null:
		return nil
	case kind == "text" && other == "text" && isSameNumber(a.(ast.String), b.(ast.String)):
		return fmt.Errorf("this compares two numbers that are text, letter by letter: %s and %s; use to_number", shorten(a.String()), shorten(b.String()))
	case kind != other:
		return fmt.Errorf("this compares %s with %s, which are never equal: %s and %s", kind, other, shorten(a.String()), shorten(b.String()))
	}
	switch a := a.(type) {
	case *ast.Array:
		b := b.(*ast.Array)
		for i := range min(a.Len(), b.Len()) {
			if err := alike(a.Elem(i).Value, b.Elem(i).Value); err != nil {
				return err
			}
		}
	case ast.Object:
		return a.Iter(func(key, value *ast.Term) error {
			if other := b.(ast.Object).Get(key); other != nil {
				return alike(value.Value, other.Value)
			}
			return nil
		})
	case ast.Set:
		for _, member := range a.Slice() {
			if err := amongThem(member.Value, b); err != nil {
				return err
			}
		}
	}
	return nil
}

// isSameNumber reports whether two texts differ, and are one number.
func isSameNumber(a, b ast.String) bool {
	if a == b || !isDecimal(string(a)) || !isDecimal(string(b)) {
		return false
	}
	x, err1 := strconv.ParseFloat(string(a), 64)
	y, err2 := strconv.ParseFloat(string(b), 64)
	return err1 == nil && err2 == nil && x == y
}

// amongThem fails unless a collection could hold a value: it is a collection,
// and empty or with a member that is alike.
func amongThem(x, collection ast.Value) error {
	members, ok := membersOf(collection)
	if !ok {
		return fmt.Errorf("this tests membership in %s, which is not a list", kindOfValue(collection))
	}
	var first error
	for _, member := range members {
		err := alike(x, member.Value)
		if err == nil {
			return nil
		}
		if first == nil {
			first = err
		}
	}
	return first
}

func membersOf(v ast.Value) ([]*ast.Term, bool) {
	var members []*ast.Term
	switch v := v.(type) {
	case *ast.Array:
		v.Foreach(func(t *ast.Term) { members = append(members, t) })
	case ast.Set:
		members = v.Slice()
	case ast.Object:
		v.Foreach(func(_, t *ast.Term) { members = append(members, t) })
	default:
		return nil, false
	}
	return members, true
}

// ordered fails unless one of two values can be said to be less than the other.
func ordered(a, b ast.Value) error {
	if kind, other := kindOfValue(a), kindOfValue(b); kind != other {
		return fmt.Errorf("this orders %s and %s, which have no order: %s and %s", kind, other, shorten(a.String()), shorten(b.String()))
	}
	x, isText := a.(ast.String)
	y, _ := b.(ast.String)
	switch {
	case isText && isDecimal(string(x)) && isDecimal(string(y)):
		return fmt.Errorf("this orders two numbers that are text, letter by letter: %s and %s; use to_number", shorten(a.String()), shorten(b.String()))
	case isText && !(isTime(string(x)) && isTime(string(y))):
		return fmt.Errorf("this orders two texts letter by letter, and they are not both dates (2026-12-31) or times in UTC (2026-12-31T12:00:00Z): %s and %s", shorten(a.String()), shorten(b.String()))
	}
	return alike(a, b)
}

// oneKind fails for a collection with members of several kinds, and, if they
// are put in order, of numbers that are text.
func oneKind(collection ast.Value, ordering bool) error {
	members, _ := membersOf(collection)
	for _, member := range members[min(1, len(members)):] {
		if ordering {
			if err := ordered(members[0].Value, member.Value); err != nil {
				return err
			}
		}
		x, isText := members[0].Value.(ast.String)
		y, _ := member.Value.(ast.String)
		if isText && isDecimal(string(x)) && isDecimal(string(y)) && isMisordered(string(x), string(y)) {
			return fmt.Errorf("this sorts numbers that are text, letter by letter: %s and %s; use to_number", shorten(x.String()), shorten(y.String()))
		}
		if kind, other := kindOfValue(members[0].Value), kindOfValue(member.Value); kind != other {
			return fmt.Errorf("this orders %s and %s, which have no order", kind, other)
		}
	}
	return nil
}

// isMisordered reports whether two numbers have another order as text.
func isMisordered(a, b string) bool {
	x, err1 := strconv.ParseFloat(a, 64)
	y, err2 := strconv.ParseFloat(b, 64)
	return err1 != nil || err2 != nil || (x < y) != (a < b)
}

var decimal = pattern.New(`^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$`)

func isDecimal(s string) bool { return decimal.MatchString(s) }

var instant = pattern.New(`^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)?$`)

// isTime reports whether a text is a date, or a time in UTC, whose letters are in
// the order of time.
func isTime(s string) bool { return instant.MatchString(s) }

func isScalar(v ast.Value) bool {
	_, isCollection := membersOf(v)
	return !isCollection
}

// declared is the guards as the compiler must know them.
var declared = sync.OnceValue(func() map[string]*ast.Builtin {
	out := map[string]*ast.Builtin{}
	for _, g := range guards() {
		out[g.name] = &ast.Builtin{Name: g.name, Decl: g.decl()}
	}
	return out
})

func (g guard) decl() *types.Function {
	operands := make([]types.Type, g.operands)
	for i := range operands {
		operands[i] = types.A
	}
	return types.NewFunction(operands, g.result)
}

func (g guard) function() func(*rego.Rego) {
	return rego.FunctionDyn(&rego.Function{Name: g.name, Decl: g.decl()}, g.call)
}

// callable is the guards as a query calls them, by name.
var callable = sync.OnceValue(func() map[string]*topdown.Builtin {
	out := map[string]*topdown.Builtin{}
	for _, g := range guards() {
		out[g.name] = &topdown.Builtin{Decl: declared()[g.name], Func: g.run}
	}
	return out
})

// run is the guard as the evaluator calls a builtin.
func (g guard) run(bctx rego.BuiltinContext, operands []*ast.Term, iter func(*ast.Term) error) error {
	result, err := g.call(bctx, operands)
	switch {
	case err != nil:
		failure := &topdown.Error{Code: topdown.BuiltinErr, Message: g.name + ": " + err.Error(), Location: bctx.Location}
		return failure.Wrap(err)
	case result == nil:
		return nil // undefined
	}
	return iter(result)
}
