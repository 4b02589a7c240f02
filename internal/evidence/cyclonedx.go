package evidence

import (
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
)

// FormatCycloneDX is a bill of materials with a machine learning model in it,
// CycloneDX 1.5 to 1.7 in JSON or XML (ECMA-424; CycloneDX/specification). The
// one decoder reads both: in XML a list is an element with elements in it.
const FormatCycloneDX = "cyclonedx-ml-bom"

// isBOM recognises any CycloneDX bill of materials.
func isBOM(d *document.Document) bool {
	if d.Syntax == document.XML {
		ns := d.Root.Get("@xmlns")
		return d.Root != nil && d.Root.Key == "bom" && ns != nil && strings.HasPrefix(ns.Value, "http://cyclonedx.org/schema/bom/")
	}
	format := d.Root.Get("bomFormat")
	return format != nil && format.Value == "CycloneDX"
}

// isMLBOM recognises one that describes a model.
func isMLBOM(d *document.Document) bool {
	if !isBOM(d) {
		return false
	}
	_, ok := bomModel(rootOf(d))
	return ok
}

// bomModel is the component that the document is a card of: the one that the
// bill is about, else the first that is a model and has a card, else the first
// that is a model.
func bomModel(root place) (place, bool) {
	if about := root.get("metadata").get("component"); isModelComponent(about) {
		return about, true
	}
	models := slices.DeleteFunc(root.many("components", "component"), func(c place) bool { return !isModelComponent(c) })
	if i := slices.IndexFunc(models, func(c place) bool { return c.get("modelCard").present() }); i >= 0 {
		return models[i], true
	}
	if len(models) > 0 {
		return models[0], true
	}
	return place{}, false
}

func isModelComponent(c place) bool {
	return c.attribute("type").Value == "machine-learning-model"
}

// bomSchema names the published schema of a bill's version. That of XML cannot be
// enforced: what the specification requires stands for it.
func bomSchema(d *document.Document) string {
	if d.Syntax == document.JSON {
		return "cyclonedx-" + rootOf(d).get("specVersion").text().Value
	}
	return "cyclonedx-xml"
}

// isBOMOf reports whether a bill of materials is about one model, so that the
// directory it lies in is that model's: not the bill of a program that uses some.
func isBOMOf(d *document.Document) bool {
	if !isMLBOM(d) {
		return false
	}
	about := rootOf(d).get("metadata").get("component")
	return isModelComponent(about) || !about.present()
}

func decodeCycloneDX(d *document.Document) Card {
	root := rootOf(d)
	c := newCard(d, FormatCycloneDX)
	m, _ := bomModel(root)
	c.Name, c.Version, c.Tags = m.get("name").text(), m.get("version").text(), tagList(m)
	c.bomLicenses(m)
	c.bomContacts(m)
	for _, r := range m.many("externalReferences", "reference") {
		c.link(r.get("url"))
	}
	c.bomAncestors(m)
	c.Sections = append(c.Sections, structured(m.get("description"), "description", "description")...)
	card := m.get("modelCard")
	if card.present() {
		c.At = card.anchor // a bill of materials is a card only there
	} else if m.present() {
		c.At = m.anchor
	}
	parameters := card.get("modelParameters")
	c.Task = parameters.get("task").text()
	leftovers(parameters.get("task"), &c.Placeholder)
	c.Datasets = bomDatasets(root, parameters)
	c.Sections = append(c.Sections, structured(parameters.get("datasets"), "datasets", "training_data")...)
	c.Sections = append(c.Sections, structured(parameters.get("modelArchitecture"), "modelArchitecture", "technical")...)
	metrics := card.get("quantitativeAnalysis").get("performanceMetrics")
	for _, p := range card.get("quantitativeAnalysis").many("performanceMetrics", "performanceMetric") {
		interval := p.get("confidenceInterval")
		c.Claims = append(c.Claims, claimOf(p.get("value"), p.get("type"), p.get("slice"), place{}, interval.get("lowerBound"), interval.get("upperBound")))
	}
	c.Sections = append(c.Sections, structured(metrics, "performanceMetrics", "evaluation")...)
	c.bomConsiderations(card.get("considerations"))
	return c.Card
}

func tagList(m place) List {
	l := List{At: m.get("tags").anchor, Items: []Item{}}
	for _, t := range m.many("tags", "tag") {
		if text := t.text(); text.Present {
			l.Present = true
			l.Items = append(l.Items, Item{At: t.anchor, Value: text.Value})
		}
	}
	return l
}

// bomLicenses reads the licences of a component: by identifier, by name, or as
// an expression, which may be a single identifier.
func (c *draft) bomLicenses(m place) {
	at := m.get("licenses")
	c.License.At, c.Licenses.At = at.anchor, at.anchor
	var choices []place
	switch {
	case at.node != nil && at.node.Kind == document.Mapping: // XML
		choices = append(at.many("license", ""), at.get("expression"))
	default:
		for _, item := range at.items() {
			choices = append(choices, item.get("license"))
			choices = append(choices, item.get("expression"))
		}
	}
	for _, l := range choices {
		if l.node == nil {
			continue
		}
		if l.scalar() || l.get("#text").present() {
			c.LicenseExpr = l.text().Or(l.get("#text").text())
			if !strings.ContainsAny(c.LicenseExpr.Value, " ()") {
				c.license(c.LicenseExpr)
			}
			continue
		}
		if id := l.get("id").text(); id.Present {
			c.license(id)
		} else if name := l.get("name").text(); name.Present {
			c.LicenseName = c.LicenseName.Or(name)
			c.license(Text{At: name.At, Present: true, Value: "other"})
		}
		c.LicenseLink = c.LicenseLink.Or(l.get("url").text())
	}
}

