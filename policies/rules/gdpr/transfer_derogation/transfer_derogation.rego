# METADATA
# title: Transfer based on a derogation
# description: A transfer based on a derogation of Art. 49 must refer to its justification and must not be large-scale. Derogations are for specific situations.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Add the justification as `safeguard_ref`, or use adequacy or safeguards for the transfer.
#   sources:
#     - Regulation (EU) 2016/679, Art. 49
#     - "EDPB, Guidelines 2/2018 on derogations of Art. 49"
#   controls: [gdpr/Art. 49]
#   example: |
#     transfers:
#       - {country: BR, recipient: court, mechanism: legal-claims, safeguard_ref: "legal:2026-07"}
package modelgate.rules.gdpr.transfer_derogation

import data.modelgate.gdpr
import data.modelgate.lib.identity
import data.modelgate.lib.transfers

applies if count(transfers.by_family("derogation")) > 0

deny contains {"at": transfer.safeguard_ref.at, "key": identity.transfer(transfer), "message": sprintf("dataset %q: the transfer to %q under the derogation %q has no justification", [dataset.name, transfer.country.value, transfer.mechanism.value])} if {
	some [dataset, transfer] in transfers.by_family("derogation")
	not transfer.safeguard_ref.present
}

deny contains {"at": transfer.mechanism.at, "key": identity.transfer(transfer), "message": sprintf("dataset %q is processed on a large scale, but its transfer to %q relies on derogation %q", [dataset.name, transfer.country.value, transfer.mechanism.value])} if {
	some [dataset, transfer] in transfers.by_family("derogation")
	dataset.card.large_scale.value
}

# Art. 49(3): public authorities cannot use (a), (b), (c) or compelling interests.
deny contains {"at": transfer.mechanism.at, "key": sprintf("%s authority", [identity.transfer(transfer)]), "message": sprintf("dataset %q: its controller is a public authority, which cannot use the derogation %q", [dataset.name, transfer.mechanism.value])} if {
	some [dataset, transfer] in transfers.by_family("derogation")
	dataset.card.controller.kind.value == "public-authority"
	gdpr.mechanisms[transfer.mechanism.value].private
}

deny contains {"at": transfer.mechanism.at, "key": sprintf("%s authority", [identity.transfer(transfer)]), "message": sprintf("dataset %q: public authorities cannot use the derogation %q, and controller.kind is missing", [dataset.name, transfer.mechanism.value])} if {
	some [dataset, transfer] in transfers.by_family("derogation")
	not dataset.card.controller.kind.present
	gdpr.mechanisms[transfer.mechanism.value].private
}
