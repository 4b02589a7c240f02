package cards

import (
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
)

// formatModelCard is our own model card, schemas/model-card.schema.json: for
// teams that have no other.
const formatModelCard = "modelgate-model-card"

// isOwnCard recognises our model card by its kind.
func isOwnCard(d *document.Document) bool {
	return d.Root.Get("kind") != nil && d.Root.Get("kind").Value == "ModelCard" && d.Root.Get("apiVersion") != nil && strings.HasPrefix(d.Root.Get("apiVersion").Value, "modelgate")
}

func decodeOwnCard(d *document.Document) evidence.Card {
	root := place.Root(d)
	c := newCard(d, formatModelCard)
	c.Name, c.Version = root.Get("name").Text(), root.Get("version").Text()
	c.licensed(root.Get("license"))
	c.Languages, c.Tags, c.Metrics = root.Get("languages").List(), root.Get("tags").List(), root.Get("metrics").List()
	c.Library, c.Task = root.Get("library").Text(), root.Get("task").Text()
	c.Datasets = structuredDatasets(root.Get("datasets"))
	co2 := root.Get("co2")
	c.CO2 = evidence.Emissions{At: co2.Anchor, Present: co2.Present(), Emissions: co2.Get("emissions").Text(), Unit: co2.Get("unit").Text().Value,
		Source: co2.Get("source").Text(), Hardware: co2.Get("hardware").Text(), Region: co2.Get("region").Text()}
	for _, f := range root.Get("files").Items() {
		c.file(f, "model")
	}
	for _, r := range root.Get("results").Items() {
		claim := claimOf(r.Get("value"), r.Get("metric"), r.Get("slice"), r.Get("unit"), r.Get("low"), r.Get("high"))
		claim.Dataset, claim.Config, claim.Split, claim.Revision = r.Get("dataset").Text().Value, r.Get("config").Text().Value, r.Get("split").Text().Value, r.Get("revision").Text().Value
		claim.Task, claim.Source = r.Get("task").Text().Value, r.Get("source").Text()
		c.Claims = append(c.Claims, claim)
	}
	c.Sections = append(c.Sections, structured(root.Get("description"), "description", "description")...)
	c.extended(root)
	c.leftBehind(root)
	return c.Card
}

// licensed reads a licence: its identifier, or a mapping of identifier, name,
// link and expression.
func (c *draft) licensed(p place.Place) {
	if p.Scalar() {
		c.License, c.Licenses = p.Text(), p.List()
		return
	}
	c.License, c.Licenses = p.Get("id").Text(), p.Get("id").List()
	c.LicenseName, c.LicenseLink, c.LicenseExpr = p.Get("name").Text(), p.Get("link").Text(), p.Get("expression").Text()
}

// structuredDatasets reads datasets that are named, or mappings with a name.
func structuredDatasets(p place.Place) evidence.UsedDatasets {
	used := evidence.UsedDatasets{At: p.Anchor, Present: p.Present(), Items: []evidence.UsedDataset{}}
	for _, item := range p.Items() {
		name := item
		if item.Node.Kind == document.Mapping {
			name = item.Get("name")
		}
		if t := name.Text(); t.Present {
			u := usedDataset(item, t.Value)
			u.At, u.Role = t.At, item.Get("role").Text().Value
			used.Items = append(used.Items, u)
		}
	}
	return used
}

// structuredBaseModels reads base models that are named, or mappings with a name.
func structuredBaseModels(p place.Place) evidence.BaseModels {
	models := baseModels(p.List(), evidence.Text{At: p.Anchor})
	for _, item := range p.Items() {
		if name := item.Get("name").Text(); name.Present {
			models.Present = true
			models.Items = append(models.Items, evidence.BaseModel{At: name.At, Value: name.Value, Revision: item.Get("revision").Text(), Relation: item.Get("relation").Text()})
		}
	}
	return models
}

// extended reads what no other format has words for: our own card has it at its
// root, the metadata of others in a mapping named modelgate.
func (c *draft) extended(p place.Place) {
	if p.Node == nil {
		return
	}
	c.RiskClass = p.Get("risk_class").Text().Or(c.RiskClass)
	if automated := p.Get("automated_decision"); automated.Present() {
		place.Fill(automated, &c.Automated)
	}
	c.Regimes = c.Regimes.With(p.Get("regimes").List())
	c.RegimeTags = append(c.RegimeTags, p.RegimeTags(func(string) bool { return false })...) // the finder looks files up
	business := p.Get("business")
	own := evidence.Business{At: business.Anchor, Present: business.Present(), Objective: business.Get("objective").Text(), KPI: business.Get("kpi").Text(),
		Latency: business.Get("latency_budget").Text(), Cost: business.Get("cost_budget").Text()}
	if own.Present {
		c.Business = own
		for _, f := range []struct{ field, key string }{{"objective", "business_objective"}, {"kpi", "kpi"}, {"latency_budget", "latency_budget"}, {"cost_budget", "cost_budget"}} {
			c.Sections = append(c.Sections, structured(business.Get(f.field), f.field, f.key)...)
		}
	}
	if models := p.Get("base_models"); models.Present() {
		c.pinned(structuredBaseModels(models))
	}
	for _, k := range p.Get("contacts").Items() {
		c.Contacts = append(c.Contacts, evidence.Contact{At: k.Anchor, Kind: k.Get("role").Text().Value, Name: k.Get("name").Text(), Email: k.Get("email").Text(), URL: k.Get("url").Text()})
	}
	for _, field := range p.Get("sections").InOrder() {
		c.Sections = append(c.Sections, structured(field, strings.ReplaceAll(field.Node.Key, "_", " "), field.Node.Key)...)
	}
}

// pinned adds base models, and what they say of those that are named already.
func (c *draft) pinned(models evidence.BaseModels) {
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
func (c *draft) file(p place.Place, kind string) {
	if t := p.Text(); t.Present {
		c.Files = append(c.Files, evidence.FileRef{At: p.Anchor, Path: t.Value, Kind: kind, State: evidence.NotLooked})
	}
}
