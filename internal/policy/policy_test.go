package policy

import (
	"errors"
	"io/fs"
	"reflect"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/source"
	"github.com/modelgate-dev/modelgate/internal/source/sourcetest"
)

func TestEvaluateFindings(t *testing.T) {
	rules := files(map[string]string{
		"rules/a/b/b.rego": strings.Replace(header(), "severity: error", "severity: {draft: note, review: warning, production: error}", 1) + `package modelgate.rules.a.b

deny contains {"at": s.at, "message": sprintf("section %q", [s.title]), "key": s.key, "related": related} if {
	some s in input.head.card.sections
	related := [{"at": input.head.at, "message": "the card"}]
}
`,
	})
	set := load(t, rules, nil, Options{})
	in := full()
	in.Head.Card.Sections[0].Key = "limitations"
	for stage, want := range map[finding.Stage]finding.Severity{"draft": finding.Note, "review": finding.Warning, "production": finding.Error} {
		in.Stage = stage
		place := finding.Start("m/README.md")
		place.Pointer = "/x"
		wanted := finding.Finding{Rule: "a/b", Severity: want, Message: `section "m/README.md#/x"`, At: place, Key: "limitations",
			Related: []finding.Related{{Message: "the card", At: place}}, Help: "Mend it."}
		got := evaluate(t, set, in)["a/b"]
		if len(got.Findings) != 1 || !reflect.DeepEqual(got.Findings[0], wanted) {
			t.Errorf("%s: %+v\nwant %+v", stage, got, wanted)
		}
	}
}

func TestOptions(t *testing.T) {
	rules := builtin(map[string]string{"a/b": loud, "a/c": loud})
	set := load(t, rules, nil, Options{
		Severity: map[string]map[finding.Stage]finding.Severity{"a/b": {finding.Draft: finding.Note}},
		Off:      map[string]string{"a/c": "we have no such thing"},
	})
	want := map[finding.Stage]finding.Severity{finding.Draft: finding.Note, finding.Review: finding.Error, finding.Production: finding.Error}
	if got := set.Rules()[0].Severity; !reflect.DeepEqual(got, want) {
		t.Errorf("severity %v, want %v", got, want)
	}
	set.Rules()[0].Severity[finding.Production] = finding.Note // the caller's copy
	got := evaluate(t, set, model())
	if f := got["a/b"].Findings[0]; f.Severity != finding.Error {
		t.Errorf("changing the returned rules changed the set: %v", f)
	}
	if state(got["a/c"]) != "not applicable" {
		t.Errorf("a rule that is off: %+v", got["a/c"])
	}
	if off := set.Rules()[1].Off; off != "we have no such thing" {
		t.Errorf("Off: %q", off)
	}
	if off := set.Rules()[0].Off; off != "" {
		t.Errorf("a rule that is on is said to be off: %q", off)
	}
}

func TestDigest(t *testing.T) {
	rule := header() + "package modelgate.rules.a.b\n\n" + loud
	of := func(rules map[string]string, custom map[string]string, opt Options) string {
		return load(t, files(rules), files(custom), opt).Digest()
	}
	base := map[string]string{"rules/a/b/b.rego": rule}
	digests := map[string]string{
		"base":        of(base, nil, Options{}),
		"source":      of(map[string]string{"rules/a/b/b.rego": rule + "\n"}, nil, Options{}),
		"table":       of(map[string]string{"rules/a/b/b.rego": rule, "data/x.yaml": "a: 1"}, nil, Options{}),
		"other table": of(map[string]string{"rules/a/b/b.rego": rule, "data/x.yaml": "a: 2"}, nil, Options{}),
		"own table":   of(map[string]string{"rules/a/b/b.rego": rule, "data/x.yaml": "a: 1"}, map[string]string{"data/x.yaml": "a: 2"}, Options{}),
		"own rule":    of(base, map[string]string{"policies/x.rego": "package main\n\ndeny contains \"m\" if false"}, Options{}),
		"severity":    of(base, nil, Options{Severity: map[string]map[finding.Stage]finding.Severity{"a/b": {finding.Draft: finding.Note}}}),
		"off":         of(base, nil, Options{Off: map[string]string{"a/b": "x"}}),
	}
	seen := map[string]string{}
	for name, d := range digests {
		if !strings.HasPrefix(d, "sha256:") || len(d) != 71 {
			t.Errorf("%s: %q", name, d)
		}
		if other, twice := seen[d]; twice {
			t.Errorf("%s and %s have one digest", name, other)
		}
		seen[d] = name
	}
	if again := of(base, map[string]string{"policies/README.md": "x"}, Options{}); again != digests["base"] {
		t.Error("the digest changes with what does not matter")
	}
}

