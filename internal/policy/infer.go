package policy

import (
	"encoding/json"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/types"
)

// inference tells what the values of compiled modules are, as far as that
// follows from the shape of the input, from the tables and from what is written.
// OPA's own type checker does not keep what it learns.
type inference struct {
	compiler *ast.Compiler
	tables   map[string]any
	sources  map[ast.Var][]*ast.Term // what a local variable, or a parameter, is equal to
	builtin  map[ast.Var]*ast.Expr   // the call of a builtin that a variable is the result of
	written  map[string]bool         // every text that the policies write
	spelled  map[[2]string]bool      // the same, by file
	calls    map[string][]*ast.Expr  // of functions, by their path
	ordered  []string                // paths of the rules, sorted
	rules    map[string][]*ast.Rule  // by their path, with their else branches
}

// infer follows the values through modules: bindings, arguments and results of
// functions, and rules. The compiler gives every local variable a name of its own.
func infer(compiler *ast.Compiler, modules []*ast.Module, data tables) inference {
	in := inference{compiler, data.store(), map[ast.Var][]*ast.Term{}, map[ast.Var]*ast.Expr{}, map[string]bool{}, map[[2]string]bool{}, map[string][]*ast.Expr{}, nil, map[string][]*ast.Rule{}}
	for _, m := range modules {
		for _, rule := range m.Rules {
			path := rule.Ref().GroundPrefix().String()
			for r := rule; r != nil; r = r.Else {
				in.rules[path] = append(in.rules[path], r)
			}
		}
	}
	in.ordered = keysOf(in.rules)
	for _, m := range modules {
		ast.WalkTerms(m, func(t *ast.Term) bool {
			if text, isText := t.Value.(ast.String); isText {
				in.written[string(text)] = true
				if t.Location != nil {
					in.spelled[[2]string{t.Location.File, string(text)}] = true
				}
			}
			return false
		})
		for _, rule := range m.Rules {
			eachExpr(rule, func(e *ast.Expr, bound ast.VarSet) []*ast.Expr {
				in.learn(e, bound)
				return []*ast.Expr{e}
			})
		}
	}
	return in
}

func (in inference) learn(e *ast.Expr, bound ast.VarSet) {
	if every, ok := e.Terms.(*ast.Every); ok {
		in.define(every.Value, element(every.Domain))
		return
	}
	if !e.IsCall() {
		return
	}
	operands := e.Operands()
	switch {
	case e.IsEquality() && len(operands) == 2:
		if !isBound(bound, operands[0]) {
			in.define(operands[0], operands[1])
		}
		if !isBound(bound, operands[1]) {
			in.define(operands[1], operands[0])
		}
	default:
		path := e.Operator().String()
		if len(in.rules[path]) > 0 {
			in.calls[path] = append(in.calls[path], e)
		} else if v, isVar := operands[len(operands)-1].Value.(ast.Var); isVar && !bound.Contains(v) {
			in.builtin[v] = e
		}
		for _, rule := range in.rules[path] {
			for i, arg := range rule.Head.Args {
				if i < len(operands) {
					in.define(arg, operands[i])
				}
			}
			if n := len(rule.Head.Args); n > 0 && len(operands) == n+1 && rule.Head.Value != nil {
				in.define(operands[n], rule.Head.Value)
			}
		}
	}
}

// element is any member of a collection.
func element(collection *ast.Term) *ast.Term {
	step := ast.VarTerm(string(ast.Wildcard.Value.(ast.Var)))
	if ref, isRef := collection.Value.(ast.Ref); isRef {
		return ast.NewTerm(ref.Append(step))
	}
	return ast.RefTerm(collection, step)
}

func (in inference) define(left, right *ast.Term) {
	if v, ok := left.Value.(ast.Var); ok {
		in.sources[v] = append(in.sources[v], right)
	}
}

// possible is what a term may be: constants, and references into the input, a
// table or a rule. It is nil unless that is all known.
func (in inference) possible(t *ast.Term) []*ast.Term {
	s := search{inference: in, budget: 500, open: map[ast.Var]bool{}}
	return s.answer(t)
}

// plain is possible, without what builtins hand on.
func (in inference) plain(t *ast.Term) []*ast.Term {
	s := search{inference: in, budget: 500, plain: true, open: map[ast.Var]bool{}}
	return s.answer(t)
}

// search is one question of what a term may be.
type search struct {
	inference
	budget int
	plain  bool // what a builtin returns is not known
	lost   bool // something is not known
	open   map[ast.Var]bool
}

