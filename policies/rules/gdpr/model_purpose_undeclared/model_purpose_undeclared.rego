# METADATA
# title: Model without purposes
# description: The manifest of a model that uses personal data must state the purposes of the model, to be compared with those of the data. A missing purpose is as severe as one that the data does not allow (`gdpr/purpose_mismatch`).
# custom:
#   severity: {draft: note, review: error, production: error}
#   remediation: Add `purposes` to modelgate.yaml, with ids of purposes of the data cards.
#   sources:
#     - Regulation (EU) 2016/679, Art. 5(1)(b)
#   controls: [gdpr/Art. 5(1)(b)]
#   example: |
#     purposes: [retention]
package modelgate.rules.gdpr.model_purpose_undeclared

import data.modelgate.lib.datasets

applies if {
	input.head.present
	count(datasets.personal) > 0
}

deny contains {"at": purposes.at, "message": "the model uses personal data, but its manifest states no purpose"} if {
	applies
	purposes := input.head.manifest.purposes
	count(purposes.items) == 0
}
