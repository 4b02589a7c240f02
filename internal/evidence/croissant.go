package evidence

import (
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
)

// FormatCroissant is the description of a dataset in MLCommons Croissant 0.8 to 1.1,
// with its vocabulary for responsible AI (mlcommons/croissant, docs/croissant-spec.md
// and croissant-rai-spec.md).
const FormatCroissant = "croissant"

// The prefixes under which the properties of Croissant are found.
var (
	schemaOrg    = []string{"", "sc:", "schema:", "https://schema.org/", "http://schema.org/"}
	croissantLD  = []string{"", "cr:", "ml:", "http://mlcommons.org/croissant/", "http://mlcommons.org/schema/"}
	croissantRAI = []string{"rai:", "", "http://mlcommons.org/croissant/RAI/"}
	provenanceLD = []string{"prov:", "", "http://www.w3.org/ns/prov#"}
)

// isCroissant recognises a dataset of schema.org that says it conforms to Croissant,
// or has its record sets or files.
func isCroissant(d *document.Document) bool {
	root := rootOf(d)
	if !root.hasType("Dataset") {
		return false
	}
	conforms := slices.ContainsFunc(root.linked([]string{"", "dct:", "http://purl.org/dc/terms/"}, "conformsTo").each(), func(p place) bool {
		return strings.Contains(p.literal().Value, "mlcommons.org/croissant")
	})
	return conforms || root.linked(croissantLD, "recordSet").present() || slices.ContainsFunc(root.linked(schemaOrg, "distribution").each(), func(p place) bool {
		return p.hasType("FileObject") || p.hasType("FileSet")
	})
}

// collectionKinds are the terms of rai:dataCollectionType that say how the data came
// to be, as we do.
var collectionKinds = map[string]string{
	"Surveys": "survey", "Self-reporting": "survey", "Web Scraping": "web-crawl", "Web API": "api-pull", "Manual Human Curator": "manual-entry",
}

func decodeCroissant(d *document.Document) DataCard {
	root := rootOf(d)
	c := foreignData(d, FormatCroissant, root)
	c.named(d, root.linked(schemaOrg, "name").literal())
	c.Version = root.linked(schemaOrg, "version").literal()
	c.Description = root.linked(schemaOrg, "description").literal()
	c.License = root.linked(schemaOrg, "license").literal("url", "name")
	c.croissantSource(root)
	c.croissantFiles(root)
	for _, from := range slices.Concat(root.linked(provenanceLD, "wasDerivedFrom").each(), root.linked(schemaOrg, "isBasedOn").each()) {
		c.parent(from.literal("url", "name"))
	}
	for _, set := range root.linked(croissantLD, "recordSet").each() {
		c.croissantFields(set.linked(croissantLD, "field"))
	}
	for _, text := range root.linked(croissantRAI, "personalSensitiveInformation").each() {
		t := text.literal()
		c.asks(t.At, "personal_data.status", t.Value)
	}
	return c.DataCard
}

func (c *dataDraft) croissantSource(root place) {
	c.Source.URI = root.linked(schemaOrg, "url", "sameAs").literal()
	c.Source.Name = root.linked(schemaOrg, "creator", "publisher").literal("name", "sc:name", "schema:name")
	kinds := root.linked(croissantRAI, "dataCollectionType").each()
	if len(kinds) == 1 {
		t := kinds[0].literal()
		if kind, ok := collectionKinds[t.Value]; ok {
			c.Source.Kind = Text{At: t.At, Present: true, Value: kind}
		}
	}
	if times := root.linked(croissantRAI, "dataCollectionTimeframe").each(); len(times) == 2 {
		c.Source.CollectedFrom, c.Source.CollectedTo = dated(times[0].literal()), dated(times[1].literal())
	} else {
		c.Source.CollectedFrom = dated(root.linked(croissantRAI, "dataCollectionTimeframeStart", "dataCollectionTimeFrameStart").literal())
		c.Source.CollectedTo = dated(root.linked(croissantRAI, "dataCollectionTimeframeEnd", "dataCollectionTimeFrameEnd").literal())
	}
	c.Source.Present = c.Source.URI.Present || c.Source.Name.Present || c.Source.Kind.Present || c.Source.CollectedFrom.Present
}

// croissantFiles reads where the files lie, and the digest of the only one.
func (c *dataDraft) croissantFiles(root place) {
	var digests []Text
	files := 0
	for _, f := range root.linked(schemaOrg, "distribution").each() {
		if f.linked(append(schemaOrg, croissantLD...), "containedIn").present() {
			continue // it lies in another file
		}
		files++
		if uri := f.linked(schemaOrg, "contentUrl").literal(); strings.Contains(uri.Value, "://") {
			c.stored(uri, Text{})
		}
		if digest := f.linked(append(schemaOrg, croissantLD...), "sha256", "md5").literal(); digest.Present {
			digests = append(digests, digest)
		}
	}
	if digest := onlyDigest(digests); files == 1 && digest.Present {
		c.Digest = digest
	}
}

func (c *dataDraft) croissantFields(fields place) {
	for _, f := range fields.each() {
		name := f.linked(schemaOrg, "name").literal().Or(f.get("@id").text())
		if nested := f.linked(croissantLD, "subField"); nested.present() {
			c.croissantFields(nested)
			continue
		}
		name.Value = name.Value[strings.LastIndexByte(name.Value, '/')+1:]
		types := f.linked(croissantLD, "dataType").list()
		kind := Text{At: types.At}
		if n := len(types.Items); n > 0 { // the last is the most specific one
			kind = Text{At: types.Items[n-1].At, Present: true, Value: types.Items[n-1].Value}
		}
		c.field(name, kind, Flag{})
	}
}
