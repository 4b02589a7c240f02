package distribution

import (
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"

	"github.com/modelgate-dev/modelgate/internal/cli"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/version"
)

var update = flag.Bool("update", false, "write the action files and the blocks of the pages")

const root = "../.."

func commandFlags() map[string][]Flag {
	flags := map[string][]Flag{}
	for name, list := range cli.Flags() {
		flags[name] = []Flag{}
		for _, f := range list {
			flags[name] = append(flags[name], Flag(f))
		}
	}
	return flags
}

// same compares a file with what is made for it, and writes it with -update.
func same(t *testing.T, name, want string) {
	t.Helper()
	path := filepath.Join(root, filepath.FromSlash(name))
	got, err := os.ReadFile(path)
	if string(got) == want {
		return
	}
	if !*update {
		t.Errorf("%s is stale (%v): run make docs, and read the diff (-committed +made):\n%s", name, err, cmp.Diff(string(got), want))
		return
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
		t.Fatal(err)
	}
}

// Each command has an action or a reason, each flag is an input or has a
// reason, and each reason is still needed.
func TestActionsAndCommandsAgree(t *testing.T) {
	flags := commandFlags()
	if len(flags) < 8 {
		t.Fatalf("only %d commands were found", len(flags))
	}
	for name := range flags {
		has := slices.ContainsFunc(Actions, func(a Action) bool { return a.Command == name })
		_, without := withoutAction[name]
		switch {
		case has && without:
			t.Errorf("command %q has an action, and a reason in withoutAction for having none", name)
		case !has && !without:
			t.Errorf("command %q has no action: add one to Actions in internal/distribution/table.go, or its reason to withoutAction, and run make docs", name)
		}
	}
	for name := range withoutAction {
		if _, ok := flags[name]; !ok {
			t.Errorf("withoutAction names %q, which is no command", name)
		}
	}
	seen := map[string]bool{}
	for _, a := range Actions {
		if seen[a.Name] {
			t.Errorf("two actions are called %q", a.Name)
		}
		seen[a.Name] = true
		list, ok := flags[a.Command]
		if !ok {
			t.Errorf("action %q runs %q, which is no command", a.Name, a.Command)
		}
		for flag, reason := range a.Without {
			if reason == "" || !slices.ContainsFunc(list, func(f Flag) bool { return f.Name == flag }) {
				t.Errorf("action %q leaves out %q: that is no flag of %s, or the reason is missing", a.Name, flag, a.Command)
			}
		}
		var names []string
		for _, in := range slices.Concat(a.Inputs(list), installation) {
			if slices.Contains(names, in.Name) {
				t.Errorf("action %q has two inputs %q", a.Name, in.Name)
			}
			if in.Description == "" || !regexp.MustCompile(`^[a-z][a-z0-9-]*$`).MatchString(in.Name) {
				t.Errorf("action %q: input %q lacks a description, or its name is not in kebab-case", a.Name, in.Name)
			}
			names = append(names, in.Name)
		}
	}
}

// A command is shown at work: a script runs it as its user does.
func TestEveryCommandHasAScript(t *testing.T) {
	scripts, err := filepath.Glob(root + "/cmd/modelgate/testdata/script/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, path := range scripts {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(text)
	}
	for name := range commandFlags() {
		run := regexp.MustCompile(`(?m)^(! |\? )?(exec modelgate|mg) ` + name + `\b`)
		if !run.MatchString(all.String()) {
			t.Errorf("command %q is run by no script in cmd/modelgate/testdata/script", name)
		}
	}
}

func TestEveryGateHasAnAction(t *testing.T) {
	var gates []finding.Gate
	for _, a := range Actions {
		if a.Gate != "" {
			gates = append(gates, finding.Gate(a.Gate))
		}
	}
	if diff := cmp.Diff(finding.Gates, gates); diff != "" {
		t.Errorf("-gates +actions:\n%s", diff)
	}
}

