# METADATA
# title: Special categories not declared
# description: A card of personal data must list the special categories of Art. 9(1) in the data. An empty list means that there are none.
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

deny contains {"at": list.at, "message": sprintf("dataset %q: the data card does not state whether the data contains special categories of personal data", [dataset.name])} if {
	some dataset in datasets.answering
	list := dataset.card.special_categories
	not list.present
}
