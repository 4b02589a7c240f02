# METADATA
# title: Data card changed, model unchanged
# description: A model whose weights are unchanged should keep the version, source and digest in its data cards. The weights were trained on the earlier data, which the card no longer describes.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Correct the value, or train the model on the new data. If the earlier value was a mistake, state so in the pull request.
#   sources:
#     - Regulation (EU) 2024/1689, Annex IV(2)(d) (data requirements and provenance)
#     - "Gebru et al., Datasheets for Datasets, CACM 64(12), 2021, section 3.7 (maintenance: versions), https://doi.org/10.1145/3458723"
#   controls: [eu-ai-act/Annex IV(2)(d)]
#   example: |
#     name: customer-contracts
#     version: "2026-06"   # stays until the model is trained again
package modelgate.rules.data.dataset_revised

import data.modelgate.lib.weights

applies if {
	input.base.present
	input.head.present
	some dataset in input.base.datasets
	dataset.card.present
}

deny contains {"at": now.at, "key": sprintf("dataset %s %s", [dataset.name, fact]), "message": sprintf("the %s of dataset %q %s, was %q, but the model's artifacts are unchanged", [fact, dataset.name, _now(now), was.value])} if {
	applies
	weights.unchanged
	some dataset in input.head.datasets
	some before in input.base.datasets
	before.name == dataset.name
	before.card.present
	dataset.card.present
	some fact, was in _facts(before.card)
	was.present
	now := _facts(dataset.card)[fact]
	now.value != was.value
}

_now(fact) := sprintf("is %q", [fact.value]) if fact.present

else := "is missing"

# What tells one state of the data from another.
_facts(card) := {"version": card.version, "source": card.source.uri, "digest": card.digest}
