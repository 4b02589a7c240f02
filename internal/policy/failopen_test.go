package policy

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/source"
	"github.com/modelgate-dev/modelgate/internal/source/sourcetest"
)

// The fail-open suite: each way in which Rego is silent, and the proof that
// here it is not. The names are those of the table in docs/ARCHITECTURE.md.

func TestFailOpenMisspeltInputPath(t *testing.T) {
	for name, test := range map[string]struct{ body, want string }{
		"direct":            {`deny contains {"at": input.head.at, "message": "m"} if input.head.cards.present`, `did you mean "card"?`},
		"top":               {`deny contains {"at": input.head.at, "message": "m"} if input.heads.present`, `did you mean "head"?`},
		"negated":           {`deny contains {"at": input.head.at, "message": "m"} if not input.head.card.licence.present`, `did you mean "license"?`},
		"through some":      {`deny contains {"at": d.at, "message": "m"} if { some d in input.head.datasets; d.names == "x" }`, `did you mean "name"?`},
		"in a helper":       {"deny contains {\"at\": d.at, \"message\": \"m\"} if { some d in input.head.datasets; _bad(d) }\n\n_bad(d) if d.cards.present", `did you mean "card"?`},
		"in an every":       {`deny contains {"at": input.head.at, "message": "m"} if { every d in input.head.datasets { d.declard } }`, `did you mean "declared"?`},
		"object.get":        {`deny contains {"at": input.head.at, "message": "m"} if object.get(input.head.card, "crad", false)`, `the input has no such key`},
		"object.get, path":  {`deny contains {"at": input.head.at, "message": "m"} if object.get(input.head, ["card", "license", "presnt"], false)`, `the input has no such key`},
		"object.get, named": {`deny contains {"at": d.at, "message": "m"} if { some d in input.head.datasets; k := "crad"; object.get(d, k, false) }`, `the input has no such key`},
		"in a sprintf":      {`deny contains {"at": input.head.at, "message": sprintf("%s", [input.head.card.names.value])}`, `did you mean "name"?`},
	} {
		t.Run(name, func(t *testing.T) {
			e := refused(t, builtin(map[string]string{"a/b": test.body}), nil, Options{}, "policies/rules/a/b/b.rego:", test.want)
			if e.Problems[0].Line == 0 {
				t.Errorf("no line: %v", e)
			}
		})
	}
}

func TestFailOpenMisspeltTable(t *testing.T) {
	rule := func(body string) map[string]string {
		return map[string]string{"rules/a/b/b.rego": header() + "package modelgate.rules.a.b\n\n" + body, "data/terms.yaml": "personal: [identifying]\nlevels: {production: {points: 3}}\n"}
	}
	deny := `deny contains {"at": input.head.at, "message": "m"} if `
	for name, test := range map[string]struct{ body, want string }{
		"table":                 {deny + `"x" in data.modelgate.term.personal`, `did you mean "terms"?`},
		"key":                   {deny + `"x" in data.modelgate.terms.persnal`, `did you mean "personal"?`},
		"key below":             {deny + `data.modelgate.terms.levels.prodution.points > 1`, `did you mean "production"?`},
		"root":                  {deny + `data.modelgaet.terms.personal`, `unknown name "modelgaet"`},
		"elsewhere":             {deny + `data.config.x`, `unknown name "config"`},
		"key behind a variable": {deny + `data.modelgate.terms.levels[input.stage].pointss > 1`, `did you mean "points"?`},
		"helper document":       {"import data.modelgate.lib\n\n" + deny + `lib.nothing`, `unknown name "lib"`},
		"helper function":       {"import data.modelgate.lib\n\n" + deny + `lib.nothing(1)`, `undefined function data.modelgate.lib.nothing`},
	} {
		t.Run(name, func(t *testing.T) { refused(t, files(rule(test.body)), nil, Options{}, test.want) })
	}
	load(t, files(rule(deny+`{ input.head.name in data.modelgate.terms.personal; data.modelgate.terms.levels[input.stage].points > 1 }`)), nil, Options{})
}

