# METADATA
# title: Undeclared scale
# description: If the data has special categories, criminal data or people in public places, the data card must declare whether processing is large-scale. Art. 35(3) depends on it.
# custom:
#   severity: {draft: note, review: error, production: error}
#   remediation: "Add `large_scale: true` or `large_scale: false`."
#   sources:
#     - "Regulation (EU) 2016/679, Art. 35(3)(b) and (c), recital 91"
#   controls: [gdpr/Art. 35(3)]
#   example: |
#     large_scale: false
package modelgate.rules.gdpr.scale_undeclared

import data.modelgate.lib.datasets
import data.modelgate.lib.risks

applies if count(_asked) > 0

_asked contains dataset if some dataset in datasets.sensitive

_asked contains dataset if {
	some dataset in datasets.personal
	risks.watches_the_public(dataset.card)
}

deny contains {"at": scale.at, "message": sprintf("dataset %q: large_scale is missing, but Art. 35(3) depends on it", [dataset.name])} if {
	some dataset in _asked
	scale := dataset.card.large_scale
	not scale.present
}
