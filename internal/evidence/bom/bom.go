// Package bom owns what a CycloneDX bill of materials is, and which of its components are
// models and data: a bill may be a model's card and the description of datasets at once.
// Reading what it says is for the formats.
package bom

import (
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
)

// Is recognises any CycloneDX bill of materials, in JSON or XML.
func Is(d *document.Document) bool {
	if d.Syntax == document.XML {
		ns := d.Root.Get("@xmlns")
		return d.Root != nil && d.Root.Key == "bom" && ns != nil && strings.HasPrefix(ns.Value, "http://cyclonedx.org/schema/bom/")
	}
	format := d.Root.Get("bomFormat")
	return format != nil && format.Value == "CycloneDX"
}

// Schema names the published schema of a bill's version. That of XML cannot be
// enforced: what the specification requires stands for it.
func Schema(d *document.Document) string {
	if d.Syntax == document.JSON {
		return "cyclonedx-" + place.Root(d).Get("specVersion").Text().Value
	}
	return "cyclonedx-xml"
}

// Components are those of a bill, that which it is about first.
func Components(root place.Place) []place.Place {
	var out []place.Place
	if about := root.Get("metadata").Get("component"); about.Present() {
		out = append(out, about)
	}
	return append(out, root.Many("components", "component")...)
}

// IsModel reports whether a component is a machine learning model.
func IsModel(c place.Place) bool { return c.Attribute("type").Value == "machine-learning-model" }

// HasModel reports whether a document is a bill with a model in it.
func HasModel(d *document.Document) bool {
	return Is(d) && slices.ContainsFunc(Components(place.Root(d)), IsModel)
}

// Datasets are the components of a bill that are data, and what the models' cards
// describe in place. A mere name describes nothing.
func Datasets(root place.Place) []place.Place {
	var out []place.Place
	for _, c := range Components(root) {
		if c.Attribute("type").Value == "data" {
			out = append(out, c)
		}
		for _, item := range c.Get("modelCard").Get("modelParameters").Many("datasets", "dataset") {
			if kind := item.Get("type").Text().Value; kind == "dataset" || kind == "" {
				out = append(out, item)
			}
		}
	}
	return slices.DeleteFunc(out, func(c place.Place) bool {
		return !c.Get("name").Text().Present || !slices.ContainsFunc(telling, func(key string) bool { return c.Get(key).Present() })
	})
}

// telling are the members that tell something of a dataset.
var telling = []string{"classification", "contents", "data", "description", "externalReferences", "governance", "hashes", "licenses", "pedigree", "sensitiveData"}

// HasData reports whether a document is a bill that describes datasets.
func HasData(d *document.Document) bool { return Is(d) && len(Datasets(place.Root(d))) > 0 }
