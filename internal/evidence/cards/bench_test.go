package cards_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/cards"
	"github.com/modelgate-dev/modelgate/internal/evidence/format"
	"github.com/modelgate-dev/modelgate/internal/evidence/inspection"
)

// sized makes a card of about n bytes in a format.
func sized(format string, n int) []byte {
	var head, unit, tail string
	switch format {
	case cards.FormatHuggingFace:
		head = "---\nlicense: mit\nlanguage: en\npipeline_tag: text-classification\ndatasets: [a, b]\nmodel-index:\n- name: m\n  results:\n  - task: {type: x}\n    dataset: {type: a, name: a}\n    metrics: [{type: f1, value: 0.9}]\n---\n# M\n"
		unit = "\n## Part %d\n\nSome text about the model with a [link](docs/a.md), an address team@example.com and `code`.\n\n- **License:** MIT\n- **Developed by:** ACME\n\n| Metric | Value |\n|---|---|\n| F1 | 0.91 |\n\n### Limitations\n\n" + strings.Repeat("It has limits. ", 20) + "\n"
	case cards.FormatMarkdown:
		head = "# Model Card for M\n"
		unit = "\n## Evaluation %d\n\n| Benchmark | Metric | M |\n|---|---|---|\n| MMLU | accuracy | 80.1%% |\n| GSM8K | accuracy | 70.2%% |\n\n**Provider:** ACME\n\n" + strings.Repeat("Words and more words. ", 15) + "\n"
	case cards.FormatCycloneDX:
		head = `{"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "components": [{"type": "machine-learning-model", "name": "m", "modelCard": {"quantitativeAnalysis": {"performanceMetrics": [`
		unit = `{"type": "f1", "slice": "group %d", "value": "0.91", "confidenceInterval": {"lowerBound": "0.9", "upperBound": "0.92"}},` + "\n"
		tail = `{"type": "f1", "value": "0.9"}]}}}]}`
	case "xml":
		head = `<bom xmlns="http://cyclonedx.org/schema/bom/1.6"><components><component type="machine-learning-model"><name>m</name><modelCard><quantitativeAnalysis><performanceMetrics>`
		unit = "<performanceMetric><type>f1</type><value>0.91</value><slice>group %d &amp; more</slice></performanceMetric>\n"
		tail = `</performanceMetrics></quantitativeAnalysis></modelCard></component></components></bom>`
	case "bridge2ai":
		head = "model_details: {name: m}\nconsiderations:\n  limitations:\n"
		unit = "  - description: Limit number %d of the model, told in a sentence of some length.\n"
	case "model-card-toolkit":
		head = `{"model_details": {"name": "m"}, "considerations": {"limitations": [`
		unit = `{"description": "Limit number %d of the model, told in a sentence of some length."},` + "\n"
		tail = `{"description": "That is all."}]}}`
	case "modelgate-model-card":
		head = "apiVersion: modelgate.dev/v1\nkind: ModelCard\nname: m\nresults:\n"
		unit = "  - metric: f1\n    value: 0.91\n    dataset: part %d of the held-out contracts of the last two quarters\n    split: test\n"
	case "spdx-ai":
		head = `{"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld", "@graph": [{"type": "CreationInfo", "@id": "_:c", "specVersion": "3.0.1", "created": "2026-01-15T10:00:00Z", "createdBy": ["urn:t"]},
{"type": "ai_AIPackage", "spdxId": "urn:m", "creationInfo": "_:c", "name": "m", "software_packageVersion": "1", "software_primaryPurpose": "model", "software_downloadLocation": "https://example.org/m", "suppliedBy": "urn:t", "releaseTime": "2026-01-15T10:00:00Z", "ai_metric": [`
		unit = `{"type": "DictionaryEntry", "key": "f1 of part %d", "value": "0.4669192"},` + "\n"
		tail = `{"type": "DictionaryEntry", "key": "f1", "value": "0.4669192"}]}]}`
	case "bailo":
		head = `{"schemaRef": "minimal", "highLevelDetails": {"name": "m", "modelSummary": "x"}, "contacts": {"owner": ["a"]}, "overview": {"metrics": [`
		unit = `{"name": "f1 of part %d", "value": 0.91},` + "\n"
		tail = `{"name": "f1", "value": 0.9}]}}`
	case cards.FormatKitfile:
		head = "manifestVersion: \"1.0.0\"\nmodel: {name: m, path: m.onnx}\ndatasets:\n"
		unit = "  - {name: part %d, path: ./data/part.csv, description: Some of the data., license: CC-BY-4.0}\n"
	case cards.FormatMLmodel:
		head = "artifact_path: model\nmlflow_version: 2.9.2\nmodel_uuid: a\nrun_id: b\nutc_time_created: '2026-01-15 10:00:00'\nflavors:\n"
		unit = "  flavor_%d: {model_path: model.pkl, sklearn_version: 1.3.2, code: null}\n"
	}
	var b strings.Builder
	b.WriteString(head)
	for i := 0; b.Len() < n-len(tail); i++ {
		fmt.Fprintf(&b, unit, i)
	}
	b.WriteString(tail)
	return []byte(b.String())
}

func nameOf(format string) string {
	switch format {
	case cards.FormatHuggingFace, cards.FormatMarkdown:
		return "README.md"
	case cards.FormatCycloneDX:
		return "bom.json"
	case "xml":
		return "bom.xml"
	case "model-card-toolkit", "spdx-ai", "bailo":
		return "card.json"
	}
	return "card.yaml"
}

var benchmarked = []string{cards.FormatHuggingFace, cards.FormatMarkdown, cards.FormatCycloneDX, "xml", "model-card-toolkit", "bridge2ai", "modelgate-model-card", "spdx-ai", "bailo", cards.FormatKitfile, cards.FormatMLmodel}

// BenchmarkInspect reads cards of growing size: the time for a byte stays the same.
func BenchmarkInspect(b *testing.B) {
	for _, name := range benchmarked {
		for _, kB := range []int{10, 100, 200, 1000} {
			src := sized(name, kB*1000)
			b.Run(fmt.Sprintf("%s/%dkB", name, kB), func(b *testing.B) {
				b.SetBytes(int64(len(src)))
				for b.Loop() {
					in, err := inspection.Of(nameOf(name), src, "")
					if err != nil || in.Kind != format.KindCard {
						b.Fatal(in.Kind, err)
					}
				}
			})
		}
	}
}

// TestSizedCardsAreRead: what the benchmark measures is the reading of a card.
func TestSizedCardsAreRead(t *testing.T) {
	for _, format := range benchmarked {
		src := sized(format, 50_000)
		in, err := inspection.Of(nameOf(format), src, "")
		if err != nil {
			t.Errorf("%s: %v", format, err)
			continue
		}
		c := in.Document.(evidence.Card)
		if len(c.Claims)+len(c.Sections)+len(c.Datasets.Items) < 50 && !slices.Contains([]string{"bridge2ai", "model-card-toolkit", cards.FormatMLmodel}, format) || format != "xml" && c.Format != format || len(in.Findings) > 0 {
			t.Errorf("%s: %s with %d claims, %d sections, findings %.200v", format, c.Format, len(c.Claims), len(c.Sections), in.Findings)
		}
	}
}
