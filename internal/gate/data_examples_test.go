package gate

import (
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/source"
	"github.com/modelgate-dev/modelgate/internal/source/sourcetest"
)

// TestDataExamples: the examples of docs/data-compliance.md are read, and nothing but
// notes is found on them.
func TestDataExamples(t *testing.T) {
	base, head := fstest.MapFS{}, fstest.MapFS{}
	for file, name := range map[string]string{
		".modelgate/data/defaults.yaml": "defaults.yaml", ".modelgate/config.yaml": "rules-by-path.yaml", "datacards/contracts.yaml": "customer-contracts.yaml",
		"datacards/wine.yaml": "wine-quality.yaml", "datacards/counts.yaml": "churn-counts.yaml", "datacards/us/claims.yaml": "regimes/hipaa.yaml", "models/churn/README.md": "model-card.md",
	} {
		src, err := os.ReadFile("../../docs/examples/data/" + name)
		if err != nil {
			t.Fatal(err)
		}
		head[file] = &fstest.MapFile{Data: src}
		if file[0] == '.' { // what decides is of the base
			base[file] = head[file]
		}
	}
	head["datacards/us/claims.csv"] = &fstest.MapFile{Data: []byte("age_group\n40-49\n")} // what the paths of the configuration name
	head["models/others/README.md"] = &fstest.MapFile{Data: []byte("---\nlicense: apache-2.0\ndatasets: [wine-quality, churn-counts]\n---\n# Others\n")}
	for _, model := range []string{"churn", "others"} {
		head["models/"+model+"/modelgate.yaml"] = &fstest.MapFile{Data: []byte("apiVersion: modelgate.dev/v1\nkind: Model\nname: " + model + "\nversion: \"1.0.0\"\nowner: team\npurposes: [churn]\n")}
	}
	r := judgeCards(t, base, head)
	if len(r.Models) != 3 { // the third is the dataset that no model uses
		t.Fatalf("%d models", len(r.Models))
	}
	for _, d := range append(r.Models, r.Repository) {
		for _, f := range d.Findings {
			if f.Severity != finding.Note {
				t.Errorf("%s", f.Finding)
			}
		}
	}
}

// TestDataExamplesOfConfiguration: those that change no example card are configuration that
// is read, and do what the page says.
func TestDataExamplesOfConfiguration(t *testing.T) {
	load := func(file, name string) *run {
		t.Helper()
		src, err := os.ReadFile("../../docs/examples/data/" + name)
		if err != nil {
			t.Fatal(err)
		}
		tree := sourcetest.Tree(strings.Repeat("b", 40), fstest.MapFS{file: &fstest.MapFile{Data: src}})
		cfg, rules, err := loadInForce(t.Context(), source.Base{Tree: tree})
		if err != nil {
			t.Fatal(err)
		}
		return &run{config: cfg, packs: packsOf(rules)}
	}
	if c := load(".modelgate/config.yaml", "dbt-names.yaml").config; len(c.DBT) != 3 {
		t.Errorf("names of dbt are %v", c.DBT)
	}
	if c := load(".modelgate/config.yaml", "data-repositories.yaml").config; len(c.DataRepositories) != 1 {
		t.Errorf("data repositories are %v", c.DataRepositories)
	}
	before, after := load(".modelgate/config.yaml", "dbt-names.yaml").packs()["eu_ai_act"].Controls["risk_management"], load(".modelgate/regimes/eu_ai_act.yaml", "eu_ai_act-confirmed.yaml").packs()["eu_ai_act"].Controls["risk_management"]
	if before.Confirmed || !after.Confirmed || after.Article != before.Article {
		t.Errorf("the control is %+v, was %+v", after, before)
	}
}

// TestDataPageNamesEachRule: the page for privacy officers names each rule about data and
// the GDPR, itself or by a glob.
func TestDataPageNamesEachRule(t *testing.T) {
	page, err := os.ReadFile("../../docs/data-compliance.md")
	if err != nil {
		t.Fatal(err)
	}
	var named []string
	for _, m := range regexp.MustCompile("`((?:data|gdpr)/[a-z_*]+)`").FindAllSubmatch(page, -1) {
		named = append(named, string(m[1]))
	}
	for _, category := range []string{"data", "gdpr"} {
		rules, err := os.ReadDir("../../policies/rules/" + category)
		if err != nil || len(rules) == 0 {
			t.Fatal(len(rules), err)
		}
		for _, r := range rules {
			id := category + "/" + r.Name()
			if !slices.ContainsFunc(named, func(glob string) bool { matches, err := path.Match(glob, id); return err == nil && matches }) {
				t.Errorf("docs/data-compliance.md does not name %s", id)
			}
		}
	}
}
