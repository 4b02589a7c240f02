package cards

import (
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/figures"
	"github.com/modelgate-dev/modelgate/internal/evidence/hub"
	"github.com/modelgate-dev/modelgate/internal/evidence/laws"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
	"github.com/modelgate-dev/modelgate/internal/evidence/prose"
	"github.com/modelgate-dev/modelgate/internal/evidence/slips"
	"github.com/modelgate-dev/modelgate/internal/pattern"
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

// IsCardInPlace reports whether a README makes its directory a model: it has a
// model's metadata, or is titled a model card. Other headings do not suffice:
// many a README has an "Evaluation" and some "Limitations".
func IsCardInPlace(d *document.Document) bool {
	if len(d.Sections) > 0 && strings.Contains(strings.Join(prose.PlainWords(d.Sections[0].Title), " "), "model card") {
		return true
	}
	return d.Root != nil && IsPage(d) || isModelCardByLabels(d)
}

// isHuggingFace recognises a model card that has metadata. Those that are empty
// or broken are there nevertheless: what is wrong with them is to be said.
func isHuggingFace(d *document.Document) bool {
	return IsPage(d) && (d.Root != nil || d.Front.End > 0 || hasLostMetadata(d)) ||
		d.Syntax == document.Markdown && d.Root == nil && (hasLostMetadata(d) || d.Front.End > 0 && speaksOfAModel(d))
}

// speaksOfAModel reports whether a heading of a page is about a model: what is
// needed to take it for a card when its metadata cannot be read.
func speaksOfAModel(d *document.Document) bool {
	return slices.ContainsFunc(d.Sections, func(s document.Section) bool { return slices.Contains(prose.PlainWords(s.Title), "model") })
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
		if fenced && ok && (slices.Contains(hub.DatasetKeys, key) || slices.Contains(hub.SpaceKeys, key)) {
			return false
		}
		found = found || fenced && ok && (slices.Contains(hub.ModelKeys, key) || slices.Contains(sharedKeys, key))
	}
	return found
}

// IsPage recognises a model card in Markdown: by its metadata, else by its
// headings and labels. A name that can mean nothing else (MODEL_CARD.md) settles
// it.
func IsPage(d *document.Document) bool {
	if d.Syntax != document.Markdown {
		return false
	}
	if IsPageName(path.Base(d.Path)) {
		return true
	}
	if hub.IsDatasetPage(d) {
		return false
	}
	has := func(keys []string) int {
		return len(slices.DeleteFunc(slices.Clone(keys), func(k string) bool { return !hub.HasKey(d.Root, k) }))
	}
	if d.Root != nil && d.Root.Kind == document.Mapping && len(d.Root.Children) > 0 {
		if hub.IsModel(d) {
			return true
		}
		return !hub.IsDataset(d) && has(hub.SpaceKeys) == 0 &&
			(has(hub.ModelKeys) > 0 || has(sharedKeys) > 0 && has(pageKeys) == 0 || isModelCardByHeadings(d))
	}
	return !hub.IsDataset(d) && (isModelCardByHeadings(d) || isModelCardByLabels(d))
}

func isModelCardByHeadings(d *document.Document) bool {
	return len(d.Sections) > 0 && strings.Contains(strings.Join(prose.PlainWords(d.Sections[0].Title), " "), "model card") || len(tellingHeadings(d)) >= 2
}

// tellingHeadings are the first headings of a page, one for each meaning, that model cards
// have.
func tellingHeadings(d *document.Document) map[string]string {
	telling := map[string]string{}
	for i, s := range d.Sections {
		title := strings.Join(prose.PlainWords(s.Title), " ")
		tells := func(meaning string) {
			if telling[meaning] == "" {
				telling[meaning] = s.Title
			}
		}
		if strings.Contains(title, "this model") || strings.Contains(title, "ai model") {
			tells("use of the model")
		}
		for _, key := range passage.KeysOfHeading(i, s) {
			switch key {
			case "out_of_scope", "limitations", "bias_risk", "training_data", "training_procedure", "evaluation":
				tells(key)
			case "description", "intended_use", "how_to_use":
				if strings.Contains(title, "model") || strings.Contains(title, "intended") {
					tells(key)
				}
			}
		}
	}
	return telling
}

