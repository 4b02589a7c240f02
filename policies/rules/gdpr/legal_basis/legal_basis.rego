# METADATA
# title: Purpose without a legal basis
# description: A dataset with personal data must have purposes, and each must have a legal basis of Art. 6(1). Each basis must name purposes of the card.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Add `legal_basis` with a basis from Art. 6(1), the purposes it covers, and a reference to its source.
#   sources:
#     - Regulation (EU) 2016/679, Art. 5(1)(a), 5(1)(b) and 6(1)
#   controls: [gdpr/Art. 6(1), gdpr/Art. 5(1)(b)]
#   example: |
#     purposes:
#       - {id: retention, text: Contacting customers who are likely to leave.}
#     legal_basis:
#       - {basis: legitimate-interests, purposes: [retention], source_ref: "ropa:CT-003"}
package modelgate.rules.gdpr.legal_basis

import data.modelgate.gdpr
import data.modelgate.lib.datasets
import data.modelgate.lib.identity

applies if count(datasets.personal) > 0

deny contains {"at": dataset.card.at, "key": "purposes", "message": sprintf("dataset %q contains personal data, but states no purpose", [dataset.name])} if {
	some dataset in datasets.answering
	count(dataset.card.purposes) == 0
}

deny contains {"at": purpose.at, "key": identity.purpose(purpose), "message": sprintf("dataset %q: purpose %q has no legal basis", [dataset.name, purpose.id.value])} if {
	some dataset in datasets.personal
	some purpose in dataset.card.purposes
	not _covered(dataset.card, purpose)
}

deny contains {"at": item.at, "key": sprintf("basis %s for %s", [basis.basis.value, item.value]), "message": sprintf("dataset %q: legal basis %q covers the purpose %q, which the data card does not have", [dataset.name, basis.basis.value, item.value])} if {
	some dataset in datasets.personal
	some basis in dataset.card.legal_basis
	some item in basis.purposes.items
	not item.value in {purpose.id.value | some purpose in dataset.card.purposes}
}

_covered(card, purpose) if {
	purpose.id.present
	some basis in card.legal_basis
	gdpr.legal_bases[basis.basis.value]
	some item in basis.purposes.items
	item.value == purpose.id.value
}
