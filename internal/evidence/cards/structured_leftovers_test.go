package cards

import (
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// leftIn is what a template left in a card, in its facts and in its written sections.
func leftIn(c evidence.Card) string {
	var out []string
	for _, l := range c.Placeholder {
		out = append(out, l.Text)
	}
	for _, l := range c.Template {
		out = append(out, l.Section+": "+l.Text)
	}
	return strings.Join(out, "; ")
}

// TestStructuredLeftovers: facts that a template left in structured cards, and notes within the
// texts of written sections.
func TestStructuredLeftovers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, src, want string
		read            func(*document.Document) evidence.Card
	}{
		{"card.json", `{"model_details": {"name": "Your model name", "version": {"name": "x.x.x"}, "owners": [{"name": "Jane Doe", "contact": "your.email@example.com"}, {"name": "Churn team"}]}}`,
			"Your model name; x.x.x; Jane Doe; your.email@example.com", decodeToolkit(formatToolkit)},
		{"card.json", `{"model_details": {"name": "m"}, "considerations": {"limitations": [{"description": "Scores of young contracts are close to random."}, {"description": "TODO: add the others"}]}}`,
			"limitations: TODO: add the others", decodeToolkit(formatToolkit)},
		{"card.json", `{"model_details": {"name": "todo-app-classifier", "version": {"name": "1.0"}, "owners": [{"name": "Jane Miller", "contact": "ml@example.com"}], "overview": "Sorts the entries of a TODO list by how urgent they are."}}`, "", decodeToolkit(formatToolkit)},
		{"bom.json", `{"metadata": {"component": {"type": "machine-learning-model", "name": "m", "version": "TBD", "tags": ["<tag>", "churn"], "authors": [{"name": "Your Name"}],
			"modelCard": {"considerations": {"technicalLimitations": ["Scores of young contracts are close to random, see [Insert link to report]."]}}}}}`,
			"TBD; <tag>; Your Name; technicalLimitations: [Insert link to report].", decodeCycloneDX},
		{"Kitfile", "manifestVersion: '1.0'\npackage:\n  authors: [your name, Churn team]\nmodel:\n  name: '{{ name }}'\n  version: 1.2.0\n  framework: sklearn\n", "{{ name }}; your name", decodeKitfile},
		{"bailo.json", `{"schemaId": "s", "overview": {"modelSummary": "Sorts incoming letters by department. Lorem ipsum dolor sit amet.", "tags": ["TODO"]}, "highLevelDetails": {"name": "letters"}}`, "TODO; model summary: Lorem ipsum dolor", decodeBailo},
		{"m.spdx.json", `{"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld", "@graph": [{"type": "ai_AIPackage", "spdxId": "m", "name": "letters", "software_packageVersion": "TBD", "ai_limitation": "Letters by hand are often sorted wrongly. TODO: state how often"}]}`,
			"TBD; ai_limitation: TODO: state how often", decodeSPDX},
	} {
		d, _ := document.Parse(c.name, []byte(c.src))
		if got := leftIn(c.read(d)); got != c.want {
			t.Errorf("%s: got %q, want %q", c.src, got, c.want)
		}
	}
}

// TestSmallLeftovers: the keys of which a card needs none.
func TestSmallLeftovers(t *testing.T) {
	t.Parallel()
	for front, want := range map[string]string{
		"thumbnail: url to a thumbnail used in social sharing":                     "url to a thumbnail used in social sharing",
		"thumbnail: https://acme.io/m.png":                                         "",
		"co2_eq_emissions:\n  emissions: 10\n  source: TODO\n  hardware_used: N/A": "TODO",
		"co2_eq_emissions:\n  emissions: 10\n  training_type: <training type>":     "<training type>",
		"co2_eq_emissions:\n  emissions: 10\n  source: code carbon":                "",
		"extra_gated_prompt: Lorem ipsum dolor sit amet":                           "Lorem ipsum dolor sit amet",
		"extra_gated_prompt: 'By using it, you accept [INSERT LICENSE NAME].'":     "",
		"extra_gated_heading: '[Your heading]'":                                    "[Your heading]",
		"extra_gated_fields:\n  Name: text\n  Country: country":                    "",
		"new_version: '{{ new_version }}'":                                         "{{ new_version }}",
	} {
		d, _ := document.Parse("README.md", []byte("---\nlicense: mit\n"+front+"\n---\n# m\n"))
		if got := leftIn(decodeHuggingFace(d)); got != want {
			t.Errorf("%q: got %q, want %q", front, got, want)
		}
	}
}
