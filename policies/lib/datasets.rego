# METADATA
# title: Datasets of the model
# description: >-
#   The datasets that rules of data protection speak of. A dataset without a
#   data card is data/card_missing, and nothing else is asked of it.
package modelgate.lib.datasets

import data.modelgate.gdpr
import data.modelgate.lib.controls
import data.modelgate.lib.regimes

# described holds the datasets that have a data card.
described contains dataset if {
	some dataset in input.head.datasets
	dataset.card.present
}

# about_people holds the described datasets with personal data, by the status that
# their cards declare. A status that is absent, unknown or not a term is
# gdpr/status_undeclared.
about_people contains dataset if {
	some dataset in described
	gdpr.statuses[dataset.card.personal_data.status.value].personal
}

# impersonal holds those that have none, by the same status.
impersonal contains dataset if {
	some dataset in described
	some status in [dataset.card.personal_data.status.value]
	gdpr.statuses[status]
	not gdpr.statuses[status].personal
}

# personal holds the datasets with personal data that the GDPR applies to.
personal contains dataset if {
	some dataset in about_people
	regimes.gdpr(dataset.card)
}

# relying holds the personal datasets with a purpose that rests on a basis of
# Art. 6(1), as [dataset, legal basis] pairs.
relying(basis) := {[dataset, entry] |
	some dataset in personal
	some entry in dataset.card.legal_basis
	entry.basis.value == basis
}

# sensitive holds the personal datasets with special categories of Art. 9(1) or
# criminal data of Art. 10.
sensitive contains dataset if {
	some dataset in personal
	count(dataset.card.special_categories.items) > 0
}

sensitive contains dataset if {
	some dataset in personal
	dataset.card.criminal_data.included.value
}

# missing is the subset of names whose texts are not present in a thing. Rules give
# it things of many kinds, each with names of its own.
missing(thing, names) := {name |
	some name in names
	not object.get(thing, [name, "present"], false)
}

# unrecorded are the parts of the record of processing (Art. 30) that a card lacks. There
# may be no recipients; personal data without people, categories or security there are not.
unrecorded(card) := {part | controls.on("gdpr", "records"); some part in _unrecorded(card)}

_unrecorded(card) := missing(card, {"recipients", "ropa_ref"}) | {part |
	some part, list in {
		"data_subjects": card.data_subjects,
		"personal_data.categories": card.personal_data.categories,
		"security_measures": card.security_measures,
	}
	count(list.items) == 0
}

# owed are the parts that a card of personal data lacks, each with its articles, as far as
# their controls have begun and not ended.
owed(card) := {sprintf("%s (%s)", [part, article]) |
	some part, [article, control] in {
		"controller": ["Art. 30(1)(a)", "controller"],
		"notice": ["Art. 13, 14", "information"],
		"retention": ["Art. 5(1)(e)", "storage_limitation"],
		"transfers": ["Art. 44", "transfers"],
		"special_categories": ["Art. 9", "special_categories"],
	}
	controls.on("gdpr", control)
	not object.get(card, [part, "present"], false)
} | {"purposes and legal_basis (Art. 5, 6)" | controls.on("gdpr", "purpose_limitation"); count(card.purposes) == 0}

# sparse are the personal datasets whose cards lack half of these or more: one finding
# lists all that is owed, gdpr/card_incomplete.
sparse contains dataset if {
	some dataset in personal
	count(owed(dataset.card)) > 2
}

# answering are the other personal datasets: each part that is missing is a finding.
answering := personal - sparse