func TestConftest(t *testing.T) {
	policy := `package main

deny contains msg if {
	input.head.present
	msg := "as text"
}

deny contains {"msg": "as an object", "details": 1} if input.head.present

deny contains {"msg": "at a place", "at": input.head.card.license.at} if input.head.present
`
	set := load(t, builtin(map[string]string{"a/b": quiet}), files(map[string]string{
		"policies/Model-Owner.rego": policy,
		"policies/sub/silent.rego":  "package main\n\ndeny contains \"m\" if _none\n\n_none if not input.head.present\n",
	}), Options{})
	in := model()
	in.Head.Card.License.At = "m/README.md#/license"
	got := evaluate(t, set, in)
	v := got["main/model_owner"]
	var messages []string
	for _, f := range v.Findings {
		messages = append(messages, f.At.Pointer+" "+f.Message)
		if f.Severity != finding.Error || f.At.Path != "m/README.md" {
			t.Errorf("%+v", f)
		}
	}
	if strings.Join(messages, ", ") != " as an object,  as text, /license at a place" || v.Error != "" {
		t.Errorf("%q, error %q", messages, v.Error)
	}
	if state(got["main/silent"]) != "pass" || len(got) != 3 {
		t.Errorf("%v", got)
	}
	rule := set.Rules()[1]
	if rule.ID != "main/model_owner" || rule.Origin != ".modelgate/policies/Model-Owner.rego" || rule.Title == "" || rule.Remediation == "" {
		t.Errorf("%+v", rule)
	}
	for name, body := range map[string]string{"a number": "deny contains 1", "no msg": `deny contains {"text": "m"}`, "an empty text": `deny contains ""`, "msg is a number": `deny contains {"msg": 1}`} {
		own := files(map[string]string{"policies/x.rego": "package main\n\n" + body})
		if v := evaluate(t, load(t, builtin(map[string]string{"a/b": quiet}), own, Options{}), in)["main/x"]; v.Error == "" {
			t.Errorf("%s: %+v, want an error", name, v)
		}
	}
	refused(t, builtin(map[string]string{"a/b": quiet}), files(map[string]string{"policies/x.rego": "package main\n\nwarn contains \"m\""}), Options{}, `"warn" is not used by any rule`)
	refused(t, builtin(map[string]string{"a/b": quiet}), files(map[string]string{
		"policies/a/x.rego": "package main\n\ndeny contains \"m\"", "policies/b/X.rego": "package main\n\ndeny contains \"m\"",
	}), Options{}, "defined twice")
	refused(t, builtin(map[string]string{"a/b": quiet}), files(map[string]string{"policies/1.rego": "package main\n\ndeny contains \"m\""}), Options{}, "is not a valid rule id")
}

