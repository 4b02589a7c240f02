# METADATA
# title: Transfer without documented safeguards
# description: A transfer under Art. 46 must refer to the safeguards (clauses, rules, or the authorisation of Art. 46(3)) and to the assessment of the law of the third country.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Add `safeguard_ref` and `tia_ref` to the transfer.
#   sources:
#     - Regulation (EU) 2016/679, Art. 46
#     - "CJEU, C-311/18 Data Protection Commissioner v Facebook Ireland and Schrems, 16 July 2020"
#     - "EDPB, Recommendations 01/2020 on supplementary measures"
#   controls: [gdpr/Art. 46]
#   example: |
#     transfers:
#       - {country: US, recipient: cloud provider, mechanism: scc-commission, safeguard_ref: "contracts:CP-2026-09", tia_ref: "tia:2026-031"}
package modelgate.rules.gdpr.transfer_safeguards

import data.modelgate.gdpr
import data.modelgate.lib.datasets
import data.modelgate.lib.identity
import data.modelgate.lib.transfers

applies if count(transfers.by_family("safeguards")) > 0

deny contains {"at": transfer[part].at, "key": sprintf("%s %s", [identity.transfer(transfer), part]), "message": sprintf("dataset %q: the transfer to %q under %q needs %s%s", [dataset.name, transfer.country.value, transfer.mechanism.value, part, _why(transfer, part)])} if {
	some [dataset, transfer] in transfers.by_family("safeguards")
	some part in datasets.missing(transfer, {"safeguard_ref", "tia_ref"})
}

_why(transfer, "safeguard_ref") := ", the authorisation of the supervisory authority" if {
	gdpr.mechanisms[transfer.mechanism.value].authorised
} else := ""

_why(_, "tia_ref") := ", the assessment of the third country's law"

deny contains {"at": transfer.mechanism.at, "key": sprintf("%s public", [identity.transfer(transfer)]), "message": sprintf("dataset %q: the mechanism %q is for public bodies, but its controller is a company", [dataset.name, transfer.mechanism.value])} if {
	some [dataset, transfer] in transfers.by_family("safeguards")
	gdpr.mechanisms[transfer.mechanism.value].public
	dataset.card.controller.kind.value == "company"
}

deny contains {"at": transfer.mechanism.at, "key": sprintf("%s public", [identity.transfer(transfer)]), "message": sprintf("dataset %q: the mechanism %q is for public bodies, but controller.kind is missing", [dataset.name, transfer.mechanism.value])} if {
	some [dataset, transfer] in transfers.by_family("safeguards")
	gdpr.mechanisms[transfer.mechanism.value].public
	not dataset.card.controller.kind.present
}
