package policy

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/source"
	"github.com/modelgate-dev/modelgate/internal/source/sourcetest"
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
	if len(r.Exercises) != 7 {
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

// TestExampleConftest: the policies of conftest that docs/policies.md shows find what the
// page says.
func TestExampleConftest(t *testing.T) {
	const dir = "../../docs/examples/conftest"
	files := fstest.MapFS{}
	for name, from := range map[string]string{".modelgate/config.yaml": "config.yaml", ".modelgate/conftest/serving/serving.rego": "conftest/serving/serving.rego", "models/churn/serving.yaml": "serving.yaml"} {
		src, err := os.ReadFile(filepath.Join(dir, from))
		if err != nil {
			t.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: src, Mode: 0o644}
	}
	tree := sourcetest.Tree(strings.Repeat("a", 40), files)
	cfg, err := config.Load(source.Base{Tree: tree})
	if err != nil {
		t.Fatal(err)
	}
	set, err := Load(t.Context(), source.Base{Tree: tree}, Options{Conftest: cfg.Conftest})
	if err != nil {
		t.Fatal(err)
	}
	v, err := set.CheckFiles(t.Context(), set.Conftest()[0], finding.Production, []string{"models/churn/serving.yaml"}, tree.Read)
	if err != nil || v.Error != "" {
		t.Fatal(err, v.Error)
	}
	page, err := os.ReadFile("../../docs/policies.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range v.Findings {
		line := fmt.Sprintf("%s:%d:%d: %s: %s [%s]\n", f.At.Path, f.At.Line, f.At.Column, f.Severity, f.Message, f.Rule)
		if !strings.Contains(string(page), line) {
			t.Errorf("the page does not show %s", line)
		}
	}
	if len(v.Findings) != 3 {
		t.Errorf("there are %d findings", len(v.Findings))
	}
}
