# METADATA
# title: Malformed model-index
# description: Each model in model-index must have a name and results; each result must have a task type, a dataset type and name, and metrics. The Hub drops an entry that lacks one of them.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Add the key that the message names, as in the example. Otherwise, remove the result.
#   sources:
#     - "huggingface/hub-docs modelcard.md, model-index"
#     - "huggingface/huggingface_hub src/huggingface_hub/repocard_data.py, model_index_to_eval_results"
#     - "Measured: 772 of 2,156 results have no dataset, 65 no metrics (scrape of the Hugging Face hub, February 2022)"
#   example: |
#     model-index:
#       - name: churn
#         results:
#           - task: {type: tabular-classification}
#             dataset: {type: customer-contracts, name: Customer contracts, split: test}
#             metrics:
#               - {type: accuracy, value: 0.843}
package modelgate.rules.card.model_index_malformed

import data.modelgate.lib.crowds

applies if count(input.head.card.model_index) > 0

deny contains finding if some finding in crowds.few(_found)

_found contains {"at": entry.at, "key": sprintf("model %s", [entry.name.value]), "message": sprintf("a model of model-index %s", [lack])} if {
	some entry in input.head.card.model_index
	some lack in _of_entry(entry)
}

_found contains {"at": _place(result), "key": sprintf("result %s %s %s", [result.task.value, result.dataset_type.value, result.dataset.value]), "message": sprintf("a result of model-index %s", [lack])} if {
	some entry in input.head.card.model_index
	some result in entry.results
	some lack in _of_result(result)
}

# The page shows where a result is from by its address.
_found contains {"at": slip.at, "key": sprintf("source %s", [slip.value]), "message": sprintf("source %q of a result has no url", [slip.value])} if {
	some slip in input.head.card.slips
	slip.kind == "source"
}

_of_entry(entry) := {sprintf("is a %s, not a mapping with name and results", [entry.kind])} if {
	entry.kind != "mapping"
} else := {lack |
	some [lack, is] in [["is not in a list", endswith(entry.at, "#/model-index") == false], ["has no name", entry.name.present], [concat("", ["has no list of results", _astray]), entry.listed]]
	not is
}

_astray := "; the key `results` next to model-index belongs under it" if {
	some key in input.head.card.keys
	key.name == "results"
} else := ""

# Where the first of what a result lacks would be: in its dataset, its task, or the metric.
_place(result) := result.at if {
	result.kind != "mapping"
} else := result.task.at if {
	not result.task.present
} else := result.dataset_type.at if {
	not result.dataset_type.present
} else := result.dataset.at if {
	not result.dataset.present
} else := result.untyped_at

_of_result(result) := {sprintf("is a %s, not a mapping with task, dataset and metrics", [result.kind])} if {
	result.kind != "mapping"
} else := {sprintf("has no %s", [concat(", no ", lacks)]) |
	lacks := [name | some [name, is] in [["task.type", result.task.present], ["dataset.type", result.dataset_type.present], ["dataset.name", result.dataset.present], ["metrics", result.metrics > 0], ["metrics.type", result.untyped == false]]; not is]
	count(lacks) > 0
}
