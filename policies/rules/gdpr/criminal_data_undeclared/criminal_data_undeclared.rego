# METADATA
# title: Criminal conviction data not declared
# description: A card of personal data must state whether the data contains criminal convictions or offences. Art. 9 does not cover them; Art. 10 does.
# custom:
#   severity: {draft: note, review: note, production: warning}
#   remediation: "Add `criminal_data: {included: false}`, or true with the law or the authority."
#   sources:
#     - Regulation (EU) 2016/679, Art. 10
#   controls: [gdpr/Art. 10]
#   example: |
#     criminal_data: {included: false}
package modelgate.rules.gdpr.criminal_data_undeclared

import data.modelgate.lib.datasets

applies if count(datasets.personal) > 0

deny contains {"at": included.at, "message": sprintf("dataset %q: the data card does not state whether the data contains criminal convictions or offences", [dataset.name])} if {
	some dataset in datasets.answering
	included := dataset.card.criminal_data.included
	not included.present
}
