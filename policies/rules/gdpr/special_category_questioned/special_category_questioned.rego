# METADATA
# title: Questionable special categories
# description: "Fields, categories and data subjects that look like special categories should be declared in `special_categories`, such as codes of diagnoses or church tax. This warning is a question: a name alone does not prove anything."
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Add the category to `special_categories`, with a condition in `art9_conditions`. If the data reveals nothing about it, waive the finding with the reason.
#   sources:
#     - "Regulation (EU) 2016/679, Art. 4(15) and 9(1), recital 35"
#     - "CJEU C-184/20, Vyriausioji tarnybinės etikos komisija; CJEU C-21/23, Lindenapotheke"
#   controls: [gdpr/Art. 9(1)]
#   example: |
#     special_categories: [health]
#     fields:
#       - {name: icd10_code, pii: true, category: health}
package modelgate.rules.gdpr.special_category_questioned

import data.modelgate.gdpr
import data.modelgate.lib.datasets
import data.modelgate.lib.identity
import data.modelgate.lib.words
import data.modelgate.signs

applies if count(datasets.personal) > 0

# Where the list is missing, it is missing (gdpr/special_categories_undeclared).
_undeclared contains [dataset, category] if {
	some dataset in datasets.personal
	dataset.card.special_categories.present
	some category in gdpr.special_categories
	not category in {item.value | some item in dataset.card.special_categories.items}
}

deny contains {"at": field.name.at, "key": identity.field(field), "message": sprintf("dataset %q: special_categories has no %q, but field %q looks like it", [dataset.name, category, field.name.value])} if {
	some [dataset, category] in _undeclared
	forms := signs.items[sprintf("%s-fields", [category])]
	some field in dataset.card.fields
	not field.category.present
	words.among(field.name.value, forms)
}

deny contains {"at": item.at, "key": sprintf("%s %s", [tag, item.value]), "message": sprintf("dataset %q: special_categories has no %q, but %s contains %q", [dataset.name, category, tag, item.value])} if {
	some [dataset, category] in _undeclared
	some tag, list in {"personal_data.categories": dataset.card.personal_data.categories, "data_subjects": dataset.card.data_subjects}
	some item in list.items
	words.says(item.value, sprintf("%s-words", [category]))
	not words.says(item.value, "animals")
	not words.is_one(item.value, category) # gdpr/special_category_contradicted
}
