package datasets_test

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/cards"
	"github.com/modelgate-dev/modelgate/internal/evidence/datasets"
	"github.com/modelgate-dev/modelgate/internal/evidence/format"
	"github.com/modelgate-dev/modelgate/internal/evidence/inspection"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// described are the datasets of a document of a format of the table.
func described(t *testing.T, name, src string, keys datasets.Keys) []evidence.DataCard {
	t.Helper()
	d, found := document.Parse(name, []byte(src))
	f, ok := inspection.DataFormat(d)
	if !ok {
		t.Fatalf("%s is not recognized: %v", name, found)
	}
	return keys.Read(f, d, source.Tree{})
}

// TestOtherDescriptionsDisagree: what a description in another format says otherwise than
// our card of the same dataset is a conflict, whatever the format.
func TestOtherDescriptionsDisagree(t *testing.T) {
	const own = "apiVersion: modelgate.dev/v1\nkind: DataCard\nname: d\n"
	for _, tt := range []struct{ name, ours, theirs, want string }{
		{"README.md", "license: mit", "---\npretty_name: d\ntask_categories: [x]\nlicense: apache-2.0\n---\n", "license"},
		{"d.croissant.json", "license: mit", `{"@type": "sc:Dataset", "conformsTo": "http://mlcommons.org/croissant/1.0", "name": "d", "license": "apache-2.0"}`, "license"},
		{"d.odcs.yaml", "retention: {period: P2Y}", "kind: DataContract\napiVersion: v3.0.2\nname: d\nslaProperties: [{property: retention, value: 5, unit: y}]\n", "retention"},
		{"d.datacontract.yaml", "version: '2'", "dataContractSpecification: 1.1.0\nid: d\ninfo: {title: d, version: '3'}\nmodels: {}\n", "version"},
		{"datapackage.json", "license: mit", `{"name": "d", "licenses": [{"name": "apache-2.0"}], "resources": [{"path": "d.csv"}]}`, "license"},
		{"schema.yml", "fields: [{name: email, pii: false}]", "models: [{name: d, columns: [{name: email, tags: [pii]}]}]\n", "field email"},
		{"schema.yml", "owner: Sales", "models: [{name: d, meta: {owner: Finance}, columns: [{name: x}]}]\n", "owner"},
		{"schema.yml", "personal_data: {status: none}", "models: [{name: d, meta: {privacy: identifying}, columns: [{name: x}]}]\n", "personal_data.status"},
		{"d.jsonld", "special_categories: []", `{"@type": "dcat:Dataset", "dct:identifier": "d", "dpv:hasPersonalData": "dpv-pd:HealthRecord"}`, "special category health"},
		{"d.jsonld", "personal_data: {status: none}", `{"@type": "dcat:Dataset", "dct:identifier": "d", "dpv:hasPersonalData": "dpv-pd:Age"}`, "personal data"},
		{"d.jsonld", "purposes: [{id: p}]\nlegal_basis: [{basis: consent, purposes: [p]}]", `{"@type": "dcat:Dataset", "dct:identifier": "d", "dpv:hasLegalBasis": {"@id": "dpv:LegitimateInterest"}}`, "legal basis"},
		{"d.jsonld", "children: {included: 'no'}", `{"@type": "dcat:Dataset", "dct:identifier": "d", "healthdcatap:minTypicalAge": {"@value": "3"}}`, "children.included"},
		{"glue.json", "retention: {period: P2Y}", `{"Table": {"Name": "d", "DatabaseName": "x", "Parameters": {"retention": "P5Y"}}}`, "retention"},
		{"glue.json", "source: {pipeline: batch}", `{"Table": {"Name": "d", "DatabaseName": "x", "StorageDescriptor": {"Parameters": {"typeOfData": "kafka"}}}}`, "source.pipeline"},
		{"registry.json", "owner: Sales", `{"featureViews": [{"spec": {"name": "d", "owner": "Finance"}}]}`, "owner"},
		{"registry.json", "fields: [{name: email, pii: false}]", `{"featureViews": [{"spec": {"name": "d", "features": [{"name": "email", "tags": {"pii": "true"}}]}}]}`, "field email"},
		{"bom.json", "version: '2'", `{"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [{"type": "data", "name": "d", "version": "3", "description": "x"}]}`, "version"},
	} {
		ours := described(t, "d.yaml", own+tt.ours+"\n", nil)
		theirs := described(t, tt.name, tt.theirs, datasets.Keys{"status": {"privacy"}})
		_, conflicts, _ := datasets.Unite(slices.Concat(theirs, ours))
		if len(conflicts) != 1 || conflicts[0].Field != tt.want || !strings.HasPrefix(string(conflicts[0].At), tt.name+"#") || !strings.HasPrefix(string(conflicts[0].OtherAt), "d.yaml#") {
			t.Errorf("%s, %s: got %+v, want one on %s", tt.name, tt.ours, conflicts, tt.want)
		}
		agreeing, _, _ := datasets.Unite(theirs)
		if _, conflicts, _ := datasets.Unite([]evidence.DataCard{theirs[0], agreeing}); len(conflicts) > 0 {
			t.Errorf("%s disagrees with itself: %+v", tt.name, conflicts)
		}
	}
}

