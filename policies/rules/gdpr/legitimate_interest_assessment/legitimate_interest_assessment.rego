# METADATA
# title: Legitimate interest without assessment
# description: If processing is based on legitimate interests, the card must refer to the balancing test and to the way to object.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Add `legitimate_interest.assessment_ref` and `legitimate_interest.objection_ref`.
#   sources:
#     - Regulation (EU) 2016/679, Art. 6(1)(f), 13(1)(d) and 21(1)
#     - "EDPB, Guidelines 1/2024 on processing based on Art. 6(1)(f)"
#   controls: [gdpr/Art. 6(1)(f), gdpr/Art. 21(1)]
#   example: |
#     legitimate_interest:
#       interest: Keeping customers.
#       assessment_ref: "lia:2026-014"
#       objection_ref: https://example.com/privacy#objection
package modelgate.rules.gdpr.legitimate_interest_assessment

import data.modelgate.lib.datasets

applies if count(datasets.relying("legitimate-interests")) > 0

deny contains {"at": interest[part].at, "key": part, "message": sprintf("dataset %q is based on legitimate interests, but legitimate_interest.%s is missing", [dataset.name, part])} if {
	some [dataset, _] in datasets.relying("legitimate-interests")
	interest := dataset.card.legitimate_interest
	some part in datasets.missing(interest, {"interest", "assessment_ref", "objection_ref"})
}
