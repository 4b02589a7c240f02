package regal

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/modelgate-dev/modelgate/internal/finding"
)

// TestMain makes the test's own binary the linter, where it is started by that name.
func TestMain(m *testing.M) {
	if strings.TrimSuffix(filepath.Base(os.Args[0]), ".exe") == "regal" {
		os.Exit(fake())
	}
	os.Exit(m.Run())
}

const rules = ".modelgate/policies"

// fake does what the policy say.rego is made of, after it has looked at how it was started.
func fake() int {
	if got := strings.Join(os.Args[1:], " "); got != "lint --format json "+rules {
		fmt.Fprintln(os.Stderr, "arguments:", got)
		return 1
	}
	for _, e := range os.Environ() {
		if name, _, _ := strings.Cut(e, "="); strings.Contains(name, "TOKEN") || strings.Contains(strings.ToLower(name), "proxy") {
			fmt.Fprintln(os.Stderr, "environment:", e)
			return 1
		}
	}
	src, err := os.ReadFile(rules + "/say.rego")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	switch kind, text, _ := strings.Cut(string(src), "\n"); kind {
	case "settings":
		config, _ := os.ReadFile(rules + "/.regal/config.yaml")
		fmt.Fprintln(os.Stderr, string(config))
	case "fails":
		fmt.Fprint(os.Stderr, text)
	case "endless": // the reader stops it
		for {
			fmt.Print(text)
		}
	case "silent":
		time.Sleep(time.Hour) // it is killed long before
	case "report":
		fmt.Print(text)
		return 3
	}
	return 1
}

// found puts a regal on the PATH, in a directory outside of any repository.
func found(t *testing.T) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.Symlink(self, filepath.Join(dir, "regal")); err != nil {
		t.Skip(err)
	}
	t.Setenv("PATH", dir)
	t.Setenv("GITHUB_TOKEN", "secret")
	t.Setenv("HTTPS_PROXY", "http://127.0.0.1:1")
	return dir
}

func says(kind, text string) []File {
	return []File{{rules + "/say.rego", []byte(kind + "\n" + text)}, {rules + "/governance/sloppy.rego", []byte("package x\n")}}
}

