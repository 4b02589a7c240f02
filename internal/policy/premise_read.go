package policy

import (
	"sync"

	"github.com/modelgate-dev/modelgate/internal/pattern"
	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// premises are those of a rule to deny, and to apply.
type premises struct{ deny, applies premise }

// premises are read when they are first looked at.
func (c *cursor) premises() func() *premises {
	size := c.number()
	own := &cursor{compiled: c.compiled, at: c.at}
	c.at += size
	return sync.OnceValue(func() *premises {
		c.reading.Lock()
		defer c.reading.Unlock()
		return &premises{own.premise(), own.premise()}
	})
}

// premise reads a premise from a compiled file.
func (c *cursor) premise() premise {
	p := premise{kind: c.byte(), slot: c.number()}
	if p.kind == premiseShared {
		p.number = c.number()
		p.is = c.sharedPremise(p.number)
		return p
	}
	if n := c.number(); n > 0 {
		p.parts = make([]premise, n)
		for i := range p.parts {
			p.parts[i] = c.premise()
		}
	}
	p.of = c.operands()
	if p.kind == premiseMatch {
		p.match = pattern.New(string(p.of[0].value.Value.(ast.String)))
	}
	return p
}

func (c *cursor) operands() []operand {
	n := c.number()
	if n == 0 {
		return nil
	}
	out := make([]operand, n)
	for i := range out {
		out[i] = c.operand()
	}
	return out
}

func (c *cursor) operand() operand {
	o := operand{kind: c.byte()}
	switch o.kind {
	case operandConstant:
		o.value = c.term()
	case operandSlot:
		o.slot = c.number()
	case operandShared:
		o.slot, o.number = c.number(), c.number()
		o.is = c.sharedOperand(o.number)
		return o
	case operandTable:
		o.name = c.string()
		o.table = c.store.table(o.name)
	case operandCall:
		o.name = c.string()
		o.call = topdown.GetBuiltin(o.name)
		o.of = c.operands()
	case operandGet:
		o.value = c.term()
		o.of = c.operands()
	default:
		o.of = c.operands()
	}
	o.path = c.operands()
	return o
}

// shared is where the premises and operands that several rules have begin in a compiled
// file, each to be read when it is first needed.
type shared struct {
	premises, operands []int
	readPremises       []*premise
	readOperands       []*operand
}

// readShared reads where they begin.
func (c *cursor) readShared() (s shared) {
	for _, places := range []*[]int{&s.premises, &s.operands} {
		*places = make([]int, c.number())
		for i := range *places {
			size := c.number()
			(*places)[i] = c.at
			c.at += size
		}
	}
	s.readPremises, s.readOperands = make([]*premise, len(s.premises)), make([]*operand, len(s.operands))
	return s
}

func (c *cursor) sharedPremise(number int) *premise {
	if c.shared.readPremises[number] == nil {
		own := &cursor{compiled: c.compiled, at: c.shared.premises[number]}
		p := own.premise()
		c.shared.readPremises[number] = &p
	}
	return c.shared.readPremises[number]
}

func (c *cursor) sharedOperand(number int) *operand {
	if c.shared.readOperands[number] == nil {
		own := &cursor{compiled: c.compiled, at: c.shared.operands[number]}
		o := own.operand()
		c.shared.readOperands[number] = &o
	}
	return c.shared.readOperands[number]
}
