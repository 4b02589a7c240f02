package evidence

import (
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
)

// FormatHuggingFace is a Markdown card with the metadata of the Hugging Face
// hub in its front matter (huggingface/hub-docs modelcard.md).
const FormatHuggingFace = "huggingface"

// Keys that only model cards have, keys that model cards share with others,
// and keys that tell a dataset card, a Space or a page of a site from a model
// card.
var (
	onlyModelKeys = []string{"library_name", "pipeline_tag", "base_model", "model-index"}
	modelKeys     = []string{"library_name", "pipeline_tag", "base_model", "base_model_relation", "model-index", "model_index", "co2_eq_emissions",
		"inference", "license", "datasets", "metrics", "mask_token"}
	sharedKeys  = []string{"language", "tags", "thumbnail", "widget", "license_name", "license_link", "licence", "liscence", "licenses", "dataset", "metric", "new_version", "arxiv"}
	datasetKeys = []string{"task_categories", "task_ids", "size_categories", "dataset_info", "annotations_creators", "language_creators", "source_datasets",
		"multilinguality", "pretty_name", "configs", "train-eval-index", "paperswithcode_id"}
	pageKeys  = []string{"title", "layout", "permalink", "sidebar_position", "nav_order", "slug"}
	spaceKeys = []string{"sdk", "app_file", "sdk_version", "app_port", "emoji", "colorFrom"}
)

// isCardInPlace reports whether a README makes its directory a model: it has a
// model's metadata, or is titled a model card. Other headings do not suffice:
// many a README has an "Evaluation" and some "Limitations".
func isCardInPlace(d *document.Document) bool {
	if len(d.Sections) > 0 && strings.Contains(strings.Join(plainWords(d.Sections[0].Title), " "), "model card") {
		return true
	}
	return d.Root != nil && isModelCard(d)
}

// isCardByMetadata reports whether the metadata has a key that only model cards
// have.
func isCardByMetadata(d *document.Document) bool {
	return slices.ContainsFunc(onlyModelKeys, func(k string) bool { return d.Root.Get(k) != nil })
}

// isModelCard recognises a model card: by its metadata, else by its headings.
// A name that can mean nothing else (MODEL_CARD.md) settles it.
func isModelCard(d *document.Document) bool {
	if d.Syntax != document.Markdown {
		return false
	}
	if isCardName(path.Base(d.Path)) {
		return true
	}
	has := func(keys []string) int {
		return len(slices.DeleteFunc(slices.Clone(keys), func(k string) bool { return d.Root.Get(k) == nil }))
	}
	if d.Root != nil && d.Root.Kind == document.Mapping && len(d.Root.Children) > 0 {
		if isCardByMetadata(d) {
			return true
		}
		return has(datasetKeys) == 0 && has(spaceKeys) == 0 &&
			(has(modelKeys) > 0 || has(sharedKeys) > 0 && has(pageKeys) == 0 || isModelCardByHeadings(d))
	}
	return isModelCardByHeadings(d)
}

// isDatasetCard recognises a dataset card of the hub, to say so.
func isDatasetCard(d *document.Document) bool {
	return d.Syntax == document.Markdown && slices.ContainsFunc(datasetKeys, func(k string) bool { return d.Root.Get(k) != nil })
}

func isModelCardByHeadings(d *document.Document) bool {
	telling := map[string]bool{}
	for i, s := range d.Sections {
		title := strings.Join(plainWords(s.Title), " ")
		if i == 0 && strings.Contains(title, "model card") {
			return true
		}
		for _, key := range sectionKeys(s.Title) {
			switch key {
			case "out_of_scope", "limitations", "bias_risk", "training_data", "training_procedure", "evaluation":
				telling[key] = true
			case "description", "intended_use":
				if strings.Contains(title, "model") || strings.Contains(title, "intended") {
					telling[key] = true
				}
			}
		}
	}
	return len(telling) >= 2
}

// cardNames are the file names that can only be model cards.
func isCardName(base string) bool {
	name := strings.NewReplacer("_", "", "-", "", " ", "").Replace(strings.ToLower(base))
	return name == "modelcard.md"
}

