package policy

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/types"

	"github.com/modelgate-dev/modelgate/internal/finding"
)

// references checks what OPA's type checker lets pass. It knows the input, but
// neither the tables nor the arguments of functions, so that a misspelt key
// there is undefined when it is evaluated, and the rule silent.
type references struct {
	inference
	known map[string]bool // every key that an object can have
	ps    *problems
}

// checkReferences refuses references to tables and packages that do not exist,
// and keys that no object has: neither the input, nor a table, nor an object
// that a policy writes. A key that only comes into being when a rule is
// evaluated (json.unmarshal) is read with object.get.
func (in inference) checkReferences(modules []*ast.Module, ps *problems) {
	r := references{in, map[string]bool{}, ps}
	r.learnData(in.tables)
	r.learnType(in.compiler.TypeEnv.GetByRef(ast.InputRootRef))
	for _, m := range modules {
		r.learnModule(m)
	}
	for _, m := range modules {
		for _, rule := range m.Rules {
			eachRef(rule, r.check)
		}
	}
}

// learnData adds the keys of a table.
func (r references) learnData(v any) {
	switch v := v.(type) {
	case map[string]any:
		for key, below := range v {
			r.known[key] = true
			r.learnData(below)
		}
	case []any:
		for _, below := range v {
			r.learnData(below)
		}
	}
}

// learnType adds the keys of a type.
func (r references) learnType(t types.Type) {
	switch t := t.(type) {
	case *types.Object:
		for _, p := range t.StaticProperties() {
			if key, ok := p.Key.(string); ok {
				r.known[key] = true
			}
			r.learnType(p.Value)
		}
	case *types.Array:
		for i := range t.Len() {
			r.learnType(t.Select(i))
		}
		if t.Dynamic() != nil {
			r.learnType(t.Dynamic())
		}
	case *types.Set:
		r.learnType(t.Of())
	case types.Any:
		for _, one := range t {
			r.learnType(one)
		}
	}
}

// learnModule adds the keys of the objects that a module writes, and of those
// that the builtins which it calls return.
func (r references) learnModule(module *ast.Module) {
	ast.WalkTerms(module, func(t *ast.Term) bool {
		switch v := t.Value.(type) {
		case ast.Object:
			for _, key := range v.Keys() {
				r.learnKey(key)
			}
		case *ast.ObjectComprehension:
			r.learnKey(v.Key)
		}
		return false
	})
	ast.WalkRules(module, func(rule *ast.Rule) bool {
		for _, t := range rule.Head.Ref() {
			r.learnKey(t)
		}
		return false
	})
	ast.WalkExprs(module, func(e *ast.Expr) bool {
		if e.IsCall() {
			if f, ok := r.compiler.TypeEnv.GetByRef(e.Operator()).(*types.Function); ok && f.Result() != nil {
				r.learnType(f.Result())
			}
		}
		return false
	})
}

func (r references) learnKey(t *ast.Term) {
	if s, ok := t.Value.(ast.String); ok {
		r.known[string(s)] = true
	}
}

func (r references) check(ref ast.Ref, at *ast.Location) {
	switch head := ref[0]; {
	case head.Equal(ast.DefaultRootDocument):
		r.checkData(ref, at)
	case r.isBuiltin(ref):
		return
	case !head.Equal(ast.InputRootDocument):
		r.checkKeys(ref, 1, at)
	}
	r.checkSteps(ref, at)
}

// checkSteps checks a reference under the names that its variables stand for.
func (r references) checkSteps(ref ast.Ref, at *ast.Location) {
	for i, step := range ref {
		switch {
		case i == 0:
		case ast.TermValueIs[ast.Var](step):
			r.checkKeysOf(ast.NewTerm(ref[:i]), step, at, r.ps)
			r.checkIndex(ref, i, at)
		case r.isSet(ref[:i]):
			r.checkWords(element(ast.NewTerm(ref[:i])), step, at, r.ps)
		}
	}
	possible := r.possible(ast.NewTerm(ref))
	for _, p := range possible {
		if full, isRef := p.Value.(ast.Ref); isRef && full[0].Equal(ast.InputRootDocument) {
			r.checkNames(full, at)
		}
	}
	if missing, all := r.missing(possible); all {
		r.ps.at(at, fmt.Sprintf("%s: the input has no such key%s", shownRef(missing), r.nearKey(missing)),
			"Use a key from schemas/input.schema.json. Every key always exists and needs no default.")
	}
	r.checkMembers(possible, at, r.ps)
}

// isSet reports whether a path is that of a rule that makes a set.
func (in inference) isSet(path ast.Ref) bool {
	rules := in.rules[path.String()]
	return len(rules) > 0 && rules[0].Head.RuleKind() == ast.MultiValue
}

// checkMembers refuses to look for members of a table's single value.
func (in inference) checkMembers(possible []*ast.Term, at *ast.Location, ps *problems) {
	if list, kind := in.scalar(possible); kind != "" {
		ps.at(at, fmt.Sprintf("%s is %s, but the rule tests membership in it", shownRef(list), kind),
			"Use a list in the table. A single value has no members, so the rule would never fire.")
	}
}

