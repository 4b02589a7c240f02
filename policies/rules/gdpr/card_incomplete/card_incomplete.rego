# METADATA
# title: Data card without its obligations
# description: A card of personal data must answer what the GDPR requires. If it lacks half of that or more, this one finding lists all missing parts.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Add the missing parts. `modelgate new data` drafts them, and .modelgate/data/defaults.yaml holds what all cards share.
#   sources:
#     - "Regulation (EU) 2016/679, Art. 5(2), 6, 9, 13, 14, 30, 35 and 44"
#   controls: [gdpr/Art. 5(2), gdpr/Art. 30(1)]
#   example: |
#     controller: {name: Example Telecom GmbH, contact: privacy@example.com, kind: company}
#     purposes: [{id: retention, text: Contacting customers who are likely to leave., original: true}]
#     legal_basis: [{basis: contract, purposes: [retention], source_ref: "ropa:CT-003"}]
#     notice: {kind: art13, ref: https://example.com/privacy}
#     retention: {period: P2Y, starts: contract-end, action: erase}
#     transfers: []
#     special_categories: []
package modelgate.rules.gdpr.card_incomplete

import data.modelgate.lib.controls
import data.modelgate.lib.datasets

applies if count(datasets.personal) > 0

deny contains {"at": dataset.card.at, "message": sprintf("dataset %q has personal data (%s), but its card lacks %s", [dataset.name, dataset.card.personal_data.status.value, concat(", ", array.concat(sort(datasets.owed(dataset.card)), sort(_further(dataset.card))))])} if {
	some dataset in datasets.sparse
}

# What is a warning by itself.
_further(card) := ({sprintf("%s (Art. 30)", [part]) | some part in datasets.unrecorded(card)} | {"criminal_data (Art. 10)" | controls.on("gdpr", "criminal_data"); not card.criminal_data.included.present}) | {"dpia (Art. 35)" | controls.on("gdpr", "impact_assessment"); not card.dpia.status.present}
