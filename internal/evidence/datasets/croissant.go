package datasets

import (
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
)

// formatCroissant is the description of a dataset in MLCommons Croissant 0.8 to 1.1,
// with its vocabulary for responsible AI (mlcommons/croissant, docs/croissant-spec.md
// and croissant-rai-spec.md).
const formatCroissant = "croissant"

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
	root := place.Root(d)
	if !root.HasType("Dataset") {
		return false
	}
	conforms := slices.ContainsFunc(root.Linked([]string{"", "dct:", "http://purl.org/dc/terms/"}, "conformsTo").Each(), func(p place.Place) bool {
		return strings.Contains(p.Literal().Value, "mlcommons.org/croissant")
	})
	return conforms || root.Linked(croissantLD, "recordSet").Present() || slices.ContainsFunc(root.Linked(schemaOrg, "distribution").Each(), func(p place.Place) bool {
		return p.HasType("FileObject") || p.HasType("FileSet")
	})
}

// collectionKinds are the terms of rai:dataCollectionType that say how the data came
// to be, as we do.
var collectionKinds = map[string]string{
	"Surveys": "survey", "Self-reporting": "survey", "Web Scraping": "web-crawl", "Web API": "api-pull", "Manual Human Curator": "manual-entry",
}

func decodeCroissant(d *document.Document) evidence.DataCard {
	root := place.Root(d)
	c := foreignData(d, formatCroissant, root)
	c.named(d, root.Linked(schemaOrg, "name").Literal())
	c.Version = root.Linked(schemaOrg, "version").Literal()
	c.Description = root.Linked(schemaOrg, "description").Literal()
	c.License = root.Linked(schemaOrg, "license").Literal("url", "name")
	c.croissantSource(root)
	c.croissantFiles(root)
	for _, from := range slices.Concat(root.Linked(provenanceLD, "wasDerivedFrom").Each(), root.Linked(schemaOrg, "isBasedOn").Each()) {
		c.parent(from.Literal("url", "name"))
	}
	for _, set := range root.Linked(croissantLD, "recordSet").Each() {
		c.croissantFields(set.Linked(croissantLD, "field"))
	}
	for _, text := range root.Linked(croissantRAI, "personalSensitiveInformation").Each() {
		t := text.Literal()
		c.asks(t.At, "personal_data.status", t.Value)
	}
	return c.DataCard
}

func (c *draft) croissantSource(root place.Place) {
	c.Source.URI = root.Linked(schemaOrg, "url", "sameAs").Literal()
	c.Source.Name = root.Linked(schemaOrg, "creator", "publisher").Literal("name", "sc:name", "schema:name")
	kinds := root.Linked(croissantRAI, "dataCollectionType").Each()
	if len(kinds) == 1 {
		t := kinds[0].Literal()
		if kind, ok := collectionKinds[t.Value]; ok {
			c.Source.Kind = evidence.Text{At: t.At, Present: true, Value: kind}
		}
	}
	if times := root.Linked(croissantRAI, "dataCollectionTimeframe").Each(); len(times) == 2 {
		c.Source.CollectedFrom, c.Source.CollectedTo = dated(times[0].Literal()), dated(times[1].Literal())
	} else {
		c.Source.CollectedFrom = dated(root.Linked(croissantRAI, "dataCollectionTimeframeStart", "dataCollectionTimeFrameStart").Literal())
		c.Source.CollectedTo = dated(root.Linked(croissantRAI, "dataCollectionTimeframeEnd", "dataCollectionTimeFrameEnd").Literal())
	}
	c.Source.Present = c.Source.URI.Present || c.Source.Name.Present || c.Source.Kind.Present || c.Source.CollectedFrom.Present
}

// croissantFiles reads where the files lie, and the digest of the only one.
func (c *draft) croissantFiles(root place.Place) {
	var digests []evidence.Text
	files := 0
	for _, f := range root.Linked(schemaOrg, "distribution").Each() {
		if f.Linked(append(schemaOrg, croissantLD...), "containedIn").Present() {
			continue // it lies in another file
		}
		files++
		if uri := f.Linked(schemaOrg, "contentUrl").Literal(); strings.Contains(uri.Value, "://") {
			c.stored(uri, evidence.Text{})
		}
		if digest := f.Linked(append(schemaOrg, croissantLD...), "sha256", "md5").Literal(); digest.Present {
			digests = append(digests, digest)
		}
	}
	if digest := onlyDigest(digests); files == 1 && digest.Present {
		c.Digest = digest
	}
}

func (c *draft) croissantFields(fields place.Place) {
	for _, f := range fields.Each() {
		name := f.Linked(schemaOrg, "name").Literal().Or(f.Get("@id").Text())
		if nested := f.Linked(croissantLD, "subField"); nested.Present() {
			c.croissantFields(nested)
			continue
		}
		name.Value = name.Value[strings.LastIndexByte(name.Value, '/')+1:]
		types := f.Linked(croissantLD, "dataType").List()
		kind := evidence.Text{At: types.At}
		if n := len(types.Items); n > 0 { // the last is the most specific one
			kind = evidence.Text{At: types.Items[n-1].At, Present: true, Value: types.Items[n-1].Value}
		}
		c.field(name, kind, evidence.Flag{})
		c.croissantMeaning("dataType", types)
		c.croissantMeaning("equivalentProperty", f.Linked(croissantLD, "equivalentProperty").List())
	}
}

// personTerms are terms of schema.org that a person has. A company has some of them, too,
// so that they raise a question and set no tag.
var personTerms = []string{"Person", "additionalName", "birthDate", "email", "familyName", "gender", "givenName", "homeLocation", "nationality", "taxID", "telephone"}

// croissantMeaning asks about columns that the vocabulary ties to people.
func (c *draft) croissantMeaning(key string, terms evidence.List) {
	for _, t := range terms.Items {
		at := strings.LastIndexAny(t.Value, "/:")
		if at < 0 || !slices.Contains([]string{"sc:", "schema:", "http://schema.org/", "https://schema.org/"}, t.Value[:at+1]) || !slices.Contains(personTerms, t.Value[at+1:]) {
			continue
		}
		c.asks(t.At, "personal_data.status", key+": "+t.Value)
	}
}
