package evidence

import (
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
)

// FormatModelCard is our own model card, schemas/model-card.schema.json: for
// teams that have no other.
const FormatModelCard = "modelgate-model-card"

// isOwnCard recognises our model card by its kind.
func isOwnCard(d *document.Document) bool {
	return d.Root.Get("kind") != nil && d.Root.Get("kind").Value == "ModelCard" && d.Root.Get("apiVersion") != nil && strings.HasPrefix(d.Root.Get("apiVersion").Value, "modelgate")
}

func decodeOwnCard(d *document.Document) Card {
	root := rootOf(d)
	c := newCard(d, FormatModelCard)
	c.Name, c.Version = root.get("name").text(), root.get("version").text()
	c.licensed(root.get("license"))
	c.Languages, c.Tags, c.Metrics = root.get("languages").list(), root.get("tags").list(), root.get("metrics").list()
	c.Library, c.Task = root.get("library").text(), root.get("task").text()
	c.Datasets = structuredDatasets(root.get("datasets"))
	co2 := root.get("co2")
	c.CO2 = Emissions{At: co2.anchor, Present: co2.present(), Emissions: co2.get("emissions").text(), Unit: co2.get("unit").text().Value,
		Source: co2.get("source").text(), Hardware: co2.get("hardware").text(), Region: co2.get("region").text()}
	for _, f := range root.get("files").items() {
		c.file(f, "model")
	}
	for _, r := range root.get("results").items() {
		claim := claimOf(r.get("value"), r.get("metric"), r.get("slice"), r.get("unit"), r.get("low"), r.get("high"))
		claim.Dataset, claim.Config, claim.Split, claim.Revision = r.get("dataset").text().Value, r.get("config").text().Value, r.get("split").text().Value, r.get("revision").text().Value
		claim.Task, claim.Source = r.get("task").text().Value, r.get("source").text()
		c.Claims = append(c.Claims, claim)
	}
	c.Sections = append(c.Sections, structured(root.get("description"), "description", "description")...)
	c.extended(root)
	return c.Card
}

// licensed reads a licence: its identifier, or a mapping of identifier, name,
// link and expression.
func (c *draft) licensed(p place) {
	if p.scalar() {
		c.License, c.Licenses = p.text(), p.list()
		return
	}
	c.License, c.Licenses = p.get("id").text(), p.get("id").list()
	c.LicenseName, c.LicenseLink, c.LicenseExpr = p.get("name").text(), p.get("link").text(), p.get("expression").text()
}

// structuredDatasets reads datasets that are named, or mappings with a name.
func structuredDatasets(p place) UsedDatasets {
	used := UsedDatasets{At: p.anchor, Present: p.present(), Items: []UsedDataset{}}
	for _, item := range p.items() {
		name := item
		if item.node.Kind == document.Mapping {
			name = item.get("name")
		}
		if t := name.text(); t.Present {
			u := usedDataset(item, t.Value)
			u.At, u.Role = t.At, item.get("role").text().Value
			used.Items = append(used.Items, u)
		}
	}
	return used
}

// structuredBaseModels reads base models that are named, or mappings with a name.
func structuredBaseModels(p place) BaseModels {
	models := baseModels(p.list(), Text{At: p.anchor})
	for _, item := range p.items() {
		if name := item.get("name").text(); name.Present {
			models.Present = true
			models.Items = append(models.Items, BaseModel{At: name.At, Value: name.Value, Revision: item.get("revision").text(), Relation: item.get("relation").text()})
		}
	}
	return models
}

// extended reads what no other format has words for: our own card has it at its
// root, the metadata of others in a mapping named modelgate.
func (c *draft) extended(p place) {
	if p.node == nil {
		return
	}
	c.RiskClass = p.get("risk_class").text().Or(c.RiskClass)
	if automated := p.get("automated_decision"); automated.present() {
		fill(automated, &c.Automated)
	}
	business := p.get("business")
	own := Business{At: business.anchor, Present: business.present(), Objective: business.get("objective").text(), KPI: business.get("kpi").text(),
		Latency: business.get("latency_budget").text(), Cost: business.get("cost_budget").text()}
	if own.Present {
		c.Business = own
		for _, f := range []struct{ field, key string }{{"objective", "business_objective"}, {"kpi", "kpi"}, {"latency_budget", "latency_budget"}, {"cost_budget", "cost_budget"}} {
			c.Sections = append(c.Sections, structured(business.get(f.field), f.field, f.key)...)
		}
	}
	if models := p.get("base_models"); models.present() {
		c.pinned(structuredBaseModels(models))
	}
	for _, k := range p.get("contacts").items() {
		c.Contacts = append(c.Contacts, Contact{At: k.anchor, Kind: k.get("role").text().Value, Name: k.get("name").text(), Email: k.get("email").text(), URL: k.get("url").text()})
	}
	for _, field := range p.get("sections").inOrder() {
		c.Sections = append(c.Sections, structured(field, strings.ReplaceAll(field.node.Key, "_", " "), field.node.Key)...)
	}
}

// pinned adds base models, and what they say of those that are named already.
func (c *draft) pinned(models BaseModels) {
	if !c.BaseModels.Present {
		c.BaseModels = models
		return
	}
	known := map[string]int{}
	for i, have := range c.BaseModels.Items {
		known[have.Value] = i
	}
	for _, m := range models.Items {
		i, ok := known[m.Value]
		if !ok {
			c.BaseModels.Items = append(c.BaseModels.Items, m)
			continue
		}
		have := &c.BaseModels.Items[i]
		have.Revision, have.Relation = have.Revision.Or(m.Revision), have.Relation.Or(m.Relation)
	}
}

// file adds a file that the card names at p.
func (c *draft) file(p place, kind string) {
	if t := p.text(); t.Present {
		c.Files = append(c.Files, FileRef{At: p.anchor, Path: t.Value, Kind: kind, State: NotLooked})
	}
}
