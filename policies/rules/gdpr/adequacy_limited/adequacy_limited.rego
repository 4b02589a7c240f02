# METADATA
# title: Limits of an adequacy decision
# description: A reviewer should check whether the adequacy decision covers the recipient and the data. Some decisions cover only part of them, or are challenged in court.
# custom:
#   severity: note
#   remediation: Review whether the recipient and the data are covered. No action is needed if they are.
#   sources:
#     - "Regulation (EU) 2016/679, Art. 45"
#     - "CJEU C-703/25 P, Latombe v Commission (pending, OJ C/2025/6610)"
#   controls: [gdpr/Art. 45]
#   example: |
#     transfers:
#       - {country: CA, recipient: Example Inc., mechanism: adequacy}
package modelgate.rules.gdpr.adequacy_limited

import data.modelgate.countries
import data.modelgate.lib.identity
import data.modelgate.lib.transfers

applies if count(transfers.by_family("adequacy")) > 0

deny contains {"at": transfer.country.at, "key": identity.transfer(transfer), "message": sprintf("dataset %q: the adequacy decision for %q covers %s", [dataset.name, transfer.country.value, covers])} if {
	some [dataset, transfer] in transfers.by_family("adequacy")
	covers := countries.adequacy[transfer.country.value].covers
}

deny contains {"at": transfer.mechanism.at, "key": sprintf("%s challenged", [identity.transfer(transfer)]), "message": sprintf("dataset %q: the adequacy decision for %q is challenged in %s", [dataset.name, transfer.country.value, challenged])} if {
	some [dataset, transfer] in transfers.by_family("adequacy")
	challenged := countries.adequacy[transfer.country.value].challenged
}
