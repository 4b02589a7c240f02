package evidence

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
)

// FormatHuggingFace is a Markdown card with the metadata of the Hugging Face
// hub in its front matter (huggingface/hub-docs modelcard.md).
const FormatHuggingFace = "huggingface"

// Keys that model cards share with others, and keys that tell a page of a site from a
// model card.
var (
	sharedKeys = []string{"language", "tags", "thumbnail", "widget", "license_name", "license_link", "licence", "liscence", "licenses", "dataset", "metric", "new_version", "arxiv"}
	pageKeys   = []string{"title", "layout", "permalink", "sidebar_position", "nav_order", "slug"}
)

// isCardInPlace reports whether a README makes its directory a model: it has a
// model's metadata, or is titled a model card. Other headings do not suffice:
// many a README has an "Evaluation" and some "Limitations".
func isCardInPlace(d *document.Document) bool {
	if len(d.Sections) > 0 && strings.Contains(strings.Join(plainWords(d.Sections[0].Title), " "), "model card") {
		return true
	}
	return d.Root != nil && isModelCard(d) || isModelCardByLabels(d)
}

// isHuggingFace recognises a model card that has metadata. Those that are empty
// or broken are there nevertheless: what is wrong with them is to be said.
func isHuggingFace(d *document.Document) bool {
	return isModelCard(d) && (d.Root != nil || d.Front.End > 0 || hasLostMetadata(d)) ||
		d.Syntax == document.Markdown && d.Root == nil && (hasLostMetadata(d) || d.Front.End > 0 && speaksOfAModel(d))
}

// speaksOfAModel reports whether a heading of a page is about a model: what is
// needed to take it for a card when its metadata cannot be read.
func speaksOfAModel(d *document.Document) bool {
	return slices.ContainsFunc(d.Sections, func(s document.Section) bool { return slices.Contains(plainWords(s.Title), "model") })
}

// hasLostMetadata reports whether a Markdown file has metadata that no reader
// finds: the line that opens it is wrong, it is not closed, or other text stands
// before it.
func hasLostMetadata(d *document.Document) bool {
	if d.Front.End > 0 && d.Root != nil {
		return false
	}
	fenced, found := false, false
	for i, line := range strings.SplitN(string(d.Source[:min(len(d.Source), 8<<10)]), "\n", 61) {
		line = strings.TrimRight(line, " \t\r")
		if i == 60 {
			break
		}
		if len(line) >= 3 && strings.Trim(line, "-") == "" {
			fenced = true
			continue
		}
		key, _, ok := strings.Cut(line, ":")
		if fenced && ok && (slices.Contains(DatasetKeys, key) || slices.Contains(SpaceKeys, key)) {
			return false
		}
		found = found || fenced && ok && (slices.Contains(ModelKeys, key) || slices.Contains(sharedKeys, key))
	}
	return found
}

// isModelCard recognises a model card in Markdown: by its metadata, else by its
// headings and labels. A name that can mean nothing else (MODEL_CARD.md) settles
// it.
func isModelCard(d *document.Document) bool {
	if d.Syntax != document.Markdown {
		return false
	}
	if isCardName(path.Base(d.Path)) {
		return true
	}
	has := func(keys []string) int {
		return len(slices.DeleteFunc(slices.Clone(keys), func(k string) bool { return !HasKey(d.Root, k) }))
	}
	if d.Root != nil && d.Root.Kind == document.Mapping && len(d.Root.Children) > 0 {
		if IsModelMetadata(d) {
			return true
		}
		return !IsDatasetCard(d) && has(SpaceKeys) == 0 &&
			(has(ModelKeys) > 0 || has(sharedKeys) > 0 && has(pageKeys) == 0 || isModelCardByHeadings(d))
	}
	return !IsDatasetCard(d) && (isModelCardByHeadings(d) || isModelCardByLabels(d))
}

func isModelCardByHeadings(d *document.Document) bool {
	telling := map[string]bool{}
	for i, s := range d.Sections {
		title := strings.Join(plainWords(s.Title), " ")
		if i == 0 && strings.Contains(title, "model card") {
			return true
		}
		if strings.Contains(title, "this model") || strings.Contains(title, "ai model") {
			telling["use of the model"] = true
		}
		for _, key := range keysOfHeading(i, s) {
			switch key {
			case "out_of_scope", "limitations", "bias_risk", "training_data", "training_procedure", "evaluation":
				telling[key] = true
			case "description", "intended_use":
				if strings.Contains(title, "model") || strings.Contains(title, "intended") {
					telling[key] = true
				}
			}
		}
		if len(telling) >= 2 {
			return true
		}
	}
	return false
}

