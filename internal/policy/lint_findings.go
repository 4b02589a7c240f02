package policy

import (
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// lintFindings tells of members of deny that are refused once the rule fires: by a key that
// findings do not have, or a text that is empty.
func lintFindings(module *ast.Module, ps *problems) {
	for _, rule := range module.Rules {
		if headName(rule) != denyName || rule.Head.Key == nil {
			continue
		}
		member, isObject := rule.Head.Key.Value.(ast.Object)
		if !isObject {
			continue
		}
		member.Foreach(func(key, value *ast.Term) {
			name, isText := key.Value.(ast.String)
			empty, isLiteral := value.Value.(ast.String)
			switch {
			case isText && !slices.Contains(memberKeys, string(name)):
				ps.at(key.Location, fmt.Sprintf("findings have no key %q, so the rule is in error when it fires%s", string(name), finding.DidYouMean(string(name), memberKeys)),
					"Use at, message, key, related or suggestion. A finding has the severity of its rule.")
			case isText && isLiteral && strings.TrimSpace(string(empty)) == "":
				ps.at(key.Location, fmt.Sprintf("%q of a finding is empty, so the rule is in error when it fires", string(name)), "Name what the finding is about, or leave the key out.")
			}
		})
	}
}

// lintCalls tells of calls that load and mislead: the members of a team that nobody reads,
// labels that nothing declares, and differences of numbers that are not exact.
func lintCalls(module *ast.Module, teams, labels []string, ps *problems) {
	check := func(at *ast.Location, operator ast.Ref, operands []*ast.Term) {
		switch name := operator.String(); {
		case strings.HasSuffix(name, "review.people_of") && len(operands) > 0:
			team, isText := operands[0].Value.(ast.String)
			if isText && !slices.Contains(teams, strings.ToLower(string(team))) {
				ps.at(at, unreadTeam(string(team)), nameTeam)
			}
		case (name == "labels.of" || strings.HasSuffix(name, ".labels.of")) && len(operands) > 0:
			lintLabel(operands[0], at, labels, ps)
		case name == "minus" && len(operands) > 1 && isNumberOfText(operands[0]) && isNumberOfText(operands[1]):
			ps.at(at, "this subtracts numbers that documents write as text: the difference is not exact, so 0.60 - 0.59 > 0.01 holds",
				"Read the verdict of input.head.checks for a threshold with not_worse_by.")
		}
	}
	ast.WalkNodes(module, func(n ast.Node) bool {
		if e, isExpr := n.(*ast.Expr); isExpr && e.IsCall() {
			check(e.Location, e.Operator(), e.Operands())
		}
		return false
	})
	ast.WalkTerms(module, func(t *ast.Term) bool {
		if call, isCall := t.Value.(ast.Call); isCall {
			operator, isRef := call[0].Value.(ast.Ref)
			if isRef {
				check(t.Location, operator, call[1:])
			}
		}
		return false
	})
}

// lintLabel tells of a label that the configuration does not declare.
func lintLabel(name *ast.Term, at *ast.Location, labels []string, ps *problems) {
	label, isText := name.Value.(ast.String)
	if isText && !slices.Contains(labels, string(label)) {
		ps.at(at, fmt.Sprintf("the label %q is not declared, so the rule is in error wherever it reads it%s", string(label), finding.DidYouMean(string(label), labels)),
			"Add it to `labels` in .modelgate/config.yaml, or use a label from there.")
	}
}

// labelsOf are the names of the labels that a tree declares.
func labelsOf(tree source.Tree) ([]string, error) {
	cfg, err := config.Load(source.Base{Tree: tree})
	if err != nil {
		return nil, err
	}
	var out []string
	for _, l := range cfg.Labels {
		out = append(out, l.Name)
	}
	return out, nil
}

func isNumberOfText(t *ast.Term) bool {
	call, isCall := t.Value.(ast.Call)
	return isCall && call[0].String() == "to_number"
}

// namedTeams are the words of the files that name teams whose members are read, in lowercase.
func namedTeams(tree source.Tree) []string {
	var out []string
	for _, path := range []string{"CODEOWNERS", ".github/CODEOWNERS", "docs/CODEOWNERS", customDir + "/data/approvers.yaml"} {
		if src, err := tree.Read(path, MaxFileBytes); err == nil {
			out = append(out, strings.FieldsFunc(strings.ToLower(string(src)), func(r rune) bool { return strings.ContainsRune(" \t\r\n,[]{}\"'", r) })...)
		}
	}
	return out
}
