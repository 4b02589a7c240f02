# METADATA
# title: Condition without its categories
# description: If a dataset has several special categories, each condition of Art. 9(2) should list the categories that it covers. Some conditions rarely cover some categories.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Add `categories` to the condition. If the finding is right, use another condition for the category.
#   sources:
#     - "Regulation (EU) 2016/679, Art. 9(2)"
#   controls: [gdpr/Art. 9(2)]
#   example: |
#     special_categories: [health, racial-or-ethnic-origin]
#     art9_conditions:
#       - {condition: health-care, categories: [health], law_ref: "BDSG § 22", safeguards_ref: "StGB § 203"}
#       - {condition: explicit-consent, categories: [racial-or-ethnic-origin]}
package modelgate.rules.gdpr.condition_unscoped

import data.modelgate.gdpr
import data.modelgate.lib.datasets
import data.modelgate.lib.identity

applies if count(_conditions) > 0

_conditions contains [dataset, entry] if {
	some dataset in datasets.personal
	count(dataset.card.special_categories.items) > 0
	some entry in dataset.card.art9_conditions
}

deny contains {"at": entry.condition.at, "key": identity.condition(entry), "message": sprintf("dataset %q: condition %q does not list which of the %d special categories it covers", [dataset.name, entry.condition.value, count(dataset.card.special_categories.items)])} if {
	some [dataset, entry] in _conditions
	count(dataset.card.special_categories.items) > 1
	not entry.categories.present
}

deny contains {"at": entry.condition.at, "key": sprintf("%s %s", [identity.condition(entry), category]), "message": sprintf("dataset %q: condition %q rarely covers %q", [dataset.name, entry.condition.value, category])} if {
	some [dataset, entry] in _conditions
	some category in gdpr.art9_conditions[entry.condition.value].unlikely
	category in {item.value | some item in dataset.card.special_categories.items}
	_covers(entry, category)
}

_covers(entry, category) if category in {item.value | some item in entry.categories.items}

_covers(entry, _) if not entry.categories.present
