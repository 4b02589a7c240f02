# METADATA
# title: High risk without an impact assessment
# description: "Processing of Art. 35(3) must have a completed data protection impact assessment: automated decisions, special categories or criminal data on a large scale, and public places on a large scale."
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: "Carry out the assessment, set `dpia.status: done` and add `dpia.ref`."
#   sources:
#     - Regulation (EU) 2016/679, Art. 35(1) and 35(3)(a) to (c)
#     - "Article 29 Working Party, Guidelines on Data Protection Impact Assessment (WP248 rev.01)"
#   controls: [gdpr/Art. 35(3)]
#   example: |
#     dpia: {status: done, ref: "dpia:2026-012", date: 2026-05-04, residual_risk: low}
package modelgate.rules.gdpr.dpia_missing

import data.modelgate.lib.datasets
import data.modelgate.lib.risks

applies if count(_high_risk) > 0

_high_risk[dataset] contains "holds special categories or criminal data on a large scale" if {
	some dataset in datasets.sensitive
	dataset.card.large_scale.value
}

_high_risk[dataset] contains "observes a public place on a large scale" if {
	some dataset in datasets.personal
	dataset.card.large_scale.value
	risks.watches_the_public(dataset.card)
}

_high_risk[dataset] contains "feeds a model that makes automated decisions about people" if {
	some dataset in datasets.personal
	risks.decides
}

deny contains {"at": dpia.status.at, "key": why, "message": sprintf("dataset %q %s, but its impact assessment is not done", [dataset.name, why])} if {
	some dataset, reasons in _high_risk
	some why in reasons
	dpia := dataset.card.dpia
	dpia.status.value != "done"
}

deny contains {"at": dpia.ref.at, "message": sprintf("dataset %q: its impact assessment is marked as done, but dpia.ref is missing", [dataset.name])} if {
	some dataset, _ in _high_risk
	dpia := dataset.card.dpia
	dpia.status.value == "done"
	not dpia.ref.present
}
