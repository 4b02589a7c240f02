package policy

import (
	"fmt"

	"github.com/open-policy-agent/opa/v1/ast"
)

// checkComparisons refuses comparisons of values whose kinds are known to
// differ. Rego orders any two values, and every number before every text, so
// that "0.1" < 0.8 is false and says nothing; most metrics are exact decimals,
// which are text. What a function is given, or a builtin returns, is not known.
func checkComparisons(compiler *ast.Compiler, modules map[string]*ast.Module, data tables, ps *problems) {
	for _, file := range keysOf(modules) {
		in := infer(compiler, compiler.Modules[file], data)
		ast.WalkExprs(compiler.Modules[file], func(e *ast.Expr) bool {
			if e.IsCall() && len(e.Operands()) >= 2 {
				in.checkComparison(e, ps)
				in.checkLookup(e, ps)
			}
			return false
		})
	}
}

func (in inference) checkComparison(e *ast.Expr, ps *problems) {
	switch e.Operator().String() {
	case "lt", "lte", "gt", "gte", "equal", "neq":
	default:
		return
	}
	left, right := in.kind(e.Operand(0)), in.kind(e.Operand(1))
	if left != "" && right != "" && left != right {
		ps.at(e.Location, fmt.Sprintf("this compares %s with %s, which is the same whatever the values are", left, right),
			"Compare values of one kind. Metrics are exact decimals, which are text: judge the verdict of a check, or convert with to_number.")
	}
}

// checkLookup refuses object.get of a key that the input does not have: its
// default would always be the result.
func (in inference) checkLookup(e *ast.Expr, ps *problems) {
	if e.Operator().String() != "object.get" {
		return
	}
	ref, isRef := in.resolve(e.Operand(0), 0).Value.(ast.Ref)
	if !isRef || !ref[0].Equal(ast.InputRootDocument) {
		return
	}
	var path ast.Ref
	switch key := in.resolve(e.Operand(1), 0).Value.(type) {
	case ast.String:
		path = ast.Ref{ast.NewTerm(key)}
	case *ast.Array:
		key.Foreach(func(t *ast.Term) { path = append(path, in.resolve(t, 0)) })
	}
	from := selectType(in.compiler.TypeEnv.GetByRef(ast.InputRootRef), ref[1:])
	if len(path) > 0 && from != nil && selectType(from, path) == nil {
		ps.at(e.Location, fmt.Sprintf("%s: the input has no such key", shownRef(ref.Concat(path))),
			"Name a key that schemas/input.schema.json has; every one of them is always there, and needs no default.")
	}
}
