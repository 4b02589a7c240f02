package policy

import (
	"os"
	"regexp"
	"slices"
	"testing"

	"github.com/modelgate-dev/modelgate/policies"
)

// TestExamplePolicies: the rules that docs/policies.md shows pass the tests that it asks for.
func TestExamplePolicies(t *testing.T) {
	r, err := TestFS(t.Context(), policies.FS, os.DirFS("../../docs/examples/policies"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range r.Failed() {
		t.Errorf("%s:%d: %s: %s", c.Path, c.Line, c.Name, c.Failure)
	}
	for _, e := range r.Exercises {
		if e.Missing() != "" {
			t.Errorf("%s: %s", e.Rule, e.Missing())
		}
	}
	for _, c := range r.Coverage {
		if len(c.Missing) > 0 {
			t.Errorf("%s: no test reaches lines %v", c.Path, c.Missing)
		}
	}
	if len(r.Exercises) != 6 {
		t.Errorf("there are %d rules", len(r.Exercises))
	}
}

// TestStableHelpers: the helpers that docs/policies.md promises exist.
func TestStableHelpers(t *testing.T) {
	page, err := os.ReadFile("../../docs/policies.md")
	if err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile(`data\.modelgate\.lib\.([a-z]+)\.([a-z_]+)`).FindAllStringSubmatch(string(page), -1)
	if len(named) < 8 {
		t.Errorf("the page names %d helpers", len(named))
	}
	for _, m := range named {
		path := "../../policies/lib/" + m[1] + ".rego"
		src, err := os.ReadFile(path)
		if err != nil {
			t.Error(err)
			continue
		}
		module, err := parseOne(file{path, src}, capabilities(), false)
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, rule := range module.Rules {
			names = append(names, headName(rule))
		}
		if !slices.Contains(names, m[2]) {
			t.Errorf("%s has no %s, which docs/policies.md promises", path, m[2])
		}
	}
}
