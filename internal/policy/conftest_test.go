package policy

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// TestConftestVerdicts holds what is found against what conftest 0.71 says of the same
// files: tools/conftest.sh wrote it.
func TestConftestVerdicts(t *testing.T) {
	const dir = "testdata/conftest"
	cases, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		if !c.IsDir() {
			continue
		}
		t.Run(c.Name(), func(t *testing.T) {
			root := os.DirFS(filepath.Join(dir, c.Name()))
			var options struct {
				Rego             string
				Namespaces, Data []string
			}
			if raw, err := fs.ReadFile(root, "case.json"); err == nil {
				if err := json.Unmarshal(raw, &options); err != nil {
					t.Fatal(err)
				}
			}
			set := config.Conftest{Name: "case", Policies: []string{config.ConftestDir + "/policy"}, Namespaces: []string{"main"}, RegoV0: options.Rego == "v0"}
			if len(options.Namespaces) > 0 {
				set.Namespaces = options.Namespaces
			}
			for _, d := range options.Data {
				set.Data = append(set.Data, config.ConftestDir+"/"+d)
			}
			custom := fstest.MapFS{}
			var inputs []string
			err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
				if err != nil || d.IsDir() {
					return err
				}
				src, err := fs.ReadFile(root, name)
				if strings.HasPrefix(name, "input/") {
					inputs = append(inputs, name)
				} else if name != "want.json" && name != "case.json" {
					custom["conftest/"+name] = &fstest.MapFile{Data: src}
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			v := askConftest(t, custom, set, root, inputs...)
			if v.Error != "" {
				t.Fatal(v.Error)
			}
			var got, want [][]string
			for _, f := range v.Findings {
				if f.Severity != finding.Note { // an exception, which has no message there
					rule, _, _ := strings.Cut(f.Key, ": ")
					got = append(got, []string{f.At.Path, string(f.Severity), rule, f.Message})
				}
			}
			slices.SortFunc(got, slices.Compare)
			raw, err := fs.ReadFile(root, "want.json")
			if err == nil {
				err = json.Unmarshal(raw, &want)
			}
			if err != nil {
				t.Fatal(err)
			}
			if fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("got:\n%s\nwant:\n%s", lines(got), lines(want))
			}
		})
	}
}

func lines(list [][]string) string {
	var out []string
	for _, l := range list {
		out = append(out, strings.Join(l, " | "))
	}
	return strings.Join(out, "\n")
}

