package evidence

import (
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
)

// FormatToolkit is the JSON of the Model Card Toolkit, schema 0.0.1 and 0.0.2
// (tensorflow/model-card-toolkit). FormatBridge2AI is the YAML of
// bridge2ai/model-card-schema, which has the same parts and those of the hub's
// metadata beside them.
const (
	FormatToolkit   = "model-card-toolkit"
	FormatBridge2AI = "bridge2ai"
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
	if rootOf(d).get("schema_version").text().Value == "0.0.1" {
		return "model-card-toolkit-0.0.1"
	}
	return "model-card-toolkit-0.0.2"
}

func decodeToolkit(format string) func(*document.Document) Card {
	return func(d *document.Document) Card {
		root := rootOf(d)
		c := newCard(d, format)
		c.toolkitDetails(root.get("model_details"))
		c.toolkitParameters(root.get("model_parameters"))
		c.toolkitAnalysis(root.get("quantitative_analysis"))
		c.toolkitConsiderations(root.get("considerations"))
		c.hubKeys(root)
		c.extended(root.get("modelgate"))
		for _, key := range []string{"name", "overview"} {
			leftovers(root.get("model_details").get(key), &c.Placeholder)
		}
		return c.Card
	}
}

func (c *draft) toolkitDetails(details place) {
	c.Name = details.get("name").text()
	c.Version = details.get("version").get("name").text().Or(details.get("version").text())
	c.License = details.get("license").text() // 0.0.1
	c.Licenses = details.get("license").list()
	for i, l := range details.get("licenses").items() {
		id := l.get("identifier").text().Or(l.get("license").text())
		if i == 0 {
			c.License, c.LicenseName = id, l.get("license_name").text().Or(l.get("custom_text").text())
			c.LicenseLink = l.get("license_link").text()
			c.Licenses = List{At: details.get("licenses").anchor, Present: true, Items: []Item{}}
		}
		if id.Present {
			c.Licenses.Items = append(c.Licenses.Items, Item{At: id.At, Value: id.Value})
		}
	}
	if c.LicenseName.Present && !c.License.Present && len(c.Licenses.Items) == 0 {
		c.License = Text{At: c.LicenseName.At, Present: true, Value: "other"} // custom text is a licence without an identifier
		c.Licenses.Items = []Item{{At: c.LicenseName.At, Value: "other"}}
	}
	for _, o := range details.get("owners").items() {
		c.Contacts = append(c.Contacts, contact(o, "owner", o.get("name").text(), o.get("contact").text()))
	}
	for _, o := range details.get("contributors").items() {
		kind := map[string]string{"developed_by": "developer", "contributed_by": "contributor", "maintained_by": "maintainer", "funded_by": "funder"}[o.get("role").text().Value]
		if kind == "" {
			kind = "contributor"
		}
		k := contact(o, kind, o.get("name").text(), o.get("email").text().Or(o.get("contact").text()))
		k.URL = k.URL.Or(o.get("orcid").text())
		c.Contacts = append(c.Contacts, k)
	}
	for _, r := range details.get("references").items() {
		at := r
		if r.node.Kind == document.Mapping {
			at = r.get("reference")
		}
		c.link(at)
	}
	if where := details.get("path"); isWebAddress(where.text().Value) {
		c.link(where)
	} else {
		c.file(where, "model")
	}
	for _, key := range []string{"overview", "documentation"} {
		c.Sections = append(c.Sections, structured(details.get(key), key, "description")...)
	}
	c.Sections = append(c.Sections, structured(details.get("citations"), "citations", "citation")...)
	c.Sections = append(c.Sections, structured(details.get("citation"), "citation", "citation")...)
	c.Sections = append(c.Sections, structured(details.get("owners"), "owners", "contact")...)
}