func decodeHuggingFace(d *document.Document) Card {
	root := place{node: d.Root, anchor: Anchor(d.Path + "#")}
	c := Card{
		At: root.anchor, Present: true, Format: FormatHuggingFace,
		Name: root.get("model_name").text(), License: first(root.get("license")), LicenseName: root.get("license_name").text(),
		LicenseLink: root.get("license_link").text(), Languages: root.get("language").list(), Tags: root.get("tags").list(),
		Library: root.get("library_name").text(), Task: root.get("pipeline_tag").text(), Datasets: root.get("datasets").list(),
		Metrics: root.get("metrics").list(), BaseModels: root.get("base_model").list(),
		Keys: []Key{}, Sections: sections(d), Claims: []Claim{}, Placeholder: []Leftover{},
	}
	if d.Root != nil && d.Root.Kind == document.Mapping {
		for _, k := range d.Root.Children {
			c.Keys = append(c.Keys, Key{At: root.get(k.Key).anchor + "#", Name: k.Key, Null: k.Kind == document.Null})
		}
	}
	for _, key := range []string{"license", "language", "library_name", "pipeline_tag", "tags", "datasets", "metrics", "base_model", "license_name", "license_link", "model_name"} {
		leftovers(root.get(key), &c.Placeholder)
	}
	for _, model := range root.get("model-index").items() {
		if !c.Name.Present {
			c.Name = model.get("name").text()
		}
		for _, result := range model.get("results").items() {
			c.Claims = append(c.Claims, claims(result)...)
		}
	}
	return c
}

// absentCard is the card of a model that has none.
func absentCard(at Anchor) Card {
	list := func(key string) List { return List{At: at + Anchor(document.Pointer(key)), Items: []Item{}} }
	text := func(key string) Text { return Text{At: at + Anchor(document.Pointer(key))} }
	return Card{
		At: at, Name: text("model_name"), License: text("license"), LicenseName: text("license_name"), LicenseLink: text("license_link"),
		Languages: list("language"), Tags: list("tags"), Library: text("library_name"), Task: text("pipeline_tag"), Datasets: list("datasets"),
		Metrics: list("metrics"), BaseModels: list("base_model"),
		Keys: []Key{}, Sections: []Section{}, Claims: []Claim{}, Placeholder: []Leftover{},
	}
}

// first is a scalar, or the first scalar of a list: some keys may be both.
func first(p place) Text {
	if l := p.list(); len(l.Items) > 0 {
		return Text{At: l.Items[0].At, Present: true, Value: l.Items[0].Value}
	}
	return Text{At: p.anchor}
}

// leftovers collects template text below p. Braces without quotes parse as a
// mapping ("license: {license}"), which no metadata key but those with a
// mapping by specification can be.
func leftovers(p place, out *[]Leftover) {
	if p.node == nil {
		return
	}
	switch p.node.Kind {
	case document.Mapping:
		name := ""
		if len(p.node.Children) > 0 {
			name = p.node.Children[0].Key
		}
		*out = append(*out, Leftover{At: p.anchor, Text: "{" + name + "}"})
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

// claims reads one result of a model-index. Both the present form and the older
// one, in which args stands for the dataset's config, are in use.
func claims(result place) []Claim {
	dataset := result.get("dataset")
	name := dataset.get("name").text()
	if !name.Present {
		name = dataset.get("type").text()
	}
	var out []Claim
	for _, m := range result.get("metrics").items() {
		value := m.get("value")
		kind := first(m.get("type"))
		if !kind.Present {
			kind = first(m.get("name"))
		}
		c := Claim{At: value.anchor, Metric: kind.Value, Dataset: name.Value, Split: dataset.get("split").text().Value, Evidence: Text{At: value.anchor}}
		switch {
		case value.scalar():
			c.Raw = value.node.Value
		case value.present():
			c.Raw = "a " + string(value.node.Kind)
		default:
			c.Raw = "nothing"
		}
		out = append(out, c)
	}
	return out
}
