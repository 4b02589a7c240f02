package cards

import (
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
)

// formatSPDX is a model in the AI profile of SPDX 3.0, as JSON-LD
// (spdx/spdx-3-model, model/AI). Only the compact form is read, in which keys
// are those of the specification's own context.
const formatSPDX = "spdx-ai"

func isSPDX(d *document.Document) bool {
	context := d.Root.Get("@context")
	if d.Syntax == document.Markdown || context == nil || !strings.Contains(place.Root(d).Get("@context").Words(), "spdx.org/rdf/3") {
		return false
	}
	_, _, ok := spdxModel(place.Root(d))
	return ok
}

// graph finds elements of a document by their ids. An element may also stand in
// the place of its id.
type graph map[string]place.Place

func (g graph) element(p place.Place) place.Place {
	if p.Scalar() {
		if e, ok := g[p.Node.Value]; ok {
			return e
		}
	}
	return p
}

// elements is the element, or those of the list, at p.
func (g graph) elements(p place.Place) []place.Place {
	items := p.Items()
	if items == nil && p.Present() {
		items = []place.Place{p}
	}
	out := make([]place.Place, len(items))
	for i, item := range items {
		out[i] = g.element(item)
	}
	return out
}

func spdxType(p place.Place) string { return p.Get("type").Text().Or(p.Get("@type").Text()).Value }

// spdxModel is the first AI package of the document, with all its elements.
func spdxModel(root place.Place) (place.Place, graph, bool) {
	items := root.Get("@graph").Items()
	if items == nil {
		items = []place.Place{root}
	}
	g := graph{}
	model, found := place.Place{}, false
	for _, e := range items {
		for _, key := range []string{"spdxId", "@id"} {
			if id := e.Get(key).Text(); id.Present {
				g[id.Value] = e
			}
		}
		if t := spdxType(e); !found && (t == "ai_AIPackage" || t == "AIPackage" || strings.HasSuffix(t, "/AI/AIPackage")) {
			model, found = e, true
		}
	}
	return model, g, found
}

func decodeSPDX(d *document.Document) evidence.Card {
	root := place.Root(d)
	c := newCard(d, formatSPDX)
	m, g, _ := spdxModel(root)
	c.Name, c.Version = m.Get("name").Text(), m.Get("software_packageVersion").Text()
	c.Tags = m.Get("ai_domain").List()
	for _, key := range []string{"software_downloadLocation", "software_homePage"} {
		c.link(m.Get(key))
	}
	for _, role := range []struct{ key, kind string }{{"suppliedBy", "supplier"}, {"originatedBy", "developer"}} {
		for _, e := range g.elements(m.Get(role.key)) {
			if e.Scalar() {
				c.Contacts = append(c.Contacts, contact(e, role.kind, e.Text(), evidence.Text{At: e.Anchor}))
			} else {
				c.Contacts = append(c.Contacts, spdxAgent(e, role.kind))
			}
		}
	}
	for _, key := range []string{"description", "summary"} {
		c.Sections = append(c.Sections, structured(m.Get(key), key, "description")...)
	}
	for _, f := range []struct {
		field string
		keys  []string
	}{
		{"ai_informationAboutApplication", []string{"intended_use"}}, {"ai_informationAboutTraining", []string{"training_procedure"}}, {"ai_limitation", []string{"limitations"}},
		{"ai_modelExplainability", []string{"explainability"}}, {"ai_energyConsumption", []string{"environment"}}, {"ai_modelDataPreprocessing", []string{"training_procedure"}},
		{"ai_metric", []string{"evaluation"}}, {"ai_typeOfModel", []string{"technical"}},
	} {
		c.Sections = append(c.Sections, structured(m.Get(f.field), f.field, f.keys...)...)
	}
	thresholds := map[string]string{}
	for _, t := range g.elements(m.Get("ai_metricDecisionThreshold")) {
		thresholds[t.Get("key").Text().Value] = t.Get("value").Text().Value
	}
	for _, e := range g.elements(m.Get("ai_metric")) {
		claim := claimOf(e.Get("value"), e.Get("key"), place.Place{}, place.Place{}, place.Place{}, place.Place{})
		if t, ok := thresholds[claim.Metric]; ok {
			claim.Args = append(claim.Args, evidence.Argument{Name: "decision threshold", Value: t})
		}
		c.Claims = append(c.Claims, claim)
	}
	c.spdxRelations(root, m, g)
	c.leftBehind(m)
	return c.Card
}

