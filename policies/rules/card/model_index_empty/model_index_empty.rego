# METADATA
# title: Empty model-index
# description: Each model in model-index must have results. Trainers write an empty list before the model is evaluated.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Write the results, or remove model-index.
#   sources:
#     - "huggingface/hub-docs modelcard.md, model-index"
#     - "Measured: 1,299 of 2,773 model-index blocks have no results (scrape of the Hugging Face hub, February 2022)"
#   example: |
#     model-index:
#       - name: churn
#         results:
#           - task: {type: tabular-classification}
#             dataset: {type: customer-contracts, name: Customer contracts}
#             metrics: [{type: accuracy, value: 0.843}]
package modelgate.rules.card.model_index_empty

import data.modelgate.lib.crowds

applies if count(input.head.card.model_index) > 0

deny contains finding if some finding in crowds.few(_found)

_found contains {"at": entry.at, "key": sprintf("model %s", [entry.name.value]), "message": sprintf("model-index has no results for model %q", [entry.name.value])} if {
	some entry in input.head.card.model_index
	entry.listed
	count(entry.results) == 0
}
