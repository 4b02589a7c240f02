package policy

import (
	"encoding/binary"

	"github.com/open-policy-agent/opa/v1/ast"
)

// openTexts finds the texts, each of which is read where it is used.
func (c *cursor) openTexts() {
	n := c.number()
	c.ends, c.texts = c.at, c.at+4*n
	c.at = c.texts
	if n > 0 {
		c.at += c.end(n - 1)
	}
	c.scalars = make([]*ast.Term, n)
}

// end is where a text ends, after the beginning of the first.
func (c *compiled) end(text int) int {
	return int(binary.LittleEndian.Uint32([]byte(c.text[c.ends+4*text:][:4])))
}

func (c *compiled) textOf(text int) string {
	from := 0
	if text > 0 {
		from = c.end(text - 1)
	}
	return c.text[c.texts+from : c.texts+c.end(text)]
}
