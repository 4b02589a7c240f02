package policy

import (
	"encoding/json"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/types"
)

// inference tells what the values of one compiled module are, as far as that
// follows from the shape of the input and from the tables. OPA's own type
// checker does not keep what it learns.
type inference struct {
	compiler *ast.Compiler
	data     tables
	defined  map[ast.Var]*ast.Term // what a local variable is equal to
}

// infer notes the equalities of a module. The compiler gives every local
// variable of a module a name of its own.
func infer(compiler *ast.Compiler, module *ast.Module, data tables) inference {
	in := inference{compiler, data, map[ast.Var]*ast.Term{}}
	ast.WalkExprs(module, func(e *ast.Expr) bool {
		if e.IsEquality() && len(e.Operands()) == 2 {
			in.define(e.Operand(0), e.Operand(1))
			in.define(e.Operand(1), e.Operand(0))
		}
		return false
	})
	return in
}

func (in inference) define(left, right *ast.Term) {
	v, ok := left.Value.(ast.Var)
	if !ok {
		return
	}
	switch right.Value.(type) {
	case ast.Ref, ast.Number, ast.String, ast.Boolean:
		if _, done := in.defined[v]; !done {
			in.defined[v] = right
		}
	}
}

// kind names the kind of a term, or is "" where it is not known.
func (in inference) kind(t *ast.Term) string {
	t = in.resolve(t, 0)
	switch v := t.Value.(type) {
	case ast.Number, ast.String, ast.Boolean:
		return kindOfValue(v)
	case ast.Ref:
		switch {
		case v[0].Equal(ast.InputRootDocument):
			return kindOfType(selectType(in.compiler.TypeEnv.GetByRef(ast.InputRootRef), v[1:]))
		case v[0].Equal(ast.DefaultRootDocument):
			return in.kindOfData(v[1:])
		}
	}
	return ""
}

// resolve replaces local variables by what they are equal to, as far as a
// reference into the input or a table comes out of it.
func (in inference) resolve(t *ast.Term, depth int) *ast.Term {
	if depth > 20 {
		return t // an equality that runs in a circle
	}
	switch v := t.Value.(type) {
	case ast.Var:
		if d, ok := in.defined[v]; ok {
			return in.resolve(d, depth+1)
		}
	case ast.Ref:
		head, isVar := v[0].Value.(ast.Var)
		d, ok := in.defined[head]
		if !isVar || !ok {
			return t
		}
		if base, isRef := in.resolve(d, depth+1).Value.(ast.Ref); isRef {
			return ast.NewTerm(base.Concat(v[1:]))
		}
	}
	return t
}

// selectType follows a path into a type; nil is unknown.
func selectType(t types.Type, path ast.Ref) types.Type {
	for _, step := range path {
		if t == nil {
			return nil
		}
		if ast.IsConstant(step.Value) {
			key, err := ast.JSON(step.Value)
			if err != nil {
				return nil
			}
			t = types.Select(t, key)
			continue
		}
		t = types.Values(t)
	}
	return t
}

func kindOfType(t types.Type) string {
	switch t := t.(type) {
	case types.String:
		return "text"
	case types.Number:
		return "a number"
	case types.Boolean:
		return "a truth value"
	case *types.Array:
		return "an array"
	case *types.Object:
		return "an object"
	case types.Any:
		if len(t) == 0 {
			return "" // anything
		}
		kind := kindOfType(t[0])
		for _, one := range t[1:] {
			if kindOfType(one) != kind {
				return ""
			}
		}
		return kind
	}
	return ""
}

func (in inference) kindOfData(path ast.Ref) string {
	var value any = in.data.store()
	for _, step := range path {
		key, ok := step.Value.(ast.String)
		object, isObject := value.(map[string]any)
		if !ok || !isObject {
			return ""
		}
		value = object[string(key)]
	}
	switch value.(type) {
	case string:
		return "text"
	case json.Number:
		return "a number"
	case bool:
		return "a truth value"
	}
	return ""
}