func TestOwnRulesShareHelpers(t *testing.T) {
	own := files(map[string]string{
		"policies/lib/names.rego": "package modelgate.custom.lib.names\n\nallowed := {\"acme\"}\n",
		"policies/owner.rego": header() + `package modelgate.custom.acme.owner

import data.modelgate.custom.lib.names
import data.modelgate.lib

deny contains {"at": input.head.at, "message": lib.shout("owner")} if not input.head.manifest.owner.value in names.allowed
`,
	})
	built := files(map[string]string{
		"lib/lib.rego":     "package modelgate.lib\n\nshout(s) := upper(s)\n",
		"rules/a/b/b.rego": header() + "package modelgate.rules.a.b\n\n" + quiet,
	})
	v := evaluate(t, load(t, built, own, Options{}), model())["custom_acme/owner"]
	if len(v.Findings) != 1 || v.Findings[0].Message != "OWNER" {
		t.Errorf("%+v", v)
	}
}

func TestScopes(t *testing.T) {
	rules := files(map[string]string{
		"rules/a/model/model.rego": header() + "package modelgate.rules.a.model\n\n" + loud,
		"rules/a/repo/repo.rego":   header("scope: repository") + "package modelgate.rules.a.repo\n\n" + `deny contains {"at": p.at, "message": p.path} if some p in input.change.paths`,
	})
	set := load(t, rules, nil, Options{})
	in := model()
	in.Change.Paths = []Path{{At: "m/x#", Path: "m/x", Kind: "added"}}
	if got := evaluate(t, set, in); len(got) != 1 || state(got["a/model"]) != "fail" {
		t.Errorf("model scope: %v", got)
	}
	in.Scope = "repository"
	if got := evaluate(t, set, in); len(got) != 1 || state(got["a/repo"]) != "fail" {
		t.Errorf("repository scope: %v", got)
	}
	in.Scope = "model"
	off := load(t, rules, nil, Options{Off: map[string]string{"a/model": "not here"}})
	if got := evaluate(t, off, in); state(got["a/model"]) != "not applicable" || len(got) != 1 {
		t.Errorf("every rule of a scope is off: %v", got)
	}
}

// Many goroutines ask at once, among them for a rule that fails, so that
// queries are prepared while others run.
func TestConcurrentEvaluate(t *testing.T) {
	set := load(t, builtin(map[string]string{
		"a/b": `deny contains {"at": c.at, "message": c.metric} if some c in input.head.checks`,
		"a/c": `deny contains {"at": input.head.at, "message": "m"} if to_number(input.head.name) < 1`,
	}), nil, Options{})
	in := full()
	want, err := set.Evaluate(t.Context(), in, anywhere)
	if err != nil {
		t.Fatal(err)
	}
	fresh := load(t, builtin(map[string]string{
		"a/b": `deny contains {"at": c.at, "message": c.metric} if some c in input.head.checks`,
		"a/c": `deny contains {"at": input.head.at, "message": "m"} if to_number(input.head.name) < 1`,
	}), nil, Options{})
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			got, err := fresh.Evaluate(t.Context(), in, anywhere)
			if err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("%+v, %v, want %+v", got, err, want)
			}
		})
	}
	wg.Wait()
}

