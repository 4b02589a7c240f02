package policy

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/modelgate-dev/modelgate/internal/source"
)

// What a stranger proposes may never come to an end, and heeds no context.
func TestWhatDoesNotEndIsNotWaitedFor(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	never := make(chan struct{})
	defer close(never)
	cancel()
	_, err := within(ctx, "compiling", func(context.Context) (int, error) { <-never; return 1, nil })
	if err == nil || !strings.Contains(err.Error(), "compiling did not end") {
		t.Errorf("got %v", err)
	}
}

// TestExamineYieldsProblems: what is wrong with proposed policies is no error, and
// what is wrong with both a rule and its test is told once.
func TestExamineYieldsProblems(t *testing.T) {
	tree := source.NewTree("", fstest.MapFS{
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
