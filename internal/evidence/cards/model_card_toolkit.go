package cards

import (
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
	"github.com/modelgate-dev/modelgate/internal/evidence/prose"
)

// formatToolkit is the JSON of the Model Card Toolkit, schema 0.0.1 and 0.0.2
// (tensorflow/model-card-toolkit). formatBridge2AI is the YAML of
// bridge2ai/model-card-schema, which has the same parts and those of the hub's
// metadata beside them.
const (
	formatToolkit   = "model-card-toolkit"
	formatBridge2AI = "bridge2ai"
)

// toolkitKeys are all keys at the top of a Model Card Toolkit document.
var toolkitKeys = []string{"schema_version", "model_details", "model_parameters", "quantitative_analysis", "considerations", "$schema"}

func isToolkit(d *document.Document) bool { return hasModelDetails(d) && !hasHubKeys(d) }

func isBridge2AI(d *document.Document) bool { return hasModelDetails(d) && hasHubKeys(d) }

// hasModelDetails reports whether a document is a card of either format: the
// details of a model, and one of the other parts, or a name.
func hasModelDetails(d *document.Document) bool {
	details := d.Root.Get("model_details")
	if d.Syntax == document.Markdown || details == nil || details.Kind != document.Mapping {
		return false
	}
	return details.Get("name") != nil || details.Get("overview") != nil ||
		slices.ContainsFunc(toolkitKeys, func(k string) bool { return k != "model_details" && d.Root.Get(k) != nil })
}

// hasHubKeys tells bridge2ai's cards from the toolkit's: they are YAML, or have
// keys that the toolkit does not know.
func hasHubKeys(d *document.Document) bool {
	return d.Syntax == document.YAML || slices.ContainsFunc(d.Root.Children, func(n *document.Node) bool { return !slices.Contains(toolkitKeys, n.Key) })
}

// toolkitSchema names the published schema of a card's version.
func toolkitSchema(d *document.Document) string {
	if place.Root(d).Get("schema_version").Text().Value == "0.0.1" {
		return "model-card-toolkit-0.0.1"
	}
	return "model-card-toolkit-0.0.2"
}

func decodeToolkit(format string) func(*document.Document) evidence.Card {
	return func(d *document.Document) evidence.Card {
		root := place.Root(d)
		c := newCard(d, format)
		c.toolkitDetails(root.Get("model_details"))
		c.toolkitParameters(root.Get("model_parameters"))
		c.toolkitAnalysis(root.Get("quantitative_analysis"))
		c.toolkitConsiderations(root.Get("considerations"))
		c.hubKeys(root)
		c.extended(root.Get("modelgate"))
		for _, key := range []string{"name", "overview"} {
			leftovers(root.Get("model_details").Get(key), &c.Placeholder)
		}
		c.leftBehind(root)
		return c.Card
	}
}

func (c *draft) toolkitDetails(details place.Place) {
	c.Name = details.Get("name").Text()
	c.Version = details.Get("version").Get("name").Text().Or(details.Get("version").Text())
	c.License = details.Get("license").Text() // 0.0.1
	c.Licenses = details.Get("license").List()
	for i, l := range details.Get("licenses").Items() {
		id := l.Get("identifier").Text().Or(l.Get("license").Text())
		if i == 0 {
			c.License, c.LicenseName = id, l.Get("license_name").Text().Or(l.Get("custom_text").Text())
			c.LicenseLink = l.Get("license_link").Text()
			c.Licenses = evidence.List{At: details.Get("licenses").Anchor, Present: true, Items: []evidence.Item{}}
		}
		if id.Present {
			c.Licenses.Items = append(c.Licenses.Items, evidence.Item{At: id.At, Value: id.Value})
		}
	}
	if c.LicenseName.Present && !c.License.Present && len(c.Licenses.Items) == 0 {
		c.License = evidence.Text{At: c.LicenseName.At, Present: true, Value: "other"} // custom text is a licence without an identifier
		c.Licenses.Items = []evidence.Item{{At: c.LicenseName.At, Value: "other"}}
	}
	for _, o := range details.Get("owners").Items() {
		c.Contacts = append(c.Contacts, contact(o, "owner", o.Get("name").Text(), o.Get("contact").Text()))
	}
	for _, o := range details.Get("contributors").Items() {
		kind := map[string]string{"developed_by": "developer", "contributed_by": "contributor", "maintained_by": "maintainer", "funded_by": "funder"}[o.Get("role").Text().Value]
		if kind == "" {
			kind = "contributor"
		}
		k := contact(o, kind, o.Get("name").Text(), o.Get("email").Text().Or(o.Get("contact").Text()))
		k.URL = k.URL.Or(o.Get("orcid").Text())
		c.Contacts = append(c.Contacts, k)
	}
	for _, r := range details.Get("references").Items() {
		at := r
		if r.Node.Kind == document.Mapping {
			at = r.Get("reference")
		}
		c.link(at)
	}
	if where := details.Get("path"); prose.IsWebAddress(where.Text().Value) {
		c.link(where)
	} else {
		c.file(where, "model")
	}
	for _, key := range []string{"overview", "documentation"} {
		c.Sections = append(c.Sections, structured(details.Get(key), key, "description")...)
	}
	c.Sections = append(c.Sections, structured(details.Get("citations"), "citations", "citation")...)
	c.Sections = append(c.Sections, structured(details.Get("citation"), "citation", "citation")...)
	c.Sections = append(c.Sections, structured(details.Get("owners"), "owners", "contact")...)
}

