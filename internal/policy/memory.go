package policy

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/types"
)

// maxBytes is what the builtins that one rule calls for one input may make
// together, in bytes. It is counted before they make it.
const maxBytes = 256 << 20

// item is about what one value takes beside its text.
const item = 64

const bounded = "modelgate.guard.bounded."

// small are builtins whose results do not grow with what they are given, or are a
// part of it.
var small = []string{"object.get", "print", "internal.print", "type_name", "walk", "cast_array", "cast_boolean", "cast_null", "cast_object", "cast_set", "cast_string", "minus", "json.match_schema", "json.verify_schema"}

// grows reports whether the result of a builtin takes memory.
func grows(b *ast.Builtin) bool {
	if _, withheld := forbidden(b.Name); withheld || b.Relation || b.Decl.Result() == nil || slices.Contains(small, b.Name) {
		return false
	}
	if _, stated := costs()[b.Name]; stated {
		return true
	}
	switch b.Decl.Result().(type) {
	case types.Boolean, types.Number, types.Null:
		return false
	}
	return !strings.HasPrefix(b.Name, "time.") && !strings.HasPrefix(b.Name, "crypto.")
}

// grown are the names of the builtins that grow.
var grown = sync.OnceValue(func() map[string]bool {
	out := map[string]bool{}
	for _, b := range ast.CapabilitiesForThisVersion().Builtins {
		out[b.Name] = grows(b)
	}
	return out
})

// boundedBuiltins are the builtins that are called under a bound.
func boundedBuiltins() []guard {
	var out []guard
	for _, b := range ast.CapabilitiesForThisVersion().Builtins {
		if !grows(b) || guarded()[b.Name] != bounded+b.Name {
			continue
		}
		out = append(out, guard{bounded + b.Name, b.Decl.Arity(), b.Decl.Result(), func(bctx rego.BuiltinContext, o []*ast.Term) (*ast.Term, error) {
			return own(bctx, b.Name, o)
		}})
	}
	return out
}

// charge counts what a builtin is about to make.
func charge(bctx rego.BuiltinContext, builtin string, operands []*ast.Term) error {
	bytes := costOf(builtin, operands)
	if w, counted := bctx.Cancel.(interface{ spend(bytes int) error }); counted {
		return w.spend(bytes)
	}
	if bytes > maxBytes {
		return fmt.Errorf("%s would create more than %d bytes, the limit for one rule", builtin, maxBytes)
	}
	return nil
}

// costOf is how many bytes a builtin makes at most.
func costOf(builtin string, operands []*ast.Term) int {
	if cost, stated := costs()[builtin]; stated {
		return max(cost(operands), 0)
	}
	total := 0
	for _, o := range operands {
		total = plus(total, shallow(o.Value))
	}
	return total
}

// costs are those of the builtins that make more than they are given.
var costs = sync.OnceValue(func() map[string]func([]*ast.Term) int {
	whole := func(factor int) func([]*ast.Term) int {
		return func(o []*ast.Term) int {
			total := 0
			for _, t := range o {
				total = plus(total, deep(t.Value))
			}
			return times(total, factor)
		}
	}
	parts := func(o []*ast.Term) int { return times(shallow(o[0].Value), item) }
	numeric := func(o []*ast.Term) int {
		total := 0
		for _, t := range o {
			total = plus(total, digits(t.Value))
		}
		return times(total, item)
	}
	return map[string]func([]*ast.Term) int{
		"replace": func(o []*ast.Term) int { return replaced(textOfTerm(o[0]), textOfTerm(o[1]), textOfTerm(o[2])) },
		"strings.replace_n": func(o []*ast.Term) int {
			return times(plus(shallow(o[1].Value), 1), plus(longest(o[0].Value), 1))
		},
		"regex.replace": func(o []*ast.Term) int {
			text, value := len(textOfTerm(o[0]))+1, textOfTerm(o[2])
			return times(text, len(value)+strings.Count(value, "$")+1)
		},
		"concat": func(o []*ast.Term) int {
			members, _ := membersOf(o[1].Value)
			return plus(deep(o[1].Value), times(len(members), len(textOfTerm(o[0]))))
		},
		"sprintf":                  formatted,
		"internal.template_string": whole(1),
		"json.marshal":             whole(6), // as \u0000
		"json.marshal_with_options": func(o []*ast.Term) int {
			size := deep(o[0].Value)
			return times(size, plus(6, deep(o[1].Value)))
		},
		"yaml.marshal":      whole(8),
		"json.unmarshal":    parts,
		"yaml.unmarshal":    parts,
		"rego.parse_module": func(o []*ast.Term) int { return times(shallow(o[1].Value), 4*item) },
		"split":             parts,
		"strings.split_n":   parts,
		"regex.split":       func(o []*ast.Term) int { return times(shallow(o[1].Value), item) },
		"regex.find_n":      func(o []*ast.Term) int { return times(shallow(o[1].Value), item) },
		"regex.find_all_string_submatch_n": func(o []*ast.Term) int {
			return times(shallow(o[1].Value), times(item, 1+strings.Count(textOfTerm(o[0]), "(")))
		},
		"indexof_n":                parts,
		"array.flatten":            whole(1),
		"object.union":             whole(1),
		"object.union_n":           whole(1),
		"json.patch":               whole(2),
		"json.remove":              whole(2),
		"json.filter":              whole(2),
		"union":                    whole(1),
		"intersection":             whole(1),
		"graph.reachable":          whole(1),
		"urlquery.encode_object":   whole(3),
		"graphql.parse":            whole(item),
		"graphql.parse_and_verify": whole(item),
		"graphql.parse_query":      whole(item),
		"graphql.parse_schema":     whole(item),
		"graphql.is_valid":         whole(item),
		"graphql.schema_is_valid":  whole(item),
		"numbers.range":            func(o []*ast.Term) int { return times(distance(o[0], o[1]), item) },
		"numbers.range_step":       func(o []*ast.Term) int { return times(distance(o[0], o[1]), item) },
		"bits.lsh":                 func(o []*ast.Term) int { return plus(numeric(o), times(whole64(o[1].Value), item)) },
		"bits.and":                 numeric,
		"bits.or":                  numeric,
		"bits.xor":                 numeric,
		"bits.negate":              numeric,
		"bits.rsh":                 numeric,
		"rem":                      numeric,
		"round":                    numeric,
		"ceil":                     numeric,
		"floor":                    numeric,
		"format_int":               numeric,
	}
})