// spdxAgent is a person or organisation; its address of mail is an external
// identifier.
func spdxAgent(e place.Place, kind string) evidence.Contact {
	k := evidence.Contact{At: e.Anchor, Kind: kind, Name: e.Get("name").Text(), Email: evidence.Text{At: e.Anchor}, URL: evidence.Text{At: e.Anchor}}
	for _, id := range e.Get("externalIdentifier").Items() {
		if id.Get("externalIdentifierType").Text().Value == "email" {
			k.Email = id.Get("identifier").Text()
		}
	}
	return k
}

// spdxRelations reads what is said of the model by relationships: its licence,
// its datasets, and what it descends from.
func (c *draft) spdxRelations(root, m place.Place, g graph) {
	id := m.Get("spdxId").Text().Or(m.Get("@id").Text()).Value
	c.License.At, c.Datasets.At, c.BaseModels.At = m.Anchor, m.Anchor, m.Anchor
	for _, r := range root.Get("@graph").Items() {
		kind := r.Get("relationshipType").Text().Value
		if kind == "" || r.Get("from").Text().Value != id || id == "" {
			continue
		}
		for _, to := range g.elements(r.Get("to")) {
			name := to.Get("name").Text()
			if to.Scalar() {
				name = to.Text()
			}
			switch {
			case kind == "hasDeclaredLicense" || kind == "hasConcludedLicense":
				c.spdxLicense(to, name)
			case slices.Contains([]string{"trainedOn", "testedOn", "hasTrainingDataset", "hasTestDataset", "finetunedOn", "validatedOn"}, kind) && name.Present:
				u := usedDataset(to, name.Value)
				u.At, u.Role = name.At, map[string]string{"trainedOn": "train", "finetunedOn": "train", "testedOn": "test", "validatedOn": "validation"}[kind]
				c.Datasets.Present = true
				c.Datasets.Items = append(c.Datasets.Items, u)
			case kind == "descendantOf" && name.Present:
				c.BaseModels.Present = true
				c.BaseModels.Items = append(c.BaseModels.Items, evidence.BaseModel{At: name.At, Value: name.Value, Revision: to.Get("software_packageVersion").Text(), Relation: evidence.Text{At: r.Anchor}})
			}
		}
	}
	if trained := slices.ContainsFunc(c.Datasets.Items, func(u evidence.UsedDataset) bool { return u.Role == "train" }); trained {
		c.Sections = append(c.Sections, evidence.Section{At: c.Datasets.Items[0].At, Key: "training_data", Title: "trainedOn", State: evidence.Filled, Words: len(c.Datasets.Items)})
	}
}

func (c *draft) spdxLicense(to place.Place, name evidence.Text) {
	expression := to.Get("simplelicensing_licenseExpression").Text()
	switch {
	case expression.Present:
		c.LicenseExpr = c.LicenseExpr.Or(expression)
		if !strings.ContainsAny(expression.Value, " ()") {
			c.license(expression)
		}
	case to.Scalar() && strings.Contains(name.Value, "spdx.org/licenses/"):
		at := strings.LastIndexByte(name.Value, '/')
		c.license(evidence.Text{At: name.At, Present: true, Value: name.Value[at+1:]})
	case name.Present:
		c.LicenseName = c.LicenseName.Or(name)
	}
}
