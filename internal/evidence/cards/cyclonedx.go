package cards

import (
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/bom"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
)

// FormatCycloneDX is a bill of materials with a machine learning model in it,
// CycloneDX 1.5 to 1.7 in JSON or XML (ECMA-424; CycloneDX/specification). The
// one decoder reads both: in XML a list is an element with elements in it.
const FormatCycloneDX = "cyclonedx-ml-bom"

// isMLBOM recognises one that describes a model.
func isMLBOM(d *document.Document) bool {
	if !bom.Is(d) {
		return false
	}
	_, ok := bomModel(place.Root(d))
	return ok
}

// bomModel is the component that the document is a card of: the one that the
// bill is about, else the first that is a model and has a card, else the first
// that is a model.
func bomModel(root place.Place) (place.Place, bool) {
	if about := root.Get("metadata").Get("component"); bom.IsModel(about) {
		return about, true
	}
	models := slices.DeleteFunc(root.Many("components", "component"), func(c place.Place) bool { return !bom.IsModel(c) })
	if i := slices.IndexFunc(models, func(c place.Place) bool { return c.Get("modelCard").Present() }); i >= 0 {
		return models[i], true
	}
	if len(models) > 0 {
		return models[0], true
	}
	return place.Place{}, false
}

// IsBillOfModel reports whether a bill of materials is about one model, so that the
// directory it lies in is that model's: not the bill of a program that uses some.
func IsBillOfModel(d *document.Document) bool {
	if !isMLBOM(d) {
		return false
	}
	about := place.Root(d).Get("metadata").Get("component")
	return bom.IsModel(about) || !about.Present()
}

func decodeCycloneDX(d *document.Document) evidence.Card {
	root := place.Root(d)
	c := newCard(d, FormatCycloneDX)
	m, _ := bomModel(root)
	c.Name, c.Version, c.Tags = m.Get("name").Text(), m.Get("version").Text(), tagList(m)
	c.bomLicenses(m)
	c.bomContacts(m)
	for _, r := range m.Many("externalReferences", "reference") {
		c.link(r.Get("url"))
	}
	c.bomAncestors(m)
	c.Sections = append(c.Sections, structured(m.Get("description"), "description", "description")...)
	card := m.Get("modelCard")
	if card.Present() {
		c.At = card.Anchor // a bill of materials is a card only there
	} else if m.Present() {
		c.At = m.Anchor
	}
	parameters := card.Get("modelParameters")
	c.Task = parameters.Get("task").Text()
	leftovers(parameters.Get("task"), &c.Placeholder)
	c.Datasets = bomDatasets(root, parameters)
	c.Sections = append(c.Sections, structured(parameters.Get("datasets"), "datasets", "training_data")...)
	c.Sections = append(c.Sections, structured(parameters.Get("modelArchitecture"), "modelArchitecture", "technical")...)
	metrics := card.Get("quantitativeAnalysis").Get("performanceMetrics")
	for _, p := range card.Get("quantitativeAnalysis").Many("performanceMetrics", "performanceMetric") {
		interval := p.Get("confidenceInterval")
		c.Claims = append(c.Claims, claimOf(p.Get("value"), p.Get("type"), p.Get("slice"), place.Place{}, interval.Get("lowerBound"), interval.Get("upperBound")))
	}
	c.Sections = append(c.Sections, structured(metrics, "performanceMetrics", "evaluation")...)
	c.bomConsiderations(card.Get("considerations"))
	c.leftBehind(m)
	return c.Card
}

func tagList(m place.Place) evidence.List {
	l := evidence.List{At: m.Get("tags").Anchor, Items: []evidence.Item{}}
	for _, t := range m.Many("tags", "tag") {
		if text := t.Text(); text.Present {
			l.Present = true
			l.Items = append(l.Items, evidence.Item{At: t.Anchor, Value: text.Value})
		}
	}
	return l
}

// bomLicenses reads the licences of a component: by identifier, by name, or as
// an expression, which may be a single identifier.
func (c *draft) bomLicenses(m place.Place) {
	at := m.Get("licenses")
	c.License.At, c.Licenses.At = at.Anchor, at.Anchor
	var choices []place.Place
	switch {
	case at.Node != nil && at.Node.Kind == document.Mapping: // XML
		choices = append(at.Many("license", ""), at.Get("expression"))
	default:
		for _, item := range at.Items() {
			choices = append(choices, item.Get("license"))
			choices = append(choices, item.Get("expression"))
		}
	}
	for _, l := range choices {
		if l.Node == nil {
			continue
		}
		if l.Scalar() || l.Get("#text").Present() {
			c.LicenseExpr = l.Text().Or(l.Get("#text").Text())
			if !strings.ContainsAny(c.LicenseExpr.Value, " ()") {
				c.license(c.LicenseExpr)
			}
			continue
		}
		if id := l.Get("id").Text(); id.Present {
			c.license(id)
		} else if name := l.Get("name").Text(); name.Present {
			c.LicenseName = c.LicenseName.Or(name)
			c.license(evidence.Text{At: name.At, Present: true, Value: "other"})
		}
		c.LicenseLink = c.LicenseLink.Or(l.Get("url").Text())
	}
}

