package policy

import (
	"fmt"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// checkComparisons refuses comparisons of values whose kinds are known to
// differ. Rego orders any two values, and every number before every text, so
// that "0.1" < 0.8 is false and says nothing; most metrics are exact decimals,
// which are text. Where the kinds are not known, a guard compares.
func (in inference) checkComparisons(module *ast.Module, ps *problems) {
	for _, rule := range module.Rules {
		eachExpr(rule, func(e *ast.Expr, bound ast.VarSet) []*ast.Expr {
			in.checkCondition(e, bound, ps)
			if e.IsCall() && e.Operator().String() == "count" {
				in.checkCount(e, ps)
			}
			if e.IsCall() {
				in.checkPart(e, ps)
				in.checkKindTest(rule, e, ps)
			}
			if e.IsCall() && len(e.Operands()) >= 2 {
				in.checkComparison(e, bound, ps)
				in.checkLookup(e, ps)
				in.checkFormat(e, ps)
			}
			if len(e.With) > 0 {
				ps.at(e.Location, "`with` is allowed in tests only", "Remove `with`.")
			}
			return []*ast.Expr{e}
		})
	}
}

func (in inference) checkComparison(e *ast.Expr, bound ast.VarSet, ps *problems) {
	left, right, ok := compared(e, bound)
	if !ok {
		return
	}
	if strings.HasPrefix(e.Operator().String(), "internal.member_") {
		in.checkMembers(in.possible(right), e.Location, ps)
		in.checkKeyIn(left, e.Operands()[len(e.Operands())-1], e.Location, ps)
	}
	in.checkWords(left, right, e.Location, ps)
	in.checkWords(right, left, e.Location, ps)
	in.checkSpelling(left, right, e.Location, ps)
	in.checkSpelling(right, left, e.Location, ps)
	kind, other := in.kind(left), in.kind(right)
	switch {
	case kind == "" || other == "" || kind == other:
	case in.isNever(left, other), in.isNever(right, kind):
		ps.at(e.Location, "this compares part of the input with null, but the input contains no null", "Every key of the input exists. Check its `present`, or compare with \"\".")
	case kind != null && other != null:
		ps.at(e.Location, fmt.Sprintf("this compares %s with %s, so the result never changes", kind, other),
			"Compare values of the same type. Metrics are strings that contain exact decimals: use the verdict of a check, or convert them with to_number.")
	}
}

// compared is the two sides of a comparison.
func compared(e *ast.Expr, bound ast.VarSet) (left, right *ast.Term, ok bool) {
	operands := e.Operands()
	switch e.Operator().String() {
	case "eq":
		return operands[0], operands[1], len(operands) == 2 && isBound(bound, operands...)
	case "lt", "lte", "gt", "gte", "equal", "neq":
		return operands[0], operands[1], true
	case "and", "minus":
		return element(operands[0]), element(operands[1]), true
	case "internal.member_3":
		return operands[1], element(operands[2]), true
	case "internal.member_2":
		return operands[0], element(operands[1]), true
	}
	return nil, nil, false
}

// isNever reports whether a term is a part of the input, compared with null.
func (in inference) isNever(t *ast.Term, other string) bool { return other == null && in.isInput(t) }

// lookups are the builtins that look for keys by name, which say nothing if
// there is no such key.
var lookups = map[string]bool{"object.get": true, "object.remove": true, "object.filter": true, "json.filter": true, "json.remove": true, "object.subset": true}

// checkLookup refuses to look up a key that the input does not have: a default
// would always be the result.
func (in inference) checkLookup(e *ast.Expr, ps *problems) {
	name := e.Operator().String()
	if name == "walk" && in.isInput(e.Operand(0)) {
		ps.at(e.Location, "walk over the input does not detect misspelled keys", "Use the full path. Every key in schemas/input.schema.json always exists.")
		return
	}
	if !lookups[name] {
		return
	}
	if name == "object.get" {
		in.checkGet(e, ps)
	}
	for _, from := range in.possible(e.Operand(0)) {
		ref, isRef := from.Value.(ast.Ref)
		if !isRef || !ref[0].Equal(ast.InputRootDocument) {
			continue
		}
		for _, path := range in.paths(name, e.Operand(1)) {
			if in.typeOfInput(ref) != nil && in.typeOfInput(ref.Concat(path)) == nil {
				ps.at(e.Location, fmt.Sprintf("%s: the input has no such key", shownRef(ref.Concat(path))),
					"Use a key from schemas/input.schema.json. Every key always exists and needs no default.")
			}
		}
	}
}

// checkGet checks what object.get looks up by a word of the input.
func (in inference) checkGet(e *ast.Expr, ps *problems) {
	in.checkKeysOf(e.Operand(0), e.Operand(1), e.Location, ps)
	for _, from := range in.possible(e.Operand(0)) {
		for _, keys := range in.possible(e.Operand(1)) {
			path, isArray := keys.Value.(*ast.Array)
			below, isRef := from.Value.(ast.Ref)
			if !isArray || !isRef {
				continue
			}
			path.Foreach(func(step *ast.Term) {
				in.checkKeysOf(ast.NewTerm(below), step, e.Location, ps)
				below = below.Append(in.constant(step))
			})
		}
	}
}

// checkKeyIn refuses to look for a name among the keys of a part of the input
// that has no such key.
func (in inference) checkKeyIn(name, collection *ast.Term, at *ast.Location, ps *problems) {
	call, isResult := in.builtin[in.alias(collection)]
	if !isResult || call.Operator().String() != "object.keys" {
		return
	}
	in.checkKeysOf(call.Operand(0), name, at, ps)
	for _, from := range in.possible(call.Operand(0)) {
		ref, isRef := from.Value.(ast.Ref)
		if !isRef || !ref[0].Equal(ast.InputRootDocument) {
			continue
		}
		for _, key := range in.possible(name) {
			if ast.IsConstant(key.Value) && in.typeOfInput(ref.Append(key)) == nil {
				ps.at(at, fmt.Sprintf("%s: the input has no such key", shownRef(ref.Append(key))), "Use a key from schemas/input.schema.json.")
			}
		}
	}
}

// alias is the variable that a variable is another name of.
func (in inference) alias(t *ast.Term) ast.Var {
	v := varOf(t)
	for range 10 {
		if len(in.sources[v]) != 1 {
			return v
		}
		next := varOf(in.sources[v][0])
		if next == "" {
			return v
		}
		v = next
	}
	return v
}

func (in inference) isInput(t *ast.Term) bool {
	for _, p := range in.possible(t) {
		if ref, isRef := p.Value.(ast.Ref); isRef && ref[0].Equal(ast.InputRootDocument) {
			return true
		}
	}
	return false
}

// paths is the keys that a lookup names, as far as they are constants.
func (in inference) paths(builtin string, keys *ast.Term) (out []ast.Ref) {
	for _, key := range in.possible(keys) {
		members, several := membersOf(key.Value)
		if object, isObject := key.Value.(ast.Object); isObject {
			members = object.Keys()
		}
		switch {
		case !several:
			out = append(out, ast.Ref{key})
		case builtin == "object.get": // the steps of one path
			var path ast.Ref
			for _, step := range members {
				path = append(path, in.constant(step))
			}
			if len(path) > 0 {
				out = append(out, path)
			}
		case strings.HasPrefix(builtin, "json."):
			for _, m := range members {
				if text, isText := in.constant(m).Value.(ast.String); isText {
					var path ast.Ref
					for _, step := range strings.Split(strings.Trim(string(text), "/"), "/") {
						path = append(path, ast.StringTerm(step))
					}
					out = append(out, path)
				}
			}
		default:
			for _, m := range members {
				out = append(out, ast.Ref{in.constant(m)})
			}
		}
	}
	return out
}

// constant is the one constant that a term is known to be, or the term.
func (in inference) constant(t *ast.Term) *ast.Term {
	if p := in.possible(t); len(p) == 1 && ast.IsConstant(p[0].Value) {
		return p[0]
	}
	return t
}
