# METADATA
# title: Approvals of changes to models
# description: >-
#   The entries of approvers.yaml that apply to the change of this model. What is not
#   known of a model never lowers what it requires: each entry about it applies.
package modelgate.lib.approvals

import data.modelgate.gdpr
import data.modelgate.lib.stages

# required holds the entries that apply.
required contains entry if {
	input.change.review.present
	changed
	some entry in input.config.approvals
	stages.reached(entry.stage)
	_of_class(entry)
	_of_data(entry)
}

# changed reports whether the pull request changes the model: one of its files, or what
# lies elsewhere, such as its card, data cards and results.
changed if count(input.change.paths) > 0

changed if count(input.change.moves) > 0

changed if _facts(input.head) != _facts(input.base)

_facts(side) := {
	"present": side.present,
	"card": side.card,
	"pages": side.all_cards,
	"cards": [dataset.card | some dataset in side.datasets],
	"artifacts": side.artifacts,
	"evaluations": side.evaluations,
}

_sides contains input.head if input.head.present

_sides contains input.base if input.base.present

_of_class(entry) if count(entry.risk_classes) == 0

_of_class(entry) if {
	some side in _sides
	some class in classes(side)
	class in {item.value | some item in entry.risk_classes}
}

_of_class(entry) if {
	count(entry.risk_classes) > 0
	some side in _sides
	unclassed(side)
}

# unclassed reports whether a side has no risk class, or one that is not known beside others.
unclassed(side) if count(classes(side)) == 0

unclassed(side) if count(strangers(side)) > 0

# strangers are the risk classes of the cards that are no term of the schema.
strangers(side) := {card.risk_class.value |
	some card in array.concat([side.card], side.all_cards)
	card.risk_class.present
	not _class(card) in _known
}

# The terms of the schema; what another word means is not known.
_known := {"prohibited", "high", "limited", "minimal", "gpai", "gpai-systemic", "not-applicable"}

# classes are the risk classes that the cards of a side claim.
classes(side) := {class |
	some card in array.concat([side.card], side.all_cards)
	class := _class(card)
	class in _known
}

_class(card) := regex.replace(lower(trim_space(card.risk_class.value)), `[ _]`, "-")

_of_data(entry) if not entry.personal_data

_of_data(entry) if {
	entry.personal_data
	some side in _sides
	possibly_personal([_status(dataset) | some dataset in side.datasets])
}

_status(dataset) := dataset.card.personal_data.status.value if dataset.card.present

_status(dataset) := "" if not dataset.card.present

# possibly_personal reports whether a model may have personal data, by the status of each
# of its datasets. Without a dataset, nothing tells that it has none.
possibly_personal(statuses) if count(statuses) == 0

possibly_personal(statuses) if {
	some status in statuses
	not _impersonal(status)
}

_impersonal(status) if {
	gdpr.statuses[status]
	not gdpr.statuses[status].personal
}
