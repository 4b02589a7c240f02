package policies_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/format"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/policy"
	"github.com/modelgate-dev/modelgate/internal/schema"
	"github.com/modelgate-dev/modelgate/policies"
	"github.com/modelgate-dev/modelgate/schemas"
	"github.com/modelgate-dev/modelgate/templates"
)

// tree is the directory as it lies on disk, with everything that is in it.
func tree() fs.FS { return os.DirFS(".") }

// regoFiles lists every Rego file below rules and lib.
func regoFiles(t *testing.T) []string {
	t.Helper()
	var files []string
	for _, dir := range []string{"rules", "lib"} {
		err := fs.WalkDir(tree(), dir, func(name string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() && path.Ext(name) == ".rego" {
				files = append(files, name)
			}
			return err
		})
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			t.Fatal(err)
		}
	}
	return files
}

// TestEmbedded: the program has every policy, table and record of the directory, and none of
// the tests, which no run of it reads. A file that is missing would silently not count.
func TestEmbedded(t *testing.T) {
	var want, got []string
	for _, of := range []struct {
		fsys  fs.FS
		files *[]string
	}{{tree(), &want}, {policies.FS, &got}} {
		for _, root := range []string{"rules", "lib", "data", "testing"} {
			err := fs.WalkDir(of.fsys, root, func(name string, d fs.DirEntry, err error) error {
				if err == nil && !d.IsDir() {
					*of.files = append(*of.files, name)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	want = slices.DeleteFunc(want, func(name string) bool { return strings.HasSuffix(name, "_test.rego") })
	for _, name := range want {
		if !slices.Contains(got, name) {
			t.Errorf("%s is not embedded: add a pattern to policies/embed.go that matches it and no test", name)
		}
	}
	for _, name := range got {
		if !slices.Contains(want, name) {
			t.Errorf("%s is embedded, and the program has no use for it", name)
		}
	}
}

// TestRego runs the Rego tests. Every line of every rule and helper is reached
// by a test; a line that none reaches is named. A finding at an index of a list
// has a key that names the thing: the index moves when the list is edited, and a
// waiver by fingerprint would move with it to another thing. Every finding of
// every test is looked at, and every rule has one.
func TestRego(t *testing.T) {
	seen := &denials{found: map[string][]ast.Object{}}
	report, err := policy.Test(t.Context(), workedOut(t), seen.watch)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range report.Failed() {
		t.Errorf("%s:%d: %s.%s: %s\n%s", c.Path, c.Line, c.Package, c.Name, c.Failure, c.Output)
	}
	for _, c := range report.Coverage {
		if len(c.Missing) > 0 {
			t.Errorf("%s: coverage is %.1f %%; no test reaches lines %v", c.Path, c.Percent, c.Missing)
		}
	}
	if len(regoFiles(t)) > 0 && len(report.Cases) == 0 {
		t.Error("there are policies and no tests")
	}
	for _, name := range regoFiles(t) {
		if !strings.HasPrefix(name, "rules/") || strings.HasSuffix(name, "_test.rego") {
			continue
		}
		id := strings.TrimPrefix(path.Dir(name), "rules/")
		if len(seen.found[id]) == 0 {
			t.Errorf("%s: no test makes the rule fire", id)
		}
		for _, member := range seen.found[id] {
			if at := textOf(member, "at"); indexed.MatchString(at) && textOf(member, "key") == "" {
				t.Errorf("%s: the finding at %s has no key; see lib/identity.rego", id, at)
				break
			}
		}
	}
}

// denials collects what deny yields while the Rego tests run, side by side.
type denials struct {
	mu    sync.Mutex
	found map[string][]ast.Object // by the id of the rule
}

func (d *denials) watch(e topdown.Event) {
	rule, ok := e.Node.(*ast.Rule)
	if !ok || e.Op != topdown.ExitOp || rule.Head.Name != "deny" || rule.Head.Key == nil {
		return
	}
	pkg := strings.TrimPrefix(rule.Module.Package.Path.String(), "data.modelgate.rules.")
	if member, ok := e.Plug(rule.Head.Key).Value.(ast.Object); ok {
		id := strings.Replace(pkg, ".", "/", 1)
		d.mu.Lock()
		defer d.mu.Unlock()
		d.found[id] = append(d.found[id], member)
	}
}

// TestLoad: the rules load as they are shipped, which checks their METADATA,
// and every one of them is in the catalogue under the path that it lies at.
func TestLoad(t *testing.T) {
	set, err := policy.LoadFS(t.Context(), policies.FS, nil, policy.Options{})
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{}
	for _, r := range set.Rules() {
		listed[r.ID] = true
		if strings.HasSuffix(r.Title, ".") || !strings.HasSuffix(r.Description, ".") || !strings.HasSuffix(r.Remediation, ".") {
			t.Errorf("%s: the title has no full stop; description and remediation are sentences and have one", r.ID)
		}
	}
	for _, name := range regoFiles(t) {
		if dir := path.Dir(name); strings.HasPrefix(name, "rules/") && !listed[strings.TrimPrefix(dir, "rules/")] {
			t.Errorf("%s is not in the catalogue", name)
		}
	}
}

var snake = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)

// TestLayout: a rule is a directory that holds the rule and its tests, both
// named after it, and each says so in its package.
func TestLayout(t *testing.T) {
	for _, name := range regoFiles(t) {
		if !strings.HasPrefix(name, "rules/") {
			continue
		}
		parts := strings.Split(name, "/")
		if len(parts) != 4 || !snake.MatchString(parts[1]) || !snake.MatchString(parts[2]) {
			t.Errorf("%s: a rule lies at rules/<category>/<name>/<name>.rego, in snake_case", name)
			continue
		}
		category, rule, base := parts[1], parts[2], strings.TrimSuffix(parts[3], ".rego")
		if base != rule && base != rule+"_test" {
			t.Errorf("%s: only %s.rego and %s_test.rego belong here", name, rule, rule)
		}
		for _, need := range []string{rule + ".rego", rule + "_test.rego"} {
			if _, err := fs.Stat(tree(), path.Join("rules", category, rule, need)); err != nil {
				t.Errorf("rules/%s/%s: %s is missing", category, rule, need)
			}
		}
		src, err := fs.ReadFile(tree(), name)
		if err != nil {
			t.Fatal(err)
		}
		module, err := ast.ParseModuleWithOpts(name, string(src), ast.ParserOptions{RegoVersion: ast.RegoV1})
		if err != nil {
			t.Error(err)
			continue
		}
		want := "data.modelgate.rules." + category + "." + rule
		if got := module.Package.Path.String(); got != want && got != want+"_test" {
			t.Errorf("%s: the package is %s, want %s", name, got, strings.TrimPrefix(want, "data."))
		}
	}
}

// TestFormat: the files are as `opa fmt` writes them.
func TestFormat(t *testing.T) {
	for _, name := range regoFiles(t) {
		src, err := fs.ReadFile(tree(), name)
		if err != nil {
			t.Fatal(err)
		}
		want, err := format.SourceWithOpts(name, src, format.Opts{RegoVersion: ast.RegoV1})
		if err != nil {
			t.Error(err)
			continue
		}
		if !bytes.Equal(src, want) {
			t.Errorf("%s is not formatted; run: opa fmt --write policies\n%s", name, firstDifference(src, want))
		}
	}
}

func firstDifference(got, want []byte) string {
	a, b := strings.Split(string(got), "\n"), strings.Split(string(want), "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return fmt.Sprintf("line %d\n  is   %s\n  want %s", i+1, a[i], b[i])
		}
	}
	return "the end of the file differs"
}

// indexed are the anchors that go through an index of a list.
var indexed = regexp.MustCompile(`#.*/[0-9]+(/|$)`)

func textOf(object ast.Object, key string) string {
	if value := object.Get(ast.StringTerm(key)); value != nil {
		if s, ok := value.Value.(ast.String); ok {
			return strings.TrimSpace(string(s))
		}
	}
	return ""
}

// tables reads the tables of data, by name.
func tables(t *testing.T) map[string]any {
	t.Helper()
	names, err := fs.Glob(tree(), "data/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]any{}
	for _, name := range names {
		src, err := fs.ReadFile(tree(), name)
		if err != nil {
			t.Fatal(err)
		}
		doc, problems := document.ParseAs(document.YAML, name, src)
		if doc.Root == nil || len(problems) > 0 {
			t.Fatalf("%s: %v", name, problems)
		}
		out[strings.TrimSuffix(path.Base(name), ".yaml")] = schema.Value(doc.Root)
	}
	return out
}

// TestEffects: which way an edit goes is known of every key of every table, so that
// none is loosened unsaid.
func TestEffects(t *testing.T) {
	declared := map[string]bool{}
	for _, kind := range []string{"permits", "demands", "both", "neutral"} {
		for _, key := range tables(t)["effects"].(map[string]any)[kind].([]any) {
			if name, _ := key.(string); declared[name] {
				t.Errorf("%s is declared twice", key)
			} else {
				declared[name] = true
			}
		}
	}
	for name, table := range tables(t) {
		for key := range table.(map[string]any) {
			if id := name + "/" + key; key != "source" && key != "date" && !declared[id] {
				t.Errorf("%s has no line in data/effects.yaml", id)
			}
		}
	}
}

// TestTargets: the table of deployment targets lists those that there are.
func TestTargets(t *testing.T) {
	entries, err := fs.ReadDir(templates.FS, "targets")
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, entry := range entries {
		if entry.IsDir() {
			want = append(want, entry.Name())
		}
	}
	table, _ := tables(t)["targets"].(map[string]any)
	items, _ := table["items"].([]any)
	var got []string
	for _, item := range items {
		got = append(got, fmt.Sprint(item))
	}
	if len(want) == 0 || !slices.Equal(got, want) {
		t.Errorf("data/targets.yaml lists %q, want the directories of templates/targets, %q", got, want)
	}
	var model struct {
		Properties struct {
			Deploy struct {
				Properties struct{ Target struct{ Examples []string } }
			}
		}
	}
	src, err := fs.ReadFile(schemas.FS, "model.schema.json")
	if err == nil {
		err = json.Unmarshal(src, &model)
	}
	if got := model.Properties.Deploy.Properties.Target.Examples; err != nil || !slices.Equal(got, want) {
		t.Errorf("model.schema.json lists the targets %q, want %q (%v)", got, want, err)
	}
}

// TestExample: the rule that the architecture shows whole is one that loads.
func TestExample(t *testing.T) {
	const rule, page = "rules/data/card_missing/card_missing.rego", "../docs/ARCHITECTURE.md"
	src, err := fs.ReadFile(tree(), rule)
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(text, []byte("```rego\n"+string(src)+"```\n")) {
		t.Errorf("%s does not show %s as it is", page, rule)
	}
}
