package datasets

import (
	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/bom"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
)

// formatCycloneDX is what a bill of materials says of datasets: components of the type
// data, and the datasets of a model's card that are described in place (CycloneDX 1.5 to
// 1.7 in JSON or XML; CycloneDX/specification, componentData). The bill may be the card
// of the model as well.
const formatCycloneDX = "cyclonedx-data"

// billSchema names the published schema of a bill that is not a model's card, which is
// held against it already.
func billSchema(d *document.Document) string {
	if bom.HasModel(d) {
		return ""
	}
	return bom.Schema(d)
}

func decodeCycloneDX(d *document.Document) []evidence.DataCard {
	var out []evidence.DataCard
	for _, at := range bom.Datasets(place.Root(d)) {
		c := foreignData(d, formatCycloneDX, at)
		c.Name, c.Version = at.Get("name").Text(), at.Get("version").Text()
		c.component(at)
		parts := at.Many("data", "")
		for _, part := range parts {
			c.component(part)
		}
		out = append(out, c.DataCard)
	}
	return out
}

// component reads a component, or one of the things that its data consist of: both say
// the same under the same names.
func (c *draft) component(p place.Place) {
	c.Description = c.Description.Or(p.Get("description").Text())
	c.billLicense(p)
	for _, key := range []string{"supplier", "manufacturer"} {
		c.Source.Name = c.Source.Name.Or(p.Get(key).Get("name").Text())
	}
	c.Source.Name = c.Source.Name.Or(p.Get("publisher").Text())
	for _, r := range p.Many("externalReferences", "reference") {
		switch r.Attribute("type").Value {
		case "website", "documentation", "vcs":
			c.Source.URI = c.Source.URI.Or(r.Get("url").Text())
		case "distribution":
			c.stored(r.Get("url").Text(), evidence.Text{})
		}
	}
	c.stored(p.Get("contents").Get("url").Text(), evidence.Text{})
	c.Source.Present = c.Source.Name.Present || c.Source.URI.Present
	for _, h := range p.Many("hashes", "hash") {
		if alg := h.Attribute("alg").Value; alg == "SHA-256" || alg == "MD5" {
			c.Digest = c.Digest.Or(onlyDigest([]evidence.Text{h.Get("content").Text().Or(h.Get("#text").Text())}))
		}
	}
	for _, parent := range p.Get("pedigree").Many("ancestors", "component") {
		c.parent(parent.Get("name").Text())
	}
	for _, owner := range p.Get("governance").Many("owners", "owner") {
		c.Owner = c.Owner.Or(owner.Get("organization").Get("name").Text())
	}
	if class := marked(p.Get("classification")); class.Value {
		c.asks(class.At, "personal_data.status", "classification: "+p.Get("classification").First().Value)
	}
	for _, kind := range p.Many("sensitiveData", "") {
		c.asks(kind.Anchor, "personal_data.status", kind.Text().Value)
	}
}

// billLicense reads the first license: by identifier, as an expression, or by name.
func (c *draft) billLicense(p place.Place) {
	for _, choice := range p.Many("licenses", "license") {
		l := choice.Get("license")
		if !l.Present() { // in XML the license itself
			l = choice
		}
		c.License = c.License.Or(l.Get("id").Text()).Or(choice.Get("expression").Text()).Or(l.Get("name").Text())
	}
}
