# METADATA
# title: Transfer inside the Union
# description: A transfer of Chapter V should have a third country. Data that moves inside the European Economic Area is not transferred, and a mechanism for it points to a wrong country.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Correct `country` to that of the recipient, or remove the entry.
#   sources:
#     - "Regulation (EU) 2016/679, Art. 44"
#     - "EDPB, Guidelines 05/2021 on the interplay between Art. 3 and Chapter V"
#   controls: [gdpr/Art. 44]
#   example: |
#     transfers: []
package modelgate.rules.gdpr.transfer_unneeded

import data.modelgate.lib.identity
import data.modelgate.lib.transfers

applies if count(transfers.declared) > 0

deny contains {"at": transfer.country.at, "key": identity.transfer(transfer), "message": sprintf("dataset %q: a transfer to %q is declared, but that is inside the EEA", [dataset.name, transfer.country.value])} if {
	some [dataset, transfer] in transfers.declared
	transfer.country.present
	not transfers.third(transfer.country.value)
}
