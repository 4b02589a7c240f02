package evidence

import (
	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/schema"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// DataFormat is a format in which datasets are described: a document describes one,
// or those of a catalog.
type DataFormat = Format[[]DataCard]

// DataFormats are the formats of data cards, in the order in which they are tried.
// Their files lie anywhere, and their names are those of others too: what is in a file
// decides.
var DataFormats = []DataFormat{
	{Name: FormatDataCard, LooksFor: "YAML or JSON with kind: DataCard", Schema: schema.DataCard, Files: []string{"{data_card,datacard,data-card}.{yaml,yml,json}"}, Marks: []string{"DataCard"},
		Recognise: isDataCard, Read: one(decodeDataCard)},
	{Name: FormatHubDataset, LooksFor: "Markdown with a dataset's metadata in its front matter (task_categories, dataset_info, size_categories …)", Files: []string{"readme.md"}, // whose marks are keys
		Recognise: IsDatasetCard, Read: one(decodeHubDataset)},
	{Name: FormatCroissant, LooksFor: "Croissant JSON-LD: a Dataset with recordSet, or that conforms to mlcommons.org/croissant", Files: []string{"*croissant*.{json,jsonld}", "metadata.{json,jsonld}"}, Marks: []string{"Dataset"},
		Recognise: isCroissant, Read: one(decodeCroissant)},
	{Name: FormatODCS, LooksFor: "Open Data Contract Standard: kind: DataContract with apiVersion: v3.x", Files: []string{"*.odcs.{yaml,yml}", "odcs.{yaml,yml}"}, Marks: []string{"DataContract"},
		Recognise: isODCS, Read: one(decodeODCS)},
	{Name: FormatDataContract, LooksFor: "Data Contract Specification: dataContractSpecification and models", Files: []string{"*{datacontract,data-contract,data_contract}*.{yaml,yml}"}, Marks: []string{"dataContractSpecification"},
		Recognise: isDataContract, Read: one(decodeDataContract)},
	{Name: FormatDataPackage, LooksFor: "Frictionless Data Package: resources with a path, and a name or schema", Files: []string{"*datapackage.{json,yaml,yml}"}, Marks: []string{"resources"},
		Recognise: isDataPackage, Read: one(decodeDataPackage)},
}

func one(decode func(*document.Document) DataCard) func(*document.Document) []DataCard {
	return func(d *document.Document) []DataCard { return []DataCard{decode(d)} }
}

// ReadData reads the datasets that a document of a tree describes: one, or those of a
// catalog. References of ours are looked up in the tree.
func ReadData(f DataFormat, d *document.Document, tree source.Tree) []DataCard {
	cards := f.Read(d)
	if f.Name == FormatDataCard {
		cards[0].Statements = statements(d, tree)
	}
	return cards
}

// DataLikenesses are documents that are near a description of a dataset.
var DataLikenesses = []Likeness{
	{Name: "a description in JSON-LD", Is: func(d *document.Document) bool { return HasKeys("@context", "@type")(d) && !isCroissant(d) }},
	{Name: "a contract of the Open Data Contract Standard before version 3", Is: func(d *document.Document) bool {
		return rootOf(d).get("kind").text().Value == "DataContract" && !isODCS(d)
	}},
}
