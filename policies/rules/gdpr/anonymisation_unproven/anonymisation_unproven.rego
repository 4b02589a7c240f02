# METADATA
# title: Anonymised data without proof
# description: Data that is declared as anonymised must have the technique and a reference to the assessment of the risk of re-identification.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Add `anonymisation.technique` and `anonymisation.risk_assessment_ref`; or set `personal_data.status` to pseudonymised.
#   sources:
#     - "Regulation (EU) 2016/679, recital 26"
#     - "Article 29 Working Party, Opinion 05/2014 on Anonymisation Techniques (WP216)"
#     - "CJEU, C-413/23 P EDPS v SRB, 4 September 2025"
#   controls: [gdpr/Art. 4(1)]
#   example: |
#     personal_data: {status: anonymised}
#     anonymisation: {technique: k-anonymity with k = 20, risk_assessment_ref: "anon:2026-002"}
package modelgate.rules.gdpr.anonymisation_unproven

import data.modelgate.lib.datasets
import data.modelgate.lib.regimes

applies if count(_anonymised) > 0

_anonymised contains dataset if {
	some dataset in datasets.described
	dataset.card.personal_data.status.value in {"anonymised", "contextually-anonymised"}
	regimes.gdpr(dataset.card)
}

deny contains {"at": anonymisation[part].at, "key": part, "message": sprintf("dataset %q is declared as %q, but anonymisation.%s is missing", [dataset.name, dataset.card.personal_data.status.value, part])} if {
	some dataset in _anonymised
	anonymisation := dataset.card.anonymisation
	some part in datasets.missing(anonymisation, {"technique", "risk_assessment_ref"})
}