// The action files are those of the table; there is no other.
func TestActionFiles(t *testing.T) {
	flags := commandFlags()
	files := map[string]bool{}
	for _, a := range Actions {
		files[a.Path()] = true
		same(t, a.Path(), a.File(flags[a.Command]))
	}
	found, err := filepath.Glob(root + "/actions/*/action.yml")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range found {
		if name, _ := filepath.Rel(root, path); !files[filepath.ToSlash(name)] {
			t.Errorf("%s is of no action in the table: remove it", name)
		}
	}
}

// What the runner reads of an action file: every input reaches one variable,
// and no other text of the file has an input in it.
func TestActionFilesHandInputsOnByVariables(t *testing.T) {
	flags := commandFlags()
	for _, a := range Actions {
		var file struct {
			Name, Description string
			Inputs            map[string]struct {
				Description string
				Required    bool
				Default     string
			}
			Outputs map[string]struct{ Description, Value string }
			Runs    struct {
				Using string
				Steps []struct {
					ID, Shell, Run string
					Env            map[string]string
				}
			}
		}
		if err := yaml.Unmarshal([]byte(a.File(flags[a.Command])), &file); err != nil {
			t.Fatalf("%s: %v", a.Path(), err)
		}
		if file.Runs.Using != "composite" || len(file.Runs.Steps) != 1 || file.Runs.Steps[0].Shell != "bash" {
			t.Fatalf("%s: not one composite step in bash", a.Path())
		}
		step := file.Runs.Steps[0]
		want := map[string]string{}
		for name := range file.Inputs {
			want[variable(name)] = "${{ inputs." + name + " }}"
		}
		if a.Gate != "" {
			want["MODELGATE_GATE"] = a.Gate
		}
		if diff := cmp.Diff(want, step.Env); diff != "" {
			t.Errorf("%s: -inputs +env:\n%s", a.Path(), diff)
		}
		if strings.Contains(step.Run, "${{") {
			t.Errorf("%s: an expression stands in the shell's text: %s", a.Path(), step.Run)
		}
		for _, f := range flags[a.Command] {
			_, input := file.Inputs[f.Name]
			if _, without := a.Without[f.Name]; input == without {
				t.Errorf("%s: flag --%s is an input: %t; it is left out: %t", a.Path(), f.Name, input, without)
			}
		}
		for name, out := range file.Outputs {
			if out.Value != "${{ steps."+step.ID+".outputs."+name+" }}" {
				t.Errorf("%s: output %s has the value %s", a.Path(), name, out.Value)
			}
		}
	}
}

// releaseHeadings are the headings of the versions in the changelog, the newest first: what was
// released, or is by the commit with the heading.
var releaseHeadings = regexp.MustCompile(`(?m)^## \[([0-9]+\.[0-9]+\.[0-9]+)\]`)

// exampleRelease is the release that examples name: the one that this tree is, else the last
// one. Before the first there is none, and they name the one that this tree becomes.
func exampleRelease(t *testing.T) (tag string, exists bool) {
	t.Helper()
	changes, err := os.ReadFile(filepath.Join(root, "CHANGELOG.md"))
	if err != nil {
		t.Fatal(err)
	}
	return exampleReleaseOf(version.String(), string(changes))
}

func exampleReleaseOf(version, changes string) (tag string, exists bool) {
	last := ""
	if m := releaseHeadings.FindStringSubmatch(changes); m != nil {
		last = m[1]
	}
	next, developed := strings.CutSuffix(version, "-dev")
	if developed && last != "" {
		return "v" + last, true
	}
	return "v" + next, !developed
}

func TestExamplesNameARelease(t *testing.T) {
	const two = "## [Unreleased]\n\n## [0.2.0] - 2027-01-02\n\n## [0.1.0] - 2026-12-24\n"
	for _, c := range []struct {
		version, changes, tag string
		exists                bool
	}{
		{"0.1.0-dev", "## [Unreleased]\n", "v0.1.0", false},
		{"0.1.0", "## [0.1.0] - 2026-12-24\n", "v0.1.0", true},
		{"0.2.0", two, "v0.2.0", true},
		{"0.2.1-dev", two, "v0.2.0", true},
	} {
		if tag, exists := exampleReleaseOf(c.version, c.changes); tag != c.tag || exists != c.exists {
			t.Errorf("%s: %s, %t", c.version, tag, exists)
		}
	}
}