func decodeHuggingFace(d *document.Document) evidence.Card {
	root := place.Root(d)
	c := newCard(d, FormatHuggingFace)
	c.Name, c.Version = root.Get("model_name").Text(), root.Get("version").Text()
	c.License, c.Licenses = root.Get("license").First(), root.Get("license").List()
	c.LicenseName, c.LicenseLink = root.Get("license_name").Text(), root.Get("license_link").Text()
	c.Languages, c.Tags, c.Metrics = root.Get("language").List(), root.Get("tags").List(), hubList(root.Get("metrics"))
	c.Library, c.Task = root.Get("library_name").Text(), root.Get("pipeline_tag").Text()
	c.Datasets = usedDatasets(hubList(root.Get("datasets")))
	c.BaseModels = baseModels(root.Get("base_model").List(), root.Get("base_model_relation").Text())
	c.CO2, c.Gate = hubEmissions(root.Get("co2_eq_emissions")), hubGate(root)
	for _, key := range []string{"license", "language", "library_name", "pipeline_tag", "tags", "datasets", "metrics", "base_model", "license_name", "license_link", "model_name"} {
		leftovers(root.Get(key), &c.Placeholder)
	}
	indexLeftovers(root.Get("model-index"), &c.Placeholder)
	c.smallLeftovers(root)
	if thumbnail := root.Get("thumbnail"); slips.IsFile(thumbnail.Text().Value) {
		c.file(thumbnail, "thumbnail")
	}
	c.NonTexts, c.Widgets, c.MaskToken, c.WrittenIn = nonTexts(root), widgets(root.Get("widget")), root.Get("mask_token").Text(), writtenIn(d)
	c.Index, c.Claims = modelIndex(root.Get("model-index"))
	if len(c.Index) > 0 && !c.Name.Present {
		c.Name = c.Index[0].Name
	}
	keys, said := passage.HeadingKeys(d), passage.SentencesIn(d)
	c.body(d, keys)
	c.Template = append(c.Template, laws.NumberBlanks(d, said)...)
	c.TableClaims, c.BodyMetrics, c.LicenseText = figures.TableClaims(d, keys), figures.BodyMetrics(d, keys), licenseStatements(d, keys)
	var made []evidence.Text
	c.Statements, made = modelStatements(d, c.Name.Value)
	c.Statements = slices.Concat(c.Statements, trainingStatements(d), codeStatements(d))
	c.Hyper, c.Gaps = statedHyperparameters(d, said, c.Name.Value), slips.Gaps(d, said)
	c.BaseText, c.Days = append(baseStatements(d), made...), statedDays(d)
	c.Periods, c.Tabled = statedPeriods(d, root), slices.Concat(figures.TableStatements(d, keys, c.Name.Value), laws.QuantityStatements(d, said))
	figures.MarkTabled(d, c.BodyMetrics)
	c.TextClaims = figures.TextClaims(c.BodyMetrics)
	c.TableFaults, c.FarValues = laws.Faults(d, said, c.Claims, c.Name.Value, c.CO2), laws.FarValues(d)
	c.Flaws = slices.Concat(slips.GarbledValues(root), c.Flaws)
	c.Lists = laws.ListsOf(d, c.Claims)
	c.Citations, c.Boasts = citations(d), append(figures.Boasts(d, &c.Card), absolutes(d, said)...)
	c.Slips = slips.In(d, &c.Card)
	c.Files = append(c.Files, slices.Concat(scriptsOf(said), namedFiles(d, said))...)
	c.extended(root.Get("modelgate"))
	return c.Card
}

// hubEmissions reads co2_eq_emissions: a number of grams, or a mapping
// (huggingface/hub-docs docs/hub/model-cards-co2.md).
func hubEmissions(p place.Place) evidence.Emissions {
	e := evidence.Emissions{At: p.Anchor, Present: p.Present(), Unit: "g", Emissions: p.Get("emissions").Text(), Source: p.Get("source").Text(),
		Hardware: p.Get("hardware_used").Text(), Region: p.Get("geographical_location").Text()}
	if p.Scalar() {
		e.Emissions = p.Text()
	}
	return e
}

// hubGate reads the text and the questions of a gated model
// (huggingface/hub-docs docs/hub/models-gated.md).
func hubGate(root place.Place) evidence.Gate {
	fields := root.Get("extra_gated_fields")
	g := evidence.Gate{At: fields.Anchor, Prompt: root.Get("extra_gated_prompt").Text(), EUDisallowed: root.Get("extra_gated_eu_disallowed").Flag(),
		Fields: evidence.List{At: fields.Anchor, Present: fields.Present(), Items: []evidence.Item{}}}
	for _, f := range fields.InOrder() {
		g.Fields.Items = append(g.Fields.Items, evidence.Item{At: f.Anchor, Value: f.Node.Key})
	}
	if g.Present = fields.Present() || g.Prompt.Present || g.EUDisallowed.Present; !fields.Present() && g.Prompt.Present {
		g.At = g.Prompt.At
	}
	return g
}