// A number that is text is never smaller than a number: the comparison is
// false and says nothing.
func TestFailOpenWrongType(t *testing.T) {
	for name, body := range map[string]string{
		"equal":         `deny contains {"at": c.at, "message": "m"} if { some c in input.head.checks; c.value == 1 }`,
		"less":          `deny contains {"at": c.at, "message": "m"} if { some c in input.head.checks; c.value < 0.8 }`,
		"greater":       `deny contains {"at": c.at, "message": "m"} if { some c in input.head.checks; 0.8 > c.value }`,
		"less, named":   `deny contains {"at": c.at, "message": "m"} if { some c in input.head.checks; v := c.value; v <= 0.8 }`,
		"less, direct":  `deny contains {"at": input.head.at, "message": "m"} if input.head.checks[0].value < 0.8`,
		"arithmetic":    `deny contains {"at": c.at, "message": "m"} if { some c in input.head.checks; c.value + 1 > 2 }`,
		"flag as text":  `deny contains {"at": c.at, "message": "m"} if { some c in input.head.checks; c.value == true }`,
		"object truthy": `deny contains {"at": input.head.at, "message": "m"} if input.head.card.license == "mit"`,
		"applies":       "applies := \"yes\"\n\n" + loud,
	} {
		t.Run(name, func(t *testing.T) {
			refused(t, builtin(map[string]string{"a/b": body}), nil, Options{}, "policies/rules/a/b/b.rego:")
		})
	}
}

// An empty input has every property, so that a rule which loops over what is
// owed fires on a model that has nothing.
func TestFailOpenOptionalPartAbsent(t *testing.T) {
	set := load(t, builtin(map[string]string{
		"a/license":  `deny contains {"at": input.head.card.license.at, "message": sprintf("license %q", [input.head.card.license.value])} if not input.head.card.license.present`,
		"a/none":     `deny contains {"at": input.head.at, "message": "no datasets"} if count(input.head.datasets) == 0`,
		"a/owed":     `deny contains {"at": t.at, "message": sprintf("no result for %s", [t.metric])} if { some t in input.config.thresholds; count([r | some e in input.head.evaluations; some r in e.results; r.metric == t.metric]) == 0 }`,
		"a/previous": `deny contains {"at": input.head.at, "message": "new"} if input.base.manifest.version.value != "1"`,
	}), nil, Options{})
	in := model()
	in.Head.Card.License.At = "m/README.md#/license"
	in.Config.Thresholds = []Threshold{{At: ".modelgate/thresholds.yaml#/thresholds/0", ID: "t", Metric: "auc"}}
	for id, v := range evaluate(t, set, in) {
		if state(v) != "fail" {
			t.Errorf("%s: %s, want fail: %+v", id, state(v), v)
		}
	}
}

func TestFailOpenFailingBuiltin(t *testing.T) {
	rules := map[string]string{"a/loud": loud, "a/quiet": quiet, "z/loud": loud}
	for name, test := range map[string]struct{ body, want string }{
		"number":       {`deny contains {"at": input.head.at, "message": "m"} if to_number(input.head.name) < 1`, "to_number"},
		"date":         {`deny contains {"at": input.head.at, "message": "m"} if time.parse_rfc3339_ns(input.head.name) < 1`, "time.parse_rfc3339_ns"},
		"division":     {`deny contains {"at": input.head.at, "message": "m"} if 1 / count(input.head.datasets) > 0`, "div"},
		"negated":      {`deny contains {"at": input.head.at, "message": "m"} if not json.unmarshal(input.head.name)`, "json.unmarshal"},
		"in a helper":  {"deny contains {\"at\": input.head.at, \"message\": \"m\"} if _old(input.head.name)\n\n_old(s) if to_number(s) < 1", "to_number"},
		"in applies":   {"applies if to_number(input.head.name) < 1\n\n" + loud, "to_number"},
		"two values":   {"deny contains {\"at\": input.head.at, \"message\": _m}\n\n_m := \"x\" if input.head.present\n\n_m := \"y\" if input.head.id == \"m\"", "conflicting values"},
		"two function": {"deny contains {\"at\": input.head.at, \"message\": _m(1)}\n\n_m(_) := \"x\"\n\n_m(_) := \"y\" if input.head.present", "conflicting values"},
	} {
		t.Run(name, func(t *testing.T) {
			in := model()
			in.Head.Name = "not a number"
			got := evaluate(t, load(t, builtin(with(rules, "m/bad", test.body)), nil, Options{}), in)
			if v := got["m/bad"]; !strings.Contains(v.Error, test.want) || !strings.Contains(v.Error, "policies/rules/m/bad/bad.rego") {
				t.Errorf("the failing rule: %+v, want an error that names %q and the file", v, test.want)
			}
			for id, want := range map[string]string{"a/loud": "fail", "a/quiet": "pass", "z/loud": "fail"} {
				if state(got[id]) != want {
					t.Errorf("%s: %s, want %s", id, state(got[id]), want)
				}
			}
		})
	}
}

