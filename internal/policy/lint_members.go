package policy

import (
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/modelgate-dev/modelgate/internal/finding"
)

const writeMember = "Write deny contains {\"at\": …, \"message\": …}. Copy `at` from the fact that the finding is about."

// lintMembers tells of members of deny that are refused once the rule fires: a text, an
// object without a place or a message, a suggestion of no known form.
func lintMembers(module *ast.Module, ps *problems) {
	for _, rule := range module.Rules {
		if headName(rule) != denyName || rule.Head.Key == nil {
			continue
		}
		switch member := rule.Head.Key.Value.(type) {
		case ast.String:
			ps.at(rule.Head.Key.Location, "the finding is text and has no place, so the rule is in error when it fires", writeMember)
		case ast.Call:
			if member[0].String() == "sprintf" || member[0].String() == "concat" {
				ps.at(rule.Head.Key.Location, "the finding is text and has no place, so the rule is in error when it fires", writeMember)
			}
		case ast.Object:
			lintMember(member, rule.Head.Key.Location, ps)
		}
	}
}

func lintMember(member ast.Object, at *ast.Location, ps *problems) {
	for _, key := range []string{"at", "message"} {
		if member.Get(ast.InternedTerm(key)) == nil {
			ps.at(at, fmt.Sprintf("the finding has no %q, so the rule is in error when it fires", key), writeMember)
		}
	}
	suggestion := member.Get(ast.InternedTerm("suggestion"))
	if suggestion == nil {
		return
	}
	if edit, isObject := suggestion.Value.(ast.Object); isObject {
		for _, key := range edit.Keys() {
			name, isText := key.Value.(ast.String)
			if isText && !slices.Contains(suggestions, string(name)) {
				ps.at(key.Location, fmt.Sprintf("a suggestion has no key %q, so the rule is in error when it fires%s", string(name), finding.DidYouMean(string(name), suggestions)), "Use one of "+strings.Join(suggestions, ", ")+".")
			}
		}
	}
}
