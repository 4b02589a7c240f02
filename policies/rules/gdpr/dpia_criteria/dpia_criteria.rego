# METADATA
# title: High risk without an impact assessment
# description: Data and a model that together meet two criteria of WP248 must have an impact assessment, or a reason that refers to the criteria (Art. 35(1)).
# custom:
#   severity: {draft: note, review: error, production: error}
#   remediation: Carry out the assessment. Otherwise, explain in `dpia.reason` why no criterion of WP248 leads to a high risk.
#   sources:
#     - "Regulation (EU) 2016/679, Art. 35(1) and 35(3)"
#     - "Article 29 Working Party, WP248 rev.01, section III.B, endorsed by the EDPB"
#   controls: [gdpr/Art. 35(1)]
#   example: |
#     dpia: {status: not-required, reason: "One criterion of WP248 only (scoring), and a person decides."}
package modelgate.rules.gdpr.dpia_criteria

import data.modelgate.lib.datasets
import data.modelgate.lib.risks
import data.modelgate.lib.words

applies if count(_risky) > 0

_risky contains [dataset, criteria] if {
	some dataset in datasets.personal
	criteria := risks.criteria(dataset.card) | risks.of_model
	count(criteria) > 1
}

deny contains {"at": dpia.at, "message": sprintf("dataset %q meets %d criteria of WP248 (%s), but its impact assessment is not done, and dpia.reason does not refer to them", [dataset.name, count(criteria), concat(", ", sort(criteria))])} if {
	some [dataset, criteria] in _risky
	dpia := dataset.card.dpia
	dpia.status.value != "done"
	not _assessed(dpia)
}

_assessed(dpia) if {
	dpia.status.value == "not-required"
	words.says(dpia.reason.value, "assessed")
}