// TestRecordedReport: what Regal itself has reported of the rules in testdata becomes findings, one
// severity lower, at the places that it names.
func TestRecordedReport(t *testing.T) {
	found(t)
	p, err := Look(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	recorded, err := os.ReadFile("testdata/report.json")
	if err != nil {
		t.Fatal(err)
	}
	got, err := p.Lint(t.Context(), rules, says("report", string(recorded)), File{"s.yaml", nil})
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, f := range got {
		lines = append(lines, fmt.Sprintf("%s:%d:%d-%d:%d: %s: %s [%s]", f.At.Path, f.At.Line, f.At.Column, f.At.EndLine, f.At.EndColumn, f.Severity, f.Message, f.Rule))
		if !strings.HasPrefix(f.Help, "https://") {
			t.Errorf("%s: help %q", f.Rule, f.Help)
		}
	}
	want := `.modelgate/policies:1:1-1:1: warning: Missing entrypoint annotation [regal/no-defined-entrypoint]
.modelgate/policies/governance/sloppy.rego:12:56-12:86: warning: Mismatch in ` + "`sprintf`" + ` arguments count [regal/sprintf-arguments-mismatch]
.modelgate/policies/governance/sloppy.rego:19:1-19:13: note: Avoid TODO and FIXME comments [regal/todo-comment]`
	if text := strings.Join(lines, "\n"); text != want {
		t.Errorf("got\n%s\nwant\n%s", text, want)
	}
}

// TestFailures: what is no report is an error that says why, within limits.
func TestFailures(t *testing.T) {
	found(t)
	p, err := Look(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		kind, text, settings, want string
	}{
		{"fails", "{\"errors\": [\"boom\"]}\n", "", `boom`},
		{"fails", strings.Repeat("x", 100000), "", "xxx…"},
		{"report", "not JSON", "", "reading the report of regal: invalid character"},
		{"report", `{}`, "", "its summary"},
		{"report", `{"violations": [], "summary": {"num_violations": 2}}`, "", "0 violations"},
		{"report", `{"violations": [{"title": "a b"}], "summary": {"num_violations": 1}}`, "", `a rule is called "a b"`},
		{"endless", strings.Repeat("x", 1<<16), "", "the report is too large (limit: 8 MiB)"},
		{"settings", "", "rules: [", "reading the settings of regal: s.yaml:1:"},
		{"settings", "", "", `{"features":{"remote":{"check-version":false}}}`},
		{"settings", "", "rules: {style: {line-length: {level: ignore, max: 0x10, with: ~, of: [\"a\\nb\", 1.5, true]}}}\nignore: {files: [\"*_test.rego\"]}\ncapabilities: {from: {url: \"https://example.com\"}}\nfeatures: {remote: {check-version: true}}\nproject: {roots: [/]}\n",
			`{"features":{"remote":{"check-version":false}},"rules":{"style":{"line-length":{"level":"ignore","max":"0x10","with":null,"of":["a\nb",1.5,true]}}},"ignore":{"files":["*_test.rego"]}}`},
	} {
		_, err := p.Lint(t.Context(), rules, says(c.kind, c.text), File{"s.yaml", []byte(c.settings)})
		if err == nil || !strings.Contains(err.Error(), c.want) || len(err.Error()) > 700 {
			t.Errorf("%s %.40q: %v, want %q", c.kind, c.text+c.settings, err, c.want)
		}
	}
	p.time = 10 * time.Millisecond
	if _, err := p.Lint(t.Context(), rules, says("silent", ""), File{"s.yaml", nil}); err == nil || !strings.Contains(err.Error(), "no report after 10ms") {
		t.Error(err)
	}
	ended, end := context.WithCancel(t.Context())
	end()
	if _, err := p.Lint(ended, rules, says("silent", ""), File{"s.yaml", nil}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// TestPlacesAndNumbers: places outside of the rules are those of their directory, and more
// findings than anybody reads are counted.
func TestPlacesAndNumbers(t *testing.T) {
	var r report
	for i := range 203 {
		var v violation
		v.Title, v.Description, v.Level = "a-b", "text\n"+strings.Repeat("y", 1000), "warning"
		v.Location.File, v.Location.Row = []string{"../x.rego", rules + "/say.rego"}[min(i, 1)], i
		r.Violations = append(r.Violations, v)
	}
	src, err := json.Marshal(map[string]any{"violations": r.Violations, "summary": map[string]int{"num_violations": 203}})
	if err != nil {
		t.Fatal(err)
	}
	got, err := readReport(src, rules, says("", ""))
	if err != nil || len(got) != 201 {
		t.Fatal(len(got), err)
	}
	first, last := got[0], got[200]
	if first.At.Path != rules || first.Severity != finding.Note || strings.Contains(first.Message, "\n") || len(first.Message) > 320 {
		t.Errorf("%+v", first)
	}
	if last.Message != "regal found 3 more" || last.At.Path != rules {
		t.Errorf("%+v", last)
	}
}

// TestLook: a regal of the working directory or of the repository is not taken.
func TestLook(t *testing.T) {
	dir := found(t)
	if _, err := Look(dir); !errors.Is(err, ErrNotFound) || !strings.Contains(err.Error(), "is in it") {
		t.Error(err)
	}
	linked := filepath.Join(t.TempDir(), "bin")
	if err := os.Symlink(dir, linked); err != nil {
		t.Skip(err)
	}
	t.Setenv("PATH", linked)
	if _, err := Look(dir); !errors.Is(err, ErrNotFound) {
		t.Error("by a link:", err)
	}
	if _, err := Look(t.TempDir()); err != nil {
		t.Error(err)
	}
	t.Chdir(dir)
	for _, path := range []string{"", ".", "./", t.TempDir()} {
		t.Setenv("PATH", path)
		if _, err := Look(t.TempDir()); !errors.Is(err, ErrNotFound) {
			t.Errorf("PATH %q: %v", path, err)
		}
	}
}
