// Package hub owns what tells that a page is a card of the Hugging Face Hub, and of what:
// the metadata in its front matter, or the headings of a dataset card where there is none.
// Reading what it says is for the formats.
package hub

import (
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
)

// Keys that tell what metadata are about.
var (
	onlyModelKeys = []string{"library_name", "pipeline_tag", "base_model", "model-index"}

	// ModelKeys are those of model cards; others have some of them too.
	ModelKeys = []string{"library_name", "pipeline_tag", "base_model", "base_model_relation", "model-index", "model_index", "co2_eq_emissions",
		"inference", "license", "datasets", "metrics", "mask_token"}
	// DatasetKeys tell a dataset card.
	DatasetKeys = []string{"task_categories", "task_ids", "size_categories", "dataset_info", "annotations_creators", "language_creators", "source_datasets",
		"multilinguality", "pretty_name", "configs", "train-eval-index", "paperswithcode_id"}
	// Keys that no dataset card has: with one of them, what is told by the keys of a
	// dataset card is a model card all the same.
	outrankingKeys = []string{"library_name", "pipeline_tag", "base_model", "model-index", "datasets", "metrics", "widget", "mask_token"}
	// SpaceKeys tell a Space: a program that shows a model.
	SpaceKeys = []string{"sdk", "app_file", "sdk_version", "app_port", "emoji", "colorFrom"}
)

// IsModel reports whether the metadata has a key that only model cards
// have.
func IsModel(d *document.Document) bool {
	return slices.ContainsFunc(onlyModelKeys, func(k string) bool { return HasKey(d.Root, k) })
}

// HasKey reports whether metadata has a key, in whatever case: "License" tells
// what a file is, although no reader finds the licence there.
func HasKey(root *document.Node, key string) bool {
	return root != nil && root.Kind == document.Mapping && slices.ContainsFunc(root.Children, func(n *document.Node) bool { return strings.EqualFold(n.Key, key) })
}

// IsDataset recognises a dataset card of the hub, to say so.
func IsDataset(d *document.Document) bool {
	has := func(k string) bool { return HasKey(d.Root, k) }
	return d.Syntax == document.Markdown && slices.ContainsFunc(DatasetKeys, has) && !slices.ContainsFunc(outrankingKeys, has)
}

// About is what metadata of the hub is about, "" for other metadata.
func About(d *document.Document) string {
	has := func(k string) bool { return HasKey(d.Root, k) }
	switch {
	case slices.ContainsFunc(SpaceKeys, has):
		return ""
	case IsDataset(d):
		return "dataset"
	case slices.ContainsFunc(ModelKeys, has):
		return "model"
	}
	return ""
}
