package policy

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// reached is the rules that an entry uses, itself or through others.
func (in inference) reached(e entry) []*ast.Rule {
	var out []*ast.Rule
	seen := map[string]bool{}
	var visit func(path string)
	visit = func(path string) {
		if seen[path] {
			return
		}
		seen[path] = true
		for _, rule := range in.rules[path] {
			out = append(out, rule)
			ast.WalkRefs(rule, func(ref ast.Ref) bool {
				for _, below := range in.named(ref) {
					visit(below)
				}
				return false
			})
		}
	}
	for _, name := range []string{denyName, appliesName} {
		visit(e.pkg.Append(ast.StringTerm(name)).String())
	}
	return out
}

// named is the paths of the rules that a reference may mean: the one that it
// leads into, or all of a package.
func (in inference) named(ref ast.Ref) []string {
	if !ref[0].Equal(ast.DefaultRootDocument) {
		return nil
	}
	ground := ref.GroundPrefix()
	for i := len(ground); i > 1; i-- {
		if path := ground[:i].String(); len(in.rules[path]) > 0 {
			return []string{path}
		}
	}
	return in.rulesBelow(ground)
}

// rulesBelow is the paths of the rules below a path, sorted.
func (in inference) rulesBelow(path ast.Ref) []string {
	prefix := path.String()
	first := sort.SearchStrings(in.ordered, prefix)
	last := first
	for last < len(in.ordered) && strings.HasPrefix(in.ordered[last], prefix) {
		last++
	}
	return slices.DeleteFunc(slices.Clone(in.ordered[first:last]), func(p string) bool { return !in.rules[p][0].Ref().HasPrefix(path) })
}

// checkReach refuses what no rule uses, where it could be meant to be asked: sets
// and conditions beside deny, sets of findings among helpers, and packages of
// helpers as a whole.
func (in inference) checkReach(modules []*ast.Module, used map[*ast.Rule]bool, ps *problems) {
	inUse := map[string]bool{}
	for _, m := range modules {
		if slices.ContainsFunc(m.Rules, func(r *ast.Rule) bool { return used[r] }) {
			inUse[m.Package.Path.String()] = true
		}
	}
	for _, m := range modules {
		switch pkg := m.Package.Path; {
		case isBuiltin(m.Package.Location.File), len(m.Rules) == 0:
		case !inUse[pkg.String()]:
			ps.at(m.Package.Location, fmt.Sprintf("no rule uses the helpers of %s", pkg), "Use them in a rule, or remove the file.")
		default:
			in.checkUnused(m, used, ps)
		}
	}
}

func (in inference) checkUnused(m *ast.Module, used map[*ast.Rule]bool, ps *problems) {
	helpers := isBelow(wordsOf(m.Package.Path), "modelgate", "custom", "lib")
	for _, rule := range m.Rules {
		head := rule.Head
		isSet := head.RuleKind() == ast.MultiValue
		isCondition := !isSet && !helpers && len(head.Args) == 0 && (head.Value.Equal(ast.InternedTerm(true)) || len(head.Ref()) > 1)
		isFinding := !helpers && len(head.Args) == 0 && writesFinding(rule)
		if used[rule] || rule.Default || !isSet && !isCondition && !isFinding {
			continue
		}
		ps.at(rule.Location, fmt.Sprintf("%q is not used by any rule", headName(rule)),
			"Use it in a rule of the form deny contains {\"at\": …, \"message\": …} if { … }, or remove it.")
	}
}

// writesFinding reports whether a rule writes an object with a place and a message.
func writesFinding(rule *ast.Rule) bool {
	found := false
	ast.WalkTerms(rule, func(t *ast.Term) bool {
		object, isObject := t.Value.(ast.Object)
		found = found || isObject && object.Get(ast.InternedTerm("at")) != nil && object.Get(ast.InternedTerm("message")) != nil
		return found
	})
	return found
}
