package policy

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/policies"
)

// silence is an organisation's policy that, taken as plain Rego, passes without a
// word. It is refused when it is loaded, with a problem that holds all of the
// words, or is in error when it is asked.
type silence struct {
	body   string            // below the package; or a whole file, if it begins with a comment
	tables map[string]string // name → YAML
	scope  string            // of the rule; model, if it is not said
	want   string            // in a problem of the load
	fails  string            // in the error of the rule
}

// deny is a rule that fires if the condition holds.
func deny(condition string) string {
	return `deny contains {"at": input.head.card.at, "message": "bad"} if ` + condition
}

func (s silence) files() map[string]string {
	var custom []string
	if s.scope != "" {
		custom = append(custom, "scope: "+s.scope)
	}
	out := map[string]string{"policies/r.rego": header(custom...) + "package modelgate.custom.g.r\n\n" + s.body + "\n"}
	for name, text := range s.tables {
		out["data/"+name+".yaml"] = text
	}
	return out
}

// churn is a model with evidence of every sort that policies read.
func churn() Input {
	in := model()
	text := func(pointer, value string) evidence.Text {
		return evidence.Text{At: evidence.Anchor("m/README.md#" + pointer), Present: true, Value: value}
	}
	in.Head.Name = "churn"
	in.Head.Manifest.Owner = text("/owner", "retention-team")
	in.Head.Card.License = text("/license", "mit")
	in.Head.Card.RiskClass = text("/risk_class", "high")
	in.Head.Card.CO2.At, in.Head.Card.CO2.Present = "m/README.md#/co2", true
	in.Head.Card.CO2.Emissions = text("/co2/emissions", "9.5")
	in.Head.Checks = []evidence.Check{{At: "m/README.md#/checks/0", Threshold: "t", Metric: "accuracy", Value: "0.1", Limit: "0.9", Verdict: "fail", Severity: "block"}}
	in.Head.Artifacts = []evidence.Artifact{{At: "m/README.md#/artifacts/0", Path: "model.safetensors", Format: "safetensors"}}
	in.Head.Datasets = []evidence.Dataset{{At: "m/README.md#/datasets/0", Name: "customers"}}
	in.Change.Paths = []Path{{At: "m/README.md#", Path: "m/README.md", Kind: "modified", Part: "model"}}
	return in
}

