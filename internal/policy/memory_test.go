package policy

import (
	"fmt"
	"strings"
	"testing"
)

// TestMemoryIsBounded: a rule cannot make more than it may, nor compare values for
// longer than its steps tell.
func TestMemoryIsBounded(t *testing.T) {
	rules := "x0 := [input.head.name]\n"
	for i := range 27 {
		rules += fmt.Sprintf("x%d := [x%d, x%d]\n", i+1, i, i)
	}
	for name, b := range map[string]string{
		"lsh": deny(`bits.lsh(1, 100000000000) > 0`), "lsh of much": deny(`bits.lsh(count(input.head.artifacts), 1000000000) > 0`),
		"replace": deny(`{ x := concat("", [input.head.name | some i in numbers.range(1, 60000)]); y := replace(x, "c", x); count(y) > 0 }`),
		"doubled": strings.ReplaceAll(deny(`{ x0 := input.head.name; XX; count(x27) > 0 }`), "XX", doubling(`x%d := concat("", [x%d, x%d])`)), "template": strings.ReplaceAll(deny(`{ x0 := input.head.name; XX; count(x27) > 0 }`), "XX", doubling(`x%d := $"{x%d}{x%d}"`)),
		"array":     strings.ReplaceAll(deny(`{ x0 := [input.head.name]; XX; count(x27) > 0 }`), "XX", doubling(`x%d := array.concat(x%d, x%d)`)),
		"marshal":   rules + deny(`count(json.marshal(x27)) > 0`),
		"range":     deny(`count(numbers.range(1, 9999999)) > 0`),
		"regex":     deny(`{ x := concat("", [input.head.name | some i in numbers.range(1, 60000)]); y := regex.replace(x, ".", x); count(y) > 0 }`),
		"pairs":     deny(`count({[i, j] | some i in numbers.range(1, 600); some j in numbers.range(1, 600)}) > 0`),
		"fractions": deny(`count({x | some i in numbers.range(1, 3000); x := i / 30000}) > 0`),
		"rule":      "pairs contains [i, j] if { some i in numbers.range(1, 600); some j in numbers.range(1, 600) }\n\n" + deny(`count(pairs) > 0`),
		"object":    deny(`count({[i, j]: 1 | some i in numbers.range(1, 600); some j in numbers.range(1, 600)}) > 0`),
	} {
		t.Run(name, func(t *testing.T) {
			s := silence{body: b}
			got := evaluate(t, load(t, builtin(map[string]string{"a/quiet": quiet}), files(s.files()), Options{Steps: 400_000}), churn())
			v := got["custom_g/r"]
			if !strings.Contains(v.Error, "the limit for one rule") {
				t.Errorf("%+v", v)
			}
		})
	}
}

func doubling(step string) string {
	var steps []string
	for i := range 27 {
		steps = append(steps, fmt.Sprintf(step, i+1, i, i))
	}
	return strings.Join(steps, "; ")
}