// TestPackageLicense: a license of a data package is read in the words of every version.
func TestPackageLicense(t *testing.T) {
	for written, want := range map[string]string{
		`"licenses": [{"name": "mit", "path": "x", "title": "y"}]`:           "mit",
		`"licenses": [{"url": "http://opendefinition.org/licenses/odc-by"}]`: "http://opendefinition.org/licenses/odc-by",
		`"licenses": [{"type": "odc-pddl", "url": "http://x.example"}]`:      "odc-pddl",
		`"licenses": [{"id": "odc-pddl"}]`:                                   "odc-pddl",
		`"licenses": [{"title": "Open Data Commons Attribution License"}]`:   "Open Data Commons Attribution License",
		`"license": "PDDL-1.0"`:                                              "PDDL-1.0",
		`"license": {"type": "PDDL-1.0", "url": "http://x.example"}`:         "PDDL-1.0",
		`"licenses": [], "license": ""`:                                      "",
	} {
		c := described(t, "datapackage.json", `{"name": "d", "resources": [{"path": "d.csv"}], `+written+"}", nil)[0]
		if c.License.Value != want {
			t.Errorf("%s: license %q, want %q", written, c.License.Value, want)
		}
	}
}

// TestHubCardsOfOtherNames: a dataset card is known by its metadata under the names that it
// has beside a model card, none of which is the name of the dataset.
func TestHubCardsOfOtherNames(t *testing.T) {
	for file, want := range map[string]string{"dataset_card.md": "Letters", "DATACARD.md": "Letters", "data/letters/data-card.md": "letters", "datacards/notes.md": "notes"} {
		c := described(t, file, "---\ntask_categories: [x]\npretty_name: Letters\n---\n# Letters\n", nil)[0]
		if c.Name.Value != want {
			t.Errorf("%s: %q, want %q", file, c.Name.Value, want)
		}
	}
}

// TestHubSourceDatasets: of the words for where a dataset is from, only a name is a parent.
func TestHubSourceDatasets(t *testing.T) {
	c := described(t, "README.md", "---\nsource_datasets: [original, extended, extended|squad, news]\n---\n# Letters\n", nil)[0]
	var parents []string
	for _, p := range c.Lineage {
		parents = append(parents, p.Ref.Value)
	}
	if !slices.Equal(parents, []string{"squad", "news"}) {
		t.Errorf("made from %q", parents)
	}
}

// TestDBTKeys: the names that an organization gives its facts add to those that are
// known; prose sets nothing.
func TestDBTKeys(t *testing.T) {
	const src = "models:\n  - name: t\n    meta: {privacy: pseudonymised, steward: Sales}\n    columns:\n      - {name: a, tags: [gdpr_personal]}\n      - {name: b, meta: {restricted: 'yes'}}\n      - {name: c, description: This is personal data.}\n"
	known := described(t, "schema.yml", src, nil)[0]
	if known.PersonalData.Present || known.Owner.Present || known.Fields[0].PII.Present || known.Fields[1].PII.Present || known.Fields[2].PII.Present {
		t.Errorf("without keys: %+v", known)
	}
	c := described(t, "schema.yml", src, datasets.Keys{"status": {"privacy"}, "owner": {"steward"}, "pii": {"gdpr_personal", "restricted"}})[0]
	if c.PersonalData.Status.Value != "pseudonymised" || c.Owner.Value != "Sales" || !c.Fields[0].PII.Value || !c.Fields[1].PII.Value || c.Fields[2].PII.Present {
		t.Errorf("with keys: %+v", c)
	}
	if c := described(t, "schema.yml", strings.Replace(src, "pseudonymised", "fully anonymous", 1), datasets.Keys{"status": {"privacy"}})[0]; c.PersonalData.Present {
		t.Errorf("a status that is none of our words is taken: %+v", c.PersonalData)
	}
}

