package policy

import (
	"fmt"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/modelgate-dev/modelgate/internal/finding"
)

// The names that the engine asks a rule package for.
const (
	denyName    = "deny"
	appliesName = "applies"
)

// foreign are names under which other tools, or a hasty author, would put
// what is only asked for as deny.
var foreign = map[string]bool{
	"violation": true, "violations": true, "warn": true, "warns": true, "warning": true, "warnings": true, "exception": true, "exceptions": true,
	"fail": true, "fails": true, "failure": true, "failures": true, "denied": true, "denial": true, "denials": true, "allow": true, "error": true, "errors": true,
	"apply": true, "applicable": true, "finding": true, "findings": true,
}

// checkForm refuses a rule package that the engine would ask in vain: without
// deny, with a deny that is no set, or with a near miss of a name that no rule uses.
func checkForm(module *ast.Module, ps *problems) {
	denies := false
	for _, rule := range module.Rules {
		name := headName(rule)
		switch {
		case name == denyName:
			denies = true
			if !isSet(rule) {
				ps.at(rule.Location, "deny is not a set", "Write deny contains {\"at\": …, \"message\": …} if { … }.")
			}
		case name == appliesName:
			if len(rule.Head.Args) > 0 || len(rule.Head.Ref()) > 1 || rule.Head.RuleKind() == ast.MultiValue {
				ps.at(rule.Location, "applies is not a boolean", "Use applies if { … }. Rename helpers that take arguments.")
			}
		case isNearMiss(name) && !isUsed(module, name):
			ps.at(rule.Location, fmt.Sprintf("%q is not used by any rule: only deny and applies are read", name),
				"Write deny contains … for what is wrong; its severity is in the METADATA.")
		}
	}
	if !denies {
		ps.at(module.Package.Location, "the package has no deny rule", "Write deny contains {\"at\": …, \"message\": …} if { … }, or move helpers into a lib package.")
	}
}

// checkHelper refuses helpers that hold what only a rule is asked for.
func checkHelper(module *ast.Module, ps *problems) {
	for _, rule := range module.Rules {
		if name := headName(rule); name == denyName {
			ps.at(rule.Location, "deny has no effect in a helper package", "Move it into a rule: package modelgate.custom.<category>.<name>.")
		}
	}
}

func isSet(rule *ast.Rule) bool {
	return !rule.Default && len(rule.Head.Args) == 0 && len(rule.Head.Ref()) == 1 && rule.Head.RuleKind() == ast.MultiValue
}

func headName(rule *ast.Rule) string {
	switch v := rule.Head.Ref()[0].Value.(type) {
	case ast.Var:
		return string(v)
	case ast.String:
		return string(v)
	}
	return ""
}

// isNearMiss reports whether a name was probably meant to be deny or applies.
// A name that begins with an underscore is a helper's.
func isNearMiss(name string) bool {
	lower := strings.ToLower(name)
	switch {
	case strings.HasPrefix(name, "_"):
		return false
	case foreign[lower], strings.HasPrefix(lower, "deny_"), strings.HasPrefix(lower, "warn_"), strings.HasPrefix(lower, "violation_"):
		return true
	}
	_, near := finding.Nearest(name, []string{denyName, appliesName, "violation", "denies"})
	return near
}

// isUsed reports whether another rule of the module mentions a name.
func isUsed(module *ast.Module, name string) bool {
	used := false
	for _, rule := range module.Rules {
		if headName(rule) == name {
			continue
		}
		ast.WalkVars(rule, func(v ast.Var) bool {
			used = used || string(v) == name
			return used
		})
	}
	return used
}
