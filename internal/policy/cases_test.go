package policy

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/policies"
)

const ownerRule = `package modelgate.custom.g.owner

deny contains {"at": owner.at, "key": owner.value, "message": sprintf("owner %q is not a team", [owner.value])} if {
	owner := input.head.manifest.owner
	owner.present
	not endswith(owner.value, "-team")
}
`

// cased are the files of a repository with the rule, and cases of it.
func cased(cases string) map[string]string {
	return map[string]string{
		"policies/owner.rego":       header() + ownerRule,
		"policies/cases/owner.yaml": "apiVersion: modelgate.dev/v1\nkind: PolicyCases\nrule: custom_g/owner\ncases:\n" + cases,
	}
}

func runTree(t *testing.T, contents map[string]string) (TestReport, error) {
	t.Helper()
	return TestFS(t.Context(), policies.FS, files(contents))
}

// TestCases: a case is compared with all that the rule finds.
func TestCases(t *testing.T) {
	var text strings.Builder
	rows := []struct{ rest, want string }{
		{`patch: {/head/manifest/owner: m-team}, expect: []`, ""},
		{`patch: {/head/manifest/owner: alice}, expect: [{message: 'owner "alice" is not a team'}]`, ""},
		{`patch: {/head/manifest/owner: alice}, expect: [{contains: alice, key: alice, severity: error}]`, ""},
		{`patch: {/head/manifest/owner: alice}, expect: [{contains: alice, severity: warning}]`, `missing finding: a message with "alice", severity "warning"; unexpected finding: "owner \"alice\" is not a team" at models/m/modelgate.yaml#/owner, severity "error"`},
		{`patch: {/head/manifest/owner: alice}, expect: [{at: 'models/m/modelgate.yaml#/owner'}]`, ""},
		{`patch: {/head/manifest/owner: alice, /head/artifacts/-: {path: m.pkl, format: pickle}}, expect: [{contains: alice}]`, ""},
		{`patch: {/head/manifest/owner/value: alice}, expect: []`, `unexpected finding: "owner \"alice\" is not a team" at models/m/modelgate.yaml#/owner`},
		{`patch: {/head/manifest/owner: alice}, expect: [{contains: bob}]`, `missing finding: a message with "bob"; unexpected finding`},
		{`patch: {/head/manifest/owner: alice}, expect: [{contains: alice}, {contains: alice}]`, `missing finding: a message with "alice"`},
		{`patch: {/head/manifest/owner: null}, expect: [{contains: alice}]`, `missing finding: a message with "alice"`},
		{`patch: {/head/manifest/ower: alice}, expect: []`, `patch: /head/manifest has no key "ower"; did you mean "owner"?`},
		{`patch: {/head/manifest/owner: {valeu: alice}}, expect: []`, `patch: /head/manifest/owner has no key "valeu"; did you mean "value"?`},
		{`patch: {/head/datasets/7/name: alice}, expect: []`, `patch: /head/datasets has 1 item, so there is no item "7"`},
		{`patch: {/head/datasets: alice}, expect: []`, "patch: /head/datasets must be a list, but the patch has a string"},
		{`patch: {/head/artifacts/-: {path: m.pkl, format: pickel}}, expect: []`, `patch: /head/artifacts/-/format cannot be "pickel"; did you mean "pickle"?`},
		{`patch: {/stage: prod}, expect: []`, `patch: /stage cannot be "prod"`},
		{`patch: {/now: tomorrow}, expect: []`, `patch: /now must be an RFC 3339 time such as 2026-11-15T00:00:00Z, but the patch has "tomorrow"`},
		{`patch: {/now: 2026-11-31T00:00:00Z}, expect: []`, `patch: /now must be an RFC 3339 time`},
		{`patch: {/now: 2026-12-31T00:00:00Z, /head/manifest/owner: m-team}, expect: []`, ""},
		{`patch: {head: alice}, expect: []`, `patch: "head" is not a JSON Pointer into the input`},
		{`input: repository, expect: []`, `the input "repository" is not for a rule of scope model`},
		{`patch: {/head/manifest/owner: alice}, applies: false, expect: [{contains: alice}]`, "the rule applies: true, expected false"},
	}
	for i, row := range rows {
		fmt.Fprintf(&text, "  - {name: case %02d, %s}\n", i, row.rest)
	}
	r, err := runTree(t, cased(text.String()))
	if err != nil || len(r.Cases) != len(rows) {
		t.Fatal(err, r.Cases)
	}
	for i, row := range rows {
		if got := r.Cases[i]; got.Path != ".modelgate/policies/cases/owner.yaml" || got.Line != 5+i || got.Passed != (row.want == "") || !strings.HasPrefix(got.Failure, row.want) {
			t.Errorf("%s: %+v, want %q", row.rest, got, row.want)
		}
	}
	if len(r.Exercises) != 1 || r.Exercises[0].Missing() != "" || len(r.Coverage) != 1 || r.Coverage[0].Percent != 100 {
		t.Errorf("%+v %+v", r.Exercises, r.Coverage)
	}
}

