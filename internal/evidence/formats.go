package evidence

import (
	"fmt"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/schema"
)

// Kind is one of the three kinds of evidence document, or the manifest.
type Kind string

const (
	KindCard       Kind = "card"
	KindData       Kind = "data"
	KindEvaluation Kind = "evaluation"
	KindManifest   Kind = "manifest"
)

// Kinds lists the kinds that Inspect can be asked for.
var Kinds = []Kind{KindCard, KindData, KindEvaluation, KindManifest}

// format is one way of writing a kind of document. The first format whose
// recognise holds reads the document.
type format struct {
	kind      Kind
	name      string
	schema    string // kind of our own schema, "" for a foreign format
	looksFor  string // what recognise looks for, for people
	recognise func(*document.Document) bool
	decode    func(*document.Document) any
}

// formats is the one list of evidence formats.
var formats = slices.Concat(cardFormats, []format{
	{KindData, FormatDataCard, schema.DataCard, "YAML or JSON with kind: DataCard", isDataCard,
		func(d *document.Document) any { return decodeDataCard(d) }},
	dataFormat(FormatHubDataset, "Markdown with a dataset's metadata in its front matter (task_categories, dataset_info, size_categories …)", isDatasetCard, decodeHubDataset),
	dataFormat(FormatCroissant, "Croissant JSON-LD: a Dataset with recordSet, or that conforms to mlcommons.org/croissant", isCroissant, decodeCroissant),
	dataFormat(FormatODCS, "Open Data Contract Standard: kind: DataContract with apiVersion: v3.x", isODCS, decodeODCS),
	dataFormat(FormatDataContract, "Data Contract Specification: dataContractSpecification and models", isDataContract, decodeDataContract),
	dataFormat(FormatDataPackage, "Frictionless Data Package: resources with a path, and a name or schema", isDataPackage, decodeDataPackage),
	{KindManifest, "modelgate-model", schema.Model, "YAML or JSON with kind: Model", isManifest,
		func(d *document.Document) any { return decodeManifest(d) }},
}, resultFormats)

// dataFormat is a format of others in which datasets are described.
func dataFormat(name, looksFor string, recognise func(*document.Document) bool, decode func(*document.Document) DataCard) format {
	return format{KindData, name, "", looksFor, recognise, func(d *document.Document) any { return decode(d) }}
}

func isManifest(d *document.Document) bool {
	return d.Root.Get("kind") != nil && d.Root.Get("kind").Value == "Model" && d.Root.Get("apiVersion") != nil
}

func hasKeys(keys ...string) func(*document.Document) bool {
	return func(d *document.Document) bool {
		for _, k := range keys {
			if d.Root.Get(k) == nil {
				return false
			}
		}
		return true
	}
}

// isForeign reports whether a document is of a kind that is not read yet, which
// must not be misread as another.
func isForeign(d *document.Document) bool {
	return slices.ContainsFunc(likenesses, func(l likeness) bool { return l.help == "" && l.is(d) })
}

func isAnyCard(d *document.Document) bool {
	return slices.ContainsFunc(cardFormats, func(f format) bool { return f.recognise(d) })
}

// recognise finds the format of a document, of the given kind if kind is not "".
func recognise(kind Kind, d *document.Document) (format, bool) {
	other := isForeign(d)
	for _, f := range formats {
		if f.name == FormatMetrics && isAnyCard(d) {
			continue // numbers in a card are no results
		}
		if (kind == "" || f.kind == kind) && !(other && f.schema == "") && f.recognise(d) {
			return f, true
		}
	}
	return format{}, false
}

// asked is the format that a document of a named kind is read as although it is
// not recognised: any Markdown can be read as a model card when one is asked for.
func asked(kind Kind, d *document.Document) (format, bool) {
	if kind == KindCard && d.Syntax == document.Markdown && !isDatasetCard(d) {
		return plainPage(d), true
	}
	return format{}, false
}

// Inspection is what Inspect found out about one file.
type Inspection struct {
	Kind     Kind              `json:"kind"`
	Format   string            `json:"format"`
	Path     string            `json:"path"`
	Document any               `json:"document"`
	More     []DataCard        `json:"more,omitempty"` // the other datasets of a catalog
	Findings []finding.Finding `json:"findings"`
}

