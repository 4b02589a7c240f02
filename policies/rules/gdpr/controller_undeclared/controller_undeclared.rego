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

deny contains {"at": controller.at, "message": sprintf("dataset %q: %s", [dataset.name, concat(", ", [sprintf("controller.%s is missing", [part]) | some part in sort(parts)])])} if {
	some dataset in datasets.answering
	controller := dataset.card.controller
	parts := datasets.missing(controller, {"name", "contact"})
	count(parts) > 0
}