// A rule that reads a label which its case does not have fails with words, and not with
// those of the builtin that a helper has to fail by.
func TestCasesOfLabels(t *testing.T) {
	const rule = "package modelgate.custom.g.owner\n\nimport data.modelgate.lib.labels\n\n" +
		"deny contains {\"at\": label.at, \"message\": \"no family\"} if not label.present\n\nlabel := labels.of(\"family\")\n"
	contents := cased("  - {name: a, expect: []}\n  - {name: b, patch: {/head/labels/-: {name: family, present: false}}, expect: [{contains: no family}]}\n" +
		"  - {name: c, patch: {/head/labels/-: {name: family, type: text, value: llm}}, expect: []}\n")
	contents["policies/owner.rego"] = header() + rule
	r, err := runTree(t, contents)
	if err != nil || len(r.Cases) != 3 {
		t.Fatal(err, r)
	}
	const want = `policies/lib/labels.rego:10: label "family" is not declared: add it to labels in .modelgate/config.yaml, and in a case or test to /head/labels`
	if got := r.Cases[0].Failure; !strings.HasSuffix(got, want) || strings.Contains(got, "to_number") {
		t.Error(got)
	}
	if !r.Cases[1].Passed || !r.Cases[2].Passed {
		t.Errorf("%+v", r.Cases[1:])
	}
}

// TestCasesWithTables: a case has tables of its own, and no other case has them. They are
// held to their names and, if they are built in, to their keys and kinds.
func TestCasesWithTables(t *testing.T) {
	const rule = "package modelgate.custom.g.owner\n\nimport data.modelgate.carbon\nimport data.modelgate.countries\n\n" +
		"deny contains {\"at\": input.head.at, \"message\": sprintf(\"limit %v\", [kg])} if kg > 10\n\n" +
		"kg := carbon.max_kg - object.get(carbon, \"spare\", 0)\n\n" +
		"deny contains {\"at\": input.head.at, \"message\": \"no review\"} if data.modelgate.reviews[input.head.id] == \"never\"\n\n" +
		"deny contains {\"at\": input.head.at, \"message\": \"small\"} if count(countries.eea) == 1\n"
	var text strings.Builder
	rows := []struct{ rest, want string }{
		{`expect: []`, ""},
		{`tables: {carbon: {max_kg: 20}}, expect: [{message: limit 20}]`, ""},
		{`expect: []`, ""},
		{`tables: {countries: {eea: [FR]}}, expect: [{message: small}]`, ""},
		{`tables: {carbon: {spare: 0}}, expect: []`, ""}, // one's own is replaced as a whole: there is no max_kg
		{`tables: {carbon: {max_kgs: 20}}, expect: []`, `tables: the table "carbon" has no key "max_kgs"; did you mean "max_kg"? Valid keys: max_kg`},
		{`tables: {carbon: {carbon: 20}}, expect: []`, `tables: the table "carbon" has no key "carbon"; valid keys: max_kg`},
		{`tables: {carbon: {kg: 20}}, expect: []`, `tables: the table "carbon" has no key "kg"`}, // which a helper is called
		{`tables: {carbon: {max_kg: 20, spare: 5}}, expect: [{message: limit 15}]`, ""},          // a key that a rule names, and the table leaves out
		{`tables: {reviews: {models/m: never}}, expect: [{message: no review}]`, ""},             // keys that are data
		{`tables: {carbom: {max_kg: 20}}, expect: []`, `tables: unknown table "carbom"; did you mean "carbon"?`},
		{`tables: {packs: {gdpr: {}}}, expect: []`, `tables: unknown table "packs"`},
		{`tables: {testing: {model: {}}}, expect: []`, `tables: unknown table "testing"`},
		{`tables: {countries: {eeea: [FR]}}, expect: []`, `tables: the table "countries" has no key "eeea"; did you mean "eea"?`},
		{`tables: {countries: {eea: FR}}, expect: []`, `tables: "eea" in table "countries" is text, but must be a list`},
	}
	for i, row := range rows {
		fmt.Fprintf(&text, "  - {name: case %02d, %s}\n", i, row.rest)
	}
	contents := cased(text.String())
	contents["policies/owner.rego"], contents["data/carbon.yaml"] = header()+rule, "max_kg: 5\n"
	contents["data/reviews.yaml"] = "models/n: 2027-03-01\n"
	r, err := runTree(t, contents)
	if err != nil || len(r.Cases) != len(rows) {
		t.Fatal(err, r.Cases)
	}
	for i, row := range rows {
		if got := r.Cases[i]; got.Passed != (row.want == "") || !strings.HasPrefix(got.Failure, row.want) {
			t.Errorf("%s: %+v, want %q", row.rest, got, row.want)
		}
	}
	contents["policies/cases/owner.yaml"] = strings.Replace(cased("  - {name: a, expect: [{message: limit 11}]}\n  - {name: b, tables: {carbon: {max_kg: 12}}, expect: [{message: limit 12}]}\n")["policies/cases/owner.yaml"],
		"cases:", "tables: {carbon: {max_kg: 11}}\ncases:", 1)
	if r, err := runTree(t, contents); err != nil || len(r.Cases) != 2 || len(r.Failed()) > 0 {
		t.Error(err, r)
	}
}