func TestLoadShipped(t *testing.T) {
	set, err := Load(t.Context(), source.Base{}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range set.Rules() {
		if r.Origin != "built-in" || len(r.Severity) != 3 || len(r.Sources) == 0 {
			t.Errorf("%+v", r)
		}
	}
	if in := model(); len(evaluate(t, set, in)) == 0 {
		t.Error("no verdicts")
	}
}

func TestLoadFromBase(t *testing.T) {
	tree := func(contents fstest.MapFS) source.Base { return source.Base{Tree: sourcetest.Tree("c0ffee", contents)} }
	rule := &fstest.MapFile{Data: []byte(header() + "package modelgate.custom.acme.x\n\n" + loud)}
	set, err := Load(t.Context(), tree(fstest.MapFS{".modelgate/policies/x.rego": rule, "policies/y.rego": rule}), Options{})
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for _, r := range set.Rules() {
		if found = found || r.ID == "custom_acme/x"; r.ID == "custom_acme/x" && r.Origin != ".modelgate/policies/x.rego" {
			t.Errorf("origin %q", r.Origin)
		}
	}
	if !found {
		t.Error("the organisation's rule was not loaded")
	}
	var refusal *LoadError
	for name, base := range map[string]source.Base{
		"a link":          tree(fstest.MapFS{".modelgate/policies/x.rego": {Data: []byte("../../head.rego"), Mode: fs.ModeSymlink}}),
		"a linked table":  tree(fstest.MapFS{".modelgate/data/x.yaml": {Data: []byte("../../x.yaml"), Mode: fs.ModeSymlink}}),
		"a strange name":  tree(fstest.MapFS{".modelgate/policies/a\\b.rego": rule}),
		"linked rules":    tree(fstest.MapFS{".modelgate": {Data: []byte("elsewhere"), Mode: fs.ModeSymlink}}),
		"a linked folder": tree(fstest.MapFS{".modelgate/policies": {Data: []byte("../elsewhere"), Mode: fs.ModeSymlink}}),
	} {
		if _, err := Load(t.Context(), base, Options{}); !errors.As(err, &refusal) {
			t.Errorf("%s: %v, want a *LoadError", name, err)
		}
	}
}

func TestLoadErrorListsEverythingSorted(t *testing.T) {
	e := refused(t, files(map[string]string{
		"rules/a/b/b.rego": "package modelgate.rules.a.b\n\ndenny contains 1",
		"rules/a/a/a.rego": "package modelgate.rules.a.a\n\ndeny := {",
		"data/x.yaml":      "- 1",
	}), nil, Options{}, "policies/rules/a/b/b.rego:1:1: the rule has no METADATA")
	var paths []string
	for _, p := range e.Problems {
		paths = append(paths, p.Path)
	}
	want := "policies/data/x.yaml policies/rules/a/a/a.rego policies/rules/a/a/a.rego policies/rules/a/b/b.rego policies/rules/a/b/b.rego policies/rules/a/b/b.rego"
	if got := strings.Join(paths, " "); got != want {
		t.Errorf("%s\nwant %s\n%v", got, want, e)
	}
}

func TestTest(t *testing.T) {
	report, err := Test(t.Context(), files(map[string]string{
		"data/x.yaml":      "limit: 1",
		"rules/a/b/b.rego": header() + "package modelgate.rules.a.b\n\ndeny contains {\"at\": input.head.at, \"message\": \"m\"} if {\n\tinput.head.present\n}\n\ndeny contains {\"at\": input.head.at, \"message\": \"n\"} if {\n\tinput.base.present\n}\n",
		"rules/a/b/b_test.rego": `package modelgate.rules.a.b_test

import data.modelgate.rules.a.b

test_fires if count(b.deny) == data.modelgate.x.limit with input.head as {"present": true, "at": "x"}

test_wrong if count(b.deny) == 7 with input.head as {"present": true, "at": "x"}

test_error if to_number("x") == 1

todo_test_later if true
`,
	}), nil)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range report.Cases {
		word := "fail"
		switch {
		case c.Passed:
			word = "pass"
		case c.Skipped:
			word = "skip"
		}
		got = append(got, c.Name+" "+word)
		if !c.Passed && c.Failure == "" || c.Line == 0 {
			t.Errorf("%+v", c)
		}
	}
	if s := strings.Join(got, ", "); s != "test_fires pass, test_wrong fail, test_error fail, todo_test_later skip" {
		t.Error(s)
	}
	if len(report.Failed()) != 3 {
		t.Errorf("%d failed", len(report.Failed()))
	}
	if c := report.Coverage; len(c) != 1 || c[0].Percent >= 100 || len(c[0].Missing) == 0 {
		t.Errorf("%+v", c)
	}
	_, err = Test(t.Context(), files(map[string]string{"rules/a/b/b_test.rego": "package x\n\ntest_x if input.haed.x"}), nil)
	var refusal *LoadError
	if !errors.As(err, &refusal) {
		t.Errorf("a test with a misspelt path: %v", err)
	}
}

func TestTestOwnPolicies(t *testing.T) {
	built := files(map[string]string{
		"lib/lib.rego":          "package modelgate.lib\n\nshout(s) := upper(s)\n",
		"rules/a/b/b.rego":      header() + "package modelgate.rules.a.b\n\n" + quiet,
		"rules/a/b/b_test.rego": "package modelgate.rules.a.b_test\n\ntest_fails if false\n",
	})
	own := files(map[string]string{
		"policies/x.rego":      header() + "package modelgate.custom.acme.x\n\nimport data.modelgate.lib\n\ndeny contains {\"at\": input.head.at, \"message\": lib.shout(\"x\")} if input.head.present\n",
		"policies/x_test.rego": "package modelgate.custom.acme.x_test\n\nimport data.modelgate.custom.acme.x\n\ntest_x if count(x.deny) == 1 with input.head as {\"present\": true, \"at\": \"a\"}\n",
	})
	report, err := TestFS(t.Context(), built, own)
	if err != nil {
		t.Fatal(err)
	}
	if len(report.Cases) != 1 || len(report.Failed()) != 0 || len(report.Coverage) != 1 || report.Coverage[0].Percent != 100 {
		t.Errorf("%+v", report)
	}
}

// TestReadsRules: tests may refer to built-in rules, by whatever name; those that
// do not are run without them.
func TestReadsRules(t *testing.T) {
	built := files(map[string]string{
		"lib/lib.rego":     "package modelgate.lib\n\nshout(s) := upper(s)\n",
		"rules/a/b/b.rego": header() + "package modelgate.rules.a.b\n\n" + loud,
	})
	const fires = `with input as {"head": {"at": "a"}}`
	for body, reads := range map[string]bool{
		"import data.modelgate.rules.a.b\n\ntest_x if count(b.deny) == 1 " + fires:                                                      true,
		"import data.modelgate as m\n\ntest_x if count(m.rules.a.b.deny) == 1 " + fires:                                                 true,
		"import data.modelgate.rules\n\ntest_x if count(rules.a.b.deny) == 1 " + fires:                                                  true,
		"test_x if count(data.modelgate.rules.a.b.deny) == 1 " + fires:                                                                  true,
		"test_x if { some part; count(data.modelgate[part].a.b.deny) == 1 " + fires + " }":                                              true,
		"test_x if { some part; count(data[part].rules.a.b.deny) == 1 " + fires + " }":                                                  true,
		"test_x if data.modelgate.lib.shout(data.modelgate.custom.lib.y) == \"X\"":                                                      false,
		"import data.modelgate.lib\nimport data.modelgate.custom.lib as own\n\ntest_x if lib.shout(own.y) == \"X\"":                     false,
		"names := [\"modelgate\", \"rules\"]\n\ntest_x if { names[0] == \"modelgate\"; input.rules == 1 with input as {\"rules\": 1} }": false,
	} {
		own := files(map[string]string{
			"policies/y.rego":      "package modelgate.custom.lib\n\ny := \"x\"\n",
			"policies/x_test.rego": "package modelgate.custom.x_test\n\n" + body + "\n",
		})
		report, err := TestFS(t.Context(), built, own)
		if err != nil || len(report.Cases) != 1 || len(report.Failed()) > 0 {
			t.Errorf("%s: %+v, %v", body, report.Failed(), err)
		}
		var ps problems
		var src sources
		if err := src.addOwn(own, &ps, func(name string) bool { return isRule(name) || isTest(name) }); err != nil {
			t.Fatal(err)
		}
		if got := readsRules(parse(src.rules, capabilities(), &ps)); got != reads || len(ps) > 0 {
			t.Errorf("%s: reads rules: %v, want %v (%v)", body, got, reads, ps)
		}
	}
}
