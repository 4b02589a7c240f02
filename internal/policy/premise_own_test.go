package policy

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/open-policy-agent/opa/v1/ast"
)

// said is all that comes of asking a rule.
type said struct {
	deny, applies ast.Value
	failures      []string
	err           string
}

func saying(a answer, failures []string, err error) said {
	s := said{deny: a.deny, applies: a.applies, failures: failures}
	if err != nil {
		s.err = err.Error()
	}
	return s
}

func (s said) is(other said) bool {
	return slices.Equal(s.failures, other.failures) && s.err == other.err && isSame(s.deny, other.deny) && isSame(s.applies, other.applies)
}

func isSame(a, b ast.Value) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	return a.Compare(b) == 0
}

// tally is what asking rules of an organization showed.
type tally struct{ asked, spared, found, failed int }

// hidesNothing asks each rule of an organization about an input, and anyway.
func (n *tally) hidesNothing(t *testing.T, set *Set, input *ast.Term) {
	t.Helper()
	for _, programs := range set.scopes {
		for _, p := range programs {
			if !p.strict {
				continue
			}
			e := evaluation{program: p, input: input}
			for _, rule := range p.rules {
				looks := newChecklist(e.session(t.Context(), maxSteps, maxBytes))
				got := saying(looks.ask(t.Context(), rule))
				want := saying(e.session(t.Context(), maxSteps, maxBytes).ask(t.Context(), rule))
				if !got.is(want) {
					t.Errorf("%s: %+v, asked anyway %+v", rule.rule.ID, got, want)
				}
				n.asked++
				n.spared += int(bit(looks.work.steps == 0, 1))
				n.found += int(bit(isFilled(want.deny), 1))
				n.failed += int(bit(len(want.failures) > 0, 1))
			}
		}
	}
}

