package evidence

import (
	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/schema"
)

// cardFormats are the formats of model cards, in the order in which they are
// tried. Where a model has several cards, the first of them in this order is its
// primary one: the page that people read, then what is most complete.
var cardFormats = []format{
	cardFormat(FormatHuggingFace, "", "Markdown with a model's metadata in its front matter (license, pipeline_tag, model-index …)", isHuggingFace, decodeHuggingFace),
	cardFormat(FormatMarkdown, "", "Markdown without metadata that is titled a model card, has at least two headings of one, or a table of a model's facts", isModelCard, decodeMarkdown),
	cardFormat(FormatModelCard, schema.ModelCard, "YAML or JSON with kind: ModelCard", isOwnCard, decodeOwnCard),
	cardFormat(FormatToolkit, "", "JSON with model_details, as the Model Card Toolkit writes it (0.0.1, 0.0.2)", isToolkit, decodeToolkit(FormatToolkit)),
	cardFormat(FormatBridge2AI, "", "YAML with model_details, optionally with Hugging Face Hub metadata keys (bridge2ai/model-card-schema)", isBridge2AI, decodeToolkit(FormatBridge2AI)),
	cardFormat(FormatCycloneDX, "", "CycloneDX in JSON or XML with a component of type machine-learning-model", isMLBOM, decodeCycloneDX),
	cardFormat(FormatSPDX, "", "SPDX 3.0 JSON-LD with an ai_AIPackage", isSPDX, decodeSPDX),
	cardFormat(FormatBailo, "", "Bailo metadata: highLevelDetails with contacts or schemaRef, or overview.modelSummary", isBailo, decodeBailo),
	cardFormat(FormatKitfile, "", "a Kitfile: manifestVersion and a model or package", isKitfile, decodeKitfile),
	cardFormat(FormatMLmodel, "", "MLflow's MLmodel: flavors, and a run, a version or a signature", isMLmodel, decodeMLmodel),
	cardFormat(FormatEvalResults, "", "Hugging Face Hub .eval_results: a list of values with dataset.id", isEvalResults, decodeEvalResults),
}

func cardFormat(name, schema, looksFor string, recognise func(*document.Document) bool, decode func(*document.Document) Card) format {
	return format{KindCard, name, schema, looksFor, recognise, func(d *document.Document) any { return decode(d) }}
}

// pageFormat is the format of a page that stands for a model's card, whatever it
// says.
func pageFormat(d *document.Document) format {
	if f, ok := recognise(KindCard, d); ok {
		return f
	}
	return plainPage(d)
}

// plainPage is the format of a Markdown file that is a card because it is asked
// for as one.
func plainPage(d *document.Document) format {
	if d.Root != nil || d.Front.End > 0 {
		return cardFormats[0]
	}
	return cardFormats[1]
}