// askConftest loads a set and asks it about files.
func askConftest(t *testing.T, custom fs.FS, set config.Conftest, files fs.FS, names ...string) finding.Verdict {
	t.Helper()
	s, err := loadOver(custom, Options{Conftest: []config.Conftest{set}})
	if err != nil {
		t.Fatal(err)
	}
	v, err := s.CheckFiles(context.Background(), s.Conftest()[0], finding.Production, names, func(name string, limit int64) ([]byte, error) { return fs.ReadFile(files, name) })
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func oneConftest(policies map[string]string, change func(*config.Conftest)) (fstest.MapFS, config.Conftest) {
	custom := fstest.MapFS{}
	for name, src := range policies {
		custom["conftest/"+name] = &fstest.MapFile{Data: []byte(src)}
	}
	set := config.Conftest{Name: "case", Policies: []string{config.ConftestDir}, Namespaces: []string{"main"}, At: finding.Position{Path: config.ConfigPath, Line: 4, Column: 5}}
	if change != nil {
		change(&set)
	}
	return custom, set
}

// TestConftestRefused: what conftest would pass over in silence, and what is not
// supported, is refused when it is loaded.
func TestConftestRefused(t *testing.T) {
	const deny = "package main\n\ndeny contains \"m\" if input.bad\n"
	for name, c := range map[string]struct {
		files  map[string]string
		change func(*config.Conftest)
		want   string // of a problem, with its place
	}{
		"http.send":             {map[string]string{"p.rego": "package main\n\ndeny contains \"m\" if http.send({}).status == 200\n"}, nil, "conftest/p.rego:3:22: the builtin http.send is not supported"},
		"the clock":             {map[string]string{"p.rego": "package main\n\ndeny contains \"m\" if time.now_ns() > 1\n"}, nil, "the builtin time.now_ns is not supported in conftest policies\n      help: Policies have no clock."},
		"the environment":       {map[string]string{"p.rego": "package main\n\ndeny contains \"m\" if opa.runtime().env.X\n"}, nil, "the builtin opa.runtime is not supported"},
		"a builtin of conftest": {map[string]string{"p.rego": "package main\n\ndeny contains \"m\" if parse_config_file(\"x.yaml\").bad\n"}, nil, "the builtin parse_config_file is not supported"},
		"v0":                    {map[string]string{"p.rego": "package main\n\ndeny[msg] {\n\tmsg := \"m\"\n}\n"}, nil, "set `rego: v0` for the entry \"case\""},
		"another package":       {map[string]string{"p.rego": "package other\n\ndeny contains \"m\" if input.bad\n"}, nil, "config.yaml:4:5: conftest policies \"case\": the policies have no package \"main\""},
		"a package aside":       {map[string]string{"p.rego": deny, "q.rego": "package other\n\ndeny contains \"m\" if input.bad\n"}, nil, "q.rego:1:1: the package other has rules that would not be evaluated"},
		"no rule":               {map[string]string{"p.rego": "package main\n\nallow if input.good\n"}, nil, "no deny, violation or warn rule, so every file would pass"},
		"no policies":           {map[string]string{"README.md": "x"}, nil, "there are no policies in \".modelgate/conftest\""},
		"a boolean":             {map[string]string{"p.rego": "package main\n\ndeny if input.bad\n"}, nil, "p.rego:3:1: deny is true or false, which conftest takes for a pass"},
		"a boolean with a key":  {map[string]string{"p.rego": "package main\n\ndeny[msg] if {\n\tmsg := \"m\"\n}\n"}, nil, "p.rego:3:1: conftest does not evaluate deny[msg]"},
		"a default":             {map[string]string{"p.rego": "package main\n\ndefault deny := false\n\ndeny := [\"m\"] if input.bad\n"}, nil, "p.rego:3:1: deny is true or false"},
		"a function":            {map[string]string{"p.rego": "package main\n\ndeny_x(a) := a\n"}, nil, "deny_x is a function"},
		"a deeper name":         {map[string]string{"p.rego": "package main\n\ndeny.x contains \"m\" if input.bad\n"}, nil, "conftest does not evaluate deny.x"},
		"a rule in tests":       {map[string]string{"p.rego": deny, "p_test.rego": deny}, nil, "p_test.rego:1:1: the file is named like tests"},
		"a file aside":          {map[string]string{"a/p.rego": deny, "b/p.rego": deny}, func(c *config.Conftest) { c.Policies = []string{config.ConftestDir + "/a"} }, "b/p.rego:1:1: no entry of `conftest` in config.yaml reads this file"},
		"data aside":            {map[string]string{"p.rego": deny, "d.yaml": "a: 1\n"}, nil, "d.yaml:1:1: no entry"},
		"no data":               {map[string]string{"p.rego": deny}, func(c *config.Conftest) { c.Data = []string{config.ConftestDir + "/data"} }, "there is no data in"},
		"data twice":            {map[string]string{"p.rego": deny, "data/a.yaml": "a: 1\n", "data/b.yaml": "a: 2\n"}, func(c *config.Conftest) { c.Data = []string{config.ConftestDir + "/data"} }, "data/b.yaml:1:1: the file has a key that another file"},
		"data that is a list":   {map[string]string{"p.rego": deny, "data/a.yaml": "- 1\n"}, func(c *config.Conftest) { c.Data = []string{config.ConftestDir + "/data"} }, "data must be a mapping"},
		"broken data":           {map[string]string{"p.rego": deny, "data/a.yaml": "a: 1\na: 2\n"}, func(c *config.Conftest) { c.Data = []string{config.ConftestDir + "/data"} }, "data/a.yaml:2:1"},
		"another file":          {map[string]string{"p.rego": deny, "x.txt": "x"}, nil, "x.txt:1:1: files with this name are not read here"},
	} {
		custom, set := oneConftest(c.files, c.change)
		_, err := loadOver(custom, Options{Conftest: []config.Conftest{set}})
		var refused *LoadError
		if !errors.As(err, &refused) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v\nwant %s", name, err, c.want)
		}
	}
}

// TestConftestErrors: what conftest takes for a pass when it is asked is an error of the
// set, which denies.
func TestConftestErrors(t *testing.T) {
	for name, c := range map[string]struct{ rule, want string }{
		"a failing builtin":   {"deny contains \"m\" if to_number(input.text) > 1\n", "the rule main.deny: "},
		"a number":            {"deny contains 1 if input.text\n", "a result is a number, which conftest would ignore: 1"},
		"an object":           {"deny_x := {\"a\": \"b\"} if input.text\n", "main.deny_x: its value is an object, not a set or a list"},
		"without msg":         {"deny contains {\"message\": \"m\"} if input.text\n", "a result has no msg"},
		"a msg that is none":  {"deny contains {\"msg\": 1} if input.text\n", "the msg of a result is a number, not text"},
		"an empty message":    {"deny contains \"\" if input.text\n", "an empty message"},
		"too many steps":      {"digits := numbers.range(1, 4000)\n\ndeny contains \"m\" if count([1 | some i in digits; some j in digits; i == j]) > 1\n", "steps for this input"},
		"too many bytes":      {"deny contains \"m\" if count(sprintf(\"%999999999d\", [1])) > 1\n", "bytes for this input"},
		"a failing exception": {"deny contains \"m\" if input.text\n\nexception contains [\"\"] if to_number(input.text) > 1\n", "the rule main.deny: "},
	} {
		custom, set := oneConftest(map[string]string{"p.rego": "package main\n\n" + c.rule}, nil)
		v := askConftest(t, custom, set, fstest.MapFS{"x.yaml": {Data: []byte("text: abc\n")}}, "x.yaml")
		if !strings.Contains(v.Error, c.want) || !strings.HasPrefix(v.Error, "x.yaml: ") {
			t.Errorf("%s: %q, want %q", name, v.Error, c.want)
		}
	}
}

