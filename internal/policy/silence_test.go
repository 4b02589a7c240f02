package policy

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/finding"
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
		"kinds: numbers that are text":  {body: deny(`input.head.checks[0].value < "0.9"`), fails: "two numbers that are text"},
		"kinds: sort":                   {body: deny(`sort([input.head.checks[0].value, 0.5])[0] == 0.7`), fails: "orders text and a number"},
		"kinds: null":                   {body: deny(`input.head.card.license.value == null`), want: "match error"},
		"kinds: not null":               {body: deny(`input.head.card.license.value != null`), want: "with null, but the input contains no null"},
		"kinds: null, parameter":        {body: "missing(x) if x == null\n\n" + deny(`missing(input.head.card.license.value)`), want: "invalid argument(s)"},
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
		"head: united":            {body: `deny contains f if { some d in input.head.datasets; f := object.union({"at": d.at}, {"message": data.modelgate.tm.contact[d.name]}) }`, tables: map[string]string{"tm": "contact: {nobody: x}\n"}, fails: "the finding is undefined"},
		"head: in an object":      {body: `deny contains f if some f in {d.name: {"at": d.at, "message": data.modelgate.tm.contact[d.name]} | some d in input.head.datasets}`, tables: map[string]string{"tm": "contact: {nobody: x}\n"}, fails: "the finding is undefined"},
		"head: template string":   {body: `deny contains {"at": input.head.evaluations[0].at, "message": $"model {input.head.name}"} if input.head.present`, fails: "the finding is undefined"},
		"head: a plain function":  {body: "deny contains f if { some d in input.head.datasets; f := make(d, data.modelgate.tm.contact[d.name]) }\n\n" + `make(d, text) := {"at": d.at, "message": text}`, tables: map[string]string{"tm": "contact: {nobody: x}\n"}, fails: "the finding is undefined"},
		"head: a plain wording":   {body: "deny contains {\"at\": d.at, \"message\": text} if { some d in input.head.datasets; text := ask(data.modelgate.tm.contact[d.name]) }\n\n" + `ask(who) := sprintf("ask %s", [who])`, tables: map[string]string{"tm": "contact: {nobody: x}\n"}, fails: "the finding is undefined"},

		// Undefined differs from nothing.
		"undefined: function":         {body: "f(x) := \"big\" if x > 10\n\n" + deny(`f(count(input.head.datasets)) != "big"`), fails: "compared with != is undefined"},
		"undefined: else":             {body: "level(x) := \"a\" if x > 10\n\nelse := \"b\" if x > 5\n\n" + deny(`level(count(input.head.datasets)) != "a"`), fails: "compared with != is undefined"},
		"undefined: rule":             {body: "level := \"a\" if input.base.present\n\n" + deny(`level != "a"`), fails: "compared with != is undefined"},
		"undefined: named":            {body: "f(x) := \"big\" if x > 10\n\n" + deny(`{ size := f(count(input.head.datasets)); size != "big" }`), fails: "compared with != is undefined"},
		"undefined: in every":         {body: "f(x) := \"a\" if x == \"b\"\n\n" + deny(`{ every d in input.head.datasets { f(d.name) != "a" } }`), fails: "compared with != is undefined"},
		"undefined: in a set of them": {body: "f(x) := \"big\" if x > 10\n\n" + deny(`count({d | some d in input.head.datasets; f(count(d.name)) != "big"}) > 0`), fails: "compared with != is undefined"},

		// Words that are never there.
		"words: stage":            {body: deny(`input.stage == "prod"`), want: `input.stage is never "prod"`},
		"words: differs":          {body: deny(`input.stage != "prodution"`), want: `did you mean "production"?`},
		"words: verdict":          {body: deny(`{ some c in input.head.checks; c.verdict == "failed" }`), want: `"verdict" of check is never "failed"`},
		"words: part":             {body: deny(`{ some p in input.change.paths; p.part == "polices" }`), want: `is never "polices"`},
		"words: of a document":    {body: "applies if input.head.card.risk_class.value == \"hihg\"\n\n" + deny(`applies`), want: `did you mean "high"?`},
		"words: of a list":        {body: deny(`{ some d in input.head.datasets; some c in d.card.special_categories.items; c.value == "helth" }`), want: `did you mean "health"?`},
		"words: in":               {body: deny(`input.stage in {"prod", "review"}`), want: `is never "prod"`},
		"words: in, named":        {body: "late := [\"review\", \"prod\"]\n\n" + deny(`input.stage in late`), want: `is never "prod"`},
		"words: some":             {body: deny(`{ some s in ["review", "prod"]; s == input.stage }`), want: `is never "prod"`},
		"words: parameter":        {body: "late(s) if s == \"prod\"\n\n" + deny(`late(input.stage)`), want: `is never "prod"`},
		"words: two parameters":   {body: "is(a, b) if a == b\n\n" + deny(`is(input.stage, "prod")`), want: `is never "prod"`},
		"words: argument":         {body: "late(\"prod\")\n\n" + deny(`late(input.stage)`), want: `is never "prod"`},
		"words: looked up":        {body: "limits := {\"prod\": 5}\n\n" + deny(`count(input.head.checks) < limits[input.stage]`), want: `is never "prod"`},
		"words: of a table":       {body: deny(`input.stage in data.modelgate.tm.stages`), tables: map[string]string{"tm": "stages: [review, prodution]\n"}, want: `is never "prodution"`},
		"words: keys of a table":  {body: deny(`count(input.head.checks) < data.modelgate.tm.limits[input.stage].min`), tables: map[string]string{"tm": "limits: {prodution: {min: 5}}\n"}, want: `has the key "prodution", which is never looked up`},
		"words: keys, object.get": {body: deny(`count(input.head.checks) < object.get(data.modelgate.tm.limits, input.stage, 0)`), tables: map[string]string{"tm": "limits: {prodution: 5}\n"}, want: `has the key "prodution", which is never looked up`},
		"words: keys, path":       {body: deny(`count(input.head.checks) < object.get(data.modelgate.tm, ["limits", input.stage], 0)`), tables: map[string]string{"tm": "limits: {prodution: 5}\n"}, want: `has the key "prodution", which is never looked up`},
		"words: comprehension":    {body: deny(`count([c | some c in input.head.checks; c.verdict == "failed"]) > 0`), want: `is never "failed"`},
		"words: a rule's value":   {body: "stage := input.stage\n\n" + deny(`stage == "prod"`), want: `is never "prod"`},
		"words: a set of them":    {body: "verdicts contains c.verdict if some c in input.head.checks\n\n" + deny(`"failed" in verdicts`), want: `is never "failed"`},
		"words: a set's member":   {body: "verdicts contains c.verdict if some c in input.head.checks\n\n" + deny(`verdicts["failed"]`), want: `is never "failed"`},
		"words: a pattern":        {body: deny(`{ some {"verdict": "failed"} in input.head.checks }`), want: `match error`},
		"words: sets that meet":   {body: deny(`count({input.stage} & {"prod"}) > 0`), want: `is never "prod"`},
		"words: object by stage":  {body: deny(`{"prod": true, "review": false}[input.stage]`), want: `is never "prod"`},
		"words: rule by stage":    {body: "limit[\"prod\"] := 5\n\n" + deny(`count(input.head.checks) < limit[input.stage]`), want: `is never "prod"`},

		"words: object.keys":      {body: deny(`input.stage in object.keys(data.modelgate.tm.stages)`), tables: map[string]string{"tm": "stages: {prodution: 1}\n"}, want: `has the key "prodution", which is never looked up`},
		"words: built set":        {body: deny(`"failed" in {c.verdict | some c in input.head.checks}`), want: `is never "failed"`},
		"words: joined sets":      {body: deny(`input.stage in ({"prod"} | {"review"})`), want: `is never "prod"`},
		"words: another spelling": {body: deny(`input.head.card.risk_class.value == "High"`), want: `is usually written "high", which "High" misses`},
		"words: spelling, items":  {body: deny(`{ some d in input.head.datasets; some c in d.card.special_categories.items; c.value == "Health" }`), want: `is usually written "health", which "Health" misses`},
		"words: in lower case":    {body: deny(`lower(input.stage) == "prod"`), want: `is never "prod"`},
		"words: capitals":         {body: deny(`lower(input.head.name) == "Internal"`), want: `the result of lower is never "Internal"`},
		"words: capitals, in":     {body: deny(`lower(input.head.name) in {"Internal", "public"}`), want: `the result of lower is never "Internal"`},
		"words: capitals, table":  {body: deny(`lower(input.head.name) in data.modelgate.tm.names`), tables: map[string]string{"tm": "names: [Internal, public]\n"}, want: `the result of lower is never "Internal"`},
		"words: no capitals":      {body: deny(`upper(input.head.name) != "INTERNal"`), want: `the result of upper is never "INTERNal"`},
		"words: space":            {body: deny(`trim_space(input.head.name) == "internal "`), want: `the result of trim_space is never "internal "`},
		"words: upper":            {body: deny(`upper(input.stage) == "PROD"`), want: `the result of upper is never "PROD"`},
		"words: startswith":       {body: deny(`startswith(input.stage, "prd")`), want: `no value of "Input.stage" has the part "prd"`},
		"words: endswith":         {body: deny(`endswith(lower(input.stage), "ON ")`), want: `has the part "ON "`},
		"words: contains":         {body: deny(`{ some c in input.head.checks; contains(c.verdict, "failed") }`), want: `has the part "failed"`},
		"kinds: is_null":          {body: deny(`is_null(input.head.card.version.value)`), want: "input.head.card.version.value is text, but this tests whether it is null"},
		"kinds: is_number":        {body: deny(`not is_number(input.head.card.version.value)`), want: "is text, but this tests whether it is a number"},
		"words: a word as number": {body: deny(`data.modelgate.tm.limits[count(input.head.checks)] < 5`), tables: map[string]string{"tm": "limits: {accuracy: 1}\n"}, want: "this looks up a number in a table, whose keys are text"},

		// Facts of the other scope.
		"scope: rules in model":     {body: deny(`{ some e in input.change.rules; e.kind == "policy_removed" }`), want: "input.change.rules is available only to rules of scope repository"},
		"scope: owners in model":    {body: deny(`{ some p in input.change.paths; count(p.owners) == 0 }`), want: "is available only to rules of scope repository"},
		"scope: head in repository": {body: `deny contains {"at": input.change.at, "message": "m"} if { some a in input.head.artifacts; a.code }`, scope: "repository", want: "input.head is available only to rules of scope model"},
		"scope: base in repository": {body: `deny contains {"at": input.change.at, "message": "m"} if input.base.present`, scope: "repository", want: "input.base is available only to rules of scope model"},
		"scope: alias":              {body: "change := input.change\n\n" + deny(`count(change.rules) > 0`), want: "is available only to rules of scope repository"},
		"scope: helper":             {body: "edits := input.change.rules\n\n" + deny(`count(edits) > 0`), want: "is available only to rules of scope repository"},
		"scope: object.get":         {body: deny(`count(object.get(input.change, "rules", [])) > 0`), want: "is available only to rules of scope repository"},
		"scope: thresholds":         {body: `deny contains {"at": input.change.at, "message": "m"} if count(input.config.thresholds) == 0`, scope: "repository", want: "is available only to rules of scope model"},

		// Tables of another shape.
		"table: text for a list": {body: deny(`{ some f in data.modelgate.tm.forbidden; some a in input.head.artifacts; a.format == f }`), tables: map[string]string{"tm": "forbidden: safetensors\n"}, want: "data.modelgate.tm.forbidden is text, but the rule tests membership in it"},
		"table: in a text":       {body: deny(`{ some a in input.head.artifacts; a.format in data.modelgate.tm.forbidden }`), tables: map[string]string{"tm": "forbidden: safetensors\n"}, want: "is text, but the rule tests membership in it"},
		"table: null for a list": {body: deny(`{ some f in data.modelgate.tm.forbidden; f == "x" }`), tables: map[string]string{"tm": "forbidden:\nother: 1\n"}, want: "is null, but the rule tests membership in it"},
		"table: a constant":      {body: deny(`{ some x in "production"; x == input.stage }`), fails: "iterates over text"},
		"table: null":            {body: deny(`{ some x in null; x == input.stage }`), fails: "iterates over null"},
		"table: every":           {body: deny(`{ every f in data.modelgate.tm.forbidden { f != "x" } }`), tables: map[string]string{"tm": "forbidden: safetensors\n"}, fails: "iterates over text"},
		"table: one row":         {body: deny(`{ some row in data.modelgate.tm.rows; some f in row.formats; some a in input.head.artifacts; a.format == f }`), tables: map[string]string{"tm": "rows: [{formats: [onnx]}, {formats: safetensors}]\n"}, fails: "iterates over text"},
		"table: named":           {body: "list := data.modelgate.tm.forbidden\n\n" + deny(`{ some f in list; some a in input.head.artifacts; a.format == f }`), tables: map[string]string{"tm": "forbidden: safetensors\n"}, want: "is text, but the rule tests membership in it"},
		"table: parameter":       {body: "has(list, x) if { some y in list; y == x }\n\n" + deny(`has(data.modelgate.tm.names, input.head.name)`), tables: map[string]string{"tm": "names: churn\n"}, want: "is text, but the rule tests membership in it"},
		"table: negated in":      {body: deny(`not input.head.name in data.modelgate.tm.names`), tables: map[string]string{"tm": "names: 5\n"}, want: "is a number, but the rule tests membership in it"},
		"table: a set's member":  {body: deny(`data.modelgate.tm.forbidden[input.head.name]`), tables: map[string]string{"tm": "forbidden: churn\n"}, want: "is text, but the rule tests membership in it"},

		// What no rule uses.
		"unused: set":           {body: deny(`false`) + "\n\n" + `must_not contains {"at": input.head.at, "message": "m"} if input.head.present`, want: `"must_not" is not used by any rule`},
		"unused: other name":    {body: deny(`false`) + "\n\n" + `blocked contains "m" if input.head.present`, want: `"blocked" is not used by any rule`},
		"unused: condition":     {body: deny(`false`) + "\n\n" + `blocked if input.head.present`, want: `"blocked" is not used by any rule`},
		"unused: underscore":    {body: deny(`false`) + "\n\n" + `_blocked contains {"at": input.head.at, "message": "m"}`, want: `"_blocked" is not used by any rule`},
		"unused: list":          {body: deny(`false`) + "\n\n" + `problems := [{"at": d.at, "message": "m"} | some d in input.head.datasets]`, want: `"problems" is not used by any rule`},
		"unused: by each other": {body: deny(`false`) + "\n\nblocked contains x if some x in other\n\nother contains \"m\" if input.head.present", want: `"blocked" is not used by any rule`},

		// Other names, and other ways to look.
		"alias: object.get":     {body: "card := input.head.card\n\n" + deny(`object.get(card, "licence", "mit") != "mit"`), want: "input.head.card.licence: the input has no such key"},
		"alias: rule's key":     {body: "card := input.head.card\n\n" + deny(`card.licence`), want: `did you mean "license"?`},
		"alias: parameter":      {body: "bad(card) if card.version.kind\n\n" + deny(`bad(input.head.card)`), want: "the input has no such key"},
		"alias: parameter, get": {body: "bad(card) if object.get(card, \"licence\", false)\n\n" + deny(`bad(input.head.card)`), want: "the input has no such key"},
		"alias: key":            {body: deny(`{ key := "licence"; input.head.card[key].present }`), want: `has no key "licence"`},
		"alias: object.subset":  {body: deny(`object.subset(input.head.card, {"licence": {"present": false}})`), want: "the input has no such key"},
		"alias: keys":           {body: deny(`{ some key in ["license", "licence"]; input.head.card[key].value == "x" }`), want: `has no key "licence"`},
		"alias: walk":           {body: deny(`{ walk(input, [p, v]); v.licence; count(p) > 0 }`), want: "walk over the input"},
		"alias: walk of a part": {body: deny(`{ card := input.head.card; walk(card, [_, v]); v == "x" }`), want: "walk over the input"},
		"alias: object.filter":  {body: deny(`count(object.filter(input.head.card, ["licence"])) > 0`), want: "the input has no such key"},
		"alias: json.filter":    {body: deny(`count(json.filter(input.head.card, ["licence/value"])) > 0`), want: "the input has no such key"},
		"alias: object.keys":    {body: deny(`"licence" in object.keys(input.head.card)`), want: "the input has no such key"},
		"alias: object.remove":  {body: deny(`object.remove(input.head.card, ["at"]).licence.present`), want: "licence"},
		"alias: a part left":    {body: deny(`{ card := object.remove(input.head.card, ["at"]); card.version.kind }`), want: "the input has no such key"},
		"alias: json.remove":    {body: deny(`{ card := json.remove(input.head.card, ["at"]); card.version.kind }`), want: "the input has no such key"},
		"alias: with":           {body: "inner if input.head.card.present\n\n" + deny(`inner with input as {}`), want: "`with` is allowed in tests only"},
		"alias: with data":      {body: "inner if count(data.modelgate.tm.x) > 0\n\n" + deny(`inner with data.modelgate.tm.x as []`), tables: map[string]string{"tm": "x: [1]\n"}, want: "`with` is allowed in tests only"},
		"alias: comprehension":  {body: "cards := [d.card | some d in input.head.datasets]\n\n" + deny(`{ some c in cards; c.licence.present }`), want: `did you mean "license"?`},

		// Conditions that are never false.
		"not: text":                 {body: deny(`not input.head.card.version.value`), want: "it is text, even if that is empty"},
		"not: count":                {body: deny(`not count(input.head.artifacts)`), want: "the result of count is a number"},
		"not: indexof":              {body: deny(`not indexof(input.head.name, "x")`), want: "the result of indexof is a number"},
		"not: set":                  {body: "ok contains d.name if some d in input.head.datasets\n\n" + deny(`not ok`), want: "it is a set, even if that is empty"},
		"not: array":                {body: "ok := [d.name | some d in input.head.datasets]\n\n" + deny(`not ok`), want: "it is an array, even if that is empty"},
		"not: helper":               {body: "has(x) if x.value\n\n" + deny(`not has(input.head.card.version)`), want: "it is text, even if that is empty"},
		"not: default":              {body: "default ok := true\n\nok if input.head.present\n\n" + deny(`not ok`), want: "true by default"},
		"not: function's default":   {body: "default ok(_) := true\n\nok(x) if x.present\n\n" + deny(`not ok(input.head.card)`), want: "true by default"},
		"not: alias":                {body: "version := input.head.card.version.value\n\n" + deny(`not version`), want: "it is text, even if that is empty"},
		"not: local":                {body: deny(`{ v := input.head.card.version; not v.value }`), want: "it is text, even if that is empty"},
		"not: in every":             {body: deny(`{ some d in input.head.datasets; every a in input.head.artifacts { a.format; d.name } }`), want: "it is text, even if that is empty"},
		"not: comprehension":        {body: deny(`count([a | some a in input.head.artifacts; a.format]) == 0`), want: "it is text, even if that is empty"},
		"not: object.get":           {body: deny(`not object.get(data.modelgate.tm.x, input.head.name, "")`), tables: map[string]string{"tm": "x: {other: 1}\n"}, fails: "a condition is text, which is never false"},
		"not: partial":              {body: "owner(x) := y if { y := x[_] }\n\n" + deny(`not owner([""])`), fails: "reads like false"},
		"count: object":             {body: deny(`count(input.head.card) == 0`), want: "counts the keys of input.head.card"},
		"truth: no":                 {body: deny(`not data.modelgate.tm.skip`), tables: map[string]string{"tm": "skip: no\n"}, want: "it is text"},
		"truth: null":               {body: deny(`not data.modelgate.tm.skip`), tables: map[string]string{"tm": "skip: null\n"}, want: "null"},
		"truth: zero":               {body: deny(`not data.modelgate.tm.skip`), tables: map[string]string{"tm": "skip: 0\n"}, want: "it is a number"},
		"truth: row says no":        {body: deny(`not data.modelgate.tm.skip[input.head.name]`), tables: map[string]string{"tm": "skip: {churn: off, other: yes}\n"}, want: `reads "off" in`},
		"truth: row's field":        {body: deny(`{ some row in data.modelgate.tm.rows; not row.skip }`), tables: map[string]string{"tm": "rows: [{skip: false}, {skip: \"false\"}]\n"}, want: "not a boolean in another"},
		"truth: false among others": {body: deny(`not data.modelgate.tm.contact[input.head.name]`), tables: map[string]string{"tm": "contact: {churn: false, other: me}\n"}, want: `is false in one row`},
		"written":                   {body: strings.ReplaceAll(deny(`{ x0 := [input.head.name]; XX; count(x27) > 0 }`), "XX", doubling(`x%d := [x%d, x%d]`)), want: "comes to more than 100000 values"},

		// Texts that have no order, and numbers that are text.
		"order: units":     {body: deny(`"9kg" > sprintf("%dkg", [count(input.head.artifacts)])`), fails: "they are not both dates"},
		"order: percent":   {body: deny(`input.head.name < "5%"`), fails: "they are not both dates"},
		"order: German":    {body: deny(`input.now > "30.09.2026"`), fails: "they are not both dates"},
		"order: one digit": {body: deny(`input.now < "2026-9-01"`), fails: "they are not both dates"},
		"order: versions":  {body: deny(`max(["1.10.0", "1.9.0"]) == "1.10.0"`), fails: "they are not both dates"},
		"order: zones":     {body: deny(`input.now < "2026-09-01T00:00:00+02:00"`), fails: "they are not both dates"},
		"order: sort":      {body: deny(`sort(["9", "10"])[0] == "9"`), fails: "this sorts numbers that are text"},
		"order: zeros":     {body: deny(`input.head.checks[0].value == "0.10"`), fails: "this compares two numbers that are text"},

		// Keys that are named by a variable.
		"scope: a variable":   {body: deny(`{ some k in ["rules"]; count(input.change[k]) > 0 }`), want: "is available only to rules of scope repository"},
		"scope: every key":    {body: deny(`{ some k, v in input.change; k == "rules"; count(v) > 0 }`), want: "is available only to rules of scope repository"},
		"scope: of a table":   {body: `deny contains {"at": input.change.at, "message": "m"} if input[data.modelgate.tm.side].present`, scope: "repository", tables: map[string]string{"tm": "side: head\n"}, want: "input.head is available only to rules of scope model"},
		"alias: of a table":   {body: deny(`{ some k in data.modelgate.tm.fields; not input.head.card[k].present }`), tables: map[string]string{"tm": "fields: [license, licence]\n"}, want: `has no key "licence"`},
		"table: list by text": {body: deny(`not data.modelgate.tm.tags[input.head.name]`), tables: map[string]string{"tm": "tags: [churn]\n"}, want: "is a list, and this looks it up by text"},
		"table: null key":     {body: deny(`count(data.modelgate.tm.exempt) > 0`), tables: map[string]string{"tm": "exempt:\nother: 1\n"}, want: `the table has null for "exempt"`},

		// Messages that do not fit.
		"sprintf: number as text":  {body: `deny contains {"at": input.head.at, "message": sprintf("x %d", [input.head.name])}`, want: "the arguments of sprintf do not fit"},
		"sprintf: too few":         {body: `deny contains {"at": input.head.at, "message": sprintf("x %s %s", [input.head.name])}`, want: "MISSING"},
		"sprintf: too many":        {body: `deny contains {"at": input.head.at, "message": sprintf("x", [input.head.name])}`, want: "EXTRA"},
		"sprintf: text as number":  {body: `deny contains {"at": input.head.at, "message": sprintf("x %s", [count(input.head.checks)])}`, want: "the arguments of sprintf do not fit"},
		"sprintf: of a table":      {body: `deny contains {"at": input.head.at, "message": sprintf("x %s", [data.modelgate.tm.x[input.head.name]])}`, tables: map[string]string{"tm": "x: {churn: 5, other: y}\n"}, fails: "the arguments of sprintf do not fit"},
		"sprintf: computed format": {body: `deny contains {"at": input.head.at, "message": sprintf(concat(" ", ["%d", "x"]), [input.head.name])}`, fails: "the arguments of sprintf do not fit"},
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
		in.Scope = finding.Scope(s.scope)
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
		"custom_idiom/used_findings":     1,
		"custom_idiom/spelled":           1,
		"custom_idiom/left_out":          1,
		"custom_idiom/asked_function":    1,
		"custom_idiom/optional_row":      1,
		"custom_idiom/first_of_many":     1,
		"custom_idiom/partial_answer":    1,
		"custom_idiom/dates_in_order":    1,
		"custom_idiom/sorted_names":      1,
		"custom_idiom/field_names":       1,
		"custom_idiom/switched_off":      1,
		"custom_idiom/pairs":             1,
		"custom_idiom/grouped":           1,
		"custom_idiom/flag":              1,
		"custom_idiom/default_false":     1,
		"custom_idiom/whole_change":      1,
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