func textOfTerm(t *ast.Term) string {
	s, _ := t.Value.(ast.String)
	return string(s)
}

// plus and times do not overflow.
func plus(a, b int) int {
	if a > math.MaxInt-b {
		return math.MaxInt
	}
	return a + b
}

func times(a, b int) int {
	if a > 0 && b > math.MaxInt/a {
		return math.MaxInt
	}
	return a * b
}

// shallow is the size of a value without what its members hold.
func shallow(v ast.Value) int {
	switch v := v.(type) {
	case ast.String:
		return len(v)
	case *ast.Array:
		return v.Len() * item
	case ast.Set:
		return v.Len() * item
	case ast.Object:
		return v.Len() * 2 * item
	}
	return item
}

// deep is the size of a value written out, at most what may be made at all.
func deep(v ast.Value) int {
	size := 0
	var add func(ast.Value)
	member := func(t *ast.Term) { add(t.Value) }
	add = func(v ast.Value) {
		if size = plus(size, item); size > maxBytes {
			return
		}
		switch v := v.(type) {
		case ast.String:
			size = plus(size, len(v))
		case ast.Number:
			size = plus(size, len(v))
		case *ast.Array:
			v.Foreach(member)
		case ast.Set:
			v.Foreach(member)
		case ast.Object:
			v.Foreach(func(k, t *ast.Term) { add(k.Value); add(t.Value) })
		}
	}
	add(v)
	return size
}

// replaced is the length of a text in which one text has replaced another.
func replaced(text, old, replacement string) int {
	return plus(len(text), times(strings.Count(text, old), len(replacement)))
}

// longest is the length of the longest text in an object of texts.
func longest(v ast.Value) int {
	out := 0
	if object, isObject := v.(ast.Object); isObject {
		object.Foreach(func(_, t *ast.Term) { out = max(out, len(textOfTerm(t))) })
	}
	return out
}

// formatted is about the length of what sprintf makes: each verb may show any of
// its arguments, in any width.
func formatted(o []*ast.Term) int {
	format, most := textOfTerm(o[0]), item
	members, _ := membersOf(o[1].Value)
	for _, m := range members {
		most = max(most, deep(m.Value), digits(m.Value))
		if strings.Contains(format, "*") {
			most = plus(most, whole64(m.Value))
		}
	}
	total := plus(len(format), times(strings.Count(format, "%"), most))
	for _, number := range strings.FieldsFunc(format, func(r rune) bool { return r < '0' || r > '9' }) {
		width, err := strconv.Atoi(number)
		if err != nil {
			return math.MaxInt
		}
		total = plus(total, width)
	}
	return total
}

// digits is how many digits a number has when it is written out.
func digits(v ast.Value) int {
	n, isNumber := v.(ast.Number)
	if !isNumber {
		return 0
	}
	_, exponent, _ := strings.Cut(strings.ToLower(string(n)), "e")
	if exponent == "" {
		return len(n)
	}
	e, err := strconv.Atoi(exponent)
	if err != nil {
		return math.MaxInt
	}
	return plus(len(n), max(e, -e))
}

// whole64 is a number without its sign and fraction.
func whole64(v ast.Value) int {
	n, isNumber := v.(ast.Number)
	if !isNumber {
		return 0
	}
	f, ok := n.Float64()
	if f = math.Abs(f); !ok || f > math.MaxInt32 {
		return math.MaxInt
	}
	return int(f)
}

// distance is how many whole numbers there are from one to another.
func distance(from, to *ast.Term) int {
	a, isNumber := from.Value.(ast.Number)
	b, areNumbers := to.Value.(ast.Number)
	x, ok1 := a.Float64()
	y, ok2 := b.Float64()
	if d := math.Abs(x - y); isNumber && areNumbers && ok1 && ok2 && d < math.MaxInt32 {
		return int(d) + 1
	}
	return math.MaxInt
}