// scramble fills an input with words and numbers that rules ask for.
func scramble(r *rand.Rand, v reflect.Value) {
	words := []string{"", "mit", "apache-2.0", "1.0", "12", "filled", "empty", "a", "2026-01-01", "no", "x/y"}
	switch v.Kind() {
	case reflect.String:
		v.SetString(words[r.IntN(len(words))])
	case reflect.Bool:
		v.SetBool(r.IntN(2) == 0)
	case reflect.Int:
		v.SetInt(r.Int64N(3))
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		scramble(r, v.Elem())
	case reflect.Slice:
		n := r.IntN(3)
		if v.Type().Elem().Kind() == reflect.Struct && v.Type().Elem().NumField() > 12 {
			n = min(n, 1)
		}
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := range n {
			scramble(r, v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			scramble(r, v.Field(i))
		}
	}
}

// scrambled are inputs of all sorts, the same in each run.
func scrambled(set *Set, n int) []*ast.Term {
	out := []*ast.Term{set.encode(model()), set.encode(full())}
	r := rand.New(rand.NewPCG(1, 2))
	for range n {
		var in Input
		scramble(r, reflect.ValueOf(&in).Elem())
		in.Stage, in.Scope, in.Now = "production", "model", "2026-11-23T12:00:00Z"
		out = append(out, set.encode(in))
	}
	return out
}

// hostileBodies are bodies of rules, each of which tries to be skipped where it fails, or
// where it finds something.
var hostileBodies = []string{
	`to_number(input.head.name) > 3; false`,
	`input.head.card.present; to_number(input.head.name) > 3`,
	`xs := [to_number(s.title) | some s in input.head.card.sections]; input.head.card.present; count(xs) == 0`,
	`xs := [s | some s in input.head.card.sections; to_number(s.title) > 1]; not input.head.card.present; count(xs) == 0`,
	`count([s | some s in input.head.card.sections; to_number(s.title) > 1]) == 0; input.head.card.license.value == "mit"`,
	`count([s | some s in input.head.card.sections; s.state == "filled"]) == 0`,
	`count([s | some s in input.head.card.sections; s.state == "filled"]) != 1`,
	`count([s | some s in input.head.card.sections; s.state == "filled"]) < 1`,
	`0 < count([s | some s in input.head.card.sections; s.state == "filled"])`,
	`count({s.title | some s in input.head.card.sections; s.state == "filled"}) > 0`,
	`count({s.title | some s in input.head.card.sections}) >= 1`,
	`xs := [s | some s in input.head.card.sections]; some d in input.head.datasets; count(xs) > 0; d.name == "mit"`,
	`some s in input.head.card.sections; some d in input.head.datasets; s.title == d.name`,
	`some i, s in input.head.card.sections; i > 0; s.words == i`,
	`some i; input.head.card.sections[i].title == input.head.datasets[i].name`,
	`input.head.card.sections[_].title == input.head.datasets[_].name`,
	`some k, v in {"a": input.head.name, "b": "mit"}; k == v`,
	`some v in {"a", "mit"}; input.head.card.license.value == v`,
	`some k in ["license", "name"]; input.head.card[k].value == "mit"`,
	`not input.head.card.license.value in {"mit", "apache-2.0"}`,
	`not input.head.card.license.value in {"1.00", "apache-2.0"}`,
	`input.head.card.license.value in {"1.00", "mit"}`,
	`input.head.name == "1.00"; input.head.card.present`,
	`input.head.name != "01"; input.head.name != "mit"`,
	`input.head.name < input.head.card.license.value`,
	`not input.head.name < input.head.card.license.value`,
	`startswith(input.head.name, "m"); endswith(input.head.name, "t")`,
	`not contains(input.head.name, "i"); input.head.name != ""`,
	`regex.match("^[0-9]", input.head.name); to_number(input.head.name) > 2`,
	`regex.match(input.head.name, "mit")`,
	`lower(input.head.name) == "mit"`,
	`x := upper(input.head.name); x == "MIT"; y := trim(x, "M"); y == "IT"`,
	`split(input.head.name, "/")[1] == "y"`,
	`split(input.head.name, "/")[_] == "x"`,
	`substring(input.head.name, 0, 1) == "m"`,
	`substring(input.head.name, -1, 1) == "m"`,
	`count(input.head.name) == 3`,
	`count(input.head.datasets) > 1; input.head.datasets[1].name == "mit"`,
	`every s in input.head.card.sections { s.words > 0 }`,
	`some s in input.head.card.sections; not _short(s)`,
	`not _short(input.head.card.sections[0])`,
	`_first == "mit"`,
	`not _first`,
	`_first != "mit"`,
	`"mit" in _names`,
	`count(_names) == 0`,
	`some n in _names; to_number(n) == 1`,
	`_by_name["mit"] > 0`,
	`_grade(input.head.name) == "b"`,
	`_default == "none"; input.head.name == "a"`,
	`walk(input.head.card.sections, [p, v]); v == "mit"`,
	`print(input.head.name); input.head.card.present`,
	`json.unmarshal(input.head.name) == 12`,
	`sprintf("%d", [input.head.name]) == "1"`,
	`x := object.get(input.head, ["card", "present"], false); x == true`,
	`time.parse_rfc3339_ns(input.now) > 0; input.head.name == "a"`,
	`time.parse_rfc3339_ns(input.head.name) > 0; input.head.name == "never"`,
	`units.parse(input.head.name) > 1`,
	`numbers.range(0, to_number(input.head.name))[3] == 3`,
	`input.head.name == "mit" with input as {"head": {"name": "mit"}}`,
	`not _first with input.head.name as "mit"`,
	`data.modelgate.own.names[_] == input.head.name`,
	`input.head.name in data.modelgate.own.names`,
	`not input.head.name in data.modelgate.own.names`,
	`data.modelgate.own.levels[input.head.name].points > 1`,
	`not data.modelgate.own.levels[input.head.name]`,
	`[a, b] := [input.head.name, "mit"]; a == b`,
	`{"x": y} := {"x": input.head.name}; y == "a"`,
	`x := {"n": input.head.name}; x.n == "a"`,
	`some x in [input.head.name, "b"]; x == "a"`,
	`input.head.card.sections[0] == input.head.card.sections[1]`,
	`max([s.words | some s in input.head.card.sections]) > 1`,
	`sum([s.words | some s in input.head.card.sections]) == 0`,
	`1 / input.head.card.sections[0].words > 0`,
	`input.head.card.sections[0].words % 0 == 1`,
	`input.head.card.sections[0].words - 1 == 1`,
	`not 1 / input.head.card.sections[0].words > 0`,
	`input.head.checks[_].limit == "1.00"`,
	`_present; input.head.name == "a"`,
	`not _present; input.head.name == "a"`,
	`_present == true; input.head.name == "a"`,
	`_numbered; input.head.name == "12"`,
	`not _numbered`,
	`_absent; input.head.name == "12"`,
	`_license.value == "mit"`,
	`not _license.value in {"mit", "a"}`,
	`_license.value == _title.value`,
	`not _title.present`,
	`_both == "mit"`,
	`_never == "mit"`,
	`not _never`,
	`some s in input.head.card.sections; _named(s, "mit")`,
	`some s in input.head.card.sections; not _named(s, input.head.name)`,
	`_sized(input.head.card.sections[1])`,
	`not _sized(input.head.card.sections[1])`,
	`not _titled(input.head.card.sections[5].title)`,
	`some s in input.head.card.sections; _kind(s.state)`,
	`some s in input.head.card.sections; not _kind(s.state)`,
	`some d in input.head.datasets; not _declared(d)`,
	`some d in input.head.datasets; not _risky(d.name)`,
	`some d in input.head.datasets; _risky(d.name); d.name == "never"`,
	`not _pattern([input.head.name, 1])`,
	`not _twice(input.head.name, input.head.card.license.value)`,
	`not _falls(input.head.name)`,
	`_level[input.head.name].points > 1`,
	`_kind("filled"); input.head.name == "a"`,
	`_kind("empty"); input.head.name == "a"`,
	`_lowered == "mit"`,
	`not startswith(_lowered, "m")`,
	`xs := [s | some s in input.head.card.sections; s.title < "2026-03-01"]; not input.head.card.present; count(xs) == 0`,
	`count([s | some s in input.head.card.sections; s.title < "2026-03-01"]) == 0`,
	`count([s | some s in input.head.card.sections; s.title in {"1.00", "01"}]) == 0`,
	`not _dated(input.head.card.sections)`,
	`some s in input.head.card.sections; s.title < "2026-03-01"; s.words > 5`,
	`not _early(input.head.name)`,
	`some x in [1, 2]; x in [_early(input.head.name), 1]; input.head.name == "never"`,
}

const hostileHelpers = `
_short(s) if s.words < 1

_first := input.head.card.sections[0].title

_names contains s.title if some s in input.head.card.sections

_by_name[s.title] := s.words if some s in input.head.card.sections

_grade(n) := "a" if to_number(n) > 3 else := "b" if n == "mit" else := "c"

default _default := "none"

_default := input.head.card.sections[1].title

_present if input.head.card.present

_numbered if to_number(input.head.name) > 3

_numbered if input.head.name == "mit"

_absent if not input.head.card.present

_absent if input.head.card.sections[0].words > 1

_license := input.head.card.license

_title := input.head.card.name

_both := x if { x := input.head.card.sections[0].title; y := input.head.card.sections[1].title; y != "" }

_never := x if { false; x := input.head.name }

_named(s, n) if s.title == n

_named(s, n) if { s.words > 0; startswith(n, "m") }

_sized(s) if s.words > 0

_titled(t) if t == "mit"

_kind("filled")

_kind(k) if { k == "empty"; input.head.card.present }

_declared(d) if d.card.present

_declared(d) if { some s in d.card.storage; s.country.value == "mit" }

_risky(n) if n == "mit"

_risky(n) if to_number(n) > 2

_risky(n) if { n == "a"; not _present }

_pattern([a, _]) if a == "mit"

_twice(a, a)

_falls(n) if { n == "mit" } else if { n == "a"; to_number(n) > 0 }

_level := data.modelgate.own.levels

_lowered := lower(input.head.name)

_dated(list) if { some s in list; s.title < "2026-03-01" }

_early(t) if t == "mit"

_early(t) if t < "2026-03-01"
`

// helpersOf are the helpers that a text uses, and those that they use.
func helpersOf(text string) (out string) {
	for _, helper := range strings.Split(strings.TrimSpace(hostileHelpers), "\n\n") {
		name := helperName.FindString(helper)
		if uses(text, name) || name == "_present" && uses(text, "_risky") {
			out += "\n" + helper + "\n"
		}
	}
	return out
}

var helperName = regexp.MustCompile(`_[a-z_]+`)

func uses(text, name string) bool { return slices.Contains(helperName.FindAllString(text, -1), name) }

// ownRules loads bodies as rules of an organization, without those that are refused.
func ownRules(t *testing.T, bodies []string) *Set {
	t.Helper()
	contents := map[string]string{"data/own.yaml": "names: [mit, a]\nlevels: {mit: {points: 2}, a: {points: 0}}\n"}
	for i, body := range bodies {
		text := fmt.Sprintf("deny contains {\"at\": input.head.at, \"message\": \"m\"} if { %s }\n", body)
		text += helpersOf(text)
		contents[fmt.Sprintf("policies/r%d.rego", i)] = header() + fmt.Sprintf("package modelgate.custom.own.r%d\n\n%s", i, text)
	}
	for {
		set, err := LoadFS(t.Context(), builtin(map[string]string{"a/b": quiet}), files(contents), Options{})
		if err == nil {
			return set
		}
		refused, ok := err.(*LoadError)
		if !ok {
			t.Fatal(err)
		}
		before := len(contents)
		for _, p := range refused.Problems {
			delete(contents, strings.TrimPrefix(p.Path, ".modelgate/"))
		}
		if len(contents) == before || len(contents) < len(bodies)/2 {
			t.Fatalf("too much is refused: %v", err)
		}
	}
}

func TestOwnPremisesOfHostileRules(t *testing.T) {
	set := ownRules(t, hostileBodies)
	var n tally
	for _, input := range scrambled(set, 40) {
		n.hidesNothing(t, set, input)
	}
	t.Logf("%+v of %d rules", n, len(set.Rules()))
	if n.spared < n.asked/5 || n.found < 100 || n.failed < 100 {
		t.Errorf("%+v: the test shows little", n)
	}
}

// phrases are parts of bodies, which are put together at random.
var phrases = []string{
	`input.head.card.present`, `not input.head.card.present`, `input.head.present`, `x := input.head.name`, `x := "mit"`, `x := input.head.card.license.value`,
	`x == "mit"`, `x != "a"`, `x in {"mit", "a"}`, `not x in {"mit", "12"}`, `not x == "12"`, `to_number(x) > 2`, `not to_number(x) > 2`, `lower(x) == "mit"`, `startswith(x, "m")`,
	`some s in input.head.card.sections`, `s.state == "filled"`, `s.title == x`, `not s.parent`, `s.words > 1`, `some d in input.head.datasets`, `d.name == "mit"`, `d.name == s.title`,
	`not d.declared`, `_present`, `not _present`, `_license.value == x`, `_named(s, x)`, `not _named(s, "a")`, `not _declared(d)`, `_risky(x)`, `not _risky(x)`, `not _numbered`, `_lowered == x`, `not _kind(s.state)`, `some i, c in input.head.checks`, `i == 0`, `c.metric == x`, `c.limit == "1.00"`, `c.limit < "1.0"`, `x in data.modelgate.own.names`,
	`ns := [t.title | some t in input.head.card.sections; t.words > 0]`, `count(ns) == 0`, `count(ns) > 0`, `count(ns) > 1`, `some n in ns`, `n == x`,
	`es := {t.title | some t in input.head.card.sections; to_number(t.title) > 0}`, `count(es) == 0`, `not "mit" in ns`, `data.modelgate.own.levels[x].points > 0`,
	`vs := [u | some u in input.head.datasets; not u.name in {"12", "mit"}]`, `count(vs) == 0`, `not count(vs) == 0`, `ds := [q | some q in input.head.card.sections; q.title < "2026-03-01"]`, `count(ds) == 0`, `count(ds) > 0`, `not _early(x)`, `regex.match("^[0-9]+$", x)`,
}

// phrased is a body of some phrases, each of whose variables is set by one before.
func phrased(r *rand.Rand) string {
	used := map[string]bool{}
	var body []string
	sets := map[string]string{"x :=": "x", "some s": "s", "some d": "d", "some i": "ic", "ns :=": "ns", "some n": "n", "es :=": "es", "vs :=": "vs", "ds :=": "ds"}
	defined := map[string]bool{}
	for tries := 0; len(body) < 5 && tries < 200; tries++ {
		phrase := phrases[r.IntN(len(phrases))]
		var makes string
		for start, name := range sets {
			if strings.HasPrefix(phrase, start) {
				makes = name
			}
		}
		ready := true
		for _, word := range strings.FieldsFunc(phrase, func(c rune) bool { return !(c >= 'a' && c <= 'z') && c != '.' && c != '_' && c != '"' }) {
			name, _, _ := strings.Cut(word, ".")
			if slices.Contains([]string{"x", "s", "d", "c", "i", "n", "ns", "es", "vs", "ds"}, name) && !strings.Contains(makes, name) {
				ready = ready && defined[name]
			}
		}
		if !ready || used[phrase] || makes != "" && defined[makes] {
			continue
		}
		used[phrase] = true
		if makes != "" {
			defined[makes] = true
			if makes == "ic" {
				defined["i"], defined["c"] = true, true
			}
		}
		body = append(body, phrase)
	}
	for name, use := range map[string]string{"x": `x != "q"`, "ns": `count(ns) < 2`, "es": `count(es) != 1`, "vs": `count(vs) <= 0`, "ds": `count(ds) >= 1`, "s": `s.words < 9`, "n": `n != "q"`, "d": `d.name != "q"`} {
		if defined[name] { // what is not used is refused
			body = append(body, use)
		}
	}
	slices.Sort(body[min(5, len(body)):])
	return strings.Join(body, "; ")
}

// Of rules that are put together at random, the same is said.
func TestOwnPremisesOfRandomRules(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	var n tally
	for range 6 {
		bodies := make([]string, 60)
		for i := range bodies {
			bodies[i] = phrased(r)
		}
		set := ownRules(t, bodies)
		for _, input := range scrambled(set, 12) {
			n.hidesNothing(t, set, input)
		}
	}
	t.Logf("%+v", n)
	if n.asked < 1000 || n.spared < n.asked/5 || n.found < 50 || n.failed < 50 {
		t.Errorf("%+v: the test shows little", n)
	}
}

// Of the policies of the examples, the starters and the golden cases, the same is said.
func TestOwnPremisesOfExamples(t *testing.T) {
	var n tally
	var dirs []string
	for _, pattern := range []string{"../../testdata/*/base/.modelgate", "../../docs/examples/policies"} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		dirs = append(dirs, found...)
	}
	loaded := 0
	for _, dir := range dirs {
		if _, err := os.Stat(filepath.Join(dir, "policies")); err != nil {
			continue
		}
		set, err := loadOver(os.DirFS(dir), Options{})
		if err != nil {
			t.Logf("%s: %v", dir, err) // some cases are about that
			continue
		}
		loaded++
		for _, input := range scrambled(set, 20) {
			n.hidesNothing(t, set, input)
		}
	}
	t.Logf("%+v of %d sets", n, loaded)
	if loaded < 5 {
		t.Errorf("only %d sets of policies were loaded", loaded)
	}
}