// TestOtherFilesDescribeNoData: files with keys of the same names are none of these.
func TestOtherFilesDescribeNoData(t *testing.T) {
	for name, src := range map[string]string{
		"config.yaml":    "name: x\nversion: 1\nmodels: [{name: gpt, provider: openai}]\n",
		"models.yml":     "models: [{name: gpt, description: A model of language.}]\n",
		"schema.yml":     "models: {a: {columns: [x]}}\n",
		"sources.yaml":   "sources: [{name: deb, url: 'https://example.org'}]\n",
		"version.yml":    "version: 2\n",
		"page.jsonld":    `{"@context": "https://schema.org", "@type": "Dataset", "name": "x"}`,
		"lineage.json":   `{"Table": {"Name": "x", "Columns": []}}`,
		"registry.json":  `{"featureViews": [{"name": "x"}], "images": []}`,
		"service.jsonld": `{"@context": {"dcat": "http://www.w3.org/ns/dcat#"}, "@type": "dcat:DataService"}`,
		"bom.json":       `{"bomFormat": "CycloneDX", "components": [{"type": "library", "name": "x"}, {"type": "data", "name": "only a name"}]}`,
	} {
		d, _ := document.Parse(name, []byte(src))
		if f, ok := inspection.DataFormat(d); ok {
			t.Errorf("%s is read as %s", name, f.Name)
		}
	}
}

// TestBillOfModelAndData: a bill of materials may be the card of a model and describe its
// datasets: both are read, under the same names.
func TestBillOfModelAndData(t *testing.T) {
	src, err := os.ReadFile("testdata/bill-of-model-and-data.json")
	if err != nil {
		t.Fatal(err)
	}
	in, err := inspection.Of("bom.json", src, "")
	if err != nil {
		t.Fatal(err)
	}
	card, ok := in.Document.(evidence.Card)
	if !ok || in.Format != cards.FormatCycloneDX || len(in.More) != 2 {
		t.Fatalf("got %s with %d datasets", in.Format, len(in.More))
	}
	for i, used := range card.Datasets.Items {
		if c := in.More[i]; c.Name.Value != used.Value || !c.Description.Present || len(c.Storage) != 1 {
			t.Errorf("the card names %s; got %+v", used.Value, c)
		}
	}
	if in, err := inspection.Of("bom.json", src, format.KindData); err != nil || in.Document.(evidence.DataCard).Name.Value != card.Datasets.Items[0].Value {
		t.Errorf("as data: %+v, %v", in, err)
	}
}

// TestDataCardWords: the words of our schema are those of the Go types.
func TestDataCardWords(t *testing.T) {
	src, err := os.ReadFile("../../../schemas/data-card.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var root any
	if err := json.Unmarshal(src, &root); err != nil {
		t.Fatal(err)
	}
	for pointer, words := range map[string][]string{
		"personal_data/properties/status":                evidence.PersonalStatus("").Words(),
		"source/properties/pipeline":                     evidence.Pipeline("").Words(),
		"source/properties/credibility/properties/level": evidence.CredibilityLevel("").Words(),
		"catalog/properties/kind":                        evidence.CatalogKind("").Words(),
	} {
		at := root.(map[string]any)["properties"]
		for key := range strings.SplitSeq(pointer, "/") {
			at = at.(map[string]any)[key]
		}
		var enum []string
		for _, w := range at.(map[string]any)["enum"].([]any) {
			enum = append(enum, w.(string))
		}
		if !slices.Equal(enum, words) {
			t.Errorf("%s: the schema has %v, the type %v", pointer, enum, words)
		}
	}
}
