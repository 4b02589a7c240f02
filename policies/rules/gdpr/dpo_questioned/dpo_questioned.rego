# METADATA
# title: Data protection officer probably required
# description: "A controller whose core activities are large-scale monitoring of people, or large-scale processing of special categories or criminal data, must have a data protection officer, and so must public authorities. A card cannot tell which activities are core, so this warning is a question."
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: "Add `controller.dpo`, or `controller.dpo_reason` if Art. 37(1) does not require one."
#   sources:
#     - Regulation (EU) 2016/679, Art. 37(1)
#     - "Article 29 Working Party, Guidelines on Data Protection Officers (WP243 rev.01), section 2.1"
#   controls: [gdpr/Art. 37(1)]
#   example: |
#     controller: {name: Example Clinic, contact: privacy@example.com, kind: company, dpo: dpo@example.com}
package modelgate.rules.gdpr.dpo_questioned

import data.modelgate.lib.datasets
import data.modelgate.lib.risks

applies if count(_large) > 0

_large[dataset] contains "holds special categories or criminal data on a large scale" if {
	some dataset in datasets.sensitive
	_private(dataset.card)
}

_large[dataset] contains "monitors people on a large scale" if {
	some dataset in datasets.personal
	_private(dataset.card)
	"systematic monitoring" in risks.criteria(dataset.card)
}

# WP243 rev.01, section 2.1.4: scoring for the assessment of risks monitors people.
_large[dataset] contains "scores people on a large scale" if {
	some dataset in datasets.personal
	_private(dataset.card)
	"evaluation or scoring" in risks.criteria(dataset.card)
}

# Art. 37(1)(a): an authority that does not state that it is one.
_large[dataset] contains "does not state the kind of its controller" if {
	some dataset in datasets.answering
	dataset.card.controller.present
	not dataset.card.controller.kind.present
}

# Of public authorities, gdpr/dpo_missing asks.
_private(card) if {
	card.large_scale.value
	card.controller.kind.value != "public-authority"
}

deny contains {"at": controller.dpo.at, "message": sprintf("dataset %q %s, but has neither controller.dpo nor controller.dpo_reason", [dataset.name, concat(" and ", sort(reasons))])} if {
	some dataset, reasons in _large
	controller := dataset.card.controller
	not controller.dpo.present
	not controller.dpo_reason.present
}
