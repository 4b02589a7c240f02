package policy

import (
	"fmt"
	"reflect"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/types"

	"github.com/modelgate-dev/modelgate/internal/finding"
)

// checkScope refuses a rule that reads what only rules of the other scope are
// given, by itself or through what it uses: for its own scope it is empty.
func (in inference) checkScope(e entry, reached []*ast.Rule, reads map[*ast.Rule][]inputRead, ps *problems) {
	for _, rule := range reached {
		list, known := reads[rule]
		if !known { // many rules reach the same helpers
			list = in.readings(rule)
			reads[rule] = list
		}
		for _, r := range list {
			in.checkReading(e, r.facts, r.at, ps)
		}
	}
}

// inputRead is a reference of a rule with the facts of the input that it may be.
type inputRead struct {
	facts []ast.Ref
	at    *ast.Location
}

func (in inference) readings(rule *ast.Rule) (list []inputRead) {
	see := func(ref ast.Ref, at *ast.Location) {
		if facts := in.facts(ref); len(facts) > 0 {
			list = append(list, inputRead{facts, at})
		}
	}
	eachRef(rule, see)
	ast.WalkExprs(rule, func(x *ast.Expr) bool {
		if x.IsCall() && lookups[x.Operator().String()] {
			for _, from := range in.possible(x.Operand(0)) {
				for _, path := range in.paths(x.Operator().String(), x.Operand(1)) {
					if ref, isRef := from.Value.(ast.Ref); isRef {
						see(ref.Concat(path), x.Location)
					}
				}
			}
		}
		return false
	})
	return list
}

// facts are the facts of the input that a reference may be.
func (in inference) facts(ref ast.Ref) (facts []ast.Ref) {
	for _, p := range in.possible(ast.NewTerm(ref)) {
		if fact, isRef := p.Value.(ast.Ref); isRef && fact[0].Equal(ast.InputRootDocument) {
			facts = append(facts, fact)
		}
	}
	return facts
}

// checkReading looks at one reference. Rules of both scopes may share a helper: what
// it is given by one of its callers is not held against another.
func (in inference) checkReading(e entry, facts []ast.Ref, at *ast.Location, ps *problems) {
	if at.File != e.loc.File && slices.ContainsFunc(facts, func(fact ast.Ref) bool {
		scope, _ := in.otherScope(fact, e.rule.Scope)
		return scope == ""
	}) {
		return
	}
	for _, fact := range facts {
		scope, of := in.otherScope(fact, e.rule.Scope)
		if scope == "" {
			continue
		}
		through := ""
		if at.File != e.loc.File {
			through, at = fmt.Sprintf(" (read in %s)", at.File), e.loc
		}
		ps.at(at, fmt.Sprintf("%s is available only to rules of scope %s, but this rule has scope %s%s", of, scope, e.rule.Scope, through),
			fmt.Sprintf("Set `scope: %s` under custom in the METADATA, or use another value.", scope))
		return
	}
}

// otherScope is the scope, other than a rule's own, that a part of the input is
// there for. A variable may stand for every key that it is not known to be.
func (in inference) otherScope(fact ast.Ref, own finding.Scope) (finding.Scope, string) {
	if scope, of := scopeOf(fact); scope != "" && scope != own {
		return scope, of
	}
	for i, step := range fact {
		if i == 0 {
			continue
		}
		object, isObject := in.typeOfInput(fact[:i]).(*types.Object)
		if !isObject || ast.IsConstant(step.Value) {
			continue
		}
		keys := in.constants(step)
		if len(keys) == 0 {
			for _, p := range object.StaticProperties() {
				keys = append(keys, ast.StringTerm(fmt.Sprint(p.Key)))
			}
		}
		for _, key := range keys {
			if scope, of := in.otherScope(fact[:i].Append(key).Concat(fact[i+1:]), own); scope != "" {
				return scope, of
			}
		}
		return "", ""
	}
	return "", ""
}

// scopeOf is the one scope that a part of the input is there for, and the part;
// "" is every scope. The types of the input say it, by the tag scope.
func scopeOf(ref ast.Ref) (finding.Scope, string) {
	t := reflect.TypeFor[Input]()
	for i, step := range ref[1:] {
		if t.Kind() == reflect.Slice {
			t = elementOf(t)
			continue
		}
		key, isText := step.Value.(ast.String)
		if t.Kind() != reflect.Struct || !isText {
			return "", ""
		}
		field, ok := fieldOf(t, string(key))
		if !ok {
			return "", ""
		}
		if scope := field.Tag.Get("scope"); scope != "" {
			return finding.Scope(scope), shownRef(ref[:i+2])
		}
		t = field.Type
	}
	return "", ""
}
