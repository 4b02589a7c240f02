# METADATA
# title: Personal data without a word on special categories
# description: A card of personal data says which special categories of Art. 9(1) the data holds. An empty list says that there are none; no list says nothing.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: "Add `special_categories`: the list, or [] if there are none."
#   sources:
#     - Regulation (EU) 2016/679, Art. 9(1)
#   controls: [gdpr/Art. 9(1)]
#   example: |
#     special_categories: []
package modelgate.rules.gdpr.special_categories_undeclared

import data.modelgate.lib.datasets

applies if count(datasets.personal) > 0

deny contains {"at": list.at, "message": sprintf("dataset %q: the data card does not say whether it holds special categories of personal data", [dataset.name])} if {
	some dataset in datasets.personal
	list := dataset.card.special_categories
	not list.present
}