// TestCasesThatCannotBeRead are problems at their lines.
func TestCasesThatCannotBeRead(t *testing.T) {
	for cases, want := range map[string]string{
		"  - {name: a, expect: [], patch: {}, ecpect: []}\n": `.modelgate/policies/cases/owner.yaml:5:38: unknown key "ecpect"`,
		"  - {name: a, expect: [], tables: {carbon: [1]}}\n": "owner.yaml:5:",
		"  - {name: a, expect: [], tables: carbon}\n":        "owner.yaml:5:",
		"  - {name: a}\n": "owner.yaml:5:", // expect is missing
		"  - {name: a, expect: []}\n  - {name: a, expect: []}\n": `owner.yaml:6:1: duplicate case "a"`,
		"  - {name: a, expect: [{}]}\n":                          "owner.yaml:5:",
		"  []\n":                                                 "owner.yaml:",
		"  - {name: a, expect: []":                               "owner.yaml:",
	} {
		var ps problems
		readCases(file{".modelgate/policies/cases/owner.yaml", []byte(cased(cases)["policies/cases/owner.yaml"])}, &ps)
		if err := ps.err(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", cases, err, want)
		}
	}
	unknown := cased("  - {name: a, expect: []}\n")
	unknown["policies/cases/owner.yaml"] = strings.Replace(unknown["policies/cases/owner.yaml"], "g/owner", "g/ower", 1)
	if _, err := runTree(t, unknown); err == nil || !strings.Contains(err.Error(), `owner.yaml:3:7: unknown rule "custom_g/ower"; did you mean "custom_g/owner"?`) {
		t.Error(err)
	}
}

// TestCasesAreBounded: how many there are is limited, whatever machine runs them.
func TestCasesAreBounded(t *testing.T) {
	var text strings.Builder
	for i := range 500 {
		fmt.Fprintf(&text, "  - {name: case %d, input: repository, expect: []}\n", i)
	}
	one := cased(text.String())["policies/cases/owner.yaml"]
	var all []file
	for i := range maxCases/500 + 1 {
		all = append(all, file{fmt.Sprintf("cases/%02d.yaml", i), []byte(one)})
	}
	set, err := loadOver(files(map[string]string{"policies/owner.rego": header() + ownerRule}), Options{})
	if err != nil {
		t.Fatal(err)
	}
	var ps problems
	run := caseRun{set: set, steps: maxTestSteps}
	if cases, err := run.run(t.Context(), all, &ps); err != nil || len(cases) != maxCases || ps.err() == nil || !strings.Contains(ps.err().Error(), "cases/10.yaml:1:1: too many cases (limit: 5000)") {
		t.Error(len(cases), err, ps.err())
	}
}