// A helper that fails is evaluated once for all rules; every rule that needs
// it has the error, and no other.
func TestFailOpenFailingSharedHelper(t *testing.T) {
	rule := func(name, body string) string {
		return header() + "package modelgate.rules.a." + name + "\n\nimport data.modelgate.lib\n\n" + body
	}
	set := load(t, files(map[string]string{
		"lib/lib.rego":         "package modelgate.lib\n\nnumber := to_number(input.head.name)\n",
		"rules/a/one/one.rego": rule("one", `deny contains {"at": input.head.at, "message": "m"} if lib.number < 1`),
		"rules/a/two/two.rego": rule("two", `deny contains {"at": input.head.at, "message": "m"} if lib.number < 2`),
		"rules/a/not/not.rego": header() + "package modelgate.rules.a[\"not\"]\n\n" + loud,
	}), nil, Options{})
	got := evaluate(t, set, model())
	for id, want := range map[string]string{"a/one": "error", "a/two": "error", "a/not": "fail"} {
		if state(got[id]) != want {
			t.Errorf("%s: %s, want %s", id, state(got[id]), want)
		}
	}
}

func TestFailOpenMalformedResult(t *testing.T) {
	for name, test := range map[string]struct{ body, want string }{
		"number":              {`deny contains 1`, "a number"},
		"string":              {`deny contains "no license"`, "text"},
		"array":               {`deny contains ["m"]`, "an array"},
		"null":                {`deny contains null`, "null"},
		"truth value":         {`deny contains true`, "a truth value"},
		"set":                 {`deny contains {"m"}`, "a set"},
		"empty object":        {`deny contains {}`, "no message"},
		"no at":               {`deny contains {"message": "m"}`, "no at"},
		"no message":          {`deny contains {"at": input.head.at}`, "no message"},
		"msg":                 {`deny contains {"at": input.head.at, "msg": "m"}`, "msg"},
		"misspelt":            {`deny contains {"at": input.head.at, "mesage": "m"}`, `did you mean "message"?`},
		"blank message":       {`deny contains {"at": input.head.at, "message": " "}`, "empty message"},
		"message is a number": {`deny contains {"at": input.head.at, "message": 3}`, "a number"},
		"at is an object":     {`deny contains {"at": input.head, "message": "m"}`, "an object"},
		"key is a number":     {`deny contains {"at": input.head.at, "message": "m", "key": 7}`, "a number"},
		"extra key":           {`deny contains {"at": input.head.at, "message": "m", "severity": "note"}`, "severity"},
		"related is text":     {`deny contains {"at": input.head.at, "message": "m", "related": "x"}`, "text"},
		"related of text":     {`deny contains {"at": input.head.at, "message": "m", "related": ["x"]}`, "text"},
		"related without at":  {`deny contains {"at": input.head.at, "message": "m", "related": [{"message": "x"}]}`, "no at"},
		"related misspelt":    {`deny contains {"at": input.head.at, "message": "m", "related": [{"at": input.head.at, "mesage": "x"}]}`, "mesage"},
		"suggestion is text":  {`deny contains {"at": input.head.at, "message": "m", "suggestion": "x"}`, "text"},
		"unknown suggestion":  {`deny contains {"at": input.head.at, "message": "m", "suggestion": {"rename": "x"}}`, "rename"},
		"two suggestions":     {`deny contains {"at": input.head.at, "message": "m", "suggestion": {"rename_key": "x", "replace_value": "y"}}`, "2 keys, not one"},
		"empty suggestion":    {`deny contains {"at": input.head.at, "message": "m", "suggestion": {"rename_key": ""}}`, "empty rename_key"},
		"related to nowhere":  {`deny contains {"at": input.head.at, "message": "m", "related": [{"at": "elsewhere#", "message": "x"}]}`, "elsewhere"},
	} {
		t.Run(name, func(t *testing.T) {
			rules := map[string]string{"a/bad": test.body, "a/loud": loud, "a/both": test.body + "\n\n" + loud}
			got := evaluate(t, load(t, builtin(rules), nil, Options{}), model())
			if v := got["a/bad"]; !strings.Contains(v.Error, test.want) || len(v.Findings) > 0 {
				t.Errorf("%+v, want an error with %q", v, test.want)
			}
			if v := got["a/both"]; v.Error == "" || len(v.Findings) != 1 {
				t.Errorf("a well-formed member beside a malformed one: %+v, want both", v)
			}
			if state(got["a/loud"]) != "fail" {
				t.Errorf("another rule: %+v", got["a/loud"])
			}
		})
	}
}