// license adds an identifier of a licence.
func (c *draft) license(id Text) {
	c.License = c.License.Or(id)
	c.Licenses.Present = true
	c.Licenses.Items = append(c.Licenses.Items, Item{At: id.At, Value: id.Value})
}

func (c *draft) bomContacts(m place) {
	for _, role := range []struct{ key, kind string }{{"supplier", "supplier"}, {"manufacturer", "supplier"}} {
		if o := m.get(role.key); o.present() {
			c.organisation(o, role.kind)
		}
	}
	for _, a := range m.many("authors", "author") {
		c.organisation(a, "author")
	}
	for _, key := range []string{"publisher", "author"} {
		if name := m.get(key).text(); name.Present {
			c.Contacts = append(c.Contacts, contact(m.get(key), key, name, Text{At: name.At}))
		}
	}
}

// organisation adds an organisation, and the people whom it names.
func (c *draft) organisation(o place, kind string) {
	k := Contact{At: o.anchor, Kind: kind, Name: o.get("name").text(), Email: o.get("email").text(), URL: o.get("url").first()}
	c.Contacts = append(c.Contacts, k)
	contacts := o.get("contact").items()
	if contacts == nil && o.get("contact").present() {
		contacts = []place{o.get("contact")}
	}
	for _, person := range contacts {
		c.Contacts = append(c.Contacts, Contact{At: person.anchor, Kind: "contact", Name: person.get("name").text(), Email: person.get("email").text(), URL: Text{At: person.anchor}})
	}
}

// bomAncestors reads what the model was made from (pedigree.ancestors).
func (c *draft) bomAncestors(m place) {
	ancestors := m.get("pedigree").many("ancestors", "component")
	c.BaseModels = BaseModels{At: m.get("pedigree").get("ancestors").anchor, Items: []BaseModel{}}
	for _, a := range ancestors {
		if name := a.get("name").text(); name.Present {
			c.BaseModels.Present = true
			value := name.Value
			if group := a.get("group").text(); group.Present {
				value = group.Value + "/" + value
			}
			c.BaseModels.Items = append(c.BaseModels.Items, BaseModel{At: name.At, Value: value, Revision: a.get("version").text(), Relation: Text{At: a.anchor}})
		}
	}
}

// bomDatasets reads the datasets of a model: described in place, or by reference
// to a component of the same document.
func bomDatasets(root, parameters place) UsedDatasets {
	at := parameters.get("datasets")
	used := UsedDatasets{At: at.anchor, Items: []UsedDataset{}}
	items := parameters.many("datasets", "dataset")
	if at.node != nil && at.node.Kind == document.Mapping && at.node.Get("ref") != nil { // XML
		items = append(items, at.many("ref", "")...)
	}
	components := map[string]place{}
	for _, component := range root.many("components", "component") {
		components[component.attribute("bom-ref").Value] = component
	}
	for _, item := range items {
		ref := item.attribute("ref")
		if item.scalar() {
			ref = item.text()
		}
		name, from := item.get("name").text(), item
		if ref.Present {
			name = ref
			if component, ok := components[ref.Value]; ok {
				from, name = component, NewText(ref.At, component.get("name").text().Value)
			}
		}
		if !name.Present {
			continue
		}
		u := usedDataset(from, name.Value)
		u.At, u.Revision, u.Link = name.At, from.get("version").text(), from.get("contents").get("url").text()
		used.Present = true
		used.Items = append(used.Items, u)
	}
	return used
}

func (c *draft) bomConsiderations(p place) {
	for _, f := range []struct {
		field string
		keys  []string
	}{
		{"users", []string{"users"}}, {"useCases", []string{"intended_use"}}, {"technicalLimitations", []string{"limitations"}}, {"performanceTradeoffs", []string{"tradeoffs"}},
		{"ethicalConsiderations", []string{"ethical", "bias_risk"}}, {"fairnessAssessments", []string{"bias_risk"}}, {"environmentalConsiderations", []string{"environment"}},
	} {
		c.Sections = append(c.Sections, structured(p.get(f.field), f.field, f.keys...)...)
	}
	consumptions := p.get("environmentalConsiderations").many("energyConsumptions", "energyConsumption")
	i := max(0, slices.IndexFunc(consumptions, func(e place) bool { return e.get("activity").text().Value == "training" }))
	if i < len(consumptions) {
		e := consumptions[i]
		cost := e.get("co2CostEquivalent")
		c.CO2 = Emissions{At: cost.anchor, Present: cost.present(), Emissions: cost.get("value").text(), Unit: "t", Source: Text{At: e.anchor}, Hardware: Text{At: e.anchor}, Region: Text{At: e.anchor}}
	}
}
