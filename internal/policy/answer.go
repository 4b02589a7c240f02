package policy

import (
	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// answer is what one rule said: its raw result, or why there is none.
type answer struct {
	deny    ast.Value // nil if there is an error
	applies ast.Value // nil if undefined
	err     string

	unfinished bool // err is that the deadline passed
}

// newAnswer reads the result of the query of one rule.
func newAnswer(result topdown.QueryResult) answer {
	a := answer{deny: result[denyVar].Value}
	if values, has := result[appliesVar]; has {
		if values := values.Value.(*ast.Array); values.Len() > 0 {
			a.applies = values.Elem(0).Value
		}
	}
	return a
}