func TestFailOpenZeroRules(t *testing.T) {
	refused(t, files(nil), nil, Options{}, "no rules found")
	refused(t, files(map[string]string{"lib/lib.rego": "package modelgate.lib\n\nx := 1\n"}), nil, Options{}, "no rules found")
	refused(t, files(map[string]string{"rules/a/b/b_test.rego": header() + "package modelgate.rules.a.b\n\n" + loud}), nil, Options{}, "no rules found")
	set := load(t, builtin(map[string]string{"a/b": loud}), nil, Options{})
	in := model()
	in.Scope = "repository"
	if _, err := set.Evaluate(t.Context(), in, anywhere); !errors.Is(err, ErrNoRules) {
		t.Errorf("a scope without rules: %v, want ErrNoRules", err)
	}
	in.Scope, in.Stage = "model", "prod"
	if _, err := set.Evaluate(t.Context(), in, anywhere); err == nil {
		t.Error("an unknown stage is accepted")
	}
}

func TestFailOpenUnknownRuleID(t *testing.T) {
	rules := builtin(map[string]string{"card/license_missing": loud})
	refused(t, rules, nil, Options{Off: map[string]string{"card/licence_missing": "not for us"}}, `"card/licence_missing"`, `did you mean "card/license_missing"?`)
	refused(t, rules, nil, Options{Severity: map[string]map[finding.Stage]finding.Severity{"card/x": {finding.Draft: finding.Note}}}, `"card/x"`)
	refused(t, rules, nil, Options{Severity: map[string]map[finding.Stage]finding.Severity{"card/license_missing": {"prod": finding.Note}}}, `"prod"`)
	refused(t, rules, nil, Options{Severity: map[string]map[finding.Stage]finding.Severity{"card/license_missing": {finding.Draft: "fatal"}}}, `"fatal"`)
	refused(t, rules, nil, Options{Off: map[string]string{"card/license_missing": " "}}, "without a reason")
}

// What guards the rules is not for the rules to silence; they may ask for more.
func TestFixedRules(t *testing.T) {
	rules := files(map[string]string{"rules/card/license_missing/license_missing.rego": header("fixed: true") + "package modelgate.rules.card.license_missing\n\n" + loud})
	severity := func(at finding.Stage, s finding.Severity) Options {
		return Options{Severity: map[string]map[finding.Stage]finding.Severity{"card/license_missing": {at: s}}}
	}
	refused(t, rules, nil, Options{Off: map[string]string{"card/license_missing": "too loud"}}, "cannot be turned off")
	refused(t, rules, nil, severity(finding.Production, finding.Warning), "below the minimum \"error\"")
	refused(t, rules, nil, severity(finding.Draft, finding.Note), "in stage draft")
}

