package policy

import (
	"fmt"

	"github.com/open-policy-agent/opa/v1/ast"
)

// Limits of an organisation's policies, and of their tests apart from them. The
// compiler takes the square of the length of a chain of rules, and heeds no
// context.
const (
	maxRules       = 3_000   // definitions, else branches counted
	maxExpressions = 1_000   // of one rule
	maxTerms       = 200_000 // names, values and calls
)

// checkSize refuses policies that are too large to compile, before that is tried.
func checkSize(modules map[string]*ast.Module, ps *problems) (small bool) {
	before := len(*ps)
	rules, tests := size{what: "policies"}, size{what: "tests"}
	for _, file := range keysOf(modules) {
		switch {
		case isBuiltin(file):
		case isTest(file):
			tests.add(modules[file], ps)
		default:
			rules.add(modules[file], ps)
		}
	}
	return len(*ps) == before
}

// size is what the files of one sort come to.
type size struct {
	what         string
	rules, terms int
}

// add counts a module. A limit is told of once, at what exceeds it.
func (s *size) add(module *ast.Module, ps *problems) {
	over := func(before, now, most int, unit string, at *ast.Location) {
		if before <= most && now > most {
			ps.at(at, fmt.Sprintf("the %s have more than %d %s", s.what, most, unit), "Remove what no rule needs, or move lists into a table.")
		}
	}
	ast.WalkRules(module, func(rule *ast.Rule) bool {
		before := *s
		expressions := 0
		s.rules++
		for _, part := range []any{rule.Head, rule.Body} {
			ast.WalkExprs(part, func(*ast.Expr) bool { expressions++; return false })
			ast.WalkTerms(part, func(*ast.Term) bool { s.terms++; return false })
		}
		over(before.rules, s.rules, maxRules, "rules", rule.Location)
		over(before.terms, s.terms, maxTerms, "names, values and calls", rule.Location)
		if expressions > maxExpressions {
			ps.at(rule.Location, fmt.Sprintf("the rule has %d expressions, but at most %d are allowed", expressions, maxExpressions), "Split the rule.")
		}
		return false
	})
}
