package policy

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// TestWorkGrowsWithTheInput: twice as long a list of the proposal, whichever it
// is, is no more than twice the work for the built-in rules. What is quadratic
// makes a long list a rule's error; group with a comprehension that the evaluator
// can index, or look up in a table that is made once.
func TestWorkGrowsWithTheInput(t *testing.T) {
	if raceDetector {
		t.Skip("counts steps, in one goroutine")
	}
	set, err := Load(t.Context(), source.Base{}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, scope := range []finding.Scope{finding.ScopeModel, finding.ScopeRepository} {
		steps := func(in Input) (steps int) {
			in.Scope = scope
			for _, p := range set.scopes[scope] {
				steps += stepsOf(t, set, p, in, p.rules...)
			}
			return steps
		}
		plain := steps(full())
		for _, path := range listsOf(reflect.TypeFor[Input](), "", 0) {
			if strings.HasPrefix(path, ".Base") || strings.HasPrefix(path, ".Head") && scope == finding.ScopeRepository {
				continue // trusted, or not there
			}
			for _, text := range []string{"m/README.md#/x%03d", "%03d", "a b %03d"} { // as an anchor, an identifier, and words
				work := func(n int) int {
					in := full()
					lengthen(reflect.ValueOf(&in).Elem(), path, text, n)
					return steps(in)
				}
				// One step for each pair of items would be 760 in excess. Most lists are only counted,
				// if that: forty items that are next to no work are not too much of it.
				more := work(40)
				if more < plain+100 {
					continue
				}
				one, some := work(1), work(20)
				if first, second := some-one, more-some; second-first*20/19 > 300 {
					t.Errorf("%s of scope %s: %d steps for 1 item like %q, %d for 20, %d for 40", path, scope, one, text, some, more)
				}
			}
		}
	}
}

// listsOf lists the paths of the lists of a type, as deep as three in another.
func listsOf(t reflect.Type, path string, depth int) (out []string) {
	switch t.Kind() {
	case reflect.Struct:
		for i := range t.NumField() {
			out = append(out, listsOf(t.Field(i).Type, path+"."+t.Field(i).Name, depth)...)
		}
	case reflect.Slice:
		out = append(out, path)
		if depth < 3 {
			out = append(out, listsOf(elementOf(t), path+"[]", depth+1)...)
		}
	}
	return out
}

// lengthen gives the list at a path n items whose texts differ.
func lengthen(v reflect.Value, path, text string, n int) {
	switch v.Kind() {
	case reflect.Pointer:
		lengthen(v.Elem(), path, text, n)
	case reflect.Struct:
		name, rest, _ := strings.Cut(strings.TrimPrefix(path, "."), ".")
		field, below := strings.CutSuffix(name, "[]")
		if rest != "" {
			rest = "." + rest
		}
		f := v.FieldByName(field)
		if !below {
			lengthen(f, rest, text, n)
			return
		}
		for i := range f.Len() {
			lengthen(f.Index(i), rest, text, n)
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := range n {
			fill(v.Index(i))
			retext(v.Index(i), fmt.Sprintf(text, i))
		}
	}
}

// retext gives every text in a value.
func retext(v reflect.Value, text string) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(text)
	case reflect.Pointer:
		retext(v.Elem(), text)
	case reflect.Slice:
		for i := range v.Len() {
			retext(v.Index(i), text)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			retext(v.Field(i), text)
		}
	}
}