func TestSilences(t *testing.T) {
	for name, s := range map[string]silence{
		// Text and numbers, out of the reach of types.
		"kinds: parameter":              {body: "low(v) if v < 0.9\n\n" + deny(`low(input.head.checks[_].value)`), want: "this compares text with a number"},
		"kinds: parameter's field":      {body: "low(c) if c.value < 0.9\n\n" + deny(`low(input.head.checks[_])`), want: "this compares text with a number"},
		"kinds: a rule's value":         {body: "carbon := input.head.card.co2.emissions.value\n\n" + deny(`carbon < 5`), want: "this compares text with a number"},
		"kinds: members of a set":       {body: "acc contains c.value if some c in input.head.checks\n\n" + deny(`{ some a in acc; a < 0.99 }`), want: "this compares text with a number"},
		"kinds: maximum":                {body: deny(`max([c.value | some c in input.head.checks]) < 0.99`), fails: "orders text and a number"},
		"kinds: limits in an array":     {body: deny(`{ some limit in [0.9, 0.95]; some c in input.head.checks; c.value < limit }`), want: "this compares text with a number"},
		"kinds: rows of a table":        {body: deny(`{ some row in data.modelgate.lim.rows; some c in input.head.checks; c.value < row.min }`), tables: map[string]string{"lim": "rows: [{min: 0.9}]\n"}, want: "this compares text with a number"},
		"kinds: rows, looked up":        {body: deny(`{ some c in input.head.checks; c.value < data.modelgate.lim.rows[_].min }`), tables: map[string]string{"lim": "rows: [{min: 0.9}]\n"}, want: "this compares text with a number"},
		"kinds: rows of several kinds":  {body: deny(`{ some c in input.head.checks; c.value < data.modelgate.lim[c.metric] }`), tables: map[string]string{"lim": "accuracy: 0.9\nrecall: \"0.8\"\n"}, fails: "orders text and a number"},
		"kinds: in":                     {body: deny(`0.1 in {c.value | some c in input.head.checks}`), want: "match error"},
		"kinds: in a negation":          {body: deny(`not input.head.checks[0].value != data.modelgate.lim[input.head.name]`), tables: map[string]string{"lim": "churn: 0.1\nother: x\n"}, fails: "compares text with a number"},
		"kinds: in a list":              {body: deny(`["a", input.head.checks[0].value] == ["a", 0.1]`), want: "match error"},
		"kinds: list and set":           {body: deny(`[c.metric | some c in input.head.checks] == {"accuracy"}`), want: "match error"},
		"kinds: every":                  {body: deny(`{ every c in input.head.checks { c.value < data.modelgate.lim[c.metric] } }`), tables: map[string]string{"lim": "accuracy: 0.9\nx: y\n"}, fails: "orders text and a number"},
		"kinds: numbers that are text":  {body: deny(`input.head.checks[0].value < "0.9"`), fails: "letter by letter"},
		"kinds: sort":                   {body: deny(`sort([input.head.checks[0].value, 0.5])[0] == 0.7`), fails: "orders text and a number"},
		"kinds: null":                   {body: deny(`input.head.card.license.value == null`), want: "with null, which it never is"},
		"kinds: through object.get":     {body: deny(`object.get(data.modelgate.lim, input.head.name, 0) > input.head.checks[0].value`), tables: map[string]string{"lim": "churn: 1\n"}, fails: "orders a number and text"},
		"kinds: function of a constant": {body: "limit(\"accuracy\") := 0.9\n\n" + deny(`{ some c in input.head.checks; c.value < limit(c.metric) }`), want: "this compares text with a number"},

		// A finding that is swallowed by what it says.
		"head: message":           {body: `deny contains {"at": input.head.at, "message": sprintf("owner %s must ask %s", [owner, data.modelgate.tm.contact[owner]])} if { owner := input.head.manifest.owner.value }`, tables: map[string]string{"tm": "contact: {nobody: x}\n"}, fails: "the finding is undefined"},
		"head: key":               {body: `deny contains {"at": d.at, "key": data.modelgate.tm.contact[d.name], "message": "m"} if some d in input.head.datasets`, tables: map[string]string{"tm": "contact: {nobody: x}\n"}, fails: "the finding is undefined"},
		"head: at":                {body: `deny contains {"at": input.head.evaluations[3].at, "message": "m"} if input.head.present`, fails: "the finding is undefined"},
		"head: related":           {body: `deny contains {"at": input.head.at, "message": "m", "related": [{"at": input.base.evaluations[0].at, "message": "here"}]}`, fails: "the finding is undefined"},
		"head: helper":            {body: "deny contains {\"at\": input.head.at, \"message\": say(input.head.name)}\n\nsay(name) := \"x\" if name == \"y\"", fails: "the finding is undefined"},
		"head: else":              {body: "deny contains {\"at\": input.head.at, \"message\": say}\n\nsay := \"x\" if input.base.present\n\nelse := \"y\" if input.head.name == \"y\"", fails: "the finding is undefined"},
		"head: one of two":        {body: `deny contains {"at": p.at, "message": data.modelgate.tm.why[p.kind]} if some p in array.concat([{"at": input.head.at, "kind": "no"}], [{"at": input.head.at, "kind": "yes"}])`, tables: map[string]string{"tm": "why: {yes: because}\n"}, fails: "the finding is undefined"},
		"head: worded before":     {body: `deny contains {"at": d.at, "message": message} if { some d in input.head.datasets; message := sprintf("ask %s", [data.modelgate.tm.contact[d.name]]) }`, tables: map[string]string{"tm": "contact: {nobody: x}\n"}, fails: "the finding is undefined"},
		"head: made before":       {body: `deny contains f if { some d in input.head.datasets; f := {"at": d.at, "message": data.modelgate.tm.contact[d.name]} }`, tables: map[string]string{"tm": "contact: {nobody: x}\n"}, fails: "the finding is undefined"},
		"head: in another set":    {body: "deny contains f if some f in problems\n\n" + `problems contains {"at": d.at, "message": data.modelgate.tm.contact[d.name]} if some d in input.head.datasets`, tables: map[string]string{"tm": "contact: {nobody: x}\n"}, fails: "the finding is undefined"},
		"head: in a set of them":  {body: `deny contains f if some f in {{"at": d.at, "message": data.modelgate.tm.contact[d.name]} | some d in input.head.datasets}`, tables: map[string]string{"tm": "contact: {nobody: x}\n"}, fails: "the finding is undefined"},
		"head: function's result": {body: "deny contains problem(d) if some d in input.head.datasets\n\n" + `problem(d) := {"at": d.at, "message": data.modelgate.tm.contact[d.name]}`, tables: map[string]string{"tm": "contact: {nobody: x}\n"}, fails: "the finding is undefined"},
		"head: template string":   {body: `deny contains {"at": input.head.evaluations[0].at, "message": $"model {input.head.name}"} if input.head.present`, fails: "the finding is undefined"},

		// Undefined differs from nothing.
		"undefined: function":         {body: "f(x) := \"big\" if x > 10\n\n" + deny(`f(count(input.head.datasets)) != "big"`), fails: "compared with != is undefined"},
		"undefined: else":             {body: "level(x) := \"a\" if x > 10\n\nelse := \"b\" if x > 5\n\n" + deny(`level(count(input.head.datasets)) != "a"`), fails: "compared with != is undefined"},
		"undefined: rule":             {body: "level := \"a\" if input.base.present\n\n" + deny(`level != "a"`), fails: "compared with != is undefined"},
		"undefined: named":            {body: "f(x) := \"big\" if x > 10\n\n" + deny(`{ size := f(count(input.head.datasets)); size != "big" }`), fails: "compared with != is undefined"},
		"undefined: in a set of them": {body: "f(x) := \"big\" if x > 10\n\n" + deny(`count({d | some d in input.head.datasets; f(count(d.name)) != "big"}) > 0`), fails: "compared with != is undefined"},
	} {
		t.Run(name, func(t *testing.T) { s.check(t) })
	}
}