func (s *search) answer(t *ast.Term) []*ast.Term {
	if out := s.term(t); s.known() {
		return out
	}
	return nil
}

// sourcesOf is what a variable is equal to, as far as that is to be known.
func (s *search) sourcesOf(v ast.Var) []*ast.Term {
	if _, isResult := s.builtin[v]; s.plain && isResult {
		return nil
	}
	return s.inference.sourcesOf(v)
}

func (s *search) known() bool { return !s.lost && s.budget > 0 }

func (s *search) term(t *ast.Term) []*ast.Term {
	s.budget--
	if !s.known() {
		return nil
	}
	switch v := t.Value.(type) {
	case ast.Var:
		return s.local(v)
	case ast.Ref:
		return s.reference(v)
	case ast.Number, ast.String, ast.Boolean, ast.Null, *ast.Array, ast.Object, ast.Set, *ast.ArrayComprehension, *ast.SetComprehension:
		return []*ast.Term{t}
	}
	s.lost = true
	return nil
}

func (s *search) local(v ast.Var) []*ast.Term {
	if s.open[v] { // a variable that is equal to itself adds nothing
		return nil
	}
	s.open[v] = true
	defer delete(s.open, v)
	sources := s.sourcesOf(v)
	s.lost = s.lost || len(sources) == 0
	return s.all(sources)
}

// sourcesOf is what a variable is equal to. Builtins that only join lists, clean
// a text or leave something out hand on what they are given.
func (in inference) sourcesOf(v ast.Var) []*ast.Term {
	call, isResult := in.builtin[v]
	if !isResult {
		return in.sources[v]
	}
	switch call.Operator().String() {
	case "or", "array.concat":
		return call.Operands()[:2]
	case "lower", "trim_space", "object.remove", "json.remove":
		return call.Operands()[:1]
	}
	return nil
}

func (s *search) all(terms []*ast.Term) (out []*ast.Term) {
	for _, t := range terms {
		out = append(out, s.term(t)...)
	}
	return out
}

func (s *search) reference(ref ast.Ref) []*ast.Term {
	switch head := ref[0]; {
	case head.Equal(ast.InputRootDocument):
		return []*ast.Term{ast.NewTerm(ref)}
	case head.Equal(ast.DefaultRootDocument):
		return s.document(ref)
	default:
		return s.through(head, ref[1:])
	}
}

// through follows a path below a local variable, or what else a reference may
// begin with.
func (s *search) through(head *ast.Term, path ast.Ref) (out []*ast.Term) {
	v, isVar := head.Value.(ast.Var)
	if !isVar {
		return s.below(s.term(head), path)
	}
	if s.budget--; s.open[v] || !s.known() {
		return nil
	}
	sources := s.sourcesOf(v)
	if s.lost = len(sources) == 0; s.lost {
		return nil
	}
	s.open[v] = true
	defer delete(s.open, v)
	for _, source := range sources {
		switch from := source.Value.(type) {
		case ast.Ref:
			out = append(out, s.reference(from.Concat(path))...)
		case ast.Var:
			out = append(out, s.through(source, path)...)
		default:
			out = append(out, s.below(s.term(source), path)...)
		}
	}
	return out
}

// document is what a rule or table may be.
func (s *search) document(ref ast.Ref) []*ast.Term {
	for i := len(ref); i > 1; i-- {
		rules := s.rules[ref[:i].String()]
		if len(rules) == 0 || len(rules[0].Head.Args) > 0 {
			continue
		}
		var values []*ast.Term
		rest := ref[i:]
		for _, rule := range rules {
			switch {
			case rule.Head.RuleKind() == ast.MultiValue && len(rest) > 0 && len(rule.Head.Ref()) == 1:
				values = append(values, rule.Head.Key)
			case rule.Head.RuleKind() == ast.SingleValue && len(rule.Head.Ref()) == 1:
				values = append(values, rule.Head.Value)
			default: // the type of the rule is all that is known
				return []*ast.Term{ast.NewTerm(ref)}
			}
		}
		if rules[0].Head.RuleKind() == ast.MultiValue {
			rest = rest[1:]
		}
		return s.below(s.all(values), rest)
	}
	return []*ast.Term{ast.NewTerm(ref)}
}