// TestExercises: what no test shows of a rule is told, of tests in Rego too.
func TestExercises(t *testing.T) {
	const body = "import data.modelgate.custom.g.NAME as rule\nimport data.modelgate.testing\n\n"
	const fires = "test_fires if count(rule.deny) == 1 with input as testing.with_values(testing.model, {\"/head/manifest/owner/value\": \"alice\"})\n"
	const silent = "test_silent if count(rule.deny) == 0 with input as testing.with_values(testing.model, {\"/head/manifest/owner/value\": \"m-team\"})\n"
	contents, want := map[string]string{}, map[string]string{}
	for name, row := range map[string][2]string{
		"both":   {body + fires + silent, ""},
		"fires":  {body + fires, "the rule is silent in no test or case"},
		"silent": {body + silent, "the rule fires in no test or case"},
		"none":   {"", "no test or case evaluates the rule"},
	} {
		contents["policies/"+name+".rego"] = header() + strings.Replace(ownerRule, "g.owner", "g."+name, 1)
		if row[0] != "" {
			contents["policies/"+name+"_test.rego"] = "package modelgate.custom.g." + name + "_test\n\n" + strings.Replace(row[0], "NAME", name, 1)
		}
		want["custom_g/"+name] = row[1]
	}
	r, err := runTree(t, contents)
	if err != nil || len(r.Failed()) > 0 || len(r.Exercises) != len(want) {
		t.Fatal(err, r)
	}
	for _, e := range r.Exercises {
		if e.Missing() != want[e.Rule] {
			t.Errorf("%+v: %q, want %q", e, e.Missing(), want[e.Rule])
		}
	}
}

// TestPatchesMakeWholeThings: what a patch leaves out is empty, present and at the place
// of what it is in.
func TestPatchesMakeWholeThings(t *testing.T) {
	in, err := ShippedInput("model")
	if err != nil {
		t.Fatal(err)
	}
	doc, _ := document.ParseAs(document.YAML, "p.yaml", []byte(`
/change/review/approvals/-: {user: bob, current: true, writes: true}
/head/card/risk_class: high
/head/card/tags: [a, b]
/head/card/co2: {emissions: 12.5, unit: kg}
/head/card: {business: null}
/target/present: true
`))
	for _, member := range doc.Root.Children {
		if err := patched(&in, member.Key, member); err != nil {
			t.Error(member.Key, err)
		}
	}
	fresh, err := ShippedInput("model")
	if err != nil || len(fresh.Change.Review.Approvals) > 0 || fresh.Head.Card.RiskClass.Present || !reflect.DeepEqual(fresh.Head.Datasets, in.Head.Datasets) {
		t.Error("a patch changed what it started from", err)
	}
	card, approvals := in.Head.Card, in.Change.Review.Approvals
	got := strings.TrimSpace(fmt.Sprintln(approvals, card.RiskClass, card.Tags, card.CO2.Present, card.CO2.Emissions, card.Business.Present, card.Business.KPI.At, card.License.Value, in.Target.Present))
	const want = `[{.modelgate/config.yaml# bob  true true  []}] {models/m/README.md#/absent true high} {models/m/README.md#/absent true [{models/m/README.md#/absent/0 a} {models/m/README.md#/absent/1 b}]} true {models/m/README.md#/absent true 12.5} false models/m/README.md#/business apache-2.0 true`
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// FuzzCases: whatever a file of cases holds, reading it and changing an input by it ends,
// and leaves the shipped input as it is.
func FuzzCases(f *testing.F) {
	f.Add(cased("  - {name: a, patch: {/head/manifest/owner: alice, /head/artifacts/-: {path: x}}, expect: [{contains: a}]}\n")["policies/cases/owner.yaml"])
	f.Add(cased("  - {name: a, patch: {/head/card: null, /change/review/approvals: [{user: b}], /head/datasets/0/card/storage/0/country: 1}, expect: []}\n")["policies/cases/owner.yaml"])
	before, err := ShippedInput("model")
	if err != nil {
		f.Fatal(err)
	}
	want := fmt.Sprint(before)
	f.Fuzz(func(t *testing.T, text string) {
		var ps problems
		_, _, cases := readCases(file{"cases/x.yaml", []byte(text)}, &ps)
		if len(cases) == 0 && len(ps) == 0 {
			t.Error("no cases and no problem")
		}
		for _, c := range cases {
			in := before
			if c.patch != nil {
				for _, member := range c.patch.Children {
					_ = patched(&in, member.Key, member)
				}
			}
		}
		if fmt.Sprint(before) != want {
			t.Error("the shipped input has changed")
		}
	})
}
