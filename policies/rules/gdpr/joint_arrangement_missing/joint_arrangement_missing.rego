# METADATA
# title: Joint controllers without an arrangement
# description: Joint controllers must have an arrangement about who answers data subjects and who informs them. Its essence must be available to the data subjects.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: "Add `controller.arrangement_ref`, or correct `controller.joint`."
#   sources:
#     - Regulation (EU) 2016/679, Art. 26(1), 26(2) and 30(1)(a)
#     - "EDPB, Guidelines 07/2020 on the concepts of controller and processor, part II, section 2"
#   controls: [gdpr/Art. 26]
#   example: |
#     controller: {name: Example GmbH, contact: privacy@example.com, joint: [Sample AG], arrangement_ref: "contracts:JC-4"}
package modelgate.rules.gdpr.joint_arrangement_missing

import data.modelgate.lib.datasets

applies if {
	some dataset in datasets.personal
	_joint(dataset.card.controller)
}

_joint(controller) if count(controller.joint.items) > 0

_joint(controller) if controller.arrangement_ref.present

deny contains {"at": controller.joint.at, "message": sprintf("dataset %q has joint controllers (%s), but controller.arrangement_ref is missing", [dataset.name, concat(", ", sort([sprintf("%q", [item.value]) | some item in controller.joint.items]))])} if {
	some dataset in datasets.personal
	controller := dataset.card.controller
	count(controller.joint.items) > 0
	not controller.arrangement_ref.present
}

deny contains {"at": controller.arrangement_ref.at, "message": sprintf("dataset %q refers to an arrangement of joint controllers, but controller.joint is empty", [dataset.name])} if {
	some dataset in datasets.personal
	controller := dataset.card.controller
	count(controller.joint.items) == 0
	controller.arrangement_ref.present
}
