# METADATA
# title: Base model among the datasets
# description: One identifier cannot be both a dataset and the base model. Tools look for a dataset with that name, and the license and the lineage of the real data are unknown.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Remove it from `datasets` or from `base_model`, and name what was meant.
#   sources:
#     - "huggingface/hub-docs modelcard.md: datasets and base_model"
#   example: |
#     base_model: google-bert/bert-base-uncased
#     datasets: [imdb]   # not google-bert/bert-base-uncased
package modelgate.rules.card.dataset_is_model

applies if {
	count(input.head.card.datasets.items) > 0
	count(input.head.card.base_models.items) > 0
}

deny contains {"at": dataset.at, "key": sprintf("dataset %s", [dataset.value]), "message": sprintf("dataset %q is the base model as well", [dataset.value]), "related": [{"at": base.at, "message": "the base model"}]} if {
	some dataset in array.slice(input.head.card.datasets.items, 0, 200)
	some base in array.slice(input.head.card.base_models.items, 0, 50)
	lower(dataset.value) == lower(base.value)
}