func (c *draft) toolkitParameters(parameters place) {
	data := parameters.get("data")
	used := UsedDatasets{At: data.anchor, Present: data.present(), Items: []UsedDataset{}}
	add := func(p place, role string) {
		if name := p.get("name").text(); name.Present {
			u := usedDataset(p, name.Value)
			u.At, u.Role = name.At, role
			used.Items = append(used.Items, u)
		}
	}
	for _, item := range data.items() {
		add(item, "")
	}
	for _, role := range []string{"train", "eval"} { // 0.0.1
		add(data.get(role), role)
	}
	used.Present = len(used.Items) > 0
	c.Datasets = used
	described := data
	if data.get("train").present() {
		described = data.get("train")
	}
	if text := described.words(); strings.TrimSpace(text) != "" && used.Present {
		c.Sections = append(c.Sections, Section{At: data.anchor, Key: "training_data", Title: "data", State: worthOf(text, 0).state, Words: worthOf(text, 0).words})
	}
	c.Sections = append(c.Sections, structured(parameters.get("model_architecture"), "model_architecture", "technical")...)
	c.Sections = append(c.Sections, structured(parameters.get("training_procedure"), "training_procedure", "training_procedure")...)
	c.Sections = append(c.Sections, structured(parameters.get("compute_infrastructure"), "compute_infrastructure", "technical")...)
}

func (c *draft) toolkitAnalysis(analysis place) {
	metrics := analysis.get("performance_metrics")
	for _, m := range metrics.items() {
		interval := m.get("confidence_interval")
		claim := claimOf(m.get("value"), m.get("type"), m.get("slice"), m.get("unit"), interval.get("lower_bound"), interval.get("upper_bound"))
		for _, key := range []string{"threshold", "value_error"} {
			if t := m.get(key).text(); t.Present {
				claim.Args = append(claim.Args, Argument{Name: key, Value: t.Value})
			}
		}
		c.Claims = append(c.Claims, claim)
	}
	if len(metrics.items()) > 0 {
		c.Sections = append(c.Sections, structured(metrics, "performance_metrics", "evaluation")...)
	}
	c.Sections = append(c.Sections, structured(analysis.get("evaluation_procedure"), "evaluation_procedure", "evaluation")...)
}

func (c *draft) toolkitConsiderations(p place) {
	for _, f := range []struct {
		field string
		keys  []string
	}{
		{"users", []string{"users"}}, {"use_cases", []string{"intended_use"}}, {"out_of_scope_uses", []string{"out_of_scope"}}, {"limitations", []string{"limitations"}},
		{"tradeoffs", []string{"tradeoffs"}}, {"ethical_considerations", []string{"ethical", "bias_risk"}}, {"fairness_assessments", []string{"bias_risk"}},
		{"environmental_considerations", []string{"environment"}}, {"human_oversight", []string{"human_oversight"}}, {"explainability", []string{"explainability"}},
	} {
		c.Sections = append(c.Sections, structured(p.get(f.field), f.field, f.keys...)...)
	}
}

// hubKeys reads the keys of the hub's metadata that bridge2ai has at the top.
func (c *draft) hubKeys(root place) {
	c.Languages = root.get("language").list()
	if own := root.get("model_language").list(); !c.Languages.Present && own.Present {
		c.Languages = own // as the schema's own examples have it beside a datasheet, which has a language too
	}
	c.Tags, c.Metrics = root.get("tags").list(), root.get("metrics").list()
	c.Library = root.get("library_name").text().Or(root.get("framework").text())
	c.Task = root.get("pipeline_tag").text()
	if named := root.get("datasets").list(); named.Present {
		c.Datasets = usedDatasets(named)
	}
	c.BaseModels = baseModels(root.get("base_model").list(), root.get("base_model_relation").text())
	c.CO2 = hubEmissions(root.get("co2_eq_emissions"))
	for _, key := range []string{"model_index", "model-index"} {
		if index := root.get(key); index.present() {
			var claims []Claim
			c.Index, claims = modelIndex(index)
			c.Claims = append(c.Claims, claims...)
		}
	}
	for _, key := range []string{"bias_model", "bias_output", "bias_input"} {
		c.Sections = append(c.Sections, structured(root.get(key), key, "bias_risk")...)
	}
}

// link adds the address at p, if it is one.
func (c *draft) link(p place) {
	if t := p.text(); t.Present {
		c.Links = append(c.Links, Link{At: p.anchor, Target: t.Value, Kind: linkKind(t.Value), State: NotLooked})
	}
}
