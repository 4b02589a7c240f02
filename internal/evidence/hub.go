package evidence

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
