package policy

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/modelgate-dev/modelgate/policies"
)

// TestReadersOfTables: what the text of the built-in rules tells of the tables that
// they read is what the compiler sees, and no table is read by a name that is worked out.
func TestReadersOfTables(t *testing.T) {
	var ps problems
	src, err := readBuiltins(policies.FS, &ps, isRule)
	if err != nil {
		t.Fatal(err)
	}
	all := parseTables(src.data, &ps)
	compiler := ast.NewCompiler().WithCapabilities(capabilities())
	if compiler.Compile(parse(src.rules, capabilities(), &ps)); compiler.Failed() {
		t.Fatal(compiler.Errors)
	}
	reads := map[string]map[string]bool{} // by package: tables and packages
	for _, m := range compiler.Modules {
		pkg := m.Package.Path.String()
		reads[pkg] = map[string]bool{}
		ast.WalkRefs(m, func(r ast.Ref) bool {
			if !r.HasPrefix(ast.DefaultRootRef) {
				return false
			}
			words := []string{"data"}
			for _, term := range r[1:] {
				word, constant := term.Value.(ast.String)
				if !constant {
					break
				}
				words = append(words, string(word))
			}
			if len(words) < 3 || words[1] != "modelgate" {
				t.Errorf("%s: %s may be any table", r[0].Location, r)
				return false
			}
			if all[words[2]] != nil {
				reads[pkg][words[2]] = true
			} else if len(words) > 3 {
				reads[pkg]["data.modelgate."+words[2]+"."+words[3]] = true
			}
			return false
		})
	}
	var reaches func(pkg, table string, seen map[string]bool) bool
	reaches = func(pkg, table string, seen map[string]bool) bool {
		if seen[pkg] {
			return false
		}
		seen[pkg] = true
		for name := range reads[pkg] {
			if name == table || name != pkg && reaches(name, table, seen) {
				return true
			}
		}
		return false
	}
	few, files := 0, readersIn(src.rules)
	for table := range all {
		told := readersOf(files, []string{table})
		n := 0
		for pkg := range reads {
			if strings.HasPrefix(pkg, string(builtIn)+".") && reaches(pkg, table, map[string]bool{}) {
				if n++; told[pkg].path == "" {
					t.Errorf("%s reads the table %s, which its text does not tell", pkg, table)
				}
			}
		}
		if len(told) < len(reads)/4 {
			few++
		}
	}
	if few < len(all)*2/3 {
		t.Errorf("only %d of %d tables are read by less than a quarter of the rules", few, len(all))
	}
	if len(readersOf(files, nil)) != 0 {
		t.Error("rules read no table at all")
	}
}

// TestRulesOfOccasions: which rules are about changes, reviews and promotions only, told by
// what they and their helpers read.
func TestRulesOfOccasions(t *testing.T) {
	s, err := loadOver(fstest.MapFS{
		"policies/a.rego": {Data: []byte(compares("a", "import data.modelgate.custom.lib.kit", "kit.was"))},
		"policies/b.rego": {Data: []byte(compares("b", "", "input.head.present"))},
		"policies/c.rego": {Data: []byte(compares("c", "import data.modelgate.lib.review", "count(review.people) < 2"))},
		"policies/d.rego": {Data: []byte(compares("d", "", "change := input.change; change.review.present"))},
		"policies/e.rego": {Data: []byte(compares("e", "", "count(input.change.paths) > 0"))},
		"policies/f.rego": {Data: []byte(compares("f", "", "some check in input.head.checks; check.bound == \"not_worse_by\""))},
		"policies/g.rego": {Data: []byte(compares("g", "", "input.target.present"))},
		"policies/l.rego": {Data: []byte("package modelgate.custom.lib.kit\n\nwas if input.base.present\n")},
	}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]string{
		"governance/version_not_raised": "change", "governance/owner_changed": "change", "governance/model_unapproved": "change, review", "governance/rules_loosened": "change", "data/dataset_replaced": "change",
		"evaluation/regression": "change", "evaluation/improvement_missing": "change", "evaluation/not_comparable": "change", "evaluation/baseline_missing": "change", "card/declaration_withdrawn": "change",
		"evaluation/threshold_not_met": "", "evaluation/metric_missing": "", "evaluation/disparity_exceeded": "", "evaluation/evidence_unfit": "",
		"governance/artifact_digest_missing": "", "card/license_missing": "", "card/section_missing": "", "data/license_missing": "", "nothing/known": "",
		"custom_kit/a": "change", "custom_kit/b": "", "custom_kit/c": "change, review", "custom_kit/d": "change, review", "custom_kit/e": "change", "custom_kit/f": "change", "custom_kit/g": "promotion",
	} {
		var got []string
		for _, o := range []struct {
			is   bool
			word string
		}{{s.Compares(id), "change"}, {s.Reviews(id), "review"}, {s.Promotes(id), "promotion"}} {
			if o.is {
				got = append(got, o.word)
			}
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%s: %v, want %s", id, got, want)
		}
	}
}

func compares(name, imports, condition string) string {
	return "# METADATA\n# title: T\n# description: D.\n# custom:\n#   severity: error\n#   remediation: R.\n#   sources: [S]\npackage modelgate.custom.kit." + name + "\n\n" + imports + "\n\ndeny contains {\"at\": input.head.at, \"message\": \"m\"} if {\n\tinput.head.present\n\t" + condition + "\n}\n"
}