// A release has its heading in the changelog.
func TestVersionIsInTheChangelog(t *testing.T) {
	changes, err := os.ReadFile(filepath.Join(root, "CHANGELOG.md"))
	if err != nil {
		t.Fatal(err)
	}
	if v := version.String(); !strings.HasSuffix(v, "-dev") && !strings.Contains(string(changes), "## ["+v+"]") {
		t.Errorf("CHANGELOG.md has no heading of %s", v)
	}
}

// releaseNotice says before the first release that there is none, where a page names it.
func releaseNotice(tag string, exists bool) string {
	if exists {
		return ""
	}
	return "> There is no release yet. " + tag + ", which the examples name, will be the first. Until then, replace it with the full\n" +
		"> SHA of a commit of `main`.\n"
}

// Examples use the actions at the last release, or at the one that this tree is.
func TestExamplesUseThisVersion(t *testing.T) {
	tag, _ := exampleRelease(t)
	uses := regexp.MustCompile(`((?:` + repository + `(?:/[\w./-]+)?@|rev: ))(v[\w.-]+)`)
	named := 0
	for _, name := range exampleFiles(t) {
		content, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		named += len(uses.FindAllIndex(content, -1))
		same(t, name, uses.ReplaceAllString(string(content), "${1}"+tag))
	}
	if named < 50 {
		t.Errorf("only %d examples name a release", named)
	}
}

// exampleFiles are the files that people copy from, whatever their syntax, and the pages.
func exampleFiles(t *testing.T) []string {
	t.Helper()
	files := []string{"README.md"}
	for _, dir := range []string{".github/workflows", "templates/starter", "docs"} {
		err := filepath.WalkDir(filepath.Join(root, dir), func(path string, d fs.DirEntry, err error) error {
			if err == nil && d.Type().IsRegular() {
				var name string
				name, err = filepath.Rel(root, path)
				files = append(files, filepath.ToSlash(name))
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// The tables of the pages are made from the actions, and their examples are files.
func TestPages(t *testing.T) {
	pages, err := filepath.Glob(root + "/docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	flags, tree, blocks := commandFlags(), os.DirFS(root), 0
	for _, path := range append(pages, root+"/README.md") {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		name, _ := filepath.Rel(root, path)
		page, err := Page(string(content), flags, pageTables(t), tree)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		same(t, filepath.ToSlash(name), page)
		if tag, exists := exampleRelease(t); !exists && strings.Contains(page, tag) && !strings.Contains(page, "<!-- table: release -->") {
			t.Errorf("%s names %s, which is no release yet, without `<!-- table: release -->`", name, tag)
		}
		blocks += len(block.FindAllString(page, -1))
		if rest := block.ReplaceAllString(page, ""); regexp.MustCompile(`(?m)^\s*(- )?(uses|runs-on|jobs|stages): ?`).MatchString(rest) {
			t.Errorf("%s has a workflow of its own: make it a file, and show it with a block `<!-- file: PATH -->`", name)
		}
	}
	if blocks < 3 {
		t.Errorf("only %d blocks were found", blocks)
	}
	for _, kind := range []string{"inputs", "outputs"} {
		if _, err := table(kind+"/nothing", flags); err == nil {
			t.Error("a table of no action was made")
		}
	}
}

// workflowFiles are the files with workflows and pipelines, of this repository
// and for others.
func workflowFiles(t *testing.T) []string {
	t.Helper()
	var files []string
	for _, dir := range []string{".github/workflows", "templates/starter", "docs/examples"} {
		err := filepath.WalkDir(filepath.Join(root, dir), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			name, err := filepath.Rel(root, path)
			if ext := filepath.Ext(name); ext == ".yml" || ext == ".yaml" && !strings.Contains(filepath.ToSlash(name), "/demo/") {
				files = append(files, filepath.ToSlash(name))
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(files) < 4 {
		t.Fatalf("only %v were found", files)
	}
	return files
}
