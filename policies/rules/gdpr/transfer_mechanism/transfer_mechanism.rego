# METADATA
# title: Transfer without a mechanism
# description: Every transfer of personal data to a third country must name the country and its mechanism of Chapter V.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Add `mechanism` to the transfer, with what that mechanism needs.
#   sources:
#     - Regulation (EU) 2016/679, Art. 44 to 49
#   controls: [gdpr/Art. 44]
#   example: |
#     transfers:
#       - {country: US, recipient: cloud provider, mechanism: scc-commission, safeguard_ref: "contracts:CP-2026-09", tia_ref: "tia:2026-031"}
package modelgate.rules.gdpr.transfer_mechanism

import data.modelgate.gdpr
import data.modelgate.lib.identity
import data.modelgate.lib.transfers

applies if count(transfers.declared) > 0

deny contains {"at": transfer.country.at, "key": identity.transfer(transfer), "message": sprintf("dataset %q: a transfer names no country", [dataset.name])} if {
	some [dataset, transfer] in transfers.declared
	not transfer.country.present
}

deny contains {"at": transfer.mechanism.at, "key": identity.transfer(transfer), "message": sprintf("dataset %q: the transfer to %q has no mechanism", [dataset.name, transfer.country.value])} if {
	some [dataset, transfer] in transfers.declared
	not transfer.mechanism.present
}

deny contains {"at": transfer.mechanism.at, "key": identity.transfer(transfer), "message": sprintf("dataset %q: %q is not a transfer mechanism under Chapter V", [dataset.name, transfer.mechanism.value])} if {
	some [dataset, transfer] in transfers.declared
	transfer.mechanism.present
	not gdpr.mechanisms[transfer.mechanism.value]
}
