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