func decodeHuggingFace(d *document.Document) Card {
	root := rootOf(d)
	c := newCard(d, FormatHuggingFace)
	c.Name, c.Version = root.get("model_name").text(), root.get("version").text()
	c.License, c.Licenses = root.get("license").first(), root.get("license").list()
	c.LicenseName, c.LicenseLink = root.get("license_name").text(), root.get("license_link").text()
	c.Languages, c.Tags, c.Metrics = root.get("language").list(), root.get("tags").list(), hubList(root.get("metrics"))
	c.Library, c.Task = root.get("library_name").text(), root.get("pipeline_tag").text()
	c.Datasets = usedDatasets(hubList(root.get("datasets")))
	c.BaseModels = baseModels(root.get("base_model").list(), root.get("base_model_relation").text())
	c.CO2, c.Gate = hubEmissions(root.get("co2_eq_emissions")), hubGate(root)
	for _, key := range []string{"license", "language", "library_name", "pipeline_tag", "tags", "datasets", "metrics", "base_model", "license_name", "license_link", "model_name"} {
		leftovers(root.get(key), &c.Placeholder)
	}
	indexLeftovers(root.get("model-index"), &c.Placeholder)
	c.Index, c.Claims = modelIndex(root.get("model-index"))
	if len(c.Index) > 0 && !c.Name.Present {
		c.Name = c.Index[0].Name
	}
	keys := headingKeys(d)
	c.body(d, keys)
	c.TableClaims = tableClaims(d, keys)
	c.extended(root.get("modelgate"))
	return c.Card
}

// hubEmissions reads co2_eq_emissions: a number of grams, or a mapping
// (huggingface/hub-docs docs/hub/model-cards-co2.md).
func hubEmissions(p place) Emissions {
	e := Emissions{At: p.anchor, Present: p.present(), Unit: "g", Emissions: p.get("emissions").text(), Source: p.get("source").text(),
		Hardware: p.get("hardware_used").text(), Region: p.get("geographical_location").text()}
	if p.scalar() {
		e.Emissions = p.text()
	}
	return e
}

// hubGate reads the text and the questions of a gated model
// (huggingface/hub-docs docs/hub/models-gated.md).
func hubGate(root place) Gate {
	fields := root.get("extra_gated_fields")
	g := Gate{At: fields.anchor, Prompt: root.get("extra_gated_prompt").text(), EUDisallowed: root.get("extra_gated_eu_disallowed").flag(),
		Fields: List{At: fields.anchor, Present: fields.present(), Items: []Item{}}}
	for _, f := range fields.inOrder() {
		g.Fields.Items = append(g.Fields.Items, Item{At: f.anchor, Value: f.node.Key})
	}
	if g.Present = fields.present() || g.Prompt.Present || g.EUDisallowed.Present; !fields.present() && g.Prompt.Present {
		g.At = g.Prompt.At
	}
	return g
}

// hubList is a list of names in which some say more than a name: of a mapping
// (- common_voice: version 4) the first key is the name.
func hubList(p place) List {
	l := p.list()
	if l.Present && p.node.Kind == document.Sequence {
		l.Items = []Item{}
		for _, c := range p.items() {
			switch t := c.text(); {
			case t.Present:
				l.Items = append(l.Items, Item{At: c.anchor, Value: t.Value})
			case c.node.Kind == document.Mapping && len(c.node.Children) > 0 && c.node.Children[0].Kind != document.Null:
				l.Items = append(l.Items, Item{At: c.anchor, Value: c.node.Children[0].Key})
			}
		}
	}
	return l
}

// leftovers collects template text below p. Braces without quotes parse as a
// mapping of one key without a value ("license: {license}").
func leftovers(p place, out *[]Leftover) {
	if p.node == nil {
		return
	}
	switch p.node.Kind {
	case document.Mapping:
		if len(p.node.Children) == 0 {
			*out = append(*out, Leftover{At: p.anchor, Text: "{}"})
			return
		}
		first := p.node.Children[0]
		if leftover(p) == "" {
			*out = append(*out, Leftover{At: p.anchor, Text: first.Key, Mapping: true})
			return
		}
		*out = append(*out, Leftover{At: p.anchor, Text: leftover(p)})
	case document.Sequence:
		for _, item := range p.items() {
			leftovers(item, out)
		}
	case document.String:
		if metadataFiller.MatchString(p.node.Value) {
			*out = append(*out, Leftover{At: p.anchor, Text: p.node.Value})
		}
	}
}

// leftover is the name in braces that a template has for a value, and that
// parses as a mapping of one key without a value; "" for anything else.
func leftover(p place) string {
	if p.node == nil || p.node.Kind != document.Mapping || len(p.node.Children) != 1 {
		return ""
	}
	only := p.node.Children[0]
	if only.Kind != document.Null || p.node.Span.Start == only.KeySpan.Start { // without braces it is a key that lacks its value
		return ""
	}
	return "{" + only.Key + "}"
}

// bracedName is a name that a template has among other words.
var bracedName = regexp.MustCompile(`\{[a-z][a-z0-9_]*\}`)

// indexLeftovers collects template text in a model-index, but for the values of
// metrics, which are claims.
func indexLeftovers(p place, out *[]Leftover) {
	for _, item := range append(p.items(), p.inOrder()...) {
		switch text := leftover(item); {
		case item.node.Key == "value":
		case text != "":
			*out = append(*out, Leftover{At: item.anchor, Text: text})
		case item.node.Kind == document.String && bracedName.MatchString(item.node.Value):
			*out = append(*out, Leftover{At: item.anchor, Text: item.node.Value})
		default:
			indexLeftovers(item, out)
		}
	}
}
