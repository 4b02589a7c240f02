package policy

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// files makes a file system of paths and contents.
func files(contents map[string]string) fs.FS {
	fsys := fstest.MapFS{}
	for name, text := range contents {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

// header is the METADATA of a test rule, with further lines below custom.
func header(custom ...string) string {
	return "# METADATA\n# title: T\n# description: D\n# custom:\n#   severity: error\n#   remediation: Mend it.\n#   sources: [S]\n" +
		strings.Join(slices.Collect(func(yield func(string) bool) {
			for _, line := range custom {
				if !yield("#   " + line + "\n") {
					return
				}
			}
		}), "")
}

// builtin makes the built-in files of rules: id → the module below its package.
func builtin(rules map[string]string) fs.FS {
	contents := map[string]string{}
	for id, body := range rules {
		category, name, _ := strings.Cut(id, "/")
		contents["rules/"+id+"/"+name+".rego"] = header() + fmt.Sprintf("package modelgate.rules.%s.%s\n\n%s\n", category, name, body)
	}
	return files(contents)
}

const (
	quiet = `deny contains {"at": input.head.at, "message": "never"} if false`
	loud  = `deny contains {"at": input.head.at, "message": "always"}`
)

// load loads built-in rules, and fails the test if they are refused.
func load(t testing.TB, builtin, custom fs.FS, opt Options) *Set {
	t.Helper()
	set, err := LoadFS(t.Context(), builtin, custom, opt)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// refused loads rules that must be refused with a problem that holds all the
// wanted words.
func refused(t *testing.T, builtin, custom fs.FS, opt Options, want ...string) *LoadError {
	t.Helper()
	_, err := LoadFS(t.Context(), builtin, custom, opt)
	var refusal *LoadError
	if !errors.As(err, &refusal) {
		t.Fatalf("LoadFS: %v, want a *LoadError", err)
	}
	for _, p := range refusal.Problems {
		if !slices.ContainsFunc(want, func(w string) bool { return !strings.Contains(p.String(), w) }) {
			return refusal
		}
	}
	t.Fatalf("no problem holds %q in:\n%v", want, err)
	return nil
}

// model is an input about one model that is present, and nothing else.
func model() Input {
	at := evidence.Anchor("m/README.md#")
	return Input{Now: "2026-11-23T12:00:00Z", Stage: "production", Scope: "model",
		Config: Config{At: ".modelgate/config.yaml#"}, Head: evidence.Model{At: at, Present: true, ID: "m", Card: evidence.Card{At: at, Present: true}}}
}

// anywhere resolves every anchor below m/ and .modelgate/.
func anywhere(a evidence.Anchor) (finding.Position, bool) {
	path, pointer, _ := strings.Cut(string(a), "#")
	at := finding.Start(path)
	at.Pointer = pointer
	return at, strings.HasPrefix(path, "m/") || strings.HasPrefix(path, ".modelgate/")
}

// evaluate asks the rules about an input.
func evaluate(t testing.TB, set *Set, in Input) map[string]finding.Verdict {
	t.Helper()
	verdicts, err := set.Evaluate(t.Context(), in, anywhere)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.IsSortedFunc(verdicts, func(a, b finding.Verdict) int { return strings.Compare(a.Rule, b.Rule) }) {
		t.Error("the verdicts are not sorted by rule")
	}
	out := map[string]finding.Verdict{}
	for _, v := range verdicts {
		out[v.Rule] = v
	}
	if len(out) != len(verdicts) {
		t.Errorf("%d verdicts for %d rules", len(verdicts), len(out))
	}
	return out
}

// state is a verdict in one word.
func state(v finding.Verdict) string {
	switch {
	case v.Error != "":
		return "error"
	case len(v.Findings) > 0:
		return "fail"
	case v.NotApplicable:
		return "not applicable"
	}
	return "pass"
}

// with adds a rule to others.
func with(rules map[string]string, id, body string) map[string]string {
	out := maps.Clone(rules)
	out[id] = body
	return out
}

func typeOf[T any]() reflect.Type { return reflect.TypeFor[T]() }

// full is an input in which every list has one item and every text a value.
func full() Input {
	var in Input
	fill(reflect.ValueOf(&in).Elem())
	in.Stage, in.Scope, in.Now = "production", "model", "2026-11-23T12:00:00Z"
	return in
}

func fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString("m/README.md#/x")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int:
		v.SetInt(7)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0))
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i))
			if list, closed := closedWords(v.Type().Field(i).Type); closed {
				v.Field(i).SetString(list[len(list)-1])
			}
		}
	}
}