// The list is METADATA; a rule that says what becomes of the rules is on it.
func TestGuardsAreFixed(t *testing.T) {
	set, err := Load(t.Context(), source.Base{Tree: sourcetest.Tree("base", fstest.MapFS{})}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	adjustable := []string{"governance/rules_tightened", "governance/rules_unowned", "governance/rules_untested"} // advice
	for _, r := range set.Rules() {
		name, guards := strings.CutPrefix(r.ID, "governance/")
		guards = guards && (strings.HasPrefix(name, "rules_") || strings.HasPrefix(name, "threshold") || strings.HasPrefix(name, "waiver_") || strings.HasSuffix(name, "_unapproved"))
		if guards != r.Fixed && !slices.Contains(adjustable, r.ID) && r.ID != "governance/named_model_unknown" {
			t.Errorf("%s: fixed is %v", r.ID, r.Fixed)
		}
	}
}

func TestFailOpenMetadata(t *testing.T) {
	whole := header("controls: [gdpr/Art. 6(1)]", "example: x", "scope: model", "effective_on: 2027-01-31", "waivable: false")
	replace := func(old, new string) string { return strings.Replace(whole, old, new, 1) }
	for name, test := range map[string]struct{ metadata, want string }{
		"none":                     {"", "no METADATA"},
		"misspelt marker":          {replace("METADATA", "METADTA"), "no METADATA"},
		"lower case":               {replace("METADATA", "metadata"), "no METADATA"},
		"at a rule":                {replace("# title", "# scope: rule\n# title"), ""},
		"malformed":                {replace("# title: T", "# title: ["), "policies/rules/a/b/b.rego:"},
		"no title":                 {replace("# title: T\n", ""), "title is missing"},
		"misspelt title":           {replace("# title: T", "# titel: T"), "title is missing"},
		"no description":           {replace("# description: D\n", ""), "description is missing"},
		"no severity":              {replace("#   severity: error\n", ""), "custom.severity is missing"},
		"unknown severity":         {replace("severity: error", "severity: eror"), `did you mean "error"?`},
		"severity is a number":     {replace("severity: error", "severity: 1"), "custom.severity"},
		"stage missing":            {replace("severity: error", "severity: {draft: note, review: note}"), "stage production"},
		"unknown stage":            {replace("severity: error", "severity: {draft: note, review: note, prodution: error}"), `did you mean "production"?`},
		"unknown stage's severity": {replace("severity: error", "severity: {draft: note, review: note, production: fatal}"), `"fatal"`},
		"no remediation":           {replace("#   remediation: Mend it.\n", ""), "custom.remediation is missing"},
		"remediation is a list":    {replace("remediation: Mend it.", "remediation: [a]"), "custom.remediation is not a string"},
		"no sources":               {replace("#   sources: [S]\n", ""), "custom.sources is missing"},
		"empty sources":            {replace("sources: [S]", "sources: []"), "custom.sources"},
		"sources is text":          {replace("sources: [S]", "sources: S"), "custom.sources"},
		"sources of numbers":       {replace("sources: [S]", "sources: [1]"), "custom.sources"},
		"unknown key":              {replace("waivable: false", "waiveable: false"), `did you mean "waivable"?`},
		"waivable is text":         {replace("waivable: false", "waivable: never"), `"never"`},
		"fixed is text":            {replace("waivable: false", "fixed: always"), `"always"`},
		"unknown scope":            {replace("scope: model", "scope: file"), `"file"`},
		"date is no date":          {replace("2027-01-31", "soon"), `"soon"`},
		"date is no day":           {replace("2027-01-31", "2027-02-31"), `"2027-02-31"`},
		"date is a number":         {replace("2027-01-31", "2027"), `"2027"`},
		"controls is text":         {replace("controls: [gdpr/Art. 6(1)]", "controls: x"), "custom.controls"},
		"example is a number":      {replace("example: x", "example: 1"), "custom.example"},
		"custom missing":           {"# METADATA\n# title: T\n# description: D\n", "custom.severity is missing"},
	} {
		t.Run(name, func(t *testing.T) {
			refused(t, files(map[string]string{"rules/a/b/b.rego": test.metadata + "package modelgate.rules.a.b\n\n" + loud}), nil, Options{}, test.want)
		})
	}
	set := load(t, files(map[string]string{"rules/a/b/b.rego": whole + "package modelgate.rules.a.b\n\n" + loud}), nil, Options{})
	rule := set.Rules()[0]
	if rule.Title != "T" || rule.EffectiveOn != "2027-01-31" || rule.Waivable || rule.Controls[0] != "gdpr/Art. 6(1)" || rule.Origin != "built-in" {
		t.Errorf("%+v", rule)
	}
	below := "package modelgate.rules.a.b\n\n" + strings.Replace(header(), "# title", "# scope: rule\n# title", 1) + loud
	refused(t, files(map[string]string{"rules/a/b/b.rego": below}), nil, Options{}, "has no effect on a single rule")
}

func TestFailOpenForbiddenBuiltins(t *testing.T) {
	for _, call := range []string{
		`http.send({"method": "get", "url": "http://127.0.0.1/"})`,
		`net.lookup_ip_addr("localhost")`, `net.cidr_contains("10.0.0.0/8", "10.0.0.1")`,
		`opa.runtime()`, `time.now_ns()`, `rand.intn("x", 3)`, `uuid.rfc4122("x")`, `uuid.parse("x")`,
		`io.jwt.decode_verify("x", {})`, `io.jwt.encode_sign({}, {}, {})`, `io.jwt.encode_sign_raw("", "", "")`, `io.jwt.decode("x")`,
		`crypto.x509.parse_and_verify_certificates("x")`, `crypto.hmac.sha256("a", "b")`, `crypto.parse_private_keys("x")`,
		`providers.aws.sign_req({}, {}, 1)`, `json.match_schema({}, {"$ref": "http://127.0.0.1/"})`, `json.verify_schema({})`,
	} {
		name, _, _ := strings.Cut(call, "(")
		t.Run(name, func(t *testing.T) {
			body := fmt.Sprintf(`deny contains {"at": input.head.at, "message": "m"} if { x := %s; x }`, call)
			refused(t, builtin(map[string]string{"a/b": body}), nil, Options{}, "policies/rules/a/b/b.rego:", "undefined function "+name, "help: Rules")
			indirect := fmt.Sprintf("deny contains {\"at\": input.head.at, \"message\": \"m\"} if { x := count([1]) with count as %s; x }", name)
			refused(t, builtin(map[string]string{"a/b": indirect}), nil, Options{}, "policies/rules/a/b/b.rego:")
		})
	}
}

func TestFailOpenMisspeltDeny(t *testing.T) {
	for _, name := range []string{"denny", "denies", "deny_license", "den", "Deny", "violation", "violations", "warn", "warning", "fail", "denied", "exception"} {
		rules := func(extra string) map[string]string {
			return map[string]string{"a/b": extra + name + ` contains {"at": input.head.at, "message": "m"}`}
		}
		refused(t, builtin(rules("")), nil, Options{}, "the package has no deny rule")
		refused(t, builtin(rules(loud+"\n\n")), nil, Options{}, fmt.Sprintf("%q is not used by any rule", name))
	}
	for _, name := range []string{"aplies", "apply", "appliez"} {
		refused(t, builtin(map[string]string{"a/b": name + " if false\n\n" + loud}), nil, Options{}, fmt.Sprintf("%q is not used by any rule", name))
	}
	for name, body := range map[string]string{
		"a value":          `deny := {{"at": input.head.at, "message": "m"}}`,
		"a truth value":    `deny if input.head.present`,
		"a list":           `deny := [{"at": input.head.at, "message": "m"}]`,
		"an object":        `deny["x"] := {"at": input.head.at, "message": "m"}`,
		"a function":       `deny(_) := {"at": input.head.at, "message": "m"}`,
		"a set below":      `deny.x contains {"at": input.head.at, "message": "m"}`,
		"a default":        "default deny := false\n\ndeny if input.head.present",
		"applies: a set":   "applies contains 1\n\n" + loud,
		"applies: a call":  "applies(x) if x\n\n" + loud,
		"applies: a table": "applies[\"x\"] := true\n\n" + loud,
	} {
		t.Run(name, func(t *testing.T) {
			refused(t, builtin(map[string]string{"a/b": body}), nil, Options{}, "is not a")
		})
	}
}

func TestFailOpenAnchorToNowhere(t *testing.T) {
	rules := builtin(map[string]string{
		"a/made_up": `deny contains {"at": "elsewhere/README.md#/license", "message": "m"}`,
		"a/empty":   `deny contains {"at": input.head.card.license.at, "message": "m"}`,
		"a/loud":    loud,
	})
	got := evaluate(t, load(t, rules, nil, Options{}), model())
	if v := got["a/made_up"]; !strings.Contains(v.Error, `"elsewhere/README.md#/license"`) {
		t.Errorf("%+v", v)
	}
	if v := got["a/empty"]; !strings.Contains(v.Error, "empty at") {
		t.Errorf("%+v", v)
	}
	if state(got["a/loud"]) != "fail" {
		t.Errorf("%+v", got["a/loud"])
	}
}

func TestFailOpenEndlessEvaluation(t *testing.T) {
	endless := `deny contains {"at": input.head.at, "message": "m"} if { some i in numbers.range(1, 3000); some j in numbers.range(1, 3000); some k in numbers.range(1, 3000); i + j + k == 0 }`
	set := load(t, builtin(map[string]string{"a/loud": loud, "m/endless": endless, "m/endless_too": endless, "z/loud": loud}), nil, Options{Steps: 200_000})
	got := evaluate(t, set, model())
	for id, want := range map[string]string{"a/loud": "fail", "m/endless": "error", "m/endless_too": "error", "z/loud": "fail"} {
		if state(got[id]) != want {
			t.Errorf("%s: %s, want %s", id, state(got[id]), want)
		}
	}
	if v := got["m/endless"]; !strings.Contains(v.Error, "more than 200000 steps") || v.Unfinished {
		t.Errorf("the error does not name the limit: %+v", v)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := set.Evaluate(ctx, model(), anywhere); !errors.Is(err, context.Canceled) {
		t.Errorf("with a context that has ended: %v", err)
	}
}

func TestFailOpenShadowing(t *testing.T) {
	rules := builtin(map[string]string{"card/missing": loud})
	body := "\n\n" + quiet
	for name, test := range map[string]struct{ pkg, want string }{
		"the rule":            {"modelgate.rules.card.missing", "reserved for the built-in rules"},
		"another rule":        {"modelgate.rules.card.other", "reserved for the built-in rules"},
		"the helpers":         {"modelgate.lib.cards", "reserved for the built-in rules"},
		"the entry point":     {"modelgate.entry.model", "reserved for the built-in rules"},
		"conftest's place":    {"modelgate.main.x", "reserved for the built-in rules"},
		"the root":            {"modelgate", "reserved for the built-in rules"},
		"a table":             {"modelgate.licenses", "reserved for the built-in rules"},
		"nobody's":            {"acme.rules", "would not be evaluated"},
		"too short":           {"modelgate.custom.acme", "would not be evaluated"},
		"too deep":            {"modelgate.custom.acme.a.b", "would not be evaluated"},
		"upper case":          {"modelgate.custom.acme.Owner", "would not be evaluated"},
		"denying as a helper": {"modelgate.custom.lib.x", "deny has no effect in a helper package"},
	} {
		t.Run(name, func(t *testing.T) {
			refused(t, rules, files(map[string]string{"policies/x.rego": header() + "package " + test.pkg + body}), Options{}, ".modelgate/policies/x.rego:", test.want)
		})
	}
	own := files(map[string]string{"policies/x.rego": header() + "package modelgate.custom.card.missing" + body})
	got := evaluate(t, load(t, rules, own, Options{}), model())
	if state(got["card/missing"]) != "fail" || state(got["custom_card/missing"]) != "pass" || len(got) != 2 {
		t.Errorf("an own rule of the same name: %v", got)
	}
}

func TestFailOpenApplies(t *testing.T) {
	got := evaluate(t, load(t, builtin(map[string]string{
		"a/none":            quiet,
		"a/true":            "applies if input.head.present\n\n" + quiet,
		"a/undefined":       "applies if input.base.present\n\n" + quiet,
		"a/false":           "applies := false\n\n" + quiet,
		"a/default":         "default applies := false\n\napplies if input.base.present\n\n" + quiet,
		"a/false_and_loud":  "applies if input.base.present\n\n" + loud,
		"a/failing":         "applies if to_number(input.head.id) == 1\n\n" + quiet,
		"a/failing_negated": "applies if not to_number(input.head.id) == 1\n\n" + quiet,
		"a/not_boolean":     "applies := _any(input.head.id)\n\n_any(x) := x\n\n" + quiet,
	}), nil, Options{}), model())
	for id, want := range map[string]string{
		"a/none": "pass", "a/true": "pass", "a/undefined": "not applicable", "a/false": "not applicable", "a/default": "not applicable",
		"a/false_and_loud": "fail", "a/failing": "error", "a/failing_negated": "error", "a/not_boolean": "error",
	} {
		if state(got[id]) != want {
			t.Errorf("%s: %s, want %s: %+v", id, state(got[id]), want, got[id])
		}
	}
}
