// Package datasets reads data cards, ours and those of the formats of others in one table,
// and puts together what several of them say of one dataset.
package datasets

import (
	"slices"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/bom"
	"github.com/modelgate-dev/modelgate/internal/evidence/format"
	"github.com/modelgate-dev/modelgate/internal/evidence/hub"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
	"github.com/modelgate-dev/modelgate/internal/schema"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// Format is a format in which datasets are described: a document describes one,
// or those of a catalog.
type Format = format.Format[[]evidence.DataCard]

// Formats are the formats of data cards, in the order in which they are tried.
// Their files lie anywhere, and their names are those of others too: what is in a file
// decides.
var Formats = []Format{
	{Name: FormatDataCard, Covers: "our own, `schemas/data-card.schema.json`", LooksFor: "YAML or JSON with `kind: DataCard`", Reads: "all tags", Schema: schema.DataCard, Files: []string{"{data_card,datacard,data-card}.{yaml,yml,json}"}, Marks: []string{"DataCard"},
		Recognise: isDataCard, Read: one(decodeDataCard)},
	{Name: formatHubDataset, LooksFor: "Markdown with a dataset's metadata in its front matter (`task_categories`, `dataset_info`, `size_categories` …)", Reads: "license, fields, `source_datasets`, version, homepage", Files: []string{"{readme,data_card,datacard,data-card,dataset_card,datasetcard,dataset-card}.md"}, // whose marks are keys
		Recognise: hub.IsDataset, Read: one(decodeHubDataset)},
	{Name: FormatDatasetPage, LooksFor: "Markdown without such metadata, in a file called a dataset card, or with the title or the headings of one", Reads: "name and summary; what it says about people raises a question", Files: []string{"{readme,data_card,datacard,data-card,dataset_card,datasetcard,dataset-card,datasheet,data_sheet,data-sheet}.md"},
		Recognise: hub.IsDatasetPage, Read: one(decodeDatasetPage)},
	{Name: formatCroissant, Covers: "0.8 to 1.1, RAI", LooksFor: "Croissant JSON-LD: a `Dataset` with `recordSet`, or that conforms to mlcommons.org/croissant", Reads: "name, version, license, digest, files, fields, `prov:wasDerivedFrom`, collection type and time", Files: []string{"*croissant*.{json,jsonld}", "metadata.{json,jsonld}"}, Marks: []string{"Dataset"},
		Recognise: isCroissant, Read: one(decodeCroissant)},
	{Name: formatODCS, LooksFor: "Open Data Contract Standard: `kind: DataContract` with `apiVersion: v3.x`", Reads: "name, version, owner (`team.name`), servers, fields, classification, transform sources, retention", Files: []string{"*.odcs.{yaml,yml}", "odcs.{yaml,yml}"}, Marks: []string{"DataContract"},
		Recognise: isODCS, Read: one(decodeODCS)},
	{Name: formatDataContract, LooksFor: "Data Contract Specification: `dataContractSpecification` and `models`", Reads: "the same; `info.owner`, `servicelevels.frequency` and `pii` of fields", Files: []string{"*{datacontract,data-contract,data_contract}*.{yaml,yml}"}, Marks: []string{"dataContractSpecification"},
		Recognise: isDataContract, Read: one(decodeDataContract)},
	{Name: formatDataPackage, LooksFor: "Frictionless Data Package: `resources` with a `path`, and a `name` or `schema`", Reads: "name, version, license, sources, files, fields, hash of the only file", Files: []string{"*datapackage.{json,yaml,yml}"}, Marks: []string{"resources"},
		Recognise: isDataPackage, Read: one(decodeDataPackage)},
	{Name: formatDBT, Covers: "properties of models, seeds, snapshots and sources", LooksFor: "YAML with only the keys of a dbt property file, in which a table has `columns` or belongs to a source", Reads: "each table: name, `data_type`, `meta` and `tags` of tables and columns, database and schema of sources", Files: []string{"*{schema,sources,properties,models,seeds,snapshots}.{yml,yaml}", "_*.{yml,yaml}"}, Marks: []string{"columns:", "tables:"},
		Recognise: isDBT, Read: decodeDBT(nil)},
	{Name: formatDCAT, Covers: "DCAT-AP, HealthDCAT-AP", LooksFor: "JSON-LD with a `dcat:Dataset`, by itself, in a `@graph` or in a catalog", Reads: "each dataset: identifier, version, license, publisher, time, distributions and checksums; personal data, purposes, legal bases, legislation, ages and retention in the words of DPV and HealthDCAT-AP", Files: []string{"*{dcat,catalog,catalogue}*.{json,jsonld}", "*.jsonld", "dataset*.json"}, Marks: []string{"dcat"},
		Recognise: isDCAT, Read: decodeDCAT},
	{Name: formatGlue, LooksFor: "JSON of `aws glue get-table` or `get-tables`: a `Table` or a `TableList`", Reads: "each table: name, database, location, columns and partition keys, Iceberg metadata, streams; owner, personal data and retention in `Parameters`", Files: []string{"*glue*.json", "*table*.json"}, Marks: []string{"StorageDescriptor"},
		Recognise: isGlue, Read: decodeGlue},
	{Name: formatFeast, Covers: "`feast registry-dump`", LooksFor: "JSON with `featureViews`, `streamFeatureViews` or `onDemandFeatureViews`, each with a `spec`", Reads: "each feature view: name, project, owner, tags, features and entities, batch and stream sources, views that it is computed from", Files: []string{"*{registry,feast}*.json"}, Marks: []string{"featureViews", "FeatureViews"},
		Recognise: isFeast, Read: decodeFeast},
	{Name: formatCycloneDX, Covers: "1.5 to 1.7, JSON and XML", LooksFor: "CycloneDX with a component of type `data`, or with datasets in the card of a model", Reads: "each dataset: name, version, license, hashes, addresses, governance owner; classification and sensitive data", Files: []string{"*bom*.{json,xml}", "*.cdx.{json,xml}"}, Marks: []string{"CycloneDX", "cyclonedx"},
		Recognise: bom.HasData, Read: decodeCycloneDX, Specified: billSchema},
}

func one(decode func(*document.Document) evidence.DataCard) func(*document.Document) []evidence.DataCard {
	return func(d *document.Document) []evidence.DataCard { return []evidence.DataCard{decode(d)} }
}

// Read reads the datasets that a document of a tree describes: one, or those of a
// catalog. References of ours are looked up in the tree.
func Read(f Format, d *document.Document, tree source.Tree) []evidence.DataCard {
	return Keys(nil).Read(f, d, tree)
}

// Read is Read with the names that an organization gives its own facts.
func (k Keys) Read(f Format, d *document.Document, tree source.Tree) []evidence.DataCard {
	if f.Name == formatDBT {
		return decodeDBT(k)(d)
	}
	cards := f.Read(d)
	if f.Name == FormatDataCard {
		cards[0].Statements = statements(d, tree)
		cards[0].RegimeTags = place.Root(d).RegimeTags(func(text string) bool { return IsLost(text, d.Path, tree) })
	}
	return cards
}

// Likenesses are documents that are near a description of a dataset.
var Likenesses = []format.Likeness{
	{Name: "the configuration of a Feast feature store", Help: "write its registry to a file: feast registry-dump > registry.json", Is: isFeastProject},
	{Name: "the Python code of a Feast project", Help: "Python is not run; write its registry to a file: feast registry-dump > registry.json", Is: isFeastCode},
	{Name: "a description in JSON-LD", Is: func(d *document.Document) bool { return format.HasKeys("@context", "@type")(d) && !isRead(d) }},
	{Name: "a contract of the Open Data Contract Standard before version 3", Is: func(d *document.Document) bool {
		return place.Root(d).Get("kind").Text().Value == "DataContract" && !isODCS(d)
	}},
}

// isRead reports whether a format of the table recognises a document: what is near a
// description is none of these.
func isRead(d *document.Document) bool {
	return slices.ContainsFunc(Formats, func(f Format) bool { return f.Recognise(d) })
}