func (c *draft) toolkitParameters(parameters place.Place) {
	data := parameters.Get("data")
	used := evidence.UsedDatasets{At: data.Anchor, Present: data.Present(), Items: []evidence.UsedDataset{}}
	add := func(p place.Place, role string) {
		if name := p.Get("name").Text(); name.Present {
			u := usedDataset(p, name.Value)
			u.At, u.Role = name.At, role
			used.Items = append(used.Items, u)
		}
	}
	for _, item := range data.Items() {
		add(item, "")
	}
	for _, role := range []string{"train", "eval"} { // 0.0.1
		add(data.Get(role), role)
	}
	used.Present = len(used.Items) > 0
	c.Datasets = used
	described := data
	if data.Get("train").Present() {
		described = data.Get("train")
	}
	if text := described.Words(); strings.TrimSpace(text) != "" && used.Present {
		c.Sections = append(c.Sections, evidence.Section{At: data.Anchor, Key: "training_data", Title: "data", State: prose.WorthOf(text, 0).State, Words: prose.WorthOf(text, 0).Words})
	}
	c.Sections = append(c.Sections, structured(parameters.Get("model_architecture"), "model_architecture", "technical")...)
	c.Sections = append(c.Sections, structured(parameters.Get("training_procedure"), "training_procedure", "training_procedure")...)
	c.Sections = append(c.Sections, structured(parameters.Get("compute_infrastructure"), "compute_infrastructure", "technical")...)
}

func (c *draft) toolkitAnalysis(analysis place.Place) {
	metrics := analysis.Get("performance_metrics")
	for _, m := range metrics.Items() {
		interval := m.Get("confidence_interval")
		claim := claimOf(m.Get("value"), m.Get("type"), m.Get("slice"), m.Get("unit"), interval.Get("lower_bound"), interval.Get("upper_bound"))
		for _, key := range []string{"threshold", "value_error"} {
			if t := m.Get(key).Text(); t.Present {
				claim.Args = append(claim.Args, evidence.Argument{Name: key, Value: t.Value})
			}
		}
		c.Claims = append(c.Claims, claim)
	}
	if len(metrics.Items()) > 0 {
		c.Sections = append(c.Sections, structured(metrics, "performance_metrics", "evaluation")...)
	}
	c.Sections = append(c.Sections, structured(analysis.Get("evaluation_procedure"), "evaluation_procedure", "evaluation")...)
}

func (c *draft) toolkitConsiderations(p place.Place) {
	for _, f := range []struct {
		field string
		keys  []string
	}{
		{"users", []string{"users"}}, {"use_cases", []string{"intended_use"}}, {"out_of_scope_uses", []string{"out_of_scope"}}, {"limitations", []string{"limitations"}},
		{"tradeoffs", []string{"tradeoffs"}}, {"ethical_considerations", []string{"ethical", "bias_risk"}}, {"fairness_assessments", []string{"bias_risk"}},
		{"environmental_considerations", []string{"environment"}}, {"human_oversight", []string{"human_oversight"}}, {"explainability", []string{"explainability"}},
	} {
		c.Sections = append(c.Sections, structured(p.Get(f.field), f.field, f.keys...)...)
	}
}

// hubKeys reads the keys of the hub's metadata that bridge2ai has at the top.
func (c *draft) hubKeys(root place.Place) {
	c.Languages = root.Get("language").List()
	if own := root.Get("model_language").List(); !c.Languages.Present && own.Present {
		c.Languages = own // as the schema's own examples have it beside a datasheet, which has a language too
	}
	c.Tags, c.Metrics = root.Get("tags").List(), root.Get("metrics").List()
	c.Library = root.Get("library_name").Text().Or(root.Get("framework").Text())
	c.Task = root.Get("pipeline_tag").Text()
	if named := root.Get("datasets").List(); named.Present {
		c.Datasets = usedDatasets(named)
	}
	c.BaseModels = baseModels(root.Get("base_model").List(), root.Get("base_model_relation").Text())
	c.CO2 = hubEmissions(root.Get("co2_eq_emissions"))
	for _, key := range []string{"model_index", "model-index"} {
		if index := root.Get(key); index.Present() {
			var claims []evidence.Claim
			c.Index, claims = modelIndex(index)
			c.Claims = append(c.Claims, claims...)
		}
	}
	for _, key := range []string{"bias_model", "bias_output", "bias_input"} {
		c.Sections = append(c.Sections, structured(root.Get(key), key, "bias_risk")...)
	}
}

// link adds the address at p, if it is one.
func (c *draft) link(p place.Place) {
	if t := p.Text(); t.Present {
		c.Links = append(c.Links, evidence.Link{At: p.Anchor, Target: t.Value, Kind: prose.LinkKind(t.Value), State: evidence.NotLooked})
	}
}