// The built-in rules as an organization's: by each input that makes one of them fire in its
// tests, it says the same if it is asked anyway.
func TestOwnPremisesOfBuiltinRules(t *testing.T) {
	tested := testedRules(t)
	seen := &fired{inputs: map[string]map[int]*ast.Term{}}
	if _, err := Test(t.Context(), tested, seen.watch); err != nil {
		t.Fatal(err)
	}
	own := fstest.MapFS{}
	err := fs.WalkDir(tested, "rules", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || isTest(name) || !strings.HasSuffix(name, ".rego") {
			return err
		}
		text, err := fs.ReadFile(tested, name)
		own["policies/"+name] = &fstest.MapFile{Data: []byte(strings.ReplaceAll(string(text), "modelgate.rules.", "modelgate.custom."))}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	set, err := loadOver(own, Options{})
	if err != nil {
		t.Fatal(err)
	}
	var n tally
	for id, inputs := range seen.inputs {
		only := set.Only(func(rule string) bool { return *everyRule || rule == customPrefix+id })
		for _, input := range inputs {
			n.hidesNothing(t, only, input)
		}
	}
	for _, input := range scrambled(set, 3) {
		n.hidesNothing(t, set, input)
	}
	t.Logf("%+v", n)
	if n.found < 20 {
		t.Errorf("%+v: the test shows little", n)
	}
}

// A premise of what is built from itself again and again is left open in time.
func TestOwnPremisesAreBounded(t *testing.T) {
	var calls, lists, steps strings.Builder
	for i := range 60 {
		fmt.Fprintf(&calls, "x%d := trim(x%d, x%d); ", i+1, i, i)
		fmt.Fprintf(&lists, "x%d := [1 | count(x%d) == 0; not count(x%d) > 0]; ", i+1, i, i)
		fmt.Fprintf(&steps, "x%d := data.modelgate.own.levels[x%d][x%d]; ", i+1, i, i)
	}
	set := ownRules(t, []string{
		`x0 := input.head.name; ` + calls.String() + `x60 == "never"`,
		`x0 := [1 | input.head.present]; ` + lists.String() + `count(x60) == 0`,
		`x0 := input.head.name; ` + steps.String() + `x60 == "never"`,
		`x := [split(s.text, "/") | some s in input.head.card.placeholders; split(s.text, "/") != []]; count(x) == 0`,
	})
	in := full()
	in.Head.Card.Placeholder = slices.Repeat(in.Head.Card.Placeholder, 500)
	for i := range in.Head.Card.Placeholder {
		in.Head.Card.Placeholder[i].Text = strings.Repeat("/", 20_000)
	}
	var n tally
	for _, input := range []*ast.Term{set.encode(model()), set.encode(in)} {
		n.hidesNothing(t, set, input)
	}
	if n.asked < 4 {
		t.Errorf("%+v: the test shows little", n)
	}
}
