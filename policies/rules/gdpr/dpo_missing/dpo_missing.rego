# METADATA
# title: Authority without data protection officer
# description: A controller that is a public authority must have a data protection officer. Courts that act in their judicial capacity are exempt.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: "Add `controller.dpo`, the mailbox of the officer. For a court in its judicial capacity, waive the finding."
#   sources:
#     - Regulation (EU) 2016/679, Art. 37(1)(a), 13(1)(b) and 30(1)(a)
#     - "Article 29 Working Party, Guidelines on Data Protection Officers (WP243 rev.01), section 2.1"
#   controls: [gdpr/Art. 37(1)]
#   example: |
#     controller: {name: City of Example, contact: privacy@example.org, kind: public-authority, dpo: dpo@example.org}
package modelgate.rules.gdpr.dpo_missing

import data.modelgate.lib.datasets

applies if count(_public) > 0

_public contains dataset if {
	some dataset in datasets.personal
	dataset.card.controller.kind.value == "public-authority"
}

deny contains {"at": controller.dpo.at, "message": sprintf("dataset %q: its controller is a public authority, but controller.dpo is missing", [dataset.name])} if {
	some dataset in _public
	controller := dataset.card.controller
	not controller.dpo.present
}