// license adds an identifier of a licence.
func (c *draft) license(id evidence.Text) {
	c.License = c.License.Or(id)
	c.Licenses.Present = true
	c.Licenses.Items = append(c.Licenses.Items, evidence.Item{At: id.At, Value: id.Value})
}

func (c *draft) bomContacts(m place.Place) {
	for _, role := range []struct{ key, kind string }{{"supplier", "supplier"}, {"manufacturer", "supplier"}} {
		if o := m.Get(role.key); o.Present() {
			c.organisation(o, role.kind)
		}
	}
	for _, a := range m.Many("authors", "author") {
		c.organisation(a, "author")
	}
	for _, key := range []string{"publisher", "author"} {
		if name := m.Get(key).Text(); name.Present {
			c.Contacts = append(c.Contacts, contact(m.Get(key), key, name, evidence.Text{At: name.At}))
		}
	}
}

// organisation adds an organisation, and the people whom it names.
func (c *draft) organisation(o place.Place, kind string) {
	k := evidence.Contact{At: o.Anchor, Kind: kind, Name: o.Get("name").Text(), Email: o.Get("email").Text(), URL: o.Get("url").First()}
	c.Contacts = append(c.Contacts, k)
	contacts := o.Get("contact").Items()
	if contacts == nil && o.Get("contact").Present() {
		contacts = []place.Place{o.Get("contact")}
	}
	for _, person := range contacts {
		c.Contacts = append(c.Contacts, evidence.Contact{At: person.Anchor, Kind: "contact", Name: person.Get("name").Text(), Email: person.Get("email").Text(), URL: evidence.Text{At: person.Anchor}})
	}
}

// bomAncestors reads what the model was made from (pedigree.ancestors).
func (c *draft) bomAncestors(m place.Place) {
	ancestors := m.Get("pedigree").Many("ancestors", "component")
	c.BaseModels = evidence.BaseModels{At: m.Get("pedigree").Get("ancestors").Anchor, Items: []evidence.BaseModel{}}
	for _, a := range ancestors {
		if name := a.Get("name").Text(); name.Present {
			c.BaseModels.Present = true
			value := name.Value
			if group := a.Get("group").Text(); group.Present {
				value = group.Value + "/" + value
			}
			c.BaseModels.Items = append(c.BaseModels.Items, evidence.BaseModel{At: name.At, Value: value, Revision: a.Get("version").Text(), Relation: evidence.Text{At: a.Anchor}})
		}
	}
}

// bomDatasets reads the datasets of a model: described in place, or by reference
// to a component of the same document.
func bomDatasets(root, parameters place.Place) evidence.UsedDatasets {
	at := parameters.Get("datasets")
	used := evidence.UsedDatasets{At: at.Anchor, Items: []evidence.UsedDataset{}}
	items := parameters.Many("datasets", "dataset")
	if at.Node != nil && at.Node.Kind == document.Mapping && at.Node.Get("ref") != nil { // XML
		items = append(items, at.Many("ref", "")...)
	}
	components := map[string]place.Place{}
	for _, component := range root.Many("components", "component") {
		components[component.Attribute("bom-ref").Value] = component
	}
	for _, item := range items {
		ref := item.Attribute("ref")
		if item.Scalar() {
			ref = item.Text()
		}
		name, from := item.Get("name").Text(), item
		if ref.Present {
			name = ref
			if component, ok := components[ref.Value]; ok {
				from, name = component, evidence.NewText(ref.At, component.Get("name").Text().Value)
			}
		}
		if !name.Present {
			continue
		}
		u := usedDataset(from, name.Value)
		u.At, u.Revision, u.Link = name.At, from.Get("version").Text(), from.Get("contents").Get("url").Text()
		used.Present = true
		used.Items = append(used.Items, u)
	}
	return used
}

func (c *draft) bomConsiderations(p place.Place) {
	for _, f := range []struct {
		field string
		keys  []string
	}{
		{"users", []string{"users"}}, {"useCases", []string{"intended_use"}}, {"technicalLimitations", []string{"limitations"}}, {"performanceTradeoffs", []string{"tradeoffs"}},
		{"ethicalConsiderations", []string{"ethical", "bias_risk"}}, {"fairnessAssessments", []string{"bias_risk"}}, {"environmentalConsiderations", []string{"environment"}},
	} {
		c.Sections = append(c.Sections, structured(p.Get(f.field), f.field, f.keys...)...)
	}
	consumptions := p.Get("environmentalConsiderations").Many("energyConsumptions", "energyConsumption")
	i := max(0, slices.IndexFunc(consumptions, func(e place.Place) bool { return e.Get("activity").Text().Value == "training" }))
	if i < len(consumptions) {
		e := consumptions[i]
		cost := e.Get("co2CostEquivalent")
		c.CO2 = evidence.Emissions{At: cost.Anchor, Present: cost.Present(), Emissions: cost.Get("value").Text(), Unit: "t", Source: evidence.Text{At: e.Anchor}, Hardware: evidence.Text{At: e.Anchor}, Region: evidence.Text{At: e.Anchor}}
	}
}
