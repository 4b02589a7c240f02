# METADATA
# title: Result on the training data
# description: A result must be measured on data that the model was not trained on. A result on the training split of a training dataset shows what the model remembers.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Replace the result with one on a test split. If the model was trained on another part of the dataset, correct `split`.
#   sources:
#     - "Hastie, Tibshirani, Friedman, The Elements of Statistical Learning, 2009, section 7.4 (optimism of the training error rate)"
#     - Regulation (EU) 2024/1689, Art. 15(1)
#   controls: [eu-ai-act/Art. 15(1)]
#   example: |
#     datasets: [imdb]
#     model-index:
#       - name: m
#         results:
#           - dataset: {type: imdb, name: imdb, split: test}   # not train
package modelgate.rules.card.metric_of_training_data

import data.modelgate.lib.crowds
import data.modelgate.lib.metrics
import data.modelgate.lib.statements

applies if {
	count(_claims) > 0
	count(_trained_on) > 0
}

deny contains finding if some finding in crowds.few(_found)

_found contains {"at": first.at, "key": sprintf("training split of %s", [name]), "message": sprintf("metric %q is of split %q of dataset %q, which the model was trained on", [first.metric, first.split, name])} if {
	applies
	some name in {claim.dataset | some claim in _claims}
	of := [claim | some claim in _claims; claim.dataset == name]
	first := of[0]
	some part in {first.dataset, first.dataset_type}
	statements.letters(statements.last(part)) in _trained_on
}

_claims := [claim |
	some claim in array.slice(input.head.card.claims, 0, 2000)
	lower(claim.split) in {"train", "training"}
	claim.dataset != ""
	not _is_loss(claim)
]

# The loss of the training is what a training reports.
_is_loss(claim) if metrics.plain(claim.metric) == "loss"

_trained_on contains statements.letters(statements.last(dataset.value)) if {
	some dataset in input.head.card.datasets.items
	lower(dataset.split.value) in {"", "train", "training"}
	not dataset.role in {"eval", "test", "validation"}
}