func (s silence) check(t *testing.T) {
	t.Helper()
	if s.want != "" {
		refused(t, builtin(map[string]string{"a/quiet": quiet}), files(s.files()), Options{}, s.want)
		return
	}
	in := churn()
	if s.scope != "" {
		in.Scope = s.scope
	}
	got := evaluate(t, load(t, builtin(map[string]string{"a/quiet": quiet}), files(s.files()), Options{}), in)
	if v := got["custom_g/r"]; !strings.Contains(v.Error, s.fails) || !strings.Contains(v.Error, ".modelgate/policies/r.rego:") {
		t.Errorf("%+v, want an error with %q and its place", v, s.fails)
	}
}

// TestIdioms loads ordinary policies: none of them is refused, and each finds
// what it should.
func TestIdioms(t *testing.T) {
	set := load(t, policies.FS, os.DirFS(filepath.Join("testdata", "idioms")), Options{})
	want := map[string]int{
		"custom_idiom/applies_rule":      0,
		"custom_idiom/compare_with_base": 0,
		"custom_idiom/comprehension":     1,
		"custom_idiom/dates":             1,
		"custom_idiom/default_rule":      1,
		"custom_idiom/else_chain":        1,
		"custom_idiom/every_dataset":     1,
		"custom_idiom/families":          1,
		"custom_idiom/helper_function":   0,
		"custom_idiom/index_loop":        1,
		"custom_idiom/lookup_condition":  1,
		"custom_idiom/max_and_min":       1,
		"custom_idiom/message_in_body":   1,
		"custom_idiom/negated_helper":    1,
		"custom_idiom/null_default":      0,
		"custom_idiom/object_get":        1,
		"custom_idiom/object_in_body":    1,
		"custom_idiom/partial_object":    1,
		"custom_idiom/partial_set":       0,
		"custom_idiom/problem_set":       1,
		"custom_idiom/rows":              1,
		"custom_idiom/set_operations":    1,
		"custom_idiom/stage_table":       1,
		"custom_idiom/strings":           1,
		"custom_idiom/two_arguments":     1,
		"custom_idiom/unification":       1,
	}
	for id, v := range evaluate(t, set, churn()) {
		n, there := want[id]
		if strings.HasPrefix(id, "custom_") && v.Error != "" || there && len(v.Findings) != n {
			t.Errorf("%s: %d findings, want %d: %+v", id, len(v.Findings), n, v)
		}
		delete(want, id)
	}
	for id := range want {
		t.Errorf("%s was not asked", id)
	}
}
