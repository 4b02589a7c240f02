# METADATA
# title: Incomplete record of processing activities
# description: "A card of personal data must contain what the record of processing activities contains: data subjects, categories of data, recipients, security measures, and a reference to that record."
# custom:
#   severity: {draft: note, review: note, production: warning}
#   remediation: Add the missing part to the data card.
#   sources:
#     - "Regulation (EU) 2016/679, Art. 30(1)(c), (d) and (g)"
#   controls: [gdpr/Art. 30(1)]
#   example: |
#     personal_data: {status: pseudonymised, categories: [contract history]}
#     data_subjects: [customers]
#     recipients: [retention team]
#     security_measures: [encryption-at-rest, access-control]
#     ropa_ref: "ropa:CT-003"
package modelgate.rules.gdpr.record_incomplete

import data.modelgate.lib.datasets

applies if count(datasets.personal) > 0

deny contains {"at": dataset.card.at, "message": sprintf("dataset %q: the card lacks parts of the record: %s", [dataset.name, concat(", ", sort(parts))])} if {
	some dataset in datasets.answering
	parts := datasets.unrecorded(dataset.card)
	count(parts) > 0
}
