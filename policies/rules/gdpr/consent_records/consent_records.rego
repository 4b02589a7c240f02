# METADATA
# title: Consent without records
# description: If processing is based on consent, the card must refer to the consent records and to the way to withdraw consent.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Add `consent.record_ref` and `consent.withdrawal_ref`.
#   sources:
#     - Regulation (EU) 2016/679, Art. 7(1) and 7(3)
#     - "EDPB, Guidelines 05/2020 on consent"
#   controls: [gdpr/Art. 7(1), gdpr/Art. 7(3)]
#   example: |
#     consent:
#       mechanism_ref: https://example.com/consent-form
#       record_ref: "consent:register"
#       withdrawal_ref: https://example.com/privacy#withdraw
package modelgate.rules.gdpr.consent_records

import data.modelgate.lib.datasets

applies if count(datasets.relying("consent")) > 0

deny contains {"at": consent[part].at, "key": part, "message": sprintf("dataset %q is based on consent, but consent.%s is missing", [dataset.name, part])} if {
	some [dataset, _] in datasets.relying("consent")
	consent := dataset.card.consent
	some part in datasets.missing(consent, {"record_ref", "withdrawal_ref"})
}
