# METADATA
# title: Special category without a condition
# description: Special categories of personal data must have a condition of Art. 9(2) in addition to a legal basis of Art. 6(1).
# custom:
#   severity: {draft: note, review: error, production: error}
#   remediation: Add `art9_conditions` with the condition, and the law or safeguards that it needs; or remove the data.
#   sources:
#     - Regulation (EU) 2016/679, Art. 9(1) and 9(2)
#   controls: [gdpr/Art. 9(2)]
#   example: |
#     special_categories: [health]
#     art9_conditions:
#       - {condition: explicit-consent}
package modelgate.rules.gdpr.special_category_condition

import data.modelgate.gdpr
import data.modelgate.lib.datasets
import data.modelgate.lib.identity

applies if {
	some dataset in datasets.personal
	count(dataset.card.special_categories.items) > 0
}

deny contains {"at": item.at, "key": sprintf("category %s", [item.value]), "message": sprintf("dataset %q contains special category %q, but no Art. 9(2) condition is declared", [dataset.name, item.value])} if {
	some dataset in datasets.personal
	some item in dataset.card.special_categories.items
	count(_covering(dataset.card, item.value)) == 0
}

# A condition that names no categories is for all of them.
_covering(card, category) := [entry |
	some entry in card.art9_conditions
	gdpr.art9_conditions[entry.condition.value]
	category in ({item.value | some item in entry.categories.items} | {every_one | not entry.categories.present; every_one := category})
]

deny contains {"at": entry.condition.at, "key": identity.condition(entry), "message": sprintf("dataset %q: condition %q is for a not-for-profit body, but its controller is %s", [dataset.name, entry.condition.value, _bodies[dataset.card.controller.kind.value]])} if {
	some dataset in datasets.personal
	some entry in dataset.card.art9_conditions
	entry.condition.value == "nonprofit-members"
	_bodies[dataset.card.controller.kind.value]
}

_bodies := {"company": "a company", "public-authority": "a public authority"}

deny contains {"at": entry.condition.at, "key": identity.condition(entry), "message": sprintf("dataset %q: condition %q is for a not-for-profit body, but controller.kind is missing", [dataset.name, entry.condition.value])} if {
	some dataset in datasets.personal
	some entry in dataset.card.art9_conditions
	entry.condition.value == "nonprofit-members"
	dataset.card.controller.present # else gdpr/controller_undeclared
	not dataset.card.controller.kind.present
}