// NotRecognised says that a file is no document of the kinds asked for.
type NotRecognised struct {
	Path     string
	Like     string // what it seems to be instead, or what to do about it; "" if neither is known
	Sought   []string
	Findings []finding.Finding // what is wrong with the bytes
}

func (e *NotRecognised) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: not recognized", e.Path)
	if e.Like != "" {
		b.WriteString(": " + e.Like)
	}
	for _, f := range e.Findings {
		b.WriteString("\n  " + strings.ReplaceAll(f.String(), "\n", "\n  "))
	}
	b.WriteString("\n  looked for:")
	for _, s := range e.Sought {
		b.WriteString("\n    " + s)
	}
	return b.String()
}

// Inspect reads one file as evidence: of the given kind, or of whichever kind
// it is recognised as when kind is "". The error is a *NotRecognised.
func Inspect(path string, src []byte, kind Kind) (Inspection, error) {
	d, found := document.Parse(path, src)
	found = withoutEvidentlyRepeats(d, found)
	f, ok := recognise(kind, d)
	if !ok && isLong(path, len(src)) && (kind == "" || kind == KindEvaluation) {
		long, wrong := parseResults(path, src)
		if f, ok = recognise(KindEvaluation, long); ok || kind == KindEvaluation {
			d, found = long, wrong
		}
	}
	if !ok {
		f, ok = asked(kind, d)
	}
	if !ok {
		e := &NotRecognised{Path: path, Findings: found}
		if like, ok := likeTo(kind, d); ok {
			e.Like = like.String()
		}
		for _, f := range formats {
			if kind == "" || f.kind == kind {
				e.Sought = append(e.Sought, fmt.Sprintf("%s (%s): %s", f.name, f.kind, f.looksFor))
			}
		}
		return Inspection{}, e
	}
	invalid, err := validate(f, d)
	if err != nil {
		return Inspection{}, err
	}
	decoded := f.decode(d)
	found = append(found, invalid...)
	var more []DataCard
	if cards, ok := decoded.([]DataCard); ok {
		decoded, more = cards[0], cards[1:]
	}
	if r, ok := decoded.(*reading); ok {
		r.rivals()
		found, decoded = append(found, r.findings...), r.Evaluation
	}
	found = finding.Sort(found)
	if found == nil {
		found = []finding.Finding{}
	}
	return Inspection{Kind: f.kind, Format: f.name, Path: path, Document: decoded, More: more, Findings: found}, nil
}

// validate holds a document against our own schema of its format, with errors;
// against that of a foreign format, with warnings; and what it says in our words
// beside those of its format, with errors again.
func validate(f format, d *document.Document) ([]finding.Finding, error) {
	if f.schema != "" {
		return schema.Validate(f.schema, d)
	}
	if f.kind != KindCard {
		return nil, nil
	}
	found, err := schema.ValidateForeign(foreignSchema(f, d), d)
	if err != nil {
		return nil, err
	}
	own, err := validateAdditions(d)
	return append(found, own...), err
}

// specifications are the names of what formats ask for, in schemas/formats.
var specifications = map[string]string{
	FormatCycloneDX: "cyclonedx-xml", FormatSPDX: "spdx-3.0", FormatBridge2AI: "bridge2ai", FormatBailo: "bailo", FormatKitfile: "kitfile", FormatMLmodel: "mlmodel",
}

// foreignSchema names the schema of a card's format and version: the published
// one, or what its specification asks for where none can be enforced, as those of
// later drafts and of XML. It is "" where a format asks for nothing.
func foreignSchema(f format, d *document.Document) string {
	switch {
	case f.name == FormatCycloneDX && d.Syntax == document.JSON:
		return "cyclonedx-" + rootOf(d).get("specVersion").text().Value
	case f.name == FormatToolkit:
		if rootOf(d).get("schema_version").text().Value == "0.0.1" {
			return "model-card-toolkit-0.0.1"
		}
		return "model-card-toolkit-0.0.2"
	}
	return specifications[f.name]
}