// checkNames refuses a path of the input with a variable that stands for names, if
// none of them is a key, or one is a key misspelt.
func (r references) checkNames(ref ast.Ref, at *ast.Location) {
	for i, step := range ref {
		if i == 0 || !ast.TermValueIs[ast.Var](step) {
			continue
		}
		from, isObject := r.typeOfInput(ref[:i]).(*types.Object)
		names := r.constants(step)
		if !isObject || len(names) == 0 {
			continue
		}
		keys := staticKeys(from)
		isKey := func(t *ast.Term) bool { return selectType(from, ast.Ref{t}) != nil }
		for _, name := range names {
			key, isText := name.Value.(ast.String)
			if _, near := finding.Nearest(string(key), keys); isText && !isKey(name) && (near || !slices.ContainsFunc(names, isKey)) {
				r.ps.at(at, fmt.Sprintf("%s has no key %q%s", shownRef(ref[:i]), string(key), finding.DidYouMean(string(key), keys)), "Use a key from schemas/input.schema.json.")
			}
		}
	}
}

// nearKey suggests a key for the first step of a path that the input does not have.
func (r references) nearKey(missing ast.Ref) string {
	for i := 1; i < len(missing); i++ {
		if r.typeOfInput(missing[:i+1]) != nil {
			continue
		}
		from, isObject := r.typeOfInput(missing[:i]).(*types.Object)
		key, isText := missing[i].Value.(ast.String)
		if !isObject || !isText {
			return ""
		}
		return finding.DidYouMean(string(key), staticKeys(from))
	}
	return ""
}

func staticKeys(from *types.Object) []string {
	var keys []string
	for _, p := range from.StaticProperties() {
		keys = append(keys, fmt.Sprint(p.Key))
	}
	return keys
}

// checkIndex refuses a list that is looked up by text: it has no such index.
func (r references) checkIndex(ref ast.Ref, i int, at *ast.Location) {
	list := ast.NewTerm(ref[:i])
	if i == 1 {
		list = ref[0]
	}
	if r.kind(ref[i]) == "text" && r.kind(list) == "an array" {
		r.ps.at(at, fmt.Sprintf("%s is a list, and this looks it up by text", shownRef(ref[:i])), "Look for the text with `in`, or write a mapping in the table.")
	}
}

// missing is a path of the input that does not exist, if that is so for all that
// a reference may mean.
func (r references) missing(possible []*ast.Term) (ast.Ref, bool) {
	var missing ast.Ref
	for _, p := range possible {
		ref, isRef := p.Value.(ast.Ref)
		if !isRef || !ref[0].Equal(ast.InputRootDocument) || r.typeOfInput(ref) != nil {
			return nil, false
		}
		missing = ref
	}
	return missing, missing != nil
}

// scalar is a part of a table that is a single value, if it is iterated over in
// all that a reference may mean.
func (in inference) scalar(possible []*ast.Term) (ast.Ref, string) {
	var found ast.Ref
	kind := ""
	for _, p := range possible {
		ref, isRef := p.Value.(ast.Ref)
		if !isRef || !ref[0].Equal(ast.DefaultRootDocument) {
			return nil, ""
		}
		one := ""
		for i, step := range ref {
			if i > 1 && ast.TermValueIs[ast.Var](step) {
				switch k := in.kindOfData(ref[1:i]); k {
				case "text", "a number", "a truth value", null:
					found, one = ref[:i], k
				}
			}
		}
		if kind = one; kind == "" {
			return nil, ""
		}
	}
	return found, kind
}

func (r references) isBuiltin(ref ast.Ref) bool {
	_, ok := r.compiler.TypeEnv.GetByRef(ref).(*types.Function)
	return ok
}

// checkKeys checks the steps of a reference into a value that has no type.
func (r references) checkKeys(ref ast.Ref, from int, at *ast.Location) {
	for _, t := range ref[from:] {
		key, ok := t.Value.(ast.String)
		if !ok || r.known[string(key)] {
			continue
		}
		r.ps.at(at, fmt.Sprintf("%s: unknown key %q%s", shownRef(ref), string(key), finding.DidYouMean(string(key), keysOf(r.known))),
			"Fix the key. For keys that exist only at run time, use object.get(object, key, default).")
		return
	}
}

// checkData checks a reference to a table, a rule or a helper.
func (r references) checkData(ref ast.Ref, at *ast.Location) {
	node := r.compiler.RuleTree.Child(ast.DefaultRootDocument.Value)
	if node == nil {
		node = r.compiler.RuleTree
	}
	var value any = r.tables
	for i, t := range ref[1:] {
		s, ok := t.Value.(ast.String)
		if !ok {
			// What is looked up with a variable may be absent, and the rule
			// says what then; what is below it has a name again.
			r.checkKeys(ref, i+2, at)
			r.checkSteps(ref, at)
			return
		}
		key := string(s)
		above := node
		if node != nil {
			node = node.Child(s)
		}
		if node != nil && len(node.Values) > 0 {
			r.checkSteps(ref, at) // a rule: its type is known to the compiler, but for what is below its variables
			return
		}
		object, isObject := value.(map[string]any)
		if value, isObject = object[key], isObject && object[key] != nil; isObject || node != nil {
			continue
		}
		if _, there := object[key]; there {
			r.ps.at(at, fmt.Sprintf("%s has no value: the table has null for %q", shownRef(ref), key), "Give the key a value, such as [] or {}, or remove it.")
			return
		}
		message, remedy := unknownName(ref, i, key, above, keysOf(object))
		r.ps.at(at, message, remedy)
		return
	}
}

// checkResults refuses rules whose applies can be something other than true or
// false.
func checkResults(compiler *ast.Compiler, entries []entry, ps *problems) {
	for _, e := range entries {
		switch t := compiler.TypeEnv.GetByRef(e.pkg.Append(ast.StringTerm(appliesName))).(type) {
		case nil, types.Boolean, types.Any: // what any is, is seen when it is evaluated
		default:
			ps.at(e.loc, fmt.Sprintf("applies is %s, not a boolean", cmp.Or(kindOfType(t), "something else")), "Write applies if { … }.")
		}
	}
}
