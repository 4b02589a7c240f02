package policy

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// Lint finds what loads and probably says something else than its author means:
// conditions that contradict each other, tables that no rule reads, controls of frameworks
// that are not known, labels that are not declared, helpers that no test evaluates. Unless before is the zero Tree, conditions that let more pass than they did
// there are told as well. A *LoadError says what does not load.
func Lint(ctx context.Context, tree, before source.Tree) ([]Problem, error) {
	set, err := Load(ctx, source.Base{Tree: tree}, Options{})
	if err != nil {
		return nil, err
	}
	own, err := ownSources(tree)
	if err != nil {
		return nil, err
	}
	labels, err := labelsOf(tree)
	if err != nil {
		return nil, err
	}
	var ps problems
	modules := parse(own, capabilities(), &ps)
	teams := namedTeams(tree)
	for _, name := range keysOf(modules) {
		lintConditions(modules[name], &ps)
		lintFindings(modules[name], &ps)
		lintCalls(modules[name], teams, labels, &ps)
		lintWords(modules[name], &ps)
		lintMembers(modules[name], &ps)
	}
	lintNegated(modules, &ps)
	for _, f := range own {
		if module := modules[f.path]; module != nil {
			lintTeams(tree, f, module, teams, &ps)
		}
	}
	lintTables(tree, own, &ps)
	lintFrameworks(set, own, &ps)
	if err := lintHelpers(ctx, tree, modules, &ps); err != nil {
		return nil, err
	}
	if before.Commit != "" {
		if err := lintWeakened(before, own, &ps); err != nil {
			return nil, err
		}
	}
	return sortedProblems(ps), nil
}

// sortedProblems are problems in the order of files and lines.
func sortedProblems(ps problems) []Problem {
	if found, _ := refusals(ps.err()); found != nil {
		return found
	}
	return []Problem{}
}

// ownSources are the policies of a tree, without tests.
func ownSources(tree source.Tree) ([]file, error) {
	var out []file
	for _, e := range tree.Under(customDir + "/policies") {
		if !isRule(e.Path) {
			continue
		}
		src, err := tree.Read(e.Path, MaxFileBytes)
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", e.Path, err)
		}
		out = append(out, file{e.Path, src})
	}
	return out, nil
}

// lintConditions tells of bodies that never hold.
func lintConditions(module *ast.Module, ps *problems) {
	for _, rule := range module.Rules {
		for r := rule; r != nil; r = r.Else {
			lintBody(r.Body, ps)
		}
		ast.WalkClosures(rule, func(x any) bool {
			switch c := x.(type) {
			case *ast.ArrayComprehension:
				lintBody(c.Body, ps)
			case *ast.SetComprehension:
				lintBody(c.Body, ps)
			case *ast.ObjectComprehension:
				lintBody(c.Body, ps)
			case *ast.Every:
				lintBody(c.Body, ps)
			}
			return false
		})
	}
}

const neverFires = "the conditions never all hold, so this never has an effect"

// lintBody looks for two conditions of one body that contradict each other.
func lintBody(body ast.Body, ps *problems) {
	equal := map[string]*ast.Term{} // what a value is said to be
	said := map[string]bool{}       // conditions, by their text
	for _, e := range body {
		if len(e.With) > 0 {
			continue
		}
		if t, isTerm := e.Terms.(*ast.Term); isTerm && !e.Negated && t.Equal(ast.InternedTerm(false)) {
			ps.at(e.Location, "the condition is false: "+neverFires, "Remove the condition or the rule.")
		}
		text := e.Copy()
		text.Negated = false
		said[fmt.Sprint(e.Negated, " ", text)] = true
		if said[fmt.Sprint(!e.Negated, " ", text)] {
			ps.at(e.Location, fmt.Sprintf("%s and its opposite are conditions of one body: %s", shorten(text.String()), neverFires), "Remove one of them, or write 2 rules for alternatives.")
		}
		value, constant := comparedWith(e, "equal", "eq")
		if value == "" {
			if value, constant = comparedWith(e, "neq"); value != "" && equal[value] != nil && equal[value].Equal(constant) {
				ps.at(e.Location, fmt.Sprintf("%s is compared with %s in 2 opposite ways: %s", value, constant, neverFires), "Remove one of them.")
			}
			continue
		}
		if other := equal[value]; other != nil && !other.Equal(constant) {
			ps.at(e.Location, fmt.Sprintf("%s cannot be both %s and %s: %s", value, other, constant, neverFires), fmt.Sprintf("For alternatives, use `%s in {%s, %s}`.", value, other, constant))
		}
		equal[value] = constant
	}
}

