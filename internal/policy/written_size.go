package policy

import (
	"fmt"

	"github.com/open-policy-agent/opa/v1/ast"
)

// maxWritten is how many values a list, set or object that is written in a rule
// may come to. The evaluator copies what its variables stand for into it.
const maxWritten = 100_000

// checkWritten refuses a value that is put together of itself again and again:
// twice a value of twice a value is as large as no step count tells.
func (in inference) checkWritten(module *ast.Module, ps *problems) {
	sizes := map[ast.Var]int{}
	for _, rule := range module.Rules {
		ast.WalkTerms(rule, func(t *ast.Term) bool {
			if isWritten(t) && in.sizeOf(t, sizes) > maxWritten {
				ps.at(t.Location, fmt.Sprintf("this value comes to more than %d values when its variables are filled in", maxWritten), "Write what the rule needs without repeating it.")
				return true
			}
			return false
		})
	}
}

func isWritten(t *ast.Term) bool {
	switch t.Value.(type) {
	case *ast.Array, ast.Set, ast.Object:
		return true
	}
	return false
}

// sizeOf is how many values a term comes to.
func (in inference) sizeOf(t *ast.Term, sizes map[ast.Var]int) int {
	size := 1
	add := func(t *ast.Term) { size = plus(size, in.sizeOf(t, sizes)) }
	switch v := t.Value.(type) {
	case ast.Var:
		if known, done := sizes[v]; done {
			return known
		}
		sizes[v] = 1 // of a variable that is equal to itself
		for _, source := range in.sources[v] {
			if isWritten(source) || ast.TermValueIs[ast.Var](source) {
				size = max(size, in.sizeOf(source, sizes))
			}
		}
		sizes[v] = size
	case *ast.Array:
		v.Foreach(add)
	case ast.Set:
		v.Foreach(add)
	case ast.Object:
		v.Foreach(func(key, value *ast.Term) { add(key); add(value) })
	}
	return size
}
