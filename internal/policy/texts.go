package policy

import (
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// spellings are the builtins that give a text another spelling.
var spellings = map[string]func(string) string{"lower": strings.ToLower, "upper": strings.ToUpper, "trim_space": strings.TrimSpace}

// checkSpelling refuses to compare what such a builtin returns with a text that it
// never returns.
func (in inference) checkSpelling(result, other *ast.Term, at *ast.Location, ps *problems) {
	call, isResult := in.builtin[in.alias(result)]
	if !isResult {
		return
	}
	name := call.Operator().String()
	spell, spells := spellings[name]
	if !spells {
		return
	}
	words, closed := in.vocabulary(call.Operand(0))
	for _, c := range in.constantsOf(in.plain(other)) {
		text, isText := c.Value.(ast.String)
		is := func(word string) bool { return strings.EqualFold(word, string(text)) }
		if isText && (spell(string(text)) != string(text) || closed && name == "upper" && text != "" && !slices.ContainsFunc(words.words, is)) {
			ps.at(at, fmt.Sprintf("the result of %s is never %q", name, string(text)), "Write the text as it is returned.")
		}
	}
}

// parts are the builtins that look for a part of a text.
var parts = map[string]func(text, part string) bool{"startswith": strings.HasPrefix, "endswith": strings.HasSuffix, "contains": strings.Contains}

// checkPart refuses to look for a part that no word of a closed vocabulary has.
func (in inference) checkPart(e *ast.Expr, ps *problems) {
	has, looks := parts[e.Operator().String()]
	if !looks {
		return
	}
	words, closed := in.vocabulary(e.Operand(0))
	if !closed {
		return
	}
	for _, c := range in.constantsOf(in.plain(e.Operand(1))) {
		part, isText := c.Value.(ast.String)
		found := slices.ContainsFunc(words.words, func(w string) bool {
			return has(w, string(part)) || words.fold && has(strings.ToLower(w), strings.ToLower(string(part)))
		})
		if isText && !found {
			ps.at(e.Location, fmt.Sprintf("no value of %q has the part %q", words.field, string(part)), "Use one of "+strings.Join(words.spoken(), ", ")+".")
		}
	}
}

// kindTests are the builtins that ask for a kind.
var kindTests = map[string]string{"is_number": "a number", "is_string": "text", "is_boolean": "a truth value", "is_array": "an array", "is_object": "an object", "is_set": "a set", "is_null": null}

// checkKindTest refuses to ask for the kind of a part of the input, which is always
// the same. What a function is given may well be of several kinds.
func (in inference) checkKindTest(rule *ast.Rule, e *ast.Expr, ps *problems) {
	asked, tests := kindTests[e.Operator().String()]
	if !tests {
		return
	}
	operand := e.Operand(0)
	if sources := in.sources[varOf(operand)]; len(sources) == 1 && !slices.ContainsFunc(rule.Head.Args, operand.Equal) {
		operand = sources[0]
	}
	ref, isRef := operand.Value.(ast.Ref)
	if !isRef || !ref[0].Equal(ast.InputRootDocument) {
		return
	}
	if kind := kindOfType(in.typeOfInput(ref)); kind != "" && kind != asked {
		ps.at(e.Location, fmt.Sprintf("%s is %s, but this tests whether it is %s", shownRef(ref), kind, asked), "Every part of the input exists; read its `present`, or compare its value.")
	}
}