// comparedWith is a value of one meaning throughout a body, and the constant that a
// condition compares it with.
func comparedWith(e *ast.Expr, operators ...string) (string, *ast.Term) {
	if e.Negated || !e.IsCall() || len(e.Operands()) != 2 || !slices.Contains(operators, e.Operator().String()) {
		return "", nil
	}
	for i := range 2 {
		value, constant := e.Operand(i), e.Operand(1-i)
		ref, isRef := value.Value.(ast.Ref)
		_, isVar := value.Value.(ast.Var)
		if isVar || isRef && steady(ref) {
			if ast.IsScalar(constant.Value) {
				return value.String(), constant
			}
		}
	}
	return "", nil
}

// steady reports whether a reference means one value wherever it stands in a body: its
// keys are texts or named variables.
func steady(ref ast.Ref) bool {
	return !slices.ContainsFunc(ref, func(t *ast.Term) bool {
		v, isVar := t.Value.(ast.Var)
		return isVar && v.IsWildcard()
	})
}

// readElsewhere are the files beside tables that no rule has to read: modelgate does.
var readElsewhere = []string{config.ApproversPath, config.DefaultsPath}

// lintTables tells of tables that no rule reads.
func lintTables(tree source.Tree, own []file, ps *problems) {
	builtin, err := compileBuiltins()
	if err != nil {
		return // the rules have loaded
	}
	for _, e := range tree.Under(customDir + "/data") {
		name := strings.TrimSuffix(path.Base(e.Path), ".yaml")
		_, known := builtin.tables[name]
		if known || path.Ext(e.Path) != ".yaml" || slices.Contains(readElsewhere, e.Path) {
			continue
		}
		reads := func(f file) bool {
			return slices.ContainsFunc(dataReference.FindAllStringSubmatch(string(f.src), -1), func(m []string) bool {
				first, _, _ := strings.Cut(m[1], ".")
				return first == name
			})
		}
		if !slices.ContainsFunc(own, reads) {
			ps.in(e.Path, fmt.Sprintf("no rule reads the table %q", name), fmt.Sprintf("Read data.modelgate.%s in a rule, fix the name, or remove the file.", name))
		}
	}
}

// lintHelpers tells of functions and helpers that no test evaluates.
func lintHelpers(ctx context.Context, tree source.Tree, modules map[string]*ast.Module, ps *problems) error {
	if !hasTests(tree) {
		return nil
	}
	report, err := TestTree(ctx, tree)
	if err != nil {
		return err
	}
	missing := map[string][]int{}
	for _, c := range report.Coverage {
		missing[c.Path] = c.Missing
	}
	for _, name := range keysOf(modules) {
		for _, rule := range modules[name].Rules {
			if slices.Contains(missing[name], rule.Head.Location.Row) {
				ps.at(rule.Location, fmt.Sprintf("no test evaluates %q", headName(rule)), "Add a test or case in which it matters, or remove it.")
			}
		}
	}
	return nil
}

func lintWeakened(before source.Tree, own []file, ps *problems) error {
	old, err := ownSources(before)
	if err != nil {
		return err
	}
	for _, w := range Weakened(byPath(old), byPath(own)) {
		verb := "may let more pass"
		if w.Certain {
			verb = "lets more pass"
		}
		was, now := Differing(w.Before, w.After)
		*ps = append(*ps, Problem{Path: w.Path, Line: w.Line, Column: w.Column, Message: fmt.Sprintf("%s %s than in the base: it is changed from %q to %q", w.Subject, verb, was, now),
			Remedy: "Run `modelgate policy preview` to see which models newly pass."})
	}
	return nil
}

func byPath(files []file) map[string][]byte {
	out := map[string][]byte{}
	for _, f := range files {
		out[f.path] = f.src
	}
	return out
}
