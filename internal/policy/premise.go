package policy

import (
	"strings"
	"unicode/utf8"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// Of the rules whose lists are not empty, most find nothing either. A premise is a part of
// what a rule says, in a form that is decided in Go: what must hold of the same member of a
// list, through helpers and functions. It is looked at before a rule is asked.

// premise is a condition. What is not known of it is open.
type premise struct {
	key    string // tells it from others, while it is made
	kind   byte
	slot   int // of premiseSome: where the key goes; the value goes into the next one
	parts  []premise
	of     []operand
	match  *pattern.Pattern // of premiseMatch
	is     *premise         // of premiseShared, with the number number
	number int
}

// The kinds of premises.
const (
	premiseOpen = iota
	premiseAll
	premiseAny
	premiseNot
	premiseSome    // of a member of a collection
	premiseTrue    // of an operand: neither undefined nor false
	premiseDefined // the same: not undefined
	premiseEqual   // of two operands, as what follows
	premiseDiffer
	premiseLess
	premiseLessOrEqual
	premiseMember // the first is a member of the second
	premisePrefix // the first has the second as its prefix
	premiseSuffix
	premiseContains
	premiseMatch   // the second matches the first, a pattern
	premiseShared  // one of several rules about what is in the slot
	premiseDecided // it is known whether the part holds
)

// operand is a value that a premise looks at.
type operand struct {
	key    string // the same
	kind   byte
	slot   int
	value  *ast.Term        // a constant; of operandGet: the default
	name   string           // of the table or the builtin
	table  func() *ast.Term // of operandTable
	call   topdown.BuiltinFunc
	of     []operand // of operandCount and others: what they are given
	path   []operand // what is looked up below
	is     *operand  // of operandShared, with the number number
	number int
	total  bool // a part of the input: what names lead to is defined
}

// The kinds of operands.
const (
	operandConstant = iota
	operandSlot     // 0 is the input
	operandTable
	operandCount
	operandLower
	operandGet    // by a path that may lead nowhere
	operandCall   // of a builtin
	operandShared // one of several premises, below what is in the slot
)

// plainBuiltins are the builtins that operands call: they need nothing but what they are
// given, and make little.
var plainBuiltins = map[string]bool{
	"substring": true, "split": true, "regex.replace": true, "regex.find_n": true, "regex.split": true, "trim_prefix": true, "trim_suffix": true, "upper": true, "plus": true,
	"time.parse_rfc3339_ns": true, "time.add_date": true, "time.format": true,
}

// maxPremise is how many members one premise looks at; beyond that it is open. Of a strict one,
// values and conditions count too, of which there are more.
const (
	maxPremise       = 1 << 13
	maxStrictPremise = 1 << 15
)

// maxPremiseBytes is what builtins may make for the strict premises of an input.
const maxPremiseBytes = maxBytes / 8

// maxPremiseSlots is how many members are held at a time.
const maxPremiseSlots = 48

// prospect decides premises for one input.
type prospect struct {
	strict   bool // what is open may fail, so that nothing after it counts
	made     work // what builtins may make for strict premises
	slots    [maxPremiseSlots]*ast.Term
	left     int // members that may be looked at
	premises []seenPremise
	operands []seenOperand
}

// seenPremise and seenOperand are what those that are shared came to, for what was in
// their slot then.
type seenPremise struct {
	about *ast.Term
	is    truth
}

type seenOperand struct{ about, is *ast.Term }

func newProspect(input *ast.Term, of sharing) prospect {
	p := prospect{premises: make([]seenPremise, of.premises), operands: make([]seenOperand, of.operands)}
	p.slots[0] = input
	return p
}

// sharing is how many premises and operands are shared.
type sharing struct{ premises, operands int }

// openTerm stands for a value that is not known.
var openTerm = ast.NewTerm(ast.Var("open"))

// decide says whether a premise holds.
func (p *prospect) decide(what *premise) truth {
	p.left = maxPremise
	if p.strict {
		p.left = maxStrictPremise
	}
	return p.of(what)
}

func not(t truth) truth {
	switch t {
	case holds:
		return fails
	case fails:
		return holds
	}
	return unknown
}

func truthOf(is bool) truth {
	if is {
		return holds
	}
	return fails
}

func (p *prospect) of(what *premise) truth {
	if p.spent() {
		return unknown
	}
	switch what.kind {
	case premiseAll:
		return p.until(fails, what.parts)
	case premiseAny:
		return p.until(holds, what.parts)
	case premiseNot:
		return not(p.of(&what.parts[0]))
	case premiseSome:
		return p.some(what)
	case premiseShared:
		return p.shared(what)
	case premiseDecided:
		if p.of(&what.parts[0]) != unknown {
			return holds
		}
		return unknown
	case premiseOpen:
		return unknown
	}
	return p.compare(what)
}

// until is what the parts come to together: the first that comes to an end decides, and
// otherwise all of them do.
func (p *prospect) until(end truth, parts []premise) truth {
	out := not(end)
	for i := range parts {
		switch p.of(&parts[i]) {
		case end:
			if out = end; !p.strict || end == fails { // another alternative may be open
				return end
			}
		case unknown:
			if out = unknown; p.strict {
				return out
			}
		}
	}
	return out
}

func (p *prospect) shared(what *premise) truth {
	about, seen := p.slots[what.slot], &p.premises[what.number]
	if seen.about == about {
		return seen.is
	}
	is := p.of(what.is)
	if p.left >= 0 {
		*seen = seenPremise{about, is}
	}
	return is
}

// some decides whether something is so of a member of a collection.
func (p *prospect) some(what *premise) truth {
	collection := p.find(&what.of[0])
	if collection == nil {
		return fails
	}
	out := fails
	try := func(key, value *ast.Term) bool {
		if p.left--; p.left < 0 {
			out = unknown
			return true
		}
		p.slots[what.slot], p.slots[what.slot+1] = key, value
		if is := p.of(&what.parts[0]); is != fails {
			out = is
		}
		return out == unknown || out == holds && !p.strict // a later one may be open
	}
	switch c := collection.Value.(type) {
	case *ast.Array:
		for i := range c.Len() {
			if try(openTerm, c.Elem(i)) {
				break
			}
		}
	case ast.Set:
		for _, member := range c.Slice() {
			if try(member, member) {
				break
			}
		}
	case ast.Object:
		c.Until(func(key, value *ast.Term) bool { return try(key, value) })
	case ast.Var:
		return unknown
	}
	return out
}

func (p *prospect) compare(what *premise) truth {
	x := p.find(&what.of[0])
	switch {
	case x == nil:
		return fails
	case x == openTerm:
		return unknown
	case what.kind == premiseDefined:
		return holds
	case what.kind == premiseTrue:
		return truthOf(x.Value != ast.Value(ast.Boolean(false)))
	}
	y := p.find(&what.of[1])
	switch {
	case y == nil:
		return fails
	case y == openTerm:
		return unknown
	}
	switch what.kind {
	case premiseEqual:
		return truthOf(x == y || x.Value.Compare(y.Value) == 0)
	case premiseDiffer:
		return truthOf(x.Value.Compare(y.Value) != 0)
	case premiseLess:
		return truthOf(x.Value.Compare(y.Value) < 0)
	case premiseLessOrEqual:
		return truthOf(x.Value.Compare(y.Value) <= 0)
	case premiseMember:
		return p.member(x, y.Value)
	}
	a, isText := x.Value.(ast.String)
	b, areTexts := y.Value.(ast.String)
	if !isText || !areTexts {
		return unknown
	}
	switch what.kind {
	case premisePrefix:
		return truthOf(strings.HasPrefix(string(a), string(b)))
	case premiseSuffix:
		return truthOf(strings.HasSuffix(string(a), string(b)))
	case premiseContains:
		return truthOf(strings.Contains(string(a), string(b)))
	}
	return truthOf(what.match.MatchString(string(b)))
}

func (p *prospect) member(x *ast.Term, collection ast.Value) truth {
	if set, isSet := collection.(ast.Set); isSet {
		return truthOf(set.Contains(x))
	}
	found := false
	same := func(member *ast.Term) bool {
		p.left--
		found = x.Value.Compare(member.Value) == 0
		return found || p.left < 0
	}
	switch c := collection.(type) {
	case *ast.Array:
		c.Until(same)
	case ast.Object:
		c.Until(func(_, value *ast.Term) bool { return same(value) })
	}
	if !found && p.left < 0 {
		return unknown
	}
	return truthOf(found)
}

// spent counts what is looked at for a strict premise, which may be the same many times. It
// reports whether that was too much.
func (p *prospect) spent() bool {
	if p.strict {
		p.left--
	}
	return p.strict && p.left < 0
}

// find is the value of an operand; nil if it is undefined.
func (p *prospect) find(o *operand) *ast.Term {
	if p.spent() {
		return openTerm
	}
	var value *ast.Term
	switch o.kind {
	case operandConstant:
		value = o.value
	case operandSlot:
		value = p.slots[o.slot]
	case operandTable:
		value = o.table()
	case operandShared:
		about, seen := p.slots[o.slot], &p.operands[o.number]
		if seen.about != about {
			*seen = seenOperand{about, p.find(o.is)}
		}
		return seen.is
	case operandCall:
		value = p.call(o)
	case operandGet:
		if value = p.find(&o.of[0]); value == nil {
			return nil
		}
		if value = p.below(value, o.path); value == nil {
			return o.value
		}
		return value
	default:
		value = p.find(&o.of[0])
		if value == nil || value == openTerm {
			return value
		}
		return computedTerm(o.kind, value.Value)
	}
	return p.below(value, o.path)
}

// call is the result of a builtin.
func (p *prospect) call(o *operand) *ast.Term {
	operands := make([]*ast.Term, len(o.of))
	for i := range operands {
		operands[i] = p.find(&o.of[i])
		if operands[i] == nil || operands[i] == openTerm {
			return operands[i]
		}
	}
	result, within := openTerm, topdown.BuiltinContext{}
	if p.strict {
		within.Cancel = &p.made
	}
	if err := o.call(within, operands, func(t *ast.Term) error { result = t; return nil }); err != nil {
		return openTerm
	}
	return result
}

// computedTerm is the number of members of a collection, or a text in lower case.
func computedTerm(kind byte, of ast.Value) *ast.Term {
	switch v := of.(type) {
	case *ast.Array:
		if kind == operandCount {
			return ast.InternedTerm(v.Len())
		}
	case ast.Set:
		if kind == operandCount {
			return ast.InternedTerm(v.Len())
		}
	case ast.Object:
		if kind == operandCount {
			return ast.InternedTerm(v.Len())
		}
	case ast.String:
		if kind == operandCount {
			return ast.InternedTerm(utf8.RuneCountInString(string(v)))
		}
		if lower := strings.ToLower(string(v)); lower != string(v) {
			return ast.StringTerm(lower)
		}
		return ast.NewTerm(v)
	}
	return openTerm
}

func (p *prospect) below(value *ast.Term, path []operand) *ast.Term {
	for i := range path {
		key := p.find(&path[i])
		switch {
		case value == nil || key == nil:
			return nil
		case value == openTerm || key == openTerm:
			return openTerm
		}
		switch v := value.Value.(type) {
		case ast.Object:
			value = v.Get(key)
		case *ast.Array:
			value = v.Get(key)
		case ast.Set:
			if !v.Contains(key) {
				return nil
			}
			value = key
		default:
			return nil
		}
	}
	return value
}
