package policy

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/modelgate-dev/modelgate/internal/source/sourcetest"
)

// What a stranger proposes may never come to an end, and heeds no context.
func TestWhatDoesNotEndIsNotWaitedFor(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	never := make(chan struct{})
	defer close(never)
	cancel()
	_, err := within(ctx, "compiling", func(context.Context) (int, error) { <-never; return 1, nil })
	if err == nil || !strings.Contains(err.Error(), "compiling did not finish") {
		t.Errorf("got %v", err)
	}
}

// TestExamineYieldsProblems: what is wrong with proposed policies is no error, and
// what is wrong with both a rule and its test is told once.
func TestExamineYieldsProblems(t *testing.T) {
	tree := sourcetest.Tree("", fstest.MapFS{
		".modelgate/policies/a.rego":      {Data: []byte("package modelgate.custom.g.a\n\ndeny contains {\"at\": input.hed.at, \"message\": \"m\"} if true\n")},
		".modelgate/policies/a_test.rego": {Data: []byte("package modelgate.custom.g.a_test\n\ntest_a if {\n")},
	})
	e, err := Examine(t.Context(), tree, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := e.Test(t.Context(), tree); err != nil {
		t.Fatal(err)
	}
	var places []string
	for _, p := range e.Problems {
		places = append(places, p.Path)
	}
	if got := strings.Join(places, " "); !strings.Contains(got, "a.rego") || strings.Count(got, "a_test.rego") != 1 || len(e.Rules) > 0 {
		t.Errorf("got %v", e.Problems)
	}
}

// TestProposedRulesAreTried: a proposed rule that cannot be evaluated for what is
// there is a problem at the rule, before it is merged.
func TestProposedRulesAreTried(t *testing.T) {
	for condition, want := range map[string]string{
		`{ some x in numbers.range(1, 100000); some y in numbers.range(1, 100000); x * y < 0 }`: "needs more than 20000 steps",
		`input.now < "5%"`:     "they are not both dates",
		`input.head.present`:   "",
		`input.now < "2026-1"`: "they are not both dates",
	} {
		tree := sourcetest.Tree("", fstest.MapFS{".modelgate/policies/r.rego": {Data: []byte(header() + "package modelgate.custom.g.r\n\n" + deny(condition) + "\n")}})
		e, err := Examine(t.Context(), tree, Options{Steps: 20_000})
		if err != nil {
			t.Fatal(err)
		}
		if err := e.Try(t.Context(), churn(), anywhere); err != nil {
			t.Fatal(err)
		}
		switch {
		case want == "" && len(e.Problems) > 0:
			t.Errorf("%s: %v", condition, e.Problems)
		case want != "" && (len(e.Problems) != 1 || e.Problems[0].Line == 0 || !strings.Contains(e.Problems[0].Message, "the rule custom_g/r cannot be evaluated") || !strings.Contains(e.Problems[0].Message, want)):
			t.Errorf("%s: %v, want %q", condition, e.Problems, want)
		}
	}
}
