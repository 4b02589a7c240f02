# METADATA
# title: Model on withdrawn data
# description: A model must not use a dataset that is withdrawn, or data that is made from one. The model has learned from data that must no longer be used.
# custom:
#   severity: {draft: warning, review: error, production: error}
#   remediation: Remove the data and train the model again. If the withdrawal does not reach the model, add evidence with `ends` withdrawal to the lineage entry.
#   sources:
#     - "Regulation (EU) 2016/679, Art. 5(1)(d), 7(3), 17(1) and 19"
#     - "EDPB Opinion 28/2024 on AI models, section 3.4"
#   controls: [gdpr/Art. 17(1), gdpr/Art. 19]
#   example: |
#     withdrawn: {date: 2026-10-01, reason: The source recalled the images., ref: "ticket:4711"}
package modelgate.rules.data.dataset_withdrawn

import data.modelgate.lib.ancestry
import data.modelgate.lib.datasets
import data.modelgate.lib.dates

applies if count(datasets.described) > 0

deny contains finding if {
	_withdrawn
	some dataset in datasets.described
	not _settled(dataset)
	some card in _sources(dataset)
	card.withdrawn.present
	not dates.is_later(card.withdrawn.date.value)
	finding := {
		"at": dataset.at,
		"key": sprintf("dataset %s from %s", [dataset.name, card.name.value]),
		"message": sprintf("dataset %q %s withdrawn on %s: %s", [dataset.name, _how(dataset, card), card.withdrawn.date.value, card.withdrawn.reason.value]),
		"related": [{"at": card.withdrawn.at, "message": "withdrawn here"}],
	}
}

# A withdrawn dataset that no model uses is withdrawn, as its card records.
_settled(dataset) if {
	not input.head.present
	dataset.card.withdrawn.present
	not dates.is_later(dataset.card.withdrawn.date.value)
}

# Whether any is: most lineages are not followed.
_withdrawn if {
	some dataset in input.head.datasets
	dataset.card.withdrawn.present
}

_withdrawn if {
	some dataset in input.head.datasets
	some origin in dataset.origins
	origin.parent.withdrawn.present
}

_how(dataset, card) := "was" if dataset.card.path == card.path

_how(dataset, card) := sprintf("is made from %q, which was", [card.name.value]) if dataset.card.path != card.path

# The card of a dataset and those whose withdrawal reaches it.
_sources(dataset) := {dataset.card} | {origin.parent |
	reached := graph.reachable(_made_from, {dataset.card.path})
	some origin in dataset.origins
	origin.parent.present
	origin.parent.path in reached
}

# Each card has itself, so that one that is made from nothing is a member, too.
_made_from[origin.child.path] contains origin.child.path if some origin in ancestry.steps

_made_from[origin.parent.path] contains origin.parent.path if some origin in ancestry.inherited

_made_from[origin.child.path] contains origin.parent.path if {
	some origin in ancestry.inherited
	not ancestry.ends(origin.entry, "withdrawal")
}
