package policy

import (
	"flag"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/source"
)

var everyRule = flag.Bool("every-rule", false, "measure the work of rules for lists that do not seem to concern them, too")

// growthTexts are what an item of a list may be: an anchor, an identifier, and words.
var growthTexts = []string{"m/README.md#/x%03d", "%03d", "a b %03d"}

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
		g := growth{set: set, scope: scope}
		for _, p := range set.scopes[scope] {
			g.all = append(g.all, asked{p, p.rules})
		}
		g.plain = g.steps(t, full(), g.all)
		for _, path := range listsOf(reflect.TypeFor[Input](), "", 0) {
			if strings.HasPrefix(path, ".Base") || strings.HasPrefix(path, ".Head") && scope == finding.ScopeRepository {
				continue // trusted, or not there
			}
			g.measure(t, path)
		}
	}
}

// tooMany steps are what twenty more items may not take beyond what the twenty before them
// took. One step for each pair of items would be 760.
const tooMany = 300

// growth is the work of the rules of a scope, and what it is for the plain input, by rule.
type growth struct {
	set   *Set
	scope finding.Scope
	all   []asked
	plain []int
}

// asked are rules of a program.
type asked struct {
	program *program
	rules   []*compiledRule
}

func (g growth) steps(t *testing.T, in Input, of []asked) (steps []int) {
	in.Scope = g.scope
	for _, a := range of {
		steps = append(steps, stepsOfEach(t, g.set, a.program, in, a.rules...)...)
	}
	return steps
}

// measure measures what the rules do with the list at a path.
func (g growth) measure(t *testing.T, path string) {
	rules := g.concerned(t, path)
	if len(rules) == 0 {
		return
	}
	for _, text := range growthTexts {
		work := func(n int) int {
			in := full()
			lengthen(reflect.ValueOf(&in).Elem(), path, n, text)
			return sum(g.steps(t, in, rules))
		}
		one, more := work(1), work(40)
		if more-one <= tooMany {
			continue
		}
		some := work(20)
		if first, second := some-one, more-some; second-first*20/19 > tooMany {
			t.Errorf("%s of scope %s: %d steps for 1 item like %q, %d for 20, %d for 40", path, g.scope, one, text, some, more)
		}
	}
}

// concerned are the rules that do something else if the list at a path is long, with twenty
// items of each text; none if all of it together is next to no work, less than one step for
// each pair of items with the same text.
func (g growth) concerned(t *testing.T, path string) (rules []asked) {
	if *everyRule {
		return g.all
	}
	in := full()
	lengthen(reflect.ValueOf(&in).Elem(), path, 20*len(growthTexts), growthTexts...)
	steps := g.steps(t, in, g.all)
	if sum(steps) < sum(g.plain)+100 {
		return nil
	}
	i := -1
	for _, a := range g.all {
		of := asked{program: a.program}
		for _, rule := range a.rules {
			if i++; steps[i] != g.plain[i] {
				of.rules = append(of.rules, rule)
			}
		}
		rules = append(rules, of)
	}
	return rules
}

func sum(numbers []int) (total int) {
	for _, n := range numbers {
		total += n
	}
	return total
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

// lengthen gives the list at a path n items whose texts differ, each like one of some in turn.
func lengthen(v reflect.Value, path string, n int, like ...string) {
	switch v.Kind() {
	case reflect.Pointer:
		lengthen(v.Elem(), path, n, like...)
	case reflect.Struct:
		name, rest, _ := strings.Cut(strings.TrimPrefix(path, "."), ".")
		field, below := strings.CutSuffix(name, "[]")
		if rest != "" {
			rest = "." + rest
		}
		f := v.FieldByName(field)
		if !below {
			lengthen(f, rest, n, like...)
			return
		}
		for i := range f.Len() {
			lengthen(f.Index(i), rest, n, like...)
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := range n {
			fill(v.Index(i))
			retext(v.Index(i), fmt.Sprintf(like[i%len(like)], i))
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
