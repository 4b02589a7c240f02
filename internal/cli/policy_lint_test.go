package cli

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestLintReadsSettings: what check would refuse about settings is no clean bill of lint.
func TestLintReadsSettings(t *testing.T) {
	t.Parallel()
	const rule = "# METADATA\n# title: Family\n# description: Models name their family.\n# custom:\n#   severity: {draft: note, review: warning, production: error}\n#   remediation: Name it.\n#   sources: [our policy]\n" +
		"package modelgate.custom.g.family\n\nimport data.modelgate.lib.labels\n\ndeny contains {\"at\": input.head.at, \"message\": \"no family\"} if labels.of(\"LABEL\").value == \"a\"\n"
	for settings, want := range map[string]struct {
		label, text string
		code        int
	}{
		"rules: {'@oures': {severity: error}}\ncollections: {ours: {include: ['gdpr/*']}}\n":                                {"family", `unknown collection "oures"; did you mean "ours"?`, 2},
		"rules: {'@ours': {severity: error}}\ncollections: {ours: {include: ['gdpr/*'], exclude: ['gdpr/*']}}\n":            {"family", `the collection "ours" has no rule`, 2},
		"rules: {'@ours': {severity: error}}\ncollections: {ours: {include: ['gdpr/*']}}\nlabels: {family: {type: text}}\n": {"family", "no probable mistakes found", 0},
		"labels: {family: {type: text}}\n": {"famly", `family.rego:12:64: the label "famly" is not declared, so the rule is in error wherever it reads it; did you mean "family"?`, 1},
	} {
		r := newRepo(t)
		r.write(".modelgate/config.yaml", "apiVersion: modelgate.dev/v1\nkind: Config\n"+settings)
		r.write(".modelgate/policies/g/family.rego", strings.Replace(rule, "LABEL", want.label, 1))
		if got := run(t, r.Dir, "policy", "lint"); got.code != want.code || !strings.Contains(got.all(), want.text) {
			t.Errorf("%s: exit %d: %s", settings, got.code, got.all())
		}
	}
}

// TestRegalBesideLint: what Regal finds is told in order, and fails the command only where
// it is required; a missing or failing Regal is told as what it is.
func TestRegalBesideLint(t *testing.T) {
	r := newRepo(t)
	if got := run(t, r.Dir, "policy", "new", "g/named"); got.code != 0 {
		t.Fatal(got.all())
	}
	dir := t.TempDir()
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
	if found, err := exec.LookPath("regal"); err == nil {
		t.Skipf("this machine has %s", found)
	}
	clean := func(mode string, code int, text string) {
		t.Helper()
		if got := run(t, r.Dir, "policy", "lint", "--regal", mode); got.code != code || !strings.Contains(got.all(), text) {
			t.Errorf("--regal %s: exit %d, want %d with %q: %s", mode, got.code, code, text, got.all())
		}
	}
	clean("auto", 0, "regal is not on the PATH, so it did not run")
	clean("require", 2, "regal is not on the PATH: install it, or pass --regal=off")
	clean("off", 0, "no probable mistakes found")
	clean("on", 2, `invalid value "on" for --regal`)

	stand := func(script string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, "regal"), []byte("#!/bin/sh\n"+script), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	report := func(level, file string) string {
		return `echo '{"violations": [{"title": "todo-comment", "description": "Avoid it", "level": "` + level + `", "location": {"file": "` + file + `", "row": 2, "col": 3}}], "summary": {"num_violations": 1}}'; exit 3`
	}
	const place, line = ".modelgate/policies/g/named.rego", ".modelgate/policies/g/named.rego:2:3: "
	stand(report("error", place))
	clean("auto", 0, line+"warning: Avoid it [regal/todo-comment]")
	clean("require", 1, line+"warning: Avoid it [regal/todo-comment]")
	clean("off", 0, "no probable mistakes found")
	stand(report("warning", place))
	clean("require", 0, line+"note: Avoid it [regal/todo-comment]")
	stand(report("error", `../../\u001b[1m.rego`))
	clean("auto", 0, ".modelgate/policies:1:1: warning: Avoid it")
	stand("grep -q no-defined-entrypoint .modelgate/policies/.regal/config.yaml && test -e " + place + " && test -e .modelgate/policies/g/named_test.rego && exit 7; exit 1")
	clean("auto", 3, "running regal: exit status 7; --regal=off leaves it out")
	r.write(".modelgate/policies/.regal/config.yaml", "rules: [\n")
	clean("auto", 3, "reading the settings of regal: .modelgate/policies/.regal/config.yaml:")

	r.write("bin/regal", "#!/bin/sh\nexit 0\n")
	if err := os.Chmod(filepath.Join(r.Dir, "bin", "regal"), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", filepath.Join(r.Dir, "bin")+string(os.PathListSeparator)+os.Getenv("PATH"))
	clean("require", 2, "regal is not on the PATH outside of the repository")
}
