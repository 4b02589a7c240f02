package evidence

import (
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
)

// FormatSPDX is a model in the AI profile of SPDX 3.0, as JSON-LD
// (spdx/spdx-3-model, model/AI). Only the compact form is read, in which keys
// are those of the specification's own context.
const FormatSPDX = "spdx-ai"

func isSPDX(d *document.Document) bool {
	context := d.Root.Get("@context")
	if d.Syntax == document.Markdown || context == nil || !strings.Contains(rootOf(d).get("@context").words(), "spdx.org/rdf/3") {
		return false
	}
	_, _, ok := spdxModel(rootOf(d))
	return ok
}

// graph finds elements of a document by their ids. An element may also stand in
// the place of its id.
type graph map[string]place

func (g graph) element(p place) place {
	if p.scalar() {
		if e, ok := g[p.node.Value]; ok {
			return e
		}
	}
	return p
}

// elements is the element, or those of the list, at p.
func (g graph) elements(p place) []place {
	items := p.items()
	if items == nil && p.present() {
		items = []place{p}
	}
	out := make([]place, len(items))
	for i, item := range items {
		out[i] = g.element(item)
	}
	return out
}

func spdxType(p place) string { return p.get("type").text().Or(p.get("@type").text()).Value }

// spdxModel is the first AI package of the document, with all its elements.
func spdxModel(root place) (place, graph, bool) {
	items := root.get("@graph").items()
	if items == nil {
		items = []place{root}
	}
	g := graph{}
	model, found := place{}, false
	for _, e := range items {
		for _, key := range []string{"spdxId", "@id"} {
			if id := e.get(key).text(); id.Present {
				g[id.Value] = e
			}
		}
		if t := spdxType(e); !found && (t == "ai_AIPackage" || t == "AIPackage" || strings.HasSuffix(t, "/AI/AIPackage")) {
			model, found = e, true
		}
	}
	return model, g, found
}

func decodeSPDX(d *document.Document) Card {
	root := rootOf(d)
	c := newCard(d, FormatSPDX)
	m, g, _ := spdxModel(root)
	c.Name, c.Version = m.get("name").text(), m.get("software_packageVersion").text()
	c.Tags = m.get("ai_domain").list()
	for _, key := range []string{"software_downloadLocation", "software_homePage"} {
		c.link(m.get(key))
	}
	for _, role := range []struct{ key, kind string }{{"suppliedBy", "supplier"}, {"originatedBy", "developer"}} {
		for _, e := range g.elements(m.get(role.key)) {
			if e.scalar() {
				c.Contacts = append(c.Contacts, contact(e, role.kind, e.text(), Text{At: e.anchor}))
			} else {
				c.Contacts = append(c.Contacts, spdxAgent(e, role.kind))
			}
		}
	}
	for _, key := range []string{"description", "summary"} {
		c.Sections = append(c.Sections, structured(m.get(key), key, "description")...)
	}
	for _, f := range []struct {
		field string
		keys  []string
	}{
		{"ai_informationAboutApplication", []string{"intended_use"}}, {"ai_informationAboutTraining", []string{"training_procedure"}}, {"ai_limitation", []string{"limitations"}},
		{"ai_modelExplainability", []string{"explainability"}}, {"ai_energyConsumption", []string{"environment"}}, {"ai_modelDataPreprocessing", []string{"training_procedure"}},
		{"ai_metric", []string{"evaluation"}}, {"ai_typeOfModel", []string{"technical"}},
	} {
		c.Sections = append(c.Sections, structured(m.get(f.field), f.field, f.keys...)...)
	}
	thresholds := map[string]string{}
	for _, t := range g.elements(m.get("ai_metricDecisionThreshold")) {
		thresholds[t.get("key").text().Value] = t.get("value").text().Value
	}
	for _, e := range g.elements(m.get("ai_metric")) {
		claim := claimOf(e.get("value"), e.get("key"), place{}, place{}, place{}, place{})
		if t, ok := thresholds[claim.Metric]; ok {
			claim.Args = append(claim.Args, Argument{Name: "decision threshold", Value: t})
		}
		c.Claims = append(c.Claims, claim)
	}
	c.spdxRelations(root, m, g)
	return c.Card
}

// spdxAgent is a person or organisation; its address of mail is an external
// identifier.
func spdxAgent(e place, kind string) Contact {
	k := Contact{At: e.anchor, Kind: kind, Name: e.get("name").text(), Email: Text{At: e.anchor}, URL: Text{At: e.anchor}}
	for _, id := range e.get("externalIdentifier").items() {
		if id.get("externalIdentifierType").text().Value == "email" {
			k.Email = id.get("identifier").text()
		}
	}
	return k
}

// spdxRelations reads what is said of the model by relationships: its licence,
// its datasets, and what it descends from.
func (c *draft) spdxRelations(root, m place, g graph) {
	id := m.get("spdxId").text().Or(m.get("@id").text()).Value
	c.License.At, c.Datasets.At, c.BaseModels.At = m.anchor, m.anchor, m.anchor
	for _, r := range root.get("@graph").items() {
		kind := r.get("relationshipType").text().Value
		if kind == "" || r.get("from").text().Value != id || id == "" {
			continue
		}
		for _, to := range g.elements(r.get("to")) {
			name := to.get("name").text()
			if to.scalar() {
				name = to.text()
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
				c.BaseModels.Items = append(c.BaseModels.Items, BaseModel{At: name.At, Value: name.Value, Revision: to.get("software_packageVersion").text(), Relation: Text{At: r.anchor}})
			}
		}
	}
	if trained := slices.ContainsFunc(c.Datasets.Items, func(u UsedDataset) bool { return u.Role == "train" }); trained {
		c.Sections = append(c.Sections, Section{At: c.Datasets.Items[0].At, Key: "training_data", Title: "trainedOn", State: Filled, Words: len(c.Datasets.Items)})
	}
}

func (c *draft) spdxLicense(to place, name Text) {
	expression := to.get("simplelicensing_licenseExpression").text()
	switch {
	case expression.Present:
		c.LicenseExpr = c.LicenseExpr.Or(expression)
		if !strings.ContainsAny(expression.Value, " ()") {
			c.license(expression)
		}
	case to.scalar() && strings.Contains(name.Value, "spdx.org/licenses/"):
		at := strings.LastIndexByte(name.Value, '/')
		c.license(Text{At: name.At, Present: true, Value: name.Value[at+1:]})
	case name.Present:
		c.LicenseName = c.LicenseName.Or(name)
	}
}
