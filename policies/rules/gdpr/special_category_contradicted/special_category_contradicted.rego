# METADATA
# title: Special category not declared
# description: Special categories that fields, categories or conditions of a data card name must be in `special_categories`. Otherwise, the rules on them do not run.
# custom:
#   severity: {draft: note, review: error, production: error}
#   remediation: Add the category to `special_categories`, with a condition in `art9_conditions`. Otherwise, correct the field or remove the condition.
#   sources:
#     - "Regulation (EU) 2016/679, Art. 9(1)"
#     - "CJEU C-184/20, Vyriausioji tarnybinės etikos komisija"
#   controls: [gdpr/Art. 9(1)]
#   example: |
#     special_categories: [health]
#     fields:
#       - {name: diagnosis, pii: true, category: health}
package modelgate.rules.gdpr.special_category_contradicted

import data.modelgate.gdpr
import data.modelgate.lib.datasets
import data.modelgate.lib.identity
import data.modelgate.lib.words
import data.modelgate.signs

applies if count(datasets.personal) > 0

_signs(card) := ({[field.category.at, identity.field(field), sprintf("field %q", [field.name.value]), field.category.value] |
	some field in card.fields
	field.category.present
} | {[item.at, sprintf("category %s", [item.value]), "personal_data.categories", item.value] |
	some item in card.personal_data.categories.items
}) | {[item.at, sprintf("%s %s", [identity.condition(entry), item.value]), "a category of art9_conditions", item.value] |
	some entry in card.art9_conditions
	some item in entry.categories.items
}

deny contains {"at": at, "key": key, "message": sprintf("dataset %q: special_categories has no %q, but %s is %q", [dataset.name, category, what, value])} if {
	some dataset in datasets.personal
	categories := {category | some category in gdpr.special_categories} - {item.value | some item in dataset.card.special_categories.items}
	forms := _forms(categories)
	some [at, key, what, value] in _signs(dataset.card)
	words.is_one_of(value, forms)
	some category in categories
	_names(value, category)
}

# A condition of Art. 9(2) lets special categories be processed: it is for nothing else.
deny contains {"at": special.at, "key": identity.condition(entry), "message": sprintf("dataset %q: special_categories is empty, but art9_conditions has %q", [dataset.name, entry.condition.value])} if {
	some dataset in datasets.personal
	special := dataset.card.special_categories
	special.present
	count(special.items) == 0
	some entry in dataset.card.art9_conditions
	count(entry.categories.items) == 0
}

# Most words name none: they are compared once, and not with each category.
_forms(categories) := [form | some category in categories; some form in [category, concat("|", signs.items[category])]]

_names(value, category) if value == category

_names(value, category) if words.is_one(value, category)
