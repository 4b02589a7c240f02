# METADATA
# title: Legal basis without its law
# description: A legal basis of legal obligation or public task must refer to the Union or Member State law that lays it down.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Add `law_ref` to the legal basis.
#   sources:
#     - Regulation (EU) 2016/679, Art. 6(3)
#   controls: [gdpr/Art. 6(3)]
#   example: |
#     legal_basis:
#       - {basis: legal-obligation, purposes: [screening], law_ref: "Directive (EU) 2015/849, Art. 13"}
package modelgate.rules.gdpr.law_reference

import data.modelgate.gdpr
import data.modelgate.lib.datasets
import data.modelgate.lib.identity

applies if count(_bases) > 0

_bases contains [dataset, basis] if {
	some dataset in datasets.personal
	some basis in dataset.card.legal_basis
	"law_ref" in gdpr.legal_bases[basis.basis.value].needs
}

deny contains {"at": basis.law_ref.at, "key": identity.basis(basis), "message": sprintf("dataset %q: legal basis %q names no law", [dataset.name, basis.basis.value])} if {
	some [dataset, basis] in _bases
	not basis.law_ref.present
}
