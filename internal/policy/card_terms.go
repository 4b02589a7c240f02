package policy

import (
	"reflect"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// maxCardTerms is how many cards are kept: about 50 kB each. It is more than the steps
// that one dataset has.
const maxCardTerms = 1536

// cardTerms are the data cards that others are made from, and those that several models
// use, as rules see them. The former are ancestors in the inputs of many datasets, and of
// each dataset there in turn: without them, a chain of some hundred datasets takes minutes.
type cardTerms struct {
	mu    sync.Mutex
	once  map[cardKey]bool // cards that an input had
	known map[cardKey]cardTerm
	steps map[any]*ast.Term // of lineage, by the pointers to them
}

type cardKey struct {
	path string
	at   evidence.Anchor
}

type cardTerm struct {
	card evidence.DataCard
	term *ast.Term
}

// maxSeenCards is how many cards are known to have been in an input.
const maxSeenCards = 1 << 14

// seen reports whether an input had a card of this place before.
func (c *cardTerms) seen(card *evidence.DataCard) bool {
	key := cardKey{card.Path, card.At}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.once[key] {
		return true
	}
	if c.once == nil || len(c.once) == maxSeenCards {
		c.once = map[cardKey]bool{}
	}
	c.once[key] = true
	return false
}

// term is a card as rules see it. A card of the same place that says something else, such
// as that of the base, takes the place of the one that is kept.
func (c *cardTerms) term(card *evidence.DataCard, encode func() *ast.Term) *ast.Term {
	key := cardKey{card.Path, card.At}
	c.mu.Lock()
	is, ok := c.known[key]
	c.mu.Unlock()
	if ok && reflect.DeepEqual(&is.card, card) {
		return is.term
	}
	term := encode()
	sortKeys(term.Value)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.known == nil || len(c.known) == maxCardTerms {
		c.known = map[cardKey]cardTerm{}
	}
	c.known[key] = cardTerm{*card, term}
	return term
}

// pointed is what a pointer leads to as rules see it.
func (c *cardTerms) pointed(pointer any, encode func() *ast.Term) *ast.Term {
	c.mu.Lock()
	term := c.steps[pointer]
	c.mu.Unlock()
	if term != nil {
		return term
	}
	term = encode()
	sortKeys(term.Value)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.steps == nil || len(c.steps) == maxCardTerms {
		c.steps = map[any]*ast.Term{}
	}
	c.steps[pointer] = term
	return term
}

// sortKeys puts the keys of objects in order, which is else done when they are first
// needed: several goroutines may read what is kept.
func sortKeys(v ast.Value) {
	switch v := v.(type) {
	case ast.Object:
		v.Foreach(func(_, value *ast.Term) { sortKeys(value.Value) })
	case *ast.Array:
		v.Foreach(func(item *ast.Term) { sortKeys(item.Value) })
	}
}
