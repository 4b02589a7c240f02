package policy

import (
	"encoding/json"
	"hash/fnv"
	"slices"
	"strconv"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/types"
)

// Rego adds up the hashes of what a list or an object holds, and cuts the fraction
// off a number. Sets of pairs of numbers, or of fractions, have many members with
// one hash, and each is compared with all of them, and in a set with those of the
// next hashes too.

const (
	guardNewMember = "modelgate.guard.new_member"
	guardNewKey    = "modelgate.guard.new_key"
)

// collisionGuards count a step for each value that a new member of a set, or a new
// key, is compared with. The second operand tells sets apart.
func collisionGuards() []guard {
	counted := func(name string, add func(*collisions, ast.Value) int) guard {
		return guard{name, 2, types.B, func(bctx rego.BuiltinContext, o []*ast.Term) (*ast.Term, error) {
			w, counted := bctx.Cancel.(*work)
			site, _ := o[1].Value.(ast.Number).Int()
			if counted {
				w.steps += add(w.collisionsAt(site), o[0].Value)
			}
			return ast.InternedTerm(true), nil
		}}
	}
	return []guard{counted(guardNewMember, (*collisions).member), counted(guardNewKey, (*collisions).key)}
}

// collisions is what one place in the rules has put into sets, or used as keys.
type collisions struct {
	members map[int]uint64   // by the place that the evaluator gives them
	keys    map[int][]uint64 // by their hash
}

func (w *work) collisionsAt(site int) *collisions {
	if w.collisions == nil {
		w.collisions = map[int]*collisions{}
	}
	c := w.collisions[site]
	if c == nil {
		c = &collisions{map[int]uint64{}, map[int][]uint64{}}
		w.collisions[site] = c
	}
	return c
}

// member is how many members a new one is compared with: a set puts it into the
// first free place from its hash on.
func (c *collisions) member(v ast.Value) int {
	own, first := fingerprint(v, 4), v.Hash()
	for place := first; ; place++ {
		there, taken := c.members[place]
		if !taken {
			c.members[place] = own
		}
		if !taken || there == own {
			return place - first
		}
	}
}

// key is how many keys a new one is compared with: those of its hash.
func (c *collisions) key(v ast.Value) int {
	own, hash := fingerprint(v, 4), v.Hash()
	i := slices.Index(c.keys[hash], own)
	if i < 0 {
		i = len(c.keys[hash])
		c.keys[hash] = append(c.keys[hash], own)
	}
	return i
}

// fingerprint tells values apart that Rego gives one hash. It looks only so deep.
func fingerprint(v ast.Value, depth int) uint64 {
	const prime = 1099511628211
	switch v := v.(type) {
	case ast.Number:
		h := fnv.New64a()
		h.Write([]byte(v))
		return h.Sum64()
	case *ast.Array:
		sum := uint64(v.Len())
		for i := range v.Len() {
			sum = sum*prime ^ below(v.Elem(i), depth)
		}
		return sum
	case ast.Object:
		sum := uint64(v.Len())
		v.Foreach(func(key, value *ast.Term) { sum += (below(key, depth)*prime ^ below(value, depth)) * prime })
		return sum
	}
	return uint64(v.Hash())
}

func below(t *ast.Term, depth int) uint64 {
	if depth == 0 {
		return uint64(t.Value.Hash())
	}
	return fingerprint(t.Value, depth-1)
}

// counting counts the members of a set, or the keys of an object, unless they are
// texts or truth values, whose hashes differ.
func (g *guarding) counting(name string, member *ast.Term, body ast.Body) ast.Body {
	switch g.kind(member) {
	case "text", "a truth value":
		return body
	}
	value := g.fresh()
	body.Append(ast.Equality.Expr(value, member).SetLocation(member.Location))
	body.Append(declared()[name].Expr(value, ast.NumberTerm(json.Number(strconv.Itoa(g.next)))).SetLocation(member.Location))
	return body
}
