# METADATA
# title: Impact assessment not declared
# description: A card of personal data must refer to a completed data protection impact assessment, or state why none is required.
# custom:
#   severity: {draft: note, review: note, production: warning}
#   remediation: "Add `dpia` with `status: done` and `ref`, or with `status: not-required` and `reason`."
#   sources:
#     - Regulation (EU) 2016/679, Art. 35(1) and 5(2)
#     - "Article 29 Working Party, Guidelines on Data Protection Impact Assessment (WP248 rev.01)"
#   controls: [gdpr/Art. 35(1)]
#   example: |
#     dpia: {status: not-required, reason: "No special categories and no large scale; assessed with the privacy team."}
package modelgate.rules.gdpr.dpia_undecided

import data.modelgate.lib.datasets

applies if count(datasets.personal) > 0

deny contains {"at": dpia.at, "message": sprintf("dataset %q: the data card does not state that an impact assessment is done, or why none is required", [dataset.name])} if {
	some dataset in datasets.answering
	dpia := dataset.card.dpia
	not _decided(dpia)
}

_decided(dpia) if {
	dpia.status.value == "done"
	dpia.ref.present
}

_decided(dpia) if {
	dpia.status.value == "not-required"
	dpia.reason.present
}
