package policy

import (
	"context"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

// A rule that iterates over a list finds nothing where the list is empty. What must be
// there for a rule to find anything is known when it is compiled, and is the same for
// many rules: it is looked up once for an input, and most rules need not be asked.

// The kinds of facts.
const (
	factFilled   = iota // a list, object or set with a member
	factTrue            // neither undefined nor false
	factUntrue          // undefined or false
	factDefined         // a value
	factPossible        // a call of a function that may hold, or whose result may have a member
	factMember          // a member of a list that has a value, at the end of the path
	factSome            // a member of a list that has something at the path which is not false
)

// fact is what an expression of a rule needs of the input, or of what a helper comes to.
type fact struct {
	kind  int
	ref   ast.Ref // of a function, with its arguments: only to tell it from others
	needs needs   // of a helper: what its rules need
}

// needs are alternatives: the bodies of a rule. One of them can hold only if all of its
// facts do. nil is not known, so that anything may be.
type needs []need

type need struct {
	facts []int // in the list of facts
	exact bool  // if all of the facts hold, so does the body
}

// demand is what a rule needs to deny, and to apply.
type demand struct{ deny, applies needs }

// checklist is what is known of the facts for one input.
type checklist struct {
	session
	facts   []fact
	known   []truth // by fact
	broken  bool    // a helper could not be evaluated
	offhand bool    // no helper is evaluated now
	prospect
}

func newChecklist(s session) *checklist {
	c := &checklist{session: s, facts: s.program.facts, known: make([]truth, len(s.program.facts)), prospect: newProspect(s.input, s.program.sharing)}
	c.strict, c.made.bytes = s.program.strict, maxPremiseBytes
	return c
}

type truth int8

const (
	unknown truth = iota
	holds
	fails
)

// possible reports whether one of the alternatives may hold.
func (c *checklist) possible(ctx context.Context, n needs) bool {
	return n == nil || slices.ContainsFunc(n, func(alternative need) bool { return c.all(ctx, alternative.facts) != fails })
}

// certain reports whether one of the alternatives holds.
func (c *checklist) certain(ctx context.Context, n needs) bool {
	return slices.ContainsFunc(n, func(alternative need) bool { return alternative.exact && c.all(ctx, alternative.facts) == holds })
}

// all is whether all of some facts hold.
func (c *checklist) all(ctx context.Context, facts []int) truth {
	out := holds
	for _, i := range facts {
		switch c.is(ctx, i) {
		case fails:
			return fails
		case unknown:
			out = unknown
		}
	}
	return out
}

// is looks a fact up once. Offhand, no helper is evaluated: what one comes to is unknown,
// unless nothing can come of it.
func (c *checklist) is(ctx context.Context, i int) truth {
	f := &c.facts[i]
	switch {
	case c.known[i] != unknown:
	case c.offhand && (f.kind == factPossible || f.ref[0].Equal(ast.DefaultRootDocument)):
		if !c.possible(ctx, f.needs) {
			c.known[i] = truthOf(f.kind == factUntrue)
		}
	default:
		c.known[i] = fails
		c.known[i] = truthOf(c.holds(ctx, *f))
	}
	return c.known[i]
}

// holds looks a fact up.
func (c *checklist) holds(ctx context.Context, f fact) bool {
	switch f.kind {
	case factPossible:
		return c.possible(ctx, f.needs)
	case factMember:
		last := len(f.ref) - 1
		return hasMember(c.input.Value, f.ref[1:last], func(v ast.Value) bool { return v.Compare(f.ref[last].Value) == 0 })
	case factSome:
		return hasMember(c.input.Value, f.ref[1:], func(v ast.Value) bool { return v != ast.Value(ast.Boolean(false)) })
	}
	value := c.value(ctx, f)
	isTrue := value != nil && value != ast.Value(ast.Boolean(false))
	switch f.kind {
	case factFilled:
		return isFilled(value)
	case factTrue:
		return isTrue
	case factUntrue:
		return !isTrue
	}
	return value != nil
}

// value is what a fact is about; nil if it is undefined.
func (c *checklist) value(ctx context.Context, f fact) ast.Value {
	if f.ref[0].Equal(ast.InputRootDocument) {
		value, _ := c.input.Value.Find(f.ref[1:])
		return value
	}
	if !c.possible(ctx, f.needs) {
		return nil
	}
	const v = ast.Var("value")
	results, failures, err := c.query(ctx, ast.NewBody(ast.Equality.Expr(ast.NewTerm(v), ast.NewTerm(f.ref))))
	if err != nil || len(failures) > 0 {
		c.broken = true
	}
	if len(results) == 0 {
		return nil
	}
	return results[0][v].Value
}

// hasMember reports whether a path leads to a value that is wanted. A variable in it is each
// member.
func hasMember(in ast.Value, path ast.Ref, wanted func(ast.Value) bool) bool {
	for i, step := range path {
		if _, isVar := step.Value.(ast.Var); isVar {
			list, isList := in.(*ast.Array)
			return !isList || list.Until(func(item *ast.Term) bool { return hasMember(item.Value, path[i+1:], wanted) })
		}
		next, err := in.Find(ast.Ref{step})
		if err != nil {
			return false
		}
		in = next
	}
	return wanted(in)
}

func isFilled(value ast.Value) bool {
	switch value := value.(type) {
	case *ast.Array:
		return value.Len() > 0
	case ast.Object:
		return value.Len() > 0
	case ast.Set:
		return value.Len() > 0
	}
	return false
}

// ask answers for a rule that has nothing to find, and asks any other.
func (c *checklist) ask(ctx context.Context, rule *compiledRule) (answer, []string, error) {
	if err := c.work.err(); err != nil {
		return answer{}, nil, err
	}
	if c.mayDeny(ctx, rule) {
		return c.session.ask(ctx, rule)
	}
	nothing := answer{deny: ast.InternedEmptySetValue}
	switch c.appliesTo(ctx, rule) {
	case holds:
		nothing.applies = ast.InternedBooleanTrueValue
	case unknown:
		return c.session.ask(ctx, rule)
	}
	return nothing, nil, nil
}

// mayDeny reports whether a rule may have something to find. What costs least to tell
// comes first: facts of the input, premises, and what helpers come to.
func (c *checklist) mayDeny(ctx context.Context, rule *compiledRule) bool {
	if rule.demand == nil || c.strict && c.tracer != nil { // who looks on wants to see it
		return true
	}
	c.offhand = true
	possible := c.possible(ctx, rule.demand.deny)
	c.offhand = false
	return possible && c.decide(&rule.premises().deny) != fails && c.possible(ctx, rule.demand.deny)
}

// appliesTo is whether a rule that finds nothing applies, as far as that is known.
func (c *checklist) appliesTo(ctx context.Context, rule *compiledRule) truth {
	if !rule.hasApplies {
		return fails
	}
	c.offhand = true
	is := c.applies(ctx, rule)
	c.offhand = false
	if is == unknown {
		is = c.decide(&rule.premises().applies)
	}
	if is == unknown {
		is = c.applies(ctx, rule)
	}
	return is
}

// applies is what the facts say.
func (c *checklist) applies(ctx context.Context, rule *compiledRule) truth {
	switch {
	case !c.possible(ctx, rule.demand.applies):
		return fails
	case c.certain(ctx, rule.demand.applies):
		return holds
	}
	return unknown
}
