# METADATA
# title: Transfer beyond its adequacy decision
# description: A transfer should be within the limits of its adequacy decision. That of Canada covers no public bodies, and that of the United States covers data on staff only if the recipient's certification includes it.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: "Use another mechanism, such as scc-commission. For data on staff, set `dpf_hr: true` if the list of participants states it."
#   sources:
#     - "Commission Decision 2002/2/EC (Canada)"
#     - "Commission Implementing Decision (EU) 2023/1795 (EU-US Data Privacy Framework)"
#   controls: [gdpr/Art. 45]
#   example: |
#     transfers:
#       - {country: US, recipient: Payroll Inc., mechanism: adequacy, dpf_participant: true, dpf_hr: true}
package modelgate.rules.gdpr.adequacy_exceeded

import data.modelgate.countries
import data.modelgate.lib.identity
import data.modelgate.lib.transfers
import data.modelgate.lib.words

applies if count(transfers.by_family("adequacy")) > 0

deny contains {"at": transfer.recipient.at, "key": identity.transfer(transfer), "message": sprintf("dataset %q: the adequacy decision for %q does not cover public bodies, and the recipient is %q", [dataset.name, transfer.country.value, transfer.recipient.value])} if {
	some [dataset, transfer] in transfers.by_family("adequacy")
	countries.adequacy[transfer.country.value].commercial
	words.says(transfer.recipient.value, "public_bodies")
}

deny contains {"at": transfer.dpf_hr.at, "key": sprintf("%s staff", [identity.transfer(transfer)]), "message": sprintf("dataset %q: the data is about %q, and dpf_hr of the transfer to %q is not true", [dataset.name, item.value, transfer.country.value])} if {
	some [dataset, transfer] in transfers.by_family("adequacy")
	countries.adequacy[transfer.country.value].staff
	some item in dataset.card.data_subjects.items
	words.is_one(item.value, "employees")
	not transfer.dpf_hr.value
}
