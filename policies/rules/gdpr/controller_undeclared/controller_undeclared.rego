# METADATA
# title: Personal data without a controller
# description: The data card of a dataset with personal data must name the controller and a contact address. Use a shared mailbox, not a person's.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Add `controller` with `name` and `contact`.
#   sources:
#     - Regulation (EU) 2016/679, Art. 4(7), 13(1)(a) and 30(1)(a)
#   controls: [gdpr/Art. 30(1)(a), gdpr/Art. 13(1)(a)]
#   example: |
#     controller: {name: Example Telecom GmbH, contact: privacy@example.com, kind: company}
package modelgate.rules.gdpr.controller_undeclared

import data.modelgate.lib.datasets

applies if count(datasets.personal) > 0

deny contains {"at": controller[part].at, "key": part, "message": sprintf("dataset %q: controller.%s is missing", [dataset.name, part])} if {
	some dataset in datasets.personal
	controller := dataset.card.controller
	some part in datasets.missing(controller, {"name", "contact"})
}
