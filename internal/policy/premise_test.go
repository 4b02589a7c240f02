package policy

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
)

const premiseHelpers = `
package modelgate.lib.things

present contains thing if {
	some thing in input.things
	thing.present
}

heavy contains thing if { some thing in present; thing.weight > 10 }

heavy contains thing if { some thing in present; thing.kind in data.modelgate.kinds.heavy }

light := present - heavy

names(thing) := {item | some item in thing.names} | {thing.name}

size(thing) := "large" if thing.weight > 100

size(thing) := "small" if thing.weight <= 100

default state(_) := "unknown"

state(thing) := "known" if thing.kind

grade(thing) := "a" if {
	thing.kind == "lead"
} else := "b" if {
	thing.weight > 10
} else := "c"

missing(thing, keys) := {key | some key in keys; not object.get(thing, [key, "present"], false)}

pairs(thing) := {[name, thing.kind] | some name in names(thing)}

day := substring(input.now, 0, 10)
`

// premiseBodies are bodies of rules, and whether what they say is known for every input.
var premiseBodies = []struct {
	body  string
	known bool
}{
	{`some thing in things.present; thing.kind == "lead"`, true},
	{`some thing in things.heavy; not thing.kind`, true},
	{`some thing in things.light; thing.weight > 5`, true},
	{`count(things.heavy) > 0`, true},
	{`count(things.heavy) == 0`, true},
	{`count(things.heavy) > 1`, false},
	{`count(things.heavy) <= 1`, false},
	{`every thing in things.present { thing.weight > 3 }`, true},
	{`some thing in input.things; "x" in things.names(thing)`, true},
	{`some thing in input.things; not "x" in things.names(thing)`, true},
	{`some thing in input.things; things.size(thing) == "large"`, true},
	{`some thing in input.things; things.state(thing) == "unknown"`, true},
	{`some thing in input.things; things.grade(thing) == "c"`, true},
	{`some thing in input.things; count(things.missing(thing, {"lock", "key"})) > 0`, true},
	{`some thing in input.things; count(things.missing(thing, {"lock", "key"})) == 2`, false},
	{`some thing in input.things; some [name, kind] in things.pairs(thing); name == "x"; kind == "lead"`, true},
	{`some thing in input.things; data.modelgate.kinds.rows[thing.kind].dear`, true},
	{`some thing in input.things; thing.kind; not data.modelgate.kinds.rows[thing.kind].dear`, true},
	{`data.modelgate.kinds.shown == 2`, true},
	{`things.day > "2026-01-01"`, true},
	{`some i, thing in input.things; i == 1; thing.present`, false},
	{`some key, value in {"a": input.now, "b": "x"}; startswith(value, "20"); key == "a"`, true},
	{`some key in {"lock", "key"}; some thing in input.things; thing[key].present`, true},
	{`some thing in input.things; regex.match("^l", thing.kind); lower(thing.kind) == "lead"`, true},
	{`some thing in input.things; split(thing.kind, "e")[0] == "l"`, true},
	{`x := [thing | some thing in input.things; thing.weight > 10]; count(x) > 0; x[0].present`, false},
	{`some a in input.things; some b in input.things; a.name != b.name; a.kind == b.kind`, true},
	{`walk(input.things, [path, value]); value == "lead"`, false},
	{`input.things[_].names[_] == "x"`, true},
	{`not input.things[0].present`, true},
	{`some thing in input.things; concat("-", [thing.kind, "x"]) == "lead-x"`, false},
}

var premiseInputs = []string{
	`[]`,
	`[{"name": "a", "kind": "lead", "weight": 200, "present": true, "names": ["x", "y"], "lock": {"present": true}, "key": {"present": true}}]`,
	`[{"name": "x", "weight": 4, "present": false, "names": [], "lock": {"present": false}}]`,
	`[{"name": "a", "kind": "wood", "weight": 7, "present": true, "names": []}, {"name": "b", "kind": "wood", "weight": 50, "present": true, "names": ["x"]}]`,
	`[{"name": "a", "kind": "gold", "weight": 1, "present": true, "names": ["a"], "key": {"present": true}}]`,
	`[{"name": "a", "kind": "", "weight": 11, "present": true, "names": ["z"]}, {"name": "a", "kind": "LEAD", "weight": 2, "present": true, "names": ["z"]}]`,
}

// What a premise says of an input is what the evaluator says.
func TestPremisesAgree(t *testing.T) {
	src := tables{"kinds": tableOf(map[string]any{"heavy": []any{"gold"}, "shown": json.Number("2"), "rows": map[string]any{"lead": map[string]any{"dear": false}, "gold": map[string]any{"dear": true}}})}
	modules := map[string]*ast.Module{"lib.rego": ast.MustParseModule(premiseHelpers)}
	for i, c := range premiseBodies {
		text := fmt.Sprintf("package modelgate.rules.t.r%d\nimport data.modelgate.lib.things\ndeny if { %s }\n", i, c.body)
		modules[fmt.Sprintf("r%d.rego", i)] = ast.MustParseModule(text)
	}
	compiler := ast.NewCompiler()
	if compiler.Compile(modules); compiler.Failed() {
		t.Fatal(compiler.Errors)
	}
	store := newTableStore(src)
	w := &writer{t: t, compiler: compiler, strings: map[string]int{}}
	w.fold(store)
	a := &premiseAnalyst{compiler: compiler, tables: src, folded: w.folded}
	for i, c := range premiseBodies {
		path := ast.MustParseRef(fmt.Sprintf("data.modelgate.rules.t.r%d.deny", i))
		both := []premises{{a.of(path, true, true), a.of(path, true, true)}}
		w := newPremiseWriter(&writer{t: t, compiler: compiler, strings: map[string]int{}}, both)
		w.pair(both[0])
		places := len(w.out)
		w.shared()
		end := len(w.out)
		w.texts()
		read := &compiled{text: string(w.out), store: store}
		(&cursor{compiled: read, at: end}).openTexts()
		read.shared = (&cursor{compiled: read, at: places}).readShared()
		p := (&cursor{compiled: read}).premises()().applies
		for _, things := range premiseInputs {
			input := ast.MustParseTerm(fmt.Sprintf(`{"now": "2026-03-04T00:00:00Z", "things": %s}`, things))
			query := rego.New(rego.Compiler(compiler), rego.Query(path.String()), rego.ParsedInput(input.Value),
				rego.Store(inmem.NewFromObject(src.store())))
			results, err := query.Eval(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			look := newProspect(input, sharing{len(read.shared.premises), len(read.shared.operands)})
			said := look.decide(&p)
			if said != unknown && (said == holds) != (len(results) > 0) || said == unknown && c.known {
				t.Errorf("%s of %s: %v, evaluated %v", c.body, things, said, len(results) > 0)
			}
			look = newProspect(input, sharing{len(read.shared.premises), len(read.shared.operands)})
			if said := look.of(&p); said != unknown && strings.Contains(c.body, "some") && things != `[]` && (said == holds) != (len(results) > 0) {
				t.Errorf("%s of %s, out of steps: %v", c.body, things, said)
			}
		}
	}
}
