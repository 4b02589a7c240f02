package policy

import (
	"io/fs"
	"os"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/policies"
)

// negatedIn are the messages about negated conditions of a module.
func negatedIn(t *testing.T, files ...file) []string {
	t.Helper()
	var ps problems
	modules := parseAll(files, capabilities(), false, &ps)
	if err := ps.err(); err != nil {
		t.Fatal(err)
	}
	lintNegated(modules, &ps)
	var out []string
	for _, p := range ps {
		out = append(out, p.String())
	}
	return out
}

// TestNegatedWithoutAValue: a negated call on what may have no value is told, where Rego is
// then silent; near misses are not.
func TestNegatedWithoutAValue(t *testing.T) {
	const helpers = `
import data.modelgate.lib.numbers
import data.modelgate.lib.review
import data.modelgate.rows

n := to_number(input.head.id) if numbers.is_number(input.head.id)
f(x) := count(x) if startswith(x, "m")
owner := input.head.id if startswith(input.head.id, "m")
is_team if endswith(owner, "-team")

default known := 3
g(x) := count([y | some y in x])
word := "draft" if input.stage == "draft"
word := "other" if not input.stage == "draft"
names contains a.path if some a in input.head.artifacts
`
	for conditions, want := range map[string]string{
		`not n >= 0`:                           "if n has no value",
		`not n + 1 >= 0`:                       "if n has no value",
		`not 0 < n`:                            "if n has no value",
		`not f(input.head.id) >= 2`:            "if f(input.head.id) has no value",
		`not f(input.head.id) == 2`:            "if f(input.head.id) has no value",
		`not startswith(owner, "a")`:           "if owner has no value",
		`not owner in ["a", "b"]`:              "if owner has no value",
		`not rows[input.head.id] > 3`:          "if rows[input.head.id] has no value",
		`not rows.limits[input.head.id] > 3`:   "if rows.limits[input.head.id] has no value",
		`not input.head.artifacts[0].size > 3`: "if input.head.artifacts[0].size has no value",
		`count([a | some a in input.head.artifacts; not n > a.size]) > 0`: "if n has no value",
		`every a in input.head.artifacts { not a.size > n }`:              "if n has no value",
		`x := 3; not x > n`:                   "if n has no value",
		`not data.modelgate.custom.g.x.n > 3`: "if data.modelgate.custom.g.x.n has no value",
		`some d in input.head.datasets; not rows[d.name] > 3; input.head.present`: "if rows[d.name] has no value",

		`not n == 3`:         "",
		`not owner == "a"`:   "",
		`not is_team`:        "",
		`not n`:              "",
		`n >= 0`:             "",
		`n; not n >= 0`:      "",
		`x := n; not x >= 0`: "",
		`not n >= 0; n < 5`:  "",
		`rows[input.head.id]; not rows[input.head.id] > 3`: "",
		`not known > 2`:                                  "",
		`not g(input.head.datasets) > 2`:                 "",
		`not startswith(word, "d")`:                      "",
		`not count(names) > 2`:                           "",
		`not input.head.artifacts == []`:                 "",
		`some a in input.head.artifacts; not a.size > 3`: "",
		`some i; input.head.artifacts[i].code; not input.head.artifacts[i].size > 3`: "",
		`not input.head.card.version.value == "1"`:                                   "",
		`not endswith(input.head.card.version.value, "1")`:                           "",
		`not count([a | some a in input.head.artifacts; a.size > n]) > 3`:            "",
		`some owner in ["a"]; not startswith(owner, "b")`:                            "",
		`not object.get(rows, input.head.id, 0) > 3`:                                 "",
		`not review.why == ""`:                                                       "",
		`not numbers.is_number(input.head.id)`:                                       "",
		`not numbers.is_number(owner)`:                                               "", // what it makes of nothing is its own
		`count([a | n > 3; some a in input.head.artifacts; not n > a.size]) > 0`:     "",
	} {
		src := "package modelgate.custom.g.x\n" + helpers + "\ndeny contains {\"at\": input.head.at, \"message\": \"m\"} if {\n\t" + strings.ReplaceAll(conditions, "; ", "\n\t") + "\n}\n"
		if strings.Contains(conditions, "[a |") {
			src = strings.ReplaceAll(src, "\n\tnot n > a", "; not n > a")
			src = strings.ReplaceAll(src, "\n\tsome a in", "; some a in")
			src = strings.ReplaceAll(src, "\n\ta.size", "; a.size")
		}
		got := negatedIn(t, file{"x.rego", []byte(src)})
		if text := strings.Join(got, "\n"); (len(got) > 0) != (want != "") || !strings.Contains(text, want) || len(got) > 1 {
			t.Errorf("%s: %q, want %q", conditions, text, want)
		}
	}
}

// TestNegatedInShippedRules: the built-in rules and the examples give no alarm.
func TestNegatedInShippedRules(t *testing.T) {
	for name, fsys := range map[string]fs.FS{"policies": policies.FS, "docs/examples/policies": os.DirFS("../../docs/examples/policies"), "templates/starter/policy": os.DirFS("../../templates/starter/policy"), "docs/examples/tutorial": os.DirFS("../../docs/examples/tutorial")} {
		var files []file
		err := fs.WalkDir(fsys, ".", func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !isRule(path) {
				return err
			}
			src, err := fs.ReadFile(fsys, path)
			files = append(files, file{name + "/" + path, src})
			return err
		})
		if err != nil || len(files) == 0 {
			t.Fatal(name, len(files), err)
		}
		for _, alarm := range negatedIn(t, files...) {
			t.Error(alarm)
		}
	}
}
