# METADATA
# title: Reserved key for evaluation results
# description: Metadata must not have the key `eval_results`. The Hub's client fills it from model-index and cannot load a card that has the key itself.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Move the results to `model-index`, or to files in `.eval_results/`, and remove the key.
#   sources:
#     - "huggingface/huggingface_hub src/huggingface_hub/repocard_data.py, ModelCardData (eval_results must be a list of EvalResult and needs model_name)"
#     - "huggingface/huggingface_hub issues 2894 and 3000"
#   example: |
#     model-index:
#       - name: churn
#         results:
#           - task: {type: tabular-classification}
#             dataset: {type: customer-contracts, name: Customer contracts}
#             metrics: [{type: accuracy, value: 0.843}]
package modelgate.rules.card.eval_results_misplaced

import data.modelgate.lib.licenses

applies if {
	input.head.card.present
	licenses.as_hub
}

deny contains {"at": key.at, "message": "the Hub's client cannot load this card: metadata key \"eval_results\" is not for the file"} if {
	applies
	some key in input.head.card.keys
	key.name == "eval_results"
	not key.empty # the client passes over it
}
