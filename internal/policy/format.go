package policy

import (
	"fmt"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// checkedFormat fails unless sprintf can put its arguments into the format: there
// is one for each verb, of the kind that the verb is for. What a text holds is
// not looked at, as it comes from anywhere.
func checkedFormat(format, arguments ast.Value) error {
	f, isText := format.(ast.String)
	list, isList := arguments.(*ast.Array)
	if !isText || !isList {
		return nil // sprintf itself fails
	}
	var kinds []any
	list.Foreach(func(t *ast.Term) { kinds = append(kinds, sample(t.Value)) })
	return fits(string(f), kinds)
}

// checkFormat refuses sprintf with arguments that cannot fit, as far as they are
// known before there is an input.
func (in inference) checkFormat(e *ast.Expr, ps *problems) {
	if e.Operator().String() != "sprintf" {
		return
	}
	for _, format := range in.possible(e.Operand(0)) {
		for _, list := range in.possible(e.Operand(1)) {
			text, isText := format.Value.(ast.String)
			arguments, isArray := list.Value.(*ast.Array)
			if !isText || !isArray {
				continue
			}
			var samples []any
			arguments.Foreach(func(t *ast.Term) { samples = append(samples, in.sample(t)) })
			if err := fits(string(text), samples); err != nil {
				ps.at(e.Location, err.Error(), "Pass one argument per verb: %s and %q for strings, %d for integers, %v for any value.")
			}
		}
	}
}

// sample is a value of the kind that a term is known to have.
func (in inference) sample(t *ast.Term) any {
	switch kind := in.kind(t); kind {
	case "":
		return anything{}
	case "a number":
		return number{}
	}
	return "text"
}

// number fits the verbs of whole numbers and of others.
type number struct{}

func (number) Format(s fmt.State, verb rune) {
	if !strings.ContainsRune("bdoOxXeEfFgGv", verb) {
		fmt.Fprintf(s, "%%!%c(a number)", verb)
	}
}

// fits formats samples. Go's formatter marks what does not fit with "%!".
func fits(format string, samples []any) error {
	_, fault, broken := strings.Cut(fmt.Sprintf(format, samples...), "%!")
	if !broken || strings.Contains(format, "%%!") {
		return nil
	}
	end := strings.IndexByte(fault, ')')
	return fmt.Errorf("the arguments of sprintf do not fit %q: %%!%s", format, fault[:end+1])
}

// sample is a value that the formatter treats as it would treat v.
func sample(v ast.Value) any {
	switch v := v.(type) {
	case ast.Number:
		if n, ok := v.Int64(); ok {
			return n
		}
		f, _ := v.Float64()
		return f
	case nil:
		return anything{}
	}
	return "text"
}

// anything fits every verb.
type anything struct{}

func (anything) Format(fmt.State, rune) {}
