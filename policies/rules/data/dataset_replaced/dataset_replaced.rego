# METADATA
# title: Dataset removed from an unchanged model
# description: A model whose weights are unchanged, or whose version is if its weights are unknown, should name the datasets that it named before. What it was trained on has not changed, and duties about the removed dataset would end without a reason.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Add the dataset again. If the model was trained again, increase `version` in modelgate.yaml. If the dataset was listed by mistake, state that in the pull request.
#   sources:
#     - Regulation (EU) 2024/1689, Annex IV(2)(d) (data requirements and provenance)
#     - "Mitchell et al., Model Cards for Model Reporting, FAT* 2019, section 4.6 (training data)"
#   controls: [eu-ai-act/Annex IV(2)(d)]
#   example: |
#     datasets:
#       - customer-contracts   # stays until the model is trained again
package modelgate.rules.data.dataset_replaced

import data.modelgate.lib.weights

applies if {
	input.base.present
	input.head.present
	count(_named(input.base)) > 0
}

deny contains {"at": input.head.card.datasets.at, "key": sprintf("dataset %s", [name]), "message": sprintf("dataset %q is no longer named, but the model's artifacts are unchanged", [name])} if {
	applies
	not input.head.card.unread
	weights.unchanged
	some name in (_named(input.base) - _named(input.head))
}

# Without digests the version tells: one that stays is of the model that was trained before.
deny contains {"at": input.head.card.datasets.at, "key": sprintf("dataset %s", [name]), "message": sprintf("dataset %q is no longer named, but the model still has the version %q", [name, input.head.manifest.version.value])} if {
	applies
	not input.head.card.unread
	weights.unknown
	input.base.manifest.version.present
	input.head.manifest.version.value == input.base.manifest.version.value
	some name in (_named(input.base) - _named(input.head))
}

_named(side) := {dataset.name | some dataset in side.datasets; dataset.declared}
