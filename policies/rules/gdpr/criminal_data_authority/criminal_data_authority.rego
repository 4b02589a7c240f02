# METADATA
# title: Criminal data without authority
# description: Data on criminal convictions and offences must be processed under the control of official authority or as a law authorizes. A condition of Art. 9(2) is not enough.
# custom:
#   severity: {draft: note, review: error, production: error}
#   remediation: Add `criminal_data.law_ref` or `criminal_data.authority_ref`, or remove the data.
#   sources:
#     - Regulation (EU) 2016/679, Art. 10
#     - "CJEU, C-439/19 Latvijas Republikas Saeima, 22 June 2021"
#   controls: [gdpr/Art. 10]
#   example: |
#     criminal_data: {included: true, law_ref: "StPO § 483"}
package modelgate.rules.gdpr.criminal_data_authority

import data.modelgate.lib.datasets

applies if count(_criminal) > 0

_criminal contains dataset if {
	some dataset in datasets.personal
	dataset.card.criminal_data.included.value
}

deny contains {"at": criminal.included.at, "message": sprintf("dataset %q holds criminal data, but neither law_ref nor authority_ref is given", [dataset.name])} if {
	some dataset in _criminal
	criminal := dataset.card.criminal_data
	count(datasets.missing(criminal, {"law_ref", "authority_ref"})) == 2
}