// below follows a path into what a value may be.
func (s *search) below(values []*ast.Term, path ast.Ref) (out []*ast.Term) {
	for _, v := range values {
		if len(path) == 0 {
			out = append(out, v)
			continue
		}
		switch c := v.Value.(type) {
		case ast.Ref:
			out = append(out, ast.NewTerm(c.Concat(path)))
		case *ast.Array, ast.Set:
			members, _ := membersOf(c)
			out = append(out, s.below(s.all(members), path[1:])...)
		case *ast.ArrayComprehension:
			out = append(out, s.through(c.Term, path[1:])...)
		case *ast.SetComprehension:
			out = append(out, s.through(c.Term, path[1:])...)
		case ast.Object:
			if field := c.Get(path[0]); field != nil {
				out = append(out, s.below(s.term(field), path[1:])...)
				continue
			}
			s.lost = s.lost || !ast.IsConstant(path[0].Value)
		default:
			s.lost = true
		}
	}
	return out
}

// kind names the kind of a term, or is "" where it is not known, or not one.
func (in inference) kind(t *ast.Term) string {
	if call, isResult := in.builtin[varOf(t)]; isResult {
		if f, isFunction := in.compiler.TypeEnv.GetByRef(call.Operator()).(*types.Function); isFunction {
			return kindOfType(f.Result())
		}
	}
	kind := ""
	for i, p := range in.possible(t) {
		one := in.kindOfOne(p)
		if i > 0 && one != kind {
			return ""
		}
		kind = one
	}
	return kind
}

// varOf is the variable that a term is, or "".
func varOf(t *ast.Term) ast.Var {
	v, _ := t.Value.(ast.Var)
	return v
}

func (in inference) kindOfOne(t *ast.Term) string {
	ref, isRef := t.Value.(ast.Ref)
	switch {
	case ast.TermValueIs[*ast.ArrayComprehension](t):
		return "an array"
	case ast.TermValueIs[*ast.SetComprehension](t):
		return "a set"
	case !isRef:
		return kindOfValue(t.Value)
	case ref[0].Equal(ast.InputRootDocument):
		return kindOfType(in.typeOfInput(ref))
	}
	if kind := kindOfType(in.typeOfRule(ref)); kind != "" {
		return kind
	}
	return in.kindOfData(ref[1:])
}

// typeOfInput is the type at a path of the input; nil is unknown.
func (in inference) typeOfInput(ref ast.Ref) types.Type {
	return selectType(in.compiler.TypeEnv.GetByRef(ast.InputRootRef), ref[1:])
}

// typeOfRule is the type of a rule's value, or of what is below it.
func (in inference) typeOfRule(ref ast.Ref) types.Type {
	for i := len(ref); i > 1; i-- {
		if rules := in.rules[ref[:i].String()]; len(rules) > 0 && len(rules[0].Head.Args) == 0 {
			return selectType(in.compiler.TypeEnv.GetByRef(ref[:i]), ref[i:])
		}
	}
	return nil
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
	case *types.Set:
		return "a set"
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
	kind := ""
	for i, v := range in.rows(path) {
		one := kindOfJSON(v)
		if i > 0 && one != kind {
			return ""
		}
		kind = one
	}
	return kind
}

// rows is the values of the tables at a path, with a variable for any member.
func (in inference) rows(path ast.Ref) []any {
	values := []any{in.tables}
	for _, step := range path {
		var next []any
		for _, v := range values {
			next = append(next, reached(v, step)...)
		}
		values = next
	}
	return values
}

// reached is the members of a value that one step of a reference can reach.
func reached(v any, step *ast.Term) []any {
	switch v := v.(type) {
	case map[string]any:
		if key, isText := step.Value.(ast.String); isText {
			if below, there := v[string(key)]; there {
				return []any{below}
			}
			return nil
		}
		var all []any
		for _, key := range keysOf(v) {
			all = append(all, v[key])
		}
		return all
	case []any:
		return v
	}
	return nil
}

func kindOfJSON(v any) string {
	switch v.(type) {
	case string:
		return "text"
	case json.Number:
		return "a number"
	case bool:
		return "a truth value"
	case []any:
		return "an array"
	case map[string]any:
		return "an object"
	case nil:
		return null
	}
	return ""
}

// constants are what a term is known to be, with the values of tables.
func (in inference) constants(t *ast.Term) []*ast.Term { return in.constantsOf(in.possible(t)) }

func (in inference) constantsOf(possible []*ast.Term) []*ast.Term {
	var out []*ast.Term
	for _, p := range possible {
		ref, isRef := p.Value.(ast.Ref)
		if !isRef {
			out = append(out, p)
			continue
		}
		for _, row := range in.tableRows(ref) {
			if text, isText := row.(string); isText {
				out = append(out, ast.StringTerm(text))
			}
		}
	}
	return out
}
