package policy

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/modelgate-dev/modelgate/internal/finding"
)

// TestWorkDecides: whether a rule is evaluated follows from the rule and the
// input, whatever else is asked, and on however many processors.
func TestWorkDecides(t *testing.T) {
	loop := func(n int) string {
		return fmt.Sprintf(`deny contains {"at": input.head.at, "message": "m"} if { some i in numbers.range(1, %d); i == %d }`, n, n)
	}
	steps := func(set *Set, id string) int {
		t.Helper()
		for _, p := range set.scopes[finding.ScopeModel] {
			for _, r := range p.rules {
				if r.rule.ID == id {
					return stepsOf(t, set, p, model(), r)
				}
			}
		}
		t.Fatalf("no rule %s", id)
		return 0
	}
	rules := map[string]string{"a/loud": loud}
	for i := range 7 {
		rules[fmt.Sprintf("m/loop_%d", i)] = loop(1000 * (i + 1))
	}
	need := steps(load(t, builtin(rules), nil, Options{}), "m/loop_3")
	for _, processors := range []int{1, 2, 4} {
		before := runtime.GOMAXPROCS(processors)
		for limit, enough := range map[int]bool{need - 1: false, need: true} {
			got := evaluate(t, load(t, builtin(rules), nil, Options{Steps: limit}), model())
			for i := range 7 {
				want := "fail"
				if i > 3 || i == 3 && !enough {
					want = "error"
				}
				if id := fmt.Sprintf("m/loop_%d", i); state(got[id]) != want {
					t.Errorf("%d processors, %d steps: %s: %s, want %s", processors, limit, id, state(got[id]), want)
				}
			}
			if state(got["a/loud"]) != "fail" {
				t.Errorf("%d processors: %+v", processors, got["a/loud"])
			}
		}
		runtime.GOMAXPROCS(before)
	}
}

// TestDeadlineIsNoVerdict: a rule that ran out of time is unfinished, and so is
// every one after it; none is an error of its own.
func TestDeadlineIsNoVerdict(t *testing.T) {
	got := evaluate(t, load(t, builtin(map[string]string{"a/loud": loud, "a/quiet": quiet}), nil, Options{}).Within(time.Nanosecond), model())
	for id, v := range got {
		if !v.Unfinished || !strings.Contains(v.Error, "stopped before it finished") || len(v.Findings) > 0 {
			t.Errorf("%s: %+v", id, v)
		}
	}
	if len(got) != 2 {
		t.Errorf("%v", got)
	}
}

// TestWorkOfBuiltinsCounts: what one builtin makes in one step is work too.
func TestWorkOfBuiltinsCounts(t *testing.T) {
	for _, expression := range []string{
		`count(numbers.range(1, 1000000000)) > 0`,
		`count(numbers.range_step(1, 1000000000, 1)) > 0`,
		`some x in numbers.range(1, 100000); some y in numbers.range(1, 100000); x * y < 0`,
		`every x in numbers.range(1, 1000) { every y in numbers.range(1, 1000) { x + y > 0 } }`,
		`count([x | some x in numbers.range(1, 1000); some y in numbers.range(1, 1000)]) > 0`,
		`count(net.cidr_expand("10.0.0.0/8")) > 0`,
	} {
		body := `deny contains {"at": input.head.at, "message": "m"} if { ` + expression + ` }`
		if strings.Contains(expression, "net.") {
			refused(t, builtin(map[string]string{"a/x": body}), nil, Options{}, "undefined function")
			continue
		}
		got := evaluate(t, load(t, builtin(map[string]string{"a/x": body, "a/loud": loud}), nil, Options{Steps: 500_000}), model())
		if v := got["a/x"]; !strings.Contains(v.Error, "more than 500000 steps") && !strings.Contains(v.Error, "more than 268435456 bytes") || v.Unfinished || state(got["a/loud"]) != "fail" {
			t.Errorf("%s: %+v", expression, v)
		}
	}
}

// TestSayingTooMuch: a rule with too many findings, or too long ones, is in error
// by their number.
func TestSayingTooMuch(t *testing.T) {
	j := judge{rule: &compiledRule{}, stage: finding.Production, locate: anywhere}
	deny := func(n, length int) ast.Value {
		set := ast.NewSet()
		for i := range n {
			set.Add(ast.ObjectTerm(ast.Item(ast.StringTerm("at"), ast.StringTerm("m/README.md#")), ast.Item(ast.StringTerm("message"), ast.StringTerm(fmt.Sprint(i, strings.Repeat("x", length))))))
		}
		return set
	}
	for want, a := range map[string]ast.Value{
		"": deny(100, 10), "too many findings from the rule: 100001": deny(maxFindings+1, 6), "too much text (limit: 33554432 bytes)": deny(5, maxFindingText/4),
	} {
		if v := j.verdict(answer{deny: a}); (v.Error == "") != (want == "") || !strings.Contains(v.Error, want) {
			t.Errorf("%q, want %q", v.Error, want)
		}
	}
}

// stepsOf is the work of asking a rule of a program about an input.
func stepsOf(t testing.TB, set *Set, p *program, in Input, rule *compiledRule) int {
	t.Helper()
	return stepsOfEach(t, set, p, in, rule)[0]
}

// stepsOfEach is the work of asking rules one after the other, by rule. What several
// need is worked out by the first of them.
func stepsOfEach(t testing.TB, set *Set, p *program, in Input, rules ...*compiledRule) (steps []int) {
	t.Helper()
	e := evaluation{program: p, input: set.encode(in)}
	s := e.session(t.Context(), 1<<40, 1<<40)
	for _, rule := range rules {
		before := s.work.steps
		if _, _, err := s.ask(t.Context(), rule); err != nil {
			t.Fatal(err)
		}
		steps = append(steps, s.work.steps-before)
	}
	return steps
}
