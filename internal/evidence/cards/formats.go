// Package cards reads model cards, in the formats of one table. What a format is not the
// place for is absent; where a model's card is looked for is for the finder.
package cards

import (
	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/bom"
	"github.com/modelgate-dev/modelgate/internal/evidence/format"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/schema"
)

// Format is a format of model cards.
type Format = format.Format[evidence.Card]

// Formats are the formats of model cards, in the order in which they are tried.
// Where a model has several cards, the first of them in this order is its primary
// one: the page that people read, then what is most complete.
var Formats = []Format{
	{Name: FormatHuggingFace, Covers: "front matter, `model-index`, sections", LooksFor: "Markdown with a model's metadata in its front matter (`license`, `pipeline_tag`, `model-index` …)", Recognise: isHuggingFace, Read: decodeHuggingFace},
	{Name: FormatMarkdown, Covers: "Markdown without metadata, as on Docker Hub", LooksFor: "Markdown without metadata, with the title or at least two of the headings of a model card, or a table of facts about a model", Recognise: IsPage, Read: decodeMarkdown},
	{Name: formatModelCard, Covers: "our own, `schemas/model-card.schema.json`", LooksFor: "YAML or JSON with `kind: ModelCard`", Schema: schema.ModelCard, Marks: []string{"ModelCard"}, Recognise: isOwnCard, Read: decodeOwnCard},
	{Name: formatToolkit, Covers: "0.0.1 and 0.0.2", LooksFor: "JSON with `model_details`, as the Model Card Toolkit writes it (0.0.1, 0.0.2)", Marks: []string{"model_details"}, Recognise: isToolkit, Read: decodeToolkit(formatToolkit), Specified: toolkitSchema},
	{Name: formatBridge2AI, Covers: "model-card-schema", LooksFor: "YAML with `model_details`, optionally with Hugging Face Hub metadata keys (bridge2ai/model-card-schema)", Marks: []string{"model_details"}, Recognise: isBridge2AI, Read: decodeToolkit(formatBridge2AI), Specified: always("bridge2ai")},
	{Name: FormatCycloneDX, Covers: "CycloneDX 1.5 to 1.7, JSON and XML", LooksFor: "CycloneDX in JSON or XML with a component of type `machine-learning-model`", Marks: []string{"machine-learning-model"}, Recognise: isMLBOM, Read: decodeCycloneDX, Specified: bom.Schema},
	{Name: formatSPDX, Covers: "SPDX 3.0 JSON-LD, compact form", LooksFor: "SPDX 3.0 JSON-LD with an `ai_AIPackage`", Marks: []string{"AIPackage"}, Recognise: isSPDX, Read: decodeSPDX, Specified: always("spdx-3.0")},
	{Name: formatBailo, Covers: "an organization's own pages become sections, by the meaning of their names", LooksFor: "Bailo metadata: `highLevelDetails` with `contacts` or `schemaRef`, or `overview.modelSummary`", Marks: []string{"highLevelDetails", "modelSummary", "schemaId"}, Recognise: isBailo, Read: decodeBailo, Specified: always("bailo")},
	{Name: FormatKitfile, LooksFor: "a Kitfile: `manifestVersion` and a `model` or `package`", Marks: []string{"manifestVersion"}, Recognise: isKitfile, Read: decodeKitfile, Specified: always("kitfile")},
	{Name: FormatMLmodel, LooksFor: "MLflow's MLmodel: `flavors`, and a run, a version or a signature", Marks: []string{"flavors"}, Recognise: isMLmodel, Read: decodeMLmodel, Specified: always("mlmodel")},
	{Name: FormatEvalResults, Covers: "`.eval_results/*.yaml` next to a card, which become its claims", LooksFor: "Hugging Face Hub `.eval_results`: a list of values with `dataset.id`", Recognise: isEvalResults, Read: decodeEvalResults},
}

func always(name string) func(*document.Document) string {
	return func(*document.Document) string { return name }
}

// Validate holds a card against the schema of its format, and what it says in our
// words beside those of its format against ours, with errors.
func Validate(f Format, d *document.Document) ([]finding.Finding, error) {
	found, err := f.Validate(d)
	if f.Schema != "" || err != nil || d.Syntax != document.Markdown || d.Root.Get("modelgate") == nil {
		return found, err
	}
	own, err := schema.Validate(schema.ModelCardAdditions, d)
	return append(found, own...), err
}

// PlainPage is the format of a Markdown file that is a card because it is asked for
// as one.
func PlainPage(d *document.Document) Format {
	name := FormatMarkdown
	if d.Root != nil || d.Front.End > 0 {
		name = FormatHuggingFace
	}
	f, _ := format.Named(Formats, name)
	return f
}

// Likenesses are documents that are near a model card.
var Likenesses = []format.Likeness{
	{Name: "a CycloneDX bill of materials without a machine learning model or data", Is: func(d *document.Document) bool { return bom.Is(d) && !isMLBOM(d) && !bom.HasData(d) }},
}
