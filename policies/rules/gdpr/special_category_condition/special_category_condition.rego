# METADATA
# title: Special category without a condition
# description: Special categories of personal data are processed only under a condition of Art. 9(2), in addition to a legal basis of Art. 6(1).
# custom:
#   severity: {draft: note, review: error, production: error}
#   remediation: Add `art9_conditions` with the condition, and the law or safeguards that it needs; or leave the data out.
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

applies if {
	some dataset in datasets.personal
	count(dataset.card.special_categories.items) > 0
}

deny contains {"at": item.at, "key": sprintf("category %s", [item.value]), "message": sprintf("dataset %q holds the special category %q, and no condition of Art. 9(2) is given", [dataset.name, item.value])} if {
	some dataset in datasets.personal
	some item in dataset.card.special_categories.items
	count([entry | some entry in dataset.card.art9_conditions; gdpr.art9_conditions[entry.condition.value]]) == 0
}
