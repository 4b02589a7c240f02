# METADATA
# title: Personal data status not declared
# description: Every data card must state how identifiable the people in the data are. All other GDPR checks depend on it, so "unknown" is not accepted at production.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Set `personal_data.status` to none, anonymised, contextually-anonymised, pseudonymised, identifying or synthetic.
#   sources:
#     - Regulation (EU) 2016/679, Art. 4(1), 4(5) and recital 26
#   controls: [gdpr/Art. 4(1)]
#   example: |
#     personal_data: {status: pseudonymised, categories: [contract history]}
package modelgate.rules.gdpr.status_undeclared

import data.modelgate.gdpr
import data.modelgate.lib.datasets

applies if count(datasets.described) > 0

deny contains {"at": status.at, "message": sprintf("dataset %q: the data card does not state whether the data is personal", [dataset.name])} if {
	some dataset in datasets.described
	status := dataset.card.personal_data.status
	not status.present
}

deny contains {"at": status.at, "message": sprintf("dataset %q: personal_data.status is %q", [dataset.name, status.value])} if {
	some dataset in datasets.described
	status := dataset.card.personal_data.status
	status.present
	not gdpr.statuses[status.value]
}
