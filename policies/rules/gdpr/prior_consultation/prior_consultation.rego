# METADATA
# title: High risk without prior consultation
# description: If an impact assessment leaves a high risk, the supervisory authority must be consulted before processing begins. A card cannot prove that; a waiver with the authority's answer can.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Lower the risk and update the assessment; or consult the authority and waive this finding with the reference of its answer.
#   sources:
#     - Regulation (EU) 2016/679, Art. 36(1)
#   controls: [gdpr/Art. 36(1)]
#   example: |
#     dpia: {status: done, ref: "dpia:2026-012", date: 2026-05-04, residual_risk: medium}
package modelgate.rules.gdpr.prior_consultation

import data.modelgate.lib.datasets

applies if count(datasets.personal) > 0

deny contains {"at": risk.at, "message": sprintf("dataset %q: its impact assessment leaves a high risk", [dataset.name])} if {
	some dataset in datasets.personal
	risk := dataset.card.dpia.residual_risk
	risk.value == "high"
}
