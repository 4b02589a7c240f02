package policy

import "github.com/open-policy-agent/opa/v1/ast"

// answer is what one rule said: its raw result, or why there is none.
type answer struct {
	deny    ast.Value // nil if there is an error
	applies ast.Value // nil if undefined
	err     string

	unfinished bool // err is that the deadline passed
}

// reader reads the result of an entry point:
// {"deny": {id: set}, "applies": {[id, value]}}.
type reader struct {
	deny    ast.Object
	applies map[ast.String]ast.Value // by id
}

func newReader(value ast.Value) reader {
	r := reader{applies: map[ast.String]ast.Value{}}
	result, _ := value.(ast.Object)
	if result == nil {
		return r
	}
	if t := result.Get(ast.InternedTerm(denyName)); t != nil {
		r.deny, _ = t.Value.(ast.Object)
	}
	if t := result.Get(ast.InternedTerm(appliesName)); t != nil {
		if pairs, ok := t.Value.(ast.Set); ok {
			pairs.Foreach(func(t *ast.Term) {
				if pair, ok := t.Value.(*ast.Array); ok && pair.Len() == 2 {
					id, _ := pair.Elem(0).Value.(ast.String)
					r.applies[id] = pair.Elem(1).Value
				}
			})
		}
	}
	return r
}

// answer is what the rule said. There is one for every rule that was asked.
func (r reader) answer(id string) answer {
	a := answer{applies: r.applies[ast.String(id)]}
	if r.deny != nil {
		if t := r.deny.Get(ast.StringTerm(id)); t != nil {
			a.deny = t.Value
		}
	}
	if a.deny == nil {
		a.err = "the rule gave no answer"
	}
	return a
}