// hubList is a list of names in which some say more than a name: of a mapping
// (- common_voice: version 4) the first key is the name.
func hubList(p place.Place) evidence.List {
	l := p.List()
	if l.Present && p.Node.Kind == document.Sequence {
		l.Items = []evidence.Item{}
		for _, c := range p.Items() {
			switch t := c.Text(); {
			case t.Present:
				l.Items = append(l.Items, evidence.Item{At: c.Anchor, Value: t.Value})
			case c.Node.Kind == document.Mapping && len(c.Node.Children) > 0 && c.Node.Children[0].Kind != document.Null:
				l.Items = append(l.Items, evidence.Item{At: c.Anchor, Value: c.Node.Children[0].Key})
			}
		}
	}
	return l
}

// leftovers collects template text below p. Braces without quotes parse as a
// mapping of one key without a value ("license: {license}").
func leftovers(p place.Place, out *[]evidence.Leftover) {
	if p.Node == nil {
		return
	}
	switch p.Node.Kind {
	case document.Mapping:
		if len(p.Node.Children) == 0 {
			*out = append(*out, evidence.Leftover{At: p.Anchor, Text: "{}"})
			return
		}
		first := p.Node.Children[0]
		if leftover(p) == "" {
			*out = append(*out, evidence.Leftover{At: p.Anchor, Text: first.Key, Mapping: true})
			return
		}
		*out = append(*out, evidence.Leftover{At: p.Anchor, Text: leftover(p)})
	case document.Sequence:
		for _, item := range p.Items() {
			leftovers(item, out)
		}
	case document.String:
		if metadataFiller.MatchString(p.Node.Value) {
			*out = append(*out, evidence.Leftover{At: p.Anchor, Text: p.Node.Value})
		}
	}
}

// leftover is the name in braces that a template has for a value, and that
// parses as a mapping of one key without a value; "" for anything else.
func leftover(p place.Place) string {
	if p.Node == nil || p.Node.Kind != document.Mapping || len(p.Node.Children) != 1 {
		return ""
	}
	only := p.Node.Children[0]
	if only.Kind != document.Null || p.Node.Span.Start == only.KeySpan.Start { // without braces it is a key that lacks its value
		return ""
	}
	return "{" + only.Key + "}"
}

// smallLeftovers collects template text in the keys of which a card needs none: "none" and
// "N/A" are answers there.
func (c *draft) smallLeftovers(root place.Place) {
	co2, fields := root.Get("co2_eq_emissions"), root.Get("extra_gated_fields")
	places := append(fields.InOrder(), co2.Get("source"), co2.Get("training_type"), co2.Get("geographical_location"), co2.Get("hardware_used"))
	for _, key := range []string{"thumbnail", "version", "new_version", "base_model_relation", "extra_gated_heading", "extra_gated_prompt", "extra_gated_description", "extra_gated_button_content"} {
		places = append(places, root.Get(key))
	}
	for _, p := range places {
		if text := p.Text(); text.Present && (factFiller.MatchString(text.Value) || thumbnailFiller.MatchString(text.Value)) {
			c.Placeholder = append(c.Placeholder, evidence.Leftover{At: p.Anchor, Text: text.Value})
		} else if left := prose.LeftoverIn(text.Value); left != "" {
			c.Placeholder = append(c.Placeholder, evidence.Leftover{At: p.Anchor, Text: left})
		} else if left := leftover(p); left != "" {
			c.Placeholder = append(c.Placeholder, evidence.Leftover{At: p.Anchor, Text: left})
		}
	}
}

// thumbnailFiller is what the Hub's own example has for an image.
var thumbnailFiller = pattern.New(`(?i)^url to a thumbnail`)

// bracedName is a name that a template has among other words.
var bracedName = pattern.New(`\{[a-z][a-z0-9_]*\}`)

// indexLeftovers collects template text in a model-index, but for the values of
// metrics, which are claims.
func indexLeftovers(p place.Place, out *[]evidence.Leftover) {
	for _, item := range append(p.Items(), p.InOrder()...) {
		switch text := leftover(item); {
		case item.Node.Key == "value":
		case text != "":
			*out = append(*out, evidence.Leftover{At: item.Anchor, Text: text})
		case item.Node.Kind == document.String && bracedName.MatchString(item.Node.Value):
			*out = append(*out, evidence.Leftover{At: item.Anchor, Text: item.Node.Value})
		default:
			indexLeftovers(item, out)
		}
	}
}
