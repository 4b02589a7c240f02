# METADATA
# title: Legitimate interest of a public authority
# description: Public authorities cannot base processing in the performance of their tasks on legitimate interests. A card that relies on them must state the kind of its controller.
# custom:
#   severity: {draft: note, review: error, production: error}
#   remediation: "Use another basis for the purpose, such as `public-task` with its law, or add `controller.kind` if it is missing. Otherwise, waive the finding with the reason why the purpose is outside the authority's tasks."
#   sources:
#     - "Regulation (EU) 2016/679, Art. 6(1), second subparagraph"
#   controls: [gdpr/Art. 6(1)]
#   example: |
#     controller: {name: City of Example, kind: public-authority}
#     legal_basis:
#       - {basis: public-task, purposes: [traffic-planning], law_ref: "Road Traffic Act, § 45"}
package modelgate.rules.gdpr.public_authority_legitimate_interest

import data.modelgate.lib.datasets
import data.modelgate.lib.identity

applies if count(datasets.relying("legitimate-interests")) > 0

deny contains finding if {
	some [dataset, entry] in datasets.relying("legitimate-interests")
	kind := dataset.card.controller.kind
	kind.value == "public-authority"
	finding := {
		"at": entry.basis.at,
		"key": identity.basis(entry),
		"message": sprintf("dataset %q: controller %q is a public authority, but relies on legitimate interests", [dataset.name, dataset.card.controller.name.value]),
		"related": [{"at": kind.at, "message": "the controller is a public authority"}],
	}
}

deny contains {"at": kind.at, "key": "kind", "message": sprintf("dataset %q relies on legitimate interests, but controller.kind does not rule out a public authority", [dataset.name])} if {
	some [dataset, _] in datasets.relying("legitimate-interests")
	dataset.card.controller.present # else gdpr/controller_undeclared
	kind := dataset.card.controller.kind
	not kind.present
}