// TestConftestPlaces: a result is where it says, or at its document.
func TestConftestPlaces(t *testing.T) {
	custom, set := oneConftest(map[string]string{"p.rego": `package main

deny contains {"msg": msg, "_loc": loc} if {
	some name, loc in input.places
	msg := name
}

warn contains "w" if input.places

exception contains ["excepted"] if input.places

deny_excepted contains "e" if input.places
`}, nil)
	src := `a: 1
---
b:
  c: 2
places:
  pointer: {pointer: /b/c}
  missing: {pointer: /b/x/y}
  line: {line: 1}
  far: {line: 1000}
  zero: {line: 0}
  file: {file: x.yaml, line: 4}
  other: {file: ../../etc/passwd, line: 4}
  odd: {pointer: "b"}
  text: somewhere
`
	v := askConftest(t, custom, set, fstest.MapFS{"d/x.yaml": {Data: []byte(src)}}, "d/x.yaml")
	if v.Error != "" {
		t.Fatal(v.Error)
	}
	var got []string
	for _, f := range v.Findings {
		got = append(got, fmt.Sprintf("%s %s:%d:%d%s %s", f.Severity, path.Base(f.At.Path), f.At.Line, f.At.Column, f.At.Pointer, f.Key))
	}
	slices.Sort(got)
	want := []string{
		"error x.yaml:1:1 main.deny: line", "error x.yaml:3:1 main.deny: far", "error x.yaml:3:1 main.deny: odd", "error x.yaml:3:1 main.deny: other", "error x.yaml:3:1 main.deny: text",
		"error x.yaml:3:1 main.deny: zero", "error x.yaml:3:1/b/x/y main.deny: missing", "error x.yaml:4:1 main.deny: file", "error x.yaml:4:6/b/c main.deny: pointer",
		"note x.yaml:3:1 main.deny_excepted: exception", "warning x.yaml:3:1 main.warn: w",
	}
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestConftestFiles: a file that cannot be read in full is a finding, and what readers of
// YAML 1.1 and 1.2 take for different values is asked about both ways.
func TestConftestFiles(t *testing.T) {
	custom, set := oneConftest(map[string]string{"p.rego": "package main\n\ndeny contains msg if {\n\tsome k in [\"a\", \"b\"]\n\tinput[k] in {true, 420, \"0644\"}\n\tmsg := sprintf(\"%s is %v\", [k, input[k]])\n}\n"}, nil)
	for name, c := range map[string]struct{ file, src, want string }{
		"a format":           {"x.tf", "a = 1", "only YAML, JSON and TOML are supported"},
		"a syntax error":     {"x.yaml", "a: [", "conftest policies cannot read this file: a value is missing"},
		"a duplicate key":    {"x.json", `{"a": 1, "a": true}`, "conftest policies cannot read this file"},
		"the second of them": {"x.yaml", "a: 1\n---\na: &x {b: [}\n", "cannot read this file"},
		"a merge key":        {"x.yaml", "x: &x {b: true}\n<<: *x\n", "b is true"},
		"a text to merge":    {"x.yaml", "x: 1\n<<: x\n", "write the keys out"},
		"empty":              {"x.yaml", "", "the file is empty"},
		"yes":                {"x.yaml", "a: yes\n", "a is true"},
		"quoted":             {"x.yaml", "a: \"yes\"\n", ""},
		"an octal number":    {"x.yaml", "a: 0644\n", "a is 0644 a is 420"},
		"in JSON":            {"x.json", `{"a": "yes"}`, ""},
		"true":               {"x.yaml", "b: True\n", "b is true"},
	} {
		v := askConftest(t, custom, set, fstest.MapFS{c.file: {Data: []byte(c.src)}}, c.file)
		var got []string
		for _, f := range v.Findings {
			if f.Severity != finding.Error {
				t.Errorf("%s: %s", name, f.Severity)
			}
			got = append(got, f.Message)
		}
		if s := strings.Join(got, " "); v.Error != "" || !strings.Contains(s, c.want) || (s == "") != (c.want == "") {
			t.Errorf("%s: %q %s, want %q", name, s, v.Error, c.want)
		}
	}
}
